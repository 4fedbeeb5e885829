"""What a request can ask for and what its response has, as far as paging needs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from generator.naming import words
from generator.operations.media_types import SLOTS
from generator.schemas import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.document.document import Node
    from generator.naming import Identifier
    from generator.operations.reader import ReadOperation
    from generator.schemas.shapes import Definition, Property, Shape

Kind: TypeAlias = Literal["text", "number", "flag", "any", "list", "object"]
Words: TypeAlias = tuple[str, ...]

_DEPTH: Final = 4  # of objects that contain each other
_MOST: Final = 500  # members of one depth; a response with more is not a page
_PLAIN: Final = frozenset(
    ("options", "pageable", "pager", "paging", "pagination", "params", "q", "query", "request")
)
_FILE: Final = re.compile(r"\.(json|xml)$")
_KINDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("str", "uuid", "datetime", "date"), "text"),
    **dict.fromkeys(("int", "float"), "number"),
    "bool": "flag",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A part of the request that a pager can set: a parameter, or a member of the body.

    Attributes:
        place: the field of the runtime's request that has it.
        wires: the names of the objects that contain it, and its own.
        default: the document's.
    """

    place: Literal["query", "json", "form"]
    wires: Words
    kind: Kind
    default: object
    node: Node
    description: str

    @property
    def wire(self) -> str:
        """Its name on the wire."""
        return self.wires[-1]

    @property
    def name(self) -> str:
        """The name that a profile has for it."""
        return ".".join(self.wires)

    @property
    def called_words(self) -> Words:
        """The words by which it is recognised: `page[size]` has two.

        Those of a plain container do not count.
        """
        inner = len(self.wires) > 1 and " ".join(words_of(self.wires[:1])) in _PLAIN
        return words_of(self.wires[1:] if inner else self.wires)

    @property
    def called(self) -> str:
        """These words as one text."""
        return " ".join(self.called_words)


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
    def way(self) -> str:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParts:
    """What an operation offers a pager.

    Attributes:
        path: the words of the last segment of its path that has a name.
        members: of the response, outer ones first.
        headers: the names of the headers of the response, in lower case.
    """

    operation: ReadOperation
    definitions: Mapping[str, Definition]
    path: Words
    slots: tuple[Slot, ...]
    members: tuple[Member, ...]
    headers: frozenset[str]

    @classmethod
    def of(cls, operation: ReadOperation, definitions: Mapping[str, Definition]) -> PageParts:
        """Return the parts of an operation."""
        response = operation.responses.json
        members = tuple(_response(response, definitions)) if response else ()
        body = tuple(_body(operation, definitions))
        lists = {one.wires for one in members if one.kind == "list"}
        if any(one.kind == "list" and one.wires in lists for one in body):
            body = ()  # it creates what it returns
        named = (one for one in operation.path.split("/") if one and "{" not in one)
        return cls(
            operation=operation,
            definitions=definitions,
            path=words_of(tuple(_FILE.sub("", one) for one in named)[-1:]),
            slots=(*_queries(operation, definitions), *body),
            members=members,
            headers=operation.responses.headers,
        )

    @property
    def method(self) -> str:
        """The method of the operation."""
        return self.operation.selected.method


@lru_cache(maxsize=10_000)
def words_of(names: Words) -> Words:
    """Return the words of some names, in lower case: `nextPageToken` has three."""
    return tuple(word.lower() for name in names for word in words(name))


def plain(shape: Shape, definitions: Mapping[str, Definition]) -> Shape:
    """Return a shape without null, and without the names of aliases."""
    end = shapes.target(shape, definitions)
    while isinstance(end, shapes.Nullable):
        end = shapes.target(end.shape, definitions)
    return end


def item_of(shape: Shape, definitions: Mapping[str, Definition]) -> Shape | None:
    """Return the shape of an item of a plain shape; None if it is not a list."""
    if isinstance(shape, shapes.Array):
        return shape.items
    if isinstance(shape, shapes.Union):
        items = [item_of(plain(one, definitions), definitions) for one in shape.variants]
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
        case shapes.Union(variants):
            kinds = {kind_of(plain(one, definitions), definitions) for one in variants}
            return next(iter(kinds)) if len(kinds) == 1 else _mixed(kinds)
        case _:
            return "object"


def _mixed(kinds: set[Kind]) -> Kind:
    return "any" if kinds <= {"text", "number", "any"} else "object"


def _queries(operation: ReadOperation, definitions: Mapping[str, Definition]) -> Iterator[Slot]:
    for one in operation.parameters:
        if one.place != "query":
            continue
        shape = plain(one.shape, definitions)
        yield Slot(
            place="query",
            wires=(one.wire,),
            kind=kind_of(shape, definitions),
            default=one.default,
            node=one.node.get("schema") or one.node,
            description=one.description.wire(),
        )
        for member in _properties(shape, definitions):
            yield _slot("query", (one.wire,), member, definitions)


def _body(operation: ReadOperation, definitions: Mapping[str, Definition]) -> Iterator[Slot]:
    """Yield the members of the body, and of objects in it; none if there are several bodies."""
    contents = operation.body.contents if operation.body else ()
    if len(contents) != 1 or contents[0].kind not in ("json", "form"):
        return
    place: Literal["json", "form"] = "form" if SLOTS[contents[0].kind] == "form" else "json"
    for member in _properties(contents[0].shape, definitions):
        yield _slot(place, (), member, definitions)
        inner = plain(member.shape, definitions)
        for one in _properties(inner, definitions) if place == "json" else ():
            yield _slot(place, (member.wire,), one, definitions)


def _slot(
    place: Literal["query", "json", "form"],
    inside: Words,
    member: Property,
    definitions: Mapping[str, Definition],
) -> Slot:
    return Slot(
        place=place,
        wires=(*inside, member.wire),
        kind=kind_of(plain(member.shape, definitions), definitions),
        default=member.default,
        node=member.node,
        description=member.description.wire(),
    )


def _properties(shape: Shape, definitions: Mapping[str, Definition]) -> tuple[Property, ...]:
    found = shapes.object_behind(shape, definitions)
    return tuple(one for one in found.properties if not one.read_only) if found else ()


def _response(response: Shape, definitions: Mapping[str, Definition]) -> Iterator[Member]:
    """Yield the response and its members, level by level; lists are not entered."""
    shape = plain(response, definitions)
    level = [Member(names=(), wires=(), shape=shape, kind=kind_of(shape, definitions))]
    for _ in range(_DEPTH):
        yield from level
        inner = (each for one in level for each in inner_members(one, definitions))
        level = list(islice(inner, _MOST))


def inner_members(owner: Member, definitions: Mapping[str, Definition]) -> Iterator[Member]:
    """Yield the members of an object."""
    found = shapes.object_behind(owner.shape, definitions)
    for one in found.properties if found else ():
        shape = plain(one.shape, definitions)
        yield Member(
            names=(*owner.names, one.name),
            wires=(*owner.wires, one.wire),
            shape=shape,
            kind=kind_of(shape, definitions),
            node=one.node,
            description=one.description.wire(),
        )
