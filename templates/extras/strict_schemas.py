"""JSON Schemas of Python types, in the form that strict mode takes.

Strict mode has objects with fixed members only, all of them required. It has no `oneOf`, no
`allOf`, and no `$ref` with other keywords next to it. A type that it cannot express is an error.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter
from pydantic.errors import PydanticUserError

from ._runtime.errors import ConfigurationError
from ._runtime.parsing import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

JsonSchema = dict[str, Any]

_FORMATS: Final = frozenset(
    ("date", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "time", "uuid")
)
_DROPPED: Final = ("discriminator", "uniqueItems")  # reading checks what they say
_NO_TYPE: Final = "it can have any value; give it a type"
_NO_KEYS: Final = "its keys are not known; use a list of objects that have a key and a value"
_NO_ITEMS: Final = "a tuple has items of several types; use a class with a field for each item"


def strict_schema(kind: Any) -> JsonSchema:
    """Return the strict JSON Schema of a pydantic model, a dataclass or a `TypedDict`.

    Raises:
        ConfigurationError: The type is not an object, or has a part that it cannot express.
    """
    made: JsonSchema = _copied(_strict_schema(kind))
    return made


def format_name(kind: type) -> str:
    """Return the name of a type in a request: 64 letters, digits, `_` and `-` at most."""
    return re.sub("[^A-Za-z0-9_-]+", "_", kind.__name__).strip("_")[:64] or "output"


@lru_cache(maxsize=256)
def _strict_schema(kind: Any) -> JsonSchema:
    name = getattr(kind, "__name__", str(kind))
    try:
        schema = TypeAdapter(kind).json_schema()
    except PydanticUserError as error:
        raise ConfigurationError(f"{name} has no JSON Schema: {error.message}") from error
    made = _Strict(schema).schema(schema, name, frozenset())
    if made.get("type") != "object":
        advice = "make it a field of a model"
        raise ConfigurationError(f"{name} is not an object, as strict mode asks for; {advice}")
    return made


def _copied(value: Any) -> Any:
    """Return a copy that the caller may change."""
    if is_dict(value):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if is_list(value) else value


class _Strict:
    """Makes the parts of one schema strict; `whole` has the definitions."""

    def __init__(self, whole: JsonSchema) -> None:
        self._whole = whole

    def schema(self, given: JsonSchema, place: str, around: frozenset[str]) -> JsonSchema:
        """Return a part; `around` has the references that it was inlined for."""
        reference = given.get("$ref")
        if isinstance(reference, str):
            return self._reference(reference, given, place, around)
        made = {key: one for key, one in given.items() if key not in _DROPPED}
        _check(made, place)
        if "properties" in made or made.get("type") == "object":
            made |= self._object(made, place, around)
        if "$defs" in made:
            made["$defs"] = dict(self._named(made["$defs"], "", around))
        if is_dict(items := made.get("items")):
            made["items"] = self.schema(items, f"{place}[]", around)
        options = [*made.pop("anyOf", ()), *made.pop("oneOf", ())]
        if options:
            made["anyOf"] = [self.schema(one, place, around) for one in options]
        for one in made.pop("allOf", ()):
            made |= self.schema(one, place, around)
        if made.get("default", made) is None:
            del made["default"]
        if made.get("format", "date") not in _FORMATS:
            del made["format"]
        return made

    def _reference(
        self, reference: str, given: JsonSchema, place: str, around: frozenset[str]
    ) -> JsonSchema:
        """Return a reference; what has keywords next to it is inlined."""
        more = {key: one for key, one in given.items() if key != "$ref"}
        if more.get("default", more) is None:
            del more["default"]
        if not more:
            return {"$ref": reference}
        if reference in around:  # it holds itself
            return {"anyOf": [{"$ref": reference}], **more}
        target: Any = self._whole
        for key in reference.removeprefix("#/").split("/"):
            target = target[key.replace("~1", "/").replace("~0", "~")]
        return self.schema({**target, **more}, place, around | {reference})

    def _object(self, made: JsonSchema, place: str, around: frozenset[str]) -> JsonSchema:
        members = made.get("properties", {})
        if not members and made.get("additionalProperties", False) is not False:
            _refuse(place, _NO_KEYS)
        if "patternProperties" in made:
            _refuse(place, _NO_KEYS)
        return {
            "properties": dict(self._named(members, place, around)),
            "required": list(members),
            "additionalProperties": False,
        }

    def _named(
        self, parts: Mapping[str, JsonSchema], place: str, around: frozenset[str]
    ) -> Iterator[tuple[str, JsonSchema]]:
        for name, part in parts.items():
            yield name, self.schema(part, f"{place}.{name}" if place else name, around)


def _check(schema: JsonSchema, place: str) -> None:
    """Raise an error for a part that strict mode cannot express."""
    if "prefixItems" in schema:
        _refuse(place, _NO_ITEMS)
    kinds = ("$ref", "allOf", "anyOf", "const", "enum", "oneOf", "type")
    if not any(key in schema for key in kinds):
        _refuse(place, _NO_TYPE)
    if schema.get("type") == "array" and not schema.get("items"):
        _refuse(f"{place}[]", _NO_TYPE)


def _refuse(place: str, why: str) -> None:
    raise ConfigurationError(f"{place}: strict mode cannot express this: {why}")
