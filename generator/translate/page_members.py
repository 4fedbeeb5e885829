"""The members of requests and responses, as far as paging needs them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from generator.naming import words
from generator.schemas import named_shapes, shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.document.document import Node
    from generator.naming import Identifier
    from generator.schemas.shapes import Definition, Property, Shape

Kind: TypeAlias = Literal["text", "number", "flag", "any", "list", "object"]
Words: TypeAlias = tuple[str, ...]

_DEPTH: Final = 5  # of objects that contain each other
_MOST: Final = 500  # members of one depth; a response with more is not a page
_KINDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("str", "uuid", "datetime", "date"), "text"),
    **dict.fromkeys(("int", "float"), "number"),
    "bool": "flag",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of the response, in it or in an object of it.

    Attributes:
        names: the attributes that lead to it.
        wires: the same on the wire.
        shape: without null and without the names of aliases.
        node: None for the response itself.
    """

    names: tuple[Identifier, ...]
    wires: Words
    shape: Shape
    kind: Kind
    node: Node | None = None
    description: str = ""

    @property
    def attribute_path(self) -> str:
        """The attributes that lead to it, for the runtime."""
        return ".".join(self.names)

    @property
    def name(self) -> str:
        """The name that a profile has for it."""
        return ".".join(self.wires)

    @property
    def words(self) -> Words:
        """The words of its own name."""
        return words_of(self.wires[-1:])

    @property
    def called(self) -> str:
        """These words as one text."""
        return " ".join(self.words)

    @property
    def path_words(self) -> Words:
        """The words of all names that lead to it."""
        return words_of(self.wires)


@lru_cache(maxsize=10_000)
def words_of(names: Words) -> Words:
    """Return the words of some names, in lower case: `nextPageToken` has three."""
    return tuple(word.lower() for name in names for word in words(name))


def item_of(shape: Shape, definitions: Mapping[str, Definition]) -> Shape | None:
    """Return the shape of an item of a plain shape; None if it is not a list."""
    if isinstance(shape, shapes.Array):
        return shape.items
    if isinstance(shape, shapes.Union):
        items = [item_of(one, definitions) for one in named_shapes.alternatives(shape, definitions)]
        known = tuple(one for one in items if one is not None)
        return shapes.any_of(known) if len(known) == len(items) else None
    return None


def kind_of(shape: Shape, definitions: Mapping[str, Definition]) -> Kind:
    """Return the kind of values that a plain shape has; `any` if they may be of several kinds."""
    match shape:
        case shapes.Scalar(kind):
            return _KINDS.get(kind, "object")
        case shapes.Enumeration(values):
            return "text" if all(isinstance(one, str) for one in values) else "object"
        case shapes.Array():
            return "list"
        case shapes.Anything():
            return "any"
        case shapes.Union():
            kinds = {
                kind_of(one, definitions) for one in named_shapes.alternatives(shape, definitions)
            }
            return next(iter(kinds)) if len(kinds) == 1 else _mixed(kinds)
        case _:
            return "object"


def _mixed(kinds: set[Kind]) -> Kind:
    return "any" if kinds <= {"text", "number", "any"} else "object"


def properties_of(shape: Shape, definitions: Mapping[str, Definition]) -> list[Property]:
    """Return the members of an object; of a union, those that all of its variants have."""
    objects = (
        named_shapes.object_behind(one, definitions)
        for one in named_shapes.alternatives(shape, definitions) or [shape]
    )
    members = [{each.wire: each for each in one.properties} if one else {} for one in objects]
    first, *others = members
    return [
        _joined(one, [each[wire] for each in others])
        for wire, one in first.items()
        if all(wire in each and each[wire].name == one.name for each in others)
    ]


def _joined(first: Property, others: list[Property]) -> Property:
    """Return a member that all variants of a union have."""
    shape = shapes.any_of(one.shape for one in (first, *others)) if others else None
    return replace(first, shape=shape) if shape else first


def members_of(response: Shape, definitions: Mapping[str, Definition]) -> Iterator[Member]:
    """Yield the response and its members, level by level; lists are not entered."""
    shape = named_shapes.without_null(response, definitions)
    level = [Member(names=(), wires=(), shape=shape, kind=kind_of(shape, definitions))]
    for _ in range(_DEPTH):
        yield from level
        inner = (each for one in level for each in inner_members(one, definitions))
        level = list(islice(inner, _MOST))


def inner_members(owner: Member, definitions: Mapping[str, Definition]) -> Iterator[Member]:
    """Yield the members of an object."""
    for one in properties_of(owner.shape, definitions):
        shape = named_shapes.without_null(one.shape, definitions)
        yield Member(
            names=(*owner.names, one.name),
            wires=(*owner.wires, one.wire),
            shape=shape,
            kind=kind_of(shape, definitions),
            node=one.node,
            description=one.description.wire(),
        )
