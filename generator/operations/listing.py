"""Whether an operation returns a list, for its name: `list_rooms`, not `get_rooms`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.schemas.keywords import UNIONS, kinds_of, resolve_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.document.document import Node
    from generator.document.resolve import Resolver

_DEPTH: Final = 3
"""How many objects or `allOf` may be around a list."""


def returns_list(operation: Node, resolver: Resolver) -> bool:
    """Whether a successful response is a list, or an object that has one."""
    return any(_has_list(one, resolver, _DEPTH) for one in _schemas(operation, resolver))


def _schemas(operation: Node, resolver: Resolver) -> Iterator[Node]:
    for status, declared in operation.members("responses"):
        response = resolver.resolve(declared, "response") if status.startswith("2") else None
        for _, media in response.members("content") if response else ():
            if schema := media.get("schema"):
                yield schema


def _has_list(schema: Node, resolver: Resolver, depth: int) -> bool:
    target = resolve_schema(schema, resolver)
    if target is None or "array" in kinds_of(target):
        return target is not None
    inner = [part for key in ("allOf", *UNIONS) for part in target.items(key)]
    inner += [member for _, member in target.members("properties")]
    return depth > 0 and any(_has_list(one, resolver, depth - 1) for one in inner)
