"""The shapes of values that hold no others: text, numbers, constants."""

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
    """Return the shape of a scalar type; None for a type that is no scalar's."""
    if kind == "string":
        form = node.get("format")
        return Scalar(_FORMATS.get(str(form.value), "str") if form else "str")
    return Scalar(_TYPES[kind]) if kind in _TYPES else None


def enumeration(given: Iterable[Json]) -> Enumeration | None:
    """Return the shape of constants, each once; None when some are no text, integer or boolean."""
    values: dict[tuple[type, Constant], Constant] = {}  # `1` is not `true`, as it is in Python
    for value in given:
        if isinstance(value, (float, dict, list)):
            return None
        if value is not None:
            values.setdefault((type(value), value), value)
    return Enumeration(tuple(values.values())) if values else None
