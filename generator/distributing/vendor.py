"""Copy a generated package into an app, or update the copy there."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from generator import resources
from generator.conflicts import sides
from generator.diagnostics import DiagnosticLog, Location
from generator.digests import is_same, level
from generator.distributing.generated_package import read_package
from generator.document.source import real_path
from generator.write import lock
from generator.write.custom_code import has_custom, read_custom
from generator.write.edits import merge_edits
from generator.write.lock_layout import is_sealed
from generator.write.package import FileCounts, changed_lines, count_files, warn_of_conflicts
from generator.write.package_folder import errors_as_diagnostics, read_existing, refuse_foreign
from generator.write.replace import lock_folder, make_folder, recover, replace, target_of
from generator.write.user_files import UserFiles, ancestors, find_foreign, free_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.distributing.generated_package import Package
    from generator.options import Edits
    from generator.write.edits import MergedFiles
    from generator.write.package_folder import FolderContent

LICENCE: Final = "LICENSE"
_HEADER: Final = (
    "Vendored by opgen; do not edit: `opgen vendor` overwrites this file.",
    # The rules of an app are for its own code: each of these tools skips the file.
    "ruff: noqa: PGH004, RUF105",  # the rules against the next line
    "ruff: noqa",
    "flake8: noqa",
    "pylint: skip-file",
    "isort: skip_file",
    "fmt: off",
    "mypy: ignore-errors",
    "pyright: basic",
)


@dataclass(frozen=True, slots=True)
class VendorResult:
    """The name of the copy, counts of files, and new paths of edited and obstructing files.

    `counts.with_edits` are the paths of the files whose edits were kept. Where `has_other_code`,
    the app's own code in the copy is not that in the package.
    """

    name: str
    counts: FileCounts
    renamed: tuple[str, ...] = ()
    has_other_code: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    """The new files of a copy, the old ones, and new paths for what would be overwritten.

    Attributes:
        own: contents of the files that opgen wrote, by path.
        foreign: paths of the files that opgen did not write.
        edited: new path, with --force, of each own file that was edited by hand.
        obstructing: new path, with --force, of each foreign file at a path of the new copy.
    """

    files: Mapping[str, bytes]
    own: Mapping[str, bytes]
    foreign: tuple[str, ...]
    edited: Mapping[str, str]
    obstructing: Mapping[str, str]

    def new_path(self, path: str) -> str:
        """Return the new path of a file that is kept itself, or in its folder."""
        for start, target in (*self.edited.items(), *self.obstructing.items()):
            if path == start or path.startswith(f"{start}/"):
                return target + path[len(start) :]
        return path


def vendor(
    source: Path,
    destination: Path,
    log: DiagnosticLog,
    *,
    force: bool = False,
    edits: Edits = "overwrite",
) -> VendorResult:
    """Copy the package in `source` to `destination`, or update the copy there.

    At every moment the copy is the old or the new one, even if the run fails. Files that opgen
    did not write are kept. The app's own code is copied only to a copy that has none, and only if
    the package imports types from it. With `force`, edited files are overwritten and kept as
    `NAME.orig`. Edits that are to be merged are those of the package and those of the copy.

    Raises:
        OpgenError: the source is not a complete package, or the destination cannot or must not
            be replaced.
    """
    _check_apart(source, destination, log)
    package = read_package(source, log, keep_edits=edits != "overwrite")
    folder = target_of(destination).parent
    with errors_as_diagnostics(destination, log), make_folder(folder), lock_folder(folder, log):
        recover(destination)
        result = _write_copy(package, destination, log, force=force, edits=edits)
        own = read_custom(destination)
        is_other = bool(own and package.custom) and not _has_same_texts(own, package.custom)
        return dataclasses.replace(result, has_other_code=is_other)


def _has_same_texts(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> bool:
    """Whether the files are the same apart from line ends, which git may convert."""
    return one.keys() == other.keys() and all(is_same(one[path], other[path]) for path in one)


def files_of_copy(package: Package) -> dict[str, bytes]:
    """Return the files of a vendored copy, with the licence and a lock that names the origin."""
    header = "".join(f"# {line}\n" for line in _HEADER).encode() + b"\n"
    files = {
        path: header + content if path.endswith((".py", ".pyi")) else content
        for path, content in package.files.items()
    }
    files[LICENCE] = level(resources.licence().read_bytes())
    if package.changelog is not None:
        files[lock.CHANGELOG] = package.changelog
    files[lock.NAME] = lock.lock_of_copy(package.lock, package.name, files)
    return files


def _check_apart(source: Path, destination: Path, log: DiagnosticLog) -> None:
    one, other = real_path(source), real_path(destination)
    if one.is_relative_to(other) or other.is_relative_to(one):
        log.fail(
            "overlapping-folders",
            "one of the copy and the original package would contain the other",
            at=Location(str(destination), 1, 1),
            help=f"pass a folder that is not {source}, not in it and not above it",
        )


def _write_copy(
    package: Package,
    destination: Path,
    log: DiagnosticLog,
    *,
    force: bool,
    edits: Edits,
) -> VendorResult:
    files: Mapping[str, bytes] = files_of_copy(package)
    existing = read_existing(destination, log, files)
    _refuse_unknown(files, existing, destination, log)
    merge_log = DiagnosticLog() if force else log  # --force overwrites what has conflicts
    merged = merge_edits(files, existing, destination, edits, merge_log)
    log.raise_errors()
    files = dict(merged.files)
    plan = _plan(merged, existing, destination)
    if not force:
        _refuse_overwriting(plan, destination, log)
    if package.imports_custom and not has_custom(destination):
        files = {**files, **package.custom}  # which the lock does not list: it is the copy's now
    counts = count_files(files, plan.own, merged.edited)
    if not counts.has_changes:
        return VendorResult(destination.name, counts)
    moves = {path: plan.new_path(path) for path in (*plan.foreign, *plan.edited)}
    user_files = UserFiles(moves, plan.own)
    unsettled = replace(files, destination, user_files)
    warn_of_conflicts(user_files.conflicts, unsettled, destination, log)
    return VendorResult(
        destination.name, counts, (*plan.edited.values(), *plan.obstructing.values())
    )


def _refuse_unknown(
    files: Mapping[str, bytes], existing: FolderContent, destination: Path, log: DiagnosticLog
) -> None:
    """Fail if opgen does not know which files of the folder it wrote."""
    if lock.NAME not in existing.files:
        advice = f"move them away, or choose another folder; a vendored copy has {lock.NAME}"
        foreign = [one for one in existing.foreign if not existing.has(one, files)]
        refuse_foreign(foreign, destination, log, advice)
    elif not (is_sealed(existing.files[lock.NAME]) or sides(existing.files[lock.NAME])):
        log.fail(
            "bad-lock",
            f"{lock.NAME} was edited by hand, so opgen does not know which files it wrote",
            at=Location(str(destination / lock.NAME), 1, 1),
            help="restore the lock that opgen wrote, or vendor to another folder",
        )


def _plan(merged: MergedFiles, existing: FolderContent, destination: Path) -> _Plan:
    files = merged.files
    known = {*existing.digests, lock.NAME}
    own = {
        path: content
        for path, content in existing.files.items()
        if path in known or is_same(files.get(path), content)
    }
    foreign = tuple(find_foreign(destination, known | own.keys())) if destination.is_dir() else ()
    taken = {*files, *ancestors(files), *foreign, *ancestors(foreign)}
    edited, obstructing = dict[str, str](), dict[str, str]()
    for path in sorted(own):
        new = files.get(path)
        is_overwritten = path not in merged.edited and not is_same(own[path], new)
        if is_overwritten and existing.is_edited(path, new):
            edited[path] = free_name(path, taken.__contains__)
            taken.add(edited[path])
    for path in sorted(set(_in_the_way(foreign, files, destination))):
        obstructing[path] = free_name(path, taken.__contains__)
        taken.add(obstructing[path])
    return _Plan(files, own, foreign, edited, obstructing)


def _in_the_way(
    foreign: Iterable[str], files: Mapping[str, bytes], destination: Path
) -> Iterator[str]:
    """Yield the foreign files at the path of a file or a folder of the package."""
    folders = ancestors(files)
    for path in foreign:
        place = destination / path
        is_folder = place.is_dir() and not place.is_symlink()
        if path in files or (path in folders and not is_folder):
            yield path
        else:
            yield from ancestors([path]) & files.keys()


def _refuse_overwriting(plan: _Plan, destination: Path, log: DiagnosticLog) -> None:
    """Fail if a file would be lost: log an error for each, with the lines that would change."""
    for path, target in plan.edited.items():
        line, diff = changed_lines(plan.own[path], plan.files.get(path, b""))
        gone = "" if path in plan.files else ", and the package no longer has it"
        # The old package is known by digests only, so the diff shows its changes too.
        is_newer = not is_same(plan.own.get(lock.NAME), plan.files[lock.NAME])
        older = "" if not is_newer else ", which includes changes of the package"
        log.error(
            "edited-file",
            f"the file was edited by hand{gone}; opgen would make this change{older}:",
            at=Location(str(destination / path), line, 1, diff=diff),
            help="make the edit in the app instead, or in the inputs of the package; "
            "--keep-edits merges it with the new file; "
            f"--force overwrites the file and keeps it as {PurePosixPath(target).name}",
        )
    for path, target in plan.obstructing.items():
        log.error(
            "foreign-files",
            "opgen did not write this file, and the package has a file or folder of this name",
            at=Location(str(destination / path), 1, 1),
            help=f"move it away; --force keeps it as {PurePosixPath(target).name}",
        )
    log.raise_errors()
