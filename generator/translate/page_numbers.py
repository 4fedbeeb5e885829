"""The rules for pages that are asked for by a number: of the page, or of the items to skip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.schemas.shapes import Scalar
from generator.translate.page_rules import Way, belongs, more_of, pager_call
from generator.translate.page_words import (
    COUNTS,
    OFFSETS,
    PAGES,
    SIZES,
    TOTALS,
    UNSURE_OFFSETS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.python_types import Value
    from generator.translate.page_members import Member
    from generator.translate.page_parts import PageParts, Slot

_NUMBERS: Final = ("number", "any")
_SCALARS: Final = ("number", "text", "any")
_SKIPS: Final = re.compile(r"(?i)\bskip|paginat")
_SAYS_MOST: Final = re.compile(r"(?i)\b(?:max(?:imum)?|at most|up to)\b[^\d.]{0,20}(\d{1,6})\b")
SAYS_ID: Final = re.compile(r"(?i)\b(ids?|identifiers?)\b")
_CURRENT: Final = frozenset(("current", "current page", "page", "page index", "page number"))
_NUMBER: Final = frozenset(("number",))  # of the page, next to the number of pages or a flag
_FROM_ZERO: Final = re.compile(
    r"(?i)zero[- ](based|indexed)|(start|begin)\w* (at|from|with) (0|zero)\b|0-(based|indexed)"
)
_FROM_ONE: Final = re.compile(
    r"(?i)one[- ](based|indexed)|(start|begin)\w* (at|from|with) (1|one)\b|1-(based|indexed)"
)


class _Numbers(NamedTuple):
    """Where counting begins: the first number, or the attributes that lead to it."""

    first: int
    current: str


def page_numbers(parts: PageParts, items: Member) -> Iterator[Way]:
    """Yield the parameters that take the number of a page."""
    for slot in parts.slots:
        if slot.called in PAGES and _is_page(parts, items, slot):
            yield page_number(parts, items, slot)


def _is_page(parts: PageParts, items: Member, slot: Slot) -> bool:
    """Whether a parameter that is called so takes the number of a page, and the first is known.

    A text does if the response has the number of the page, or of all pages.
    """
    shown = any(_number(parts, items, one) for one in (_CURRENT, COUNTS))
    if slot.kind not in (_SCALARS if shown else _NUMBERS):
        return False
    if slot.called == "current":
        return size_of(parts, slot) is not None
    is_plain = len(slot.wires) == 1 and "index" not in slot.called
    known = is_plain or first_number(slot) is not None or _number(parts, items, _CURRENT)
    return bool(known)


def page_number(parts: PageParts, items: Member, slot: Slot, first: int | None = None) -> Way:
    """Return the way by the number of a page."""
    first = first_number(slot) if first is None else first
    current = _current(parts, items) if first is None else ""
    numbers = _Numbers(1 if first is None else first, current)
    return _way("PageNumber", parts, items, slot, numbers)


def _current(parts: PageParts, items: Member) -> str:
    """Return the attributes that lead to the number of the page that the response is."""
    counts = _number(parts, items, COUNTS) or more_of(parts, items)
    names = (_CURRENT, _NUMBER) if counts else (_CURRENT,)
    return next(filter(None, (_number(parts, items, one) for one in names)), "")


def offsets(parts: PageParts, items: Member) -> Iterator[Way]:
    """Yield the parameters that take the number of items to skip.

    A response or another parameter shows that items are counted.
    """
    names = OFFSETS | UNSURE_OFFSETS
    for slot in parts.slots:
        name, first, current = slot.called, first_number(slot), echo_of(parts, items, slot)
        counts = bool(current or _total(parts, items))
        if name not in names or slot.kind not in (_SCALARS if counts else _NUMBERS):
            continue
        sure = (
            counts
            or size_of(parts, slot)
            or more_of(parts, items)
            or _SKIPS.search(slot.description)
        )
        is_offset = (name in OFFSETS and sure) or (name in UNSURE_OFFSETS and counts)
        if not is_offset or SAYS_ID.search(slot.description):
            continue
        if first is None and "index" in name and not current:
            continue  # it is counted from 0 or from 1
        yield offset(parts, items, slot)


def offset(parts: PageParts, items: Member, slot: Slot, first: int | None = None) -> Way:
    """Return the way by the number of items to skip."""
    first = first_number(slot) if first is None else first
    current = echo_of(parts, items, slot) if first is None else ""
    # An index may be counted from 1; then the end comes one item later, and nothing is lost.
    numbers = _Numbers(int("index" in slot.called) if first is None else first, current)
    return _way("Offset", parts, items, slot, numbers)


def size_of(parts: PageParts, slot: Slot) -> Slot | None:
    """Return the slot for the number of items in a page, next to the one that asks for it."""
    found = [
        one
        for one in parts.slots
        if (one.place, one.wires[:-1]) == (slot.place, slot.wires[:-1])
        and one.kind in _SCALARS
        and one.called in SIZES
    ]
    return found[0] if len(found) == 1 else None


def first_number(slot: Slot) -> int | None:
    """Return the number that counting begins with, if the document says it."""
    default, least = slot.default, slot.node.get("minimum")
    if isinstance(default, int) and not isinstance(default, bool) and default in (0, 1):
        return default
    if _FROM_ZERO.search(slot.description):
        return 0
    if _FROM_ONE.search(slot.description):
        return 1
    return 1 if least and least.value == 1 else 0 if least and least.value == 0 else None


def _way(name: str, parts: PageParts, items: Member, slot: Slot, numbers: _Numbers) -> Way:
    keywords: dict[str, Value] = {"first": numbers.first}
    if numbers.current:
        keywords["current"] = numbers.current
    size, count = size_of(parts, slot), _number(parts, items, COUNTS)
    if count and name == "PageNumber":
        keywords["count"] = count
    if size and size.kind == "number":
        keywords["size"] = size.wire
        if most := _most(size):
            keywords["most"] = most
    total = _total(parts, items)
    if total:
        keywords["total"] = total
    call = pager_call(name, items, slot, {**keywords, **more_of(parts, items)})
    rule, key = ("page-number", "page") if name == "PageNumber" else ("offset", "offset")
    return Way(rule, call, ((key, slot.name),), slot)


def _most(size: Slot) -> int:
    """Return the greatest number of items in a page; 0 if the document does not have it."""
    most = size.node.get("maximum")
    if most and type(most.value) is int:
        return max(most.value, 0)
    said = _SAYS_MOST.search(size.description)
    return int(said[1]) if said else 0


def _number(parts: PageParts, items: Member, names: frozenset[str]) -> str:
    """Return the attributes that lead to a number of the response, if it has one of the names."""
    numbers = [one for one in parts.members if one.kind == "number" and one.called in names]
    found = [one for one in numbers if belongs(one, items) and not _is_sum(one)]
    return found[0].attribute_path if len(found) == 1 else ""


def _total(parts: PageParts, items: Member) -> str:
    """Return the attributes that lead to the number of items: `total`, or `total_` and the list."""
    return _number(parts, items, TOTALS | {f"total {items.called}"} if items.names else TOTALS)


def _is_sum(one: Member) -> bool:
    """Whether a total may be one of prices, not of items."""
    return one.called == "total" and one.shape != Scalar("int")


def echo_of(parts: PageParts, items: Member, slot: Slot) -> str:
    """Return the attributes that lead to what the response repeats of a number."""
    return _number(parts, items, frozenset((slot.called,)))
