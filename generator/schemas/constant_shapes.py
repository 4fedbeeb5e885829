"""The shape of constants: `Literal[...]` of those that it can hold, and the types of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.schemas import shapes
from generator.schemas.constants import type_of_constant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.document.source import Json
    from generator.python_types import Constant
    from generator.schemas.shapes import ScalarKind, Shape

_SCALARS: Final[dict[str, ScalarKind]] = {
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "string": "str",
}
_RANGE: Final = range(-(2**63), 2**63)  # of integers that pydantic compares


def constants_shape(
    constants: Iterable[Json], declared: Callable[[str], Shape | None]
) -> Shape | None:
    """Return the shape of constants without null; None if there is none.

    Args:
        constants: of one schema.
        declared: returns the shape of a type that the schema describes itself.
    """
    values = [one for one in constants if one is not None]
    has_fractions = any(isinstance(one, float) for one in values)
    # `float` is the type of all numbers of a schema of numbers, not of fractions only.
    is_float = has_fractions and declared("number") is not None
    literals: dict[tuple[type, Constant], Constant] = {}  # in JSON, `1` is not `true`
    others: list[Shape] = []
    for value in values:
        if isinstance(value, (str, bool)) or (type(value) is int and value in _RANGE):
            if not (is_float and type(value) is int):
                literals.setdefault((type(value), value), value)
        else:
            others.append(declared(type_of_constant(value)) or _shape_of(value))
    choice = [shapes.Enumeration(tuple(literals.values()))] if literals else []
    return shapes.any_of([*choice, *others])


def _shape_of(value: Json) -> Shape:
    """Return the type of a constant, without its value."""
    if isinstance(value, list):
        return shapes.Array(shapes.any_of(map(_shape_of, value)) or shapes.Anything())
    if isinstance(value, dict):
        return shapes.Dictionary(shapes.any_of(map(_shape_of, value.values())) or shapes.Anything())
    return shapes.Null() if value is None else shapes.Scalar(_SCALARS[type_of_constant(value)])


def size(shape: Shape) -> int:
    """Return the number of constants that a shape lists."""
    listed = (one for one in shapes.parts(shape) if isinstance(one, shapes.Enumeration))
    return sum(len(one.values) for one in listed)
