"""The type of a shape as a response holds it: of results, events and pages, and in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator import python_types as py
from generator.schemas import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.python_types import PythonType
    from generator.schemas.shapes import ScalarKind, Shape

_SCALARS: Final[Mapping[ScalarKind, PythonType]] = {
    "str": py.STR,
    "int": py.Name("int"),
    "float": py.Name("float"),
    "bool": py.Name("bool"),
    "bytes": py.BYTES,
    "datetime": py.Name("AwareDatetime"),
    "date": py.Name("Date"),
    "uuid": py.Name("UUID"),
}


def type_of(shape: Shape) -> PythonType:
    """Return the type of a shape; named definitions are in `components`."""
    if isinstance(shape, shapes.Imported):  # in a message: elsewhere it has a name
        return py.Marker(f"{shape.module.lstrip('.')}.{shape.name}")
    return py.union(_options(shape))


def _options(shape: Shape) -> Iterator[PythonType]:
    match shape:
        case shapes.Anything():
            yield py.OBJECT
        case shapes.Null():
            yield py.NONE
        case shapes.Scalar(kind):
            yield _SCALARS[kind]
        case shapes.Enumeration(values):
            yield py.LiteralOf(values)
        case shapes.Array() | shapes.Tuple():
            yield _list(shape)
        case shapes.Dictionary(values):
            yield py.Generic("dict", (py.STR, type_of(values)))
        case shapes.Nullable(inner):
            yield py.optional(type_of(inner))
        case shapes.Named(name):
            yield py.Reference("components", name)
        case shapes.Union(variants):
            yield py.union(map(type_of, variants))


def _list(shape: shapes.Array | shapes.Tuple) -> PythonType:
    if isinstance(shape, shapes.Array):
        return py.Generic("list", (type_of(shape.items),))
    return py.Generic("tuple", tuple(map(type_of, shape.items)))
