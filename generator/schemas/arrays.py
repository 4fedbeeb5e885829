"""Read lists: of one type of item, or with a type for each of the first items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from generator.naming import singular
from generator.schemas import keywords, shapes

if TYPE_CHECKING:
    from generator.diagnostic_codes import Code
    from generator.document.document import Node
    from generator.document.resolve import Resolver
    from generator.schemas.shapes import Shape

_ORDINALS: Final = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")


class _SchemaReader(Protocol):
    """Reads single schemas; the methods are those of SchemaReader."""

    def shape(self, node: Node, name: str) -> Shape: ...
    def degrade(self, code: Code, message: str, node: Node) -> None: ...


def array_shape(node: Node, name: str, reader: _SchemaReader, resolver: Resolver) -> Shape:
    """Return the shape of a list.

    A tuple has all its items; if the schema also allows lists that are shorter or longer, the
    shape is the union of both.
    """
    first = _first_items(node, resolver)
    others = node.get("items") or node.get("unevaluatedItems")
    is_closed = others is not None and keywords.is_never(others, resolver)
    if not first and not is_closed:
        return shapes.Array(reader.shape(others, singular(name)) if others else shapes.Anything())
    most, least = _limit(node, "maxItems"), _limit(node, "minItems") or 0
    named = zip(first[:most], [*_ORDINALS, *[""] * len(first)], strict=False)
    items = [reader.shape(one, f"{singular(name)}{ordinal}") for one, ordinal in named]
    if is_closed or _is_cut(node, first) or (most is not None and most <= len(items)):
        whole = shapes.Tuple(tuple(items))
        return whole if least >= len(items) else shapes.Union((whole, _any_of(items)))
    further = reader.shape(others, singular(name)) if others else shapes.Anything()
    if further == shapes.Anything():
        return shapes.Union((shapes.Tuple(tuple(items)), shapes.Array(further)))
    message = "the first items have types of their own; the list holds any of the types"
    reader.degrade("open-tuple", message, node)
    return _any_of([*items, further])


def _first_items(node: Node, resolver: Resolver) -> list[Node]:
    """Return the schemas of the first items, up to one that no value is valid for."""
    found: list[Node] = []
    for one in node.items("prefixItems"):
        if keywords.is_never(one, resolver):
            break
        found.append(one)
    return found


def _is_cut(node: Node, first: list[Node]) -> bool:
    return len(first) < len(list(node.items("prefixItems")))


def _limit(node: Node, keyword: str) -> int | None:
    limit = keywords.schema_object(node).get(keyword)
    return limit if isinstance(limit, int) and limit >= 0 else None


def _any_of(items: list[Shape]) -> Shape:
    if shapes.Anything() in items:
        return shapes.Array(shapes.Anything())
    return shapes.Array(shapes.any_of(items) or shapes.Anything())
