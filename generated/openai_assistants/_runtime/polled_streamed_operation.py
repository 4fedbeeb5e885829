"""An operation that starts a job, and whose response can also be a stream of events."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from .polled_operation import AwaitedJobOperation, JobOperation
from .request import StreamRequest
from .streamed_operation import AwaitedStreamedOperation, StreamedOperation

if TYPE_CHECKING:
    from collections.abc import Callable

    from .polling import PolledStreamRequest, Polling

P = ParamSpec("P")
T = TypeVar("T")
Event = TypeVar("Event")
State = TypeVar("State")


class PolledStreamedOperation(
    StreamedOperation[P, T, Event],
    JobOperation[P, T, StreamRequest[T, Event], State],
    Generic[P, T, Event, State],
):
    """An operation that starts a job; `until_done` waits for its end, `stream` has its events."""

    @cached_property
    def aio(self) -> AwaitedPolledStreamedOperation[P, T, Event, State]:
        """The same operation, awaited."""
        return AwaitedPolledStreamedOperation(self)


class AwaitedPolledStreamedOperation(
    AwaitedStreamedOperation[P, T, Event],
    AwaitedJobOperation[P, T, StreamRequest[T, Event], State],
    Generic[P, T, Event, State],
):
    """Such an operation whose calls are awaited."""


def polled_streamed_operation(
    method: str, path: str, polling: Polling
) -> Callable[
    [Callable[P, PolledStreamRequest[T, Event, State]]], PolledStreamedOperation[P, T, Event, State]
]:
    """Return a decorator for functions whose request starts a job, and can ask for a stream."""
    return lambda describe: PolledStreamedOperation(describe, method, path, polling)
