"""Bodies of every media type: a small document in, a call over a socket out."""

from __future__ import annotations

import io
import json

import pytest
from support.body_packages import FILE, NOTE, TEXT, TWO_WAYS, UPLOAD, making, of, operation
from werkzeug.formparser import parse_form_data


@pytest.fixture
def made(tmp_path):
    with making(tmp_path) as make:
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

    @pytest.mark.parametrize(
        ("media_type", "sent"),
        [
            ("application/form-data", "multipart/form-data"),
            ("multipart/data", "multipart/form-data"),
            ("multipart/form", "multipart/form-data"),
            ("multipart/formdata", "multipart/form-data"),
            ("application/x-form-urlencoded", "application/x-www-form-urlencoded"),
            ("application/www-form-urlencoded", "application/x-www-form-urlencoded"),
        ],
    )
    def test_a_form_with_a_wrong_media_type_is_sent_with_the_right_one(
        self, made, media_type, sent
    ):
        package = made("post", operation(content={media_type: of(NOTE)}))
        package.send.attempt("hello")  # the judge knows no form of this media type
        assert package.server.last.headers["content-type"].startswith(sent)
        assert form(package.server.last)[0] == {"text": ["hello"]}
        (degraded,) = package.report.degraded
        assert degraded.message == f"{media_type} is not a media type of forms; sent as {sent}"

    @pytest.mark.parametrize("media_type", ["application/form-data", "multipart/related"])
    def test_what_has_no_members_is_no_form(self, made, media_type):
        package = made("post", operation(content={media_type: of({**TEXT, "format": "binary"})}))
        package.send.attempt(b"hello")
        assert package.server.last.headers["content-type"] == media_type
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

    def test_a_text_is_described_where_its_schema_is(self, made):
        offer = TEXT | {"description": "An offer."}
        content = {"multipart/form-data": of(NOTE), "application/sdp": of(offer)}
        assert "body: An offer." in made("post", operation(content=content)).source

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
        assert degraded.message == "sent as application/json, not as application/merge-patch+json"


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
