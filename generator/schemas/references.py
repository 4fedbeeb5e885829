"""Resolve references of schemas: `$ref`, `$recursiveRef` and `$dynamicRef`."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from generator.document.document import Node

if TYPE_CHECKING:
    from generator.document.resolve import Resolver

_ANCHORS: Final = {"$recursiveRef": "$recursiveAnchor", "$dynamicRef": "$dynamicAnchor"}
REFERENCES: Final = ("$ref", *_ANCHORS)
_COMPONENT_DEPTH: Final = len(("", "components", "schemas"))  # depth of a component schema


def is_schema_reference(node: Node) -> bool:
    """Whether a schema is a reference to another one."""
    return isinstance(node.value, dict) and not node.value.keys().isdisjoint(REFERENCES)


def is_properties_reference(properties: Node) -> bool:
    """Whether `properties` is itself a reference, not a mapping with a member named `$ref`."""
    return properties.text("$ref") is not None


def resolve_schema(node: Node, resolver: Resolver) -> Node | None:
    """Return the target of a reference, or the node itself; None if there is no target.

    A `$recursiveRef` or `$dynamicRef` refers to the nearest enclosing schema with the anchor. A
    schema that extends that one from outside is ignored.
    """
    if not isinstance(node.value, dict) or "$ref" in node.value:
        return resolver.resolve(node)
    for key, anchor in _ANCHORS.items():
        if (reference := node.text(key)) is not None:
            return _resolve_anchor(node, reference, anchor, resolver)
    return node


def _resolve_anchor(node: Node, reference: str, anchor: str, resolver: Resolver) -> Node | None:
    """Resolve it as a plain reference without an anchor; `#` is the enclosing component schema."""
    name = reference.removeprefix("#")
    ancestors = list(accumulate(node.pointer, Node.__getitem__, initial=node.document.root))
    for one in reversed(ancestors):
        if (found := one.get(anchor)) and found.value == (name or True):
            return one
    if name:
        return resolver.resolve(Node(node.document, node.pointer, {"$ref": reference}))
    return ancestors[_COMPONENT_DEPTH] if node.pointer[:2] == ("components", "schemas") else None
