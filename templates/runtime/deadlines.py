"""Blocking sockets that wait no longer than until a point in time, however slowly data comes."""

from __future__ import annotations

import socket
import time
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, Self
from weakref import WeakSet

import httpcore2

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    import httpx2

    Options = Iterable[httpcore2.SOCKET_OPTION]

_PIECE: Final = 4096  # bytes; a socket that has room takes all of them at once


class Until(float):
    """The seconds that one operation of a socket may take, but not beyond a point in time."""

    deadline: float  # of the monotonic clock

    @classmethod
    def of(cls, seconds: float, deadline: float) -> Self:
        """Return the seconds with the deadline."""
        until = cls(seconds)
        until.deadline = deadline
        return until


def _left(timeout: float | None, error: type[Exception]) -> float | None:
    """Return what is left of a timeout; raise the error if nothing is."""
    if not isinstance(timeout, Until):
        return timeout
    left = min(timeout, timeout.deadline - time.monotonic())
    if left <= 0:
        raise error("timed out")
    return left


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, opened: WeakSet[_Stream]) -> None:
        self._stream, self._opened = stream, opened
        opened.add(self)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not isinstance(timeout, Until):
            self._stream.write(buffer, timeout)
            return
        # The stream of the library waits as long as the timeout for each part that is taken.
        for start in range(0, len(buffer), _PIECE):
            piece = buffer[start : start + _PIECE]
            self._stream.write(piece, _left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._opened)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def hurry(stream: object, request: httpx2.Request, seconds: float) -> bool:
    """Have a blocking request wait no longer than some seconds; return whether it can."""
    until = request.extensions["timeout"]["read"]
    if not (isinstance(stream, _Stream) and isinstance(until, Until)):
        return False
    until.deadline = min(until.deadline, time.monotonic() + seconds)
    return True


class Backend(httpcore2.NetworkBackend):
    """Opens the connections of blocking calls, and knows which ones are open."""

    def __init__(
        self,
        backend: httpcore2.NetworkBackend | None = None,
        opened: WeakSet[_Stream] | None = None,
    ) -> None:
        self._backend = backend or httpcore2.SyncBackend()
        self._opened = WeakSet[_Stream]() if opened is None else opened

    def serve(self, http: httpx2.Client) -> None:
        """Open the connections of an HTTP client from now on, with what it has for that.

        The library has no public way to say so. A version that also has no private one loses
        only the exactness of `total_timeout`.
        """
        parts = vars(http)
        for transport in (parts.get("_transport"), *parts.get("_mounts", {}).values()):
            pool = getattr(transport, "_pool", None)
            backend = getattr(pool, "__dict__", {}).get("_network_backend")
            if isinstance(backend, httpcore2.NetworkBackend) and not isinstance(backend, Backend):
                vars(pool)["_network_backend"] = Backend(backend, self._opened)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options | None = None,
    ) -> httpcore2.NetworkStream:
        hosts = _addresses(host, port, timeout) if isinstance(timeout, Until) else [host]
        while True:
            one, left = hosts.pop(0), _left(timeout, httpcore2.ConnectTimeout)
            try:
                opened = self._backend.connect_tcp(one, port, left, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if not hosts:
                    raise
            else:
                return _Stream(opened, self._opened)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Options | None = None
    ) -> httpcore2.NetworkStream:
        left = _left(timeout, httpcore2.ConnectTimeout)
        opened = self._backend.connect_unix_socket(path, left, socket_options)
        return _Stream(opened, self._opened)

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)

    def close(self) -> None:
        """Close the sockets of all connections, and say nothing to the other end."""
        for stream in [*self._opened]:
            stream.close()


def _addresses(host: str, port: int, timeout: Until) -> list[str]:
    """Return the addresses of a host; the library would wait as long as the timeout for each."""
    found: list[str] = []
    errors: list[OSError] = []

    def look_up() -> None:
        try:
            answer = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            errors.append(error)
        else:
            found.extend(str(address[0]) for *_, address in answer)

    looking_up = Thread(target=look_up, daemon=True)  # nothing else ends a look-up in time
    looking_up.start()
    looking_up.join(_left(timeout, httpcore2.ConnectTimeout))
    if errors:
        raise httpcore2.ConnectError(str(errors[0])) from errors[0]
    if not found:
        raise httpcore2.ConnectTimeout("timed out")
    return found[:]
