"""Replace a folder in one step, so that at every moment the old or the new one is there."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS


def put(new: Path, target: Path, aside: Path) -> None:
    """Rename `new` to `target`, and the old `target` to `new` or `aside`.

    If the system cannot exchange two names in one step, `target` is missing for a moment. If the
    second rename fails, the first is undone.

    Raises:
        OSError: a rename failed.
    """
    if not target.exists():
        new.rename(target)
        return
    if _exchange(new, target):
        return
    target.rename(aside)
    try:
        new.rename(target)
    except OSError:
        aside.rename(target)
        raise


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; return False if the system or file system cannot."""
    if sys.platform not in {"linux", "darwin"}:
        return False
    library = ctypes.CDLL(None)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*names, _EXCHANGE) == 0)
    return False
