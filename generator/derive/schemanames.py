"""The names of definitions: the document's own first, then ours for what it left unnamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.naming import Identifier, class_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.read.document import Document, Node


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
