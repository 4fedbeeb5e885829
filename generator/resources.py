"""The paths of templates, profiles and licence, in an installed opgen or in its source tree."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
EXTRAS = "extras"
"""The folder of templates with the modules that profiles add."""


def templates() -> Path:
    """Return the folder with `extras/`, `package/`, `runtime/` and `shadow/`."""
    installed = _HERE / "templates"
    return installed if installed.is_dir() else _HERE.parent / "templates"


def extras() -> Path:
    """Return the folder of the modules that profiles can add."""
    return templates() / EXTRAS


def profiles() -> Path:
    """Return the folder of the built-in profiles."""
    return _HERE / "profiles"


def profile_names() -> tuple[str, ...]:
    """Return the names of the built-in profiles."""
    return tuple(sorted(file.stem for file in profiles().glob("*.toml")))


def profile_file(name: str) -> Path:
    """Return the file of a built-in profile, or the user's `.toml` file of this path."""
    return Path(name) if name.endswith(".toml") else profiles() / f"{name}.toml"


def overlay_file(profile: Path, name: str) -> Path:
    """Return the file of an overlay of a profile.

    The overlays of built-in profiles are in `specs/` of the source tree.
    """
    path = profile.parent / name
    is_elsewhere = profile.parent == profiles() and not path.is_file()
    return _HERE.parent / "specs" / name if is_elsewhere else path


def extra_file(profile: Path, name: str) -> Path:
    """Return the file of a module that a profile adds: next to the profile, else one of opgen's."""
    path = profile.parent / f"{name}.py"
    is_own = profile.parent != profiles() and path.is_file()
    return path if is_own else extras() / path.name


def schema_file(name: str) -> Path:
    """Return the JSON Schema of `profile` files or of `pyproject`."""
    return profiles() / f"{name}.schema.json"


def licence() -> Path:
    """Return the file of opgen's licence, which also applies to the runtime in packages."""
    installed = _HERE / "LICENSE"
    return installed if installed.is_file() else _HERE.parent / "LICENSE"
