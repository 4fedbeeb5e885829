"""What a `stream_to` sink receives, and how it is put there."""

from __future__ import annotations

import asyncio
import inspect
import queue
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Item_contra = TypeVar("Item_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Data(Generic[T_co]):
    """A result, or one event of a stream."""

    value: T_co


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing more will come."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The call ended with an error, which is raised as well."""

    error: Exception


class SinkQueue(Protocol[Item_contra]):
    """What `queue.Queue` and `asyncio.Queue` have in common."""

    def put(self, item: Item_contra, /) -> object:
        """Put an item, waiting for room."""

    def put_nowait(self, item: Item_contra, /) -> object:
        """Put an item, or raise when there is no room."""


Sink: TypeAlias = (
    Callable[[Data[T] | Finished | Failed], object] | SinkQueue[Data[T] | Finished | Failed]
)
"""A callable (with `.aio` it may be async), a `queue.Queue` or an `asyncio.Queue`."""


def put(sink: Sink[T], update: Data[T] | Finished | Failed) -> None:
    """Hand an update to a sink."""
    if callable(sink):
        result = sink(update)
    elif inspect.iscoroutinefunction(sink.put):
        result = sink.put_nowait(update)
    else:
        result = sink.put(update)
    if inspect.iscoroutine(result):
        result.close()
        raise TypeError("an async sink needs the async call: await operation.aio(...)")


async def aput(sink: Sink[T], update: Data[T] | Finished | Failed) -> None:
    """Hand an update to a sink without blocking the event loop."""
    if callable(sink):
        result = sink(update)
    elif inspect.iscoroutinefunction(sink.put):
        result = sink.put(update)
    else:
        try:
            result = sink.put_nowait(update)
        except queue.Full:
            result = asyncio.to_thread(sink.put, update)
    if inspect.isawaitable(result):
        await result
