"""The streams of events, and the calls whose result is an event of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from .calls import Calls
from .sinks import receiving
from .stream_exchange import StreamExchange
from .stream_results import final, pass_to
from .streaming import AsyncEventStream, EventStream

if TYPE_CHECKING:
    from .request import Event, Request, StreamRequest, T


class StreamCalls(Calls):
    """The calls of one client to operations that can stream."""

    async def call(self, request: Request[T]) -> T:
        """Return the decoded response, or the whole result of the events that a sink gets."""
        streamed = cast("StreamRequest[T, Any]", request)
        events = streamed.events
        if request.sink is None and events.only:
            raise TypeError(f"{request.response_name} is a stream: use `.stream` or `stream_to`")
        if request.sink is None or not (events.only or events.carries_result):
            return await super().call(request)
        async with receiving(request.sink, awaited=self._awaited) as receiver:
            stream = self._stream(streamed)
            await pass_to(stream, receiver)
            return cast("T", None) if events.only else await final(stream)

    def stream(self, request: StreamRequest[T, Event]) -> AsyncEventStream[Event, T]:
        """Return a stream; the request is sent when it is entered."""
        return AsyncEventStream(self._stream(request))

    def blocking_stream(self, request: StreamRequest[T, Event]) -> EventStream[Event, T]:
        """Return the same stream, for a blocking call."""
        return EventStream(self._stream(request))

    def _stream(self, request: StreamRequest[T, Event]) -> StreamExchange[T, Event]:
        began = self._begin(request)
        return StreamExchange(self._client, request, self._http(), began)
