"""The bytes of a document, from a file or by https, within bounds of time and size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.document.source import read_bytes
from generator.updating.document_location import is_url, path_of, redacted, refuse, scheme_of
from generator.updating.fetched import Fetched

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog

__all__ = ["Fetched", "fetch", "is_url"]


def fetch(
    source: str,
    log: DiagnosticLog,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
) -> Fetched | None:
    """Get a document.

    Args:
        source: an `https:` URL, a `file:///` URL, or a path.
        log: where a failure is told.
        etag: what the server called the version that is known.
        last_modified: when that version was last changed, as the server said it.

    Returns:
        The document, or None where the server has no other version than the known one.

    Raises:
        OpgenError: it cannot be had; the log says why.
    """
    scheme = scheme_of(source)
    if scheme == "https":
        from generator.updating.https import get  # noqa: PLC0415  slow, and seldom needed

        return get(source, log, {"If-None-Match": etag, "If-Modified-Since": last_modified})
    if scheme not in (None, "file"):
        refuse(scheme, f"{redacted(source)} is not fetched", log)
    path = path_of(source, log) if scheme else Path(source)
    return Fetched(read_bytes(path, log), None, None, None)
