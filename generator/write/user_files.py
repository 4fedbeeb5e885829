"""Foreign files: files that opgen did not write, kept when their folder is replaced."""

from __future__ import annotations

import os
import shutil
import stat
from operator import attrgetter
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator.write.custom_code import has_custom, is_custom
from generator.write.package_folder import read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

_CACHE = "__pycache__"


def find_foreign(folder: Path, own: Collection[str]) -> dict[str, os.stat_result]:
    """Return the status of files that opgen did not write, links and empty folders, by path.

    A cache of Python is foreign only in a foreign folder.
    """
    own_folders = {".", *ancestors(own)}

    def below(within: str) -> dict[str, os.stat_result]:
        foreign: dict[str, os.stat_result] = {}
        for entry in sorted(os.scandir(folder / within), key=lambda one: one.name):
            path = f"{within}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if entry.name == _CACHE and (within.rstrip("/") or ".") in own_folders:
                    continue
                inner = below(f"{path}/")
                foreign |= inner
                is_foreign = not inner and path not in own_folders
            else:
                is_foreign = path not in own
            if is_foreign:
                foreign[path] = entry.stat(follow_symlinks=False)
        return foreign

    return below("")


def ancestors(paths: Iterable[str]) -> set[str]:
    """Return the parent folders of these paths, within the package."""
    return {str(parent) for path in paths for parent in PurePosixPath(path).parents} - {"."}


def custom_files(
    folder: Path, generated: Collection[str], own: Mapping[str, bytes] = MappingProxyType({})
) -> UserFiles:
    """Return what a new folder takes from the old one: the app's own code, and nothing else.

    Args:
        folder: the package.
        generated: paths of the files that opgen wrote. An older opgen may have written a module
            with the name of the place.
        own: opgen's files as they were read: if one is edited during the run, the edited one is
            kept under another name. None are watched by default.

    Raises:
        OSError: a folder of it cannot be read.
    """

    def is_kept(path: str) -> bool:
        return is_custom(path) and path not in generated

    found = find_foreign(folder, generated) if has_custom(folder) else ()
    return UserFiles({path: path for path in found if is_kept(path)}, own, is_kept)


def free_name(path: str, is_taken: Callable[[str], bool]) -> str:
    """Return a new name for the file at a path: `NAME.orig`, or `NAME.orig.1` if that is taken."""
    name, number = f"{path}.orig", 0
    while is_taken(name):
        number += 1
        name = f"{path}.orig.{number}"
    return name


class UserFiles:
    """The foreign and edited files that a new folder keeps.

    Args:
        moves: path of each in the new folder, by its old path.
        own: opgen's files as they were read, by path.
        is_kept: whether a file that was added during the run is kept too, by its path.
    """

    def __init__(
        self,
        moves: Mapping[str, str],
        own: Mapping[str, bytes],
        is_kept: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.conflicts: list[str] = []  # new names of files that were changed during the run
        self._is_kept = is_kept
        self.moves = moves
        self._own = own
        self._staged: dict[str, os.stat_result] = {}

    def stage(self, old: Path, new: Path) -> None:
        """Link or copy the files into the new folder, then set the modes of its folders."""
        folders = [Path(path).relative_to(new).as_posix() for path, _, _ in os.walk(new)]
        modes = {folder: folder for folder in folders}
        for path, target in self.moves.items():
            self._staged[path] = (old / path).lstat()
            _link_or_copy(old / path, new / target)
            pairs = zip(PurePosixPath(target).parents, PurePosixPath(path).parents, strict=True)
            modes |= {str(there): str(here) for there, here in pairs}
        for target in sorted(modes, key=len, reverse=True):
            if (old / modes[target]).is_dir():
                shutil.copymode(old / modes[target], new / target)

    def settle(self, old: Path, new: Path) -> None:
        """Move files that were added to the old folder, or changed there, since `stage`."""
        for path, status in find_foreign(old, self._own).items():
            staged = self._staged.get(path)
            if not self._is_kept(path) or (staged and _is_unchanged(staged, status)):
                continue
            if staged:  # the file in the new folder is older
                _move(old / path, new / self.moves[path])
            elif not os.path.lexists(new / path):
                _move(old / path, new / path)
            elif not (stat.S_ISDIR(status.st_mode) and (new / path).is_dir()):
                self._move_aside(path, old, new)
        for path, original in self._own.items():
            if path in self.moves or not os.path.lexists(old / path):
                continue
            if read_file(old / path) not in {original, read_file(new / path)}:
                self._move_aside(path, old, new)

    def _move_aside(self, path: str, old: Path, new: Path) -> None:
        target = free_name(path, lambda name: os.path.lexists(new / name))
        _move(old / path, new / target)
        self.conflicts.append(target)


def _is_unchanged(one: os.stat_result, other: os.stat_result) -> bool:
    if stat.S_ISDIR(one.st_mode) and stat.S_ISDIR(other.st_mode):
        return True
    parts = attrgetter("st_mode", "st_size", "st_mtime_ns")
    return os.path.samestat(one, other) and bool(parts(one) == parts(other))


def _link_or_copy(path: Path, target: Path) -> None:
    """Make a hard link at `target`, or a copy if the file system has no links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = path.lstat().st_mode
    if stat.S_ISDIR(mode):
        target.mkdir(exist_ok=True)
        shutil.copymode(path, target)
    elif stat.S_ISLNK(mode):
        target.symlink_to(path.readlink())
    else:
        try:
            os.link(path, target)
        except OSError:
            if not stat.S_ISREG(mode):
                raise  # reading a pipe would block
            shutil.copy2(path, target)


def _move(path: Path, target: Path) -> None:
    if os.path.lexists(target) and path.samefile(target):
        return  # a hard link of the same file: nothing to move
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
