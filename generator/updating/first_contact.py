"""Generate a package from a document that is not in the project yet, and save the document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.deep_stack import with_deep_stack
from generator.diagnostics import Location, shown
from generator.document.document import load
from generator.document.source import SourceContent
from generator.name_history import NO_HISTORY
from generator.pipeline import generate
from generator.profiles.environment import environment_prefix
from generator.updating.fetch import fetch, file_of, is_file
from generator.updating.writing import NewFiles, locked_project, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document
    from generator.inputs import SuppliedDocument
    from generator.options import Options
    from generator.pipeline import Generated
    from generator.updating.update_state import State
    from generator.updating.writing import Replacement
    from generator.write.package import FileCounts


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document whose package has no place yet.

    Attributes:
        source: where it is from, as the user gave it.
    """

    source: str
    supplied: SuppliedDocument
    document: Document

    @property
    def package(self) -> str:
        """A name for the package: that of the API, as in its environment variables."""
        return f"{environment_prefix(self.document).lower()}_client"

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is in no file of this computer yet."""
        return not is_file(self.source)

    def spec(self, package: str) -> Path:
        """Return the file of the document, or one for the document of a URL or of stdin."""
        if not self.is_elsewhere:
            return self.document.path
        extension = "json" if self.document.is_json else "yaml"
        return Path(f"{package.removesuffix('_client')}.openapi.{extension}")


@with_deep_stack
def read_new(source: str, log: DiagnosticLog) -> NewDocument:
    """Return the document of a URL, a file, or stdin for `-`.

    Raises:
        OpgenError: it cannot be fetched, read or parsed.
    """
    supplied = fetch(source, log)
    if supplied is None:  # only a request with validators has such a response
        log.fail("cannot-fetch", f"{shown(source)} has no content", help="check the URL")
    path = file_of(source, log) if is_file(source) else Path("openapi")
    document = load(path, log, content=SourceContent(supplied.content, supplied.name))
    return NewDocument(source, supplied, document)


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
    with locked_project(options, log) as state:
        _refuse_foreign(options.spec, supplied, state, log)
        history = state.lock.history if state.lock else NO_HISTORY
        generated = generate(options, log, progress, history=history, supplied=supplied)
        new = NewFiles(generated.files, supplied, others)
        return generated, write(options, state, new, log)


def _refuse_foreign(
    spec: Path, supplied: SuppliedDocument, state: State, log: DiagnosticLog
) -> None:
    """Fail if the document would replace a file that is not an older version of it."""
    is_older = state.is_unchanged_since_fetch or state.is_locked
    if state.document in (None, supplied.content) or is_older:
        return
    log.fail(
        "document-exists",
        "this file is not an older version of the document that opgen would write to it",
        at=Location(str(spec), 1, 1),
        help="choose another file: --spec FILE, or remove this one",
    )
