"""Where the files that a fetched document refers to are, relative to the folder of the document.

They have the same places there as on the server, so that relative references lead to them.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN: Final = ""
"""The place of the document itself, which may have another name on disk."""

EXTENSIONS: Final = (".json", ".yaml", ".yml")
_PORTS: Final = {"https": 443, "http": 80}
_RESERVED: Final = re.compile(r"(?:CON|PRN|AUX|NUL|(?:COM|LPT)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_UNUSABLE: Final = re.compile(r'[<>:"|?*\\]')
_MAX_NAME: Final = 200  # in bytes; most file systems allow 255, and opgen adds to the name
_MAX_PLACE: Final = 1000


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a document that was fetched has around it.

    Attributes:
        base: the URL that its relative references are resolved against; None if it has none.
        contents: the files that are not on disk yet, by their places.
    """

    base: str | None = None
    contents: Mapping[str, bytes] = field(default_factory=dict)


def place_of(base: str, at: str, file: str) -> str | None:
    """Return the place of a file that a reference names.

    Args:
        base: the URL of the document.
        at: the place of the file with the reference.
        file: the reference without its fragment.

    Returns:
        The place; `MAIN` for the document itself; None for a file of another server.
    """
    try:
        target = urlsplit(urljoin(_url_of(base, at), file))
        start = urlsplit(base)
        if _server(target) != _server(start):
            return None
    except ValueError:  # such as an invalid IPv6 address or port
        return None
    if target.path == start.path:
        return MAIN if target.query == start.query or not target.query else None
    folder = posixpath.dirname(start.path) or "/"
    return unquote(posixpath.relpath(target.path or "/", folder))


def _url_of(base: str, at: str) -> str:
    """Return the URL of the file at a place; the characters of a name are not a reference."""
    names = re.sub(r"[%?#]", lambda match: f"%{ord(match[0]):02X}", at)
    return urljoin(base, f"./{names}") if at else base


def _server(url: SplitResult) -> tuple[str, str | None, int | None]:
    port = _PORTS.get(url.scheme) if url.port is None else url.port
    return url.scheme, url.hostname, port


def unusable(place: str) -> str | None:
    """Return why no file is written at a place on any system; None if one can be.

    The names come from a document of an unknown source: it must not choose hidden files, or
    files that other programs run.
    """
    steps = place.split("/")
    while steps[0] == "..":
        steps.pop(0)
        if not steps:
            return "it names a folder"
    longest = max(len(one.encode(errors="replace")) for one in steps)
    if len(place) > _MAX_PLACE or longest > _MAX_NAME:
        return "the name is too long"
    for one in steps:
        if one.startswith(".") or not one:
            return "a name begins with a dot"
        if (
            _UNUSABLE.search(one)
            or not one.isprintable()
            or one[-1] in ". "
            or _RESERVED.fullmatch(one)
        ):
            return "not every system can have a file of that name"
    if not steps[-1].lower().endswith(EXTENSIONS):
        return f"the name does not end with {', '.join(EXTENSIONS)}"
    return None
