"""The kind of content of a media type: JSON, form, text, bytes or events (RFC 9110, 8.3.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from generator.schemas.keywords import kinds_of, schema_object
from generator.schemas.strings import is_binary, is_text_type, kind_of_string

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.document.document import Node

MULTIPART: Final = "multipart/form-data"
URLENCODED: Final = "application/x-www-form-urlencoded"

_LINES: Final = (*("jsonl", "jsonlines", "json-lines", "ndjson", "json-stream", "stream+json"),)
_ANY: Final = ("*/*", "application/*")
_OTHER_FORMS: Final = (
    (("formdata", "multipartdata", "multipartform"), MULTIPART),
    (("formencoded", "formurlencode", "urlencoded"), URLENCODED),
)
_BINARY: Final = ("audio", "font", "image", "video")
_BINARY_TYPES: Final = (
    *("application/gzip", "application/octet-stream", "application/pdf", "application/zip"),
)

Kind = Literal["json", "form", "text", "bytes", "events"]
Framing = Literal["lines", "texts", "parts"]
Slot = Literal["json", "form", "content"]

SLOTS: Final[Mapping[Kind, Slot]] = {
    "json": "json",
    "form": "form",
    "text": "content",
    "bytes": "content",
    "events": "content",
}
"""The slot of a body of each kind; a request has at most one body per slot."""


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON by its name (RFC 6839: `+json`)."""
    name = essence(media_type)
    return name in ("application/json", "text/json") or name.endswith("+json")


def kind_of(media_type: str, schema: Node | None) -> Kind:
    """Return how content is read or written; the schema decides where the name says nothing."""
    name = form_meant_by(media_type, schema) or essence(media_type)
    if is_json(name) and framing_of(name) is None:
        return "bytes" if is_binary(schema) else "json"  # a file with JSON in it
    if name == "text/event-stream":
        return "events"
    if name == URLENCODED and schema is not None and kinds_of(schema) == ["string"]:
        return "bytes" if is_binary(schema) else "text"  # a form that the caller encodes
    if name in (MULTIPART, URLENCODED):
        return "form"
    if name in _ANY and (is_structured(schema) or is_number(schema)):
        return "json"
    return "text" if _is_text(name, schema) else "bytes"


def form_meant_by(media_type: str, schema: Node | None) -> str | None:
    """Return the form that a media type with another name means: `application/form-data`.

    No service reads a form under such a name, and nobody writes one as bytes.
    """
    name = essence(media_type)
    if name in (MULTIPART, URLENCODED) or not is_structured(schema):
        return None
    letters = re.sub(r"[^a-z]", "", name)
    return next((form for names, form in _OTHER_FORMS if letters.endswith(names)), None)


def framing_of(media_type: str) -> Framing | None:
    """Return how a sequence is divided into items; None if a media type has one value."""
    name = essence(media_type)
    if name.endswith("json-seq"):
        return "texts"
    if name.endswith(_LINES):
        return "lines"
    return "parts" if name == "multipart/mixed" else None


def sendable(media_type: str, kind: Kind) -> str:
    """Return a media type for `Content-Type`; of a range, each file has its own."""
    if "*" not in media_type:
        return media_type
    return {"json": "application/json", "text": "text/plain"}.get(kind, media_type)


def is_structured(schema: Node | None) -> bool:
    """Whether a schema describes more than a string or bytes."""
    keys = {"$ref", "properties", "items", "allOf", "oneOf", "anyOf"}
    keywords = schema_object(schema)
    return bool(keys & keywords.keys()) or keywords.get("type") in ("object", "array")


def is_number(schema: Node | None) -> bool:
    """Whether a schema describes a number or a boolean, which is the same in JSON and as text."""
    kinds = set(kinds_of(schema)) if schema else set()
    return bool(kinds) and kinds <= {"integer", "number", "boolean"}


def is_typed_text(schema: Node | None) -> bool:
    """Whether a schema of text describes something narrower than any string."""
    if schema is None or is_structured(schema):
        return False
    keywords = schema_object(schema)
    has_constants = "enum" in keywords or "const" in keywords
    return is_number(schema) or has_constants or kind_of_string(schema) not in ("str", "bytes")


def is_any_text(media_type: str, kind: Kind) -> bool:
    """Whether content is text in any media type."""
    return kind == "text" and essence(media_type) in _ANY


def _is_text(name: str, schema: Node | None) -> bool:
    """Whether content is text; a schema with an encoding, such as base64, says so."""
    keywords = schema_object(schema)
    if keywords.get("format") in ("binary", "byte"):
        return False
    if is_text_type(name):
        return True
    if keywords.get("contentEncoding") is not None:
        return not is_binary(schema)
    is_string = schema is not None and kinds_of(schema) == ["string"] and not is_binary(schema)
    return is_string and name.partition("/")[0] not in _BINARY and name not in _BINARY_TYPES
