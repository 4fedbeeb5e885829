"""One attempt of a call: its time, the size of its response, and what its errors become."""

from __future__ import annotations

import math
import time
from contextlib import AbstractContextManager, aclosing, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import anyio
import httpx2

from .blocking import maybe_await
from .body_ends import CheckedStream, end_connection
from .connection import MAX_CONNECT
from .deadlines import Until, hurry
from .errors import ConfigurationError
from .foreign_errors import as_http_error
from .parameters import omit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .client import ClientSettings
    from .connection import Http
    from .request import CallOptions

_MAX_SIZE: Final = 1 << 28  # bytes
_MAX_ERROR: Final = 1 << 24  # bytes of an error's body, the rest of which is not read
_MAX_REST: Final = 1 << 16  # bytes that are read to save a connection
_TICK: Final = 0.001  # seconds; no time at all would mean not to wait for what is there
_FOREVER: Final = 1e8  # seconds; sockets cannot wait much longer
_HUGE: Final = 1e15  # a larger number means no limit
_NO_LIMIT: Final = nullcontext()
_PHASES: Final = {
    "connect": "no connection was made",
    "read": "nothing was received",
    "write": "nothing could be sent",
    "pool": "no connection was free",
}

Outcome: TypeAlias = httpx2.Response | httpx2.HTTPError


class Sender:
    """Sends the requests of one call in its time, and reads no more than it allows."""

    def __init__(
        self, http: Http, settings: ClientSettings, options: CallOptions, began: float
    ) -> None:
        self.started = began  # by the monotonic clock
        self.awaited = isinstance(http, httpx2.AsyncClient)
        self.body: bytes | None = None  # of the last response; None: it is not read
        self._http = http
        timeout = options.setting("timeout", settings, omit)
        self._timeouts = http.timeout.as_dict() if timeout is omit else _by_phase(timeout)
        total = options.setting("total_timeout", settings, None)
        self.total = _number("total_timeout", total)
        size = options.setting("max_response_size", settings, _MAX_SIZE)
        self._max_size = _number("max_response_size", size)
        self.can_hurry = False  # the time to wait may become shorter while the response is read

    @property
    def left(self) -> float:
        """The seconds until the time for the whole call is over."""
        return self.started + self.total - time.monotonic()

    async def send(
        self, request: httpx2.Request, *, auth: Any, reads: Callable[[httpx2.Response], bool]
    ) -> Outcome:
        """Return the response, with its body in `body` if `reads` is true; or why there is none."""
        self.body = None
        if self.total < math.inf and self.left <= 0:
            return httpx2.PoolTimeout("the request was not sent")
        request.extensions["timeout"] = self._limits()
        try:
            with self.deadline():
                sent: Any = self._http.send(request, stream=True, auth=auth, follow_redirects=False)
                response: httpx2.Response = await sent if self.awaited else sent
                if reads(response):
                    await self._read(response)
                else:
                    response.stream = CheckedStream(response)
        except httpx2.HTTPStatusError as error:  # raised by a hook of the user's HTTP client
            with suppress(httpx2.ResponseNotRead):
                self.body = error.response.content
            return error.response
        except Exception as error:
            if (failure := self.failure(error)) is None:
                raise
            return failure
        return response

    async def read(self, response: httpx2.Response) -> bytes:
        """Return the body, and keep it in `body`; raise if it is too large or comes too late."""
        if self.body is None:
            with self.deadline():
                await self._read(response)
        return self.body or b""

    async def _read(self, response: httpx2.Response) -> None:
        """Keep the body; of an error no more than is of use."""
        good = response.status_code < 300
        most = self._max_size if good else min(self._max_size, _MAX_ERROR)
        parts, size = list[bytes](), 0
        chunks = self._chunks(response)
        try:
            if self.awaited:
                async with aclosing(chunks) as received:
                    async for part in received:
                        self.check_time()
                        parts.append(part)
                        if (size := size + len(part)) > most:
                            break
            else:
                for part in chunks:
                    self.check_time()
                    parts.append(part)
                    if (size := size + len(part)) > most:
                        break
            end_connection(response.stream)
        finally:
            if not response.is_closed:
                await self.close(response)
        if good and size > most:
            raise _too_large(most)
        self.body = parts[0] if len(parts) == 1 else b"".join(parts)
        # Streams and hooks read it again; the library has no public way to say that it is read.
        vars(response)["_content"] = self.body

    def _chunks(self, response: httpx2.Response) -> Any:
        """Return an iterator over a body; the library takes long for one that is not compressed."""
        stream: Any = response.stream
        is_plain = "content-encoding" not in response.headers
        if is_plain and not (response.is_stream_consumed or response.is_closed):
            return aiter(stream) if self.awaited else iter(stream)
        if not (response.is_closed or isinstance(stream, CheckedStream)):
            response.stream = CheckedStream(response)
        return response.aiter_bytes() if self.awaited else response.iter_bytes()

    async def close(self, response: httpx2.Response) -> None:
        """Release the connection, also when a part of the body is not read."""
        close: Callable[[], Any] = response.aclose if self.awaited else response.close
        await maybe_await(close())

    async def drain(self, response: httpx2.Response, chunks: Any, seconds: float) -> None:
        """Read what little is left of a response, so that its connection can be used again."""
        opened = response.extensions.get("network_stream")
        if response.is_closed or response.http_version == "HTTP/2":
            return
        if not self.awaited and not hurry(opened, response.request, seconds):
            return
        with suppress(Exception), anyio.move_on_after(seconds) if self.awaited else _NO_LIMIT:
            size = 0
            async for chunk in chunks:
                size += len(chunk)
                if size > _MAX_REST:
                    break

    async def sleep(self, seconds: float) -> None:
        """Wait before the next attempt."""
        await maybe_await((anyio.sleep if self.awaited else time.sleep)(seconds))

    def why(self, error: httpx2.TimeoutException) -> str:
        """Return which limit of time a call met."""
        if self.left <= _TICK:
            return f"total_timeout: the {self.total:g} s for the whole call are over"
        phase = type(error).__name__.removesuffix("Timeout").lower()
        seconds = self._timeouts.get(phase) or math.nan
        return f"timeout: {_PHASES.get(phase, error)} for {seconds:g} s"

    def _limits(self) -> Mapping[str, float | None]:
        """Return the timeouts of the next attempt."""
        if self.total == math.inf and not self.can_hurry:
            return self._timeouts
        left, end = min(max(self.left, _TICK), _FOREVER), self.started + self.total
        given = self._timeouts.items()
        return {name: Until.of(left if n is None else min(n, left), end) for name, n in given}

    def deadline(self) -> AbstractContextManager[object]:
        """Return a context that ends an awaited attempt when the time is over."""
        if self.total == math.inf or not self.awaited:
            return _NO_LIMIT  # blocking sockets keep to the time themselves
        return anyio.fail_after(self.left)

    def check_time(self) -> None:
        """Raise if the time is over."""
        if self.total < math.inf and self.left <= 0:
            raise httpx2.ReadTimeout("the time is over")

    def failure(self, error: Exception) -> httpx2.HTTPError | None:
        """Return why an attempt failed; None for an error of the user."""
        if isinstance(error, TimeoutError) and self.left <= _TICK:  # of `deadline`
            return httpx2.ReadTimeout("the time is over")
        return as_http_error(error)


def _too_large(most: float) -> httpx2.DecodingError:
    return httpx2.DecodingError(
        f"the response has more than {most} bytes; set max_response_size, or save it to a file "
        "with raw(...).save(path)"
    )


def _by_phase(timeout: float | httpx2.Timeout | None) -> Mapping[str, float | None]:
    """Return the timeouts of connecting, reading, writing, and waiting for a connection."""
    if isinstance(timeout, httpx2.Timeout):
        return {name: _wait(seconds) for name, seconds in timeout.as_dict().items()}
    wait = _wait(timeout)
    connect = MAX_CONNECT if wait is None else min(wait, MAX_CONNECT)
    return {"connect": connect, "read": wait, "write": wait, "pool": wait}


def _wait(seconds: float | None) -> float | None:
    """Return seconds as a socket takes them."""
    checked = _number("timeout", seconds)
    return None if checked > _FOREVER else max(checked, _TICK)


def _number(name: str, given: object) -> float:
    """Return a limit in seconds or bytes; infinity for None."""
    if given is None:
        return math.inf
    if not isinstance(given, (int, float)) or not given >= 0:
        raise ConfigurationError(f"{name} must be a number that is not negative; None: no limit")
    return given if given < _HUGE else math.inf
