"""Read a document from a file, stdin, a URL or a git repository, with limits on time and size."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.document.fetched_places import unusable
from generator.document.source import MAX_BYTES, read_bytes, real_path
from generator.inputs import SuppliedDocument
from generator.updating.document_location import (
    GIT_SCHEMES,
    path_of,
    redacted,
    refuse,
    scheme_of,
)
from generator.updating.document_set import DocumentSet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.options import Entry
    from generator.updating.document_set import Known

STDIN: Final = "-"


def fetch(
    source: str, log: DiagnosticLog, known: Known | None = None, headers: Sequence[Entry] = ()
) -> SuppliedDocument | None:
    """Return a document with the files that it refers to, or None if nothing is modified.

    Args:
        source: an `https:` URL, an `http:` URL of this computer, a `git+https:` URL, a `file:///`
            URL, a path, or `-` for stdin.
        log: receives the error.
        known: the local copy, with its validators.
        headers: for requests to the host of the URL.

    Raises:
        OpgenError: the document cannot be fetched or read.
    """
    if source == STDIN:
        return SuppliedDocument(_read_stdin(log), "stdin")
    scheme = scheme_of(source)
    if scheme in ("https", "http"):
        from generator.updating.https import get  # noqa: PLC0415  slow to import, rarely needed

        return get(source, log, known, headers)
    if scheme in GIT_SCHEMES:
        from generator.updating.git_source import get_from_git  # noqa: PLC0415  as above

        return get_from_git(source, log, known)
    if scheme not in (None, "file"):
        refuse(scheme, f"{redacted(source)} cannot be fetched", log)
    return _read_files(file_of(source, log), source, log)


def is_file(source: str) -> bool:
    """Whether a source is a file of this computer, so that there is nothing to save."""
    return source != STDIN and scheme_of(source) in (None, "file")


def file_of(source: str, log: DiagnosticLog) -> Path:
    """Return the path of a source that is a file."""
    return path_of(source, log) if scheme_of(source) else Path(source)


def _read_files(path: Path, source: str, log: DiagnosticLog) -> SuppliedDocument:
    """Return a document and the files below its folder that it refers to.

    Other references are resolved where the document will be.
    """
    content = read_bytes(path, log)
    found = DocumentSet(content, source, path.absolute().as_uri(), log)
    folder = real_path(path.parent)
    while missing := found.missing_files():
        for one in missing:
            file = path.parent / one.place
            is_below = real_path(file).is_relative_to(folder) and not one.place.startswith("..")
            if is_below and file.is_file() and not unusable(one.place):
                found.add(one, read_bytes(file, log, "referenced file"))
    return SuppliedDocument(content, source, files=found.files)


def _read_stdin(log: DiagnosticLog) -> bytes:
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        log.fail(
            "too-large",
            f"stdin has more than {MAX_BYTES} bytes",
            help="pass a document that is only an API description",
        )
    return content
