"""`encoding` of forms: how each member is sent, read by Werkzeug and the standard library."""

from __future__ import annotations

import json

import pytest
from support.mock_calls import calling, form_document

MULTIPART = "multipart/form-data"
URLENCODED = "application/x-www-form-urlencoded"
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
NUMBERS = {"type": "array", "items": {"type": "integer"}}
COLOUR = {"type": "object", "properties": {"r": {"type": "integer"}, "g": {"type": "integer"}}}
LABELS = {"type": "object", "additionalProperties": TEXT}
COLOURS = {"type": "array", "items": COLOUR}
NESTED = {"type": "object", "properties": {"of": COLOUR, "tags": TEXTS, "all": COLOURS}}
BOTH = pytest.mark.parametrize("media_type", [URLENCODED, MULTIPART])

DEEP = {"style": "deepObject", "explode": True}
FLAT = {"style": "form", "explode": False}
SPREAD = {"style": "form", "explode": True}
PIPED = {"style": "pipeDelimited", "explode": False}
SPACED = {"style": "spaceDelimited"}

TABLE = [
    (LABELS, DEEP, {"a": "b"}, [("p[a]", "b")]),
    (LABELS, {"style": "deepObject"}, {"a b": "c&d"}, [("p[a b]", "c&d")]),
    (TEXTS, DEEP, ["a", "b"], [("p[]", "a"), ("p[]", "b")]),
    (COLOURS, DEEP, [{"r": 1}, {"g": 2}], [("p[0][r]", "1"), ("p[1][g]", "2")]),
    (NESTED, DEEP, {"of": {"r": 1}, "tags": ["x"]}, [("p[of][r]", "1"), ("p[tags][]", "x")]),
    (NESTED, DEEP, {"all": [{"r": 1, "g": 2}]}, [("p[all][0][r]", "1"), ("p[all][0][g]", "2")]),
    (TEXTS, FLAT, ["1", "2"], [("p", "1,2")]),
    (COLOUR, FLAT, {"r": 1, "g": 2}, [("p", "r,1,g,2")]),
    (TEXTS, SPREAD, ["1", "2"], [("p", "1"), ("p", "2")]),
    (TEXTS, {"explode": True}, ["1", "2"], [("p", "1"), ("p", "2")]),
    (TEXTS, {"explode": False}, ["1", "2"], [("p", "1,2")]),
    (COLOUR, SPREAD, {"r": 1, "g": 2}, [("r", "1"), ("g", "2")]),
    (COLOUR, {"style": "form"}, {"r": 1, "g": 2}, [("r", "1"), ("g", "2")]),
    (COLOUR, {"allowReserved": True}, {"r": 1}, [("r", "1")]),
    (NUMBERS, PIPED, [1, 2], [("p", "1|2")]),
    (NUMBERS, SPACED, [1, 2], [("p", "1 2")]),
    (TEXT, SPREAD, "a,b", [("p", "a,b")]),
    (TEXT, {"contentType": "application/json"}, "a", [("p", '"a"')]),
    (TEXT, {"contentType": "text/plain"}, "a", [("p", "a")]),
    (TEXTS, {"contentType": "application/json"}, ["a", "b"], [("p", '["a","b"]')]),
    (COLOUR, {"contentType": "application/json"}, {"r": 1}, [("p", '{"r":1}')]),
    (COLOUR, {"contentType": "text/xml, application/json"}, {"r": 1}, [("p", '{"r":1}')]),
    (COLOUR, {}, {"r": 1}, [("p", '{"r":1}')]),
    (COLOURS, {}, [{"r": 1}, {"g": 2}], [("p", '{"r":1}'), ("p", '{"g":2}')]),
    (TEXTS, {}, ["a", "b"], [("p", "a"), ("p", "b")]),
]


@BOTH
@pytest.mark.parametrize(("schema", "encoding", "value", "fields"), TABLE)
def test_a_member_is_sent_as_its_encoding_describes(
    tmp_path, media_type, schema, encoding, value, fields
):
    described = form_document({"p": schema, "other": COLOUR}, {"p": encoding}, media_type)
    with calling(tmp_path, described) as calls:
        calls.package.send(p=value, other={"r": 5})
        assert calls.fields == [*fields, ("other", '{"r":5}')]
        calls.package.send(p=None)
        calls.package.send()
        assert [request.content for request in calls.requests[1:]] == [calls.last.content] * 2
        assert calls.codes == []


def test_a_style_holds_in_a_form_that_is_one_argument(tmp_path):
    described = form_document({}, {"p": DEEP}, URLENCODED)
    media = described["paths"]["/forms"]["post"]["requestBody"]["content"][URLENCODED]
    media["schema"] = {"oneOf": [{"type": "object", "properties": {"p": TEXTS}}, LABELS]}
    with calling(tmp_path, described) as calls:
        calls.package.send({"p": ["a"], "q": "b"})
        assert calls.fields == [("p[]", "a"), ("q", "b")]


@pytest.mark.parametrize(
    ("schema", "given"),
    [(TEXT, "a=1&b=%20"), ({"type": "string", "format": "binary"}, b"a=1&b=%ff")],
)
def test_a_form_that_is_a_string_is_sent_as_it_is(tmp_path, schema, given):
    described = form_document({}, media_type=URLENCODED)
    media = described["paths"]["/forms"]["post"]["requestBody"]["content"][URLENCODED]
    media["schema"] = schema
    with calling(tmp_path, described) as calls:
        calls.package.send(given)
        assert calls.last.headers["content-type"] == URLENCODED
        assert calls.last.content == (given.encode() if isinstance(given, str) else given)


def test_separators_are_told_from_the_same_characters_in_items(tmp_path):
    described = form_document({"p": TEXTS, "q": TEXTS}, {"p": FLAT, "q": PIPED}, URLENCODED)
    with calling(tmp_path, described) as calls:
        calls.package.send(p=["a,b", "c"], q=["a|b", "c"])
        assert calls.last.content == b"p=a%2Cb,c&q=a%7Cb%7Cc"


def test_reserved_characters_of_a_form(tmp_path):
    described = form_document({"p": TEXT, "q": TEXT}, {"p": {"allowReserved": True}}, URLENCODED)
    with calling(tmp_path, described) as calls:
        calls.package.send(p="a:b/c?d&e", q="a:b")
        assert calls.last.content == b"p=a:b/c?d%26e&q=a%3Ab"


def test_files_in_lists_with_brackets(tmp_path):
    files = {"type": "array", "items": {"type": "string", "format": "binary"}}
    with calling(tmp_path, form_document({"p": files}, {"p": DEEP})) as calls:
        calls.package.send(p=[b"1", ("n.txt", b"2")])
        assert calls.fields == [("p[]", "1"), ("p[]", "2")]
        assert b'filename="n.txt"' in calls.last.content


def test_a_part_of_several_types_takes_that_of_its_file(tmp_path):
    schema = {"type": "string", "format": "binary"}
    for types in ("image/png, image/jpeg", "image/*"):
        described = form_document({"p": schema}, {"p": {"contentType": types}})
        with calling(tmp_path, described) as calls:
            calls.package.send(p=("a.jpg", b"1"))
            assert b"Content-Type: image/jpeg\r\n" in calls.last.content


def test_a_part_of_json_with_the_type_that_the_document_has(tmp_path):
    encoding = {"p": {"contentType": "application/merge-patch+json"}}
    with calling(tmp_path, form_document({"p": COLOUR}, encoding)) as calls:
        calls.package.send(p={"r": 1})
        assert b"Content-Type: application/merge-patch+json\r\n" in calls.last.content
        assert json.loads(calls.fields[0][1]) == {"r": 1}


def test_headers_of_parts_are_counted(tmp_path):
    headers = {"X-Id": {"schema": TEXT}}
    with calling(tmp_path, form_document({"p": TEXT}, {"p": {"headers": headers}})) as calls:
        assert calls.codes == ["unread-keyword"]


def test_an_unknown_style_is_counted(tmp_path):
    described = form_document({"p": TEXTS}, {"p": {"style": "simple"}}, URLENCODED)
    with calling(tmp_path, described) as calls:
        calls.package.send(p=["a", "b"])
        assert calls.fields == [("p", "a"), ("p", "b")]
        assert calls.codes == ["parameter-style"]


@BOTH
def test_a_profile_may_ask_for_brackets_everywhere(tmp_path, media_type):
    profile = tmp_path / "brackets.toml"
    profile.write_text('form_style = "brackets"\n')
    properties = {"items": COLOURS, "tags": TEXTS, "flat": TEXTS}
    described = form_document(properties, {"flat": FLAT}, media_type)
    with calling(tmp_path, described, profile=str(profile)) as calls:
        calls.package.send(items=[{"r": 1, "g": 2}, {"r": 3}], tags=["a"], flat=["b", "c"])
        assert calls.fields == [
            *(("items[0][r]", "1"), ("items[0][g]", "2"), ("items[1][r]", "3")),
            *(("tags[]", "a"), ("flat", "b,c")),
        ]
