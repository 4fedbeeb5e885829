"""Name definitions: component schemas by the document, inline schemas by their place."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.document.document import Node
from generator.naming import Identifier, class_name
from generator.schemas.component_references import place_of, places_elsewhere
from generator.schemas.keywords import kinds_of
from generator.schemas.meanings import text_of, type_meaning

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from generator.document.document import Document
    from generator.schemas.past_names import PastNames

_SCHEMAS: Final = ("components", "schemas")
_PARENT: Final = len(("components", "schemas", "Name"))  # and of an operation: paths, /a, get
_NUMBERED_NAME: Final = re.compile(r"(.*[A-Za-z])([-_.]?)([1-9][0-9]?)")

_Key: TypeAlias = "tuple[Document, tuple[str, ...], str]"


class OwnName(str):
    """The name of the definition that is being read; an inline schema in it may take the name."""

    __slots__ = ()


class SchemaNames:
    """Assigns each name once.

    Args:
        document: the names of its component schemas are taken first.
        reserved: names that the modules of definitions use themselves.
        preferred: better names for component schemas, used if they are free.
        past: names of the earlier run. They are assigned before all others, because code that
            uses the package contains them.
    """

    def __init__(
        self,
        document: Document,
        reserved: Iterable[str],
        preferred: Mapping[str, str],
        past: PastNames,
    ) -> None:
        self.past = past
        self._taken: set[str] = set(reserved)
        self._endings: dict[str, Iterator[str]] = {}  # not used so far
        self._names: dict[Node, Identifier] = {}
        self._namesakes: dict[Node, Node] = {}
        nodes = dict(document.root.members(*_SCHEMAS))
        self.schemas = tuple(nodes.values())  # that have names of their own
        self._components = dict(places_elsewhere(nodes.values()))
        numbered = dict(_find_numbered(nodes))
        # A name that is a class name already is kept: `User` in a document that has `user` first.
        for name, node in sorted(nodes.items(), key=lambda one: class_name(one[0]) != one[0]):
            if name not in preferred and name not in numbered:
                self.of(node)
        for name in sorted(preferred.keys() & nodes.keys()):
            self._names[nodes[name]] = self.claim(preferred[name], name)
        for name in sorted(numbered.keys() - preferred.keys()):
            self._name_numbered(nodes[name], *numbered[name])

    def _name_numbered(self, node: Node, stem: str, namesake: Node | None) -> None:
        if namesake and not self.past.find(node, class_name(stem)):
            self._namesakes[node] = namesake
        else:
            kind = "Object" if kinds_of(node) == ["object"] else "Value"
            self._names[node] = self.assign(node, stem, f"{stem} {kind}")

    def canonical(self, node: Node) -> Node:
        """Return the equal schema with a better name, or the schema itself."""
        return self._namesakes.get(node, node)

    def of(self, node: Node) -> Identifier:
        """Return the name of a schema that a reference names: the last part of its place.

        A component that is only a reference to another place gives that schema its name.
        """
        node = self.canonical(self._components.get(place_of(node), node))
        if node not in self._names:
            text = node.pointer[-1] if node.pointer else node.document.path.stem
            self._names[node] = self.assign(node, text)
        return self._names[node]

    def assign(self, node: Node, *texts: str) -> Identifier:
        """Assign a schema its earlier name, or else a free one."""
        stem = class_name(texts[0])
        name = self.past.find(node, stem)
        if name and name not in self._taken:
            self._taken.add(name)
        else:
            name = self.claim(*texts)
        if node.pointer != (*_SCHEMAS, name):
            self.past.remember(node, stem, name)
        return name

    def claim(self, *texts: str) -> Identifier:
        """Take a name that is free and was free in the earlier run.

        The best one is that of the first text. No name is a keyword, and none has a number at the
        end, unless very many have the same text.
        """
        for text in texts:
            name = class_name(text)
            if not name.endswith("_") and self._take(name):
                return name
        stem = class_name(texts[0]).rstrip("_")
        for ending in self._endings.setdefault(stem, _endings()):
            name = class_name(stem + ending)
            if self._take(name):
                return name
        raise AssertionError("the endings have no end")

    def _take(self, name: str) -> bool:
        is_free = name not in self._taken and name not in self.past.reserved
        if is_free:
            self._taken.add(name)
        return is_free


def _endings() -> Iterator[str]:
    yield from ("Object", "Value", "Other", "OtherOther")
    yield from (f"Other{number}" for number in count(3))


def _find_numbered(schemas: Mapping[str, Node]) -> Iterator[tuple[str, tuple[str, Node | None]]]:
    """Yield the names with a counter at the end, which tools add to make names unique.

    Each name comes with its stem, and with the schema of that name if it describes the same type.

    A number after a separator is a counter if there is a schema without it, or if other names
    have such counters. A number without a separator is a counter only if the schema without it
    describes the same type. So `Sha256` and `OAuth2` have no counter.
    """
    matches = [(name, match) for name in schemas if (match := _NUMBERED_NAME.fullmatch(name))]
    stems = Counter(match[1] for _, match in matches)
    styles = {match[2] for _, match in matches if match[1] in schemas and match[2]}
    for name, match in matches:
        stem, separator = match[1], match[2]
        namesake = schemas.get(stem)
        is_same = namesake is not None and type_meaning(namesake) == type_meaning(schemas[name])
        is_alone = namesake is None and stems[stem] == 1
        if is_same or (separator and namesake) or (is_alone and separator in styles):
            yield name, (stem, namesake if is_same else None)


class InlineNames:
    """Names inline schemas after their owner, so that each is defined once.

    The owner of a schema within a component schema is that component, even if it is merged into
    another one. Elsewhere the owner is the reader: each operation has its own name for a schema
    that operations share.
    """

    def __init__(self, names: SchemaNames) -> None:
        self._names = names
        self._in_components: dict[_Key, Identifier] = {}
        self._elsewhere: dict[_Key, Identifier] = {}
        self._names_by_content: dict[tuple[str, Hashable], Identifier] = {}
        self._contents: dict[str, Hashable] = {}
        self._owners: dict[Node, str] = {}

    def claim(
        self, node: Node, preferred_name: str, content: Hashable, *, is_single: bool = True
    ) -> tuple[Identifier, bool]:
        """Return the name of an inline schema, and whether it is new.

        It is not new if the schema was read before, if its parent has an equal schema under the
        same member, or if a schema with this content and this preferred name is defined. Equal
        schemas have equal content; `is_single` if the definition is read from this schema only.
        """
        names = self._in_components if node.pointer[:2] == _SCHEMAS else self._elsewhere
        key = _key(node) if is_single else None
        if key and key in names:
            self._names.past.remember(node, class_name(preferred_name), names[key])
            return names[key], False
        if isinstance(preferred_name, OwnName):
            name, is_new = Identifier(str(preferred_name)), True
        else:
            name, is_new = self._find_or_assign(node, preferred_name, content)
        if key:
            names[key] = name
        return name, is_new

    def _find_or_assign(
        self, node: Node, preferred_name: str, content: Hashable
    ) -> tuple[Identifier, bool]:
        stem = class_name(preferred_name)
        past = self._names.past.find(node, stem)
        known = self._names_by_content.get((preferred_name, content))
        if past and past != known:
            known = past if self._contents.get(past) == content else None
        if known:
            self._names.past.remember(node, stem, known)
            return known, False
        name = self._names.assign(node, preferred_name)
        self._names_by_content[(preferred_name, content)] = name
        self._contents[name] = content
        return name, True

    def forget(self) -> None:
        """Forget the schemas outside of component schemas."""
        self._owners.clear()
        self._elsewhere.clear()

    def set_owner(self, leaf: Node, name: str) -> None:
        """Name the inline schemas of a schema after `name`, unless they have an owner already."""
        self._owners.setdefault(leaf, name)

    def member_name(self, node: Node, reader: str) -> str:
        """Return the name for an inline schema of a member, from the name of the owner."""
        pointer = node.pointer[: -len(("properties", "name"))]
        owner = Node(node.document, pointer[: len(_SCHEMAS) + 1], None)
        is_named = owner.pointer[:-1] == _SCHEMAS and set(pointer[3::2]) <= {"allOf"}
        if is_named:
            prefix: str = self._names.of(owner)
        else:
            prefix = self._owners.get(Node(node.document, pointer, None), reader)
        return prefix + class_name(node.pointer[-1])


def _key(node: Node) -> _Key:
    """Return what identifies an inline schema: its parent, its own member name, and its text."""
    pointer = node.pointer
    if len(pointer) <= _PARENT:
        return node.document, pointer, ""
    text = text_of(node.value, node.document)
    return node.document, (*pointer[:_PARENT], *pointer[-2:]), text
