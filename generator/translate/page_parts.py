"""What a request can ask for and what its response has, as far as paging needs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from generator.operations.media_types import SLOTS
from generator.schemas.named_shapes import without_null
from generator.translate.page_members import kind_of, members_of, properties_of, words_of
from generator.translate.page_words import VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.document.document import Node
    from generator.operations.reader import ReadOperation
    from generator.schemas.shapes import Definition, Property, Shape
    from generator.translate.page_members import Kind, Member, Words

_PLAIN: Final = frozenset(
    ("options", "pageable", "pager", "paging", "pagination", "params", "q", "query", "request")
)
_INSIDE: Final = re.compile(r"[.\[\]]")  # `pagination[page]` and `pagination.page`
_FILE: Final = re.compile(r"\.(json|xml)$")


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
        first, *others = (each for one in self.wires for each in _INSIDE.split(one) if each)
        inner = others and " ".join(words_of((first,))) in _PLAIN
        return words_of(tuple(others) if inner else (first, *others))

    @property
    def called(self) -> str:
        """These words as one text."""
        return " ".join(self.called_words)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParts:
    """What an operation offers a pager.

    Attributes:
        path: the words of the last segment of its path that has a name, without verbs.
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
        members = tuple(members_of(response, definitions)) if response else ()
        body = tuple(_body(operation, definitions))
        lists = {one.wires for one in members if one.kind == "list"}
        if any(one.kind == "list" and one.wires in lists for one in body):
            body = ()  # it creates what it returns
        return cls(
            operation=operation,
            definitions=definitions,
            path=_path_words(operation.path),
            slots=(*_queries(operation, definitions), *body),
            members=members,
            headers=operation.responses.headers,
        )

    @property
    def method(self) -> str:
        """The method of the operation."""
        return self.operation.selected.method


def _path_words(path: str) -> Words:
    """Return the words of what a path is about: that of `/orders/search` is `orders`."""
    named = [_FILE.sub("", one) for one in path.split("/") if one and "{" not in one]
    for one in reversed(named):
        found = tuple(word for word in words_of((one,)) if word not in VERBS)
        if found:
            return found
    return words_of(tuple(named[-1:]))


def _queries(operation: ReadOperation, definitions: Mapping[str, Definition]) -> Iterator[Slot]:
    for one in operation.parameters:
        if one.place != "query":
            continue
        shape = without_null(one.shape, definitions)
        yield Slot(
            place="query",
            wires=(one.wire,),
            kind=kind_of(shape, definitions),
            default=one.default,
            node=one.node.get("schema") or one.node,
            description=one.description.wire(),
        )
        for member in _writable(shape, definitions):
            yield _slot("query", (one.wire,), member, definitions)


def _body(operation: ReadOperation, definitions: Mapping[str, Definition]) -> Iterator[Slot]:
    """Yield the members that each body of JSON or a form has, and those of objects in them."""
    contents = operation.body.contents if operation.body else ()
    some = [one for one in contents if one.kind in ("json", "form")]
    if not some:
        return
    place: Literal["json", "form"] = "form" if SLOTS[some[0].kind] == "form" else "json"
    names = [{one.wire for one in properties_of(each.shape, definitions)} for each in some]
    for member in _writable(some[0].shape, definitions):
        if any(member.wire not in one for one in names):
            continue
        yield _slot(place, (), member, definitions)
        for one in _writable(member.shape, definitions) if place == "json" else ():
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
        kind=kind_of(without_null(member.shape, definitions), definitions),
        default=member.default,
        node=member.node,
        description=member.description.wire(),
    )


def _writable(shape: Shape, definitions: Mapping[str, Definition]) -> Iterator[Property]:
    return (one for one in properties_of(shape, definitions) if not one.read_only)
