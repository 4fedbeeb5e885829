"""An operation that starts a job, and whose response can also be a stream of events."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from .blocking import run
from .callers import find_caller
from .coroutine_functions import returns_coroutine
from .polled_operation import Job
from .streamed_operation import AwaitedStreamedOperation, StreamedOperation

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from .polling import PolledStreamRequest, Polling

P = ParamSpec("P")
T = TypeVar("T")
Event = TypeVar("Event")
State = TypeVar("State")


class PolledStreamedOperation(StreamedOperation[P, T, Event], Generic[P, T, Event, State]):
    """An operation that starts a job; `until_done` waits for its end, `stream` has its events."""

    def __init__(
        self,
        describe: Callable[P, PolledStreamRequest[T, Event, State]],
        method: str,
        path: str,
        polling: Polling,
    ) -> None:
        self._job = Job(describe, polling)
        super().__init__(describe, method, path)

    def until_done(self, *args: P.args, **kwargs: P.kwargs) -> State:
        """Make the call, and read the state until it is final; return it, also if it has failed.

        `poll_interval` and `poll_timeout` of the options say how often and how long. The `state`
        of an error is the last one that was read. A sink receives nothing.
        """
        request = self.request(*args, **kwargs)
        del kwargs
        state: State = run(self._job.until_done(self.client_of(request), request, awaited=False))
        return state

    @cached_property
    def aio(self) -> AwaitedPolledStreamedOperation[P, T, Event, State]:
        """The same operation, awaited."""
        return AwaitedPolledStreamedOperation(self)


class AwaitedPolledStreamedOperation(
    AwaitedStreamedOperation[P, T, Event], Generic[P, T, Event, State]
):
    """Such an operation whose calls are awaited."""

    _job: Job

    @returns_coroutine
    def until_done(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, State]:
        """Make the call, and read the state until it is final; return it, also if it has failed.

        `poll_interval` and `poll_timeout` of the options say how often and how long. The `state`
        of an error is the last one that was read. A sink receives nothing.
        """
        request = self.request(*args, **kwargs)
        object.__setattr__(request, "caller", find_caller())
        return self._job.until_done(self.client_of(request), request, awaited=True)


def polled_streamed_operation(
    method: str, path: str, polling: Polling
) -> Callable[
    [Callable[P, PolledStreamRequest[T, Event, State]]], PolledStreamedOperation[P, T, Event, State]
]:
    """Return a decorator for functions whose request starts a job, and can ask for a stream."""
    return lambda describe: PolledStreamedOperation(describe, method, path, polling)
