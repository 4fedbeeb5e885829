"""From a newer document to the package made from it, its changelog and its version."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import DiagnosticLog, Location, shown
from generator.diff.compare import compare
from generator.diff.shape_text import code_span
from generator.document.origin import Origin, origin_file
from generator.document.source import sha256_of
from generator.inputs import Supplied
from generator.name_history import NO_HISTORY
from generator.pipeline import generate
from generator.planning import plan
from generator.updating.changelog import Entry, newest_version, next_version, today, with_entry
from generator.updating.fetch import fetch
from generator.updating.folder_lock import alone
from generator.updating.update_state import State, as_text
from generator.write import lock
from generator.write.current import is_current
from generator.write.package import write_package
from generator.write.package_folder import errors_as_diagnostics, read_existing
from generator.write.replace import bring_back, make_parents, remove_empty, restore
from generator.write.staging import staged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from generator.diff.change import Change
    from generator.options import Options
    from generator.pipeline import Generated
    from generator.write.package import Written


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did.

    Attributes:
        source: where the document is from.
        changes: of the document, as users of the package meet them; none for a first package.
        made: None where all was as it should be.
        written: None likewise.
        entry: of the changelog; None where there is nothing to say.
    """

    source: str
    changes: Sequence[Change]
    made: Generated | None
    written: Written | None
    entry: Entry | None


def update(
    options: Options,
    source: str | None,
    log: DiagnosticLog,
    progress: Callable[[str], None] = lambda _: None,
) -> Updated:
    """Bring the document and the package up to date; at any failure both are what they were.

    Args:
        options: of the package; its `spec` is the file that takes the document.
        source: a URL or a file; None for where the document came from the last time.
        log: takes what is wrong.
        progress: called with the name of each stage.

    Raises:
        OpgenError: the document cannot be had or used, or something cannot be written.
    """
    with _folder(options.spec.parent, log), alone(options.spec.parent):
        restore(options.output)
        _refuse_link(origin_file(options.spec), log)
        state = State.of(options, log)
        supplied = _newest(options, source, state, log)
        if state.has(supplied) and is_current(options):
            return Updated(supplied.name, (), None, None, None)
        history = state.lock.history if state.lock else NO_HISTORY
        made = generate(options, log, progress, history=history, supplied=supplied)
        changes = _changes(options, state, supplied, made, log)
        entry = _entry(options, state, made, log, changes) if changes else None
        files = dict(made.files)
        if entry:
            text = with_entry(state.changelog, entry)
            files[lock.HISTORY] = text.encode("utf-8", "surrogateescape")
        written = _put(options, state, supplied, files, log)
        return Updated(supplied.name, changes, made, written, entry)


@contextmanager
def _folder(folder: Path, log: DiagnosticLog) -> Iterator[None]:
    """Make the folder of a first document; it goes again where nothing comes into it."""
    with errors_as_diagnostics(folder, log):
        made = make_parents(folder)
    try:
        yield
    finally:
        remove_empty(made)


def _newest(options: Options, source: str | None, state: State, log: DiagnosticLog) -> Supplied:
    """Fetch the document, unless its server says that it is the one that is here."""
    known = state.origin
    wanted = source or (known.url if known else None)
    if wanted is None:
        log.fail(
            "no-source",
            f"nothing says where {shown(str(options.spec))} came from",
            help="name the URL or the file once: opgen update https://…; a URL is remembered",
        )
    asked = known if known and known.url == wanted and state.is_as_fetched else None
    fetched = fetch(
        wanted,
        log,
        etag=asked.etag if asked else None,
        last_modified=asked.last_modified if asked else None,
    )
    if fetched is None:
        return Supplied(state.document or b"", str(options.spec), asked)
    if fetched.url is None:
        return Supplied(fetched.content, wanted)
    origin = Origin(
        url=fetched.url,
        sha256=sha256_of(fetched.content),
        etag=fetched.etag,
        last_modified=fetched.last_modified,
    )
    return Supplied(fetched.content, fetched.url, origin)


def _changes(
    options: Options, state: State, supplied: Supplied, made: Generated, log: DiagnosticLog
) -> tuple[Change, ...]:
    """Compare with the package that is there: of its document, and of the operations it has."""
    if state.lock is None:
        return ()
    document = made.package.provenance.document.sha256
    is_same = state.lock.document == document and not state.is_edited
    recorded = lock.options_of(state.lock, options)
    if is_same and recorded == options:
        return ()
    if not is_same and (state.document is None or state.is_edited or not state.is_locked):
        log.fail(
            "other-document",
            "the package was not made from the document that is there, so nothing can tell "
            "what changes",
            at=Location(str(options.spec), 1, 1),
            help="bring that document back, or make the package of this one: opgen generate",
        )
    content = supplied.content if is_same else state.document or b""
    there = Supplied(content, str(options.spec))
    before = plan(recorded, DiagnosticLog(), history=state.lock.history, supplied=there)
    return compare(before, made.package)


def _entry(
    options: Options,
    state: State,
    made: Generated,
    log: DiagnosticLog,
    changes: Sequence[Change],
) -> Entry:
    inputs, about = made.package.provenance, made.package.about
    version = f" version {code_span(about['version'])}," if "version" in about else ""
    where = f" from {code_span(inputs.url)}" if inputs.url else ""
    also = _changed_inputs(options, state, made)
    more = f" Not told here: {', '.join(also)} changed as well." if also else ""
    return Entry(
        version=next_version(newest_version(state.changelog), changes),
        day=today(log),
        source=f"The document{version} SHA-256 `{inputs.document.sha256[:12]}…`{where}.{more}",
        changes=changes,
    )


def _changed_inputs(options: Options, state: State, made: Generated) -> list[str]:
    """Return what else the package is made of that is not what it was: both sides have it new."""
    now = lock.record(made.package.provenance, options)
    was = state.lock.recorded if state.lock else {}
    names = ("references", "overlays", "profile", "templates", "versions")
    return [f"`{name}`" for name in names if name in was and was[name] != now[name]]


def _put(
    options: Options,
    state: State,
    supplied: Supplied,
    files: Mapping[str, bytes],
    log: DiagnosticLog,
) -> Written:
    """Put the package, then the document, where they belong.

    The package goes first: its lock says which document it is of, so an update after one that
    was killed between the two only has to put the document there.
    """
    spec = options.spec
    contents = {}
    if supplied.content != state.document:
        contents[spec] = supplied.content
    if supplied.origin and not state.has(supplied):
        contents[origin_file(spec)] = supplied.origin.to_json()
    with errors_as_diagnostics(spec, log), ExitStack() as stack, ExitStack() as undoing:
        puts = [stack.enter_context(staged(path, one)) for path, one in contents.items()]
        _refuse_changed(spec, state, log)
        before = read_existing(options.output, log).files
        if as_text(before.get(lock.HISTORY, b"")) != state.changelog:
            log.fail(
                "document-changed",
                "somebody else changed the changelog during the run",
                at=Location(str(options.output / lock.HISTORY), 1, 1),
                help="run it again",
            )
        written = write_package(files, options.output, log)
        if written.anything:
            undoing.callback(bring_back, before, options.output)
        _refuse_changed(spec, state, log)
        for put in puts:
            undoing.callback(put.undo)
            put.put()
        undoing.pop_all()
    return written


def _refuse_link(origin: Path, log: DiagnosticLog) -> None:
    """Write through no link: what it leads to need not be the project's."""
    if origin.is_symlink():
        log.fail(
            "cannot-write",
            "where the document came from is written here, but this is a link",
            at=Location(str(origin), 1, 1),
            help="remove the link",
        )


def _refuse_changed(spec: Path, state: State, log: DiagnosticLog) -> None:
    """Let nobody's document be lost that came while the package was made."""
    if (spec.read_bytes() if spec.exists() else None) != state.document:
        log.fail(
            "document-changed",
            "somebody else changed the document during the run",
            at=Location(str(spec), 1, 1),
            help="run it again",
        )
