"""Write a package together with its document, all or nothing."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, NoReturn

from generator.conflicts import sides
from generator.diagnostics import Location
from generator.digests import is_same
from generator.document.origin import origin_file, read_origin
from generator.updating.update_state import CHANGELOG_ENCODING, State
from generator.write import lock
from generator.write.package import restore_package, write_package
from generator.write.package_folder import errors_as_diagnostics, read_existing
from generator.write.replace import lock_folder, make_folder, recover
from generator.write.staging import put_all, stage_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog
    from generator.inputs import SuppliedDocument
    from generator.options import Options
    from generator.write.package import FileCounts


@dataclass(frozen=True, slots=True)
class Replacement:
    """A file to write or remove: its old content, None if it is new, and its new one."""

    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class NewPackage:
    """A package that a run writes.

    Attributes:
        state: what was on disk.
        files: the new ones, by path.
    """

    options: Options
    state: State
    files: Mapping[str, bytes]
    log: DiagnosticLog


@dataclass(frozen=True, slots=True)
class NewInputs:
    """What a run writes next to the packages: their document, and other files."""

    supplied: SuppliedDocument
    others: Sequence[Replacement] = ()


@contextmanager
def locked_project(clients: Sequence[Options], log: DiagnosticLog) -> Iterator[tuple[State, ...]]:
    """Lock the folder of the document of some clients, which is created if needed.

    Yields:
        What is on disk, for each client.
    """
    spec = clients[0].spec
    folder = spec.parent
    with ExitStack() as stack:
        with errors_as_diagnostics(folder, log):
            stack.enter_context(make_folder(folder))
        stack.enter_context(lock_folder(folder, log))
        for options in clients:
            recover(options.output)
        _refuse_link(origin_file(spec), log)
        yield tuple(State.of(options, log) for options in clients)


def write(packages: Sequence[NewPackage], new: NewInputs) -> tuple[FileCounts, ...]:
    """Write packages of one document, then other files, the document and its origin.

    The packages are first: their locks name the document, so after a run killed in between, the
    next update has to write the document and the packages that are left. If a file cannot be
    written, all stay as they are.
    """
    first = packages[0]
    spec, state, log = first.options.spec, first.state, first.log
    contents = _contents(spec, state, new)
    with errors_as_diagnostics(spec, log), ExitStack() as stack, ExitStack() as undo:
        for path in contents:
            stack.enter_context(make_folder(path.parent))
        staged_files = [
            stack.enter_context(stage_file(path, one)) for path, one in contents.items()
        ]
        _refuse_changed("document", spec, state.document, log)
        counts = tuple(_write_package(one, undo) for one in packages)
        _refuse_changed("document", spec, state.document, log)
        for other in new.others:
            _refuse_changed("file", other.path, other.before, log)
        put_all(staged_files)
        undo.pop_all()
    _remove_empty_folders(new.others, spec.parent)
    return counts


def _contents(spec: Path, state: State, new: NewInputs) -> dict[Path, bytes | None]:
    """Return the new content of each file that is not in a package; None to remove it."""
    supplied = new.supplied
    contents = {one.path: one.after for one in new.others}
    if not is_same(supplied.content, state.document):
        contents[spec] = supplied.content
    if supplied.origin and not state.has(supplied):
        contents[origin_file(spec)] = supplied.origin.to_json()
    return contents


def _write_package(new: NewPackage, undo: ExitStack) -> FileCounts:
    """Write a package; the stack undoes it."""
    options, log = new.options, new.log
    before = read_existing(options.output, log).files
    if before.get(lock.CHANGELOG, b"") != new.state.changelog.encode(*CHANGELOG_ENCODING):
        _fail_changed("changelog", options.output / lock.CHANGELOG, log)
    counts = write_package(new.files, options.output, log, options.edits)
    if counts.has_changes:
        undo.callback(restore_package, before, options.output)
    return counts


def _remove_empty_folders(replacements: Iterable[Replacement], folder: Path) -> None:
    """Remove the folders of removed files that have nothing else, up to one of their parents."""
    for one in replacements:
        if one.after is None:
            with suppress(OSError):
                for parent in takewhile(lambda each: each != folder, one.path.parents):
                    parent.rmdir()


def settle_origin(document: Path, log: DiagnosticLog) -> None:
    """Write the origin of a document without the conflict markers that git left in it."""
    path = origin_file(document)
    origin = read_origin(document)
    if origin is None or path.is_symlink() or sides(path.read_bytes()) is None:
        return
    with errors_as_diagnostics(path, log), stage_file(path, origin.to_json()) as staged:
        staged.put()


def _refuse_link(origin: Path, log: DiagnosticLog) -> None:
    """Fail if the origin is a link: its target may be outside the project."""
    if origin.is_symlink():
        log.fail(
            "cannot-write",
            "opgen writes the origin of the document to this file, but it is a symbolic link",
            at=Location(str(origin), 1, 1),
            help="remove the link",
        )


def _refuse_changed(name: str, path: Path, before: bytes | None, log: DiagnosticLog) -> None:
    """Fail if somebody wrote a file during the run: the run would overwrite it."""
    if (path.read_bytes() if path.exists() else None) != before:
        _fail_changed(name, path, log)


def _fail_changed(name: str, path: Path, log: DiagnosticLog) -> NoReturn:
    log.fail(
        "document-changed",
        f"the {name} was changed by somebody else during the run",
        at=Location(str(path), 1, 1),
        help="run the command again",
    )
