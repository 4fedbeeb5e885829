"""Polymorphism by inheritance: a base with a `discriminator`, and subtypes that contain it.

Where such a base is referenced, a value may be of any subtype (OpenAPI 3.1, 4.8.25). In the `allOf`
of a subtype, the base is only its own members.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from generator.schemas import keywords
from generator.schemas.component_references import SCHEMAS, referenced_place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from generator.document.document import Node
    from generator.document.resolve import Resolver


class Hierarchy:
    """The bases and subtypes among the component schemas of a document."""

    def __init__(self, components: Collection[Node], resolver: Resolver) -> None:
        self._components = components
        self._resolver = resolver

    def subtypes(self, base: Node) -> list[Node]:
        """Return all subtypes of a schema, also those of its subtypes."""
        return [one for one in _closure(base, self._children) if one != base]

    def bases(self, node: Node) -> list[Node]:
        """Return a schema and what it contains by `allOf`, the nearest first."""
        return list(_closure(node, self._parents))

    def is_subtype(self, node: Node) -> bool:
        """Whether a schema contains a base with a discriminator."""
        return node in self._parents and self.discriminator(node) is not None

    def discriminator(self, node: Node) -> Node | None:
        """Return the discriminator of a schema, its own or that of a base; None if it has none.

        One of a union belongs to the branches of the union.
        """
        for one in self.bases(node):
            if keywords.discriminator_key(one) is not None and not _is_union(one):
                return one["discriminator"]
        return None

    @cached_property
    def _parents(self) -> dict[Node, list[Node]]:
        """By component schema, the schemas that it contains; none if nothing is polymorphic."""
        targets = dict.fromkeys(
            one if self._resolver.applied_siblings(one) else self._target(one)
            for one in self._components
        )
        nodes = [one for one in targets if one is not None]
        if not any(keywords.discriminator_key(one) is not None for one in nodes):
            return {}
        return {one: parents for one in nodes if (parents := list(self._contained(one)))}

    @cached_property
    def _children(self) -> dict[Node, list[Node]]:
        children: defaultdict[Node, list[Node]] = defaultdict(list)
        for child, parents in self._parents.items():
            for parent in parents:
                children[parent].append(child)
        return children

    def _contained(self, node: Node) -> Iterator[Node]:
        branches = [one for one in node.items("allOf") if keywords.is_schema_reference(one)]
        if keywords.is_schema_reference(node):  # with other keywords that apply
            branches.append(node)
        for branch in branches:
            target = self._target(branch)
            if target is not None and target != node:
                yield target

    def _target(self, node: Node) -> Node | None:
        """Return the target of a reference within the components, or else the node itself.

        References to components that do not exist are reported where they are used.
        """
        if node.text("$ref") is None:
            return node
        file, pointer = referenced_place(node)
        is_component = file == node.document.path and pointer[:-1] == SCHEMAS
        if is_component and node.document.root.get(*pointer) is None:
            return None
        return keywords.resolve_schema(node, self._resolver)


def _is_union(node: Node) -> bool:
    return any(keywords.has_value(node, key) for key in keywords.UNIONS)


def _closure(start: Node, following: Mapping[Node, list[Node]]) -> Iterator[Node]:
    """Yield a node and all that follow it, directly or not, each once."""
    visited = {start}
    waiting = [start]
    while waiting:
        new = []
        for node in waiting:
            yield node
            for one in following.get(node, ()):
                if one not in visited:
                    visited.add(one)
                    new.append(one)
        waiting = new
