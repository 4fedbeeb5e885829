"""Required parameters with a default: a call sends it, unless something else says the value."""

from __future__ import annotations

import inspect
from urllib.parse import unquote

import httpx2
import pytest
import yaml
from support.checkers import mypy
from support.documents import NULL, STRING, document, ref
from support.mock_calls import calling, query_document
from support.packages import make

VERSION = "2026-07-15"
DATED = {**STRING, "default": VERSION}
places = pytest.mark.parametrize("place", ["header", "query", "cookie"])


def required(schema: object, place: str = "header", **more: object) -> dict[str, object]:
    return {"name": "Revision", "in": place, "required": True, "schema": schema, **more}


def sent(calls, place: str) -> str | None:
    """The value of the parameter in the last request."""
    if place == "header":
        return calls.last.headers.get("revision")
    pairs = calls.query if place == "query" else calls.last.headers.get("cookie", "")
    name, _, value = pairs.partition("=")
    assert name in ("", "Revision")
    return unquote(value) if name else None


def argument(calls) -> inspect.Parameter:
    return inspect.signature(calls.package.find).parameters["revision"]


DEFAULTS = [
    (DATED, VERSION, VERSION),
    ({**STRING, "enum": ["1", VERSION], "default": VERSION}, VERSION, VERSION),
    ({**DATED, "format": "date"}, VERSION, VERSION),
    ({**STRING, "format": "date-time", "default": f"{VERSION}T00:00:00Z"},)
    + (f"{VERSION}T00:00:00Z",) * 2,
    ({"type": "integer", "default": 3}, 3, "3"),
    ({"type": "integer", "default": "3"}, 3, "3"),
    ({"type": "number", "default": 3}, 3, "3"),
    ({"type": "number", "default": 3.5}, 3.5, "3.5"),
    ({"type": "number", "enum": [1, 2.5], "default": 2.5}, 2.5, "2.5"),
    ({"type": "boolean", "default": False}, False, "false"),
    ({**STRING, "default": 3}, "3", "3"),
    ({**STRING, "default": ""}, "", ""),
    ({**STRING, "default": '"""\\'}, '"""\\', '"""\\'),
    ({"type": ["string", "null"], "default": "a"}, "a", "a"),
    ({"type": ["number", "string"], "default": "a"}, "a", "a"),
    ({"anyOf": [STRING, {**STRING, "enum": ["a"]}], "default": "b"}, "b", "b"),
    ({"default": "a"}, "a", "a"),
    (ref("Version"), VERSION, VERSION),
    ({"allOf": [ref("Version")]}, VERSION, VERSION),
    ({**ref("Version"), "default": "2"}, "2", "2"),
    ({"const": VERSION}, VERSION, VERSION),
    ({**STRING, "enum": ["only"]}, "only", "only"),
    (ref("Only"), "only", "only"),
]
SCHEMAS = {
    "Version": DATED,
    "Only": {**STRING, "enum": ["only"]},
    "Loop": {"anyOf": [ref("Loop"), NULL]},
}


@places
@pytest.mark.parametrize(("schema", "default", "text"), DEFAULTS, ids=str)
def test_the_default_is_sent_without_an_argument(tmp_path, place, schema, default, text):
    described = query_document(required(schema, place), components={"schemas": SCHEMAS})
    with calling(tmp_path, described) as calls:
        one = argument(calls)
        assert one.kind is one.KEYWORD_ONLY
        assert (one.default, type(one.default)) == (default, type(default))
        calls.package.find()
        assert sent(calls, place) == text


@places
@pytest.mark.parametrize(
    "schema",
    [
        STRING,
        {**STRING, "default": None},
        {"type": ["string", "null"], "default": None},
        {"type": "integer", "default": True},
        {"type": "integer", "default": 1.5},
        {"type": "integer", "default": "many"},
        {**STRING, "enum": ["1", "3"], "default": "2"},
        {**STRING, "enum": ["1", None], "nullable": True},
        {"type": "array", "items": STRING, "default": ["a"]},
        {"type": "object", "default": {"a": 1}},
        ref("Loop"),
    ],
    ids=str,
)
def test_a_parameter_without_a_valid_default_is_required(tmp_path, place, schema):
    described = query_document(required(schema, place), components={"schemas": SCHEMAS})
    with calling(tmp_path, described) as calls:
        assert argument(calls).default is inspect.Parameter.empty


@pytest.mark.parametrize("default", ["é", "a\nb", "a\0"])
def test_a_default_that_no_header_can_hold_is_not_sent(tmp_path, default):
    with calling(tmp_path, query_document(required({**STRING, "default": default}))) as calls:
        assert argument(calls).default is inspect.Parameter.empty


def test_a_default_is_read_as_the_document_has_it(tmp_path):
    text = yaml.safe_dump(query_document(required({**STRING, "default": "1.10"})))
    assert "default: '1.10'" in text
    spec = tmp_path / "api.yaml"
    spec.write_text(text.replace("'1.10'", "1.10"))
    with calling(tmp_path, spec) as calls:
        calls.package.find()
        assert sent(calls, "header") == "1.10"


@pytest.mark.parametrize(
    "way", [{"allowReserved": True}, {"style": "pipeDelimited"}, {"style": "form"}]
)
def test_a_default_is_sent_in_the_style_of_its_parameter(tmp_path, way):
    schema = {**STRING, "default": "a/b"}
    with calling(tmp_path, query_document(required(schema, "query", **way))) as calls:
        calls.package.find()
        calls.package.find(revision="a/b")
        assert [str(one.url) for one in calls.requests] == [str(calls.last.url)] * 2


@pytest.mark.parametrize("place", ["header", "query"])
def test_a_parameter_of_json_content_has_a_default(tmp_path, place):
    one = {**required(None, place), "content": {"application/json": {"schema": DATED}}}
    with calling(
        tmp_path, query_document({k: v for k, v in one.items() if k != "schema"})
    ) as calls:
        calls.package.find()
        assert sent(calls, place) == f'"{VERSION}"'


@pytest.mark.parametrize("place", ["header", "query"])
def test_a_client_and_a_call_override_the_default(tmp_path, place):
    name = {"header": "headers", "query": "query"}[place]
    with (
        calling(tmp_path, query_document(required(DATED, place))) as calls,
        httpx2.Client(transport=httpx2.MockTransport(calls.answer)) as http,
    ):
        client = calls.package.Client(**{name: {"Revision": "client"}}, http_client=http)
        options = calls.package.CallOptions(**{name: {"Revision": "options"}})
        find = calls.package.find.using(client)
        for keywords, value in (
            ({}, "client"),
            ({"revision": "argument"}, "argument"),
            ({"options": options}, "options"),
        ):
            find(**keywords)
            assert sent(calls, place) == value


def test_a_profile_overrides_the_default(tmp_path):
    profile = tmp_path / "mine.toml"
    profile.write_text('[[headers]]\ngroups = ["find"]\nsend = { Revision = "profile" }\n')
    with calling(tmp_path, query_document(required(DATED)), profile=str(profile)) as calls:
        calls.package.find()
        assert calls.last.headers["revision"] == "profile"
        calls.package.find(revision="argument")
        assert calls.last.headers["revision"] == "argument"


def test_a_path_parameter_is_required(tmp_path):
    described = query_document(required(DATED, "path"), path="/find/{Revision}")
    with calling(tmp_path, described) as calls:
        assert argument(calls).default is inspect.Parameter.empty


def test_an_argument_stays_positional_when_the_document_gives_it_a_default(tmp_path):
    before = make(tmp_path / "before", query_document(required(STRING, "query")))
    history = before.package.history
    with calling(tmp_path, query_document(required(DATED, "query")), history=history) as calls:
        calls.package.find("argument")
        assert sent(calls, "query") == "argument"
        calls.package.find()
        assert sent(calls, "query") == VERSION


@pytest.mark.external
def test_defaults_have_the_types_of_their_arguments(tmp_path):
    paths = {
        f"/{number}": {"get": {"parameters": [required(schema, "query")], "responses": {}}}
        for number, (schema, *_) in enumerate(DEFAULTS)
    }
    make(tmp_path / "client", document(paths, SCHEMAS))
    assert "Success" in mypy(tmp_path / "client", "3.11", tmp_path)
