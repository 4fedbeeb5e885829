"""What `attempt` returns, and what a sink receives."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

from .blocking import run

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from .errors import APIError

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
    """A sink receives it last, if the call failed; then the error is raised.

    It is an `APIError`, or what else ended the call: a cancellation, a wrong argument.
    """

    error: BaseException


class SinkQueue(Protocol[T_contra]):
    """What `queue.Queue` and `asyncio.Queue` have in common."""

    def put(self, item: T_contra, /) -> object: ...
    def put_nowait(self, item: T_contra, /) -> object: ...


Update: TypeAlias = Data[T] | Finished | Failed
Sink: TypeAlias = Callable[[Update[T]], object] | SinkQueue[Update[T]]
"""A callable (with `.aio` it may be async), a `queue.Queue` or an `asyncio.Queue`."""


def put_at_once(sink: Sink[Any], update: Failed) -> None:
    """Pass an update to a sink without waiting: an async one may end without a wait."""
    with suppress(Exception):
        result = begin(sink, update)
        if inspect.iscoroutine(result):
            with suppress(RuntimeError):
                run(result)
            result.close()


def begin(sink: Sink[Any], update: Failed) -> Awaitable[object] | None:
    """Pass an update, and return what is to be awaited for that."""
    if callable(sink):
        result = sink(update)
        return result if inspect.isawaitable(result) else None
    with suppress(Exception):  # each kind of queue has its own error for one that is full
        sink.put_nowait(update)
        return None
    _make_room(sink)
    sink.put_nowait(update)
    return None


def _make_room(queue: SinkQueue[Any]) -> None:
    """Remove the oldest update of a full queue: the last one must not be lost."""
    getattr(queue, "get_nowait", bool)()
    getattr(queue, "task_done", bool)()
