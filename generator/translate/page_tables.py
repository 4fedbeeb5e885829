"""Match the `[[paging]]` tables of a profile with operations."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.diagnostics import did_you_mean, shown
from generator.translate.page_links import is_link, link_header, next_url
from generator.translate.page_lists import list_of
from generator.translate.page_numbers import offset, page_number
from generator.translate.page_rules import cursor, cursor_header, item_member, last_item

if TYPE_CHECKING:
    from generator.profiles.paging import PagingRule
    from generator.python_types import RuntimeCall
    from generator.translate.page_members import Member
    from generator.translate.page_parts import PageParts, Slot
    from generator.translate.page_rules import Way


_SCALARS: Final = ("text", "number", "any")
_NAMES: Final = {"flag": "a boolean", "number": "a number", "list": "a list", "text": "a scalar"}


class Miss(Exception):  # noqa: N818  it is caught where a rule is matched
    """A rule does not fit an operation.

    Attributes:
        key: of the table, that names what the operation does not have.
        found: the number of keys before it that fit.
    """

    def __init__(self, found: int, key: str, reason: str, advice: str | None = None) -> None:
        super().__init__(reason)
        self.found, self.key, self.reason, self.advice = found, key, reason, advice


class Match(NamedTuple):
    """How an operation is paged by a rule."""

    way: Way
    items: Member


def is_meant(rule: PagingRule, parts: PageParts) -> bool:
    """Whether a rule is for an operation, before its parts are looked at."""
    if not rule.operations and not rule.paths:
        return True
    selected = parts.operation.selected
    by_path = any(fnmatchcase(selected.path, one) for one in rule.paths)
    return by_path or any(name in rule.operations for name in selected.names)


def match(rule: PagingRule, parts: PageParts) -> Match:
    """Return how an operation is paged by a rule; raise `Miss` if the rule does not fit."""
    slot = _slot(rule, parts)
    items = _items(rule, parts)
    way = _way(rule, parts, slot, items)
    more = _member(parts, "more", rule.more, ("flag",), 3) if rule.more else None
    total = _member(parts, "total", rule.total, ("number",), 3) if rule.total else None
    given = {
        "more": more.attribute_path if more else None,
        "total": total.attribute_path if total else None,
    }
    return Match(replace(way, pager=_with(way.pager, given, rule)), items)


def _slot(rule: PagingRule, parts: PageParts) -> Slot | None:
    """Return what asks for a page; None if a URL does."""
    key = next((one for one in ("cursor", "page", "offset") if getattr(rule, one)), None)
    if key is None:
        return None
    name = getattr(rule, key)
    found = next((one for one in parts.slots if one.name == name), None)
    if found is None:
        advice = did_you_mean(name, [one.name for one in parts.slots])
        raise Miss(0, key, f"it has no parameter {shown(name)}", advice)
    return found


def _items(rule: PagingRule, parts: PageParts) -> Member:
    found = list_of(parts) if rule.items is None else None
    if rule.items is not None:
        found = _member(parts, "items", rule.items, ("list",), 1)
    if found is None:
        lists = [one.name for one in parts.members if one.kind == "list"]
        what = "several lists" if lists else "no list"
        advice = f"set items to one of {', '.join(map(shown, lists[:10]))}" if lists else None
        raise Miss(1, "items", f"its response has {what}", advice)
    return found


def _way(rule: PagingRule, parts: PageParts, slot: Slot | None, items: Member) -> Way:
    """Return the way of the style of a rule."""
    if slot is None:
        if rule.link:
            return link_header(parts, items)
        return next_url(parts, items, _member(parts, "next_url", rule.next_url, _SCALARS, 2))
    if rule.page:
        return page_number(parts, items, slot, rule.first)
    if rule.offset:
        return offset(parts, items, slot, rule.first)
    return _cursor(rule, parts, slot, items)


def _cursor(rule: PagingRule, parts: PageParts, slot: Slot, items: Member) -> Way:
    """Return the way of a rule with a cursor."""
    key = item_member(parts, items, rule.last_item) if rule.last_item else None
    if rule.last_item and key is None:
        raise Miss(2, "last_item", f"its items have no {shown(rule.last_item)}")
    if rule.next_header:
        return cursor_header(parts, items, slot, rule.next_header, key)
    if rule.next or key is None:
        member = _member(parts, "next", rule.next, _SCALARS, 2)
        return cursor(parts, items, slot, member, key)
    return last_item(parts, items, slot, key)


def _member(
    parts: PageParts, key: str, name: str | None, kinds: tuple[str, ...], found: int
) -> Member:
    """Return a member of the response, which has one of these kinds."""
    one = next((one for one in parts.members if one.name == name), None)
    if one is None:
        names = [each.name for each in parts.members if each.names and each.kind in kinds]
        advice = did_you_mean(name or "", names)
        raise Miss(found, key, f"its response has no {shown(name or '')}", advice)
    if one.kind not in kinds and not (key == "next_url" and is_link(one, parts)):
        inner = [each.name for each in parts.members if each.wires[:-1] == one.wires]
        listed = [each for each in inner if each]
        advice = f"it has {', '.join(map(shown, listed[:10]))}" if listed else None
        raise Miss(found + 1, key, f"{shown(one.name)} is not {_NAMES[kinds[0]]}", advice)
    return one


def _with(call: RuntimeCall, given: dict[str, str | None], rule: PagingRule) -> RuntimeCall:
    """Return the call of a pager with what the rule says itself."""
    keywords = {**dict(call.keywords), **{key: one for key, one in given.items() if one}}
    if given["more"]:
        keywords.pop("done", None)
    if rule.size and "first" in keywords:
        keywords["size"] = rule.size
    if rule.first is not None:
        keywords.pop("current", None)
    return call.__class__(call.module, call.name, call.arguments, tuple(keywords.items()))
