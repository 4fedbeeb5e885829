"""What a file is that is not an OpenAPI document, so that a message can say what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Mapping

HELP: Final = "pass a YAML or JSON file that begins with 'openapi: 3…'"
_ONLY: Final = "opgen reads OpenAPI documents only"


class Foreign(NamedTuple):
    """A kind of file, and what to do with one."""

    kind: str
    help: str


_BINARY: Final[Mapping[bytes, Foreign]] = {
    b"\x1f\x8b": Foreign("compressed with gzip", "decompress it, for example with gunzip"),
    b"PK\x03\x04": Foreign("a ZIP archive", "extract it, and pass the YAML or JSON file"),
    b"%PDF-": Foreign("a PDF", HELP),
}
_OBJECTS: Final[Mapping[tuple[str, ...], Foreign]] = {
    ("overlay",): Foreign("an overlay", "pass it with --overlay"),
    ("arazzo",): Foreign("an Arazzo document", "pass the OpenAPI document that it names"),
    ("asyncapi",): Foreign("an AsyncAPI document", _ONLY),
    ("info", "_postman_id"): Foreign("a Postman collection", "convert it to OpenAPI 3"),
    ("_type",): Foreign("an Insomnia export", "export its design document as OpenAPI 3"),
    ("discoveryVersion",): Foreign("a Google discovery document", "convert it to OpenAPI 3"),
    ("swaggerVersion",): Foreign("Swagger 1", "convert it to OpenAPI 3"),
    ("__schema",): Foreign("a GraphQL schema", _ONLY),
    ("data", "__schema"): Foreign("a GraphQL schema", _ONLY),
    ("log", "entries"): Foreign("an HTTP archive (HAR)", _ONLY),
    ("$schema",): Foreign("a JSON Schema", "put it into components/schemas of a document"),
}
"""By a member that only documents of this kind have."""

_MARKUP: Final = re.compile(r"\s*<(?=[A-Za-z!?])(?P<xml>\?xml)?")
# As Swagger UI and FastAPI write it, and ReDoc, Scalar and RapiDoc.
_PAGE_NAMES: Final = re.compile(
    r"""(?:\b(?:spec|data)-url\s*=\s*|\burl["']?\s*:\s*)["']([^"'\s<>]{1,500})["']"""
)


def of_bytes(data: bytes) -> Foreign | None:
    """Return what a file is that is not text; None if unknown."""
    return next((kind for start, kind in _BINARY.items() if data.startswith(start)), None)


def of_text(text: str, name: str) -> Foreign | None:
    """Return what a text is that is HTML or XML; None for any other.

    Args:
        text: the content of the file.
        name: of the file, or its URL.
    """
    start = _MARKUP.match(text)
    if start is None:
        return None
    named = _PAGE_NAMES.search(text)
    help_ = f"the page names '{_absolute(name, named[1])}'; pass that" if named else HELP
    return Foreign("XML" if start["xml"] else "an HTML page", help_)


def of_object(value: object) -> Foreign | None:
    """Return what an object without the key `openapi` is; None if unknown."""
    return next((kind for keys, kind in _OBJECTS.items() if _has(value, keys)), None)


def _has(value: object, keys: tuple[str, ...]) -> bool:
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True


def _absolute(name: str, found: str) -> str:
    """Return a URL that a page names; one relative to the page is made absolute."""
    try:
        return urljoin(name, found) if name.startswith(("http:", "https:")) else found
    except ValueError:
        return found
