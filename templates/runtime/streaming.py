"""Streams of typed events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Generic, Self, cast

import httpx2

from . import errors
from .blocking import iterate, run
from .exchange import Exchange
from .framing import LARGEST, json_items, parts
from .messages import find_message
from .model import dump_json, is_model, load_json
from .parameters import is_object, omit
from .reading import members_of, read
from .request import Event
from .results import Data, Sink, put, put_end

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from .client import BaseClient
    from .connection import Http
    from .request import StreamRequest

_BOUNDARY: Final = re.compile(r'(?i)boundary="?([^";,]+)')


class AsyncEventStream(Exchange, Generic[Event]):
    """Typed events, as they are received: `async with operation.aio.stream(...) as events: ...`."""

    lazy = True
    _source: Any = None
    _ended = False
    _response: object = omit

    def __init__(self, client: BaseClient, request: StreamRequest[Any, Event], http: Http) -> None:
        super().__init__(client, request, http, request.events)
        self._events = request.events
        self._is_events = request.events.media_type == "text/event-stream"

    async def __aenter__(self) -> Self:
        if self._source is None:
            response = await self.send()
            if self._is_events:
                response.encoding = "utf-8-sig"  # the standard of event streams
                source: Any = httpx2.EventSource(response, max_event_size=LARGEST)
                self._source = aiter(source) if self.awaited else iter(source)
            else:
                self._source = response.aiter_bytes() if self.awaited else response.iter_bytes()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def __aiter__(self) -> AsyncGenerator[Event, None]:
        if self._source is None:
            raise RuntimeError("enter the stream first: with operation.stream(...) as events")
        try:
            async for event in self._read_events() if self._is_events else self._read_items():
                yield event
        except errors.APIConnectionError:
            if not self._ended:
                raise
        if self._events.ends and not self._ended:
            raise errors.APIConnectionError(
                "the stream ended before its last event", self.error_context()
            )

    async def _read_events(self) -> AsyncGenerator[Event, None]:
        async for sent in self.pull(self._source):
            last = sent.data == "[DONE]"
            if sent.data and not (last and sent.event == "message"):
                yield self._decode(sent)
            if last:
                self._ended = True
                return

    async def _read_items(self) -> AsyncGenerator[Event, None]:
        """Yield JSON lines, or the parts of a multipart."""
        try:
            async for item in self._items():
                yield self._item(item)
        except ValueError as error:
            reason = f"the stream cannot be read: {error}"
            raise errors.APIResponseError(reason, self.error_context()) from None

    def _item(self, content: bytes) -> Event:
        kind: Any = self._events.type
        if self._events.media_type.startswith("multipart/") and kind in {bytes, str}:
            plain: Any = content if kind is bytes else content.decode()
            return cast("Event", plain)
        name, api = self.request.response_name, self.request.call.api
        item: Event = read(kind, content, name, api, self.redact)
        return item

    def _items(self) -> AsyncGenerator[bytes, None]:
        chunks, media_type = self.pull(self._source), self._events.media_type
        if not media_type.startswith("multipart/"):
            return json_items(chunks, media_type)
        boundary = _BOUNDARY.search(self.response.headers.get("content-type", ""))
        if boundary is None:
            raise ValueError("its content type has no boundary")
        return parts(chunks, boundary[1])

    async def to(self, sink: Sink[Event]) -> None:
        """Pass every event to a sink, then `Finished`, or `Failed` before an error is raised."""
        async with put_end(sink, awaited=self.awaited), self:
            async for event in self:
                await put(sink, Data(event), awaited=self.awaited)

    def result(self) -> object:
        """Return the last whole response that an event held; raise if no event held one.

        It is None for an operation that only streams.
        """
        if self._events.only:
            return None
        if self._response is omit:
            name = getattr(self.request.returns, "__name__", self.request.returns)
            raise errors.APIResponseError(f"the stream carried no {name}", self.error_context())
        return self._response

    def _decode(self, sent: httpx2.ServerSentEvent) -> Event:
        """Return the typed event, and keep the response that it holds."""
        data = self._data(sent)
        kind = data.get("type") if is_object(data) else None
        self._raise_error(sent, data)
        self._ended = self._ended or sent.event in self._events.ends or kind in self._events.ends
        given = (("id", sent.id), ("retry", sent.retry))
        fields = {"event": sent.event, "data": data, **{name: one for name, one in given if one}}
        whole = fields if self._events.envelope else data
        name, api = self.request.response_name, self.request.call.api
        event: Event = read(self._events.type, dump_json(whole), name, api, self.redact)
        if self._events.carries_result:
            models = tuple(filter(is_model, members_of(self.request.returns)))
            for value in (event, *getattr(event, "__dict__", {}).values()):
                self._response = value if isinstance(value, models) else self._response
        return event

    def _data(self, sent: httpx2.ServerSentEvent) -> object:
        if self._events.text:
            return sent.data
        try:
            return load_json(sent.data)
        except ValueError:
            return sent.data

    def _raise_error(self, sent: httpx2.ServerSentEvent, data: object) -> None:
        """Raise an `APIEventError` for an event that is an error."""
        named = self._events.envelope and sent.event != "message"  # the name says what the data is
        failed = is_object(data) and (data.get("type") == "error" or data.get("error"))
        if sent.event == "error" or (failed and not named):
            content = self.redact(sent.data).encode(errors="replace")
            reason = find_message(errors.json_or_text(content))
            context = self.error_context()._replace(raw_body=content)
            raise self.request.call.api.event_error(reason, context)


class EventStream(Generic[Event]):
    """Typed events, as they are received: `with operation.stream(...) as events: ...`."""

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
        """Pass every event to a sink, then `Finished`, or `Failed` before an error is raised."""
        run(self._stream.to(sink))
