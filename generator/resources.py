"""Where templates and profiles lie: beside the code in a wheel, or in the source tree."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def templates() -> Path:
    """The folder that holds `package/` and `runtime/`."""
    installed = _HERE / "templates"
    return installed if installed.is_dir() else _HERE.parent / "templates"


def profiles() -> Path:
    """The folder of the built-in profiles."""
    return _HERE / "profiles"


def overlay(name: str) -> Path:
    """An overlay of a built-in profile."""
    installed = profiles() / name
    return installed if installed.is_file() else _HERE.parent / "specs" / name
