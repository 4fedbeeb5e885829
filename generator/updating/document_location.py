"""Parse where a document is: a path, a URL, or a file of a git repository."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from generator.diagnostics import shown

if TYPE_CHECKING:
    from generator.diagnostics import DiagnosticLog

SAVE: Final = "save the document to a file and pass its path"

# A single letter before the colon is a Windows drive; a file may be named `pets:v2.yaml`.
_URL: Final = re.compile(r"([a-z][a-z0-9+.-]+)://|(https?|file|ftps?|data):", re.IGNORECASE)
# Requests to these hosts do not leave the computer, so they need no TLS.
_LOOPBACK_HOST: Final = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")
GIT_SCHEMES: Final = frozenset(("git+https", "git+http", "git+ssh", "git+file"))
_SECRET: Final = re.compile(r"(?<=:).*@", re.DOTALL)


def scheme_of(source: str) -> str | None:
    """Return the scheme of a URL, in lower case; None for a path."""
    match = _URL.match(source)
    return (match[1] or match[2]).lower() if match else None


def is_loopback(host: str) -> bool:
    """Whether a host is this computer."""
    return _LOOPBACK_HOST.fullmatch(host.lower()) is not None


def refuse(
    scheme: str | None, what: str, log: DiagnosticLog, *, secure: str = "https:"
) -> NoReturn:
    """Fail on a scheme other than https and file; `what` is the start of the message."""
    if scheme == "http":
        log.fail(
            "insecure-source",
            f"{what}: without TLS, anyone on the network path can change the document",
            help=f"use {secure}, or {SAVE}; http: is for this computer only, such as "
            "http://localhost:8000/openapi.json",
        )
    log.fail(
        "unsupported-source",
        f"{what}: opgen reads documents from https URLs, git repositories and files only",
        help=f"use https:, or {SAVE}; put ./ before a file name that looks like a URL",
    )


def redacted(source: str) -> str:
    """Return a URL without its user info, quoted for a message.

    The URL may be invalid, so the end of its user info is unknown: all before the last @ goes.
    """
    return shown(_SECRET.sub("//", source))


def path_of(url: str, log: DiagnosticLog) -> Path:
    """Return the path of a `file:` URL; fail if it does not name a local file."""
    from urllib.request import url2pathname  # noqa: PLC0415  slow to import, rarely needed

    path: str | None = None
    # A fourth slash would name a share of another computer.
    if re.fullmatch(r"file:///(?!/)[^?#]*", url, re.IGNORECASE | re.DOTALL):
        # On Windows some URLs have no path.
        with suppress(OSError):
            path = url2pathname(url[len("file://") :])
    if path is None:
        log.fail(
            "invalid-url",
            f"{redacted(url)} does not name a local file",
            help="write file:///folder/name, with %23 for # and %3F for ?, or pass a path",
        )
    return Path(path)
