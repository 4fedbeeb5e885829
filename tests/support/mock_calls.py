"""Packages whose calls are answered in memory, to see what they send."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import httpx2
from server import forms

from generator.diagnostics import DiagnosticLog
from support.caller import CERTIFICATES
from support.documents import document
from support.packages import imported

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Calls:
    """A package, the requests that it sent, and what is answered to the next ones."""

    def __init__(self, folder: Path, described: object, **options: Any) -> None:
        self.log = DiagnosticLog()
        self.package = imported(folder, described, self.log, **options)
        self.requests: list[httpx2.Request] = []
        self.reply = httpx2.Response(204)

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self.requests.append(request)
        return self.reply

    @property
    def last(self) -> httpx2.Request:
        return self.requests[-1]

    @property
    def query(self) -> str:
        """The query of the last request, as it was sent."""
        return self.last.url.query.decode()

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The names and values of the last request's form."""
        kind = self.last.headers["content-type"]
        if kind.startswith("multipart/"):
            parts = forms.parts(self.last.content, kind)
            return [(part.name, part.content.decode()) for part in parts]
        return parse_qsl(self.last.content.decode(), keep_blank_values=True, strict_parsing=True)

    @property
    def codes(self) -> list[str]:
        """The codes of what was reported when the package was made."""
        return [one.code for one in self.log.diagnostics]


@contextmanager
def calling(folder: Path, described: object, **options: Any) -> Iterator[Calls]:
    """Make a package of a document, and answer its calls in memory."""
    calls = Calls(folder / "client", described, **options)
    with (
        httpx2.Client(transport=httpx2.MockTransport(calls.answer), verify=CERTIFICATES) as http,
        calls.package.configure(http_client=http, max_retries=0),
    ):
        yield calls


def form_document(
    properties: object, encoding: object = None, media_type: str = "multipart/form-data"
) -> dict[str, Any]:
    """A document of one operation, `send`, whose body is a form."""
    media = {"schema": {"type": "object", "properties": properties}, "encoding": encoding or {}}
    body = {"required": True, "content": {media_type: media}}
    responses = {"204": {"description": "done"}}
    operation = {"operationId": "send", "requestBody": body, "responses": responses}
    return document({"/forms": {"post": operation}})


def query_document(*parameters: object, path: str = "/find", **more: object) -> dict[str, Any]:
    """A document of one operation, `find`, with these parameters."""
    responses = {"204": {"description": "done"}}
    operation = {"operationId": "find", "parameters": list(parameters), "responses": responses}
    return document({path: {"get": operation}}, **more)
