"""A local HTTP server for any OpenAPI document, on a real socket.

Each request is validated against the document by openapi-core and remembered; a valid one is
answered with a body made from the response's schema, an invalid one with 400 and the reasons.

    with Server(read(path)) as server:
        httpx2.get(f"{server.url}/assistants", headers={"Authorization": "Bearer x"})
        assert server.last.method == "GET"
"""

from . import forms
from .answers import Answer, Success, event, successes
from .app import Server
from .bundles import bundled, judgeable, plain_template
from .reading import Document, Object, mended, read
from .recorded import Recorded
from .values import FILE, Binary, Kind, Values, holds_file

__all__ = [
    "FILE", "Answer", "Binary", "Document", "Kind", "Object", "Recorded", "Server", "Success",
    "Values", "bundled", "event", "forms", "holds_file", "judgeable", "mended", "plain_template",
    "read", "successes",
]  # fmt: skip
