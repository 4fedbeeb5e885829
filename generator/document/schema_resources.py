"""The resources of a document: what `$self`, `$id` and anchors name, and where each of them is.

A schema with an `$id` is a resource of its own: references in it are relative to the `$id`
(JSON Schema 2020-12, 8.2).
"""

from __future__ import annotations

from functools import reduce
from itertools import accumulate
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin

from generator.document.document import Node
from generator.vocabulary.openapi_fields import MAPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.document.document import Document

    _Pointer = tuple[str, ...]

_COMPONENTS: Final = ("components", "schemas")
ANCHORS: Final = ("$anchor", "$dynamicAnchor")
_NAMES: Final = ("$id", "$self", *ANCHORS)
# Values that may look like schemas, but are data.
_DATA: Final = frozenset(("const", "default", "enum", "example", "examples", "value"))


class Resources:
    """The resources and anchors of one document.

    Attributes:
        identified: the root of each resource by its absolute URI.
        declared: the URI that the document gives itself; None if it has none.
    """

    def __init__(self, document: Document) -> None:
        self._root = document.root
        self._bases: dict[_Pointer, str] = {(): document.path.absolute().as_uri()}
        self._anchors: dict[tuple[str, str], Node] = {}
        self.identified: dict[str, Node] = {}
        self.declared: str | None = None
        overlays = {one.document.source for one in document.origins.values() if one}
        if any(name in one.text for one in (document.source, *overlays) for name in _NAMES):
            self._collect()

    @property
    def anchors(self) -> tuple[str, ...]:
        """The names of all anchors."""
        return tuple(name for _, name in self._anchors)

    def resource(self, node: Node) -> Node:
        """Return the root of the resource that contains a node."""
        return self._part(self._resource_pointer(node))

    def base(self, node: Node) -> str:
        """Return the URI that references in a node are relative to."""
        return self._bases[self._resource_pointer(node)]

    def recursive(self, node: Node) -> Node:
        """Return what `$recursiveRef` refers to (JSON Schema 2019-09, 8.2.4.2).

        That is the nearest schema with `$recursiveAnchor`, else the resource or the component
        around the node.
        """
        for part in reversed(list(ancestors(node))):
            if part.is_true("$recursiveAnchor"):
                return part
        pointer = self._resource_pointer(node)
        is_component = node.pointer[:2] == _COMPONENTS
        return self._part(pointer or (node.pointer[: len(_COMPONENTS) + 1] if is_component else ()))

    def anchor(self, node: Node, name: str) -> Node | None:
        """Return the nearest schema with an anchor: around a node, in its resource, or anywhere."""
        if not self._anchors:
            return None
        for part in reversed(list(ancestors(node))):
            if name in map(part.text, ANCHORS):
                return part
        others = (one for (_, other), one in self._anchors.items() if other == name)
        return self._anchors.get((self.base(node), name)) or next(others, None)

    def _part(self, pointer: _Pointer) -> Node:
        return reduce(Node.__getitem__, pointer, self._root)

    def _resource_pointer(self, node: Node) -> _Pointer:
        if len(self._bases) == 1:
            return ()
        lengths = range(len(node.pointer), -1, -1)
        return next(node.pointer[:one] for one in lengths if node.pointer[:one] in self._bases)

    def _collect(self) -> None:
        """Find all resources and anchors; the keys of a map of names are not keywords."""
        waiting = [(self._root, self._bases[()], False)]
        while waiting:
            node, base, has_names = waiting.pop()
            if not has_names:
                base = self._record(node, base)
            children = [
                (child, base, key in MAPS and not has_names)
                for key, child in node.members()
                if has_names or key not in _DATA
            ]
            children += [(item, base, False) for item in node.items()]
            waiting += reversed(children)

    def _record(self, node: Node, base: str) -> str:
        """Record the names of a part; return the URI that references in it are relative to."""
        own = node.text("$id") or (None if node.pointer else node.text("$self")) or ""
        if own and not own.startswith("#"):
            base = self._bases[node.pointer] = absolute_uri(base, own)
            self.identified.setdefault(base, node)
            if not node.pointer:
                self.declared = base
        # Up to draft 7, an `$id` with a fragment alone is an anchor.
        for name in (own if own.startswith("#") else None, *map(node.text, ANCHORS)):
            if name:
                self._anchors.setdefault((base, unquote(name.removeprefix("#"))), node)
        return base


def absolute_uri(base: str, reference: str) -> str:
    """Return the URI, without a fragment, that a reference names from a base."""
    try:
        return urljoin(base, reference.partition("#")[0])
    except ValueError:  # such as an invalid IPv6 address
        return reference


def ancestors(node: Node) -> Iterator[Node]:
    """Yield the parts that contain a node and the node itself, the root first."""
    return accumulate(node.pointer, Node.__getitem__, initial=node.document.root)
