"""Files and bytes: in forms by `contentMediaType`, as bodies and as responses."""

from __future__ import annotations

import asyncio
import inspect
import io
from contextlib import contextmanager
from datetime import date

import httpx2
import pytest
from support.body_packages import NOTHING, of, operation, reply
from support.documents import document
from support.mock_calls import calling, form_document
from support.packages import imported
from support.scripted_server import Say, Server

FILE = {"type": "string", "contentMediaType": "application/octet-stream"}
BODY = "File | AsyncIterable[bytes] | Iterable[bytes]"
DROP = {
    "paper": FILE,
    "pages": {"type": "array", "items": FILE},
    "extra": {"anyOf": [FILE, {"type": "null"}]},
    "picture": {"contentMediaType": "image/png"},
    "raw": {"type": "string", "contentEncoding": "binary"},
    "both": {"allOf": [{"type": "string"}, {"contentMediaType": "image/png"}]},
    "thumb": {"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"},
    "page": {"type": "string", "contentMediaType": "text/html"},
    "data": {"type": "string", "contentMediaType": "application/json"},
}


@contextmanager
def sending(folder, media_type, schema=FILE):
    """A package of one operation, `send`, with a body of this media type, and a real server."""
    content = {media_type: of(schema)}
    described = document({"/notes": {"post": operation(content=content)}})
    package = imported(folder / "client", described)
    with Server() as server, package.configure(base_url=server.url, max_retries=1):
        server.always = Say(204)
        yield package, server.asked


def annotation(function, name):
    return inspect.signature(function).parameters[name].annotation


def test_files_of_forms_since_openapi_3_1(tmp_path):
    with calling(tmp_path, form_document(DROP)) as calls:
        send = calls.package.send
        texts = [name for name in DROP if annotation(send, name) == "str | Omit"]
        assert texts == ["thumb", "page", "data"]
        assert annotation(send, "pages") == "Iterable[File] | Omit"
        assert annotation(send, "extra") == "File | None | Omit"
        send(paper=b"1", pages=[b"2", ("n.txt", b"3")], picture=("p.png", b"4"), thumb="aGk=")
        assert calls.fields == [
            ("thumb", "aGk="), ("paper", "1"), ("pages", "2"), ("pages", "3"), ("picture", "4")
        ]  # fmt: skip
        assert calls.last.content.count(b"filename=") == 4
        assert calls.codes == []


@pytest.mark.parametrize(
    ("media_type", "schema", "takes"),
    [
        ("application/octet-stream", {"type": "string", "format": "binary"}, BODY),
        ("application/octet-stream", {"type": "string", "contentEncoding": "binary"}, BODY),
        ("application/octet-stream", {}, BODY),
        ("image/png", None, BODY),
        ("image/png", {"type": "string"}, BODY),
        ("image/png", FILE, BODY),
        ("image/*", {"type": "string", "format": "binary"}, BODY),
        ("*/*", {"type": "string", "format": "binary"}, BODY),
        ("*/*", None, BODY),
        ("*/*", {"type": "string"}, "File | str"),
        ("application/sdp", {"type": "string"}, "str"),
        ("image/png", {"type": "string", "contentEncoding": "base64"}, "str"),
        ("text/plain", {"type": "integer"}, "int"),
        ("text/plain", {"type": "string", "enum": ["on", "off"]}, "Literal['on', 'off']"),
        ("*/*", {"type": "integer"}, "int"),
        ("application/*", {"type": "object", "additionalProperties": {"type": "integer"}},
         "Mapping[str, int]"),
    ],
)  # fmt: skip
def test_what_a_body_takes(tmp_path, media_type, schema, takes):
    media = {} if schema is None else {"schema": schema}
    described = document({"/notes": {"post": operation(content={media_type: media})}})
    with calling(tmp_path, described) as calls:
        assert annotation(calls.package.send, "body").replace('"', "'") == takes
        assert calls.codes == []


def test_a_body_may_be_bytes_a_path_a_file_or_a_tuple(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"hello")
    octets = "application/octet-stream"
    with sending(tmp_path, "image/*") as (package, asked):
        for given, kind in (
            (b"hello", octets),
            (path, "image/png"),
            (io.BytesIO(b"hello"), octets),
            (("b.gif", b"hello"), "image/gif"),
            (("b.gif", path), "image/gif"),
            (("b", b"hello", "image/x"), "image/x"),
        ):
            assert package.send(given) is None
            assert asked[-1].body == b"hello"
            assert asked[-1].headers["content-type"] == kind
            assert asked[-1].headers["content-length"] == "5"
        package.send(iter([b"hel", b"lo"]))
        assert asked[-1].body == b"hello"
        assert asked[-1].headers["content-type"] == octets


def test_the_media_type_of_the_document_is_that_of_a_file(tmp_path):
    with sending(tmp_path, "image/png") as (package, asked):
        package.send(("b.gif", b"hello"))
        package.send(("b.gif", b"hello", "image/apng"))
        kinds = [one.headers["content-type"] for one in asked]
        assert kinds == ["image/png", "image/apng"]


def test_a_body_of_any_type_may_be_text(tmp_path):
    with sending(tmp_path, "*/*", {"type": "string"}) as (package, asked):
        package.send("grüezi")
        assert asked[0].body == "grüezi".encode()
        assert asked[0].headers["content-type"] == "text/plain"


class Pipe:
    """A file that can neither be measured nor rewound."""

    def __init__(self, data):
        self.data = io.BytesIO(data)

    def read(self, size):
        return self.data.read(size)


def test_a_body_is_read_while_it_is_sent(tmp_path):
    large = b"x" * (1 << 20)
    with sending(tmp_path, "image/png") as (package, asked):
        package.send(Pipe(large))
        assert asked[0].body == large
        assert asked[0].headers["transfer-encoding"] == "chunked"
        assert "content-length" not in asked[0].headers


def test_a_body_is_sent_again_from_its_start(tmp_path):
    described = document({"/notes": {"post": operation(content={"image/png": of(FILE)})}})
    package = imported(tmp_path / "client", described)
    with Server() as server, package.configure(base_url=server.url, max_retries=1):
        server.say(Say(503, headers={"Retry-After": "0"}), Say(204))
        package.send(io.BytesIO(b"hello"))
        assert [one.body for one in server.asked] == [b"hello", b"hello"]


def test_an_awaited_body(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"hello")
    with sending(tmp_path, "image/png") as (package, asked):
        url = package.send.request(b"").call.api.client.settings["base_url"]

        async def main():
            async with package.Client(base_url=url) as client:
                await package.send.using(client).aio(path)
                await package.send.using(client).aio(Pipe(b"hello"))

        asyncio.run(main())
        assert [one.body for one in asked] == [b"hello", b"hello"]


@pytest.mark.parametrize(
    ("media_type", "schema", "content_type", "body", "value"),
    [
        ("text/plain", {"type": "integer"}, "text/plain", b"5", 5),
        ("text/plain", {"type": "boolean"}, "text/plain", b"true", True),
        ("text/plain", {"type": "string", "enum": ["1", "b"]}, "text/plain", b"1", "1"),
        ("text/plain", {"type": "string", "enum": ["a", "b"]}, "", b"b", "b"),
        ("text/plain", {"type": "string", "format": "date"}, "text/plain", b"2020-01-02",
         date(2020, 1, 2)),
        ("*/*", {"type": "integer"}, "application/json", b"5", 5),
        ("*/*", {"type": "string"}, "text/plain", b"5", "5"),
        ("*/*", {"type": "string"}, "application/json", b'"5"', "5"),
        ("*/*", {"type": "object", "additionalProperties": {}}, "text/plain", b'{"a":1}', {"a": 1}),
        ("image/*", {"type": "string", "format": "binary"}, "image/png", b"\xff", b"\xff"),
        ("image/png", {}, "image/png", b"\xff", b"\xff"),
        ("*/*", {}, "image/png", b"\xff", b"\xff"),
        ("application/pdf", {"type": "string"}, "application/pdf", b"\xff", b"\xff"),
        ("application/vnd.x+json; version=1", {"type": "integer"},
         "application/vnd.x+json;version=1", b"5", 5),
        ("text/plain; charset=utf-8", {"type": "string"}, "text/plain; charset=latin-1",
         b"gr\xfcezi", "grüezi"),
    ],
)  # fmt: skip
def test_what_a_response_gives(tmp_path, media_type, schema, content_type, body, value):
    described = operation(responses=reply({media_type: of(schema)}))
    with calling(tmp_path, document({"/notes": {"get": described}})) as calls:
        headers = {"content-type": content_type} if content_type else {}
        calls.reply = httpx2.Response(200, headers=headers, content=body)
        result = calls.package.send()
        assert (type(result), result) == (type(value), value)
        assert calls.codes == []


def test_a_number_that_is_sent_as_text(tmp_path):
    content = {"text/plain": of({"type": "number"})}
    described = document({"/notes": {"post": operation(content=content, responses=NOTHING)}})
    with calling(tmp_path, described) as calls:
        calls.package.send(0.5)
        assert calls.last.content == b"0.5"
        assert calls.last.headers["content-type"] == "text/plain"


def test_a_text_is_sent_in_the_charset_of_its_media_type(tmp_path):
    content = {'text/plain; charset="iso-8859-1"': of({"type": "string"})}
    described = document({"/notes": {"post": operation(content=content)}})
    with calling(tmp_path, described) as calls:
        calls.package.send("grüezi")
        assert calls.last.content == b"gr\xfcezi"
        with pytest.raises(ValueError, match="encode"):
            calls.package.send("€")
