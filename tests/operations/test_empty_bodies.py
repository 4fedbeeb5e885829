"""Request bodies that can hold nothing: there is no argument for them."""

from __future__ import annotations

import inspect

import pytest
from support.documents import STRING, document, ref, thing
from support.mock_calls import calling

EMPTY = {"type": "object", "additionalProperties": False}


def described(method: str, schema: object, media_type: str, *, required: bool) -> dict[str, object]:
    operation = {
        "operationId": "do",
        "requestBody": {"required": required, "content": {media_type: {"schema": schema}}},
        "responses": {"204": {"description": "done"}},
    }
    return document({"/x": {method: operation}}, {"Empty": EMPTY})


def arguments(function: object) -> list[str]:
    usual = {"stream_to", "base_url", "options"}
    return [name for name in inspect.signature(function).parameters if name not in usual]


@pytest.mark.parametrize(
    "schema",
    [
        EMPTY,
        {**EMPTY, "properties": {}},
        {"additionalProperties": {"not": {}}},
        {"type": "object", "maxProperties": 0},
        {"properties": {"never": False}, "additionalProperties": False},
        {"type": "object", "unevaluatedProperties": False},
        ref("Empty"),
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
def test_a_body_that_can_hold_nothing_is_no_argument(tmp_path, schema, method, media_type):
    with calling(tmp_path, described(method, schema, media_type, required=False)) as calls:
        assert arguments(calls.package.do) == []
        calls.package.do()
        assert calls.last.content == b""
        assert "content-type" not in calls.last.headers


@pytest.mark.parametrize(
    ("media_type", "sent"),
    [("application/json", b"{}"), ("application/x-www-form-urlencoded", b"")],
)
def test_a_required_body_is_sent_without_members(tmp_path, media_type, sent):
    with calling(tmp_path, described("post", EMPTY, media_type, required=True)) as calls:
        assert arguments(calls.package.do) == []
        calls.package.do()
        assert calls.last.content == sent
        assert calls.last.headers["content-type"] == media_type


@pytest.mark.parametrize(
    ("schema", "taken"),
    [
        ({"type": "object"}, ["body"]),
        ({"type": "object", "properties": {}}, ["body"]),
        ({**EMPTY, "properties": {"a": STRING}}, ["a"]),
        ({**EMPTY, "patternProperties": {"^x-": STRING}}, ["body"]),
        ({**EMPTY, "allOf": [thing(a=STRING)]}, ["a"]),
        ({}, ["body"]),
    ],
    ids=str,
)
def test_a_body_that_can_hold_something_is_an_argument(tmp_path, schema, taken):
    made = described("post", schema, "application/json", required=False)
    with calling(tmp_path, made) as calls:
        assert arguments(calls.package.do) == taken


SAYING_NOTHING = {
    "empty": {},
    "null": {"nullable": True},
    "no_members": {"type": "object", "properties": {}, "nullable": True, "description": "No."},
}
SAYING_SOMETHING = {
    "any_object": {"type": "object"},
    "any_members": {"type": "object", "properties": {}, "additionalProperties": True},
    "list": {"type": "array", "items": STRING},
}


def all_described(methods: list[str], schemas: dict[str, object], *, required: bool = False):
    """A document with an operation for each method and schema."""
    paths: dict[str, dict[str, object]] = {}
    for name, schema in schemas.items():
        for method in methods:
            made = described(method, schema, "application/json", required=required)
            operation = made["paths"]["/x"][method] | {"operationId": f"{method}_{name}"}
            paths.setdefault(f"/{name}", {})[method] = operation
    return document(paths)


def test_a_method_without_a_body_has_none_that_is_not_described(tmp_path):
    methods = ["get", "head", "delete"]
    with calling(tmp_path, all_described(methods, SAYING_NOTHING)) as calls:
        for name in SAYING_NOTHING:
            for method in methods:
                function = getattr(calls.package, f"{method}_{name}")
                assert arguments(function) == []
                function()
                assert calls.last.content == b""


@pytest.mark.parametrize(
    ("method", "schemas", "required"),
    [
        ("delete", SAYING_SOMETHING, False),
        ("delete", SAYING_NOTHING, True),
        ("put", SAYING_NOTHING, False),
    ],
    ids=["described", "required", "of put"],
)
def test_any_other_body_is_an_argument(tmp_path, method, schemas, required):
    with calling(tmp_path, all_described([method], schemas, required=required)) as calls:
        for name in schemas:
            assert arguments(getattr(calls.package, f"{method}_{name}")) == ["body"]
