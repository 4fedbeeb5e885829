"""How the pages of an operation's list are read: by the profile, else as the document shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator import ir
from generator.diagnostics import did_you_mean, shown
from generator.translate.page_extensions import extension_of
from generator.translate.page_links import link_headers, link_lists, next_urls
from generator.translate.page_lists import list_of, lists_of
from generator.translate.page_members import item_of
from generator.translate.page_numbers import SAYS_ID, echo_of, offsets, page_numbers, size_of
from generator.translate.page_parts import PageParts
from generator.translate.page_rules import (
    cursor_headers,
    cursors,
    item_member,
    last_items,
    next_cursors,
)
from generator.translate.page_tables import Miss, is_meant, match
from generator.translate.page_words import (
    ASKING,
    CURSORS,
    LAST_ITEMS,
    OFFSETS,
    PAGES,
    SIZES,
    UNSURE_LAST_ITEMS,
)
from generator.types.shape_types import type_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.operations.reader import ReadOperation
    from generator.profiles.paging import PagingRule
    from generator.profiles.profile import Profile
    from generator.schemas.shapes import Definition
    from generator.translate.page_members import Member
    from generator.translate.page_parts import Slot
    from generator.translate.page_rules import Way

_METHODS: Final = ("GET", "POST", "QUERY")
_MOST_TABLES: Final = 10
_VAGUE: Final = frozenset(("after", "next"))  # also the names of filters
DOCUMENT: Final = "document"
PROFILE: Final = "profile"
NOT_PAGED: Final = ir.Undecided(())
"""The result of an extension which says that there is one page."""


@dataclass(frozen=True, slots=True)
class PageFinder:
    """Finds how operations are paged, and which rules of the profile fit none of them.

    Attributes:
        effective: the positions of the rules that fit an operation.
        misses: by the position of a rule, the operation that it fits best, and why it does not.
    """

    rules: Sequence[PagingRule]
    definitions: Mapping[str, Definition]
    effective: set[int] = field(default_factory=set[int])
    misses: dict[int, tuple[str, Miss]] = field(default_factory=dict)

    def find(self, operation: ReadOperation) -> ir.Pages | ir.Undecided | None:
        """Return how an operation is paged; what would decide it; or None."""
        found = self._find(operation)
        return None if found == NOT_PAGED else found

    def _find(self, operation: ReadOperation) -> ir.Pages | ir.Undecided | None:
        if operation.selected.method not in _METHODS or operation.responses.json is None:
            return None
        parts = PageParts.of(operation, self.definitions)
        for position, rule in enumerate(self.rules):
            if not is_meant(rule, parts):
                continue
            if rule.off:
                self.effective.add(position)
                return None
            try:
                found = match(rule, parts)
            except Miss as miss:
                self._note(position, operation.identity, miss)
            else:
                self.effective.add(position)
                return pages(found.way, found.items, parts, PROFILE)
        return self._extended(parts) or recognise(parts)

    def _extended(self, parts: PageParts) -> ir.Pages | ir.Undecided | None:
        """Return what an extension of the operation says, if it fits."""
        extension = extension_of(parts.operation.selected.node)
        if extension is None:
            return None
        if extension.rule is None:
            return NOT_PAGED
        try:
            found = match(extension.rule, parts)
        except Miss:
            return recognise(parts) or ir.Undecided((extension.rule.keys,))
        return pages(found.way, found.items, parts, extension.name)

    def _note(self, position: int, identity: str, miss: Miss) -> None:
        known = self.misses.get(position)
        if known is None or known[1].found < miss.found:
            self.misses[position] = (identity, miss)

    def log_without_effect(
        self, profile: Profile, operations: Sequence[ReadOperation], log: DiagnosticLog
    ) -> None:
        """Log the rules of the user's profile that fit no operation, with the nearest one."""
        for position, rule in enumerate(self.rules):
            if position not in self.effective:
                reason, key, advice = self._reason(position, rule, operations)
                message = f"this rule of paging fits no operation{reason}"
                keys = [key] if key else []
                profile.log_without_effect(log, message, "paging", position, *keys, advice=advice)

    def _reason(
        self, position: int, rule: PagingRule, operations: Sequence[ReadOperation]
    ) -> tuple[str, str | None, str | None]:
        """Return why a rule has no effect, the key at fault, and what to do."""
        if position not in self.misses:
            names = [each for one in operations for each in one.selected.names]
            unknown = next((one for one in rule.operations if one not in names), None)
            key = "operations" if rule.operations else "paths" if rule.paths else None
            return "", key, did_you_mean(unknown, names) if unknown else None
        identity, miss = self.misses[position]
        own = miss.key if getattr(rule, miss.key) else None
        reason = f": the nearest is {shown(identity)}, but {miss.reason}"
        return reason, own, miss.advice


def recognise(parts: PageParts) -> ir.Pages | ir.Undecided | None:
    """Return how an operation is paged, as its document shows it."""
    items, lists = list_of(parts), lists_of(parts)
    if not lists:
        return None
    found = ways(parts, items or lists[0])
    if not items:
        return _undecided(found, lists if found else ())
    if len(found) == 1:
        return pages(found[0], items, parts, DOCUMENT)
    return _undecided(found) if found else _in_part(parts, items)


def ways(parts: PageParts, items: Member) -> Sequence[Way]:
    """Return the ways that fit; first those by a URL that the service gives.

    A cursor in an object of the next page is as sure. Of several others, those count which the
    response shows: it has a cursor, or repeats the number.
    """
    for rule in (link_headers, next_urls) if parts.method == "GET" else ():
        found = [] if rule is next_urls and cursors(parts, items, 0) else [*rule(parts, items)]
        if found:
            return found
    if sure := next_cursors(parts, items) or cursor_headers(parts, items):
        return sure
    by_cursor = cursors(parts, items) or [*last_items(parts, items)]
    taken = {one.slot.wires for one in by_cursor if one.slot}
    numbers = (*page_numbers(parts, items), *offsets(parts, items))
    by_number = [one for one in numbers if one.slot and one.slot.wires not in taken]
    shown = [one for one in by_number if one.slot and echo_of(parts, items, one.slot)]
    if len(by_cursor) + len(by_number) > 1:
        return [*by_cursor, *shown] or by_number
    if by_number and _has_cursor(parts, by_number[0]):
        return []
    is_get = parts.method == "GET"
    return [*by_cursor, *by_number] or ([*link_lists(parts, items)] if is_get else [])


def pages(way: Way, items: Member, parts: PageParts, origin: str) -> ir.Pages:
    """Return a way as the package has it."""
    item = item_of(items.shape, parts.definitions) or items.shape
    return ir.Pages(
        item=type_of(item), pager=way.pager, rule=way.rule, origin=origin, items=items.name
    )


def _undecided(found: Sequence[Way], lists: Sequence[Member] = ()) -> ir.Undecided | None:
    """Return the tables of which one would decide; None if nothing fits."""
    some: list[tuple[tuple[str, str], ...]] = [(("items", one.name),) for one in lists]
    tables = tuple((*way.keys, *more) for way in found for more in some or [()])
    return ir.Undecided(tables[:_MOST_TABLES]) if tables else None


def _in_part(parts: PageParts, items: Member) -> ir.Undecided | None:
    """Return what a profile can say of a parameter that asks for a page, but that fits nothing."""
    asks = any(one.called in ASKING | SIZES for one in parts.slots)
    by_post = _undecided([*next_urls(parts, items)] if asks else [])  # it is not asked for by POST
    tables = tuple(filter(None, (_table_of(parts, items, slot) for slot in parts.slots)))
    return by_post or (ir.Undecided(tables[:_MOST_TABLES]) if tables else None)


def _table_of(parts: PageParts, items: Member, slot: Slot) -> tuple[tuple[str, str], ...] | None:
    """Return the table that a profile can have for a parameter."""
    takes_id = slot.called in LAST_ITEMS | UNSURE_LAST_ITEMS and size_of(parts, slot)
    if takes_id and item_member(parts, items, "id"):
        return (("cursor", slot.name), ("last_item", "id"))
    is_number = slot.called in PAGES | OFFSETS
    if slot.called in CURSORS - _VAGUE or (is_number and slot.kind == "text"):
        return (("cursor", slot.name), ("next", "…"))
    if is_number and not SAYS_ID.search(slot.description):
        return (("page" if slot.called in PAGES else "offset", slot.name),)
    return None


def _has_cursor(parts: PageParts, way: Way) -> bool:
    """Whether a request that is paged by a number can also have a cursor."""
    return any(
        one.called in CURSORS - _VAGUE or "cursor" in one.description.lower()
        for one in parts.slots
        if one != way.slot
    )
