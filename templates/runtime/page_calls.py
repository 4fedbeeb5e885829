"""The pages of a list, and the items in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .calls import Calls
from .paging import Page

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from .paging import Item, PagedRequest, T


class PageCalls(Calls):
    """The calls of one client to paged operations."""

    async def items(self, request: PagedRequest[T, Item]) -> AsyncGenerator[Item, None]:
        """Yield the items of every page; a page is requested when its items are needed."""
        async for page in self._pages(request):
            for item in request.pages.page_items(page):
                yield item

    async def pages(self, request: PagedRequest[T, Any]) -> AsyncGenerator[T, None]:
        """Yield every page; each is requested when it is needed."""
        async for page in self._pages(request):
            yield page.value

    async def _pages(self, request: PagedRequest[T, Item]) -> AsyncGenerator[Page[T], None]:
        following: PagedRequest[T, Item] | None = request
        while following is not None:
            value, exchange = await self._read(following.alone())
            page = Page(value, exchange.response.headers)
            yield page
            following = request.pages.following(following, page)
