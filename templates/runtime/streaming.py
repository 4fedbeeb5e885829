"""Streams of typed events."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, Generic, Self

import httpx2
from pydantic_core import from_json, to_json

from .blocking import iterate, run
from .errors import (
    APIConnectionError,
    APIError,
    APIResponseError,
    json_or_text,
    message,
)
from .exchange import Exchange, Http
from .parameters import is_object, omit
from .reading import models, read
from .request import Event
from .results import Data, Failed, Finished, Sink, put

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from .client import BaseClient
    from .request import StreamRequest

_LARGEST_EVENT: Final = 1 << 28  # bytes: images are large, but a line need not ever end


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

    lazy = True
    _source: Any = None
    _ended = False
    _carried: object = omit

    def __init__(self, client: BaseClient, request: StreamRequest[Any, Event], http: Http) -> None:
        super().__init__(client, request, http, request.events)
        self._asked = request.events

    async def __aenter__(self) -> Self:
        if self._source is None:
            response = await self.send()
            response.encoding = "utf-8-sig"  # as the standard of event streams has it
            source = httpx2.EventSource(response, max_event_size=_LARGEST_EVENT)
            self._source = aiter(source) if self.awaited else iter(source)
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def __aiter__(self) -> AsyncGenerator[Event, None]:
        if self._source is None:
            raise RuntimeError("enter the stream first: with operation.stream(...) as events")
        try:
            async for sent in self.pulled(self._source):
                done = sent.data == "[DONE]"
                if sent.data and not (done and sent.event == "message"):
                    yield self._decoded(sent)
                if done:
                    return
        except APIConnectionError:
            if not self._ended:
                raise
        if self._asked.ends and not self._ended:
            raise APIConnectionError("the stream ended before its last event", self.exchanged())

    async def to(self, sink: Sink[Event]) -> None:
        """Hand every event to a sink, then `Finished`, or `Failed` before an error is raised."""
        async with told(sink, awaited=self.awaited), self:
            async for event in self:
                await put(sink, Data(event), awaited=self.awaited)

    def result(self) -> object:
        """Return the last whole reply that an event carried; raise when none did."""
        if self._carried is omit:
            name = getattr(self.request.returns, "__name__", self.request.returns)
            raise APIResponseError(f"the stream carried no {name}", self.exchanged())
        return self._carried

    def _decoded(self, sent: httpx2.ServerSentEvent) -> Event:
        """Return the typed event, and keep what it carries of the reply's declared type."""
        try:
            data: object = from_json(sent.data)
        except ValueError:
            data = sent.data
        kind = data.get("type") if is_object(data) else None
        named = self._asked.envelope and sent.event != "message"  # its data has a type of its own
        faulty = is_object(data) and (kind == "error" or data.get("error"))
        if sent.event == "error" or (faulty and not named):
            said = json_or_text(self._redacted(sent.data).encode(errors="replace"))
            raise APIError(message(said), self.exchanged(), said)
        self._ended = self._ended or sent.event in self._asked.ends or kind in self._asked.ends
        whole = to_json({"event": sent.event, "data": data} if self._asked.envelope else data)
        event: Event = read(self._asked.type, whole, self.request.reply_name, self.request.call.api)
        if self._asked.carries_reply:
            kinds = models(self.request.returns)
            for value in (event, *getattr(event, "__dict__", {}).values()):
                self._carried = value if isinstance(value, kinds) else self._carried
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
