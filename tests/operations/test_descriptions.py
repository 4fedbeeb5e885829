"""The description of a part: its own, or else that of what it refers to, or of its schema."""

from __future__ import annotations

import re

import pytest
from support.documents import NULL, STRING, document, json, operation, ref
from support.packages import imported

TEXT = "From the schema."
SCHEMAS = {
    "Version": {**STRING, "description": TEXT},
    "Inherited": {"allOf": [ref("Version")]},
    "Renamed": ref("Version"),
    "Titles": {"type": "array", "items": STRING, "description": TEXT},
    "Error": {"type": "object", "properties": {"code": STRING}, "description": TEXT},
}
WAYS = [
    ({**STRING, "description": TEXT}, {}, TEXT),
    (ref("Version"), {}, TEXT),
    (ref("Renamed"), {}, TEXT),
    ({"allOf": [ref("Version")]}, {}, TEXT),
    (ref("Inherited"), {}, TEXT),
    ({"anyOf": [ref("Version"), NULL]}, {}, TEXT),
    ({"allOf": [ref("Version"), {"minLength": 3}]}, {}, TEXT),
    ({**ref("Version"), "description": "Next to it."}, {}, "Next to it."),
    (ref("Version"), {"description": "Its own."}, "Its own."),
    (ref("Version"), {"description": ""}, TEXT),
    (ref("Version"), {"description": " \n"}, TEXT),
]
ways = pytest.mark.parametrize(("schema", "own", "expected"), WAYS, ids=str)


def entries(folder, described: dict, **components: object) -> dict[str, str]:
    """The entries of the docstring of a function, by name."""
    components = {"schemas": SCHEMAS, **components}
    made = document({"/x": {"post": described}}, components=components)
    text = imported(folder / "client", made).do.__doc__
    return dict(re.findall(r"^ {8}(\w+): (.*)$", text, re.MULTILINE))


@ways
@pytest.mark.parametrize("place", ["query", "header", "cookie"])
def test_of_a_parameter(tmp_path, place, schema, own, expected):
    described = operation({"name": "a", "in": place, "schema": schema, **own})
    assert entries(tmp_path, described)["a"] == expected


@ways
def test_of_a_parameter_with_content(tmp_path, schema, own, expected):
    described = operation({"name": "a", "in": "query", "content": json(schema), **own})
    assert entries(tmp_path, described)["a"] == expected


@pytest.mark.parametrize(("schema", "expected"), [(a, c) for a, own, c in WAYS if not own], ids=str)
def test_of_a_member(tmp_path, schema, expected):
    body = {"type": "object", "properties": {"a": schema, "b": STRING}}
    assert entries(tmp_path, operation(body=body))["a"] == expected


@pytest.mark.parametrize(
    ("schema", "own", "expected"),
    [
        (ref("Titles"), {}, TEXT),
        ({"allOf": [ref("Titles")]}, {}, TEXT),
        ({**ref("Titles"), "description": "Next to it."}, {}, "Next to it."),
        (ref("Titles"), {"description": "Its own."}, "Its own."),
        (ref("Titles"), {"description": ""}, TEXT),
    ],
    ids=str,
)
def test_of_a_whole_body(tmp_path, schema, own, expected):
    described = operation(body=schema)
    described["requestBody"].update(own)
    assert entries(tmp_path, described)["body"] == expected


@pytest.mark.parametrize("own", [{"description": "Its own."}, {"description": ""}, {}], ids=str)
def test_of_an_error(tmp_path, own):
    described = operation()
    described["responses"]["404"] = {**own, "content": json(ref("Error"))}
    expected = own.get("description") or TEXT
    assert entries(tmp_path, described)["NotFoundError"] == expected


@pytest.mark.parametrize("next_to", ["Next to it.", "", None])
def test_of_parts_that_are_referred_to(tmp_path, next_to):
    own = {} if next_to is None else {"description": next_to}

    def to(section: str) -> dict[str, str]:
        return {"$ref": f"#/components/{section}/One", **own}

    described = operation(to("parameters"))
    described["requestBody"] = to("requestBodies")
    described["responses"]["404"] = to("responses")
    components = {
        "parameters": {"One": {"name": "a", "in": "query", "schema": STRING}},
        "requestBodies": {"One": {"content": json(ref("Titles"))}},
        "responses": {"One": {}},
    }
    for section in components.values():
        section["One"]["description"] = "Its own."
    found = entries(tmp_path, described, **components)
    assert [found[name] for name in ("a", "body", "NotFoundError")] == [next_to or "Its own."] * 3


@pytest.mark.parametrize(
    ("own", "item", "expected"),
    [
        ({}, {"summary": "Of all."}, "Of all."),
        ({}, {"description": "Of all."}, "Of all."),
        ({"summary": "", "description": " \n"}, {"description": "Of all."}, "Of all."),
        ({"summary": "Its own."}, {"description": "Of all."}, "Its own."),
        ({"description": "Its own."}, {"summary": "Of all."}, "Its own."),
        ({}, {"summary": " "}, "Send `POST http://127.0.0.1:1/x`."),
    ],
)
@pytest.mark.parametrize("referred", [False, True])
def test_of_an_operation(tmp_path, own, item, expected, referred):
    whole = {**item, "post": {**operation(), **own}}
    components = {"pathItems": {"One": whole}}
    paths = {"/x": {"$ref": "#/components/pathItems/One"} if referred else whole}
    package = imported(tmp_path / "client", document(paths, components=components))
    assert package.do.__doc__.startswith(expected)
