"""The header for an idempotency key, and the operations that may be sent twice."""

from __future__ import annotations

import inspect
import json
from contextlib import contextmanager

import httpx2
import pytest
from support import till
from support.documents import STRING, document, thing
from support.packages import imported
from support.till import Till, status

from generator.diagnostics import DiagnosticLog

KEY = "Idempotency-Key"


def header(name=KEY, schema=STRING, **more):
    return {"name": name, "in": "header", "schema": schema, **more}


def charging(*parameters, method="post", properties=None, required=(), **more):
    """A document with an operation that takes money."""
    body = {**thing(amount={"type": "integer"}, **(properties or {})), "required": [*required]}
    operation = {
        "operationId": "charge",
        "parameters": list(parameters),
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"200": {"description": "ok"}},
    }
    return document({"/charges": {method: operation}}, **more)


@contextmanager
def shop(folder, made, *faults, profile="", header=KEY, log=None):
    """The package of a document, and the service that it calls, which fails at first."""
    if profile is not None:
        (folder / "mine.toml").write_text(profile)
        options = {"profile": str(folder / "mine.toml")}
    package = imported(
        folder / "shop", made, log or DiagnosticLog(), **(options if profile else {})
    )
    with (
        Till(*faults, header=header.lower()) as server,
        package.configure(base_url=server.url, retries=package.Retries(backoff=0.01)),
    ):
        yield package, server


@pytest.mark.parametrize(
    "name",
    [
        *("Idempotency-Key", "idempotency-key", "X-Idempotency-Key", "X-Acme-Idempotency-Key"),
        *("Idempotency-Token", "X-Idempotence-UUID", "IdempotencyKey", "PayPal-Request-Id"),
    ],
)
@pytest.mark.parametrize("method", ["post", "patch"])
def test_a_declared_header_gets_a_key(tmp_path, name, method):
    made = charging(header(name), method=method)
    with shop(tmp_path, made, till.close, status(500), header=name) as (package, server):
        package.charge(amount=5)
    assert (server.charges, len(server.requests)) == (1, 3)


@pytest.mark.parametrize(
    "name", ["Request-Id", "X-Trace-Id", "If-Match", "X-Key", "X-Idempotency-Scope"]
)
def test_another_header_gets_none(tmp_path, name):
    with shop(tmp_path, charging(header(name)), till.close, header=name) as (package, server):
        found = package.charge.attempt(amount=5)
    assert isinstance(found.error, package.APIConnectionError)
    assert server.keys == [None]


def test_a_required_key_may_be_left_to_the_client(tmp_path):
    made = charging(header(required=True, description="Say what is the same."))
    with shop(tmp_path, made, till.close) as (package, server):
        package.charge(amount=5)
        package.charge(amount=5, idempotency_key="mine")
    assert server.keys[0] == server.keys[1]
    assert server.keys[2] == "mine"
    text = " ".join((inspect.getdoc(package.charge) or "").split())
    assert "Say what is the same. Default: a new key, which retries of the call repeat." in text


@pytest.mark.parametrize(
    ("schema", "made"),
    [
        ({"type": "string", "maxLength": 64}, True),
        ({"type": "string", "format": "uuid"}, True),
        ({"type": ["string", "null"]}, True),
        ({"type": "string", "pattern": "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-.*$"}, True),
        ({}, True),
        ({"$ref": "#/components/schemas/Key"}, True),
        ({"type": "string", "maxLength": 16}, False),
        ({"type": "string", "pattern": "^[A-Z]{10}$"}, False),
        ({"type": "boolean"}, False),
        ({"enum": ["a", "b"]}, False),
    ],
    ids=str,
)
def test_no_key_is_made_that_the_document_forbids(tmp_path, schema, made):
    described = charging(header(schema=schema), schemas={"Key": STRING})
    with shop(tmp_path, described) as (package, server):
        package.charge(amount=5)
    assert (server.keys[0] is not None) == made


@pytest.mark.parametrize(
    ("more", "quoted"),
    [
        ({"example": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}, True),
        ({"example": "8e03978e-40d5-43dd-bc93-6894a57f9324"}, False),
        ({"schema": {"type": "string", "pattern": '^"[0-9a-f]{8}-[0-9a-f-]{27}"$'}}, True),
        ({"schema": {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f-]{27}$"}}, False),
    ],
    ids=str,
)
def test_a_key_is_in_quotes_where_the_document_has_them(tmp_path, more, quoted):
    with shop(tmp_path, charging(header(**more)), till.close) as (package, server):
        package.charge(amount=5)
    first, second = server.keys
    assert first == second
    assert first.startswith('"') == first.endswith('"') == quoted
    assert len(first.strip('"')) == 36


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_idempotent_methods_get_no_key(tmp_path, method):
    made = charging(header(), method=method)
    with shop(tmp_path, made, till.close) as (package, server):
        package.charge(amount=5)
    assert server.keys == [None, None]


def test_the_header_of_a_profile(tmp_path):
    made = charging()
    with shop(tmp_path, made, till.close, profile='idempotency = "X-Once"', header="x-once") as (
        package,
        server,
    ):
        package.charge(amount=5)
        package.configure(base_url=server.url, idempotency_header="X-Other")
        package.charge(amount=5)
    assert server.charges == 2
    assert "x-other" in server.requests[-1][2]


@pytest.mark.parametrize("name", ["POST", "charge", "POST /charges"])
def test_a_profile_says_what_may_be_sent_twice(tmp_path, name):
    profile = f"repeat = [{json.dumps(name)}]"
    with shop(tmp_path, charging(), till.close, profile=profile) as (package, server):
        package.charge(amount=5)
    assert len(server.requests) == 2


def test_a_name_that_no_operation_has(tmp_path):
    log = DiagnosticLog()
    with shop(tmp_path, charging(), profile='repeat = ["POST", "chrage"]', log=log):
        pass
    (one,) = log.diagnostics
    assert one.code == "rule-without-effect"
    assert "chrage" in one.message
    assert one.location.line == 1


@pytest.mark.parametrize("name", ["idempotency_key", "idempotencyKey"])
@pytest.mark.parametrize("required", [True, False])
def test_a_key_in_the_body_that_each_call_must_give(tmp_path, name, required):
    made = charging(properties={name: STRING}, required=[name] if required else [])
    with shop(tmp_path, made, till.close) as (package, server):
        found = package.charge.attempt(amount=5, idempotency_key="one")
    assert isinstance(found, package.Ok) == required
    assert len(server.requests) == (2 if required else 1)


@pytest.mark.parametrize(
    ("version", "sent"),
    [
        ("1.2.3", "shop/1.2.3"),
        ("2024-06-01", "shop/2024-06-01"),
        (" v1 (beta; \u00fc) \r\n", "shop/v1-beta"),
        ("/", "shop"),
        ("1" * 99, f"shop/{'1' * 40}"),
    ],
)
def test_the_user_agent_has_versions(tmp_path, version, sent):
    made = charging(header(), info={"title": "Shop", "version": version})
    with shop(tmp_path, made) as (package, server):
        package.charge(amount=5)
        package.charge(amount=5, options=package.CallOptions(headers={"user-agent": "mine"}))
    first, second = (headers["user-agent"] for _, _, headers, _ in server.requests)
    assert first.startswith(f"{sent} opgen python/3.")
    assert first.endswith(f" httpx2/{httpx2.__version__}")
    assert second == "mine"
