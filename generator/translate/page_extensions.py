"""How other tools' documents say that an operation is paged, by extensions of OpenAPI.

`x-ms-pageable` is AutoRest's, `x-speakeasy-pagination` Speakeasy's, `x-fern-pagination` Fern's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from generator.profiles.paging import PagingRule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.document.document import Node

_MS: Final = "x-ms-pageable"
_SPEAKEASY: Final = "x-speakeasy-pagination"
_FERN: Final = "x-fern-pagination"
_LAST: Final = "[-1]"
_ROOTS: Final = (
    "$request.body.",
    "$request.query.",
    "$request.",
    "$response.",
    "$response",
    "$.",
    "$",
)


class Extension(NamedTuple):
    """What an extension says: the rule, or None if the operation has one page only."""

    name: str
    rule: PagingRule | None


def extension_of(operation: Node) -> Extension | None:
    """Return what the first extension of an operation that can be followed says."""
    for name, read in _READERS.items():
        node = operation.get(name)
        if node and name == _FERN and node.value is True:
            node = operation.document.root.get(name)
        if node and node.value is False:
            return Extension(name, None)
        if node and isinstance(node.value, dict):
            found = read(node)
            if found:
                return Extension(name, None if found.off else found)
    return None


def _ms(node: Node) -> PagingRule | None:
    """Read `{nextLinkName, itemName}`; without a link, there is one page."""
    link = node.get("nextLinkName")
    if link is None or link.value is None:
        return PagingRule(off=True)
    return PagingRule(next_url=str(link.value), items=node.text("itemName") or "value")


def _speakeasy(node: Node) -> PagingRule | None:
    """Read `{type, inputs, outputs}`; outputs are JSONPaths."""
    inputs = {one.text("type") or "": one.text("name") for one in node.items("inputs")}
    outputs = {key: _way(str(one.value)) for key, one in node.members("outputs")}
    items = outputs.get("results") or None
    kind = node.text("type")
    if kind == "url" and outputs.get("nextUrl"):
        return PagingRule(next_url=outputs["nextUrl"], items=items)
    if kind == "cursor" and inputs.get("cursor") and outputs.get("nextCursor"):
        way = outputs["nextCursor"]
        if _LAST not in way:
            return PagingRule(cursor=inputs["cursor"], next=way, items=items)
        items, _, member = way.partition(f"{_LAST}.")
        return PagingRule(cursor=inputs["cursor"], last_item=member, items=items)
    if kind == "offsetLimit" and inputs.get("offset"):
        return PagingRule(offset=inputs["offset"], size=inputs.get("limit"), items=items)
    if kind == "offsetLimit" and inputs.get("page"):
        return PagingRule(page=inputs["page"], size=inputs.get("limit"), items=items)
    return None


def _fern(node: Node) -> PagingRule | None:
    """Read `{cursor, next_cursor, results}`, or `{offset, results, step, has-next-page}`."""
    ways = {key: _way(str(one.value)) for key, one in node.members() if isinstance(one.value, str)}
    items, more = ways.get("results") or None, ways.get("has-next-page")
    if ways.get("cursor") and ways.get("next_cursor"):
        return PagingRule(cursor=ways["cursor"], next=ways["next_cursor"], items=items)
    if ways.get("next_uri"):
        return PagingRule(next_url=ways["next_uri"], items=items)
    if ways.get("offset") and ways.get("step"):
        return PagingRule(offset=ways["offset"], size=ways["step"], items=items, more=more)
    if ways.get("offset"):
        return PagingRule(page=ways["offset"], items=items, more=more)
    return None


def _way(text: str) -> str:
    """Return the members that a JSONPath, or `$request.…`, leads to: `$.data.next` has two."""
    for prefix in _ROOTS:
        if text.startswith(prefix):
            return text.removeprefix(prefix)
    return text


_READERS: Final[Mapping[str, Callable[[Node], PagingRule | None]]] = {
    _MS: _ms,
    _SPEAKEASY: _speakeasy,
    _FERN: _fern,
}
