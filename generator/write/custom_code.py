"""The app's own code in a package: `custom.py`, or the folder `custom`. opgen never changes it."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from generator.reserved_names import CUSTOM

if TYPE_CHECKING:
    from pathlib import Path

_ENTRIES: Final = (CUSTOM, f"{CUSTOM}.py", f"{CUSTOM}.pyi")

PLACE: Final = f"{CUSTOM}.py or the folder {CUSTOM}"
"""How messages call the place."""


def is_custom(path: str) -> bool:
    """Whether a path in a package is of the app's own code."""
    return PurePosixPath(path).parts[:1] in [(name,) for name in _ENTRIES]


def has_custom(folder: Path) -> bool:
    """Whether a package has code of the app; a link counts too."""
    return any(os.path.lexists(folder / name) for name in _ENTRIES)
