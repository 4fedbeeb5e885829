"""Read a document from a file or an https URL, with limits on time and size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.document.source import read_bytes
from generator.inputs import SuppliedDocument
from generator.updating.document_location import path_of, redacted, refuse, scheme_of

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog
    from generator.document.origin import Origin


def fetch(source: str, log: DiagnosticLog, known: Origin | None = None) -> SuppliedDocument | None:
    """Return a document, or None if its server says that it is not modified.

    Args:
        source: an `https:` URL, a `file:///` URL, or a path.
        log: receives the error.
        known: has the validators of the local copy.

    Raises:
        OpgenError: the document cannot be fetched or read.
    """
    scheme = scheme_of(source)
    if scheme == "https":
        from generator.updating.https import get  # noqa: PLC0415  slow to import, rarely needed

        return get(source, log, known)
    if scheme not in (None, "file"):
        refuse(scheme, f"{redacted(source)} cannot be fetched", log)
    path = path_of(source, log) if scheme else Path(source)
    return SuppliedDocument(read_bytes(path, log), source)
