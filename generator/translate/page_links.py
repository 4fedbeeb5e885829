"""The rules for pages whose URL the service gives, in a header or in the response."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.schemas.named_shapes import alternatives
from generator.translate.page_members import item_of, kind_of, properties_of
from generator.translate.page_rules import Way, belongs, more_of, pager_call
from generator.translate.page_words import (
    ASKING,
    BACKWARD,
    CURSORS,
    LINK_NAMES,
    LINK_WORDS,
    SIZES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.schemas.shapes import Shape
    from generator.translate.page_members import Member
    from generator.translate.page_parts import PageParts

_URL_FORMATS: Final = ("iri", "iri-reference", "uri", "uri-reference", "url")
_SAYS_URL: Final = re.compile(r"(?i)\b(ur[li]|link|href)\b|https?://")
_SAYS_HEADER: Final = re.compile(r"(?i)\blink\W{1,4}((http|response)\W{1,3})?headers?\b")
_URLS: Final = frozenset(("href", "uri", "url"))
_RELATIONS: Final = frozenset(("rel", "relation"))


def link_headers(parts: PageParts, items: Member) -> Iterator[Way]:
    """Yield the header `Link`, if the document has it for a response, or a parameter is from it."""
    asking = (one.description for one in parts.slots if one.called in ASKING)
    if "link" in parts.headers or any(map(_SAYS_HEADER.search, asking)):
        yield link_header(parts, items)


def link_header(parts: PageParts, items: Member) -> Way:
    """Return the way along the header `Link`."""
    call = pager_call("LinkHeader", items, None, more_of(parts, items))
    return Way("link-header", call, (("link", "true"),))


def next_urls(parts: PageParts, items: Member) -> Iterator[Way]:
    """Yield the members that are the URL of the next page."""
    asks = any(one.called in ASKING for one in parts.slots)
    # A text with the plain name `next` is a URL, unless a parameter takes texts.
    takes_text = any(
        one.called in CURSORS or (one.called in ASKING and one.kind == "text")
        for one in parts.slots
    )
    for one in parts.members:
        is_union = one.kind == "object" and is_link(one, parts)
        if not (one.kind == "text" or is_union) or not _leads_on(one):
            continue
        if not belongs(one, items, shared=asks):
            continue
        if is_union or _is_url(one) or (not takes_text and one.called == "next"):
            yield next_url(parts, items, one)


def link_lists(parts: PageParts, items: Member) -> Iterator[Way]:
    """Yield the lists `[{rel, href}]` of links, if a parameter asks for pages."""
    if any(one.called in ASKING | SIZES for one in parts.slots):
        lists = (one for one in parts.members if one.kind == "list" and one != items)
        for one in lists:
            if one.called in LINK_WORDS and belongs(one, items) and is_link(one, parts):
                yield next_url(parts, items, one)


def next_url(parts: PageParts, items: Member, member: Member) -> Way:
    """Return the way along URLs in a member."""
    call = pager_call(
        "NextLink", items, None, {"next": member.attribute_path, **more_of(parts, items)}
    )
    return Way("next-url", call, (("next_url", member.name),))


def _leads_on(one: Member) -> bool:
    """Whether a member is about the next page, and about nothing else that is next."""
    is_next = "next" in one.path_words and BACKWARD.isdisjoint(one.path_words)
    return is_next and LINK_NAMES.issuperset(one.words)


def _is_url(one: Member) -> bool:
    """Whether a member is a URL by its name, its format or its description."""
    if LINK_WORDS & set(one.path_words) or _SAYS_URL.search(one.description):
        return True
    node = one.node
    example = node.get("example") if node else None
    is_url = example is not None and str(example.value).startswith(("http", "/"))
    return is_url or (node is not None and node.text("format") in _URL_FORMATS)


def is_link(one: Member, parts: PageParts) -> bool:
    """Whether a member is a list of links, or a union of a URL and an object that has it."""
    item = item_of(one.shape, parts.definitions)
    if item is not None:
        names = _names(item, parts)
        return not _URLS.isdisjoint(names) and not _RELATIONS.isdisjoint(names)
    variants = alternatives(one.shape, parts.definitions)
    kinds = {kind_of(each, parts.definitions) for each in variants}
    objects = [names for each in variants if (names := _names(each, parts))]
    return kinds == {"text", "object"} and not any(map(_URLS.isdisjoint, objects))


def _names(shape: Shape, parts: PageParts) -> set[str]:
    return {one.wire for one in properties_of(shape, parts.definitions)}
