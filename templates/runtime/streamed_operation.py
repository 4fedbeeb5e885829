"""An operation that can return a stream of events, and every way to receive them."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from .operation import AwaitedOperation, Operation
from .request import StreamRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .client import BaseClient
    from .stream_calls import StreamCalls
    from .streaming import AsyncEventStream, EventStream

P = ParamSpec("P")
T = TypeVar("T")
Event = TypeVar("Event")


class StreamedOperation(Operation[P, T, StreamRequest[T, Event]], Generic[P, T, Event]):
    """An operation that can also return a stream of events."""

    def stream(self, *args: P.args, **kwargs: P.kwargs) -> EventStream[Event, T]:
        """Return the events: `with operation.stream(...) as events: ...`."""
        request = self.request(*args, **kwargs)
        return self.calls(self.client_of(request), awaited=False).blocking_stream(request)

    def calls(self, client: BaseClient, *, awaited: bool) -> StreamCalls:
        """Return the calls of a client."""
        return _calls(client, awaited=awaited)

    @cached_property
    def aio(self) -> AwaitedStreamedOperation[P, T, Event]:
        """The same operation, awaited."""
        return AwaitedStreamedOperation(self)


class AwaitedStreamedOperation(
    AwaitedOperation[P, T, StreamRequest[T, Event]], Generic[P, T, Event]
):
    """A streamed operation whose calls are awaited."""

    def calls(self, client: BaseClient, *, awaited: bool) -> StreamCalls:
        """Return the calls of a client."""
        return _calls(client, awaited=awaited)

    def stream(self, *args: P.args, **kwargs: P.kwargs) -> AsyncEventStream[Event, T]:
        """Return the events: `async with operation.aio.stream(...) as events: ...`."""
        request = self.request(*args, **kwargs)
        return self.calls(self.client_of(request), awaited=True).stream(request)


def streamed_operation(
    method: str, path: str
) -> Callable[[Callable[P, StreamRequest[T, Event]]], StreamedOperation[P, T, Event]]:
    """Return a decorator for functions whose request can ask for a stream."""
    return lambda describe: StreamedOperation(describe, method, path)


def _calls(client: BaseClient, *, awaited: bool) -> StreamCalls:
    make: type[StreamCalls] = import_module(".stream_calls", __package__).StreamCalls
    return make(client, awaited=awaited)
