"""A service that takes money, and fails after it did: how often does a call pay?"""

from __future__ import annotations

import json
import socket
import struct
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    Fault = Callable[[socket.socket], None]

_LINGER_NOT = struct.pack("ii", 1, 0)


def close(_: socket.socket) -> None:
    """Send nothing."""


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)


def hang(connection: socket.socket) -> None:
    connection.settimeout(5)
    with suppress(OSError):
        connection.recv(1)  # until the client gives up


def half_a_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-le")


def half_a_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")


def garbage(connection: socket.socket) -> None:
    connection.sendall(b"\x00\xff no HTTP\r\n\r\n")


def status(code: int, **headers: str) -> Fault:
    """A response without a body; a dash in the name of a header is `_` here."""
    lines = [f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()]
    head = f"HTTP/1.1 {code} Said\r\ncontent-length: 0\r\n{''.join(lines)}\r\n"
    return lambda connection: connection.sendall(head.encode())


class Till:
    """Each request is paid for when its body is read, but once for each idempotency key.

    The first requests meet the faults, in order; later ones a good response.
    """

    def __init__(self, *faults: Fault, header: str = "idempotency-key", **good: object) -> None:
        self.faults, self.header, self.good = list(faults), header, good
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def keys(self) -> list[str | None]:
        return [headers.get(self.header) for _, _, headers, _ in self.requests]

    @property
    def charges(self) -> int:
        """How often money was taken."""
        keys = self.keys
        return keys.count(None) + len({key for key in keys if key})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection, connection.makefile("rb") as stream:
            while first := stream.readline().decode():
                method, target, _ = first.split()
                headers: dict[str, str] = {}
                while line := stream.readline().decode().strip():
                    name, _, value = line.partition(":")
                    headers[name.lower()] = value.strip()
                body = stream.read(int(headers.get("content-length", 0)))
                self.requests.append((method, target, headers, body))
                if self.faults:
                    self.faults.pop(0)(connection)
                    return
                data = json.dumps(self.good).encode()
                head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(data)}\r\n"
                connection.sendall(f"{head}content-type: application/json\r\n\r\n".encode() + data)
