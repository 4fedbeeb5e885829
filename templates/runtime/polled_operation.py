"""An operation that starts a job or reads its state, and the way to wait for its end."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from .blocking import run
from .callers import find_caller
from .coroutine_functions import returns_coroutine
from .operation import AwaitedOperation, Operation
from .request import Request
from .result_types import annotation_of, evaluated

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from .client import BaseClient
    from .polled_calls import PolledCalls
    from .polling import PolledRequest, Polling

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=Request[Any])
State = TypeVar("State")


class JobOperation(Operation[P, T, R], Generic[P, T, R, State]):
    """What all operations that start a job, or read its state, have in common."""

    def __init__(self, describe: Callable[P, R], method: str, path: str, polling: Polling) -> None:
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


class AwaitedJobOperation(AwaitedOperation[P, T, R], Generic[P, T, R, State]):
    """The same for awaited calls."""

    _job: Job

    @returns_coroutine
    def until_done(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, State]:
        """Make the call, and read the state until it is final; return it, also if it has failed.

        `poll_interval` and `poll_timeout` of the options say how often and how long. The `state`
        of an error is the last one that was read. A sink receives nothing.
        """
        request = self.request(*args, **kwargs)
        object.__setattr__(request, "caller", find_caller())  # a task has no frame of it
        return self._job.until_done(self.client_of(request), request, awaited=True)


class PolledOperation(JobOperation[P, T, Request[T], State], Generic[P, T, State]):
    """An operation that starts a job, or reads its state; `until_done` waits for its end."""

    @cached_property
    def aio(self) -> AwaitedPolledOperation[P, T, State]:
        """The same operation, awaited."""
        return AwaitedPolledOperation(self)


class AwaitedPolledOperation(AwaitedJobOperation[P, T, Request[T], State], Generic[P, T, State]):
    """A polled operation whose calls are awaited."""


class Job:
    """How an operation reads the state of a job, and the type of this state."""

    def __init__(self, describe: Callable[..., object], polling: Polling) -> None:
        describe = getattr(describe, "__wrapped__", describe)  # of a deprecated function
        self._polling, self._names = polling, describe.__globals__
        self._annotation = annotation_of(describe.__annotations__["return"], -1)

    def until_done(
        self, client: BaseClient, request: Request[Any], *, awaited: bool
    ) -> Coroutine[Any, Any, Any]:
        """Return the call that waits for the end of the job."""
        make: type[PolledCalls] = import_module(".polled_calls", __package__).PolledCalls
        return make(client, awaited=awaited).until_done(request, self._polling, self._returns)

    @cached_property
    def _returns(self) -> object:
        return evaluated(self._annotation, self._names)


def polled_operation(
    method: str, path: str, polling: Polling
) -> Callable[[Callable[P, PolledRequest[T, State]]], PolledOperation[P, T, State]]:
    """Return a decorator for functions that return the request of an operation with a job."""
    return lambda describe: PolledOperation(describe, method, path, polling)
