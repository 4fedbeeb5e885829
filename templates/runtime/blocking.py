"""One coroutine serves both kinds of calls: blocking ones, and awaited ones."""

from __future__ import annotations

from contextlib import suppress
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .errors import ConfigurationError

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


async def result_of_function(name: str, value: Any, *, awaited: bool) -> Any:
    """Return what a function of the user returned, awaited if the function is async.

    Raises `ConfigurationError` if it is async and the call is blocking.
    """
    if not isawaitable(value):
        return value
    if not awaited:
        getattr(value, "close", bool)()
        raise async_function_error(name)
    return await value


def async_function_error(name: str) -> ConfigurationError:
    """Return the error for an async function of the user in a blocking call."""
    return ConfigurationError(
        f"{name} is an async function, but the call is blocking: await operation.aio(...), "
        "or give a function that is not async"
    )


async def maybe_await(result: Awaitable[T] | T) -> T:
    """Return the result of an I/O function: of a blocking one as it is, else awaited."""
    return cast("T", await result if isawaitable(result) else result)
