"""The server itself: sockets, threads, what was asked and what is answered."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlsplit

from .answers import Answer, Answers, Success
from .judge import Judge
from .reading import Document
from .recorded import Recorded
from .values import Kind, Values

if TYPE_CHECKING:
    from .reading import Object

BASE = "/v1"


class Server:
    """Serves the operations of one document under `url` while the context is open."""

    def __init__(self, data: Object, base: str = BASE) -> None:
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        host = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.base = base
        self.url = host + base
        self.document = Document({**data, "servers": [{"url": self.url}]})
        self.kind = Kind.EXAMPLE
        self.success: Success | None = None  # instead of what a request asks for
        self.requests: list[Recorded] = []
        self.rejected: list[str] = []
        self.answers: list[Answer] = []  # to the valid requests
        self._special: deque[Answer] = deque()
        self.values = Values(self.document)
        self._judge = Judge(self.document, self.values, host)
        self._maker = Answers(self.document, self.values)
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def last(self) -> Recorded:
        """The request that came last."""
        return self.requests[-1]

    def answer_next(self, *answers: Answer) -> None:
        """Give these answers to the next requests, one each, for any request."""
        self._special.extend(answers)

    def reset(self) -> None:
        """Forget all requests and special answers."""
        with self._lock:
            self.requests.clear()
            self.rejected.clear()
            self.answers.clear()
            self._special.clear()
            self.kind = Kind.EXAMPLE
            self.success = None

    def answer(self, request: Recorded) -> Answer:
        """Remember and judge a request, and answer it."""
        with self._lock:
            self.requests.append(request)
            if faults := self._judge.faults(request):
                reason = f"{request.method} {request.path}: " + " | ".join(faults)
                self.rejected.append(reason)
                return Answer.of({"error": {"message": reason, "type": "invalid"}}, status=400)
            answer = self._special.popleft() if self._special else None
            self.answers.append(answer or self._maker.to(request, self.kind, self.success))
            return self.answers[-1]


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    owner: Server


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet for head and body
    disable_nagle_algorithm = True

    @property
    def _owner(self) -> Server:
        assert isinstance(self.server, _Http)
        return self.server.owner

    def _serve(self) -> None:
        target = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        request = Recorded(
            method=self.command,
            path=target.path,
            query=tuple(parse_qsl(target.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
            base_path=self._owner.base,
        )
        self._send(self._owner.answer(request))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve  # noqa: N815 - the base class's names

    def _send(self, answer: Answer) -> None:
        time.sleep(answer.delay)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("x-request-id", f"req_{len(self._owner.requests)}")
        if answer.chunks is None:
            length = len(answer.body) + (1 if answer.broken else 0)
            self.send_header("content-length", str(length))
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else answer.body)
        else:
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            self._send_chunks(answer)
        self.wfile.flush()
        if answer.broken:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def _send_chunks(self, answer: Answer) -> None:
        for number, chunk in enumerate(answer.chunks or ()):
            time.sleep(answer.delay if number else 0)
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
            self.wfile.flush()
        if not answer.broken:
            self.wfile.write(b"0\r\n\r\n")

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the client may hang up
            super().handle()

    def log_message(self, *_: object) -> None:
        """Be quiet: `requests` remembers what came."""
