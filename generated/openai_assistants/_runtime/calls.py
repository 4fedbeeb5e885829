"""What is done with a request: call, raw response, event stream, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from .decoding import decode_body
from .downloads import Download
from .exchange import Exchange
from .paging import Page
from .results import Data, put, put_end
from .streaming import AsyncEventStream, EventStream

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from .client import BaseClient
    from .connection import Http
    from .paging import Item, PagedRequest
    from .request import Event, Events, Request, StreamRequest, T


_MAX_EMPTY: Final = 100  # pages in a row; a service that watches for news has no last page


class Calls:
    """The calls of one client: all of them blocking, or all of them awaited."""

    def __init__(self, client: BaseClient, *, awaited: bool) -> None:
        self._client, self._awaited = client, awaited

    async def call(self, request: Request[T]) -> T:
        """Return the decoded response, and pass it to the sink of the request."""
        sink = request.sink
        events: Events | None = getattr(request, "events", None)
        if sink is None:
            if events is not None and events.only:
                raise TypeError(
                    f"{request.response_name} is a stream: use `.stream` or `stream_to`"
                )
            return (await self._read(request)).value
        if events is not None and (events.only or events.carries_result):
            stream = self.stream(cast("StreamRequest[T, Any]", request))
            await stream.to(sink)
            return cast("T", stream.result())
        async with put_end(sink, awaited=self._awaited):
            value = (await self._read(request)).value
            await put(sink, Data(value), awaited=self._awaited)
        return value

    async def raw(self, request: Request[Any]) -> Download:
        """Return the response, which may not be read yet."""
        download = Download(self._client, request, self._http())
        await download.send()
        return download

    def stream(self, request: StreamRequest[Any, Event]) -> AsyncEventStream[Event]:
        """Return a stream; the request is sent when it is entered."""
        return AsyncEventStream(self._client, request, self._http())

    def blocking_stream(self, request: StreamRequest[Any, Event]) -> EventStream[Event]:
        """Return the same stream, for a blocking call."""
        return EventStream(self.stream(request))

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
        empty = 0
        while following is not None:
            page = await self._read(following)
            yield page
            empty = 0 if request.pages.page_items(page) else empty + 1
            if empty > _MAX_EMPTY:
                raise request.error(f"{empty} pages in a row have no items")
            following = request.pages.next_request(following, page)

    async def _read(self, request: Request[T]) -> Page[T]:
        exchange = Exchange(self._client, request, self._http())
        response = await exchange.send()
        return Page(decode_body(exchange.body, exchange), response.headers)

    def _http(self) -> Http:
        return self._client.connection.http(awaited=self._awaited)
