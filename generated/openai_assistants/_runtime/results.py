"""What calls give back, and what sinks receive."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeAlias, TypeVar, cast

from .blocking import iterate, run

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Iterator, Mapping

    from .downloads import Download
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


class BaseReply(Generic[T_co]):
    """A successful reply as it came."""

    def __init__(self, download: Download) -> None:
        self.status: int = download.response.status_code
        self.headers: Mapping[str, str] = download.response.headers  # names in any case
        self.elapsed = time.monotonic() - download.started  # seconds until `raw` returned
        self._download = download

    @property
    def request_id(self) -> str | None:
        """The service's name for the request."""
        return self.headers.get("x-request-id")

    @property
    def body(self) -> bytes:
        """The whole body, when it was read."""
        return self._download.body

    def parse(self) -> T_co:
        """Read the body as what a plain call gives."""
        return cast("T_co", self._download.value(self.body))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status}>"


class Reply(BaseReply[T_co]):
    """A successful reply as it came. One that may be bytes is not read yet: close it then."""

    @property
    def body(self) -> bytes:
        """The whole body; what is not read yet is read now."""
        return run(self._download.read())

    def chunks(self) -> Iterator[bytes]:
        """Yield the body in pieces, as they come."""
        return iterate(self._download.chunks())

    def save(self, path: os.PathLike[str] | str, progress: Progress | None = None) -> None:
        """Write the body to a file, which is there only when all of it came."""
        run(self._download.save(path, progress))

    def close(self) -> None:
        """Let go of the connection, whatever is left to read."""
        run(self._download.close())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class AsyncReply(BaseReply[T_co]):
    """A successful reply as it came. One that may be bytes is not read yet: `await read()`."""

    async def read(self) -> bytes:
        """Return the whole body, and keep it for `body` and `parse`."""
        return await self._download.read()

    def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body in pieces, as they come."""
        return self._download.chunks()

    async def save(self, path: os.PathLike[str] | str, progress: Progress | None = None) -> None:
        """Write the body to a file, which is there only when all of it came."""
        await self._download.save(path, progress)

    async def aclose(self) -> None:
        """Let go of the connection, whatever is left to read."""
        await self._download.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()


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


Progress: TypeAlias = Callable[[int, int | None], object]
"""Is told the bytes received so far, and how many there are in all when that is known."""

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
