"""A server that answers at once; in a process of its own, so that it takes no time from callers."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ASSISTANT = {
    "id": "asst_1", "object": "assistant", "created_at": 1, "name": "Math Tutor",
    "description": None, "model": "gpt-4o", "instructions": "You are a tutor.",
    "tools": [{"type": "code_interpreter"}], "metadata": {}, "top_p": 1.0, "temperature": 1.0,
}  # fmt: skip
NOTHING = {"object": "list", "data": [], "first_id": "", "last_id": "", "has_more": False}


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._answer(ASSISTANT)

    def do_GET(self) -> None:
        self._answer(NOTHING)

    def _answer(self, content: object) -> None:
        body = json.dumps(content).encode()
        head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        self.wfile.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that runs until the end."""
    with subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        yield f"http://127.0.0.1:{int(running.stdout.readline())}"
        running.communicate()


def _serve() -> None:
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    print(listening.server_port, flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), listening.shutdown())).start()
    listening.serve_forever()


if __name__ == "__main__":
    _serve()
