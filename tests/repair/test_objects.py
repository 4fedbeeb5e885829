"""Malformed operations and what they hold: each part costs itself at most."""

from __future__ import annotations

import pytest
from pydantic import JsonValue
from support.documents import STRING, json, operation, ref, thing
from support.repaired import repaired

NUMBER = {"type": "integer"}
QUERY = {"name": "q", "in": "query", "schema": STRING}


def parameter(**more: object) -> dict:
    return {**QUERY, **more}


def source(made) -> str:
    return made.source("x")


@pytest.mark.parametrize(
    ("parameters", "arguments"),
    [
        ([QUERY, "text"], "q: str | Omit = omit"),
        ([QUERY, None], "q: str | Omit = omit"),
        ([3, [], QUERY], "q: str | Omit = omit"),
        (QUERY, "q: str | Omit = omit"),
        ({"q": {"in": "query", "schema": STRING}}, "q: str | Omit = omit"),
        ([parameter(required="true")], "q: str,"),
        ([parameter(required="no")], "q: str | Omit = omit"),
        ([parameter(required=3)], "q: str | Omit = omit"),
        ([parameter(**{"in": "Query"})], "q: str | Omit = omit"),
        ([parameter(name=3)], "n_3: str | Omit = omit"),
        ([parameter(name=True)], "true: str | Omit = omit"),
        ([parameter(schema=None)], "q: object | Omit = omit"),
        ([parameter(schema="int")], "q: int | Omit = omit"),
        ([parameter(schema=["a"])], "q: object | Omit = omit"),
        ([{"name": "q", "in": "query", "type": "int"}], "q: int | Omit = omit"),
        (
            [{"name": "q", "in": "query", "type": "array", "items": {"type": "string"}}],
            "q: Values[str] | Omit = omit",
        ),
        ([parameter(content=json(NUMBER))], "q: str | Omit = omit"),
        ([parameter(style=None, explode="x", description=["a"])], "q: str | Omit = omit"),
        ([parameter(content={"text/plain": {}, **json(NUMBER)}, schema=STRING)], "q: str"),
    ],
    ids=str,
)
def test_parameters(tmp_path, parameters, arguments):
    described = {**operation(name="do"), "parameters": parameters}
    made = repaired(tmp_path, {"/x": {"get": described}})
    assert arguments in source(made)
    assert made.codes


def test_a_parameter_with_two_media_types(tmp_path):
    content = {"text/plain": {}, **json(NUMBER)}
    described = operation({"name": "q", "in": "query", "content": content}, name="do")
    made = repaired(tmp_path, {"/x": {"get": described}})
    assert "q: int | Omit = omit" in source(made)
    assert made.codes == ["malformed-parameter"]


@pytest.mark.parametrize("parameters", ["q", 3, True, None])
def test_parameters_that_are_no_list(tmp_path, parameters):
    described = {**operation(name="do"), "parameters": parameters}
    made = repaired(tmp_path, {"/x": {"get": described}})
    assert made.package.do.request().url_path == "/x"
    assert made.codes == ["malformed-parameter"]


OK = {"description": "ok", "content": json(NUMBER)}


@pytest.mark.parametrize(
    ("responses", "result"),
    [
        ([{"200": OK}], int),
        ({"200 OK": OK}, int),
        ({"2xx": OK}, int),
        ({"Default": OK}, int),
        ({"200": OK, "ok": OK, "99": {}}, int),
        ({"200": {"description": "ok", "schema": NUMBER}}, int),
        ({"200": {"description": "ok", **json(NUMBER)}}, int),
        ({"200": {"description": "ok", "content": {"schema": NUMBER}}}, int),
        ({"200": {"description": "ok", "content": {"json": {"schema": NUMBER}}}}, int),
        ({"200": {"description": "ok", "content": {"application/json": NUMBER}}}, int),
        ({"200": {"description": 3, "content": json(NUMBER), "headers": [], "links": 3}}, int),
        ({"200": {**OK, "headers": {"X-A": "text", "X-B": None}}}, int),
        ({"200": OK, "400": None, "401": [], "404": 3}, int),
        ({"200": "ok"}, None),
        ({"200": None}, None),
        ({"200": {"description": "ok", "content": []}}, None),
        ({"200": {"description": "ok", "content": None}}, None),
        ({"200": {"description": "ok", "content": 3}}, None),
        ({"200": {"description": "ok", "content": "application/json"}}, JsonValue),
        ({"200": {"description": "ok", "content": {"application/json": None}}}, JsonValue),
        ({"200": {"description": "ok", "content": {"application/json": []}}}, JsonValue),
        ({"200": {"description": "ok", "content": {"application/json": {"schema": 3}}}},
         JsonValue),
        ([], None),
        (None, None),
        ("200", None),
    ],
    ids=str,
)  # fmt: skip
def test_responses(tmp_path, responses, result):
    described = {"operationId": "do", "responses": responses}
    made = repaired(tmp_path, {"/x": {"get": described}})
    assert f"Request[{'None' if result is None else 'components.DoResponse'}]" in source(made)
    assert result is None or made.package.components.DoResponse == result
    assert made.codes


@pytest.mark.parametrize(
    "body",
    [
        {"schema": thing(a=STRING)},
        {"application/json": {"schema": thing(a=STRING)}},
        {"content": {"schema": thing(a=STRING)}},
        {"content": {"application/json": thing(a=STRING)}},
        {"content": [json(thing(a=STRING))]},
        {"content": json(thing(a=STRING)), "required": "false"},
        {"content": json(thing(a="string")), "description": None},
        {"content": {"application/json": {"schema": thing(a=STRING), "encoding": []}}},
    ],
    ids=str,
)
def test_request_bodies(tmp_path, body):
    described = {**operation(name="do"), "requestBody": body}
    made = repaired(tmp_path, {"/x": {"post": described}})
    assert made.package.do.request(a="1").json == {"a": "1"}
    assert made.codes


@pytest.mark.parametrize("body", ["text", None, [], 3, {"content": "x"}, {"content": []}])
def test_a_request_body_that_is_none(tmp_path, body):
    described = {**operation(name="do"), "requestBody": body}
    made = repaired(tmp_path, {"/x": {"post": described}})
    assert made.package.do.request().url_path == "/x"
    assert made.codes


@pytest.mark.parametrize("faulty", ["text", None, [], 3, True])
def test_operations_and_path_items(tmp_path, faulty):
    paths = {"/x": {"get": faulty, "put": operation(name="do")}, "/y": faulty}
    made = repaired(tmp_path, paths)
    assert made.package.do.request().method == "PUT"
    assert len(made.codes) == 2


def test_a_method_in_capitals(tmp_path):
    made = repaired(tmp_path, {"/x": {"POST": operation(name="do")}})
    assert made.package.do.request().method == "POST"
    assert made.codes == ["not-an-operation"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("tags", "a"),
        ("tags", [1, None, "a"]),
        ("tags", {"a": 1}),
        ("operationId", ["do"]),
        ("summary", 3),
        ("description", None),
        ("deprecated", "no"),
        ("deprecated", {}),
        ("servers", "https://example.com"),
        ("servers", [None, "https://example.com"]),
        ("servers", {"url": "https://example.com"}),
        ("servers", [{"url": None, "variables": []}]),
        ("security", "key"),
        ("security", {"key": []}),
        ("security", ["key", None]),
        ("security", [{"key": None}]),
        ("security", 3),
        ("callbacks", []),
    ],
    ids=str,
)
def test_members_of_an_operation(tmp_path, key, value):
    described = {"operationId": "do", "responses": {"200": OK}, key: value}
    schemes = {"key": {"type": "http", "scheme": "bearer"}}
    components = {"schemas": {}, "securitySchemes": schemes}
    made = repaired(tmp_path, {"/x": {"get": described}}, components=components)
    name = "get_x" if key == "operationId" else "do"
    assert getattr(made.package, name).request().url_path == "/x"
    assert made.codes


def test_an_operation_id_that_is_a_number(tmp_path):
    made = repaired(tmp_path, {"/x": {"get": {**operation(), "operationId": 3}}})
    assert made.package.n_3.request().url_path == "/x"


@pytest.mark.parametrize(
    ("parameters", "sent"),
    [
        (
            [{"name": "b", "in": "body", "required": True, "schema": thing(a=STRING)}, QUERY],
            {"json": {"a": "1"}},
        ),
        (
            [QUERY, {"name": "a", "in": "formData", "type": "string"},
             {"name": "n", "in": "formData", "type": "integer", "required": True}],
            {"form": {"n": 3, "a": "1"}},
        ),
    ],
    ids=str,
)  # fmt: skip
def test_parameters_of_swagger_2(tmp_path, parameters, sent):
    described = {**operation(name="do"), "parameters": parameters}
    made = repaired(tmp_path, {"/x": {"post": described}})
    required = [3] if "form" in sent else []
    request = made.package.do.request(*required, a="1", q="2")
    assert dict(request.query) == {"q": "2"}
    for kind, content in sent.items():
        assert getattr(request, kind) == content
    assert set(made.codes) <= {"malformed-object", "malformed-parameter"}


def test_a_parameter_that_is_declared_twice(tmp_path):
    described = operation(QUERY, {**QUERY, "schema": NUMBER}, name="do")
    made = repaired(tmp_path, {"/x": {"get": described}})
    assert "q: str | Omit = omit" in source(made)
    assert made.codes == ["malformed-parameter"]


def test_an_optional_path_parameter(tmp_path):
    described = operation({**QUERY, "in": "path", "required": False}, name="do")
    made = repaired(tmp_path, {"/x/{q}": {"get": described}})
    assert "q: str,\n" in source(made)
    assert made.codes == ["malformed-parameter"]


@pytest.mark.parametrize(
    "response",
    [
        ref("Number"),
        {"description": "ok", "content": {"application/json": ref("Number")}},
        {"description": "ok", "schema": ref("Number")},
    ],
    ids=str,
)
def test_a_response_that_refers_to_a_schema(tmp_path, response):
    described = {"operationId": "do", "responses": {"200": response}}
    made = repaired(tmp_path, {"/x": {"get": described}}, {"Number": NUMBER})
    assert "Request[components.Number]" in source(made)
    assert len(made.codes) == 1


@pytest.mark.parametrize(
    ("collection", "printed"),
    [
        ("csv", 'query={"q": Delimited(q, ",")}'),
        ("ssv", 'query={"q": Delimited(q, " ")}'),
        ("pipes", 'query={"q": Delimited(q, "|")}'),
        ("multi", 'query={"q": q}'),
    ],
)
def test_the_collection_format_of_swagger_2(tmp_path, collection, printed):
    listed = parameter(schema={"type": "array", "items": STRING}, collectionFormat=collection)
    made = repaired(tmp_path, {"/x": {"get": operation(listed, name="do")}})
    assert printed in source(made)
    assert made.codes == ["malformed-parameter"]


def test_each_status_with_a_text_is_a_fault_of_its_own(tmp_path):
    found = {"schema": {"type": "object", "properties": {"x": {"type": "int"}}}}
    responses = {
        "200 OK": {"description": "ok", "content": {"application/json": found}},
        "404 - gone": {"description": "Gone.", "contents": {}},
    }
    made = repaired(tmp_path, {"/x": {"get": {"operationId": "do", "responses": responses}}})
    assert made.codes.count("malformed-object") == 2
    assert made.source("components").count("x: int | None") == 1
    assert "NotFoundError: Gone." in made.source("x")
