"""Sending: the one place where requests meet the network, in sync and in async."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import httpx2

from .attempts import Attempts
from .errors import APIResponseError, ConfigurationError, status_error
from .outgoing import Outgoing, settle
from .reading import read
from .results import Reply
from .streaming import AsyncEventStream, EventStream, adeliver, deliver

if TYPE_CHECKING:
    from .client import BaseClient
    from .request import Request, StreamRequest

T = TypeVar("T")
Event = TypeVar("Event")


class Connection:
    """A client's HTTP clients: one for threads, one for each event loop."""

    def __init__(self, client: BaseClient) -> None:
        self._client = client
        self._lock = Lock()
        self._http: httpx2.Client | None = None
        self._ahttp: dict[asyncio.AbstractEventLoop, tuple[httpx2.AsyncClient, _Keeper]] = {}

    def call(self, request: Request[T]) -> T:
        """Send, read, and tell the sink."""
        if request.sink is None:
            return self.send(request).parse()
        return deliver(self, request, request.sink)

    async def acall(self, request: Request[T]) -> T:
        """Send, read, and tell the sink."""
        if request.sink is None:
            return (await self.asend(request)).parse()
        return await adeliver(self, request, request.sink)

    def send(self, request: Request[T]) -> Reply[T]:
        """Send, and return the whole reply."""
        response, attempts = self.exchange(settle(self._client, request))
        return _reply(request, response, attempts)

    async def asend(self, request: Request[T]) -> Reply[T]:
        """Send, and return the whole reply."""
        response, attempts = await self.aexchange(settle(self._client, request))
        return _reply(request, response, attempts)

    def stream(self, request: StreamRequest[Any, Event]) -> EventStream[Event]:
        """Return a stream that is opened when it is entered."""
        return EventStream(self, request, settle(self._client, request, streamed=True))

    def astream(self, request: StreamRequest[Any, Event]) -> AsyncEventStream[Event]:
        """Return a stream that is opened when it is entered."""
        return AsyncEventStream(self, request, settle(self._client, request, streamed=True))

    def exchange(
        self, outgoing: Outgoing, *, streamed: bool = False
    ) -> tuple[httpx2.Response, Attempts]:
        """Send until there is an answer; a streamed one is good and not yet read."""
        http = self._open()
        attempts = Attempts(outgoing, _built(http, outgoing))
        kept_open = streamed or outgoing.total_timeout is not None
        while True:
            try:
                response = http.send(attempts.begin(), stream=kept_open, follow_redirects=False)
                if kept_open:
                    response.stream = _Timed(response, attempts)
                    if not (streamed and _streams(response)):
                        response.read()
            except httpx2.HTTPError as error:
                wait: float | None = attempts.failed(error)
            else:
                wait = attempts.answered(response)
            if wait is None:
                return _good(response, attempts, streamed=streamed), attempts
            time.sleep(wait)

    async def aexchange(
        self, outgoing: Outgoing, *, streamed: bool = False
    ) -> tuple[httpx2.Response, Attempts]:
        """Send until there is an answer; a streamed one is good and not yet read."""
        http = await self._aopen()
        attempts = Attempts(outgoing, _built(http, outgoing))
        kept_open = streamed or outgoing.total_timeout is not None
        while True:
            try:
                response = await http.send(
                    attempts.begin(), stream=kept_open, follow_redirects=False
                )
                if kept_open:
                    response.stream = _Timed(response, attempts)
                    if not (streamed and _streams(response)):
                        await response.aread()
            except httpx2.HTTPError as error:
                wait: float | None = attempts.failed(error)
            else:
                wait = attempts.answered(response)
            if wait is None:
                return _good(response, attempts, streamed=streamed), attempts
            await asyncio.sleep(wait)

    def close(self) -> None:
        """Close what was opened here."""
        with self._lock:
            http, self._http = self._http, None
        if http is not None:
            http.close()

    async def aclose(self) -> None:
        """Close what was opened here for the running event loop."""
        with self._lock:
            _, keeper = self._ahttp.pop(asyncio.get_running_loop(), (None, None))
        if keeper is not None:
            await keeper.aclose()

    def _open(self) -> httpx2.Client:
        if self._client.http_client is not None:
            return self._client.http_client
        if self._http is None:
            with self._lock:
                if self._http is None:
                    self._http = httpx2.Client(limits=_limits())
        return self._http

    async def _aopen(self) -> httpx2.AsyncClient:
        if self._client.async_http_client is not None:
            return self._client.async_http_client
        loop = asyncio.get_running_loop()
        if (found := self._ahttp.get(loop)) is not None:
            return found[0]
        http = httpx2.AsyncClient(limits=_limits())
        keeper = _kept(http)
        await anext(keeper)
        with self._lock:
            self._ahttp = {k: v for k, v in self._ahttp.items() if not k.is_closed()}
            self._ahttp[loop] = (http, keeper)
        return http


_Keeper = AsyncGenerator[None, None]


async def _kept(http: httpx2.AsyncClient) -> _Keeper:
    """Close an HTTP client with its event loop, which ends the async generators it has seen."""
    try:
        yield
    finally:
        await http.aclose()


class _Timed(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A reply's bytes, as long as the time for the whole call lasts."""

    def __init__(self, response: httpx2.Response, attempts: Attempts) -> None:
        self._stream = response.stream
        self._attempts = attempts

    def __iter__(self) -> Iterator[bytes]:
        if isinstance(self._stream, httpx2.SyncByteStream):
            for chunk in self._stream:
                self._check()
                yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if isinstance(self._stream, httpx2.AsyncByteStream):
            async for chunk in self._stream:
                self._check()
                yield chunk

    def close(self) -> None:
        if isinstance(self._stream, httpx2.SyncByteStream):
            self._stream.close()

    async def aclose(self) -> None:
        if isinstance(self._stream, httpx2.AsyncByteStream):
            await self._stream.aclose()

    def _check(self) -> None:
        if self._attempts.remaining() <= 0:
            raise httpx2.ReadTimeout("the time for the whole call is over")


def _limits() -> httpx2.Limits:
    return httpx2.Limits(max_connections=1000, max_keepalive_connections=100)


def _built(http: httpx2.Client | httpx2.AsyncClient, outgoing: Outgoing) -> httpx2.Request:
    url = outgoing.url
    if http.params:  # the library would put them in the place of ours
        url = f"{url}{'&' if '?' in url else '?'}{http.params}"
    try:
        request = http.build_request(
            outgoing.method, url, headers=outgoing.headers, content=outgoing.content
        )
        if http.params:
            request.url = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise ConfigurationError(f"base_url: {error}") from None
    return request


def _streams(response: httpx2.Response) -> bool:
    kind: str = response.headers.get("content-type", "")
    return response.is_success and kind.partition(";")[0].strip().lower() == "text/event-stream"


def _good(response: httpx2.Response, attempts: Attempts, *, streamed: bool) -> httpx2.Response:
    if _streams(response) if streamed else response.is_success:
        return response
    exchanged = attempts.outgoing.exchanged(response)
    if response.is_success:
        raise APIResponseError("the reply is no event stream", exchanged)
    target = response.next_request
    if target is not None:
        raise status_error(exchanged, f"a redirect to {target.url.origin} is not followed")
    raise status_error(exchanged)


def _reply(request: Request[T], response: httpx2.Response, attempts: Attempts) -> Reply[T]:
    exchanged = attempts.outgoing.exchanged(response)
    return Reply(
        response.status_code,
        response.headers,
        exchanged.request_id,
        time.monotonic() - attempts.started,
        response.content,
        partial(read, request, exchanged),
    )
