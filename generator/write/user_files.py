"""Files that opgen did not write, and go along when the folder around them is replaced."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.write.package_folder import content

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping

_CACHE = "__pycache__"


def find(folder: Path, own: Collection[str]) -> dict[str, os.stat_result]:
    """The files, links and empty folders that are not opgen's own, by their paths.

    What Python caches beside opgen's files is opgen's; in a folder of others it is theirs.
    """
    found: dict[str, os.stat_result] = {}
    _find(folder, "", own, {".", *ancestors(own)}, found)
    return found


def ancestors(paths: Iterable[str]) -> set[str]:
    """The folders of these paths, within the package."""
    return {str(parent) for path in paths for parent in PurePosixPath(path).parents} - {"."}


def spare(path: str, taken: Container[str]) -> str:
    """A name for what stood at a path: `NAME.orig`, or `NAME.orig.1` where that is taken."""
    name, number = f"{path}.orig", 0
    while name in taken:
        number += 1
        name = f"{path}.orig.{number}"
    return name


class Companions:
    """What goes along into the new folder, each under its old path or another.

    `own` are opgen's files as they were read, `late` the names of what others changed since.
    """

    def __init__(self, moves: Mapping[str, str], own: Mapping[str, bytes]) -> None:
        self.late: list[str] = []
        self._moves = moves
        self._own = own
        self._seen: dict[str, os.stat_result] = {}

    def stage(self, old: Path, new: Path) -> None:
        """Link or copy everything, then give the folders the modes that they had."""
        modes = {folder: folder for folder in _folders(new)}
        for path, target in self._moves.items():
            self._seen[path] = (old / path).lstat()
            _carry(old / path, new / target)
            pairs = zip(PurePosixPath(target).parents, PurePosixPath(path).parents, strict=True)
            modes |= {str(there): str(here) for there, here in pairs}
        for target in sorted(modes, key=len, reverse=True):
            if (old / modes[target]).is_dir():
                shutil.copymode(old / modes[target], new / target)

    def settle(self, old: Path, new: Path) -> None:
        """Bring what came into the old folder, or was changed there, since it was read."""
        for path, found in find(old, self._own).items():
            seen, target = self._seen.get(path), self._moves.get(path, path)
            if seen and _same(seen, found):
                continue
            if seen:  # what was copied, or linked and then replaced, is older
                _bring(old / path, new / target)
            elif not (stat.S_ISDIR(found.st_mode) and (new / path).is_dir()):
                _bring(old / path, new / self._free(path, new))
        for path, known in self._own.items():
            if path in self._moves or not os.path.lexists(old / path):
                continue
            if content(old / path) not in {known, content(new / path)}:
                target = spare(path, _Present(new))
                _bring(old / path, new / target)
                self.late.append(target)

    def _free(self, path: str, new: Path) -> str:
        """The path itself, unless the new package has something there."""
        if not os.path.lexists(new / path):
            return path
        target = spare(path, _Present(new))
        self.late.append(target)
        return target


class _Present:
    """The paths that a folder holds at this moment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __contains__(self, path: object) -> bool:
        return os.path.lexists(self._folder / str(path))


def _find(
    folder: Path,
    within: str,
    own: Collection[str],
    ours: Collection[str],
    found: dict[str, os.stat_result],
) -> None:
    for entry in sorted(os.scandir(folder / within), key=lambda one: one.name):
        path = f"{within}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if entry.name == _CACHE and (within.rstrip("/") or ".") in ours:
                continue
            before = len(found)
            _find(folder, f"{path}/", own, ours, found)
            if len(found) == before and path not in ours:
                found[path] = entry.stat(follow_symlinks=False)
        elif path not in own:
            found[path] = entry.stat(follow_symlinks=False)


def _folders(folder: Path) -> list[str]:
    return [Path(path).relative_to(folder).as_posix() for path, _, _ in os.walk(folder)]


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    if stat.S_ISDIR(one.st_mode) and stat.S_ISDIR(other.st_mode):
        return True
    return os.path.samestat(one, other) and (one.st_mode, one.st_size, one.st_mtime_ns) == (
        other.st_mode,
        other.st_size,
        other.st_mtime_ns,
    )


def _carry(path: Path, target: Path) -> None:
    """Let the same file stand at `target` too; a copy, where the system links no files."""
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = path.lstat().st_mode
    if stat.S_ISDIR(mode):
        target.mkdir(exist_ok=True)
    elif stat.S_ISLNK(mode):
        target.symlink_to(path.readlink())
    else:
        try:
            os.link(path, target)
        except OSError:
            if not stat.S_ISREG(mode):
                raise  # to copy a pipe is to wait for it
            shutil.copy2(path, target)


def _bring(path: Path, target: Path) -> None:
    if os.path.lexists(target) and path.samefile(target):
        return  # a linked file that was written to: it is there already
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
