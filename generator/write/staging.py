"""A file's new content, written beside it before it takes the file's place."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def staged(path: Path, content: bytes) -> Iterator[Callable[[], None]]:
    """Write the content, and give what puts it at `path` in one step.

    Whatever can fail for want of space or permission fails before that step. What was never
    put there is removed. A link stays one: the file it leads to is replaced.

    Raises:
        OSError: it cannot be written.
    """
    target = path.resolve()
    beside = target.with_name(f".opgen-{secrets.token_hex(6)}-{target.name}")

    def put() -> None:
        beside.replace(target)

    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        yield put
    finally:
        beside.unlink(missing_ok=True)
