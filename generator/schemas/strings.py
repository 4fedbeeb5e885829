"""What a string holds: by `format` or, since OpenAPI 3.1, by its content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.schemas.keywords import schema_object

if TYPE_CHECKING:
    from generator.document.document import Node
    from generator.schemas.shapes import ScalarKind

_FORMATS: Final[dict[str, ScalarKind]] = {
    "date-time": "datetime",
    "date": "date",
    "uuid": "uuid",
}
# These encodings change nothing (RFC 2045, 6.2).
_IDENTITY: Final = ("7bit", "8bit", "binary")
_TEXT: Final = frozenset(("json", "xml", "yaml", "javascript", "sdp", "x-www-form-urlencoded"))


def kind_of_string(schema: Node) -> ScalarKind:
    """Return the kind of a string."""
    form = str(schema_object(schema).get("format"))
    return "bytes" if is_binary(schema) else _FORMATS.get(form, "str")


def parsed_content(schema: Node) -> Node | None:
    """Return the schema of the JSON that a string holds, if there is one."""
    content = str(schema_object(schema).get("contentMediaType") or "")
    return schema.get("contentSchema") if content.endswith("json") else None


def is_binary(schema: Node | None) -> bool:
    """Whether a string is bytes; one with a content encoding, such as base64, is text."""
    keywords = schema_object(schema)
    encoding = keywords.get("contentEncoding")
    if encoding is not None and encoding not in _IDENTITY:
        return False
    if keywords.get("format") == "binary":
        return True
    content = str(keywords.get("contentMediaType") or "").partition(";")[0].strip().lower()
    return not is_text_type(content) if content else encoding == "binary"


def is_text_type(media_type: str) -> bool:
    """Whether content of a media type, without parameters, is text."""
    kind, _, name = media_type.partition("/")
    return kind == "text" or name.rpartition("+")[2] in _TEXT
