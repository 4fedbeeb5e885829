"""A server on a real socket whose responses a test prepares."""

import hashlib
import json
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, BinaryIO, Final, Self, TypeAlias

from server.forms import Part, parts

KEPT: Final = 1 << 22


@dataclass
class Asked:
    """A request; of a body that is larger than `KEPT` only the size and the digest are kept."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    size: int = 0
    digest: str = ""

    @property
    def boundary(self) -> bytes:
        """What divides the parts of a multipart form."""
        return self.headers["content-type"].partition("boundary=")[2].encode()

    @property
    def parts(self) -> list[Part]:
        """The parts of a multipart form, as Werkzeug reads them."""
        return parts(self.body, self.headers["content-type"])

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Say:
    """A response: status, JSON or bytes, headers; `pieces` are sent one by one, `cut` hangs up.

    With `length` the pieces are sent as one body of that length, else in chunks.
    With `raw` exactly these bytes are sent, before it hangs up.
    With `deaf` it hangs up when it has seen that many bytes of the request's body.
    """

    status: int = 200
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    pieces: Iterable[bytes] | None = None
    length: int | None = None
    pause: float = 0.0
    cut: bool = False
    deaf: int | None = None
    raw: bytes | None = None

    def head(self, length: int | None) -> bytes:
        kind = "application/octet-stream" if isinstance(self.data, bytes) else "application/json"
        headers = {"Content-Type": kind, "X-Request-ID": "req_1", **self.headers}
        if length is None:
            headers["Transfer-Encoding"] = "chunked"
        else:
            headers["Content-Length"] = str(length)
        fields = (f"{k}: {v}" for k, v in headers.items() if v)
        lines = [f"HTTP/1.1 {self.status} Said", *fields]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def events(*pieces: str, cut: bool = False, **more: Any) -> Say:
    """An event stream."""
    said = [piece.encode() for piece in pieces]
    return Say(headers={"Content-Type": "text/event-stream"}, pieces=said, cut=cut, **more)


def typed(content_type: str, body: bytes) -> Say:
    """A response of another media type than JSON."""
    return Say(data=body, headers={"Content-Type": content_type})


class Server:
    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.replies: list[Say] = []
        self.always: Say | None = None
        self.connections = self.hung_up = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self._closing = threading.Event()
        self._open: list[socket.socket] = []

    def say(self, *replies: Any) -> None:
        """Queue responses; plain data stands for a good response with it."""
        self.replies += [r if isinstance(r, Say) else Say(data=r) for r in replies]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closing.set()
        for one in (self._listening, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # else its thread would wait on, or serve others
            one.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        try:
            while head := _head(stream):
                reply = self.replies.pop(0) if self.replies else (self.always or Say(data={}))
                if reply.deaf is not None:
                    stream.read(reply.deaf)
                    break
                self.asked.append(_asked(stream, head))
                if not self._answer(connection, reply):
                    break
        except OSError:
            pass
        finally:
            stream.close()
            connection.close()
            self.hung_up += 1  # the client, as a rule

    def _answer(self, connection: socket.socket, reply: Say) -> bool:
        if reply.raw is not None:
            connection.sendall(reply.raw)
            return False
        if reply.pieces is None:
            if reply.cut:
                return False
            body = reply.data if isinstance(reply.data, bytes) else json.dumps(reply.data).encode()
            body = b"" if reply.status == 204 else body
            self._closing.wait(reply.pause)
            connection.sendall(reply.head(len(body)) + body)
            return True
        connection.sendall(reply.head(reply.length))
        for piece in reply.pieces:
            framed = f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
            connection.sendall(framed if reply.length is None else piece)
            if reply.pause:
                self._closing.wait(reply.pause)
        if not reply.cut and reply.length is None:
            connection.sendall(b"0\r\n\r\n")
        return not reply.cut


Head: TypeAlias = tuple[str, str, dict[str, str]]


def _head(stream: BinaryIO) -> Head | None:
    first = stream.readline().decode()
    if not first:
        return None
    method, target, _ = first.split()
    headers: dict[str, str] = {}
    while line := stream.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return method, target, headers


def _asked(stream: BinaryIO, head: Head) -> Asked:
    body, size, digest = b"", 0, hashlib.sha256()
    for piece in _pieces(stream, head[2]):
        size += len(piece)
        body = body + piece if size <= KEPT else b""
        digest.update(piece)
    return Asked(*head, body, size, digest.hexdigest())


def _pieces(stream: BinaryIO, headers: dict[str, str]) -> Iterator[bytes]:
    left = int(headers.get("content-length", 0))
    while left and (piece := stream.read(min(left, 1 << 20))):
        left -= len(piece)
        yield piece
    if headers.get("transfer-encoding") == "chunked":
        while length := int(stream.readline() or b"0", 16):
            yield stream.read(length)
            stream.readline()
        stream.readline()
