"""A file's new content, written beside it before it takes the file's place."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LEFT_BEHIND: Final = 3600
"""The seconds after which another run's file is taken for abandoned."""


class Staged:
    """A file's new content, and its old one, both beside it."""

    def __init__(self, target: Path) -> None:
        name = f".opgen-{secrets.token_hex(6)}"
        self._target = target
        self._new = target.with_name(f"{name}-{target.name}")
        self._old = target.with_name(f"{name}-old-{target.name}")
        self._is_put = False

    def put(self) -> None:
        """Put the new content where it belongs, in one step."""
        self._new.replace(self._target)
        self._is_put = True

    def undo(self) -> None:
        """Put the old content back, if the new one took its place."""
        if not self._is_put:
            return
        if self._old.exists():
            self._old.replace(self._target)
        else:
            self._target.unlink()
        self._is_put = False

    def write(self, content: bytes) -> None:
        """Write both."""
        with self._new.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not self._target.exists():
            return
        shutil.copymode(self._target, self._new)
        try:
            os.link(self._target, self._old)
        except OSError:  # many a file system has no links
            shutil.copy2(self._target, self._old)

    def clear(self) -> None:
        """Remove what is not needed any more, and what killed runs left."""
        ours = re.compile(rf"\.opgen-[0-9a-f]{{12}}-(old-)?{re.escape(self._target.name)}")
        with suppress(OSError):
            for one in (self._new, self._old):
                one.unlink(missing_ok=True)
            for one in self._target.parent.iterdir():
                if ours.fullmatch(one.name) and time.time() - one.stat().st_ctime > _LEFT_BEHIND:
                    one.unlink()


@contextmanager
def staged(path: Path, content: bytes) -> Iterator[Staged]:
    """Write the content, and give what puts it at `path`.

    Whatever can fail for want of space or permission fails before that step. What was never
    put there is removed. A link stays one: the file it leads to is replaced.

    Raises:
        OSError: it cannot be written.
    """
    one = Staged(path.resolve())
    try:
        one.write(content)
        yield one
    finally:
        one.clear()
