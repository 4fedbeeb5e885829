"""The headers that say where a body ends, judged by the HTTP library's own request."""

import io
from typing import Any

import httpx2
import pytest
from runtime.client import BaseClient
from runtime.request import CallOptions
from support import files_api
from support.files_api import patch, put_bytes
from support.runtime_api import THING, Client, create_thing, delete_thing, get_thing, touch

FRAMING = ("host", "content-length", "transfer-encoding")
HEADERS: list[dict[str, str]] = [
    {},
    {"host": "virtual.example"},
    {"transfer-encoding": "chunked"},
]


class Pipe(io.RawIOBase):
    """A source of unknown size."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._data.read(size)


def framing(request: httpx2.Request) -> list[tuple[str, str]]:
    return sorted(it for it in request.headers.multi_items() if it[0] in FRAMING)


class Recorder(httpx2.BaseTransport):
    """Keeps each request; responds with a thing."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []
        self.bodies: list[bytes] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        assert isinstance(request.stream, httpx2.SyncByteStream)
        self.bodies.append(b"".join(request.stream))
        return httpx2.Response(200, json=THING)


@pytest.mark.parametrize("headers", HEADERS, ids=str)
@pytest.mark.parametrize("base", ["http://127.0.0.1:9/v1", "https://h.example", "http://[::1]:9"])
def test_bodies_in_memory(base: str, headers: dict[str, str]) -> None:
    recorder = Recorder()
    options = CallOptions(headers=headers)
    with httpx2.Client(transport=recorder) as http:
        client = Client(http_client=http, base_url=base, api_key="key")
        create_thing.using(client)("é", options=options)
        touch.using(client)(options=options)
        get_thing.using(client)("a", options=options)
        delete_thing.using(client)("a", options=options)
        for sent, body in zip(recorder.requests, recorder.bodies, strict=True):
            content = body or None
            own = http.build_request(sent.method, sent.url, headers=headers, content=content)
            assert framing(sent) == framing(own)
            assert sent.content == body
    assert recorder.bodies == ['{"name":"é"}'.encode(), b"", b"", b""]


@pytest.mark.parametrize("headers", [*HEADERS, {"content-length": "3"}], ids=str)
@pytest.mark.parametrize("source", [io.BytesIO, Pipe])
def test_bodies_that_are_read_while_they_are_sent(source: Any, headers: dict[str, str]) -> None:
    recorder = Recorder()
    with httpx2.Client(transport=recorder) as http:
        client = BaseClient(files_api.API, {}, http_client=http, base_url="http://h.example")
        put_bytes.using(client)(source(b"abc"), options=CallOptions(headers=headers))
        own = http.build_request(
            "PUT", "http://h.example/bytes", headers=headers, content=source(b"abc")
        )
    assert framing(recorder.requests[0]) == framing(own)
    assert recorder.bodies == [b"abc"]


def test_a_wrong_length_of_the_user_is_corrected() -> None:
    recorder = Recorder()
    with httpx2.Client(transport=recorder) as http:
        client = BaseClient(files_api.API, {}, http_client=http, base_url="http://h.example")
        patch.using(client)({"a": 1}, options=CallOptions(headers={"Content-Length": "3"}))
    assert recorder.requests[0].headers["content-length"] == "7"
