"""The values of `type` that are not JSON Schema's, and what they can only mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.places import escaped

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from generator.document.source import Json

TYPES: Final = frozenset(("array", "boolean", "integer", "null", "number", "object", "string"))
_OTHER_NAMES: Final[Mapping[str, str]] = {
    "array": "collection list set tuple",
    "boolean": "bool",
    "integer": "bigint int int32 int64 long short",
    "null": "nil none undefined void",
    "number": "decimal double float",
    "object": "dict dictionary hash map record struct",
    "string": "char str text varchar",
}
_TYPES: Final = {name: name for name in TYPES} | {
    name: kind for kind, names in _OTHER_NAMES.items() for name in names.split()
}
_FORMATS: Final[Mapping[str, str]] = {
    "binary": "binary",
    "bytes": "binary",
    "file": "binary",
    "date": "date",
    "date-time": "date-time",
    "datetime": "date-time",
    "timestamp": "date-time",
    "email": "email",
    "guid": "uuid",
    "password": "password",
    "time": "time",
    "uri": "uri",
    "url": "uri",
    "uuid": "uuid",
}
_UNTYPED: Final = frozenset(("any", "anything", "json", "mixed", "unknown", "*", ""))


def is_untyped(name: str) -> bool:
    """Whether a name of a type means that any value is allowed."""
    return name.strip().lower() in _UNTYPED


def keywords_of_type(name: str, schemas: Collection[str]) -> dict[str, Json] | None:
    """Return the keywords that a name of a type means; None if it is unknown."""
    lower = name.strip().lower()
    if lower in _TYPES:
        return {"type": _TYPES[lower]}
    if lower in _FORMATS:
        return {"type": "string", "format": _FORMATS[lower]}
    if name in schemas:
        return {"$ref": f"#/components/schemas/{escaped(name)}"}
    return {} if lower in _UNTYPED else None


def schema_of_text(text: str, schemas: Collection[str]) -> Json:
    """Return the schema that a text means: a boolean, a reference or a name; untyped otherwise."""
    if text.strip().lower() in ("true", "false"):
        return text.strip().lower() == "true"
    if text.startswith("#/"):
        return {"$ref": text}
    return keywords_of_type(text, schemas) or {}
