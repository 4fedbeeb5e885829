"""Where a schema leads that refers to another: `$ref`, or to the schema that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.document.document import Node

if TYPE_CHECKING:
    from generator.document.document import Document
    from generator.document.resolve import Resolver

_ANCHORS: Final = {"$recursiveRef": "$recursiveAnchor", "$dynamicRef": "$dynamicAnchor"}
REFERENCES: Final = ("$ref", *_ANCHORS)
_REFERENCES: Final = frozenset(REFERENCES)
_NAMED: Final = len(("", "components", "schemas"))  # how deep a named schema lies below the root

Place = tuple["Document", tuple[str, ...]]


def place(node: Node) -> Place:
    """Return what tells a node from all others."""
    return node.document, node.pointer


def refers(node: Node) -> bool:
    """Whether a schema only says where to look."""
    return isinstance(node.value, dict) and not _REFERENCES.isdisjoint(node.value)


def is_reference(properties: Node) -> bool:
    """Whether `properties` is a reference, and not members of which one is called `$ref`."""
    return isinstance(properties.value, dict) and isinstance(properties.value.get("$ref"), str)


def referred(node: Node, resolver: Resolver) -> Node | None:
    """Return the schema that is meant: the node itself, unless it refers to another.

    A reference to an anchor of recursion (`$recursiveRef`, `$dynamicRef`) means the nearest
    schema around it that has the anchor. Whether another schema extends that one from outside
    is not asked: an extended tree is read as a tree of what it extends.
    """
    if not isinstance(node.value, dict) or "$ref" in node.value:
        return resolver.resolve(node)
    for key, anchor in _ANCHORS.items():
        if isinstance(reference := node.value.get(key), str):
            name = reference.removeprefix("#")
            return _around(node, anchor, name) or _elsewhere(node, name, reference, resolver)
    return node


def _around(node: Node, anchor: str, name: str) -> Node | None:
    wanted = name or True
    for one in reversed(_way_to(node)):
        if isinstance(one.value, dict) and one.value.get(anchor) == wanted:
            return one
    return None


def _elsewhere(node: Node, name: str, reference: str, resolver: Resolver) -> Node | None:
    """Follow it as a plain reference; `#` alone is the named schema that it stands in."""
    if not name:
        return _way_to(node)[_NAMED] if node.pointer[:2] == ("components", "schemas") else None
    return resolver.resolve(Node(node.document, node.pointer, {"$ref": reference}))


def _way_to(node: Node) -> list[Node]:
    way = [node.document.root]
    for step in node.pointer:
        way.append(way[-1][step])
    return way
