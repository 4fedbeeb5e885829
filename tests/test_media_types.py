"""Bodies and replies of every media type: a small document in, a call over a socket out."""

from __future__ import annotations

import asyncio
import io
import json
from contextlib import ExitStack

import pytest
from packages import load
from server import Answer, Server
from werkzeug.formparser import parse_form_data

from generator import pipeline
from generator.config import Options
from generator.diagnostics import DiagnosticLog

TEXT = {"type": "string"}
FILE = {"type": "string", "format": "binary"}
UPLOAD = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": FILE,
        "purpose": TEXT,
        "tags": {"type": "array", "items": TEXT},
        "about": {"type": "object", "properties": {"page": {"type": "integer"}}},
    },
}
NOTE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": TEXT, "pin": {"type": "boolean"}},
}
NOTE_WITH_FILE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": TEXT, "file": FILE},
}
TWO_WAYS = {
    "application/json": {"schema": NOTE},
    "multipart/form-data": {"schema": NOTE_WITH_FILE},
}
EVENT = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": TEXT, "note": {"$ref": "#/components/schemas/Note"}},
}
CARRYING = b'data: {"type": "b", "note": {"text": "x"}}\n\n'
NOTHING = {"204": {"description": "nothing"}}


def operation(
    *, content: dict | None = None, required: bool | None = True, responses=NOTHING, **more
):
    body = {} if content is None else {"requestBody": {"content": content, "required": required}}
    if required is None:
        del body["requestBody"]["required"]
    return {"operationId": "send", "responses": responses, **body, **more}


def reply(content: dict, status: str = "200"):
    return {status: {"description": "done", "content": content}}


def of(schema: dict):
    return {"schema": schema}


class Made:
    """The package of one operation, and a server for it."""

    def __init__(self, folder, method: str, described: dict, profile: str | None = None, **schemas):
        spec = folder / "document.json"
        self.document = {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "servers": [{"url": "http://127.0.0.1:1/"}],
            "paths": {"/notes": {method: described}},
            "components": {"schemas": schemas},
        }
        spec.write_text(json.dumps(self.document))
        options = Options(spec=spec, output=folder / "client", all=True, profile=profile)
        made = pipeline.generate(options, DiagnosticLog(), lambda _: None)
        for name, data in made.files.items():
            path = folder / "client" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        self.report = made.report
        self.source = (folder / "client" / "notes.py").read_text()
        self.package = load(folder / "client")

    @property
    def send(self):
        return self.package.send


@pytest.fixture
def made(tmp_path):
    """Make the package, and let its calls go to a server for its document."""
    with ExitStack() as stack:

        def make(method: str, described: dict, **more):
            found = Made(tmp_path, method, described, **more)
            found.server = stack.enter_context(Server(found.document))
            stack.enter_context(found.package.configure(base_url=found.server.url, max_retries=0))
            return found

        yield make


def form(request):
    """The fields and files of a multipart body, as werkzeug reads them."""
    environ = {
        "wsgi.input": io.BytesIO(request.body),
        "CONTENT_LENGTH": str(len(request.body)),
        "CONTENT_TYPE": request.headers["content-type"],
        "REQUEST_METHOD": request.method,
    }
    _, fields, files = parse_form_data(environ, stream_factory=lambda *_, **__: io.BytesIO())
    held = [
        (name, one.filename, one.content_type, one.read())
        for name, some in files.lists()
        for one in some
    ]
    return dict(fields.lists()), held


class TestForms:
    def test_a_file_may_be_bytes_a_path_a_file_or_a_tuple(self, made, tmp_path):
        package = made("post", operation(content={"multipart/form-data": of(UPLOAD)}))
        path = tmp_path / "a.txt"
        path.write_bytes(b"hello")
        for given, name, kind in (
            (b"hello", "upload", "application/octet-stream"),
            (path, "a.txt", "text/plain"),
            (io.BytesIO(b"hello"), "upload", "application/octet-stream"),
            (("b.png", b"hello"), "b.png", "image/png"),
            (("b.png", path, "image/x"), "b.png", "image/x"),
        ):
            assert package.send(given, purpose="test") is None
            fields, files = form(package.server.last)
            assert fields == {"purpose": ["test"]}
            assert files == [("file", name, kind, b"hello")]
        assert package.report.degraded == ()

    def test_lists_and_objects_as_openapi_has_them(self, made):
        package = made("post", operation(content={"multipart/form-data": of(UPLOAD)}))
        package.send(b"x", tags=["a", "b"], about={"page": 3})
        fields, _ = form(package.server.last)
        assert fields["tags"] == ["a", "b"]
        assert json.loads(fields["about"][0]) == {"page": 3}

    def test_a_part_has_the_type_that_the_document_says(self, made):
        encoding = {"about": {"contentType": "application/ld+json"}}
        content = {"multipart/form-data": {"schema": UPLOAD, "encoding": encoding}}
        package = made("post", operation(content=content))
        package.send(b"x", about={"page": 3})
        assert b"application/ld+json" in package.server.last.body

    def test_an_encoded_form(self, made):
        content = {"application/x-www-form-urlencoded": of(NOTE)}
        package = made("post", operation(content=content))
        package.send("a & b", pin=True)
        assert package.server.last.body == b"text=a+%26+b&pin=true"
        assert package.server.last.headers["content-type"] == "application/x-www-form-urlencoded"
        assert package.report.degraded == ()


class TestSeveralMediaTypes:
    def test_what_is_given_chooses(self, made):
        package = made("post", operation(content=TWO_WAYS))
        for keywords, expected in (
            ({}, "application/json"),
            ({"pin": True}, "application/json"),
            ({"file": b"x"}, "multipart/form-data"),
            ({"media_type": "multipart/form-data"}, "multipart/form-data"),
        ):
            package.send("a", **keywords)
            assert package.server.last.headers["content-type"].startswith(expected)
        assert package.report.degraded == ()

    def test_what_no_media_type_can_hold_is_refused_before_it_is_sent(self, made):
        package = made("post", operation(content=TWO_WAYS))
        with pytest.raises(Exception, match=r"file.*multipart/form-data|pin.*application/json"):
            package.send("a", pin=True, file=b"x")
        assert package.server.requests == []

    def test_a_member_takes_what_any_of_them_takes(self, made):
        one = {"type": "object", "properties": {"picture": TEXT}}
        other = {"type": "object", "properties": {"picture": FILE}}
        content = {"application/json": of(one), "multipart/form-data": of(other)}
        package = made("post", operation(content=content))
        assert "picture: File | str | Omit" in package.source
        package.send(picture="https://example.com")
        assert package.server.last.json == {"picture": "https://example.com"}
        package.send(picture=b"x")
        assert form(package.server.last)[1][0][0] == "picture"

    def test_a_form_or_a_text(self, made):
        content = {"multipart/form-data": of(NOTE), "application/sdp": of(TEXT)}
        package = made("post", operation(content=content))
        package.send(body="v=0")
        assert package.server.last.body == b"v=0"
        assert package.server.last.headers["content-type"] == "application/sdp"
        package.send(text="a")
        assert form(package.server.last)[0] == {"text": ["a"]}

    @pytest.mark.parametrize(
        "other", ["application/x-www-form-urlencoded", "application/xml", "text/json"]
    )
    def test_the_same_in_another_notation_says_nothing_more(self, made, other):
        content = {other: of(NOTE), "application/json": of(NOTE)}
        package = made("post", operation(content=content))
        package.send("a")
        assert package.server.last.json == {"text": "a"}
        assert "media_type" not in package.source
        assert package.report.degraded == ()

    def test_what_is_left_out_is_counted(self, made):
        other = {"type": "object", "properties": {"x": TEXT}}
        content = {"application/json": of(NOTE), "application/merge-patch+json": of(other)}
        package = made("post", operation(content=content))
        (degraded,) = package.report.degraded
        assert degraded.message == "sent as application/json, never as application/merge-patch+json"


class TestOtherBodies:
    @pytest.mark.parametrize("media_type", ["text/plain", "application/sdp"])
    def test_text(self, made, media_type):
        package = made("post", operation(content={media_type: of(TEXT)}))
        package.send("grüezi")
        assert package.server.last.body == "grüezi".encode()
        assert package.server.last.headers["content-type"].startswith(media_type)
        assert package.report.degraded == ()

    def test_bytes(self, made):
        package = made("post", operation(content={"*/*": {}}))
        package.send(b"\x00\xff")
        assert package.server.last.body == b"\x00\xff"
        assert package.server.last.headers["content-type"] == "application/octet-stream"
        assert package.report.degraded == ()

    def test_notation_that_cannot_be_written_is_counted(self, made):
        package = made("post", operation(content={"application/xml": of(NOTE)}))
        assert [one.code for one in package.report.degraded] == ["request-media-type"]

    def test_a_body_that_nobody_called_optional_is_required(self, made):
        package = made("post", operation(content={"application/json": of(NOTE)}, required=None))
        with pytest.raises(TypeError, match="text"):
            package.send()

    def test_an_optional_body(self, made):
        package = made("post", operation(content={"application/json": of(NOTE)}, required=False))
        package.send()
        assert package.server.last.body == b""


class TestReplies:
    def test_bytes(self, made, tmp_path):
        package = made("get", operation(responses=reply({"application/zip": of(FILE)})))
        answer = Answer(headers={"content-type": "application/zip"}, body=b"PK\x00")
        package.server.answer_next(answer, answer, answer)
        assert package.send() == b"PK\x00"
        assert package.server.last.headers["accept"] == "application/zip"
        target = tmp_path / "target.zip"
        told = []
        package.send.raw().save(target, progress=lambda *counts: told.append(counts))
        assert target.read_bytes() == b"PK\x00"
        assert told[-1] == (3, 3)
        assert b"".join(package.send.raw().chunks()) == b"PK\x00"
        assert package.report.degraded == ()

    def test_bytes_awaited(self, made, tmp_path):
        package = made("get", operation(responses=reply({"application/zip": of(FILE)})))
        answer = Answer(headers={"content-type": "application/zip"}, body=b"PK\x00")
        package.server.answer_next(answer, answer)

        async def main():
            assert await package.send.aio() == b"PK\x00"
            found = await package.send.aio.raw()
            await found.save(tmp_path / "target.zip")

        asyncio.run(main())
        assert (tmp_path / "target.zip").read_bytes() == b"PK\x00"

    def test_text(self, made):
        package = made("get", operation(responses=reply({"application/sdp": of(TEXT)}, "201")))
        package.server.answer_next(
            Answer(status=201, headers={"content-type": "application/sdp"}, body=b"v=0")
        )
        assert package.send() == "v=0"
        assert "-> Request[str]" in package.source
        assert package.report.degraded == ()

    def test_json_or_bytes_by_the_type_of_the_reply(self, made):
        content = {"application/json": of(NOTE), "application/pdf": of(FILE)}
        package = made("get", operation(responses=reply(content)))
        package.server.answer_next(
            Answer(headers={"content-type": "application/pdf"}, body=b"%PDF"),
            Answer.of({"text": "a"}),
        )
        assert package.send() == b"%PDF"
        assert package.send().text == "a"
        assert package.report.degraded == ()

    def test_several_statuses(self, made):
        other = {"type": "object", "required": ["job"], "properties": {"job": TEXT}}
        responses = {
            **reply({"application/json": of(NOTE)}),
            **reply({"application/json": of(other)}, "202"),
            **NOTHING,
        }
        package = made("get", operation(responses=responses))
        package.server.answer_next(
            Answer.of({"text": "a"}), Answer.of({"job": "b"}, status=202), Answer(status=204)
        )
        assert package.send().text == "a"
        assert package.send().job == "b"
        assert package.send() is None

    def test_a_notation_that_cannot_be_read_is_counted_unless_json_says_the_same(self, made):
        package = made("get", operation(responses=reply({"application/xml": of(NOTE)})))
        assert [one.code for one in package.report.degraded] == ["reply-media-type"]
        assert "-> Request[str]" in package.source

    def test_the_same_in_another_notation_is_not_asked_for(self, made):
        content = {"application/xml": of(NOTE), "application/json": of(NOTE)}
        package = made("get", operation(responses=reply(content)))
        assert package.report.degraded == ()
        assert "accept=" not in package.source


class TestStreams:
    def described(self, event: dict = EVENT, **more):
        content = {
            "application/json": of({"$ref": "#/components/schemas/Note"}),
            "text/event-stream": of(event),
        }
        return operation(responses=reply(content), **more)

    def test_the_flag_may_be_a_query_parameter(self, made):
        flag = {"name": "stream", "in": "query", "schema": {"type": "boolean"}}
        package = made("get", self.described(parameters=[flag]), Note=NOTE)
        package.server.answer_next(Answer.stream(b'data: {"type": "a"}\n\n'))
        with package.send.stream() as events:
            assert [event.type for event in events] == ["a"]
        assert dict(package.server.last.query) == {"stream": "true"}
        package.server.answer_next(Answer.of({"text": "a"}))
        assert package.send().text == "a"
        assert package.server.last.query == ()

    def test_the_call_returns_the_reply_that_the_stream_carries(self, made):
        package = made("post", self.described(), Note=NOTE)
        package.server.answer_next(Answer.stream(b'data: {"type": "a"}\n\n', CARRYING))
        updates = []
        assert package.send(stream_to=updates.append).text == "x"
        assert [type(one).__name__ for one in updates] == ["Data", "Data", "Finished"]

    def test_a_stream_of_pieces_carries_no_reply(self, made):
        piece = {"type": "object", "required": ["delta"], "properties": {"delta": TEXT}}
        package = made("post", self.described(piece), Note=NOTE)
        package.server.answer_next(Answer.of({"text": "whole"}))
        updates = []
        result = package.send(stream_to=updates.append)
        assert [type(one).__name__ for one in updates] == ["Data", "Finished"]
        assert updates[0].value is result

    def test_how_a_profile_says_it_is_asked_and_ends(self, made, tmp_path):
        profile = tmp_path / "own.toml"
        profile.write_text(
            '[[streams]]\nevents = "Piece"\nends = ["end"]\nflag = "format"\nvalue = "events"\n'
        )
        piece = {"type": "object", "required": ["type"], "properties": {"type": TEXT}}
        asked = {"type": "object", "properties": {"format": TEXT}}
        described = self.described(
            {"$ref": "#/components/schemas/Piece"}, content={"application/json": of(asked)}
        )
        package = made("post", described, profile=str(profile), Note=NOTE, Piece=piece)
        package.server.answer_next(
            Answer.stream(b'data: {"type": "end"}\n\n'), Answer.stream(b'data: {"type": "a"}\n\n')
        )
        with package.send.stream() as events:
            assert [event.type for event in events] == ["end"]
        assert package.server.last.json == {"format": "events"}
        with (
            package.send.stream() as events,
            pytest.raises(package.package.APIConnectionError, match="ended"),
        ):
            list(events)
