"""A server that leaves all that it sends, and when, to a test."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

Talk = Callable[["RawServer", socket.socket], object]


class RawServer:
    """Reads a request, then lets `talk` send; it hangs up when `talk` returns True."""

    def __init__(
        self, talk: Talk, *, reads: bool = True, tls: ssl.SSLContext | None = None
    ) -> None:
        self.connections = 0
        self.heads: list[bytes] = []
        self.closing = threading.Event()
        self.here = threading.local()  # what is of one connection
        self._tls = tls
        self._talk, self._reads = talk, reads  # the bodies of requests
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.closing.set()
        for one in (self._listening, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    @property
    def name(self) -> str:
        """The last part of the path that this connection was asked for."""
        head: bytes = self.here.head
        return head.split()[1].decode().rpartition("/")[2]

    def drip(self, connection: socket.socket, data: bytes, pause: float = 0.05) -> None:
        """Send data one byte after the other."""
        for one in data:
            if self.closing.wait(pause):
                return
            connection.sendall(bytes([one]))

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError), connection.makefile("rb") as stream:
            while head := _head(stream.readline):
                self.heads.append(head)
                self.here.head = head
                lengths = [one for one in head.lower().split(b"\r\n") if b"content-length" in one]
                if self._reads:
                    stream.read(int(lengths[0].partition(b":")[2]) if lengths else 0)
                if self._talk(self, connection):
                    return


def _head(readline: Callable[[], bytes]) -> bytes:
    lines = [readline()]
    while lines[-1].strip():
        lines.append(readline())
    return b"".join(lines)


def response(body: bytes = b"{}", *headers: str, status: str = "200 OK") -> bytes:
    """A whole response."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers]
    if not any(one.startswith("content-type") for one in headers):
        lines.append("content-type: application/json")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def chunked(*headers: str, status: str = "200 OK") -> bytes:
    """The head of a response that is sent in chunks."""
    return "\r\n".join(
        [f"HTTP/1.1 {status}", "transfer-encoding: chunked", *headers, "", ""]
    ).encode()


def chunk(data: bytes) -> bytes:
    """One chunk."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"
