"""A generated package → a copy within an app, new or brought up to date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from generator import resources
from generator.diagnostics import Location
from generator.distributing.generated_package import read_package
from generator.updating.folder_lock import alone
from generator.write import lock
from generator.write.differences import changed_lines
from generator.write.package import Written, count
from generator.write.package_folder import errors_as_diagnostics, read_existing, refuse_foreign
from generator.write.replace import make_parents, remove_empty, replace, restore
from generator.write.user_files import Companions, ancestors, find, spare

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog
    from generator.distributing.generated_package import Package
    from generator.write.package_folder import Existing

LICENCE: Final = "LICENSE"
_HEADER: Final = (
    "Vendored by opgen; do not edit, `opgen vendor` writes it anew.",
    # An app's own rules are about its own code: each of these tools leaves the file as it is.
    "ruff: noqa: PGH004, RUF105",  # its rules against the next line
    "ruff: noqa",
    "flake8: noqa",
    "pylint: skip-file",
    "isort: skip_file",
    "fmt: off",
    "mypy: ignore-errors",
    "pyright: basic",
)


@dataclass(frozen=True, slots=True)
class Vendored:
    """What a run did: to how many files, and under which names it kept what others wrote."""

    name: str
    written: Written
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be in the folder, what is there, and where what others wrote comes to lie.

    `edited` are files of opgen's that were changed by hand, `strange` those of others that
    stand where the package has a file; each with the name that --force keeps it under.
    """

    files: Mapping[str, bytes]
    own: Mapping[str, bytes]
    foreign: tuple[str, ...]
    edited: Mapping[str, str]
    strange: Mapping[str, str]

    @property
    def is_same(self) -> bool:
        """Whether the copy is of this very package."""
        return self.own.get(lock.NAME) == self.files[lock.NAME]

    def moves(self) -> dict[str, str]:
        """Each path in the old folder with its path in the new one."""
        return {path: self._moved(path) for path in (*self.foreign, *self.edited)}

    def _moved(self, path: str) -> str:
        for start, target in (*self.edited.items(), *self.strange.items()):
            if path == start or path.startswith(f"{start}/"):
                return target + path[len(start) :]
        return path


def vendor(source: Path, destination: Path, log: DiagnosticLog, *, force: bool = False) -> Vendored:
    """Put the package in `source` at `destination`, or bring the copy there up to date.

    At any failure, and at any moment, the copy is the old one or the new one. Files that opgen
    did not write go along. `force` keeps files that were edited under another name, and
    overwrites them.

    Raises:
        OpgenError: the source is no whole package, or the destination cannot or must not be
            replaced.
    """
    _check_apart(source, destination, log)
    package = read_package(source, log)
    files = vendored_files(package)
    with errors_as_diagnostics(destination, log):
        made = make_parents(destination.parent)
        try:
            with alone(destination.parent):
                restore(destination)
                return _bring(files, destination, log, force=force)
        except BaseException:
            remove_empty(made)
            raise


def vendored_files(package: Package) -> dict[str, bytes]:
    """The files of a vendored copy: the licence and the origin go with them."""
    header = "".join(f"# {line}\n" for line in _HEADER).encode() + b"\n"
    files = {
        path: header + content if path.endswith(".py") else content
        for path, content in package.files.items()
    }
    files[LICENCE] = resources.licence().read_bytes()
    if package.history is not None:
        files[lock.HISTORY] = package.history
    files[lock.NAME] = lock.vendored(package.lock, package.name, files)
    return files


def _check_apart(source: Path, destination: Path, log: DiagnosticLog) -> None:
    one, other = source.resolve(), destination.resolve()
    if one.is_relative_to(other) or other.is_relative_to(one):
        log.fail(
            "overlapping-folders",
            "the copy and the package that it is made from would lie in one another",
            at=Location(str(destination), 1, 1),
            help=f"name a folder that neither is {source} nor lies in it or holds it",
        )


def _bring(
    files: Mapping[str, bytes], destination: Path, log: DiagnosticLog, *, force: bool
) -> Vendored:
    existing = read_existing(destination, log, files)
    if lock.NAME not in existing.files:
        advice = f"move them away, or choose another folder; a copy of opgen's has {lock.NAME}"
        refuse_foreign(existing.foreign, destination, log, advice)
    elif not lock.is_sealed(existing.files[lock.NAME]):
        log.fail(
            "bad-lock",
            f"{lock.NAME} was changed by hand, so opgen cannot tell which files are its own",
            at=Location(str(destination / lock.NAME), 1, 1),
            help="bring back the lock that opgen wrote, or vendor to another folder",
        )
    plan = _planned(files, existing, destination)
    if not force:
        _refuse_overwriting(plan, destination, log)
    written = count(files, plan.own)
    if not written.anything:
        return Vendored(destination.name, written)
    companions = Companions(plan.moves(), plan.own)
    left = replace(files, destination, companions)
    _tell_late(companions.late, left, destination, log)
    return Vendored(destination.name, written, (*plan.edited.values(), *plan.strange.values()))


def _planned(files: Mapping[str, bytes], existing: Existing, destination: Path) -> _Plan:
    known = {*existing.digests, lock.NAME}
    own = {
        path: content
        for path, content in existing.files.items()
        if path in known or files.get(path) == content
    }
    foreign = tuple(find(destination, known | own.keys())) if destination.is_dir() else ()
    taken = {*files, *ancestors(files), *foreign, *ancestors(foreign)}
    edited, strange = dict[str, str](), dict[str, str]()
    for path in sorted(own):
        if existing.is_edited(path) and own[path] != files.get(path):
            edited[path] = spare(path, taken)
            taken.add(edited[path])
    for path in sorted(set(_in_the_way(foreign, files, destination))):
        strange[path] = spare(path, taken)
        taken.add(strange[path])
    return _Plan(files, own, foreign, edited, strange)


def _in_the_way(foreign: Iterable[str], files: Collection[str], destination: Path) -> Iterable[str]:
    """What stands where the package has a file, or a folder that it is no part of."""
    folders = ancestors(files)
    for path in foreign:
        parents = {str(parent) for parent in PurePosixPath(path).parents}
        if path in files:
            yield path
        elif path in folders:
            place = destination / path
            if place.is_symlink() or not place.is_dir():
                yield path
        else:
            yield from parents & set(files)


def _refuse_overwriting(plan: _Plan, destination: Path, log: DiagnosticLog) -> None:
    """Log an error for each file that would be lost, with what would be done to it."""
    for path, target in plan.edited.items():
        line, diff = changed_lines(plan.own[path], plan.files.get(path, b""))
        gone = "" if path in plan.files else ", and the package has no such file any more"
        # Of an older package only digests are known, so its own changes are seen as well.
        older = "" if plan.is_same else ", and bring in what is new in the package"
        log.error(
            "edited-file",
            f"the file was changed by hand{gone}; opgen would undo this{older}:",
            at=Location(str(destination / path), line, 1, diff=diff),
            help="bring the change into what the package is generated from, or into the app; "
            f"--force undoes it and keeps the file as {PurePosixPath(target).name}",
        )
    for path, target in plan.strange.items():
        log.error(
            "foreign-files",
            "opgen did not write this, and the package has a file or folder of its name",
            at=Location(str(destination / path), 1, 1),
            help=f"move it away; --force keeps it as {PurePosixPath(target).name}",
        )
    log.raise_errors()


def _tell_late(
    late: Iterable[str], left: Path | None, destination: Path, log: DiagnosticLog
) -> None:
    for path in late:
        log.warning(
            "edited-file",
            "the file was changed while opgen ran; the change is kept under this name",
            at=Location(str(destination / path), 1, 1),
        )
    if left:
        log.warning(
            "edited-file",
            "files changed while opgen ran, and not all of them could be brought along",
            at=Location(str(left), 1, 1),
            help="the folder before the change is kept here; take from it what is needed",
        )
