"""Replace a folder: write a new one next to it, then exchange the two."""

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
_MAX_AGE: Final = 3600
"""Age in seconds after which the folder of another run counts as abandoned."""


class PreservedFiles(Protocol):
    """Files of the old folder that the new one keeps."""

    def stage(self, old: Path, new: Path) -> None:
        """Link or copy them into the new folder, before the exchange."""

    def settle(self, old: Path, new: Path) -> None:
        """Move what changed in the old folder since `stage`, after the exchange."""


def replace(
    files: Mapping[str, bytes], output: Path, preserved: PreservedFiles | None = None
) -> Path | None:
    """Make the folder contain these files and the preserved ones; if it fails, it is unchanged.

    Returns:
        The old folder, if a file that changed meanwhile could not be moved; else None.
    """
    created = make_parents(output.parent)
    stage = output.parent / f"{_STAGE}{output.name}-{secrets.token_hex(6)}"
    new, aside = stage / "new", stage / "old"
    try:
        stage.mkdir()
        _write_files(new, files)
        if output.is_dir():
            if preserved:
                preserved.stage(output, new)
            shutil.copymode(output, new)
        swap.put(new, output, aside)
    except BaseException:
        # If a rename could not be undone, the stage contains the only copy.
        if output.exists() or not aside.exists():
            _remove(stage)
        remove_empty(created)
        raise
    old = new if new.exists() else aside
    unsettled = _settle(preserved, old, output) if preserved else None
    _remove(stage)
    _remove_abandoned(output)
    return unsettled


def restore_files(files: Mapping[str, bytes], output: Path) -> None:
    """Undo `replace`: make the folder contain its old files, or remove it if it had none."""
    if files:
        replace(files, output)
    else:
        shutil.rmtree(output, ignore_errors=True)


def recover(output: Path) -> None:
    """Put back the folder if a run was killed between two renames."""
    if output.exists() or output.is_symlink():
        return
    candidates = [one / "old" for one in _stages(output) if (one / "old").is_dir()]
    if candidates:
        newest = max(candidates, key=lambda one: one.parent.stat().st_mtime)
        newest.rename(output)
        _remove(newest.parent)


def make_parents(folder: Path) -> list[Path]:
    """Create the folder and its parents; return the created ones, parents first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    missing.reverse()
    for position, one in enumerate(missing):
        try:
            one.mkdir(exist_ok=True)
        except OSError:
            remove_empty(missing[:position])
            raise
    return missing


def remove_empty(created: list[Path]) -> None:
    """Remove created folders, children first, until one is not empty."""
    for folder in reversed(created):
        try:
            folder.rmdir()
        except OSError:
            return


def _settle(preserved: PreservedFiles, old: Path, output: Path) -> Path | None:
    if not old.is_dir():
        return None
    try:
        preserved.settle(old, output)
    except OSError:
        number = 0
        while os.path.lexists(target := output.with_name(f"{output.name}.orig{number or ''}")):
            number += 1
        return old.rename(target)
    return None


def _remove(stage: Path) -> None:
    """Remove a stage; preserved folders in it may be read-only."""
    for folder, _, _ in os.walk(stage):
        with suppress(OSError):
            Path(folder).chmod(0o700)
    shutil.rmtree(stage, ignore_errors=True)


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for path, content in sorted(files.items()):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _stages(output: Path) -> list[Path]:
    """Return the stages of all runs; a link of such a name is not a stage."""
    folders = output.parent.glob(f"{_STAGE}{output.name}-*")
    return [one for one in folders if one.is_dir() and not one.is_symlink()]


def _remove_abandoned(output: Path) -> None:
    """Remove the stages of killed runs: those of a live run are younger."""
    for entry in _stages(output):
        try:
            if time.time() - entry.stat().st_mtime > _MAX_AGE:
                _remove(entry)
        except OSError:
            continue
