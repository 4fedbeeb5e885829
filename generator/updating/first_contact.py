"""Generate a package from a document that is not in the project yet, and save both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Location
from generator.digests import is_same
from generator.name_history import NO_HISTORY
from generator.pipeline import generate
from generator.updating.reference_files import reference_files
from generator.updating.writing import NewInputs, NewPackage, locked_project, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from generator.diagnostics import DiagnosticLog
    from generator.inputs import SuppliedDocument
    from generator.options import Options
    from generator.pipeline import Generated
    from generator.updating.update_state import State
    from generator.updating.writing import Replacement
    from generator.write.package import FileCounts


def generate_new(
    options: Options,
    supplied: SuppliedDocument,
    log: DiagnosticLog,
    progress: Callable[[str], None],
    others: Sequence[Replacement] = (),
) -> tuple[Generated, FileCounts]:
    """Generate a package; write it, the document to `spec`, and other files, or nothing.

    Raises:
        OpgenError: the document cannot be used, or a file cannot be written.
    """
    with locked_project([options], log) as (state,):
        _refuse_foreign(options.spec, supplied, state, log)
        files = reference_files(options, state, supplied, log)
        history = state.lock.history if state.lock else NO_HISTORY
        generated = generate(options, log, progress, history=history, supplied=supplied)
        package = NewPackage(options, state, generated.files, log)
        (counts,) = write([package], NewInputs(supplied, (*files, *others)))
        return generated, counts


def _refuse_foreign(
    spec: Path, supplied: SuppliedDocument, state: State, log: DiagnosticLog
) -> None:
    """Fail if the document would replace a file that is not an older version of it."""
    is_older = state.is_unchanged_since_fetch or state.is_locked
    if state.document is None or is_same(state.document, supplied.content) or is_older:
        return
    log.fail(
        "document-exists",
        "this file is not an older version of the document that opgen would write to it",
        at=Location(str(spec), 1, 1),
        help="choose another file: --spec FILE, or remove this one",
    )
