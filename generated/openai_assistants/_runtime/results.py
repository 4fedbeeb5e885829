"""What calls give back, and what sinks receive."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
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
class Reply(Generic[T_co]):
    """A successful reply as it came; `parse()` reads it."""

    status: int
    headers: Mapping[str, str] = field(repr=False)  # found by names in any case
    elapsed: float  # seconds from the first attempt to the last byte
    body: bytes = field(repr=False)
    parse: Callable[[], T_co] = field(repr=False)

    @property
    def request_id(self) -> str | None:
        """The service's name for the request."""
        return self.headers.get("x-request-id")


@dataclass(frozen=True, slots=True)
class Data(Generic[T_co]):
    """A sink receives a result, or one event of a stream."""

    value: T_co


@dataclass(frozen=True, slots=True)
class Finished:
    """A sink receives nothing more."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A sink receives the error that is raised as well."""

    error: APIError


class SinkQueue(Protocol[T_contra]):
    """What `queue.Queue` and `asyncio.Queue` have in common."""

    def put(self, item: T_contra, /) -> object: ...
    def put_nowait(self, item: T_contra, /) -> object: ...


Update: TypeAlias = Data[T] | Finished | Failed
Sink: TypeAlias = Callable[[Update[T]], object] | SinkQueue[Update[T]]
"""A callable (with `.aio` it may be async), a `queue.Queue` or an `asyncio.Queue`."""


async def put(sink: Sink[T], update: Update[T], *, awaited: bool) -> None:
    """Hand an update to a sink; a queue of the other kind than the call must have room."""
    if not callable(sink):
        waits = inspect.iscoroutinefunction(sink.put) == awaited
        sink = sink.put if waits else sink.put_nowait
    result: Any = sink(update)
    if inspect.isawaitable(result):
        if not awaited:
            getattr(result, "close", bool)()
            raise TypeError("an async sink needs the async call: await operation.aio(...)")
        await result
