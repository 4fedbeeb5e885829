"""The names of definitions: the document's own first, then ours for what it left unnamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.derive.references import Place, place
from generator.naming import Identifier, class_name
from generator.read.document import Node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.read.document import Document


_SCHEMAS: Final = ("components", "schemas")


class OwnName(str):
    """The name of the definition that is being read: what its schema wraps may take it."""

    __slots__ = ()


class SchemaNames:
    """Gives each name once.

    Args:
        document: names its component schemas, so that no inline schema takes such a name.
        reserved: names that the modules of definitions need for themselves.
    """

    def __init__(self, document: Document, reserved: Iterable[str]) -> None:
        self._taken: set[str] = set(reserved)
        self._names: dict[tuple[Document, tuple[str, ...]], Identifier] = {}
        components = document.root.get("components")
        schemas = components and components.get("schemas")
        for _, node in schemas.members() if schemas else ():
            self.of(node)

    def of(self, node: Node) -> Identifier:
        """Return the name of a schema that is referred to: where it stands says it."""
        key = (node.document, node.pointer)
        if key not in self._names:
            place = node.pointer[-1] if node.pointer else node.document.path.stem
            self._names[key] = self.claim(place)
        return self._names[key]

    def claim(self, text: str) -> Identifier:
        """Take a name nobody has; the schema that a definition wraps takes the definition's."""
        if isinstance(text, OwnName):
            return Identifier(str(text))
        options = [class_name(text), *(class_name(text) + more for more in ("Object", "Value"))]
        free = next((option for option in options if option not in self._taken), None)
        name = Identifier(free) if free else class_name(text, taken=self._taken)
        self._taken.add(name)
        return name


class Homes:
    """Where inline schemas belong, so that each is defined once, and named after its home.

    The home of what stands in a named schema is that schema, whatever is merged from it. Of
    other places it is where they are read: what operations share is named anew in each.
    """

    def __init__(self, names: SchemaNames) -> None:
        self._names = names
        self._defined: dict[Place, Identifier] = {}
        self._passing: dict[Place, Identifier] = {}
        self._owners: dict[Place, str] = {}

    def defined(self, node: Node) -> Identifier | None:
        """Return the name that the schema has already where it stands."""
        return self._defined.get(place(node)) or self._passing.get(place(node))

    def define(self, node: Node, name: Identifier) -> None:
        """Keep the name of the schema that stands there."""
        known = self._defined if node.pointer[:2] == _SCHEMAS else self._passing
        known[place(node)] = name

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
