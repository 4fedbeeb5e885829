"""Sending, written once for calls that block and calls that are awaited."""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import replace
from functools import lru_cache, partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast

import httpx2

from .attempts import Attempts
from .blocking import block, close, each, run
from .errors import APIError, APIResponseError, APIStatusError, Exchanged
from .outgoing import Outgoing, settle
from .reading import read
from .request import PagedRequest, Request, StreamRequest
from .results import Data, Failed, Finished, Reply, put
from .streaming import AsyncEventStream, EventStream

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from .client import BaseClient

T = TypeVar("T")
Item = TypeVar("Item")
Event = TypeVar("Event")
Http: TypeAlias = httpx2.Client | httpx2.AsyncClient

_LIMITS: Final = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
_NO_CONTENT: Final = frozenset({204, 205})


class Connection:
    """A client's connections: one pool for threads, and one for each event loop.

    With `awaited=False` the I/O of a coroutine blocks, so that one step ends it.
    """

    def __init__(self, client: BaseClient) -> None:
        self._client = client
        self._lock = Lock()
        self._pool: httpx2.Client | None = None
        self._pools: dict[
            asyncio.AbstractEventLoop, tuple[httpx2.AsyncClient, AsyncGenerator[None, None]]
        ] = {}

    async def call(self, request: Request[T], *, awaited: bool) -> T:
        """Send a request, read its reply, and tell the sink."""
        sink = request.sink
        if sink is None:
            return (await self.send(request, awaited=awaited)).parse()
        if isinstance(request, StreamRequest):
            streamed = cast("StreamRequest[T, Any]", request)
            stream = AsyncEventStream(self, streamed, awaited=awaited)
            await stream.to(sink)
            return cast("T", stream.result())
        try:
            value = (await self.send(request, awaited=awaited)).parse()
        except APIError as error:
            await put(sink, Failed(error), awaited=awaited)
            raise
        await put(sink, Data(value), awaited=awaited)
        await put(sink, Finished(), awaited=awaited)
        return value

    async def send(self, request: Request[T], *, awaited: bool) -> Reply[T]:
        """Send a request and return its reply as it came."""
        response, attempts = await self.exchange(request, awaited=awaited)
        returns = None if response.status_code in _NO_CONTENT else request.returns
        exchanged = partial(attempts.outgoing.exchanged, response)
        body, elapsed = response.content, time.monotonic() - attempts.started
        parse = partial(read, returns, body, request, exchanged)
        return Reply(response.status_code, response.headers, elapsed, body, parse)

    def stream(self, request: StreamRequest[Any, Event]) -> EventStream[Event]:
        """Return a stream that is opened when it is entered."""
        return EventStream(self, request)

    def astream(self, request: StreamRequest[Any, Event]) -> AsyncEventStream[Event]:
        """Return a stream that is opened when it is entered."""
        return AsyncEventStream(self, request, awaited=True)

    async def items(
        self, request: PagedRequest[T, Item], *, awaited: bool
    ) -> AsyncGenerator[Item, None]:
        """Yield the items of every page, asking for pages as needed."""
        pages, cursor = request.pages, None
        while True:
            page = (await self.send(request, awaited=awaited)).parse()
            items: list[Item] = getattr(page, pages.items, None) or []
            for item in items:
                yield item
            more = getattr(page, pages.more, None) if pages.more else None
            before, cursor = cursor, getattr(page, pages.next, None)
            if not items or not cursor or more is False:
                return
            if cursor == before:
                at = Exchanged(request.method, request.url_path)
                raise APIResponseError(f"two pages have the same {pages.next}, {cursor!r}", at)
            request = replace(request, query={**request.query, pages.parameter: cursor})

    async def exchange(
        self, request: Request[Any], *, awaited: bool, streamed: bool = False
    ) -> tuple[httpx2.Response, Attempts]:
        """Send until there is a good answer; that of a streamed request is not yet read."""
        outgoing = settle(self._client, request, streamed=streamed)
        http = self._awaited() if awaited else self._blocking()
        attempts = Attempts(outgoing, _built(http, outgoing))
        while True:
            try:
                response = await _sent(http, attempts, streamed=streamed)
                wait = attempts.answered(response)
            except httpx2.HTTPError as error:
                wait = attempts.failed(error)
            else:
                if wait is None:
                    break
            if awaited:
                await asyncio.sleep(wait)
            else:
                block(wait)
        if not response.is_success:
            place = outgoing.redact(response.headers.get("location", ""))
            reason = f"redirects are not followed, here to {place}" if place else None
            raise APIStatusError.of(outgoing.exchanged(response), reason)
        if streamed and not _is_stream(response):
            raise APIResponseError("the reply is no event stream", outgoing.exchanged(response))
        return response, attempts

    async def close(self, *, awaited: bool) -> None:
        """Close the pool of the threads, or that of the running event loop."""
        with self._lock:
            if awaited:
                _, keeper = self._pools.pop(asyncio.get_running_loop(), (None, None))
            else:
                keeper, pool, self._pool = None, self._pool, None
                if pool is not None:
                    pool.close()
        if keeper is not None:
            await keeper.aclose()

    def _blocking(self) -> httpx2.Client:
        lent = self._client.settings.get("http_client")
        if lent is not None:
            return lent
        with self._lock:
            self._pool = self._pool or httpx2.Client(limits=_LIMITS)
            return self._pool

    def _awaited(self) -> httpx2.AsyncClient:
        lent = self._client.settings.get("async_http_client")
        if lent is not None:
            return lent
        loop = asyncio.get_running_loop()
        with self._lock:
            if loop not in self._pools:
                pool = httpx2.AsyncClient(limits=_LIMITS)
                keeper = _kept(pool)
                run(keeper.__anext__())
                still_open = {k: v for k, v in self._pools.items() if not k.is_closed()}
                self._pools = {**still_open, loop: (pool, keeper)}
            return self._pools[loop][0]


async def _kept(pool: httpx2.AsyncClient) -> AsyncGenerator[None, None]:
    """Close a pool at the end of its event loop, which is when it closes async generators."""
    try:
        yield
    finally:
        await pool.aclose()


def _built(http: Http, outgoing: Outgoing) -> httpx2.Request:
    """Join a call with what the HTTP client adds; its own `build_request` takes twice as long."""
    url = outgoing.url
    if http.params:
        url = f"{url}{'&' if '?' in url else '?'}{http.params}"
    target = _url(url)
    own = {name.encode(): value.encode() for name, value in outgoing.headers.items()}
    headers = [*own.items(), *(f for f in http.headers.raw if f[0].lower() not in own)]
    content, cookies = outgoing.content, http.cookies
    return httpx2.Request(
        outgoing.method, target, headers=headers, content=content, cookies=cookies
    )


@lru_cache(maxsize=256)
def _url(url: str) -> httpx2.URL:
    return httpx2.URL(url)


async def _sent(http: Http, attempts: Attempts, *, streamed: bool) -> httpx2.Response:
    """Send once; the reply is read, unless it is the event stream that was asked for."""
    request, stream = attempts.begin(), streamed or attempts.remaining() < math.inf
    blocks = isinstance(http, httpx2.Client)
    if isinstance(http, httpx2.Client):
        response = http.send(request, stream=stream, follow_redirects=False)
    else:
        response = await http.send(request, stream=stream, follow_redirects=False)
    if not stream or (streamed and _is_stream(response)):
        return response
    chunks: list[bytes] = []
    try:
        async for chunk in each(response.iter_raw()) if blocks else response.aiter_raw():
            attempts.check()
            chunks.append(chunk)
    finally:
        await close(response, awaited=not blocks)
    body = b"".join(chunks)
    return httpx2.Response(response.status_code, headers=response.headers, content=body)


def _is_stream(response: httpx2.Response) -> bool:
    kind: str = response.headers.get("content-type", "")
    return response.is_success and kind.partition(";")[0].strip().lower() == "text/event-stream"
