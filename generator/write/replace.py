"""Write a new folder beside the old one, then exchange the two."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from generator.write import swap

if TYPE_CHECKING:
    from collections.abc import Mapping

_STAGE: Final = ".opgen-"
_LEFT_BEHIND: Final = 3600
"""The seconds after which another run's folder is taken for abandoned."""


class Kept(Protocol):
    """What goes along from the old folder."""

    def stage(self, old: Path, new: Path) -> None:
        """Bring it into the new folder, which holds the files already."""

    def settle(self, old: Path, new: Path) -> None:
        """Bring what others did to the old folder until it was exchanged."""


def replace(files: Mapping[str, bytes], output: Path, kept: Kept | None = None) -> Path | None:
    """Make the folder hold these files and what is kept; at any failure it is what it was.

    Returns:
        The old folder, where something that came into it meanwhile could not be brought along.
    """
    made = make_parents(output.parent)
    stage = output.parent / f"{_STAGE}{output.name}-{secrets.token_hex(6)}"
    new, aside = stage / "new", stage / "old"
    try:
        stage.mkdir()
        _fill(new, files)
        if output.is_dir():
            if kept:
                kept.stage(output, new)
            shutil.copymode(output, new)
        swap.put(new, output, aside)
    except BaseException:
        # A renaming that could not be undone leaves the only copy in there.
        if output.exists() or not aside.exists():
            _remove(stage)
        remove_empty(made)
        raise
    left = _settle(kept, new if new.exists() else aside, output) if kept else None
    _remove(stage)
    _clear_left_behind(output)
    return left


def bring_back(files: Mapping[str, bytes], output: Path) -> None:
    """Make the folder what it was before `replace`: these files, or nothing at all."""
    if files:
        replace(files, output)
    else:
        shutil.rmtree(output, ignore_errors=True)


def restore(output: Path) -> None:
    """Put back the folder of a run that was killed between two renamings."""
    if output.exists() or output.is_symlink():
        return
    left = [one / "old" for one in _stages(output) if (one / "old").is_dir()]
    if left:
        newest = max(left, key=lambda one: one.parent.stat().st_mtime)
        newest.rename(output)
        _remove(newest.parent)


def make_parents(folder: Path) -> list[Path]:
    """Make the folder and those above it; return those that were made, the uppermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    missing.reverse()
    for position, one in enumerate(missing):
        try:
            one.mkdir(exist_ok=True)
        except OSError:
            remove_empty(missing[:position])
            raise
    return missing


def remove_empty(made: list[Path]) -> None:
    """Remove folders that were made, as long as nothing came into them."""
    for folder in reversed(made):
        try:
            folder.rmdir()
        except OSError:
            return


def _settle(kept: Kept, old: Path, output: Path) -> Path | None:
    if not old.is_dir():
        return None
    try:
        kept.settle(old, output)
    except OSError:
        number = 0
        while os.path.lexists(left := output.with_name(f"{output.name}.orig{number or ''}")):
            number += 1
        return old.rename(left)
    return None


def _remove(stage: Path) -> None:
    """Remove a stage, though folders that were kept in it may be read-only."""
    for folder, _, _ in os.walk(stage):
        with suppress(OSError):
            Path(folder).chmod(0o700)
    shutil.rmtree(stage, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for path, content in sorted(files.items()):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _stages(output: Path) -> list[Path]:
    """Return what runs left; a link of such a name is none of theirs."""
    found = output.parent.glob(f"{_STAGE}{output.name}-*")
    return [one for one in found if one.is_dir() and not one.is_symlink()]


def _clear_left_behind(output: Path) -> None:
    """Remove what a killed run left; one that still runs is younger."""
    for entry in _stages(output):
        try:
            if time.time() - entry.stat().st_mtime > _LEFT_BEHIND:
                _remove(entry)
        except OSError:
            continue
