"""Serve a function from requests to responses on a real socket."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Handler: TypeAlias = "Callable[[Request], Response]"


@dataclass
class Served:
    """A running service: its URL, and the method and path of each request that it received."""

    url: str
    requests: list[str] = field(default_factory=list)


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def serving(handle: Handler) -> Iterator[Served]:
    """Serve while the block runs."""

    @Request.application
    def application(request: Request) -> Response:
        served.requests.append(f"{request.method} {request.full_path.rstrip('?')}")
        return handle(request)

    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Quiet)
    served = Served(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
