"""The default that is sent for a required parameter, such as the version of an API."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from generator.schemas import named_shapes, shapes
from generator.schemas.constants import read_as, type_of_constant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from generator.document.document import Node
    from generator.ir import Place
    from generator.python_types import Constant
    from generator.schemas.shapes import Definition, ScalarKind, Shape

_STRING: Final = ("string",)
_TYPES: Final[Mapping[ScalarKind, tuple[str, ...]]] = {
    "str": _STRING,
    "datetime": _STRING,
    "date": _STRING,
    "uuid": _STRING,
    "int": ("integer",),
    "float": ("integer", "number"),
    "bool": ("boolean",),
}
_HEADER_VALUE: Final = re.compile(r"[\t -~]*")


def sent_default(
    default: Node | None, shape: Shape, place: Place, definitions: Mapping[str, Definition]
) -> Constant | None:
    """Return the value of a required parameter that a call does not give; None if there is none.

    It is the default, if that is a valid scalar, or the only constant.
    """
    if place == "path":
        return None
    options = tuple(_options(shape, definitions))
    value = _only_constant(options) if default is None else _valid(default, options)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    is_bad = place == "header" and not _HEADER_VALUE.fullmatch(str(value))
    return None if is_bad else value


def _options(
    shape: Shape, definitions: Mapping[str, Definition], visited: tuple[Shape, ...] = ()
) -> Iterator[Shape]:
    """Yield the shapes that a value may have, of all unions and aliases."""
    inner: tuple[Shape, ...] = ()
    match named_shapes.target(shape, definitions):
        case shapes.Union(variants):
            inner = variants
        case shapes.Nullable(one):
            inner = (one, shapes.Null())
        case end:
            yield end
    for one in inner:
        if one not in visited:
            yield from _options(one, definitions, (*visited, one))


def _only_constant(options: tuple[Shape, ...]) -> Constant | None:
    match options:
        case (shapes.Enumeration((value,)),):
            return value
        case _:
            return None


def _valid(default: Node, options: tuple[Shape, ...]) -> Constant | None:
    """Return a default as one of the shapes reads it; None if none of them allows it."""
    read = read_as(default, {kind for one in options for kind in _kinds(one)})
    if read is None or not isinstance(read[0], (str, int, float)):
        return None
    value = read[0]
    return value if any(_allows(one, value) for one in options) else None


def _kinds(shape: Shape) -> Collection[str]:
    """Return the types of the scalars that a shape allows."""
    match shape:
        case shapes.Anything():
            return {kind for kinds in _TYPES.values() for kind in kinds}
        case shapes.Scalar(kind):
            return _TYPES.get(kind, ())
        case shapes.Enumeration(values):
            return {type_of_constant(one) for one in values}
        case _:
            return ()


def _allows(shape: Shape, value: Constant) -> bool:
    kind = type_of_constant(value)
    if isinstance(shape, shapes.Enumeration):
        return any(one == value and type_of_constant(one) == kind for one in shape.values)
    return kind in _kinds(shape)
