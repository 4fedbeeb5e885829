"""A service that fails as its steps say. Each has its own port, so no fault touches another."""

from __future__ import annotations

import re
import select
import socket
import struct
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PATIENCE = 6.0  # seconds that a service hangs, or drips; then it closes the connection
Kind: TypeAlias = Literal["get", "post", "stream", "file"]

_LINGER_ZERO = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Step:
    """What the service does for one request, or for one connection if it is `early`.

    If `act` returns true, the connection stays open for the next request.
    """

    act: Callable[[Wire], object]
    early: bool = False  # it does not wait for the request
    charges: bool = True  # a POST may be carried out: the response does not refuse it


@dataclass(frozen=True)
class Arrived:
    """A request that arrived, or an early step that was taken."""

    at: float
    step: Step
    head: str = ""
    body: bytes = b""

    @property
    def kind(self) -> Kind:
        """Which call of the package it is."""
        if self.head.startswith("GET"):
            return "file" if "/files/" in self.head.split()[1] else "get"
        return "stream" if re.search(rb'"stream":\s*true', self.body) else "post"

    def header(self, name: str) -> str | None:
        """The value of a header."""
        found = re.search(rf"(?im)^{name}:[ \t]*(.*?)\r?$", self.head)
        return found[1] if found else None


class Wire:
    """One connection, as a step uses it."""

    def __init__(self, connection: socket.socket, service: Service) -> None:
        self.service = service
        self.asked: Arrived | None = None
        self._connection = connection
        self._buffer = b""

    def send(self, *pieces: bytes, every: float = 0.0) -> bool:
        """Send bytes; with `every`, wait after each piece."""
        for piece in pieces:
            self._connection.sendall(piece)
            if every:
                self.wait(every)
        return True

    def drip(self, pieces: Iterable[bytes], every: float) -> None:
        """Send pieces slowly, until there are no more, or until the patience is over."""
        end = time.monotonic() + PATIENCE
        for piece in pieces:
            if time.monotonic() > end:
                return
            self.send(piece)
            time.sleep(every)

    def wait(self, seconds: float = PATIENCE) -> None:
        """Wait, at most until the client hangs up."""
        with suppress(ValueError):  # the service has ended
            ready, _, _ = select.select([self._connection], [], [], seconds)
            if ready and not self._connection.recv(1, socket.MSG_PEEK):
                raise ConnectionError

    def reset(self) -> None:
        """End the connection with RST."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
        self._connection.close()

    def read(self) -> tuple[str, bytes] | None:
        """Read a request; None at the end of the connection."""
        head, _, rest = self._until(b"\r\n\r\n")
        if not head:
            return None
        text = head.decode("latin-1")
        found = re.search(r"(?i)\r\ncontent-length: *(\d+)", text)
        size = int(found[1]) if found else 0
        while len(rest) < size and (more := self._connection.recv(1 << 16)):
            rest += more
        self._buffer = rest[size:]
        return text, rest[:size]

    def _until(self, end: bytes) -> tuple[bytes, bytes, bytes]:
        data, self._buffer = self._buffer, b""
        while end not in data:
            if not (more := self._connection.recv(1 << 16)):
                return b"", b"", b""
            data += more
        return data.partition(end)


@dataclass
class Service:
    """A service that takes its steps one after the other, and then the last one again and again.

    Without steps, it refuses connections.
    """

    steps: tuple[Step, ...]
    arrived: list[Arrived] = field(default_factory=list)
    connections: int = 0
    _open: list[socket.socket] = field(default_factory=list)
    _closing: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        self._listening = self._closing.enter_context(socket.socket())
        self._listening.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        if self.steps:
            self._listening.listen(64)
            threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        for one in (self._listening, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # else its thread would wait for ever
            one.close()
        self._closing.close()

    def charged(self, start: int = 0) -> int:
        """How often a POST may have been carried out; those with one key count once."""
        since = self.arrived[start:]
        posts = [one for one in since if one.head.startswith("POST") and one.step.charges]
        keys = [one.header("idempotency-key") or id(one) for one in posts]
        return len(set(keys))

    def leaks(self) -> bool:
        """Whether a request to another host than the first one has the credential."""
        usual = self.arrived[0].header("host") if self.arrived else None
        others = [one for one in self.arrived if one.header("host") != usual]
        return any(one.header("authorization") for one in others)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _step(self) -> Step:
        return self.steps[min(len(self.arrived), len(self.steps) - 1)]

    def _serve(self, connection: socket.socket) -> None:
        wire = Wire(connection, self)
        with suppress(OSError), connection:
            while True:
                step = self._step()
                read = ("", b"") if step.early else wire.read()
                if read is None:
                    return
                wire.asked = Arrived(time.monotonic(), step, *read)
                self.arrived.append(wire.asked)
                if not step.act(wire):
                    return
