"""What `attempt` returns, and what a sink receives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar

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
