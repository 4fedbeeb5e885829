"""A document that is not in the project yet: from a URL, a file, or stdin."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.deep_stack import with_deep_stack
from generator.diagnostics import shown
from generator.document.document import load
from generator.profiles.environment import environment_prefix
from generator.updating.fetch import fetch, file_of, is_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document
    from generator.inputs import SuppliedDocument
    from generator.options import Entry


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
def read_new(source: str, log: DiagnosticLog, headers: Sequence[Entry] = ()) -> NewDocument:
    """Return the document of a URL, a file, or stdin for `-`; headers are for a URL.

    Raises:
        OpgenError: it cannot be fetched, read or parsed.
    """
    supplied = fetch(source, log, headers=headers)
    if supplied is None:  # only a request with validators has such a response
        log.fail("cannot-fetch", f"{shown(source)} has no content", help="check the URL")
    path = file_of(source, log) if is_file(source) else Path("openapi")
    document = load(path, log, content=supplied.source)
    return NewDocument(source, supplied, document)
