"""The list of a response whose items a pager yields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.schemas.named_shapes import without_null
from generator.schemas.shapes import Named, Union
from generator.translate.page_members import item_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.translate.page_members import Member
    from generator.translate.page_parts import PageParts

LISTS: Final = frozenset(
    ("data", "entries", "items", "objects", "records", "resources", "results", "rows", "values")
)
"""The usual names of such a list."""

_BESIDES: Final = frozenset(
    ("errors", "included", "link", "links", "messages", "order", "orders by", "sort", "warnings")
)
"""Lists that say something about a page."""


def lists_of(parts: PageParts) -> list[Member]:
    """Return the lists that may have the items."""
    lists = [one for one in parts.members if one.kind == "list"]
    plain_lists = [one for one in lists if one.called not in _BESIDES]
    named = [one for one in lists if is_named(one, parts)]
    return plain_lists or named or [one for one in lists if one.called == "messages"]


def list_of(parts: PageParts) -> Member | None:
    """Return the one list of a response: itself, or the one nearest to it.

    Of several, one is chosen by its name, as such lists are usually called or as the path calls
    them; else the only one of objects. None if that does not decide.
    """
    lists = lists_of(parts)
    depth = min((len(one.names) for one in lists), default=0)
    nearest = [one for one in lists if len(one.names) == depth]
    calls = {one.called for one in nearest}
    names = LISTS | {"nodes"} if "edges" in calls else LISTS  # those of GraphQL
    usual = [one for one in nearest if one.called in names]
    named = [one for one in nearest if is_named(one, parts)]
    alike = [one for one in nearest if _end_alike(_singular(one.words), _singular(parts.path))]
    objects = [one for one in nearest if _has_objects(one, parts)]
    for some in (usual, named, alike if len(nearest) > 1 else []):
        if len(some) == 1:
            return some[0]
    if usual or (len(lists) > len(nearest) and not objects):
        return None
    only = nearest if len(nearest) == 1 else objects
    return only[0] if len(only) == 1 and not _is_resource(parts) else None


def is_named(one: Member, parts: PageParts) -> bool:
    """Whether a list is called as the path."""
    return _singular(one.words) == _singular(parts.path)


def _has_objects(one: Member, parts: PageParts) -> bool:
    item = item_of(one.shape, parts.definitions)
    return item is not None and isinstance(without_null(item, parts.definitions), Named | Union)


def _is_resource(parts: PageParts) -> bool:
    """Whether the response is one resource that has an ID of its own."""
    return any(one.wires in {("id",), ("data", "id")} for one in parts.members)


def _end_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and longer.endswith(shorter)


def _singular(words: Sequence[str]) -> str:
    """Return words as one text, without the ending of a plural."""
    text = "".join(words)
    for ending, instead in (("ies", "y"), ("ses", "s"), ("xes", "x"), ("s", "")):
        if text.endswith(ending):
            return text.removesuffix(ending) + instead
    return text
