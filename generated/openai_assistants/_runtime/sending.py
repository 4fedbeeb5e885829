"""What a client sends: calls, streams and pages, blocking or awaited."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, cast
from weakref import WeakKeyDictionary

import httpx2

from .blocking import run
from .downloads import Download
from .errors import APIResponseError, Exchanged
from .exchange import Exchange, Http
from .replies import read_reply
from .results import Data, put
from .streaming import AsyncEventStream, EventStream, told

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from .client import BaseClient
    from .request import Event, Events, Item, PagedRequest, Request, StreamRequest, T

_LIMITS: Final = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)


class Connection:
    """A client's connections: one pool for threads, and one for each event loop."""

    def __init__(self, client: BaseClient) -> None:
        self._client = client
        self._lock = Lock()
        self._pool: httpx2.Client | None = None
        self._pools = WeakKeyDictionary[asyncio.AbstractEventLoop, "AsyncGenerator[Http, None]"]()

    async def call(self, request: Request[T], *, awaited: bool) -> T:
        """Send a request, read its reply, and tell the sink."""
        sink = request.sink
        if sink is None:
            return await self._value(request, awaited=awaited)
        events: Events | None = getattr(request, "events", None)
        if events is not None and events.carries_reply:
            stream = self.astream(cast("StreamRequest[T, Any]", request), awaited=awaited)
            await stream.to(sink)
            return cast("T", stream.result())
        async with told(sink, awaited=awaited):
            value = await self._value(request, awaited=awaited)
            await put(sink, Data(value), awaited=awaited)
        return value

    async def raw(self, request: Request[T], *, awaited: bool) -> Download:
        """Send a request and return its reply as it comes."""
        download = Download(self._client, request, self._http(awaited=awaited))
        await download.send()
        return download

    async def _value(self, request: Request[T], *, awaited: bool) -> T:
        exchange = Exchange(self._client, request, self._http(awaited=awaited))
        await exchange.send()
        value: T = read_reply(exchange.body, exchange)
        return value

    def stream(self, request: StreamRequest[Any, Event]) -> EventStream[Event]:
        """Return a stream that is opened when it is entered."""
        return EventStream(self.astream(request, awaited=False))

    def astream(
        self, request: StreamRequest[Any, Event], *, awaited: bool = True
    ) -> AsyncEventStream[Event]:
        """Return a stream that is opened when it is entered."""
        http = self._http(awaited=awaited)
        return AsyncEventStream(self._client, request, http)

    async def items(
        self, request: PagedRequest[T, Item], *, awaited: bool
    ) -> AsyncGenerator[Item, None]:
        """Yield the items of every page, asking for pages as needed."""
        pages = request.pages
        while True:
            page = await self._value(request, awaited=awaited)
            items: list[Item] = getattr(page, pages.items, None) or []
            for item in items:
                yield item
            cursor, more = getattr(page, pages.next, None), getattr(page, pages.more or "", True)
            if not items or not cursor or more is False:
                return
            if cursor == request.query.get(pages.parameter):
                at = Exchanged(request.method, request.url_path)
                raise APIResponseError(f"two pages have the same {pages.next}, {cursor!r}", at)
            request = replace(request, query={**request.query, pages.parameter: cursor})

    def close(self) -> None:
        """Close the pool of the threads."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()

    async def aclose(self) -> None:
        """Close the pool of the running event loop."""
        await self._pools.pop(asyncio.get_running_loop(), _kept()).aclose()

    def _http(self, *, awaited: bool) -> Http:
        settings = self._client.settings
        if lent := settings.get("async_http_client") if awaited else settings.get("http_client"):
            return lent
        if awaited:
            return run(self._pools.setdefault(asyncio.get_running_loop(), _kept()).__anext__())
        with self._lock:
            self._pool = self._pool or httpx2.Client(limits=_LIMITS)
            return self._pool


async def _kept() -> AsyncGenerator[Http, None]:
    """Yield a pool, again and again, until its event loop ends: that closes async generators."""
    async with httpx2.AsyncClient(limits=_LIMITS) as pool:
        while True:
            yield pool
