"""A shop that fails for one request in five, and counts what it charges; a process of its own."""

from __future__ import annotations

import asyncio
import json
import random
import re
import resource
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILS = 0.2  # of the requests
ORDERS = 4_000_000  # the most that a run makes
CHANCE = random.Random(14)


class Shop:
    """Charges by order, and the keys that it knows."""

    def __init__(self) -> None:
        self.charges = bytearray(ORDERS)
        self.keys: set[str] = set()
        self.requests = 0

    def charge(self, order: int, key: str | None) -> None:
        """Charge an order; a key that is known charges nothing."""
        if key is None or key not in self.keys:
            self.charges[order] += 1
        if key is not None:
            self.keys.add(key)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            while await self._respond(reader, writer):
                pass
        writer.close()

    async def _respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        size = re.search(r"(?i)\ncontent-length: *(\d+)", head)
        body = await reader.readexactly(int(size[1]) if size else 0)
        method, path = head.split(" ", 2)[:2]
        if path == "/ledger":
            writer.write(_response(200, bytes(self.charges).rstrip(b"\0")))
            return True
        self.requests += 1
        key = re.search(r"(?i)\nidempotency-key: *(.*?)\r", head)
        order = json.loads(body)["order"] if body else int(path.split("/")[2])
        post = method == "POST"
        failure = CHANCE.choice(FAILURES) if CHANCE.random() < FAILS else None
        if post and failure not in REFUSALS:
            self.charge(order, key[1] if key else None)
        if failure:
            return await _fail(failure, order, reader, writer)
        good = _events(order) if path.endswith("/events") else _order(order)
        writer.write(good)
        await writer.drain()
        return True


REFUSALS = ("429", "503")  # the service says that it did nothing
FAILURES = (*REFUSALS, "500", "close", "reset", "hang", "cut", "cut")


def _response(status: int, body: bytes, kind: str = "application/json", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _order(order: int) -> bytes:
    return _response(200, json.dumps({"order": order, "text": "x" * 200}).encode())


def _events(order: int) -> bytes:
    event = f"data: {json.dumps({'order': order, 'text': 'x'})}\n\n"
    return _response(200, (event * 5 + "data: [DONE]\n\n").encode(), "text/event-stream")


async def _fail(
    failure: str, order: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    if failure in {"500", *REFUSALS}:
        wait = "Retry-After: 0.05\r\n" if failure == "503" else ""
        writer.write(_response(int(failure), b'{"error": "no"}', more=wait))
        return True
    if failure == "reset":
        writer.transport.abort()
    elif failure == "cut":
        writer.write(_order(order)[:-50])
        await writer.drain()
    elif failure == "hang":
        await reader.read(1)  # until the client gives up
    return False


async def _main() -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    listening = await asyncio.start_server(Shop().serve, "127.0.0.1", 0, backlog=4000)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


@contextmanager
def shop() -> Iterator[str]:
    """The address of a shop that runs until the end."""
    with subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        yield f"http://127.0.0.1:{int(running.stdout.readline())}"
        assert running.stdin is not None
        running.stdin.close()
        running.wait(10)


if __name__ == "__main__":
    asyncio.run(_main())
