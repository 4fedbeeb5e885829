"""The Tasks API of the documentation, on this computer: `python docs/examples/service.py`.

Plain Python without dependencies. It keeps tasks in memory and takes any access token but `wrong`.
"""

from __future__ import annotations

import email
import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

PORT = 8000


class Response(NamedTuple):
    """What the service sends: a status, a body, and the body's media type."""

    status: int
    body: bytes = b""
    media_type: str = "application/json"


class Tasks(ThreadingHTTPServer):
    """The service and its data."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.files: dict[str, bytes] = {}
        self.tasks: dict[str, dict[str, Any]] = {}
        for title, status in (("Buy milk", "open"), ("Call Ada", "done"), ("Sleep", "open")):
            self.add(title=title, status=status)

    def add(self, **members: object) -> dict[str, Any]:
        """Add a task."""
        identity = f"task_{len(self.tasks) + 1}"
        self.tasks[identity] = {
            "id": identity, "status": "open", "due": None, "steps": [], **members,
        }  # fmt: skip
        return self.tasks[identity]


@contextmanager
def serving() -> Iterator[Tasks]:
    """Serve on a free port while the block runs."""
    with Tasks() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Tasks
    protocol_version = "HTTP/1.1"

    def _handle(self) -> None:
        target = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        response = self._response(target.path, parse_qs(target.query), body)
        self.send_response(response.status)
        self.send_header("content-type", response.media_type)
        self.send_header("content-length", str(len(response.body)))
        self.send_header("x-request-id", "req_1")
        self.end_headers()
        self.wfile.write(response.body)

    do_GET = do_POST = do_PATCH = do_DELETE = _handle  # noqa: N815  the base class names them

    def _response(self, path: str, query: dict[str, list[str]], body: bytes) -> Response:
        if self.headers.get("authorization", "Bearer wrong") == "Bearer wrong":
            return _error(401, "The access token is not valid.")
        response = _error(404, "There is no such path.")
        match [self.command, *path.strip("/").split("/")]:
            case ["GET", "tasks"]:
                response = self._page({name: values[0] for name, values in query.items()})
            case ["POST", "tasks"]:
                task = json.loads(body)
                response = _json(201, self.server.add(**task)) if task["title"] else _NO_TITLE
            case ["POST", "summaries"]:
                response = _summary(stream=json.loads(body).get("stream", False))
            case ["GET", "attachments", identity, "content"]:
                response = Response(200, self.server.files[identity], "application/octet-stream")
            case [_, "tasks", identity, *_] if identity not in self.server.tasks:
                response = _error(404, f"There is no task {identity}.")
            case [method, "tasks", identity]:
                response = self._task(method, identity, body)
            case ["POST", "tasks", _, "attachments"]:
                response = self._attach(body)
        return response

    def _task(self, method: str, identity: str, body: bytes) -> Response:
        if method == "DELETE":
            del self.server.tasks[identity]
            return Response(204)
        if method == "PATCH":
            self.server.tasks[identity].update(json.loads(body))
        return _json(200, self.server.tasks[identity])

    def _page(self, query: dict[str, str]) -> Response:
        tasks = [
            task
            for identity, task in self.server.tasks.items()
            if identity > query.get("after", "")
            and query.get("status", task["status"]) == task["status"]
        ]
        page = tasks[: int(query.get("limit", 2))]
        last = page[-1]["id"] if page else None
        return _json(200, {"data": page, "last_id": last, "has_more": len(tasks) > len(page)})

    def _attach(self, body: bytes) -> Response:
        head = f"content-type: {self.headers['content-type']}\r\n\r\n".encode()
        for part in email.message_from_bytes(head + body).walk():
            name = part.get_filename()
            content = part.get_payload(decode=True)
            if name and isinstance(content, bytes):
                identity = f"file_{len(self.server.files) + 1}"
                self.server.files[identity] = content
                return _json(201, {"id": identity, "name": name, "size": len(content)})
        return _error(422, "The form has no file.")

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def _json(status: int, content: object) -> Response:
    return Response(status, json.dumps(content).encode())


def _error(status: int, message: str) -> Response:
    return _json(status, {"error": {"message": message}})


def _summary(*, stream: bool) -> Response:
    text = "Nothing is done yet."
    if not stream:
        return _json(200, {"text": text})
    events: list[dict[str, object]] = [
        {"type": "summary.delta", "text": word} for word in re.findall(r"\S+\s*", text)
    ]
    events.append({"type": "summary.done", "summary": {"text": text}})
    lines = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    return Response(200, lines.encode(), "text/event-stream")


_NO_TITLE = _error(422, "The title is empty.")

if __name__ == "__main__":
    print(f"The Tasks API is at http://127.0.0.1:{PORT}; Ctrl+C ends it.")
    Tasks(PORT).serve_forever()
