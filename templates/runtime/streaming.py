"""Event streams, and the delivery of results and events to sinks."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

import httpx2
from pydantic_core import from_json

from .errors import APIConnectionError, APIError, APIResponseError, Exchanged, error_text
from .parameters import Omit, omit
from .reading import read_event
from .request import StreamRequest
from .sinks import Data, Failed, Finished, Sink, aput, put

if TYPE_CHECKING:
    from types import TracebackType

    from .attempts import Attempts
    from .connection import Connection
    from .outgoing import Outgoing
    from .request import Request

T = TypeVar("T")
Event = TypeVar("Event")

_LARGEST_EVENT = 64 * 1024 * 1024
_DONE = "[DONE]"


class _Decoder(Generic[Event]):
    """Turns the events of one response into values; the same for sync and async."""

    def __init__(
        self,
        request: StreamRequest[Any, Event],
        response: httpx2.Response,
        attempts: Attempts,
    ) -> None:
        self.response = response
        self.exchanged = Exchanged(
            attempts.outgoing.method,
            attempts.outgoing.path,
            response.status_code,
            response.headers,
            response.headers.get("x-request-id"),
        )
        self.ended = False
        self._carried: object = omit
        self._request = request
        self._attempts = attempts

    def source(self) -> httpx2.EventSource:
        """Return the parser of the response; an event stream is always UTF-8."""
        self.response.encoding = "utf-8-sig"
        return httpx2.EventSource(self.response, max_event_size=_LARGEST_EVENT)

    def decode(self, sent: httpx2.ServerSentEvent) -> Event | Omit:
        """Return the typed event, or `omit` for one that says nothing."""
        events = self._request.events
        self.ended = sent.data == _DONE
        if not sent.data or (self.ended and not (events.envelope and sent.event == "done")):
            return omit
        data = _json_or_text(sent.data)
        if sent.event == "error" or (not events.envelope and _says_error(data)):
            self.ended = True
            raise APIError(error_text(data), self.exchanged, data)
        if events.envelope:
            data = {"event": sent.event, "data": data}
        event: Event = read_event(self._request, self.exchanged, events.type, data)
        self._note(event)
        return event

    def finish(self) -> None:
        """See that the stream has not broken off."""
        if self._request.events.terminated and not self.ended:
            raise APIConnectionError("the stream ended before its last event", self.exchanged)

    def broken(self, error: httpx2.HTTPError) -> APIConnectionError:
        """Return the error for a stream that broke off."""
        return self._attempts.broken(error)

    def result(self) -> object:
        """Return the last value of the reply's declared type that an event carried."""
        if self._carried is omit:
            name = getattr(self._request.returns, "__name__", self._request.returns)
            raise APIResponseError(f"the stream carried no {name}", self.exchanged)
        return self._carried

    def _note(self, event: object) -> None:
        kind = self._request.returns
        members: Mapping[str, object] = getattr(event, "__dict__", {})
        if isinstance(kind, type):
            for value in (event, *members.values()):
                if isinstance(value, kind):
                    self._carried = value


class _Stream(Generic[Event]):
    """What sync and async streams share."""

    def __init__(
        self, connection: Connection, request: StreamRequest[Any, Event], outgoing: Outgoing
    ) -> None:
        self._connection = connection
        self._request = request
        self._outgoing = outgoing
        self._opened: _Decoder[Event] | None = None

    @property
    def _decoder(self) -> _Decoder[Event]:
        if self._opened is None:
            raise RuntimeError("enter the stream first: with operation.stream(...) as events")
        return self._opened

    @property
    def headers(self) -> Mapping[str, str]:
        """The reply's header fields."""
        return self._decoder.exchanged.headers

    @property
    def request_id(self) -> str | None:
        """The service's name for this request."""
        return self._decoder.exchanged.request_id

    def result(self) -> object:
        """Return the last whole reply that an event carried so far; raise when none did."""
        return self._decoder.result()


class EventStream(_Stream[Event]):
    """Typed events as they come: `with operation.stream(...) as events: for event in events`."""

    def __enter__(self) -> Self:
        """Ask for the stream, unless that is done."""
        if self._opened is None:
            response, attempts = self._connection.exchange(self._outgoing, streamed=True)
            self._opened = _Decoder(self._request, response, attempts)
            self._events = self._read(self._opened)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the stream."""
        self._events.close()
        self._decoder.response.close()

    def __iter__(self) -> Iterator[Event]:
        """Iterate over the events that have not been read yet."""
        return self._events if self._decoder else iter(())

    def to(self, sink: Sink[Event]) -> None:
        """Hand every event to a sink, then `Finished`, or `Failed` before the error is raised."""
        try:
            with self:
                for event in self:
                    put(sink, Data(event))
        except APIError as error:
            put(sink, Failed(error))
            raise
        put(sink, Finished())

    def _read(self, decoder: _Decoder[Event]) -> Generator[Event]:
        try:
            for sent in decoder.source():
                event = decoder.decode(sent)
                if not isinstance(event, Omit):
                    yield event
                if decoder.ended:
                    return
        except httpx2.HTTPError as error:
            raise decoder.broken(error) from error
        decoder.finish()


class AsyncEventStream(_Stream[Event]):
    """Typed events as they come: `async with operation.aio.stream(...) as events: async for …`."""

    async def __aenter__(self) -> Self:
        """Ask for the stream, unless that is done."""
        if self._opened is None:
            response, attempts = await self._connection.aexchange(self._outgoing, streamed=True)
            self._opened = _Decoder(self._request, response, attempts)
            self._events = self._read(self._opened)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the stream."""
        await self._events.aclose()
        await self._decoder.response.aclose()

    def __aiter__(self) -> AsyncIterator[Event]:
        """Iterate over the events that have not been read yet."""
        return self._events

    async def to(self, sink: Sink[Event]) -> None:
        """Hand every event to a sink, then `Finished`, or `Failed` before the error is raised."""
        try:
            async with self:
                async for event in self:
                    await aput(sink, Data(event))
        except APIError as error:
            await aput(sink, Failed(error))
            raise
        await aput(sink, Finished())

    async def _read(self, decoder: _Decoder[Event]) -> AsyncGenerator[Event]:
        try:
            async for sent in decoder.source():
                event = decoder.decode(sent)
                if not isinstance(event, Omit):
                    yield event
                if decoder.ended:
                    return
        except httpx2.HTTPError as error:
            raise decoder.broken(error) from error
        decoder.finish()


def deliver(connection: Connection, request: Request[T], sink: Sink[Any]) -> T:
    """Make a call whose updates go to a sink."""
    if isinstance(request, StreamRequest):
        stream = connection.stream(request)
        stream.to(sink)
        return cast("T", stream.result())
    try:
        value = connection.send(request).parse()
    except APIError as error:
        put(sink, Failed(error))
        raise
    put(sink, Data(value))
    put(sink, Finished())
    return value


async def adeliver(connection: Connection, request: Request[T], sink: Sink[Any]) -> T:
    """Make a call whose updates go to a sink."""
    if isinstance(request, StreamRequest):
        stream = connection.astream(request)
        await stream.to(sink)
        return cast("T", stream.result())
    try:
        value = (await connection.asend(request)).parse()
    except APIError as error:
        await aput(sink, Failed(error))
        raise
    await aput(sink, Data(value))
    await aput(sink, Finished())
    return value


def _json_or_text(text: str) -> object:
    try:
        data: object = from_json(text)
    except ValueError:
        return text
    return data


def _says_error(data: object) -> bool:
    return isinstance(data, Mapping) and bool(data.get("error"))
