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
from generator.write.staging import stage_file

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
class NewFiles:
    """What a run writes: the files of the package by path, the document, and other files."""

    package: Mapping[str, bytes]
    supplied: SuppliedDocument
    others: Sequence[Replacement] = ()


@contextmanager
def locked_project(options: Options, log: DiagnosticLog) -> Iterator[State]:
    """Lock the folder of the document, which is created if needed; yield what is on disk."""
    folder = options.spec.parent
    with ExitStack() as stack:
        with errors_as_diagnostics(folder, log):
            stack.enter_context(make_folder(folder))
        stack.enter_context(lock_folder(folder, log))
        recover(options.output)
        _refuse_link(origin_file(options.spec), log)
        yield State.of(options, log)


def write(options: Options, state: State, new: NewFiles, log: DiagnosticLog) -> FileCounts:
    """Write the package, then other files, the document and its origin.

    The package is first: its lock names the document, so after a run killed in between, the
    next update only has to write the document.
    """
    spec, supplied = options.spec, new.supplied
    contents = {one.path: one.after for one in new.others}
    if not is_same(supplied.content, state.document):
        contents[spec] = supplied.content
    if supplied.origin and not state.has(supplied):
        contents[origin_file(spec)] = supplied.origin.to_json()
    with errors_as_diagnostics(spec, log), ExitStack() as stack, ExitStack() as undo:
        for path in contents:
            stack.enter_context(make_folder(path.parent))
        staged_files = [
            stack.enter_context(stage_file(path, one)) for path, one in contents.items()
        ]
        _refuse_changed("document", spec, state.document, log)
        before = read_existing(options.output, log).files
        if before.get(lock.CHANGELOG, b"") != state.changelog.encode(*CHANGELOG_ENCODING):
            _fail_changed("changelog", options.output / lock.CHANGELOG, log)
        counts = write_package(new.package, options.output, log, options.edits)
        if counts.has_changes:
            undo.callback(restore_package, before, options.output)
        _refuse_changed("document", spec, state.document, log)
        for other in new.others:
            _refuse_changed("file", other.path, other.before, log)
        for one in staged_files:
            one.put()
            undo.callback(one.undo)
        undo.pop_all()
    _remove_empty_folders(new.others, spec.parent)
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
