"""One coroutine serves both kinds of calls: blocking ones, and awaited ones."""

from __future__ import annotations

from contextlib import suppress
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Coroutine, Iterator

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return the result of a coroutine whose I/O blocks: it never waits, so one step ends it."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        value: T = stop.value
        return value
    raise RuntimeError("a blocking call waited for an event loop")


def iterate(items: AsyncGenerator[T, None]) -> Iterator[T]:
    """Iterate over an async generator whose I/O blocks."""
    with suppress(StopAsyncIteration):
        while True:
            yield run(items.__anext__())


async def maybe_await(result: Awaitable[T] | T) -> T:
    """Return the result of an I/O function: of a blocking one as it is, else awaited."""
    return cast("T", await result if isawaitable(result) else result)
