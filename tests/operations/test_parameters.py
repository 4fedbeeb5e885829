"""Parameters of every place and style, called over a socket and judged by openapi-core."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from server import Server
from support import documents
from support.packages import imported

from generator.diagnostics import DiagnosticLog

TEXT = {"type": "string"}
NUMBERS = {"type": "array", "items": {"type": "integer"}}
COLOUR = {"type": "object", "properties": {"r": {"type": "integer"}, "g": {"type": "integer"}}}


def document(path: str, *parameters: dict, **operation: object) -> dict:
    described = {
        "operationId": "find",
        "parameters": list(parameters),
        "responses": {"204": {"description": "nothing"}},
        **operation,
    }
    return documents.document({path: {"parameters": [], "get": described}})


@pytest.fixture
def call(tmp_path):
    """Generate the package of a document, make one call, return the request and the log.

    The server judges by the same document, or by `judged` where openapi-core does not know it all.
    """

    def make(described: dict, *arguments: object, judged=None, operation="find", **keywords):
        package = imported(tmp_path / "client", described, log := DiagnosticLog())
        judged = judged or described
        paths = {key.partition("#")[0]: item for key, item in judged["paths"].items()}
        with Server({**judged, "paths": paths}) as server:
            with package.configure(base_url=server.url, max_retries=0):
                assert getattr(package, operation)(*arguments, **keywords) is None
            assert server.rejected == []
            (request,) = server.requests
        return request, log

    make.folder = tmp_path / "client"
    return make


def parameter(place: str, schema: dict, **more: object) -> dict:
    return {"name": "p", "in": place, "required": place == "path", "schema": schema, **more}


@pytest.mark.parametrize(
    ("described", "value", "query"),
    [
        (parameter("query", TEXT), "a b&c=d/é", [("p", "a b&c=d/é")]),
        (parameter("query", {"type": "boolean"}), True, [("p", "true")]),
        (parameter("query", NUMBERS), [1, 2], [("p", "1"), ("p", "2")]),
        (parameter("query", NUMBERS, explode=False), [1, 2], [("p", "1,2")]),
        (parameter("query", NUMBERS, style="pipeDelimited", explode=False), [1, 2], [("p", "1|2")]),
        (parameter("query", NUMBERS, style="spaceDelimited", explode=False), (3,), [("p", "3")]),
        (
            parameter("query", COLOUR, style="deepObject", explode=True),
            {"r": 1, "g": 2},
            [("p[r]", "1"), ("p[g]", "2")],
        ),
    ],
)
def test_query_styles(call, described, value, query):
    request, _ = call(document("/find", described), p=value)
    assert list(request.query) == query


@pytest.mark.parametrize(
    ("described", "value", "query"),
    [
        (parameter("query", NUMBERS), [1, 2], [("p[]", "1"), ("p[]", "2")]),
        (parameter("query", {"anyOf": [NUMBERS, {"type": "null"}]}), [1], [("p[]", "1")]),
        (parameter("query", NUMBERS, explode=False), [1, 2], [("p", "1,2")]),
        (parameter("query", TEXT), "a", [("p", "a")]),
    ],
)
def test_lists_in_queries_of_a_service_that_reads_brackets(call, described, value, query):
    described = document("/find", described) | {"servers": [{"url": "https://api.openai.com/v1"}]}
    request, _ = call(described, p=value, openai_api_key="sk")
    assert list(request.query) == query


@pytest.mark.parametrize(
    ("schema", "value", "segment"),
    [
        (TEXT, "a/b ?#%", "a%2Fb%20%3F%23%25"),
        (NUMBERS, [1, 2], "1,2"),
        ({"type": "integer"}, 7, "7"),
    ],
)
def test_path_values(call, schema, value, segment):
    request, _ = call(document("/find/{p}/it", parameter("path", schema)), value)
    assert request.path == f"/v1/find/{segment}/it"


# The tables of OpenAPI 3.1, 4.8.12.4 "Style Examples" and RFC 6570, 3.2.
@pytest.mark.parametrize(("style", "explode", "segments"), [
    ("simple", False, ("blue", "3,4", "r,100,g,200")),
    ("simple", True, ("blue", "3,4", "r=100,g=200")),
    ("label", False, (".blue", ".3,4", ".r,100,g,200")),
    ("label", True, (".blue", ".3.4", ".r=100.g=200")),
    ("matrix", False, (";p=blue", ";p=3,4", ";p=r,100,g,200")),
    ("matrix", True, (";p=blue", ";p=3;p=4", ";r=100;g=200")),
])  # fmt: skip
def test_path_styles(call, style, explode, segments):
    values = "blue", [3, 4], {"r": 100, "g": 200}
    judged = document("/find/{p}/it", parameter("path", TEXT))
    for schema, value, segment in zip((TEXT, NUMBERS, COLOUR), values, segments, strict=True):
        styled = parameter("path", schema, style=style, explode=explode)
        request, log = call(document("/find/{p}/it", styled), value, judged=judged)
        assert request.path == f"/v1/find/{segment}/it"
        assert not log.diagnostics


def test_a_value_cannot_imitate_a_style(call):
    described = document("/find/{p}/it", parameter("path", TEXT, style="matrix"))
    judged = document("/find/{p}/it", parameter("path", TEXT))
    request, _ = call(described, "a;q=1/..,b", judged=judged)
    assert request.path == "/v1/find/;p=a%3Bq%3D1%2F..%2Cb/it"


def test_a_parameter_of_json(call):
    described = document(
        "/find",
        {"name": "p", "in": "query", "content": {"application/json": {"schema": COLOUR}}},
    )
    judged = document("/find", parameter("query", TEXT))
    request, log = call(described, p={"r": 1, "g": 2}, judged=judged)
    ((name, text),) = request.query
    assert (name, json.loads(text)) == ("p", {"r": 1, "g": 2})
    assert not log.diagnostics
    request, _ = call(described, judged=judged)
    assert request.query == ()


@pytest.mark.parametrize("content", [{}, None])
def test_a_parameter_of_no_media_type_is_text(call, content):
    described = document("/find", {"name": "p", "in": "query", "content": content})
    request, _ = call(described, p="a b", judged=document("/find", parameter("query", TEXT)))
    assert request.query == (("p", "a b"),)


def test_an_operation_has_a_server_of_its_own(call):
    described = document("/find")
    call(described)
    described["paths"]["/find"]["get"]["servers"] = [{"url": "https://other.example/v2/"}]
    call(described, judged=document("/find"))
    source = Path(call.folder, "find_operations.py").read_text()
    assert 'server="https://other.example/v2"' in source
    assert "Send `GET https://other.example/v2/find`" in source


def test_header_and_cookie_values(call):
    parameters = [
        {"name": "X-Many", "in": "header", "schema": NUMBERS},
        {"name": "theme", "in": "cookie", "schema": TEXT},
        {"name": "Authorization", "in": "header", "schema": TEXT},
    ]
    request, _ = call(document("/find", *parameters), x_many=[1, 2], theme="dark")
    assert request.headers["x-many"] == "1,2"
    assert request.headers["cookie"] == "theme=dark"
    assert "authorization" not in request.headers


def test_arguments_of_one_name_are_told_apart(call):
    parameters = [
        {"name": "id", "in": "path", "required": True, "schema": TEXT},
        {"name": "id", "in": "query", "schema": TEXT},
        {"name": "ID", "in": "header", "schema": TEXT},
        {"name": "options", "in": "query", "schema": TEXT},
    ]
    described = document("/find/{id}", *parameters)
    request, _ = call(described, "a", query_id="b", header_id="c", options="d")
    assert request.path == "/v1/find/a"
    assert list(request.query) == [("id", "b"), ("options", "d")]
    assert request.headers["id"] == "c"


def test_an_operations_parameter_replaces_that_of_its_path(call):
    described = document("/find", parameter("query", {"type": "integer"}))
    described["paths"]["/find"]["parameters"] = [parameter("query", TEXT)]
    request, _ = call(described, p=3)
    assert list(request.query) == [("p", "3")]


def test_the_fragment_of_a_path_key_is_not_sent(call):
    request, _ = call(document("/find#one", parameter("query", TEXT)), p="q")
    assert (request.path, list(request.query)) == ("/v1/find", [("p", "q")])


def test_credentials_named_like_settings_are_told_apart(call):
    schemes = {
        name: {"type": "apiKey", "in": "header", "name": f"X-{name}"}
        for name in ("base_url", "options", "self", "call", "timeout", "headers")
    }
    described = document("/find")
    described["components"] = {"securitySchemes": schemes}
    keys = {f"{name}_": "k" for name in schemes}
    request, _ = call(described, **keys)
    assert [request.headers[f"x-{name}"] for name in schemes] == ["k"] * len(schemes)


@pytest.mark.parametrize("security", [[], [{}], [{"key": []}, {}]], ids=str)
def test_an_operation_open_to_all_needs_no_key(call, security):
    described = document("/find", security=security)
    described["security"] = [{"key": []}]
    described["components"] = {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}}
    request, _ = call(described)
    assert "authorization" not in request.headers


@pytest.mark.parametrize(
    ("name", "path"),
    [("importModule", "/x"), ("find", "/annotations"), ("find", "/configure"), ("find", "/find")],
)
def test_no_name_of_the_package_is_lost(call, name, path):
    described = document(path)
    described["paths"][path]["get"]["operationId"] = name
    described["paths"]["/find_operations"] = {
        "get": {**described["paths"][path]["get"], "operationId": "other"}
    }
    request, _ = call(described, operation="import_module_" if name == "importModule" else "find")
    assert request.path == f"/v1{path}"
