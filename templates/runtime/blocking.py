"""What lets one coroutine serve both kinds of calls: those that block and those awaited."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterable, Iterator

    import httpx2

T = TypeVar("T")
block = time.sleep


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
    try:
        while True:
            try:
                item = run(items.__anext__())
            except StopAsyncIteration:
                return
            yield item
    finally:
        run(items.aclose())


async def each(items: Iterable[T]) -> AsyncIterator[T]:
    """Iterate over what blocks."""
    for item in items:
        yield item


async def close(response: httpx2.Response, *, awaited: bool) -> None:
    """Close a response."""
    if awaited:
        await response.aclose()
    else:
        response.close()
