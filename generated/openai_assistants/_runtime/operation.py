"""An operation: a function that returns a request, and every way to make the call."""

from __future__ import annotations

import time
from functools import cache, cached_property, update_wrapper
from importlib import import_module
from operator import attrgetter, methodcaller
from typing import TYPE_CHECKING, Any, Final, Generic, ParamSpec, Self, TypeVar

from .blocking import run
from .callers import find_caller, warn_caller
from .coroutine_functions import CoroutineFunction, returns_coroutine
from .errors import APIError, ConfigurationError
from .raw_responses import AsyncRawResponse, RawResponse
from .request import CallOptions, Request
from .result_types import annotation_of, evaluated
from .results import Err, Failed, Ok, put_at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from .calls import Calls
    from .client import BaseClient
    from .downloads import Download

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=Request[Any])

_PARTS: Final = attrgetter("_operation", "_client")


class _View(Generic[P, T, R]):
    """What the blocking and the awaited calls of an operation have in common."""

    method: str
    path: str
    _deprecated: str | None
    _describe: Callable[P, R]
    _operation: Operation[P, T, R]  # as its module has it
    _client: BaseClient | None

    def request(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return the request without sending it."""
        if self._deprecated is not None:
            warn_caller(self._deprecated, DeprecationWarning)
        began = time.monotonic()
        try:
            request = self._describe(*args, **kwargs)
            if request.lists:
                request.check_lists()
        except Exception as error:
            _tell(kwargs.get("stream_to"), better := self._explained(error, args, kwargs))
            if better is not error:
                raise better from None
            raise
        # `replace` would take as long as everything else here, and nobody else has the request.
        object.__setattr__(request, "method", self.method)
        object.__setattr__(request, "url_path", self.path)
        object.__setattr__(request, "returns", _result_type(self._describe))
        object.__setattr__(request, "began", began)
        return request

    def _explained(self, error: Exception, *given: object) -> Exception:
        """Return an error that says which arguments are right, for a call that has wrong ones."""
        explain: Callable[..., Exception] = import_module(".wrong_arguments", __package__).of_call
        names, streams = CallOptions.__annotations__, hasattr(self, "stream")
        return explain(self._describe, error, given, options=names, streams=streams)

    def client_of(self, request: R) -> BaseClient:
        """Return the client of the options, else the bound one, else the default."""
        call = request.call
        if call.options is not None:
            _check_options(call.options, request)
        client = (call.options and call.options.client) or self._client or call.api.client
        if client.api is not call.api:
            error = ConfigurationError(f"{client!r} is not a client of {call.api.name}")
            _tell(request.sink, error)
            raise error
        return client

    def calls(self, client: BaseClient, *, awaited: bool) -> Calls:
        """Return the calls of a client."""
        return _calls_class()(client, awaited=awaited)

    def __get__(self, instance: object, owner: type | None = None) -> Self:
        return self  # an object with this method is a routine to `help`, which shows its signature

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _identity(other) == _identity(self)

    def __hash__(self) -> int:
        return hash(_identity(self))


class Operation(_View[P, T, R], Generic[P, T, R]):
    """One operation of the API. It and its views take the same arguments."""

    def __init__(self, describe: Callable[P, R], method: str, path: str) -> None:
        self.method, self.path = method, path
        self._deprecated = getattr(describe, "__deprecated__", None)
        if self._deprecated is not None:  # this class warns instead, at the line of the caller
            describe = getattr(describe, "__wrapped__", describe)
        self._describe, self._operation, self._client = describe, self, None
        self.__qualname__ = describe.__qualname__
        update_wrapper(self, describe)
        # `help` and `inspect.signature` show what a call returns.
        returned = annotation_of(describe.__annotations__["return"])
        describe.__annotations__["return"] = returned

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Make the call and return its result; raise an `APIError` if it fails."""
        request = self.request(*args, **kwargs)
        del kwargs  # a traceback that shows variables would show the credentials in it
        result: T = run(self.calls(self.client_of(request), awaited=False).call(request))
        return result

    def attempt(self, *args: P.args, **kwargs: P.kwargs) -> Ok[T] | Err:
        """Make the call and return `Ok(value)` or `Err(error)`."""
        request = self.request(*args, **kwargs)
        del kwargs
        return run(_attempt(self.calls(self.client_of(request), awaited=False).call(request)))

    def raw(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """Make the call and return the response; a sink receives nothing."""
        request = self.request(*args, **kwargs)
        del kwargs
        calls = self.calls(self.client_of(request), awaited=False)
        return RawResponse(run(calls.raw(request)))

    @cached_property
    def aio(self) -> AwaitedOperation[P, T, R]:
        """The same operation, awaited."""
        return AwaitedOperation(self)

    def using(self, client: BaseClient) -> Self:
        """Return the same operation, bound to a client."""
        bound = object.__new__(type(self))
        bound.__dict__.update(self.__dict__, _client=client)
        bound.__dict__.pop("aio", None)
        return bound

    def __repr__(self) -> str:
        return f"<operation {self.__module__}.{self.__qualname__}>"

    def __reduce__(self) -> str | tuple[Any, ...]:
        if self._client is None:
            return self.__qualname__  # pickled and copied by name, like a function
        return methodcaller("using", self._client), (self._operation,)


class AwaitedOperation(_View[P, T, R], CoroutineFunction, Generic[P, T, R]):
    """An operation whose calls are awaited."""

    def __init__(self, operation: Operation[P, T, R]) -> None:
        self.__dict__.update(operation.__dict__)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, T]:
        """Make the call and return its result; raise an `APIError` if it fails."""
        request = self.request(*args, **kwargs)
        object.__setattr__(request, "caller", find_caller())  # a task has no frame of it
        return self.calls(self.client_of(request), awaited=True).call(request)

    @returns_coroutine
    def attempt(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, Ok[T] | Err]:
        """Make the call and return `Ok(value)` or `Err(error)`."""
        return _attempt(self(*args, **kwargs))

    @returns_coroutine
    def raw(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, AsyncRawResponse[T]]:
        """Make the call and return the response; a sink receives nothing."""
        request = self.request(*args, **kwargs)
        calls = self.calls(self.client_of(request), awaited=True)
        return _raw_response(calls.raw(request))

    def __repr__(self) -> str:
        return f"<awaited {self._operation!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        operation = self._operation
        return attrgetter("aio"), (operation.using(self._client) if self._client else operation,)


def operation(
    method: str, path: str
) -> Callable[[Callable[P, Request[T]]], Operation[P, T, Request[T]]]:
    """Return a decorator for functions that return the request of an operation."""
    return lambda describe: Operation(describe, method, path)


def _check_options(given: object, request: Request[Any]) -> None:
    """Raise TypeError if something else is given as the options of a call."""
    if not isinstance(given, CallOptions):
        error = TypeError(f"options is a {type(given).__name__}: give CallOptions(...)")
        _tell(request.sink, error)
        raise error


def _identity(view: object) -> tuple[int, int]:
    operation, client = _PARTS(view)
    return id(operation), id(client)


@cache
def _calls_class() -> type[Calls]:
    """Return `Calls`, imported with the HTTP library when the first call is made."""
    found: type[Calls] = import_module(".calls", __package__).Calls
    return found


async def _raw_response(download: Coroutine[Any, Any, Download]) -> AsyncRawResponse[Any]:
    return AsyncRawResponse(await download)


def _tell(sink: Any, error: Exception) -> None:
    """Pass the error of a call that did not begin to its sink, which may wait for the end."""
    if sink is not None:
        put_at_once(sink, Failed(error))


async def _attempt(call: Coroutine[Any, Any, T]) -> Ok[T] | Err:
    try:
        return Ok(await call)
    except APIError as error:
        return Err(error)


@cache
def _result_type(describe: Callable[..., object]) -> object:
    """Return T of the annotation of a function; this imports the models in it."""
    return evaluated(describe.__annotations__["return"], describe.__globals__)
