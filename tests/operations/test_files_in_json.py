"""Files in JSON: `format: binary` of a member is base64, a whole body is sent as it is."""

from __future__ import annotations

import base64
import io
import json

import httpx2
import pytest
from support.body_packages import FILE, TEXT
from support.documents import document, operation, ref, thing
from support.mock_calls import calling

DATA = b"\x89P\xff\xfe+/"
ENCODED = base64.b64encode(DATA).decode()
NESTED = thing(
    one=FILE,
    many={"type": "array", "items": FILE},
    by={"type": "object", "additionalProperties": ref("Part")},
    text=TEXT,
)


def described(body: object, **schemas: object) -> dict[str, object]:
    return document({"/x": {"post": operation(body=body, reply=body)}}, schemas)


@pytest.mark.parametrize("kind", ["bytes", "path", "open", "stream", "named", "text"])
def test_a_file_in_json_is_sent_in_base64(tmp_path, kind):
    (tmp_path / "secret-name.bin").write_bytes(DATA)

    class Stream:
        def __init__(self):
            self.pieces = [DATA[:3], DATA[3:], b""]

        def read(self, _):
            return self.pieces.pop(0)

    value = {
        "bytes": DATA,
        "path": tmp_path / "secret-name.bin",
        "open": io.BytesIO(DATA),
        "stream": Stream(),
        "named": ("secret-name.bin", DATA, "image/png"),
        "text": ENCODED,
    }[kind]
    with calling(tmp_path, described(thing(bin=FILE))) as calls:
        calls.reply = httpx2.Response(200, json={"bin": "text"})
        assert calls.package.do(bin=value).bin == "text"
        assert calls.last.headers["content-type"] == "application/json"
        assert json.loads(calls.last.content) == {"bin": ENCODED}


def test_files_at_any_depth(tmp_path):
    several = {"type": "array", "items": ref("Nested")}
    made = described(several, Part=thing(file=FILE), Nested=NESTED)
    with calling(tmp_path, made) as calls:
        calls.reply = httpx2.Response(200, json=[])
        calls.package.do(
            [{"one": DATA, "many": (one for one in [DATA, b""]), "by": {"a": {"file": DATA}}}]
        )
        assert json.loads(calls.last.content) == [
            {"one": ENCODED, "many": [ENCODED, ""], "by": {"a": {"file": ENCODED}}}
        ]
        calls.reply = httpx2.Response(200, json=[{"one": "a", "many": ["b"], "text": "c"}])
        calls.package.do(calls.package.do([]))  # what is returned is text, and is sent as text
        assert json.loads(calls.last.content) == [{"one": "a", "many": ["b"], "text": "c"}]


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("missing.bin", FileNotFoundError),
        (io.StringIO("text"), TypeError),
        (object(), ValueError),
    ],
    ids=["missing", "opened as text", "something else"],
)
def test_a_file_that_cannot_be_sent_raises_before_anything_is_sent(tmp_path, value, error):
    value = tmp_path / value if isinstance(value, str) else value
    with calling(tmp_path, described(thing(bin=FILE))) as calls:
        with pytest.raises(error):
            calls.package.do(bin=value)
        assert calls.requests == []


def test_a_json_body_that_is_a_file_is_sent_unchanged(tmp_path):
    (tmp_path / "data.json").write_bytes(b'{"a": 1.50}')
    with calling(tmp_path, described(FILE)) as calls:
        calls.reply = httpx2.Response(200, content=b'{"b": 2.50}')
        assert calls.package.do(tmp_path / "data.json") == b'{"b": 2.50}'
        assert calls.last.headers["content-type"] == "application/json"
        assert calls.last.read() == b'{"a": 1.50}'


def test_a_form_or_json(tmp_path):
    body = {"schema": thing(bin=FILE, text=TEXT)}
    both = operation(reply=TEXT)
    both["requestBody"] = {"content": {"application/json": body, "multipart/form-data": body}}
    with calling(tmp_path, document({"/x": {"post": both}})) as calls:
        calls.reply = httpx2.Response(200, json="done")
        calls.package.do(bin=DATA)
        assert calls.last.headers["content-type"].startswith("multipart/form-data")
