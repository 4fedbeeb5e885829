"""One run at a time, where several files have to go together."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other run holds the folder, and hold it.

    The lock is the system's own (`flock`): it leaves no file behind, and ends with the process
    however that ends. Windows has none for folders; there nothing is waited for.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415  Windows has no such module

    with ExitStack() as stack:
        # Not every file system knows locks; whatever else is wrong tells who writes there.
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
