"""The names of definitions: the document's own first, then ours for what it left unnamed."""

from __future__ import annotations

import json
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.document.document import Node
from generator.naming import Identifier, class_name
from generator.schemas.numbered_names import numbered
from generator.schemas.references import Place, place

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from generator.document.document import Document
    from generator.schemas.numbered_names import Numbered
    from generator.schemas.past_names import KeptNames

_SCHEMAS: Final = ("components", "schemas")
_PARENT: Final = len(("components", "schemas", "Name"))  # and of an operation: paths, /a, get

_Key: TypeAlias = "tuple[Document, tuple[str, ...], str]"


class OwnName(str):
    """The name of the definition that is being read: what its schema wraps may take it."""

    __slots__ = ()


class SchemaNames:
    """Gives each name once.

    Args:
        document: names its component schemas, so that no inline schema takes such a name.
        reserved: names that the modules of definitions need for themselves.
        chosen: better names for component schemas; they go before names of the document
            only where nobody else has them.
        kept: the names that schemas had before; they go before names of the document too,
            since code that uses the package knows them.
    """

    def __init__(
        self,
        document: Document,
        reserved: Iterable[str],
        chosen: Mapping[str, str],
        kept: KeptNames,
    ) -> None:
        self.kept = kept
        self._taken: set[str] = set(reserved)
        self._names: dict[Place, Identifier] = {}
        self._namesakes: dict[Place, Node] = {}
        nodes = dict(document.root.members(*_SCHEMAS))
        counters = {one.node.pointer[-1]: one for one in numbered(nodes)}
        for name, node in nodes.items():
            if name not in chosen and name not in counters:
                self.of(node)
        for name in sorted(chosen.keys() & nodes.keys()):
            self._names[place(nodes[name])] = self.claim(chosen[name], name)
        for name in sorted(counters.keys() - chosen.keys()):
            self._without_counter(counters[name])

    def _without_counter(self, one: Numbered) -> None:
        if one.namesake and not self.kept.find(one.node, class_name(one.stem)):
            self._namesakes[place(one.node)] = one.namesake
        else:
            name = self.give(one.node, one.stem, f"{one.stem} {one.kind}")
            self._names[place(one.node)] = name

    def canonical(self, node: Node) -> Node:
        """Return the schema that says the same under a better name, or the schema itself."""
        return self._namesakes.get(place(node), node)

    def of(self, node: Node) -> Identifier:
        """Return the name of a schema that is referred to: where it stands says it."""
        node = self.canonical(node)
        if place(node) not in self._names:
            wanted = node.pointer[-1] if node.pointer else node.document.path.stem
            self._names[place(node)] = self.give(node, wanted)
        return self._names[place(node)]

    def give(self, node: Node, text: str, *others: str) -> Identifier:
        """Give a schema the name that it had, or else one that nobody has."""
        stem = class_name(text)
        name = self.kept.find(node, stem)
        if name and name not in self._taken:
            self._taken.add(name)
        else:
            name = self.claim(text, *others)
        if node.pointer != (*_SCHEMAS, name):
            self.kept.remember(node, stem, name)
        return name

    def claim(self, text: str, *others: str) -> Identifier:
        """Take a name that nobody has, or had before."""
        options = _options(text, *others)
        name = next(one for one in options if not (one in self._taken or one in self.kept.reserved))
        self._taken.add(name)
        return name


def _options(*texts: str) -> Iterator[Identifier]:
    """Yield what may be taken, the best first; a keyword is none, nor is a number an end."""
    for text in texts:
        name = class_name(text)
        if not name.endswith("_"):
            yield name
    for more in accumulate(repeat("Other")):
        for ending in ("Object", "Value", more):
            yield class_name(class_name(texts[0]).rstrip("_") + ending)


class Homes:
    """Where inline schemas belong, so that each is defined once, and named after its home.

    The home of what stands in a named schema is that schema, whatever is merged from it. Of
    other places it is where they are read: what operations share is named anew in each.
    """

    def __init__(self, names: SchemaNames) -> None:
        self._names = names
        self._defined: dict[_Key, Identifier] = {}
        self._passing: dict[_Key, Identifier] = {}
        self._wanted: dict[tuple[str, Hashable], Identifier] = {}
        self._contents: dict[str, Hashable] = {}
        self._owners: dict[Place, str] = {}

    def claim(
        self, node: Node, wanted: str, content: Hashable, *, alone: bool = True
    ) -> tuple[Identifier, bool]:
        """Return the name of an inline schema, and whether it is a new one.

        It is not where the schema was read before, where its parent has its like under the
        same member, and where something of the same content would have had the same name.
        What does not stand alone is made of other schemas too, which the content tells.
        """
        key = _key(node) if alone else None
        known = (self._defined.get(key) or self._passing.get(key)) if key else None
        if known:
            return known, False
        if isinstance(wanted, OwnName):  # what a definition wraps takes its name
            name, is_new = Identifier(str(wanted)), True
        else:
            name, is_new = self._named(node, wanted, content)
        if key:
            (self._defined if node.pointer[:2] == _SCHEMAS else self._passing)[key] = name
        return name, is_new

    def _named(self, node: Node, wanted: str, content: Hashable) -> tuple[Identifier, bool]:
        stem = class_name(wanted)
        kept = self._names.kept.find(node, stem)
        known = self._wanted.get((wanted, content))
        if kept and kept != known:
            known = kept if self._contents.get(kept) == content else None
        if known:
            self._names.kept.remember(node, stem, known)
            return known, False
        name = self._names.give(node, wanted)
        self._wanted[(wanted, content)] = name
        self._contents[name] = content
        return name, True

    def forget(self) -> None:
        """Forget what stands in no named schema."""
        self._owners.clear()
        self._passing.clear()

    def belongs(self, leaf: Node, name: str) -> None:
        """Let what stands in a schema be named after this, unless it has a home already."""
        self._owners.setdefault(place(leaf), name)

    def owner(self, member: Node, otherwise: str) -> str:
        """Return the name that goes before that of a member of an object."""
        document, pointer = member.document, member.pointer[: -len(("properties", "name"))]
        in_named = pointer[:2] == _SCHEMAS and set(pointer[3::2]) <= {"allOf"}
        if in_named and len(pointer) > len(_SCHEMAS):
            return self._names.of(Node(document, pointer[: len(_SCHEMAS) + 1], None))
        return self._owners.get((document, pointer), otherwise)


def _key(node: Node) -> _Key:
    """Return what an inline schema is known by: its parent, its own place's name, its text."""
    document, pointer = place(node)
    if len(pointer) <= _PARENT:
        return document, pointer, ""
    return document, (*pointer[:_PARENT], *pointer[-2:]), json.dumps(node.value, sort_keys=True)
