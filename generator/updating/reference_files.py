"""Which files a fetched document brings with it: those to write, and those to remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from generator.diagnostics import Location, shown
from generator.digests import is_same, sha256_of
from generator.document.origin import origin_file
from generator.document.source import read_bytes, real_path
from generator.updating.writing import Replacement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog
    from generator.inputs import SuppliedDocument
    from generator.options import Options
    from generator.updating.update_state import State


def reference_files(
    options: Options, state: State, supplied: SuppliedDocument, log: DiagnosticLog
) -> tuple[Replacement, ...]:
    """Return the files to write next to the document, and those that it no longer refers to.

    Raises:
        OpgenError: a file is not one that opgen fetched, or somebody edited it.
    """
    return (
        *_new(options, state, supplied, log),
        *_unused(options, state, supplied, log),
    )


def _new(
    options: Options, state: State, supplied: SuppliedDocument, log: DiagnosticLog
) -> Iterator[Replacement]:
    for place in sorted(supplied.files):
        path, after = options.spec.parent / place, supplied.files[place]
        _check_place(place, path, options, log)
        before = read_bytes(path, log, "referenced file") if path.exists() else None
        if is_same(before, after):
            continue
        if before is not None and not state.may_replace(place, sha256_of(before), sha256_of(after)):
            _refuse(path, log, is_known=state.origin is not None and place in state.origin.files)
        yield Replacement(path, before, after)


def _unused(
    options: Options, state: State, supplied: SuppliedDocument, log: DiagnosticLog
) -> Iterator[Replacement]:
    """Yield the removal of files; one that somebody edited stays."""
    if supplied.origin is None or state.origin is None:
        return
    for place in sorted(state.origin.files.keys() - supplied.origin.files.keys()):
        path, content = options.spec.parent / place, state.files.get(place)
        if content is not None and state.was_fetched(place, sha256_of(content)):
            _check_place(place, path, options, log)
            yield Replacement(path, content, None)


def _check_place(place: str, path: Path, options: Options, log: DiagnosticLog) -> None:
    """Fail if a document from elsewhere chooses a file outside of the folder for it."""
    folder, real = real_path(options.spec.parent), real_path(path)
    root = real_path(options.root) if options.root else folder
    if not folder.is_relative_to(root):
        root = folder
    own = [str(one).casefold() for one in (options.spec, origin_file(options.spec))]
    reason = None
    if not real.is_relative_to(root):
        reason = f"it is outside of {shown(str(options.root or options.spec.parent))}"
    elif real.is_relative_to(real_path(options.output)):
        reason = "it is in the package"
    elif str(path).casefold() in own:
        reason = "opgen writes the document to that file"
    if reason:
        log.fail(
            "unusable-ref",
            f"the document refers to {shown(place)}, which cannot be saved: {reason}",
            help="choose another file for the document, with spec or --spec; and set root, or "
            "--root, to a folder that contains it and all files that it refers to",
        )


def _refuse(path: Path, log: DiagnosticLog, *, is_known: bool) -> NoReturn:
    place = Location(str(path), 1, 1)
    if is_known:
        log.fail(
            "edited-reference",
            "this file was edited since it was fetched, and the update would overwrite it",
            at=place,
            help="restore it, and make the change in an overlay; or remove it",
        )
    log.fail(
        "document-exists",
        "the document refers to a file of this name, but this one was not fetched with it",
        at=place,
        help="move it, or choose another folder for the document with spec or --spec",
    )
