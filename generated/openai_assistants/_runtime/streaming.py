"""Streams of typed events."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Self

import httpx2
from pydantic_core import from_json, to_json

from .blocking import done, iterate, run
from .errors import APIConnectionError, APIError, APIResponseError, message
from .exchange import Exchange
from .parameters import is_object, omit
from .reading import read
from .request import Event
from .results import Data, Failed, Finished, Sink, put

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator


@asynccontextmanager
async def told(sink: Sink[Any], *, awaited: bool) -> AsyncGenerator[None, None]:
    """Tell a sink how it ended: `Finished`, or `Failed` before the error is raised."""
    try:
        yield
    except APIError as error:
        await put(sink, Failed(error), awaited=awaited)
        raise
    await put(sink, Finished(), awaited=awaited)


class AsyncEventStream(Exchange, Generic[Event]):
    """Typed events as they come: `async with operation.aio.stream(...) as events: ...`."""

    _next: Callable[[], Any] | None = None
    _carried: object = omit

    async def __aenter__(self) -> Self:
        if self._next is None:
            response = await self.send()
            response.encoding = "utf-8-sig"  # as the standard of event streams has it
            source = httpx2.EventSource(response)
            blocking = partial(next, iter(source), None)
            self._next = partial(anext, aiter(source), None) if self.awaited else blocking
        return self

    async def __aexit__(self, *error: object) -> None:
        close: Callable[[], Any] = self.response.aclose if self.awaited else self.response.close
        await done(close())

    async def __aiter__(self) -> AsyncGenerator[Event, None]:
        if self._next is None:
            raise RuntimeError("enter the stream first: with operation.stream(...) as events")
        try:
            while sent := await done(self._next()):
                if self.remaining() <= 0:
                    raise httpx2.ReadTimeout("the time for the whole call is over")
                ended = sent.data == "[DONE]"
                if sent.data and not (ended and sent.event == "message"):
                    yield self._decoded(sent)
                if ended:
                    return
        except httpx2.SSEError as error:
            raise APIResponseError(str(error), self.exchanged()) from error
        except httpx2.HTTPError as error:
            raise self.broken(error) from error
        if self._events and self._events.terminated:
            raise APIConnectionError("the stream ended before its last event", self.exchanged())

    async def to(self, sink: Sink[Event]) -> None:
        """Hand every event to a sink, then `Finished`, or `Failed` before an error is raised."""
        async with told(sink, awaited=self.awaited), self:
            async for event in self:
                await put(sink, Data(event), awaited=self.awaited)

    def result(self) -> object:
        """Return the last whole reply that an event carried; raise when none did."""
        if self._carried is omit:
            name = getattr(self._request.returns, "__name__", self._request.returns)
            raise APIResponseError(f"the stream carried no {name}", self.exchanged())
        return self._carried

    def _decoded(self, sent: httpx2.ServerSentEvent) -> Event:
        """Return the typed event, and keep what it carries of the reply's declared type."""
        kind, envelope = self._request.returns, self._events and self._events.envelope
        try:
            data: object = from_json(sent.data)
        except ValueError:
            data = sent.data
        if sent.event == "error" or (not envelope and is_object(data) and data.get("error")):
            raise APIError(message(data), self.exchanged(), data)
        whole = to_json({"event": sent.event, "data": data} if envelope else data)
        event: Event = read(
            self._events and self._events.type, whole, self._request, self.exchanged
        )
        for value in (event, *getattr(event, "__dict__", {}).values()):
            if isinstance(kind, type) and isinstance(value, kind):
                self._carried = value
        return event


class EventStream(Generic[Event]):
    """Typed events as they come: `with operation.stream(...) as events: ...`."""

    def __init__(self, stream: AsyncEventStream[Event]) -> None:
        self._stream = stream

    def __enter__(self) -> Self:
        run(self._stream.__aenter__())
        return self

    def __exit__(self, *error: object) -> None:
        run(self._stream.__aexit__())

    def __iter__(self) -> Iterator[Event]:
        return iterate(self._stream.__aiter__())

    def to(self, sink: Sink[Event]) -> None:
        """Hand every event to a sink, then `Finished`, or `Failed` before an error is raised."""
        run(self._stream.to(sink))
