"""What lets one coroutine serve both kinds of calls: those that block and those awaited."""

from __future__ import annotations

from contextlib import suppress
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Coroutine, Iterator

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine whose I/O blocks: it never waits, so one step ends it."""
    try:
        work.send(None)
    except StopIteration as stop:
        value: T = stop.value
        return value
    raise RuntimeError("a blocking call waited for an event loop")


def iterate(items: AsyncGenerator[T, None]) -> Iterator[T]:
    """Iterate over an async generator whose I/O blocks."""
    with suppress(StopAsyncIteration):
        while True:
            yield run(items.__anext__())


async def done(work: Any) -> Any:
    """Return what I/O gave: it blocked and is over, or is to be awaited."""
    return await work if isawaitable(work) else work
