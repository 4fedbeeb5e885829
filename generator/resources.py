"""Where templates, profiles and licence lie: beside the code in a wheel, or in the source tree."""

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


def profile_file(name: str) -> Path:
    """The file of a profile: a built-in one's, or the user's own of this path."""
    return Path(name) if name.endswith(".toml") else profiles() / f"{name}.toml"


def overlay_file(profile: Path, name: str) -> Path:
    """An overlay that a profile names: those of built-in ones lie with the specs in the source."""
    beside = profile.parent / name
    is_elsewhere = profile.parent == profiles() and not beside.is_file()
    return _HERE.parent / "specs" / name if is_elsewhere else beside


def licence() -> Path:
    """The licence of opgen, and so of what it copies into packages."""
    installed = _HERE / "LICENSE"
    return installed if installed.is_file() else _HERE.parent / "LICENSE"
