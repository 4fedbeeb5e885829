"""The annotations of a schema: what it says about a value besides its type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.schemas import keywords
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.document.document import Node
    from generator.document.resolve import Resolver


@dataclass(frozen=True, slots=True)
class Annotations:
    """The annotations of schemas that apply together; each is that of the last one that has it."""

    nodes: Sequence[Node]
    resolver: Resolver

    def get(self, keyword: str) -> object:
        """Return the value of an annotation; None if no schema has it."""
        found = self.node(keyword)
        return found.value if found else None

    def node(self, keyword: str) -> Node | None:
        """Return the node of an annotation; None if no schema has it."""
        for node in reversed(self.nodes):
            found = keywords.keyword_node(node, keyword, self.resolver)
            if found:
                return found
        return None

    def is_true(self, keyword: str) -> bool:
        """Whether an annotation is true in any schema that applies.

        Source: JSON Schema 2020-12, Validation, 9.4 "readOnly" and "writeOnly".
        """
        return any(_is_true(node, keyword, self.resolver) for node in self.nodes)

    @property
    def deprecated(self) -> bool:
        """Whether a schema itself is deprecated, and not only one that it refers to."""
        return any(map(is_deprecated, self.nodes))

    @property
    def description(self) -> Untrusted:
        """The description, which begins with a mark if the schemas are deprecated."""
        text = Untrusted(str(self.get("description") or ""))
        return text.marked_deprecated() if self.deprecated else text


def is_deprecated(node: Node) -> bool:
    """Whether a schema is deprecated, by its own keyword or in a branch of its `allOf`."""
    return any(one.is_true("deprecated") for one in (node, *node.items("allOf")))


def _is_true(node: Node, keyword: str, resolver: Resolver, depth: int = 5) -> bool:
    if node.is_true(keyword) or depth == 0:
        return node.is_true(keyword)
    branches = [branch for union in keywords.UNIONS for branch in node.items(union)]
    choices = keywords.without_null(branches, resolver)
    inner = [*node.items("allOf"), *(choices if len(choices) == 1 else [])]
    if keywords.is_schema_reference(node):
        target = keywords.resolve_schema(node, resolver)
        inner += [target] if target else []
    return any(_is_true(one, keyword, resolver, depth - 1) for one in inner)
