"""`deepObject` and `allowReserved` of parameters."""

from __future__ import annotations

from urllib.parse import parse_qsl

import httpx2
import pytest
from support.mock_calls import calling, query_document

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
ITEMS = {"type": "array", "items": {"type": "object", "properties": {"a": TEXT, "b": TEXTS}}}
FILTER = {"type": "object", "properties": {"ids": TEXTS, "in": {"type": "object"}, "of": ITEMS}}


def parameter(schema, **more):
    return {"name": "p", "in": "query", "schema": schema, **more}


@pytest.mark.parametrize(
    ("schema", "value", "query"),
    [
        (TEXTS, ["a", "b"], [("p[]", "a"), ("p[]", "b")]),
        (ITEMS, [{"a": "x", "b": ["y"]}, {"a": "z"}],
         [("p[0][a]", "x"), ("p[0][b][]", "y"), ("p[1][a]", "z")]),
        (FILTER, {"ids": ["1", "2"]}, [("p[ids][]", "1"), ("p[ids][]", "2")]),
        (FILTER, {"in": {"gt": {"x": 1}}}, [("p[in][gt][x]", "1")]),
        (FILTER, {"of": [{"a": "x"}]}, [("p[of][0][a]", "x")]),
        (TEXTS, [], []),
        (FILTER, {}, []),
    ],
)  # fmt: skip
def test_deep_objects(tmp_path, schema, value, query):
    described = query_document(parameter(schema, style="deepObject", explode=True))
    with calling(tmp_path, described) as calls:
        calls.package.find(p=value)
        assert parse_qsl(calls.query) == query
        assert calls.codes == []


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("a:b/c?d,e", "a:b/c?d,e"),
        ("it's (a) [b]; c!$*@", "it's%20(a)%20[b];%20c!$*@"),
        ("a&b=c+d#e", "a%26b%3Dc%2Bd%23e"),
        ("a%2Fb%zz%", "a%2Fb%25zz%25"),
        ("é", "%C3%A9"),
    ],
)
def test_reserved_characters(tmp_path, value, sent):
    with calling(tmp_path, query_document(parameter(TEXT, allowReserved=True))) as calls:
        calls.package.find(p=value)
        assert calls.query == f"p={sent}"


def test_reserved_characters_in_every_style(tmp_path):
    described = query_document(
        parameter(TEXTS, allowReserved=True),
        {**parameter(TEXTS, allowReserved=True, explode=False), "name": "q"},
        {**parameter(FILTER, allowReserved=True, style="deepObject"), "name": "r"},
        {**parameter(TEXT, allowReserved=False), "name": "s"},
    )
    with calling(tmp_path, described) as calls:
        calls.package.find(p=["a:b", "c/"], q=["a:b", "c/"], r={"ids": ["d:"]}, s="e:")
        assert calls.query == "p=a:b&p=c/&q=a:b,c/&r%5Bids%5D%5B%5D=d:&s=e%3A"


@pytest.mark.parametrize(("version", "sent"), [("3.1.0", "a%3Ab%2Fc%3F"), ("3.2.0", "a:b%2Fc%3F")])
def test_reserved_characters_of_a_path_are_of_openapi_3_2(tmp_path, version, sent):
    described = query_document(
        {"name": "p", "in": "path", "required": True, "schema": TEXT, "allowReserved": True},
        path="/find/{p}",
        openapi=version,
    )
    with calling(tmp_path, described) as calls:
        calls.package.find("a:b/c?")
        assert calls.last.url.raw_path.decode() == f"/find/{sent}"
        for dots in ("..", "%2e%2E", "."):
            if version == "3.2.0" or "%" not in dots:
                with pytest.raises(ValueError, match="must not be"):
                    calls.package.find(dots)


@pytest.mark.parametrize(
    ("schema", "value", "query"),
    [
        (ITEMS, [{"a": "x"}, {"a": "y"}], [("p", '{"a":"x"}'), ("p", '{"a":"y"}')]),
        (FILTER, {"ids": ["1", "2"], "in": {"gt": 1}},
         [("ids", "1"), ("ids", "2"), ("in", '{"gt":1}')]),
        ({"type": "array", "items": TEXTS}, [["a"], ["b"]], [("p", '["a"]'), ("p", '["b"]')]),
    ],
)  # fmt: skip
def test_an_object_in_a_list_or_an_object_is_json(tmp_path, schema, value, query):
    with calling(tmp_path, query_document(parameter(schema))) as calls:
        calls.package.find(p=value)
        assert parse_qsl(calls.query) == query


def test_a_binary_parameter_is_text(tmp_path):
    binary = {"type": "string", "format": "binary"}
    with calling(tmp_path, query_document(parameter({"type": "array", "items": binary}))) as calls:
        assert calls.package.find.__annotations__["p"] == "Values[str] | Omit"


def query_string(content):
    return {"name": "sel", "in": "querystring", "required": True, "content": content}


SELECTION = {
    "type": "object",
    "properties": {"a": TEXT, "b": {"type": "integer"}, "c": TEXTS, "d": {"type": "object"}},
}


@pytest.mark.parametrize(
    ("media_type", "schema", "value", "sent"),
    [
        ("application/x-www-form-urlencoded", SELECTION, {"a": "x", "b": 1}, "a=x&b=1"),
        ("application/x-www-form-urlencoded", SELECTION, {"c": ["x y", "z"]}, "c=x%20y&c=z"),
        ("application/x-www-form-urlencoded", SELECTION, {"d": {"e": 1}}, "d=%7B%22e%22%3A1%7D"),
        ("application/json", SELECTION, {"a": "x"}, "%7B%22a%22%3A%22x%22%7D"),
        ("text/plain", TEXT, "$.a[?(@.b==1)]", "%24.a%5B%3F%28%40.b%3D%3D1%29%5D"),
    ],
)
def test_a_query_that_is_one_parameter(tmp_path, media_type, schema, value, sent):
    described = query_document(query_string({media_type: {"schema": schema}}), openapi="3.2.0")
    with calling(tmp_path, described) as calls:
        calls.package.find(value)
        assert calls.query == sent
        calls.package.find(value, options=calls.package.CallOptions(query={"more": "x"}))
        assert calls.query == f"{sent}&more=x"
        assert calls.codes == []


def test_media_types_of_components(tmp_path):
    media = {"$ref": "#/components/mediaTypes/Sel"}
    described = query_document(query_string({"application/json": media}), openapi="3.2.0")
    described["components"] = {"mediaTypes": {"Sel": {"schema": SELECTION}}}
    operation = described["paths"]["/find"]["get"]
    operation["responses"] = {
        "200": {"description": "found", "content": {"application/json": media}}
    }
    with calling(tmp_path, described) as calls:
        calls.reply = httpx2.Response(200, json={"a": "x", "b": 1})
        assert calls.package.find({"a": "x"}).b == 1
        assert calls.query == "%7B%22a%22%3A%22x%22%7D"
        assert calls.codes == []


@pytest.mark.parametrize(
    ("explode", "value", "cookie"),
    [
        (True, ["a/b", "c,d"], "p=a/b; p=c,d"),
        (False, ["a", "b"], "p=a,b"),
        (True, '%2F="x"', 'p=%2F="x"'),
    ],
)  # fmt: skip
def test_cookies_in_the_style_of_cookies(tmp_path, explode, value, cookie):
    schema = TEXTS if isinstance(value, list) else TEXT
    described = query_document(
        {"name": "p", "in": "cookie", "style": "cookie", "explode": explode, "schema": schema},
        openapi="3.2.0",
    )
    with calling(tmp_path, described) as calls:
        calls.package.find(p=value)
        assert calls.last.headers["cookie"] == cookie
        with pytest.raises(ValueError, match="two cookies"):
            calls.package.find(p=["a;b"] if isinstance(value, list) else "a;b")
        assert calls.codes == []


def test_methods_of_openapi_3_2(tmp_path):
    described = query_document(openapi="3.2.0")
    done = {"responses": {"204": {"description": "done"}}}
    body = {"content": {"application/json": {"schema": SELECTION}}, "required": True}
    described["paths"]["/find"] |= {
        "query": {"operationId": "ask", "requestBody": body, **done},
        "additionalOperations": {"COPY": {"operationId": "copyAll", **done}},
    }
    with calling(tmp_path, described) as calls:
        calls.package.ask(a="x")
        assert (calls.last.method, calls.last.content) == ("QUERY", b'{"a":"x"}')
        calls.package.copy_all()
        assert calls.last.method == "COPY"


@pytest.mark.parametrize(
    ("place", "style"),
    [("query", "matrix"), ("header", "deepObject"), ("query", "cookie"), ("path", "nonsense")],
)
def test_a_style_that_has_no_meaning_in_its_place_is_counted(tmp_path, place, style):
    described = query_document(
        {"name": "p", "in": place, "style": style, "schema": TEXTS, "required": True},
        path="/find/{p}" if place == "path" else "/find",
    )
    with calling(tmp_path, described) as calls:
        assert calls.codes == ["parameter-style"]


def test_the_encoding_of_a_query_string_is_counted(tmp_path):
    media = {"schema": SELECTION, "encoding": {"c": {"style": "pipeDelimited"}}}
    described = query_document(
        query_string({"application/x-www-form-urlencoded": media}), openapi="3.2.0"
    )
    with calling(tmp_path, described) as calls:
        assert calls.codes == ["parameter-content"]
