"""Paging: how one page of items leads to the next. A style of paging is a `Pager` of this file."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from .errors import APIResponseError, ErrorContext
from .request import Request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")
Item = TypeVar("Item")


class Page(NamedTuple, Generic[T]):
    """A decoded response, and its headers."""

    value: T
    headers: Mapping[str, str]


class Pager(Protocol):
    """A style of paging."""

    def page_items(self, page: Page[Any]) -> Sequence[Any]:
        """Return the items of a page."""
        ...

    def next_request(
        self, request: PagedRequest[T, Item], page: Page[Any]
    ) -> PagedRequest[T, Item] | None:
        """Return the request for the next page, or None; raise rather than request a page again."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedRequest(Request[T], Generic[T, Item]):
    """A request for one page of items."""

    pages: Pager


@dataclass(frozen=True, slots=True)
class Cursor:
    """Paging by a query parameter, whose next value is an attribute of the page."""

    parameter: str
    _: KW_ONLY
    items: str  # the attribute that holds the items
    next: str  # ... the value of the parameter for the next page
    more: str | None = None  # ... False on the last page

    def page_items(self, page: Page[Any]) -> Sequence[Any]:
        """Return the items of a page."""
        return getattr(page.value, self.items, None) or ()

    def next_request(
        self, request: PagedRequest[T, Item], page: Page[Any]
    ) -> PagedRequest[T, Item] | None:
        """Return the request for the next page; None after a page without items or cursor."""
        cursor = getattr(page.value, self.next, None)
        more = getattr(page.value, self.more or "", True)
        if not self.page_items(page) or not cursor or more is False:
            return None
        if cursor == request.query.get(self.parameter):
            context = ErrorContext(request.method, request.url_path)
            raise APIResponseError(f"two pages have the same {self.next}, {cursor!r}", context)
        return replace(request, query={**request.query, self.parameter: cursor})
