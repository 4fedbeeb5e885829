"""An operation: one description of a request, and every way to make the call."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, cast

from .blocking import iterate, run
from .errors import APIError, ConfigurationError, warn_caller
from .results import AsyncReply, Err, Ok, Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

    from .client import BaseClient
    from .downloads import Download
    from .request import PagedRequest, Request, StreamRequest
    from .sending import Connection
    from .streaming import AsyncEventStream, EventStream

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")
Event = TypeVar("Event")


class Operation(Generic[P, T]):
    """One operation of the API: call it, or use one of its views, all with the same arguments."""

    def __init__(self, describe: Callable[P, Request[T]]) -> None:
        self._deprecated: str | None = getattr(describe, "__deprecated__", None)
        if self._deprecated is not None:  # this class warns itself, at the caller's line
            describe = getattr(describe, "__wrapped__", describe)
        self._describe = describe
        self._client: BaseClient | None = None
        self.__qualname__ = describe.__qualname__
        update_wrapper(self, describe)
        returns = describe.__annotations__.get("return")
        if isinstance(returns, str):  # so that `help` and `inspect.signature` show the result
            describe.__annotations__["return"] = returns.partition("[")[2].strip("]").split(",")[0]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Make the call and return what it gives; raise an `APIError` when it fails."""
        request = self.request(*args, **kwargs)
        del kwargs  # they may hold a key, which a traceback with variables would show
        return run(self.connection(request).call(request, awaited=False))

    def attempt(self, *args: P.args, **kwargs: P.kwargs) -> Ok[T] | Err:
        """Make the call and return `Ok(value)` or `Err(error)`."""
        request = self.request(*args, **kwargs)
        del kwargs
        try:
            return Ok(run(self.connection(request).call(request, awaited=False)))
        except APIError as error:
            return Err(error)

    def raw(self, *args: P.args, **kwargs: P.kwargs) -> Reply[T]:
        """Make the call and return the reply as it came; a sink is not told."""
        request = self.request(*args, **kwargs)
        del kwargs
        return Reply(run(self.connection(request).raw(request, awaited=False)))

    def request(self, *args: P.args, **kwargs: P.kwargs) -> Request[T]:
        """Describe the request without sending it."""
        if self._deprecated is not None:
            warn_caller(self._deprecated, DeprecationWarning)
        return self._describe(*args, **kwargs)

    @property
    def aio(self) -> AwaitedOperation[P, T]:
        """The same operation, awaited."""
        return AwaitedOperation(self)

    def using(self, client: BaseClient) -> Self:
        """Return the same operation, bound to a client."""
        bound = object.__new__(type(self))
        bound.__dict__.update(self.__dict__, _client=client)
        return bound

    def connection(self, request: Request[Any]) -> Connection:
        """Return what sends a request: its own client, else the bound one, else the API's."""
        call = request.call
        client = (call.options and call.options.client) or self._client or call.api.client
        if client.api is not call.api:
            raise ConfigurationError(f"{client!r} is no client of {call.api.name}")
        return client.connection

    def __get__(self, instance: object, owner: type | None = None) -> Self:
        return self  # with this method, `help` shows the signature

    def __repr__(self) -> str:
        return f"<operation {self.__module__}.{self.__qualname__}>"

    def __reduce__(self) -> str:
        return self.__qualname__  # pickled and copied by name, as functions are


class PagedOperation(Operation[P, T], Generic[P, T, Item]):
    """An operation that gives one page of many; `iter` goes through all of them."""

    def iter(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[Item]:
        """Yield every item of every page, asking for pages as needed; a sink is not told."""
        request = self.request(*args, **kwargs)
        return iterate(self.connection(request).items(request, awaited=False))

    def request(self, *args: P.args, **kwargs: P.kwargs) -> PagedRequest[T, Item]:
        """Describe the request without sending it."""
        return cast("PagedRequest[T, Item]", super().request(*args, **kwargs))

    @property
    def aio(self) -> AwaitedPagedOperation[P, T, Item]:
        """The same operation, awaited."""
        return AwaitedPagedOperation(self)


class StreamedOperation(Operation[P, T], Generic[P, T, Event]):
    """An operation that can also answer by a stream of events."""

    def stream(self, *args: P.args, **kwargs: P.kwargs) -> EventStream[Event]:
        """Return the events: `with operation.stream(...) as events: ...`."""
        request = self.request(*args, **kwargs)
        return self.connection(request).stream(request)

    def request(self, *args: P.args, **kwargs: P.kwargs) -> StreamRequest[T, Event]:
        """Describe the request without sending it."""
        return cast("StreamRequest[T, Event]", super().request(*args, **kwargs))

    @property
    def aio(self) -> AwaitedStreamedOperation[P, T, Event]:
        """The same operation, awaited."""
        return AwaitedStreamedOperation(self)


class AwaitedOperation(Generic[P, T]):
    """An operation whose calls are awaited."""

    def __init__(self, operation: Operation[P, T]) -> None:
        self._operation = operation
        update_wrapper(self, operation)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, T]:
        """Make the call and return what it gives; raise an `APIError` when it fails."""
        request = self._operation.request(*args, **kwargs)
        return self._operation.connection(request).call(request, awaited=True)

    def attempt(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, Ok[T] | Err]:
        """Make the call and return `Ok(value)` or `Err(error)`."""
        return _attempted(self(*args, **kwargs))

    def raw(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, AsyncReply[T]]:
        """Make the call and return the reply as it came; a sink is not told."""
        request = self._operation.request(*args, **kwargs)
        return _replied(self._operation.connection(request).raw(request, awaited=True))

    def request(self, *args: P.args, **kwargs: P.kwargs) -> Request[T]:
        """Describe the request without sending it."""
        return self._operation.request(*args, **kwargs)

    def __get__(self, instance: object, owner: type | None = None) -> Self:
        return self  # with this method, `help` shows the signature


class AwaitedPagedOperation(AwaitedOperation[P, T], Generic[P, T, Item]):
    """A paged operation whose calls are awaited."""

    def __init__(self, operation: PagedOperation[P, T, Item]) -> None:
        super().__init__(operation)
        self._paged = operation

    def iter(self, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[Item]:
        """Yield every item of every page, asking for pages as needed; a sink is not told."""
        request = self._paged.request(*args, **kwargs)
        return self._paged.connection(request).items(request, awaited=True)


class AwaitedStreamedOperation(AwaitedOperation[P, T], Generic[P, T, Event]):
    """A streamed operation whose calls are awaited."""

    def __init__(self, operation: StreamedOperation[P, T, Event]) -> None:
        super().__init__(operation)
        self._streamed = operation

    def stream(self, *args: P.args, **kwargs: P.kwargs) -> AsyncEventStream[Event]:
        """Return the events: `async with operation.aio.stream(...) as events: ...`."""
        request = self._streamed.request(*args, **kwargs)
        return self._streamed.connection(request).astream(request)


def operation(describe: Callable[P, Request[T]]) -> Operation[P, T]:
    """Make an operation of the function that describes its request."""
    return Operation(describe)


def paged_operation(describe: Callable[P, PagedRequest[T, Item]]) -> PagedOperation[P, T, Item]:
    """Make an operation whose reply is one page of many."""
    return PagedOperation(describe)


def streamed_operation(
    describe: Callable[P, StreamRequest[T, Event]],
) -> StreamedOperation[P, T, Event]:
    """Make an operation that can also answer by a stream of events."""
    return StreamedOperation(describe)


async def _replied(call: Coroutine[Any, Any, Download]) -> AsyncReply[Any]:
    return AsyncReply(await call)


async def _attempted(call: Coroutine[Any, Any, T]) -> Ok[T] | Err:
    try:
        return Ok(await call)
    except APIError as error:
        return Err(error)
