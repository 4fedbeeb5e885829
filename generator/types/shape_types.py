"""The type of a shape as a response holds it: of results, events and pages, and in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.python_types import (
    BYTES,
    NONE,
    OBJECT,
    STR,
    Generic,
    LiteralOf,
    Name,
    PythonType,
    Reference,
    optional,
    union,
)
from generator.schemas.shapes import (
    Anything,
    Array,
    Dictionary,
    Enumeration,
    Named,
    Null,
    Nullable,
    Scalar,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.schemas.shapes import ScalarKind, Shape

_SCALARS: Final[Mapping[ScalarKind, PythonType]] = {
    "str": STR,
    "int": Name("int"),
    "float": Name("float"),
    "bool": Name("bool"),
    "bytes": BYTES,
    "datetime": Name("AwareDatetime"),
    "date": Name("Date"),
    "uuid": Name("UUID"),
}


def type_of(shape: Shape) -> PythonType:
    """Return the type of a shape; named definitions are in `components`."""
    match shape:
        case Named(name):
            return Reference("components", name)
        case Nullable(inner):
            return optional(type_of(inner))
        case Union(variants):
            return union(map(type_of, variants))
        case Array(items):
            return Generic("list", (type_of(items),))
        case Dictionary(values):
            return Generic("dict", (STR, type_of(values)))
        case _:
            return _leaf(shape)


def _leaf(shape: Anything | Null | Scalar | Enumeration) -> PythonType:
    match shape:
        case Anything():
            return OBJECT
        case Null():
            return NONE
        case Scalar(kind):
            return _SCALARS[kind]
        case Enumeration(values):
            return LiteralOf(values)
