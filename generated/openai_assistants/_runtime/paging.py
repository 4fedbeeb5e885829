"""Paging: the request for one page of items, which leads to the next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from math import isfinite
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Final,
    Generic,
    NamedTuple,
    TypeAlias,
    TypeVar,
)
from uuid import UUID

from .links import LinkedRequest
from .members import member

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")
Item = TypeVar("Item")
Paged: TypeAlias = "PagedRequest[Any, Any]"

_MAX_EMPTY: Final = 100  # pages in a row; a service that watches for news has no last page
_LONGEST: Final = 20_000  # characters of a cursor or a URL, which is sent in a URL


class Page(NamedTuple, Generic[T]):
    """A decoded response, and its headers."""

    value: T
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """A style of paging: where a page has its items, and how it leads to the next page.

    A place in a page is a way of attributes, joined by dots.
    """

    items: str = ""  # the list; "": the page itself
    more: str = ""  # False on the last page
    done: str = ""  # True on the last page

    def page_items(self, page: Page[Any]) -> Sequence[Any]:
        """Return the items of a page."""
        found: list[Any] | None = member(page.value, self.items)
        return found if isinstance(found, list) else []

    def has_more(self, page: Page[Any]) -> bool | None:
        """Return whether more pages follow; None if the page does not say it."""
        more = member(page.value, self.more) if self.more else None
        done = member(page.value, self.done) if self.done else None
        return not done if isinstance(done, bool) else more if isinstance(more, bool) else None

    def following(self, request: Paged, page: Page[Any]) -> Paged | None:
        """Return the request for the next page; None after the last one.

        Raises an `APIResponseError` if the page says that more follow, but nothing leads there.
        """
        progress = request.progress
        progress.empty = 0 if self.page_items(page) else progress.empty + 1
        if progress.empty > _MAX_EMPTY:
            raise request.error(f"{progress.empty} pages in a row have no items")
        found = self.next_request(request, page)
        if found is None and self.has_more(page):
            flag = self.more or self.done
            reason = f"the page says that more follow ({flag}), but it has no {self.lead}"
            raise request.error(reason)
        return found

    def next_request(self, request: Paged, page: Page[Any]) -> Paged | None:
        """Return the request for the next page, or None; raise rather than request a page again."""
        raise NotImplementedError

    @property
    def lead(self) -> str:
        """What a page has that leads to the next one, for a message."""
        return "items"


@dataclass
class Progress:
    """What the pages of one iteration have shown so far."""

    visited: set[object] = field(default_factory=set[object])  # cursors and URLs
    first: int | None = None  # the number of the first page or item
    size: int = 0  # items of the first page
    items: Sequence[Any] = ()  # of the last page
    empty: int = 0  # pages in a row without items


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PagedRequest(LinkedRequest[T], Generic[T, Item]):
    """A request for one page of items, which the page before may have a link to."""

    refused: ClassVar[str] = "the next page is not requested"
    pages: Pager
    progress: Progress = field(default_factory=Progress, repr=False, compare=False)

    def alone(self) -> PagedRequest[T, Item]:
        """Return this request for a page that leads on by itself: what others visit is not its."""
        return replace(self, progress=replace(self.progress, visited=set[object]()))

    def after(self, page: Any, headers: Mapping[str, str], /) -> PagedRequest[T, Item] | None:
        """Return the request for the page after a response to this one; None after the last one.

        It may be asked for again: this request stays as it is.
        """
        progress = replace(self.progress, visited=set(self.progress.visited))
        found = self.pages.following(replace(self, progress=progress), Page(page, headers))
        return replace(found, sink=None) if found else None

    def visit(self, position: object, what: str) -> None:
        """Note a position; raise if it cannot be one, or was requested before."""
        if not _is_position(position):
            raise self.error(f"{what}: this is not a position in a list")
        if position in self.progress.visited:
            raise self.error(f"two pages have the same {what}")
        self.progress.visited.add(position)


def _is_position(value: object) -> bool:
    """Return whether a value can be sent to ask for a page."""
    if isinstance(value, float):
        return isfinite(value)
    is_one = isinstance(value, (str, int, date, UUID)) and value is not True
    return is_one and len(str(value)) <= _LONGEST
