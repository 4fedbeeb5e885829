"""Fetch a newer document, generate the package from it, and add an entry to its changelog."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from generator.diagnostics import DiagnosticLog, Location, shown
from generator.diff.compare import compare
from generator.diff.shape_text import code_span
from generator.document.origin import origin_file
from generator.inputs import SuppliedDocument
from generator.name_history import NO_HISTORY
from generator.pipeline import generate
from generator.planning import plan
from generator.updating.changelog import Entry, add_entry, newest_version, next_version, today
from generator.updating.fetch import fetch
from generator.updating.update_state import CHANGELOG_ENCODING, State
from generator.write import lock
from generator.write.current import is_current
from generator.write.package import write_package
from generator.write.package_folder import errors_as_diagnostics, read_existing
from generator.write.replace import lock_folder, make_folder, recover, restore_files
from generator.write.staging import stage_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from generator.diff.change import Change
    from generator.options import Options
    from generator.pipeline import Generated
    from generator.write.package import FileCounts


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """The result of an update; only `source`, a URL or a path, if everything was up to date."""

    source: str
    changes: Sequence[Change] = ()
    generated: Generated | None = None
    written: FileCounts | None = None
    entry: Entry | None = None


def update(
    options: Options,
    source: str | None,
    log: DiagnosticLog,
    progress: Callable[[str], None] = lambda _: None,
) -> UpdateResult:
    """Update the document and the package; if anything fails, both stay unchanged.

    The document is written to `spec` of the options. Its source is a URL or a path; None means
    the source of the last update. `progress` is called with the name of each stage.

    Raises:
        OpgenError: the document cannot be fetched or used, or a file cannot be written.
    """
    folder = options.spec.parent
    with ExitStack() as stack:
        with errors_as_diagnostics(folder, log):
            stack.enter_context(make_folder(folder))
        stack.enter_context(lock_folder(folder, log))
        recover(options.output)
        _refuse_link(origin_file(options.spec), log)
        state = State.of(options, log)
        supplied = _fetch_document(options, source, state, log)
        if state.has(supplied) and is_current(options):
            return UpdateResult(supplied.name)
        history = state.lock.history if state.lock else NO_HISTORY
        generated = generate(options, log, progress, history=history, supplied=supplied)
        changes = _changes(options, state, supplied, generated, log)
        entry = _entry(options, state, generated, log, changes) if changes else None
        files = dict(generated.files)
        if entry:
            text = add_entry(state.changelog, entry)
            files[lock.CHANGELOG] = text.encode(*CHANGELOG_ENCODING)
        counts = _write(options, state, supplied, files, log)
        return UpdateResult(supplied.name, changes, generated, counts, entry)


def _fetch_document(
    options: Options, source: str | None, state: State, log: DiagnosticLog
) -> SuppliedDocument:
    """Return the new document, or the one on disk if its server says that it is not modified."""
    origin = state.origin
    location = source or (origin.url if origin else None)
    if location is None:
        log.fail(
            "no-source",
            f"the source of {shown(str(options.spec))} is unknown",
            help="pass its URL or a file: opgen update https://…; opgen remembers the URL",
        )
    if origin and not (origin.url == location and state.is_unchanged_since_fetch):
        origin = None  # its validators are of another document
    on_disk = SuppliedDocument(state.document or b"", str(options.spec), origin)
    return fetch(location, log, origin) or on_disk


def _changes(
    options: Options,
    state: State,
    supplied: SuppliedDocument,
    generated: Generated,
    log: DiagnosticLog,
) -> tuple[Change, ...]:
    """Return the changes since the package on disk, planned from its document and its options."""
    if state.lock is None:
        return ()
    document = generated.package.provenance.document.sha256
    is_same = state.lock.document == document and not state.is_edited
    old_options = lock.options_of(state.lock, options)
    if is_same and old_options == options:
        return ()
    if not is_same and (state.document is None or state.is_edited or not state.is_locked):
        log.fail(
            "other-document",
            "the package was not generated from this document, so opgen cannot compare it "
            "with the new one",
            at=Location(str(options.spec), 1, 1),
            help="restore the document of the package, or run `opgen generate` first",
        )
    content = supplied.content if is_same else state.document or b""
    old = SuppliedDocument(content, str(options.spec))
    before = plan(old_options, DiagnosticLog(), history=state.lock.history, supplied=old)
    return compare(before, generated.package)


def _entry(
    options: Options,
    state: State,
    generated: Generated,
    log: DiagnosticLog,
    changes: Sequence[Change],
) -> Entry:
    inputs, about = generated.package.provenance, generated.package.about
    version = f" version {code_span(about['version'])}," if "version" in about else ""
    url = f" from {code_span(inputs.url)}" if inputs.url else ""
    others = _changed_inputs(options, state, generated)
    note = f" Other changed inputs, not compared: {', '.join(others)}." if others else ""
    return Entry(
        version=next_version(newest_version(state.changelog), changes),
        day=today(log),
        source=f"The document{version} SHA-256 `{inputs.document.sha256[:12]}…`{url}.{note}",
        changes=changes,
    )


def _changed_inputs(options: Options, state: State, generated: Generated) -> list[str]:
    """Return the other inputs that changed; `compare` uses their new state on both sides."""
    now = lock.make_record(generated.package.provenance, options)
    was = state.lock.record if state.lock else {}
    names = ("references", "overlays", "profile", "templates", "versions")
    return [f"`{name}`" for name in names if name in was and was[name] != now[name]]


def _write(
    options: Options,
    state: State,
    supplied: SuppliedDocument,
    files: Mapping[str, bytes],
    log: DiagnosticLog,
) -> FileCounts:
    """Write the package, then the document and its origin.

    The package is first: its lock names the document, so after a run killed in between, the
    next update only has to write the document.
    """
    spec = options.spec
    contents = {}
    if supplied.content != state.document:
        contents[spec] = supplied.content
    if supplied.origin and not state.has(supplied):
        contents[origin_file(spec)] = supplied.origin.to_json()
    with errors_as_diagnostics(spec, log), ExitStack() as stack, ExitStack() as undo:
        staged_files = [
            stack.enter_context(stage_file(path, one)) for path, one in contents.items()
        ]
        _refuse_changed_document(spec, state, log)
        before = read_existing(options.output, log).files
        if before.get(lock.CHANGELOG, b"") != state.changelog.encode(*CHANGELOG_ENCODING):
            _fail_changed("changelog", options.output / lock.CHANGELOG, log)
        counts = write_package(files, options.output, log)
        if counts.has_changes:
            undo.callback(restore_files, before, options.output)
        _refuse_changed_document(spec, state, log)
        for one in staged_files:
            one.put()
            undo.callback(one.undo)
        undo.pop_all()
    return counts


def _refuse_link(origin: Path, log: DiagnosticLog) -> None:
    """Fail if the origin is a link: its target may be outside the project."""
    if origin.is_symlink():
        log.fail(
            "cannot-write",
            "opgen writes the origin of the document to this file, but it is a symbolic link",
            at=Location(str(origin), 1, 1),
            help="remove the link",
        )


def _refuse_changed_document(spec: Path, state: State, log: DiagnosticLog) -> None:
    """Fail if somebody wrote the document during the run: the update would overwrite it."""
    if (spec.read_bytes() if spec.exists() else None) != state.document:
        _fail_changed("document", spec, log)


def _fail_changed(name: str, path: Path, log: DiagnosticLog) -> NoReturn:
    log.fail(
        "document-changed",
        f"the {name} was changed by somebody else during the run",
        at=Location(str(path), 1, 1),
        help="run the command again",
    )
