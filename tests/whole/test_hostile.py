"""A document of which every text is a payload: the package runs none of it and says it all back."""

from __future__ import annotations

import copy
import inspect
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile_packages import check_sources, flat, generate, payloads
from support.packages import load


def thing(p: str) -> dict:
    """Return an object schema whose names, constants, defaults and texts hold the payload."""
    variants = [
        {
            "type": "object",
            "title": p,
            "required": ["kind"],
            "properties": {"kind": {"const": f"{p}{n}"}, p: {"type": "integer"}},
        }
        for n in "ab"
    ]
    return {
        "type": "object",
        "title": p,
        "description": p,
        "required": [f"must{p}"],
        "properties": {
            f"must{p}": {"type": "string", "description": p, "default": p, "example": p},
            f"may{p}": {"enum": [p, "plain"], "description": p, "default": p},
            "tagged": {"oneOf": variants},
            "map": {"type": "object", "additionalProperties": {"enum": [p]}},
            "listed": {"type": "array", "items": {"enum": [f"{p}{n}" for n in range(9)]}},
        },
        f"x-{p}": p,
    }


def operation(p: str, part: str) -> dict:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    parameters = [
        {
            "name": f"id{part}",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "example": p},
        },
        {"name": f"q{p}", "in": "query", "schema": {"enum": [p], "default": p}},
        {"name": f"h{p}", "in": "header", "schema": {"type": "string", "default": p}},
    ]
    return {
        "operationId": f"doIt{p}",
        "tags": [p],
        "summary": p,
        "description": p,
        "deprecated": True,
        "parameters": [{**one, "description": p} for one in parameters],
        "requestBody": {"description": p, "required": True, "content": content},
        "responses": {"200": {"description": p, "content": content}, "429": {"description": p}},
        f"x-{p}": p,
    }


def document(p: str) -> dict:
    """Every place for text holds the payload, or names made of it."""
    part = p.replace("{", "").replace("}", "")
    key = {"type": "apiKey", "in": "header", "name": f"X-{p}", "description": p}
    return {
        "openapi": "3.1.0",
        "info": {"title": p, "version": p, "description": p},
        "servers": [{"url": f"http://127.0.0.1:1/{p}", "description": p}],
        "tags": [{"name": p, "description": p}],
        "security": [{f"Key{p}": []}],
        "paths": {f"/things/{part}/{{id{part}}}": {"post": operation(p, part)}},
        "components": {
            "schemas": {"Thing": thing(p), f"Other{p}": {"enum": [p], "description": p}},
            "securitySchemes": {f"Key{p}": key},
        },
    }


@payloads
def test_a_payload_is_said_back_and_never_run(payload, tmp_path):
    canary = tmp_path / "canary"
    payload = payload.replace("CANARY", repr(str(canary)))
    files, diagnostics = generate(tmp_path, document(payload))
    assert files is not None, [one.render() for one in diagnostics]
    check_sources(files)
    package = load(tmp_path / "hostile")
    (name,) = [n for n in package.__all__ if n.startswith("do_it")]
    operation = getattr(package, name)
    signature = inspect.signature(operation)
    given = {
        parameter: "x"
        for parameter, one in signature.parameters.items()
        if one.default is inspect.Parameter.empty
    }
    with pytest.warns(DeprecationWarning, match=name):
        request = operation.request(**given)
    assert request.url_path == next(iter(document(payload)["paths"])).partition("#")[0]
    members = document(payload)["components"]["schemas"]["Thing"]["properties"]
    assert list(request.json) == list(members)
    assert list(request.query) == [f"q{payload}"]
    model = package.components.Thing
    reply = {f"must{payload}": payload, f"may{payload}": payload, "listed": [f"{payload}8"]}
    read = model.model_validate_json(json.dumps(reply))
    assert read.model_dump() == reply
    assert flat(payload) in flat(operation.__doc__)
    assert flat(payload) in flat(model.__doc__)
    assert not canary.exists()


def test_half_a_character_is_refused(tmp_path):
    files, diagnostics = generate(tmp_path, document("half \ud800"))
    assert files is None
    assert [(one.code, one.location.line) for one in diagnostics] == [("half-character", 1)]


@payloads
def test_a_document_that_says_little_is_no_way_in(payload, tmp_path):
    content = document(payload)
    (item,) = content["paths"].values()
    for key in ("summary", "description", "operationId", "tags"):
        del item["post"][key]
    del content["info"]["title"]
    files, _ = generate(tmp_path, content)
    check_sources(files)
    load(tmp_path / "hostile").things  # noqa: B018  the module is imported


@settings(max_examples=25, deadline=None)
@given(payload=st.text(min_size=1, max_size=30))
def test_any_text_gives_a_package_that_parses(payload, tmp_path_factory):
    files, diagnostics = generate(tmp_path_factory.mktemp("any"), copy.deepcopy(document(payload)))
    if files is None:
        assert diagnostics
        return
    check_sources(files)
