"""Streams of typed events."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Generic, Self

from .blocking import run
from .parameters import omit
from .request import Event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from .results import Sink
    from .stream_exchange import StreamExchange


class AsyncEventStream(Generic[Event]):
    """Typed events, as they are received: `async with operation.aio.stream(...) as events: ...`."""

    def __init__(self, stream: StreamExchange[Event]) -> None:
        self._stream = stream

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
        await self._stream.to(sink)


class EventStream(Generic[Event]):
    """Typed events, as they are received: `with operation.stream(...) as events: ...`."""

    def __init__(self, stream: StreamExchange[Event]) -> None:
        self._stream = stream

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
        run(self._stream.to(sink))
