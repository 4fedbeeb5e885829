"""The rules that recognise how an operation is paged, from what its document says.

Each returns every way that fits. Who chooses is `paging`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from generator.python_types import RuntimeCall
from generator.schemas.shapes import Union
from generator.text import Untrusted
from generator.translate.page_parts import Member, inner_members, item_of, plain, words_of
from generator.translate.page_words import (
    ASKING,
    BACKWARD,
    CONTAINERS,
    CURSORS,
    DONE,
    LAST_ITEMS,
    LINK_NAMES,
    LINK_WORDS,
    MORE,
    SIZES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.python_types import Value
    from generator.schemas.shapes import Shape
    from generator.translate.page_parts import Kind, PageParts, Slot, Words

_NONE: Final[Mapping[str, Value]] = MappingProxyType({})
_URL_FORMATS: Final = ("iri", "iri-reference", "uri", "uri-reference", "url")
_SAYS_URL: Final = re.compile(r"(?i)\b(ur[li]|link|href)\b|https?://")
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


def link_headers(parts: PageParts, items: Member) -> Iterator[Way]:
    """Yield the header `Link`, if the document has it for a response."""
    if "link" in parts.headers:
        yield link_header(items)


def link_header(items: Member) -> Way:
    """Return the way along the header `Link`."""
    return Way("link-header", pager_call("LinkHeader", items), (("link", "true"),))


def next_urls(parts: PageParts, items: Member) -> Iterator[Way]:
    """Yield the members that are the URL of the next page."""
    asks = any(one.called in ASKING for one in parts.slots)
    # A text with the plain name `next` is a URL, unless a parameter takes texts.
    takes_text = any(
        one.called in CURSORS or (one.called in ASKING and one.kind == "text")
        for one in parts.slots
    )
    for one in parts.members:
        if one.kind != "text" or not _leads_on(one) or not belongs(one, items, shared=asks):
            continue
        if _is_url(one) or (not takes_text and one.called == "next"):
            yield next_url(parts, items, one)


def next_url(parts: PageParts, items: Member, member: Member) -> Way:
    """Return the way along URLs in a member."""
    call = pager_call("NextLink", items, None, {"next": member.way, **more_of(parts, items)})
    return Way("next-url", call, (("next_url", member.name),))


def cursors(parts: PageParts, items: Member, worst: int = 3) -> list[Way]:
    """Return the members that a parameter takes for the next page: the best fits only.

    With 0 for `worst`, the names of both are the same, and that of the member has `next`.
    """
    ranked: dict[int, list[Way]] = {}
    slots = [one for one in parts.slots if one.called not in SIZES]
    members = [one for one in parts.members if one.called not in SIZES]
    for slot in slots:
        for one in members:
            rank = _rank(one, slot)
            if rank is not None and rank <= worst and belongs(one, items, slot.called_words):
                ranked.setdefault(rank, []).append(cursor(parts, items, slot, one))
    return ranked[min(ranked)] if ranked else []


def next_cursors(parts: PageParts, items: Member) -> list[Way]:
    """Return the cursors in an object of the next page, called as the parameter: `next.after`."""
    found = [(one, dict(one.keys)["next"].split(".")) for one in cursors(parts, items, 0)]
    return [one for one, (*around, _) in found if "next" in words_of(tuple(around))]


def cursor(parts: PageParts, items: Member, slot: Slot, member: Member) -> Way:
    """Return the way along a cursor in a member."""
    call = pager_call("Cursor", items, slot, {"next": member.way, **more_of(parts, items)})
    return Way("cursor", call, (("cursor", slot.name), ("next", member.name)), slot)


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
    given: dict[str, Value] = {} if key.way == "id" else {"id": key.way}
    call = pager_call("LastItem", items, slot, {**given, **more_of(parts, items)})
    return Way("last-item", call, (("cursor", slot.name), ("last_item", key.name)), slot)


def more_of(parts: PageParts, items: Member) -> dict[str, Value]:
    """Return the flag of the response that says whether more pages follow, for the runtime."""
    for keyword, names in (("more", MORE), ("done", DONE)):
        found = [one for one in parts.members if one.kind == "flag" and one.called in names]
        found = [one for one in found if belongs(one, items)]
        if len(found) == 1:
            return {keyword: found[0].way}
    return {}


def pager_call(
    name: str, items: Member, slot: Slot | None = None, keywords: Mapping[str, Value] = _NONE
) -> RuntimeCall:
    """Return the call that makes a pager."""
    where: dict[str, Value] = {"items": items.way} if items.names else {}
    if slot and slot.place != "query":
        where["place"] = slot.place
    if slot and len(slot.wires) > 1:
        where["inside"] = slot.wires[:-1]
    module = "counting" if name in {"Offset", "PageNumber"} else "paging"
    arguments = (Untrusted(slot.wire),) if slot else ()
    return RuntimeCall(module, name, arguments, tuple({**where, **keywords}.items()))


def _leads_on(one: Member) -> bool:
    """Whether a member is about the next page, and about nothing else that is next."""
    is_next = "next" in one.path_words and BACKWARD.isdisjoint(one.path_words)
    return is_next and LINK_NAMES.issuperset(one.words)


def belongs(one: Member, items: Member, more: Words = (), *, shared: bool = True) -> bool:
    """Whether the objects around a member are about a page, or have the list too."""
    known = {*CONTAINERS, "next", *more}
    around = one.wires[: max(len(one.wires) - 1, 0)]
    same = items.wires[:-1] if shared else ()
    return all(
        name in same[number : number + 1] or known.issuperset(words_of((name,)))
        for number, name in enumerate(around)
    )


def _is_url(one: Member) -> bool:
    """Whether a member is a URL by its name, its format or its description."""
    if LINK_WORDS & set(one.path_words) or _SAYS_URL.search(one.description):
        return True
    node = one.node
    example = node.get("example") if node else None
    is_url = example is not None and str(example.value).startswith(("http", "/"))
    return is_url or (node is not None and node.text("format") in _URL_FORMATS)


def _rank(member: Member, slot: Slot) -> int | None:
    """Return how well a parameter takes a member for the next page, 0 best; None if not."""
    words, wanted = member.path_words, slot.called_words
    if not _fits(member.kind, slot.kind):
        return None
    if words == ("last", "id") and slot.called in LAST_ITEMS:
        return 0
    own = tuple(one for one in words if one not in {"next", "end"})
    if not BACKWARD.isdisjoint(set(words) - set(wanted)):
        return None
    if own == words:
        return 3 if _equal_cursors(member, slot) else None
    return _rank_next(own, slot) if ASKING & {slot.called, *wanted} else None


def _rank_next(own: Words, slot: Slot) -> int | None:
    """Return the rank of a member for the next page; its words are without `next`."""
    wanted = slot.called_words
    if _ends_with(own, wanted):
        return 0
    core, wanted_core = _core(own), _core(wanted)
    if (core and wanted_core and _ends_with(core, wanted_core)) or _ends_with(wanted, own):
        return 1
    is_opaque = not set(own) - CONTAINERS - {"cursor", "token", "page"}
    return 2 if is_opaque and slot.called in CURSORS else None


def _equal_cursors(member: Member, slot: Slot) -> bool:
    """Whether a member and a parameter have one name, and it is that of a cursor."""
    if not _ends_with(slot.called_words, member.words):
        return False
    if member.words == ("offset",):  # a number would repeat the request's
        return member.kind == slot.kind == "text"
    return slot.called in CURSORS


def _core(words: Words) -> Words:
    return tuple(one for one in words if one not in {"cursor", "token", "key", "id"})


def _ends_with(words: Words, ending: Words) -> bool:
    return bool(ending) and words[-len(ending) :] == ending


def _fits(given: Kind, taken: Kind) -> bool:
    """Whether a parameter takes values of a kind."""
    scalars = {"text", "number", "any"}
    return {given, taken} <= scalars and (given, taken) != ("text", "number")


def item_member(parts: PageParts, items: Member, name: str) -> Member | None:
    """Return a member of an item; all variants of a union must have it."""
    item = item_of(items.shape, parts.definitions)
    end = plain(item or items.shape, parts.definitions)
    variants = end.variants if isinstance(end, Union) else (end,)
    found = [_wired(plain(one, parts.definitions), name, parts) for one in variants]
    first = found[0]
    return first if all(one and first and one.names == first.names for one in found) else None


def _wired(shape: Shape, name: str, parts: PageParts) -> Member | None:
    """Return the member of an object with a name on the wire."""
    owner = Member(names=(), wires=(), shape=shape, kind="object")
    return next((one for one in inner_members(owner, parts.definitions) if one.name == name), None)
