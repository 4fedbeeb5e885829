"""The app's own code in a package: `custom.py`, or the folder `custom`. opgen never changes it."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from generator.reserved_names import CUSTOM

if TYPE_CHECKING:
    from pathlib import Path

_ENTRIES: Final = (CUSTOM, f"{CUSTOM}.py", f"{CUSTOM}.pyi")

_LOCK: Final = "opgen.lock"

CACHES: Final = frozenset(
    {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".DS_Store"}
)
"""Files and folders of other tools."""

PLACE: Final = f"{CUSTOM}.py or the folder {CUSTOM}"
"""How messages call the place."""


def is_custom(path: str) -> bool:
    """Whether a path in a package is of the app's own code."""
    return PurePosixPath(path).parts[:1] in [(name,) for name in _ENTRIES]


def package_with(path: Path) -> Path | None:
    """Return the folder of the generated package whose own code a file is; else None."""
    for folder in path.parents:
        if is_custom(path.relative_to(folder).as_posix()) and (folder / _LOCK).is_file():
            return folder
    return None


def read_custom(folder: Path) -> dict[str, bytes]:
    """Return the app's own code in a package, by path, without links and caches.

    Raises:
        OSError: a file cannot be read.
    """
    found: dict[str, bytes] = {}
    for name in _ENTRIES:
        for path in (folder / name, *sorted((folder / name).rglob("*"))):
            if path.is_file() and not path.is_symlink() and CACHES.isdisjoint(path.parts):
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def has_custom(folder: Path) -> bool:
    """Whether a package has code of the app; a link counts too."""
    return any(os.path.lexists(folder / name) for name in _ENTRIES)
