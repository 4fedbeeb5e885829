"""The shapes of scalars and constants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.schemas.shapes import Enumeration, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.document.document import Node
    from generator.document.source import Json
    from generator.python_types import Constant
    from generator.schemas.shapes import ScalarKind

_FORMATS: Final[dict[str, ScalarKind]] = {
    "date-time": "datetime",
    "date": "date",
    "uuid": "uuid",
    "binary": "bytes",
}
_TYPES: Final[dict[str, ScalarKind]] = {"integer": "int", "number": "float", "boolean": "bool"}


def scalar(node: Node, kind: str) -> Scalar | None:
    """Return the shape of a scalar type; None for any other type."""
    if kind == "string":
        form = node.get("format")
        return Scalar(_FORMATS.get(str(form.value), "str") if form else "str")
    return Scalar(_TYPES[kind]) if kind in _TYPES else None


def enumeration(constants: Iterable[Json]) -> Enumeration | None:
    """Return the shape of constants without null and duplicates.

    None if there is none, or if one is not a string, integer or boolean.
    """
    values: dict[tuple[type, Constant], Constant] = {}  # in JSON, `1` is not `true`
    for value in constants:
        if isinstance(value, (float, dict, list)):
            return None
        if value is not None:
            values.setdefault((type(value), value), value)
    return Enumeration(tuple(values.values())) if values else None
