"""What `attempt` returns, and what a sink receives."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

from .errors import APIError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Ok(Generic[T_co]):
    """The call succeeded."""

    value: T_co


@dataclass(frozen=True, slots=True)
class Err:
    """The call failed."""

    error: APIError


@dataclass(frozen=True, slots=True)
class Data(Generic[T_co]):
    """A sink receives it for a result, or for one event of a stream."""

    value: T_co


@dataclass(frozen=True, slots=True)
class Finished:
    """A sink receives it last, if the call succeeded."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A sink receives it last, if the call failed; then the error is raised."""

    error: APIError


class SinkQueue(Protocol[T_contra]):
    """What `queue.Queue` and `asyncio.Queue` have in common."""

    def put(self, item: T_contra, /) -> object: ...
    def put_nowait(self, item: T_contra, /) -> object: ...


Update: TypeAlias = Data[T] | Finished | Failed
Sink: TypeAlias = Callable[[Update[T]], object] | SinkQueue[Update[T]]
"""A callable (with `.aio` it may be async), a `queue.Queue` or an `asyncio.Queue`."""


async def put(sink: Sink[T], update: Update[T], *, awaited: bool) -> None:
    """Pass an update to a sink; a queue of the other kind than the call must have room."""
    if not callable(sink):
        may_wait = inspect.iscoroutinefunction(sink.put) == awaited
        sink = sink.put if may_wait else sink.put_nowait
    result: Any = sink(update)
    if inspect.isawaitable(result):
        if not awaited:
            getattr(result, "close", bool)()
            raise TypeError("an async sink needs the async call: await operation.aio(...)")
        await result


@asynccontextmanager
async def put_end(sink: Sink[Any], *, awaited: bool) -> AsyncGenerator[None, None]:
    """Pass `Finished` to a sink at the end, or `Failed` before an error is raised."""
    try:
        yield
    except APIError as error:
        await put(sink, Failed(error), awaited=awaited)
        raise
    await put(sink, Finished(), awaited=awaited)
