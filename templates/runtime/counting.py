"""Paging by the number of a page, or of the items to skip."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from .members import member
from .pagers import Asked

if TYPE_CHECKING:
    from .paging import Page, Paged

_LARGEST: Final = 1 << 63
_LONGEST: Final = 18  # digits of a number that is sent as a text


@dataclass(frozen=True, slots=True)
class _Counted(Asked):
    """Paging by a number, which a service counts up from `first`."""

    _: KW_ONLY
    first: int
    current: str = ""  # the number of this page
    size: str = ""  # the parameter for the number of items in a page
    most: int = 0  # its greatest value
    total: str = ""  # the number of items in all pages
    count: str = ""  # the number of pages

    def number(self, request: Paged, page: Page[Any]) -> int:
        """Return the number that was sent, else the first one, which the page may have."""
        sent, progress = _sent_number(self.sent(request)), request.progress
        current = member(page.value, self.current) if self.current else None
        if progress.first is None:
            known = current if sent is None else None
            progress.first = int(known) if _is_number(known) else self.first
        return progress.first if sent is None else sent

    def passed(self, request: Paged, number: int) -> int:
        """Return how far a number is from the first one."""
        return number - (self.first if request.progress.first is None else request.progress.first)

    def upto(self, request: Paged, page: Page[Any], number: int, passed: int) -> Paged | None:
        """Return the request for the page of a number; None if `passed` items are all."""
        items, progress = self.page_items(page), request.progress
        if items and items == progress.items and not isinstance(items[0], (str, int, float)):
            raise request.error(f"two pages have the same items: {self.parameter} has no effect")
        progress.size, progress.items = progress.size or len(items), items
        more = self.has_more(page)
        if more is None:
            total = member(page.value, self.total) if self.total else None
            if _is_number(total) and total > 0:  # another one denies the items that are here
                more = passed < total
            else:
                more = self._is_full(request, len(items))
            more = more and bool(items)
        advances = number > self.number(request, page)  # an empty page may say that more follow
        return self.asking(request, number) if more and advances else None

    def _is_full(self, request: Paged, length: int) -> bool:
        """Return whether a page has as many items as the first one, and as were asked for."""
        limit = _sent_number(self.sent(request, self.size)) if self.size else None
        asked = min(limit, self.most or limit) if limit else 0
        return length >= max(asked, request.progress.size)


@dataclass(frozen=True, slots=True)
class PageNumber(_Counted):
    """Paging by the number of a page."""

    def next_request(self, request: Paged, page: Page[Any]) -> Paged | None:
        """Return the request for the next page; None after the last one, or a shorter one."""
        following = self.number(request, page) + 1
        pages = member(page.value, self.count) if self.count else None
        passed = self.passed(request, following)
        if _is_number(pages) and 0 < pages <= passed and not self.has_more(page):
            return None
        size = request.progress.size or len(self.page_items(page))
        return self.upto(request, page, following, passed * size)


@dataclass(frozen=True, slots=True)
class Offset(_Counted):
    """Paging by the number of items to skip."""

    def next_request(self, request: Paged, page: Page[Any]) -> Paged | None:
        """Return the request for the next page; None after the last one, or a shorter one."""
        following = self.number(request, page) + len(self.page_items(page))
        return self.upto(request, page, following, self.passed(request, following))


def _sent_number(value: object) -> int | None:
    """Return the number that an argument is, which may be a text; None if it is none."""
    if isinstance(value, str):
        return int(value) if len(value) <= _LONGEST and value.isdecimal() else None
    return int(value) if _is_number(value) else None


def _is_number(value: object) -> TypeGuard[float]:
    """Return whether a value is a number that counts something."""
    is_bool = isinstance(value, bool)
    return isinstance(value, (int, float)) and not is_bool and abs(value) < _LARGEST
