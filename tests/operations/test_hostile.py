"""Payloads as media types, parts, servers, styles, webhooks and keys: said back, and never run."""

from __future__ import annotations

import json

from support.hostile_packages import check_sources, flat, generate, payloads
from support.packages import load

BINARY = {"type": "string", "format": "binary"}
TEXT = {"type": "string"}


def operation(p, part):
    form = {
        "type": "object",
        "required": [f"file{p}"],
        "properties": {f"file{p}": BINARY, f"part{p}": {"type": "object"}, "plain": TEXT},
    }
    encoding = {
        f"file{p}": {"contentType": f"image/{p}", "style": p, "headers": {p: {}}},
        f"part{p}": {"contentType": "application/json"},
    }
    content = {
        "multipart/form-data": {"schema": form, "encoding": encoding},
        f"application/{p}": {"schema": TEXT},
    }
    event = event_schema(p)
    parameters = [
        {"name": f"id{part}", "in": "path", "required": True, "style": "matrix", "schema": TEXT},
        {"name": f"json{p}", "in": "query", "content": {"application/json": {"schema": event}}},
        {"name": f"text{p}", "in": "query", "content": {p: {"schema": TEXT}}},
        {"name": f"styled{p}", "in": "query", "style": p, "schema": {"type": "array"}},
    ]
    responses = {
        f"video/{p}": {"schema": BINARY},
        "text/event-stream": {"schema": {"oneOf": [event, form]}},
    }
    return {
        "operationId": "sendIt",
        "parameters": parameters,
        "requestBody": {"content": content, "required": True},
        "responses": {"200": {"description": p, "content": responses}},
        "security": [{f"Key{p}": [], f"Basic{p}": []}, {}],
    }


def event_schema(p):
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"const": p}, f"data{p}": TEXT},
    }


def document(p):
    """Every place for text outside schemas holds the payload, or a name made of it."""
    part = "".join(c for c in p if c not in "{}#")  # the characters that a path can hold
    webhook = {"requestBody": {"content": {"application/json": {"schema": event_schema(p)}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": p, "version": "1"},
        "servers": [{"url": f"http://127.0.0.1:1/{p}"}],
        "paths": {
            f"/things/{{id{part}}}": {
                "servers": [{"url": f"http://127.0.0.1:2/{p}"}],
                "post": operation(p, part),
            }
        },
        "webhooks": {p: {"post": webhook}, f"other{p}": {"post": webhook, "put": {}}},
        "components": {
            "securitySchemes": {
                f"Key{p}": {"type": "apiKey", "in": "cookie", "name": f"c{p}"},
                f"Basic{p}": {"type": "http", "scheme": "basic", "description": p},
            }
        },
    }


@payloads
def test_a_payload_is_said_back_and_never_run(payload, tmp_path):
    canary = tmp_path / "canary"
    payload = payload.replace("CANARY", repr(str(canary)))
    files, diagnostics = generate(tmp_path, document(payload))
    assert files is not None, [one.render() for one in diagnostics]
    check_sources(files, but="webhooks.py")
    package = load(tmp_path / "hostile")
    request = package.send_it.request("x")
    members = [f"file{payload}", f"part{payload}", "plain"]
    assert list(request.form) == members
    assert set(request.part_types) <= set(members)
    assert list(request.query) == [f"{name}{payload}" for name in ("json", "text", "styled")]
    assert "*" in payload or f"application/{payload}" in request.media_types
    assert request.accept == f"video/{payload}"
    assert flat(payload) in flat(package.webhooks.__doc__)
    event = {"type": payload, f"data{payload}": payload}
    assert package.read_webhook(json.dumps(event)).model_dump() == event
    assert not canary.exists()


def sequences(p):
    """Payloads where sequences, styles of forms and whole queries have text."""
    fields = {f"a{p}": {"type": "array", "items": TEXT}, f"b{p}": TEXT}
    form = {"schema": {"type": "object", "properties": fields}}
    encoding = {f"a{p}": {"style": "pipeDelimited"}, f"b{p}": {"allowReserved": True}}
    selection = {"application/x-www-form-urlencoded": form}
    parts = {
        "itemSchema": TEXT,
        "prefixEncoding": [{"contentType": p}],
        "itemEncoding": {"contentType": p},
    }
    lines = {f"application/{p}.jsonl": {"itemSchema": event_schema(p)}}
    content = {
        "multipart/mixed": parts,
        "application/x-www-form-urlencoded": form | {"encoding": encoding},
    }
    described = {
        "operationId": "sendItems",
        "parameters": [{"name": f"sel{p}", "in": "querystring", "content": selection}],
        "requestBody": {"content": content, "required": True},
        "responses": {"200": {"description": p, "content": lines}},
    }
    return {
        "openapi": "3.2.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:1"}],
        "paths": {"/things": {"post": described}},
    }


@payloads
def test_a_payload_in_a_sequence_is_never_run(payload, tmp_path):
    canary = tmp_path / "canary"
    payload = payload.replace("CANARY", repr(str(canary)))
    files, diagnostics = generate(tmp_path, sequences(payload))
    assert files is not None, [one.render() for one in diagnostics]
    check_sources(files)
    request = load(tmp_path / "hostile").send_items.request(body=["x"])
    assert list(request.form) == list(request.part_styles) == [f"a{payload}", f"b{payload}"]
    assert list(request.query) == [f"sel{payload}"]
    assert request.items is not None
    assert request.items(["x"])
    assert not canary.exists()
