"""Streams of typed events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar

import httpx2
from pydantic_core import from_json, to_json

from .blocking import close, each, iterate, run
from .errors import (
    APIConnectionError,
    APIError,
    APIResponseError,
    Exchanged,
    message,
)
from .parameters import is_object, omit
from .reading import read
from .results import Data, Failed, Finished, Sink, put

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from .request import StreamRequest
    from .sending import Connection

Event = TypeVar("Event")

_LARGEST_EVENT: Final = 64 * 1024 * 1024
_DONE: Final = "[DONE]"


class AsyncEventStream(Generic[Event]):
    """Typed events as they come: `async with operation.aio.stream(...) as events: ...`."""

    def __init__(
        self, connection: Connection, request: StreamRequest[Any, Event], *, awaited: bool
    ) -> None:
        self._connection = connection
        self._request = request
        self._awaited = awaited
        self._events: AsyncGenerator[Event, None] | None = None
        self._carried: object = omit

    async def __aenter__(self) -> Self:
        """Ask for the stream, unless that is done."""
        if self._events is None:
            self._response, self._attempts = await self._connection.exchange(
                self._request, awaited=self._awaited, streamed=True
            )
            self._events = self._read()
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close the stream."""
        await self.__aiter__().aclose()
        await close(self._response, awaited=self._awaited)

    def __aiter__(self) -> AsyncGenerator[Event, None]:
        """Iterate over the events that have not been read yet."""
        if self._events is None:
            raise RuntimeError("enter the stream first: with operation.stream(...) as events")
        return self._events

    async def to(self, sink: Sink[Event]) -> None:
        """Hand every event to a sink, then `Finished`, or `Failed` before an error is raised."""
        try:
            async with self:
                async for event in self:
                    await put(sink, Data(event), awaited=self._awaited)
        except APIError as error:
            await put(sink, Failed(error), awaited=self._awaited)
            raise
        await put(sink, Finished(), awaited=self._awaited)

    def result(self) -> object:
        """Return the last whole reply that an event carried; raise when none did."""
        if self._carried is omit:
            name = getattr(self._request.returns, "__name__", self._request.returns)
            raise APIResponseError(f"the stream carried no {name}", self._exchanged())
        return self._carried

    async def _read(self) -> AsyncGenerator[Event, None]:
        self._response.encoding = "utf-8-sig"  # as the standard of event streams has it
        source = httpx2.EventSource(self._response, max_event_size=_LARGEST_EVENT)
        try:
            async for sent in source if self._awaited else each(source):
                self._attempts.check()
                ended = sent.data == _DONE
                if sent.data and not (ended and sent.event == "message"):
                    yield self._decoded(sent)
                if ended:
                    return
        except httpx2.HTTPError as error:
            raise self._attempts.broken(error) from error
        if self._request.events.terminated:
            raise APIConnectionError("the stream ended before its last event", self._exchanged())

    def _decoded(self, sent: httpx2.ServerSentEvent) -> Event:
        """Return the typed event, and keep what it carries of the reply's declared type."""
        envelope = self._request.events.envelope
        try:
            data: object = from_json(sent.data)
        except ValueError:
            data = sent.data
        if sent.event == "error" or (not envelope and is_object(data) and data.get("error")):
            raise APIError(message(data), self._exchanged(), data)
        whole = {"event": sent.event, "data": data} if envelope else data
        event: Event = read(
            self._request.events.type, to_json(whole), self._request, self._exchanged
        )
        kind = self._request.returns
        for value in (event, *getattr(event, "__dict__", {}).values()):
            if isinstance(kind, type) and isinstance(value, kind):
                self._carried = value
        return event

    def _exchanged(self) -> Exchanged:
        return self._attempts.outgoing.exchanged(self._response)


class EventStream(Generic[Event]):
    """Typed events as they come: `with operation.stream(...) as events: ...`."""

    def __init__(self, connection: Connection, request: StreamRequest[Any, Event]) -> None:
        self._stream = AsyncEventStream(connection, request, awaited=False)
        self._events: Iterator[Event] | None = None

    def __enter__(self) -> Self:
        """Ask for the stream, unless that is done."""
        run(self._stream.__aenter__())
        self._events = self._events or iterate(self._stream.__aiter__())
        return self

    def __exit__(self, *error: object) -> None:
        """Close the stream."""
        run(self._stream.__aexit__())

    def __iter__(self) -> Iterator[Event]:
        """Iterate over the events that have not been read yet."""
        return self._events or iterate(self._stream.__aiter__())

    def to(self, sink: Sink[Event]) -> None:
        """Hand every event to a sink, then `Finished`, or `Failed` before an error is raised."""
        run(self._stream.to(sink))

    def result(self) -> object:
        """Return the last whole reply that an event carried; raise when none did."""
        return self._stream.result()
