"""Let one run at a time write a folder whose files belong together."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Wait until no other run locks the folder, then lock it.

    The lock is an operating system lock (`flock`): it leaves no file behind and ends with the
    process. Windows cannot lock a folder, so there is no lock there.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415  Windows has no such module

    with ExitStack() as stack:
        # Not every file system has locks. Any other error is reported when a file is written.
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
