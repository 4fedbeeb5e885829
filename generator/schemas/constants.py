"""The constants of a schema, as its `type` reads them.

YAML makes a number of an unquoted `1.10`, and a boolean of `true`. If the schema allows only
strings, its constants are the strings that the document has in these places.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.document.document import Node
    from generator.document.source import Json

_TYPES: Final[dict[type, tuple[str, ...]]] = {
    type(None): ("null",),
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number",),
    str: ("string",),
    list: ("array",),
    dict: ("object",),
}
_KNOWN: Final = tuple(name for names in _TYPES.values() for name in names)
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,300}")
_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,300}(\.[0-9]{1,300})?([eE][-+]?[0-9]{1,2})?")
_BOOLEANS: Final = {"true": True, "false": False}


def type_of_constant(value: Json) -> str:
    """Return the type of a constant; `number` only for one that has a fraction."""
    return _TYPES[type(value)][0]


def constants(node: Node, kinds: Collection[str] = ()) -> list[Json]:
    """Return the values of `enum`, or the value of `const`, as `type` reads them.

    A value that no type can read is left out. `kinds` are the types of a schema without `type`.
    """
    schema = node.value
    if not isinstance(schema, dict):
        return []
    values = schema.get("enum")
    if isinstance(values, list):
        nodes = list(node.items("enum"))
    elif "const" in schema:
        nodes = [node["const"]]
    else:
        return []
    kinds = _types(schema.get("type")) or kinds
    if not kinds:
        return [one.value for one in nodes]
    read = [read_as(one, kinds) for one in nodes]
    return [one[0] for one in read if one is not None]


def unreadable_constants(node: Node) -> list[Node]:
    """Return the constants of a schema that its `type` does not allow, or `enum` if it is all."""
    schema = node.value
    kinds = _types(schema.get("type")) if isinstance(schema, dict) else ()
    listed = list(node.items("enum"))
    found = [*listed, *filter(None, [node.get("const")])]
    unreadable = [one for one in found if kinds and read_as(one, kinds) is None]
    return [node["enum"]] if len(listed) > 1 and unreadable == listed else unreadable


def _types(value: Json) -> Collection[str]:
    """Return the values of `type`; none if one of them is unknown."""
    names = value if isinstance(value, list) else [value]
    return [str(name) for name in names] if all(name in _KNOWN for name in names) else ()


def read_as(node: Node, kinds: Collection[str]) -> tuple[Json] | None:
    """Return a constant or default as one of the types, in a tuple; None if it is of none."""
    value = node.value
    # 3.0 documents list null with `nullable`; it is not the string "null".
    if value is None or any(kind in kinds for kind in _TYPES[type(value)]):
        return (value,)
    if isinstance(value, float) and value.is_integer() and "integer" in kinds:
        return (int(value),)
    if isinstance(value, (bool, int, float)) and "string" in kinds:
        return (node.document.scalar_text(node.pointer) or json.dumps(value),)
    return _from_text(value, kinds) if isinstance(value, str) else None


def _from_text(text: str, kinds: Collection[str]) -> tuple[Json] | None:
    """Return what a quoted constant means in a schema of numbers or booleans."""
    if _INTEGER.fullmatch(text) and not {"integer", "number"}.isdisjoint(kinds):
        return (int(text),)
    if _NUMBER.fullmatch(text) and "number" in kinds:
        return (float(text),)
    if text in _BOOLEANS and "boolean" in kinds:
        return (_BOOLEANS[text],)
    return None
