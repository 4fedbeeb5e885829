"""Warnings that point at the line of the caller."""

from __future__ import annotations

import inspect
import warnings
from typing import Final

_HERE: Final = __package__


class DriftWarning(UserWarning):
    """A reply differs from the document that this package was made from."""


def warn_caller(message: str, category: type[Warning]) -> None:
    """Warn with the nearest line outside of this package's runtime."""
    level = 1
    frame = inspect.currentframe()
    while frame is not None and frame.f_globals.get("__package__") == _HERE:
        frame = frame.f_back
        level += 1
    warnings.warn(message, category, stacklevel=level)
