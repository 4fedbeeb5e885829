"""Arguments that are files or lists: text in their place is refused before anything is sent."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from support.documents import document
from support.mock_calls import calling, form_document

FILE = {"type": "string", "format": "binary"}
TEXT = {"type": "string"}
FILES = {"type": "array", "items": FILE}
NULLABLE = {"anyOf": [FILE, {"type": "null"}]}
ONE_OR_MORE = {"anyOf": [FILE, FILES]}
FILE_OR_TEXT = {"anyOf": [FILE, TEXT]}
MULTIPART = "multipart/form-data"


def body_document(content, *parameters):
    """A document of one operation, `do`, with a body."""
    made = {
        "operationId": "do",
        "parameters": list(parameters),
        "requestBody": {"content": content, "required": content is not BODY},
        "responses": {"204": {"description": "done"}},
    }
    return document({"/x": {"post": made}})


@pytest.mark.parametrize("schema", [FILE, FILES, NULLABLE, ONE_OR_MORE])
def test_text_for_a_file_is_refused(tmp_path, schema):
    with calling(tmp_path, form_document({"p": schema, "q": TEXT}, {}, MULTIPART)) as calls:
        send = calls.package.send
        for value in ("photo.png", ["photo.png"], [b"x", "photo.png"]):
            with pytest.raises(TypeError, match=r"give pathlib\.Path\(\.\.\.\)"):
                send(p=value, q="text")
        assert calls.requests == []
        send(p=[(None, b"x")], q="text")
        send(p=None, q="photo.png")


def test_text_stays_text_where_the_document_allows_it(tmp_path):
    described = form_document({"p": FILE_OR_TEXT, "q": TEXT}, {}, MULTIPART)
    with calling(tmp_path, described) as calls:
        calls.package.send(p="photo.png", q="text")
        assert calls.fields == [("p", "photo.png"), ("q", "text")]


@pytest.mark.parametrize(
    ("media_type", "schema"),
    [("image/png", FILE), ("application/octet-stream", FILE), ("application/pdf", {})],
)
def test_text_for_a_body_of_bytes_is_refused(tmp_path, media_type, schema):
    with calling(tmp_path, body_document({media_type: {"schema": schema}})) as calls:
        put = calls.package.do
        with pytest.raises(TypeError, match=r"'body' is a str, not a file; for a path give"):
            put("photo.png")
        assert calls.requests == []
        path = Path(tmp_path / "photo.png")
        path.write_bytes(b"x")
        put(path)
        assert calls.last.content == b"x"


@pytest.mark.parametrize("media_type", ["text/plain", "text/csv", "*/*", "application/sdp"])
def test_a_body_of_text_stays_text(tmp_path, media_type):
    with calling(tmp_path, body_document({media_type: {"schema": TEXT}})) as calls:
        calls.package.do("photo.png")
        assert calls.last.content == b"photo.png"


LIST = {"type": "array", "items": TEXT}
QUERY = {"name": "tags", "in": "query", "schema": LIST}
OTHER = {"name": "ids", "in": "query", "schema": {"anyOf": [LIST, TEXT]}}
BODY = {
    "application/json": {
        "schema": {"type": "object", "properties": {"words": LIST, "stop": OTHER["schema"]}}
    }
}


def test_a_mapping_for_a_list_is_refused(tmp_path):
    with calling(tmp_path, body_document(BODY, QUERY, OTHER)) as calls:
        find = calls.package.do
        for name in ("tags", "words"):
            with pytest.raises(TypeError, match=f"'{name}' is a dict, not a list"):
                find(**{name: {"a": 1}})
            with pytest.raises(TypeError, match=f"'{name}' is a dict, not a list"):
                asyncio.run(find.aio(**{name: {"a": 1}}))
        assert calls.requests == []
        for good in (["a"], ("a",), {"a"}, {"a": 1}.keys(), iter(["a"])):
            find(tags=good)
            assert calls.last.url.query == b"tags=a"
        find(tags=None, words=["a"], ids="abc", stop="abc")
        assert calls.last.url.query == b"ids=abc"
        assert calls.last.content == b'{"words":["a"],"stop":"abc"}'
