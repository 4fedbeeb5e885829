"""Which source a document has, as it is written: a path, or a URL that is fetched or refused."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from generator.diagnostics import shown

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog

SAVE: Final = "save the document and name the file"

# One letter before the colon is a drive of Windows, and a file may be named `pets:v2.yaml`.
_URL: Final = re.compile(r"([a-z][a-z0-9+.-]+)://|(https?|file|ftps?|data):", re.IGNORECASE)
_SECRET: Final = re.compile(r"(?<=:).*@", re.DOTALL)


def is_url(source: str) -> bool:
    """Whether a source is written as a URL, be it one that can be fetched or not."""
    return scheme_of(source) is not None


def scheme_of(source: str) -> str | None:
    """Return the scheme of a URL, in lower case; None for a path."""
    found = _URL.match(source)
    return (found[1] or found[2]).lower() if found else None


def refuse(scheme: str | None, what: str, log: DiagnosticLog) -> NoReturn:
    """Fail on a scheme that nothing is fetched by; `what` says which URL has it."""
    if scheme == "http":
        log.fail(
            "insecure-source",
            f"{what}: without TLS anyone on the way can change the document",
            help=f"use https:, or {SAVE}",
        )
    log.fail(
        "unsupported-source",
        f"{what}: a document comes by https or from a file",
        help=f"use https:, or {SAVE}; a file whose name begins like a URL needs ./ before it",
    )


def redacted(source: str) -> str:
    """A URL that may not be a valid one, for a message.

    Nobody can tell where its user info ends, so all before the last @ goes.
    """
    return shown(_SECRET.sub("//", source))


def path_of(url: str, log: DiagnosticLog) -> Path:
    """Return the path that a `file:` URL names."""
    from urllib.request import url2pathname  # noqa: PLC0415  slow, and seldom needed

    path: str | None = None
    # Two slashes more, and it would be a share of another computer.
    if re.fullmatch(r"file:///(?!/)[^?#]*", url, re.IGNORECASE | re.DOTALL):
        # Windows knows paths that cannot be.
        with suppress(OSError):
            path = url2pathname(url[len("file://") :])
    if path is None:
        log.fail(
            "invalid-url",
            f"{redacted(url)} names no file of this computer",
            help="write file:///folder/name, with %23 for # and %3F for ?, or only the path",
        )
    return Path(path)
