"""The operations and webhooks of a document, each with its path item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.places import METHODS
from generator.reserved_names import WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.document.document import Document, Node
    from generator.document.resolve import Resolver


@dataclass(frozen=True, slots=True)
class SelectedOperation:
    """One operation of the document.

    Attributes:
        group: the name of its group.
        wider: further names that select it: those of groups that were divided or joined.
        method: in upper case.
        path: key of the path item; for a webhook, its name.
        path_items: the path item; if it is a reference with members next to it, its target first.
    """

    group: str
    method: str
    path: str
    node: Node
    path_items: tuple[Node, ...]
    wider: frozenset[str] = frozenset()

    @property
    def path_item(self) -> Node:
        """The path item as the document declares it, or else its target."""
        return self.path_items[-1]

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the operation."""
        return tuple(tag.value for tag in self.node.items("tags") if isinstance(tag.value, str))

    @property
    def key(self) -> str:
        """Method and path, by which a later run knows the operation."""
        return f"{self.method} {self.path}"

    @property
    def operation_id(self) -> str | None:
        """The `operationId`, if there is one."""
        return self.node.text("operationId")

    @property
    def names(self) -> tuple[str, ...]:
        """What a profile can call the operation, the most exact name first."""
        return (self.operation_id, self.key) if self.operation_id else (self.key,)

    def is_in(self, groups: Collection[str]) -> bool:
        """Whether one of these groups is that of the operation, or a wider one."""
        return self.group in groups or not self.wider.isdisjoint(groups)


def list_operations(document: Document, resolver: Resolver) -> Iterator[SelectedOperation]:
    """Yield all operations in document order, before they are divided among groups."""
    for path, reference in document.root.members("paths"):
        items = () if path.startswith("x-") else path_items(reference, resolver)
        for method, entry in _entries(items):
            # OpenAPI allows no reference here, but published documents have them.
            node = resolver.resolve(entry, "operation")
            if node is not None and isinstance(node.value, dict):
                name = method.upper() if method in METHODS else method
                yield SelectedOperation("", name, path, node, items)


def list_webhooks(document: Document, resolver: Resolver) -> tuple[SelectedOperation, ...]:
    """Return all webhooks of the document; OpenAPI 3.0 documents often call them `x-webhooks`."""
    key = "webhooks" if document.root.get("webhooks") else "x-webhooks"
    return tuple(
        SelectedOperation(WEBHOOKS, method.upper(), name, node, items)
        for name, reference in document.root.members(key)
        if (items := path_items(reference, resolver))
        for method, node in _entries(items)
        if method in METHODS and isinstance(node.value, dict)
    )


def path_items(declared: Node, resolver: Resolver) -> tuple[Node, ...]:
    """Return a path item; of a reference the target, and then what is next to the reference.

    Both apply together (OpenAPI 3.1, 4.8.9 "Path Item Object").
    """
    target = resolver.resolve(declared, "path item")
    found = (target,) if target else ()
    if not declared.get("$ref"):
        return found
    return (*found, declared) if len(dict(declared.members())) > 1 else found


def _entries(items: tuple[Node, ...]) -> Iterator[tuple[str, Node]]:
    """Yield the operations of a path item by method; the last one of a method counts."""
    found: dict[str, Node] = {}
    for item in items:
        found.update(one for one in item.members() if one[0] in METHODS)
        found.update(item.members("additionalOperations"))
    yield from found.items()
