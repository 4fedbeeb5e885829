"""A server that sends prepared responses and reads nothing twice; in a process of its own."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENTS = 20_000
BLOB = 100 << 20  # bytes
ASSISTANT = {
    "id": "asst_1", "object": "assistant", "created_at": 1, "name": "Math Tutor",
    "description": None, "model": "gpt-4o", "instructions": "You are a tutor. " * 15,
    "tools": [{"type": "code_interpreter"}], "metadata": {}, "top_p": 1.0, "temperature": 1.0,
}  # fmt: skip
LIST = {
    "object": "list", "data": [ASSISTANT] * 2000, "first_id": "asst_1", "last_id": "asst_1",
    "has_more": False,
}  # fmt: skip
CHUNK = {
    "id": "chatcmpl_1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o",
    "choices": [{"index": 0, "delta": {"content": "word"}, "finish_reason": None}],
}  # fmt: skip
LINE = {"id": 1, "name": "one", "price": 1.5, "tags": ["a", "b"]}
TOKEN = {"access_token": "secret-token", "token_type": "Bearer", "expires_in": 3600}


def _response(body: bytes, kind: str = "application/json") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _prepared() -> dict[tuple[str, str], bytes]:
    event = f"data: {json.dumps(CHUNK)}\n\n".encode()
    line = json.dumps(LINE).encode() + b"\n"
    return {
        ("GET", "/assistants"): _response(json.dumps(LIST).encode()),
        ("GET", "/lines"): _response(line * EVENTS, "application/jsonl"),
        ("GET", "/blob"): _response(bytes(BLOB), "application/octet-stream"),
        ("POST", "/chat/completions"): _response(
            event * EVENTS + b"data: [DONE]\n\n", "text/event-stream"
        ),
        ("POST", "/token"): _response(json.dumps(TOKEN).encode()),
        ("POST", "/things"): _response(json.dumps(LINE).encode()),
        ("POST", "/blob"): _response(json.dumps(LINE).encode()),
        ("POST", "/assistants"): _response(json.dumps(ASSISTANT).encode()),
    }


RESPONSES: dict[tuple[str, str], bytes] = {}


class _Connection(asyncio.Protocol):
    """One connection; the body of a request is counted, not kept."""

    def __init__(self) -> None:
        self._head = b""
        self._left = 0
        self._wanted = ("", "")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if not self._left:
            self._head += data
            if b"\r\n\r\n" not in self._head:
                return
            head, _, data = self._head.partition(b"\r\n\r\n")
            self._head = b""
            method, target, _ = head.decode("latin-1").split(" ", 2)
            size = re.search(rb"(?i)\ncontent-length: *(\d+)", head)
            self._left = int(size[1]) if size else 0
            self._wanted = (method, target.partition("?")[0])
        self._left -= len(data)
        if self._left <= 0:
            self._left = 0
            self._transport.write(RESPONSES[self._wanted])


async def _main() -> None:
    RESPONSES.update(_prepared())
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(_Connection, "127.0.0.1", 0, backlog=2000)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


@contextmanager
def fast_server() -> Iterator[str]:
    """The address of a server that runs until the end."""
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
