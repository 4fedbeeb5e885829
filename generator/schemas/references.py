"""Resolve references of schemas: `$ref`, `$recursiveRef` and `$dynamicRef`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.document.document import Node

if TYPE_CHECKING:
    from generator.document.document import Document
    from generator.document.resolve import Resolver

_ANCHORS: Final = {"$recursiveRef": "$recursiveAnchor", "$dynamicRef": "$dynamicAnchor"}
REFERENCES: Final = ("$ref", *_ANCHORS)
_REFERENCES: Final = frozenset(REFERENCES)
_COMPONENT_DEPTH: Final = len(("", "components", "schemas"))  # depth of a component schema

NodeKey = tuple["Document", tuple[str, ...]]


def node_key(node: Node) -> NodeKey:
    """Return the document and the pointer of a node, which identify it."""
    return node.document, node.pointer


def is_schema_reference(node: Node) -> bool:
    """Whether a schema is a reference to another one."""
    return isinstance(node.value, dict) and not _REFERENCES.isdisjoint(node.value)


def is_properties_reference(properties: Node) -> bool:
    """Whether `properties` is itself a reference, not a mapping with a member named `$ref`."""
    return isinstance(properties.value, dict) and isinstance(properties.value.get("$ref"), str)


def resolve_schema(node: Node, resolver: Resolver) -> Node | None:
    """Return the target of a reference, or the node itself; None if there is no target.

    A `$recursiveRef` or `$dynamicRef` refers to the nearest enclosing schema with the anchor. A
    schema that extends that one from outside is ignored.
    """
    if not isinstance(node.value, dict) or "$ref" in node.value:
        return resolver.resolve(node)
    for key, anchor in _ANCHORS.items():
        if isinstance(reference := node.value.get(key), str):
            name = reference.removeprefix("#")
            return _enclosing(node, anchor, name) or _resolve_plain(node, name, reference, resolver)
    return node


def _enclosing(node: Node, anchor: str, name: str) -> Node | None:
    expected = name or True
    for one in reversed(_ancestors(node)):
        if isinstance(one.value, dict) and one.value.get(anchor) == expected:
            return one
    return None


def _resolve_plain(node: Node, name: str, reference: str, resolver: Resolver) -> Node | None:
    """Resolve it as a plain reference; `#` alone is the enclosing component schema."""
    if not name:
        return (
            _ancestors(node)[_COMPONENT_DEPTH]
            if node.pointer[:2] == ("components", "schemas")
            else None
        )
    return resolver.resolve(Node(node.document, node.pointer, {"$ref": reference}))


def _ancestors(node: Node) -> list[Node]:
    nodes = [node.document.root]
    for step in node.pointer:
        nodes.append(nodes[-1][step])
    return nodes
