"""Streams of typed events."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Generic, Self

from typing_extensions import TypeVar

from . import stream_results
from .blocking import run
from .parameters import omit
from .request import Event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping
    from types import TracebackType

    from .results import Sink
    from .stream_exchange import StreamExchange

Whole = TypeVar("Whole", default=object)
"""The result of a plain call, which `final` returns."""


class BaseEventStream(Generic[Event, Whole]):
    """The head of the response, which is there when the stream is entered.

    Each attribute raises `RuntimeError` before. A stream that was resumed has the last response.
    """

    def __init__(self, stream: StreamExchange[Whole, Event]) -> None:
        self._stream = stream

    @property
    def status_code(self) -> int:
        """The status of the response."""
        return self._stream.entered.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the response; their names in any case."""
        return self._stream.entered.headers

    @property
    def request_id(self) -> str | None:
        """The ID that the service gave to the request."""
        return self._stream.request.call.api.request_id(self.headers)


class AsyncEventStream(BaseEventStream[Event, Whole], Generic[Event, Whole]):
    """Typed events, as they are received: `async with operation.aio.stream(...) as events: ...`."""

    async def __aenter__(self) -> Self:
        await self._stream.enter()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stream.leave(error)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        while (event := self._stream.take()) is omit:
            if not await self._stream.more():
                raise StopAsyncIteration
        return event

    async def to(self, sink: Sink[Event]) -> None:
        """Pass every event to a sink, then `Finished`, or `Failed` before an error is raised."""
        await stream_results.to(self._stream, sink)

    async def final(self) -> Whole:
        """Receive what is left, and return the whole result, as a plain call returns it.

        A stream that was read before returns it too; a second call returns the same.

        Raises:
            TypeError: The events have no whole result.
            RuntimeError: The `with` block was left before the stream ended.
            APIError: The stream broke off, or an event was an error.
        """
        return await stream_results.final(self._stream)

    def text(self) -> AsyncIterator[str]:
        """Yield the text of the events that are left, without empty pieces.

        Raises:
            TypeError: It is not known which member of an event is text.
            APIError: The stream broke off, or an event was an error.
        """
        return self._pieces(stream_results.texts(self._stream))

    async def _pieces(self, found: Callable[[], Iterator[str]]) -> AsyncIterator[str]:
        async for _ in self:
            for piece in found():
                yield piece


class EventStream(BaseEventStream[Event, Whole], Generic[Event, Whole]):
    """Typed events, as they are received: `with operation.stream(...) as events: ...`."""

    def __del__(self, suppress: type[suppress] = suppress) -> None:
        with suppress(Exception):  # it was not entered, or is closed
            self._stream.response.close()

    def __enter__(self) -> Self:
        run(self._stream.enter())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        run(self._stream.leave(error))

    def __iter__(self) -> Iterator[Event]:
        while True:
            while (event := self._stream.take()) is not omit:
                yield event
            if not run(self._stream.more()):
                return

    def to(self, sink: Sink[Event]) -> None:
        """Pass every event to a sink, then `Finished`, or `Failed` before an error is raised."""
        run(stream_results.to(self._stream, sink))

    def final(self) -> Whole:
        """Receive what is left, and return the whole result, as a plain call returns it.

        A stream that was read before returns it too; a second call returns the same.

        Raises:
            TypeError: The events have no whole result.
            RuntimeError: The `with` block was left before the stream ended.
            APIError: The stream broke off, or an event was an error.
        """
        return run(stream_results.final(self._stream))

    def text(self) -> Iterator[str]:
        """Yield the text of the events that are left, without empty pieces.

        Raises:
            TypeError: It is not known which member of an event is text.
            APIError: The stream broke off, or an event was an error.
        """
        return self._pieces(stream_results.texts(self._stream))

    def _pieces(self, found: Callable[[], Iterator[str]]) -> Iterator[str]:
        for _ in self:
            yield from found()
