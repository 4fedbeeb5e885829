"""The kind of content of a media type: JSON, form, text, bytes or events (RFC 9110, 8.3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from generator.schemas.keywords import schema_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.document.document import Node

MULTIPART: Final = "multipart/form-data"
URLENCODED: Final = "application/x-www-form-urlencoded"

Kind = Literal["json", "form", "text", "bytes", "events"]
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
    name = essence(media_type)
    if is_json(name):
        return "json"
    if name == "text/event-stream":
        return "events"
    if name in (MULTIPART, URLENCODED):
        return "form"
    if "*" in name and is_structured(schema):
        return "json"
    return "text" if _is_text(name, schema) else "bytes"


def sendable(media_type: str, kind: Kind) -> str:
    """Return a media type for `Content-Type`, which cannot have a range."""
    if "*" not in media_type:
        return media_type
    return {"json": "application/json", "text": "text/plain"}.get(kind, "application/octet-stream")


def is_structured(schema: Node | None) -> bool:
    """Whether a schema describes more than a string or bytes."""
    keys = {"$ref", "properties", "items", "allOf", "oneOf", "anyOf"}
    keywords = schema_object(schema)
    return bool(keys & keywords.keys()) or keywords.get("type") in ("object", "array")


def _is_text(name: str, schema: Node | None) -> bool:
    keywords = schema_object(schema)
    if keywords.get("format") in ("binary", "byte"):
        return False
    if name.startswith("text/") or name in ("application/xml", "application/yaml"):
        return True
    is_string = keywords.get("type") == "string" and "*" not in name
    return is_string or name.endswith(("+xml", "+yaml"))
