"""Events of a stream, and at their end the output as a type of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from types import TracebackType

    from ._runtime.streaming import AsyncEventStream, EventStream
    from .parsed_outputs import Parsed

M = TypeVar("M")
T = TypeVar("T")
Event = TypeVar("Event")


class ParsedEvents(Generic[Event, M, T]):
    """Events, as they are received; `final` returns the output as the type M.

    Attributes:
        events: The same stream, with everything else that a stream has.
    """

    def __init__(self, events: EventStream[Event, T], read: Callable[[T], Parsed[M, T]]) -> None:
        self.events, self._read = events, read

    def __enter__(self) -> Self:
        self.events.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.events.__exit__(kind, error, traceback)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def text(self) -> Iterator[str]:
        """Yield the text of the events that are left, without empty pieces."""
        return self.events.text()

    def final(self) -> Parsed[M, T]:
        """Receive what is left, and return the whole response with its output as the type.

        Raises:
            InvalidOutputError: The output does not fit the type.
            APIError: The stream broke off, or an event was an error.
        """
        return self._read(self.events.final())


class AsyncParsedEvents(Generic[Event, M, T]):
    """Events, as they are received; `final` returns the output as the type M.

    Attributes:
        events: The same stream, with everything else that a stream has.
    """

    def __init__(
        self, events: AsyncEventStream[Event, T], read: Callable[[T], Parsed[M, T]]
    ) -> None:
        self.events, self._read = events, read

    async def __aenter__(self) -> Self:
        await self.events.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.events.__aexit__(kind, error, traceback)

    def __aiter__(self) -> AsyncIterator[Event]:
        return aiter(self.events)

    def text(self) -> AsyncIterator[str]:
        """Yield the text of the events that are left, without empty pieces."""
        return self.events.text()

    async def final(self) -> Parsed[M, T]:
        """Receive what is left, and return the whole response with its output as the type.

        Raises:
            InvalidOutputError: The output does not fit the type.
            APIError: The stream broke off, or an event was an error.
        """
        return self._read(await self.events.final())
