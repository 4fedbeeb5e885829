"""The rules that recognise how an operation is paged, from what its document says.

Each returns every way that fits. Who chooses is `paging`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from generator.python_types import RuntimeCall
from generator.schemas.named_shapes import alternatives
from generator.text import Untrusted
from generator.translate.page_members import Member, inner_members, item_of, words_of
from generator.translate.page_words import (
    ASKING,
    BACKWARD,
    CONTAINERS,
    CURSOR_WORDS,
    CURSORS,
    DONE,
    FORWARD,
    LAST_ITEMS,
    LINK_WORDS,
    MORE,
    SIZES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.python_types import Value
    from generator.schemas.shapes import Shape
    from generator.translate.page_members import Kind, Words
    from generator.translate.page_parts import PageParts, Slot

_NONE: Final[Mapping[str, Value]] = MappingProxyType({})
_ENDING: Final = frozenset(("cursor", "key", "token"))  # `end_cursor`, but not `end_date`
_POSITIONS: Final = CURSOR_WORDS | {"next"}
_OTHER_CURSORS: Final = frozenset(("delta", "sync"))  # of changes, not of pages
_SAYS_ID_CURSOR: Final = re.compile(r"(?is)(?=.*\bids?\b)(?=.*(cursor|paginat))")


@dataclass(frozen=True, slots=True)
class Way:
    """A way to page.

    Attributes:
        keys: the keys of a `[[paging]]` table that say the same, with their values.
        slot: what asks for a page; None for a URL.
    """

    rule: str
    pager: RuntimeCall
    keys: tuple[tuple[str, str], ...]
    slot: Slot | None = None


def cursors(parts: PageParts, items: Member, worst: int = 4) -> list[Way]:
    """Return the members that a parameter takes for the next page: the best fits only.

    With 0 for `worst`, the names of both are the same, and that of the member has `next`.
    """
    ranked: dict[int, list[Way]] = {}
    slots = [one for one in parts.slots if one.called not in SIZES]
    members = [one for one in parts.members if one.called not in SIZES]
    for slot in slots:
        for one in members:
            rank = _rank(one.kind, _words_next_to(one, items), slot)
            if rank is not None and rank <= worst and belongs(one, items, slot.called_words):
                ranked.setdefault(rank, []).append(cursor(parts, items, slot, one))
    return ranked[min(ranked)] if ranked else []


def next_cursors(parts: PageParts, items: Member) -> list[Way]:
    """Return the cursors in an object of the next page, called as the parameter: `next.after`."""
    found = [(one, dict(one.keys)["next"].split(".")) for one in cursors(parts, items, 0)]
    return [one for one, (*around, _) in found if "next" in words_of(tuple(around))]


def cursor_headers(parts: PageParts, items: Member) -> list[Way]:
    """Return the headers, such as `X-Next-Cursor`, that a parameter takes for the next page."""
    headers = [(one, words_of((one.removeprefix("x-"),))) for one in sorted(parts.headers)]
    # A header such as `Retry-After` is not a position in the list.
    named = [one for one in headers if not _POSITIONS.isdisjoint(one[1])]
    return [
        cursor_header(parts, items, slot, name)
        for slot in parts.slots
        for name, words in named
        if slot.called not in SIZES and _rank("any", words, slot) in (0, 1)
    ]


def cursor_header(
    parts: PageParts, items: Member, slot: Slot, name: str, last: Member | None = None
) -> Way:
    """Return the way along a cursor in a header, else along a member of the last item."""
    given: dict[str, Value] = {"header": name.lower(), **_id_of(last)}
    call = pager_call("Cursor", items, slot, {**given, **more_of(parts, items)})
    return Way("cursor", call, (("cursor", slot.name), ("next_header", name)), slot)


def cursor(
    parts: PageParts, items: Member, slot: Slot, member: Member, last: Member | None = None
) -> Way:
    """Return the way along a cursor in a member, else along a member of the last item.

    Without `last`, a cursor that is the ID of the last item by its name has the ID in its place.
    """
    last = last or _repeated(parts, items, slot, member)
    given: dict[str, Value] = {"next": member.attribute_path, **_id_of(last)}
    call = pager_call("Cursor", items, slot, {**given, **more_of(parts, items)})
    return Way("cursor", call, (("cursor", slot.name), ("next", member.name)), slot)


def _repeated(parts: PageParts, items: Member, slot: Slot, member: Member) -> Member | None:
    """Return the ID of an item, if a cursor such as `last_id` is that of the last item."""
    key = item_member(parts, items, "id") if _is_last_id(member.words, slot) else None
    return key if key and _fits(key.kind, slot.kind) else None


def _is_last_id(words: Words, slot: Slot) -> bool:
    """Whether a member is the ID of the last item, and a parameter takes it."""
    return words[-2:] == ("last", "id") and slot.called in LAST_ITEMS


def _id_of(last: Member | None) -> dict[str, Value]:
    """Return the member of the last item that is a cursor where the page has none."""
    return {"id": last.attribute_path} if last else {}


def last_items(parts: PageParts, items: Member) -> Iterator[Way]:
    """Yield the parameters that take the ID of the last item.

    The response has a flag for more pages, or the parameter says that it is such a cursor.
    """
    has_more = bool(more_of(parts, items))
    key = item_member(parts, items, "id")
    for slot in parts.slots:
        sure = has_more or _SAYS_ID_CURSOR.search(slot.description)
        if key and sure and slot.called in LAST_ITEMS and _fits(key.kind, slot.kind):
            yield last_item(parts, items, slot, key)


def last_item(parts: PageParts, items: Member, slot: Slot, key: Member) -> Way:
    """Return the way along a member of the last item."""
    given: dict[str, Value] = {} if key.attribute_path == "id" else {"id": key.attribute_path}
    call = pager_call("LastItem", items, slot, {**given, **more_of(parts, items)})
    return Way("last-item", call, (("cursor", slot.name), ("last_item", key.name)), slot)


def more_of(parts: PageParts, items: Member) -> dict[str, Value]:
    """Return the flag of the response that says whether more pages follow, for the runtime."""
    for keyword, names in (("more", MORE), ("done", DONE)):
        found = [one for one in parts.members if one.kind == "flag" and one.called in names]
        found = [one for one in found if belongs(one, items)]
        found.sort(key=lambda one: one.wires[:-1] != items.wires[:-1])
        if found:  # several say the same; best is one in the object that has the list
            return {keyword: found[0].attribute_path}
    return {}


def pager_call(
    name: str, items: Member, slot: Slot | None = None, keywords: Mapping[str, Value] = _NONE
) -> RuntimeCall:
    """Return the call that makes a pager."""
    where: dict[str, Value] = {"items": items.attribute_path} if items.names else {}
    if slot and slot.place != "query":
        where["place"] = slot.place
    if slot and len(slot.wires) > 1:
        where["inside"] = slot.wires[:-1]
    module = "counting" if name in {"Offset", "PageNumber"} else "pagers"
    arguments = (Untrusted(slot.wire),) if slot else ()
    return RuntimeCall(module, name, arguments, tuple({**where, **keywords}.items()))


def belongs(one: Member, items: Member, more: Words = (), *, shared: bool = True) -> bool:
    """Whether the objects around a member are about a page, or have the list too."""
    known = {*CONTAINERS, "next", *more}
    around = one.wires[: max(len(one.wires) - 1, 0)]
    same = items.wires[:-1] if shared else ()
    return all(
        name in same[number : number + 1] or known.issuperset(words_of((name,)))
        for number, name in enumerate(around)
    )


def _words_next_to(one: Member, items: Member) -> Words:
    """Return the words of the names that lead to a member from an object that has the list too."""
    around = zip(one.wires[:-1], items.wires[:-1], strict=False)
    shared = takewhile(lambda pair: pair[0] == pair[1], around)
    return words_of(one.wires[sum(1 for _ in shared) :])


def _rank(kind: Kind, words: Words, slot: Slot) -> int | None:
    """Return how well a parameter takes a member for the next page, 0 best; None if not."""
    wanted = slot.called_words
    if not _fits(kind, slot.kind) or not _OTHER_CURSORS.isdisjoint(words) or _takes_time(slot):
        return None
    if _is_last_id(words, slot):
        return 0
    others = set(words) - set(wanted)
    if not BACKWARD.isdisjoint(others) or not LINK_WORDS.isdisjoint(others):
        return None
    forward = FORWARD if _ENDING.isdisjoint(words) else {*FORWARD, "end"}
    if forward.isdisjoint(words):
        is_only = words[-1:] == ("cursor",) and slot.called in CURSORS
        return 3 if _equal_cursors(kind, words, slot) else 4 if is_only else None
    own = tuple(one for one in words if one not in forward or one in wanted)
    if not ASKING & {slot.called, *wanted}:
        return None
    return 1 if own == words and _ends_with(own, wanted) else _rank_next(own, slot)


def _takes_time(slot: Slot) -> bool:
    """Whether a parameter is called as an earliest time, such as `created_after`."""
    *of, last = slot.called_words or ("",)
    is_cursor = slot.called in CURSORS or CONTAINERS.union(FORWARD).issuperset(of)
    return last == "after" and not is_cursor


def _rank_next(own: Words, slot: Slot) -> int | None:
    """Return the rank of a member for the next page; its words are without `next`."""
    wanted = slot.called_words
    if _ends_with(own, wanted):
        return 0
    core, wanted_core = _core(own), _core(wanted)
    if (core and wanted_core and _ends_with(core, wanted_core)) or _ends_with(wanted, own):
        return 1
    is_opaque = not set(own) - CONTAINERS - FORWARD - {"cursor", "token", "page"}
    if not is_opaque or slot.called not in CURSORS:
        return None
    return 2 if own else 3  # a plain `next` may also be a URL


def _equal_cursors(kind: Kind, words: Words, slot: Slot) -> bool:
    """Whether a member and a parameter have one name, and it is that of a cursor."""
    name = slot.called_words
    if name == ("offset",):  # a number would repeat the request's
        return words[-1:] == name and kind == slot.kind == "text"
    return slot.called in CURSORS and _ends_with(words, name)


def _core(words: Words) -> Words:
    return tuple(one for one in words if one not in CURSOR_WORDS)


def _ends_with(words: Words, ending: Words) -> bool:
    return bool(ending) and words[-len(ending) :] == ending


def _fits(given: Kind, taken: Kind) -> bool:
    """Whether a parameter takes values of a kind."""
    scalars = {"text", "number", "any"}
    return {given, taken} <= scalars and (given, taken) != ("text", "number")


def item_member(parts: PageParts, items: Member, name: str) -> Member | None:
    """Return a member of an item; all variants of a union must have it."""
    item = item_of(items.shape, parts.definitions) or items.shape
    variants = alternatives(item, parts.definitions)
    found = [_wired(one, name, parts) for one in variants]
    first = found[0] if found else None
    return first if all(one and first and one.names == first.names for one in found) else None


def _wired(shape: Shape, name: str, parts: PageParts) -> Member | None:
    """Return the member of an object with a name on the wire."""
    owner = Member(names=(), wires=(), shape=shape, kind="object")
    return next((one for one in inner_members(owner, parts.definitions) if one.name == name), None)
