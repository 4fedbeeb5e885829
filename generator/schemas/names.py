"""Name definitions: component schemas by the document, inline schemas by their place."""

from __future__ import annotations

import json
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.document.document import Node
from generator.naming import Identifier, class_name
from generator.schemas.numbered_names import find_numbered
from generator.schemas.references import NodeKey, node_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from generator.document.document import Document
    from generator.schemas.numbered_names import NumberedSchema
    from generator.schemas.past_names import PastNames

_SCHEMAS: Final = ("components", "schemas")
_PARENT: Final = len(("components", "schemas", "Name"))  # and of an operation: paths, /a, get

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
        self._names: dict[NodeKey, Identifier] = {}
        self._namesakes: dict[NodeKey, Node] = {}
        nodes = dict(document.root.members(*_SCHEMAS))
        numbered = {one.node.pointer[-1]: one for one in find_numbered(nodes)}
        for name, node in nodes.items():
            if name not in preferred and name not in numbered:
                self.of(node)
        for name in sorted(preferred.keys() & nodes.keys()):
            self._names[node_key(nodes[name])] = self.claim(preferred[name], name)
        for name in sorted(numbered.keys() - preferred.keys()):
            self._name_numbered(numbered[name])

    def _name_numbered(self, one: NumberedSchema) -> None:
        if one.namesake and not self.past.find(one.node, class_name(one.stem)):
            self._namesakes[node_key(one.node)] = one.namesake
        else:
            name = self.assign(one.node, one.stem, f"{one.stem} {one.kind}")
            self._names[node_key(one.node)] = name

    def canonical(self, node: Node) -> Node:
        """Return the equal schema with a better name, or the schema itself."""
        return self._namesakes.get(node_key(node), node)

    def of(self, node: Node) -> Identifier:
        """Return the name of a schema that a reference names: the last part of its place."""
        node = self.canonical(node)
        key = node_key(node)
        if key not in self._names:
            text = node.pointer[-1] if node.pointer else node.document.path.stem
            self._names[key] = self.assign(node, text)
        return self._names[key]

    def assign(self, node: Node, text: str, *others: str) -> Identifier:
        """Assign a schema its earlier name, or else a free one."""
        stem = class_name(text)
        name = self.past.find(node, stem)
        if name and name not in self._taken:
            self._taken.add(name)
        else:
            name = self.claim(text, *others)
        if node.pointer != (*_SCHEMAS, name):
            self.past.remember(node, stem, name)
        return name

    def claim(self, text: str, *others: str) -> Identifier:
        """Take a name that is free and was free in the earlier run."""
        options = _name_options(text, *others)
        name = next(one for one in options if not (one in self._taken or one in self.past.reserved))
        self._taken.add(name)
        return name


def _name_options(*texts: str) -> Iterator[Identifier]:
    """Yield possible names, the best first, without keywords and without numbers at the end."""
    for text in texts:
        name = class_name(text)
        if not name.endswith("_"):
            yield name
    for more in accumulate(repeat("Other")):
        for ending in ("Object", "Value", more):
            yield class_name(class_name(texts[0]).rstrip("_") + ending)


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
        self._owners: dict[NodeKey, str] = {}

    def claim(
        self, node: Node, preferred_name: str, content: Hashable, *, is_single: bool = True
    ) -> tuple[Identifier, bool]:
        """Return the name of an inline schema, and whether it is new.

        It is not new if the schema was read before, if its parent has an equal schema under the
        same member, or if a schema with this content and this preferred name is defined.

        Args:
            node: the schema.
            preferred_name: used if it is free.
            content: equal for equal schemas.
            is_single: whether the definition is read from this schema only.
        """
        key = _key(node) if is_single else None
        known = (self._in_components.get(key) or self._elsewhere.get(key)) if key else None
        if known:
            return known, False
        if isinstance(preferred_name, OwnName):
            name, is_new = Identifier(str(preferred_name)), True
        else:
            name, is_new = self._find_or_assign(node, preferred_name, content)
        if key:
            (self._in_components if node.pointer[:2] == _SCHEMAS else self._elsewhere)[key] = name
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
        self._owners.setdefault(node_key(leaf), name)

    def owner(self, member: Node, otherwise: str) -> str:
        """Return the name of the owner of an object's member, which is the prefix of its name."""
        document, pointer = member.document, member.pointer[: -len(("properties", "name"))]
        in_named = pointer[:2] == _SCHEMAS and set(pointer[3::2]) <= {"allOf"}
        if in_named and len(pointer) > len(_SCHEMAS):
            return self._names.of(Node(document, pointer[: len(_SCHEMAS) + 1], None))
        return self._owners.get((document, pointer), otherwise)


def _key(node: Node) -> _Key:
    """Return what identifies an inline schema: its parent, its own member name, and its text."""
    document, pointer = node_key(node)
    if len(pointer) <= _PARENT:
        return document, pointer, ""
    return document, (*pointer[:_PARENT], *pointer[-2:]), json.dumps(node.value, sort_keys=True)
