"""Shapes: the types of values, the same for all versions of OpenAPI.

`nullable`, `type: [.., null]` and null branches are all `Nullable`. An inline object is a
`Definition` with a name. `allOf` is merged. Shapes refer to the document only by descriptions and
nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from generator.python_types import Constants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.diagnostic_codes import Code
    from generator.document.document import Node
    from generator.naming import Identifier
    from generator.text import Untrusted

ScalarKind = Literal["str", "int", "float", "bool", "bytes", "datetime", "date", "uuid"]

Way = Literal["join", "first", "each"]
"""What is made of several values: one text, the first of them, or a list."""


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value."""


@dataclass(frozen=True, slots=True)
class Null:
    """Only null."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, number or boolean, by its Python kind."""

    kind: ScalarKind


class Enumeration(Constants):
    """One of these constants."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Array:
    """A list of one shape."""

    items: Shape


@dataclass(frozen=True, slots=True)
class Tuple:
    """A list of exactly these items."""

    items: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """An object with any keys and values of one shape."""

    values: Shape


@dataclass(frozen=True, slots=True)
class Named:
    """A reference to a definition, by the name of its class or alias."""

    name: Identifier


@dataclass(frozen=True, slots=True)
class Discriminator:
    """What the document says about the property that selects a variant.

    Attributes:
        key: the name of the property.
        mapping: values of the property, and the variants that they select.
        names: the document's names of variants, which are the values of those without others.
        fallback: the variant of values that select no other one.
    """

    key: str
    mapping: tuple[tuple[str, Shape], ...] = ()
    names: tuple[tuple[str, Shape], ...] = ()
    fallback: Shape | None = None


@dataclass(frozen=True, slots=True)
class Union:
    """One of several shapes."""

    variants: tuple[Shape, ...]
    discriminator: Discriminator | None = None


@dataclass(frozen=True, slots=True)
class Nullable:
    """A shape, or null."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Imported:
    """A type of the app; only the shape of an alias.

    Attributes:
        module: a module that can be imported; from the package itself if it begins with a dot.
        is_number: whether a value is a number in JSON.
    """

    module: str
    name: Identifier
    is_number: bool = False


_Plain = Anything | Null | Scalar | Enumeration | Named | Imported
Shape = _Plain | Array | Tuple | Dictionary | Union | Nullable


@dataclass(frozen=True, slots=True)
class ValuePath:
    """The way from a model to the values that a member is computed from, and what is made of them.

    Attributes:
        text: names of members with dots between them, and filters: `output[type=message].text`.
    """

    way: Way
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A member of an object.

    Attributes:
        computed: how the package computes it, if the service does not send it.
        decoded: the format of the text that a service may send instead of a list of numbers.
    """

    wire: str
    name: Identifier
    shape: Shape
    required: bool
    description: Untrusted
    node: Node
    example: object = None
    default: object = None
    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False
    computed: ValuePath | None = None
    decoded: Literal["float32"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectDefinition:
    """A class: a model in responses, a TypedDict in requests.

    Attributes:
        further: shape of the members that have no name; None if they can be anything.
    """

    name: Identifier
    properties: tuple[Property, ...]
    description: Untrusted
    node: Node
    further: Shape | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasDefinition:
    """A name for a shape that is not a class; `inline` if opgen chose the name."""

    name: Identifier
    shape: Shape
    description: Untrusted
    node: Node
    inline: bool = False


Definition = ObjectDefinition | AliasDefinition
Definitions = dict[str, Definition]


@dataclass(frozen=True, slots=True)
class Degradation:
    """A part of the document that the package represents incompletely."""

    code: Code
    message: str
    node: Node


def parts(shape: Shape) -> Iterator[Shape]:
    """Yield a shape and all shapes in it, without those in definitions."""
    yield shape
    match shape:
        case Array(inner) | Dictionary(inner) | Nullable(inner):
            yield from parts(inner)
        case Union(inner) | Tuple(inner):
            for one in inner:
                yield from parts(one)


def depth(shape: Shape) -> int:
    """Return how many shapes contain each other, without those in definitions."""
    match shape:
        case Array(inner) | Dictionary(inner) | Nullable(inner):
            return 1 + depth(inner)
        case Union(several) | Tuple(several):
            return 1 + max(map(depth, several), default=0)
    return 1


def shapes_of(definition: Definition) -> Iterator[Shape]:
    """Yield the shape of an alias, or the shapes of an object's members."""
    if isinstance(definition, AliasDefinition):
        yield definition.shape
    else:
        yield from (member.shape for member in definition.properties)
        yield from [definition.further] if definition.further else []


def nullable(shape: Shape) -> Shape:
    """Return a shape that also allows null."""
    if isinstance(shape, (Nullable, Null, Anything)):
        return shape
    return Nullable(shape)


def any_of(parts: Iterable[Shape]) -> Shape | None:
    """Return the shape of values of one of several shapes; None if there is none."""
    different: dict[Shape, None] = {}
    for one in parts:
        different.update(
            dict.fromkeys((one.shape, Null()) if isinstance(one, Nullable) else (one,))
        )
    others = tuple(one for one in different if one != Null())
    if not others:
        return Null() if different else None
    shape = others[0] if len(others) == 1 else Union(others)
    return nullable(shape) if Null() in different else shape
