"""Read a value of the wrong type as what it can only mean, or not at all."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from generator.repair.change import ABSENT, Absent
from generator.repair.type_names import schema_of_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from generator.document.source import Json
    from generator.vocabulary.keyword import Keyword

_TRUE: Final = frozenset(("true", "yes", "on", "1"))
_FALSE: Final = frozenset(("false", "no", "off", "0"))
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_NAMES: Final = frozenset(("name", "in", "$ref", "schema"))


def read_field(value: Json, field: Keyword, schemas: Collection[str]) -> Json | Absent:
    """Return what a member can only mean; the same value if it is as it must be.

    Args:
        value: of the member.
        field: what it must be.
        schemas: the names of the component schemas.
    """
    if field.form in _READERS:
        return _READERS[field.form](value)
    if field.form == "one":
        return read_object(value, field.holds, schemas)
    if field.form == "list":
        return value if isinstance(value, list) else _read_list(value, field.holds, schemas)
    return value if isinstance(value, dict) else _read_map(value, field.holds)


def read_object(value: Json, kind: str, schemas: Collection[str]) -> Json | Absent:
    """Return what an object of a kind can only mean."""
    if isinstance(value, dict) or (kind == "schema" and isinstance(value, bool)):
        return value
    if kind == "schema":
        return schema_of_text(value, schemas) if isinstance(value, str) else {}
    if value is None and kind in ("response", "media type", "encoding", "server variable"):
        return {}
    if isinstance(value, str) and kind in _MEANINGS:
        return _MEANINGS[kind](value)
    return {} if kind in ("media type", "encoding") else ABSENT


_MEANINGS: Final[Mapping[str, Callable[[str], Json]]] = {
    "response": lambda text: {"description": text},
    "server": lambda text: {"url": text},
    "server variable": lambda text: {"default": text},
    "license": lambda text: {"name": text},
    "discriminator": lambda text: {"propertyName": text},
    "security requirement": lambda text: {text: []},
}


def _read_text(value: Json) -> Json | Absent:
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, (bool, int, float)) else ABSENT


def _read_texts(value: Json) -> Json | Absent:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        return ABSENT
    if all(isinstance(one, str) for one in value):
        return value
    texts = map(_read_text, value)
    return [one for one in texts if not isinstance(one, Absent)]


def _read_flag(value: Json) -> Json | Absent:
    if isinstance(value, bool):
        return value
    text = json.dumps(value).strip('"').lower() if isinstance(value, (str, int)) else ""
    if text in _TRUE:
        return True
    return False if text in _FALSE else ABSENT


def _read_number(value: Json) -> Json | Absent:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    is_number = isinstance(value, str) and _NUMBER.fullmatch(value)
    return int(value) if is_number and isinstance(value, str) else ABSENT


def _read_constants(value: Json) -> Json | Absent:
    if isinstance(value, list):
        return value
    return ABSENT if value is None or isinstance(value, dict) else [value]


def _read_names(value: Json) -> Json | Absent:
    if not isinstance(value, dict):
        return ABSENT
    if all(isinstance(one, str) for one in value.values()):
        return value
    return {name: one for name, one in value.items() if isinstance(one, str)}


_READERS: Final[Mapping[str, Callable[[Json], Json | Absent]]] = {
    "text": _read_text,
    "texts": _read_texts,
    "flag": _read_flag,
    "number": _read_number,
    "constants": _read_constants,
    "names": _read_names,
}


def _read_list(value: Json, kind: str, schemas: Collection[str]) -> Json | Absent:
    """Return a list; a map of parameters is a list of them, anything else is its only item."""
    if value is None:
        return ABSENT
    if kind == "parameter" and isinstance(value, dict) and _NAMES.isdisjoint(value):
        return [
            {"name": name, **one} if isinstance(one, dict) and "$ref" not in one else one
            for name, one in value.items()
        ]
    only = read_object(value, kind, schemas)
    return ABSENT if isinstance(only, Absent) or only == {} else [only]


def _read_map(value: Json, kind: str) -> Json | Absent:
    """Return a map; a list of maps with one key each, or of objects with names, is one map."""
    if kind == "media type" and isinstance(value, str) and "/" in value:
        return {value: {}}
    if not isinstance(value, list) or not value:
        return ABSENT
    found: dict[str, Json] = {}
    for one in value:
        if not isinstance(one, dict):
            return ABSENT
        if len(one) == 1:
            found.update(one)
        elif isinstance(name := one.get("name"), str):
            found[name] = {key: inner for key, inner in one.items() if key != "name"}
        else:
            return ABSENT
    return found
