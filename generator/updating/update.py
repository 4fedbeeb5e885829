"""Fetch a newer document, generate the package from it, and add an entry to its changelog."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.diagnostics import DiagnosticLog, Location, shown
from generator.diff.change import Step, step
from generator.diff.compare import compare
from generator.diff.settled import log_unused, settled_names
from generator.diff.shape_text import code_span
from generator.digests import matches
from generator.inputs import SuppliedDocument
from generator.name_history import NO_HISTORY, History, OldName
from generator.pipeline import generate
from generator.planning import plan
from generator.updating.changelog import Entry, add_entry, newest_version, next_version, today
from generator.updating.fetch import fetch
from generator.updating.reference_files import reference_files
from generator.updating.update_state import CHANGELOG_ENCODING, State
from generator.updating.writing import NewInputs, NewPackage, locked_project, write
from generator.write import lock
from generator.write.current import is_current
from generator.write.lock_options import options_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
    counts: FileCounts | None = None
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A client to update, and where its diagnostics go."""

    options: Options
    log: DiagnosticLog


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The result of an update, and the package to write; None if it is up to date."""

    result: UpdateResult
    package: NewPackage | None = None


def update(
    targets: Sequence[Target],
    source: str | None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[UpdateResult, ...]:
    """Update a document and the packages of all clients that have it; if one fails, none changes.

    The document is written to `spec` of the options. Its source is a URL or a path; None means
    the source of the last update. `progress` is called with the name of each stage.

    Raises:
        OpgenError: the document cannot be fetched or used, or a file cannot be written.
    """
    log = targets[0].log
    with locked_project([one.options for one in targets], log) as states:
        # Each client needs the document before the update, to compare with.
        asking = next((one.options for one in targets if one.options.headers), targets[0].options)
        supplied = _fetch_document(asking, source, states[0], log)
        prepared = [
            _prepare(one, state, supplied, progress)
            for one, state in zip(targets, states, strict=True)
        ]
        packages = [one.package for one in prepared if one.package]
        if not packages:
            return tuple(one.result for one in prepared)
        supplied = _needed(supplied, prepared)
        others = [reference_files(one.options, one.state, supplied, one.log) for one in packages]
        counts = iter(write(packages, NewInputs(supplied, others[0])))
        return tuple(
            replace(one.result, counts=next(counts)) if one.package else one.result
            for one in prepared
        )


def _prepare(
    target: Target,
    state: State,
    supplied: SuppliedDocument,
    progress: Callable[[str], None],
) -> _Prepared:
    """Generate the package of a client, and its changelog, unless it is up to date."""
    options, log = target.options, target.log
    if state.has(supplied) and is_current(options):
        return _Prepared(UpdateResult(supplied.name))
    generated, changes = _generate(target, state, supplied, progress)
    entry = _entry(options, state, generated, log, changes) if changes else None
    files = dict(generated.files)
    if entry:
        text = add_entry(state.changelog, entry)
        files[lock.CHANGELOG] = text.encode(*CHANGELOG_ENCODING)
    result = UpdateResult(supplied.name, changes, generated, None, entry)
    return _Prepared(result, NewPackage(options, state, files, log))


def _generate(
    target: Target,
    state: State,
    supplied: SuppliedDocument,
    progress: Callable[[str], None],
) -> tuple[Generated, tuple[Change, ...]]:
    """Return the package of a client, and the changes since the one on disk.

    If they need a version with further functions, the old names of an earlier version go, and those
    of the functions that are renamed now stay, if the user asks for it.
    """
    options, log = target.options, target.log
    history = state.lock.history if state.lock else NO_HISTORY
    generated = generate(options, log, progress, history=history, supplied=supplied)
    changes = _changes(options, state, supplied, generated, log)
    old_names = _renamed_functions(changes, history) if options.keep_old_names else frozenset()
    if step(changes) in {Step.MAJOR, Step.MINOR} and old_names != history.old_names:
        again = DiagnosticLog()  # the document is the same: all it says is in the log already
        history = replace(history, old_names=old_names)
        generated = generate(options, again, history=history, supplied=supplied)
        changes = _changes(options, state, supplied, generated, again)
    return generated, changes


def _renamed_functions(changes: Sequence[Change], history: History) -> frozenset[OldName]:
    """Return the old names of functions, without those that stayed for a version already."""
    done = {one.old for one in history.old_names}
    renames = (one.rename for one in changes if one.code == "function-renamed" and one.rename)
    return frozenset(OldName(str(one.old), str(one.new)) for one in renames if one.old not in done)


def _needed(supplied: SuppliedDocument, prepared: Sequence[_Prepared]) -> SuppliedDocument:
    """Return a document with the files to write.

    Without an origin, only the locks record files, so the next update could not tell others from
    those of the project.
    """
    if supplied.origin:
        return supplied
    packages = [one.result.generated.package for one in prepared if one.result.generated]
    names = {file.name for one in packages for file in one.provenance.references}
    files = {place: one for place, one in supplied.files.items() if place in names}
    return replace(supplied, files=files)


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
    known = state.known
    if known and known.origin.url != location:
        known = None  # its validators are of another document
    supplied = fetch(location, log, known, options.headers)
    if supplied or known is None:
        return supplied or SuppliedDocument(state.document or b"", str(options.spec))
    return SuppliedDocument(known.document, str(options.spec), known.origin, known.files)


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
    is_same = matches(supplied.content, state.lock.document) and not state.is_edited
    if is_same and state.has_locked_references:
        is_same = state.lock.reference_digests == _reference_digests(generated)
    old_options = options_of(state.lock, options)
    history, now = state.lock.history.of_package(), generated.package.history
    if is_same and old_options == options and history.names == now.names:
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
    old = SuppliedDocument(content, str(options.spec), state.origin)
    before = plan(old_options, DiagnosticLog(), history=history, supplied=old)
    changes = compare(before, generated.package, settled_names(options.renames))
    log_unused(options.renames, changes, before, log)
    return changes


def _reference_digests(generated: Generated) -> dict[str, str]:
    return {one.name: one.sha256 for one in generated.package.provenance.references}


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
    names = ["overlays", "profile", "templates", "versions"]
    if not state.has_locked_references:
        names.insert(0, "references")
    return [f"`{name}`" for name in names if name in was and was[name] != now[name]]
