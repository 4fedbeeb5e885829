"""Our document of the Assistants API, its overlay, and the values that the local server makes."""

from __future__ import annotations

import httpx2
import pytest
import yaml
from openapi_spec_validator import validate
from server import Document, Kind, Server, Values, read
from support.operations import operations
from support.packages import GROUPS, OVERLAY, SPEC
from support.sweeps import some

DOCUMENT = Document(read(SPEC, OVERLAY))
OPERATIONS = operations(DOCUMENT, GROUPS)
REAL = "specs/openai/{}.yaml"
DATES = ("2023-11-07", "2024-12-05", "2025-03-22", "2026-05-13", "2026-08-14", "2026-08-21")
RUNS = ("create_run", "create_thread_and_run", "submit_tool_outputs_to_run")


def schemas(document: Document, groups: tuple[str, ...]):
    """Each schema of a body, parameter or response, with a name for it."""
    for method, path, operation in document.operations():
        if path.split("/")[1] not in groups:
            continue
        where = f"{method} {path}"
        for parameter in operation["parameters"]:
            yield f"{where} {parameter['name']}", parameter["schema"]
        bodies = {"body": operation.get("requestBody", {}), **operation["responses"]}
        for name, holder in bodies.items():
            for media, content in document.resolved(holder).get("content", {}).items():
                yield f"{where} {name} {media}", content["schema"]


def test_the_document_is_valid():
    validate(yaml.safe_load(SPEC.read_text(encoding="utf-8")))


def test_every_example_is_valid():
    values = Values(DOCUMENT)
    shown = list(examples(DOCUMENT.data["components"]))
    assert len(shown) > 100
    assert [schema for schema in shown if not values.allows(schema, schema["example"])] == []


def examples(node, *, named=False):
    """Each schema with an example; the members of `properties` are no keywords."""
    if isinstance(node, list):
        for item in node:
            yield from examples(item)
    elif isinstance(node, dict):
        if "example" in node and not named:
            yield node
        for key, value in node.items():
            if key != "example" or named:
                yield from examples(value, named=key == "properties" and not named)


def test_every_argument_has_a_description_and_an_example():
    values = Values(DOCUMENT)
    for name, schema in DOCUMENT.data["components"]["schemas"].items():
        if not name.endswith("Request"):
            continue
        for member, found in schema["properties"].items():
            for word in ("description", "example"):
                assert has(word, values, found), (name, member, word)


def has(word: str, values: Values, schema) -> bool:
    found = values.merged(schema)
    choices = found.get("anyOf") or found.get("oneOf") or []
    return word in found or any(has(word, values, choice) for choice in choices)


def test_the_overlay_declares_event_streams():
    assert [operation.name for operation in OPERATIONS if operation.streams] == sorted(
        RUNS, key=[operation.name for operation in OPERATIONS].index
    )


@pytest.mark.parametrize("kind", Kind)
def test_values_are_valid(kind):
    values = Values(DOCUMENT)
    for where, schema in schemas(DOCUMENT, GROUPS):
        assert values.allows(schema, values.make(schema, kind)), where


@pytest.mark.corpus
@pytest.mark.parametrize("date", some(DATES, 2))
def test_the_overlay_mends_every_date(shared, date):
    document = Document(read(shared / REAL.format(date), OVERLAY))
    found = operations(document, GROUPS)
    streams = {operation.name for operation in found if operation.streams}
    assert streams == (set(RUNS) if date > "2024" else set())
    assert "submit_tool_outputs_to_run" in {operation.name for operation in found}
    values = Values(document)
    for kind in Kind:
        for where, schema in schemas(document, GROUPS):
            assert values.allows(schema, values.make(schema, kind)), where


@pytest.mark.corpus
def test_ours_has_what_the_published_document_has(shared):
    published = Document(read(shared / REAL.format("2026-08-21"), OVERLAY))
    ours = {operation.name: operation for operation in OPERATIONS}
    theirs = {operation.name: operation for operation in operations(published, GROUPS)}
    assert list(ours) == list(theirs)
    for name, operation in ours.items():
        given = operation.arguments(Kind.MOST, optional=True)
        expected = theirs[name].arguments(Kind.MOST, optional=True)
        assert list(given.keywords) == list(expected.keywords)
        assert len(given.positional) == len(expected.positional)
        assert operation.deprecated == theirs[name].deprecated
    for name, schema in DOCUMENT.data["components"]["schemas"].items():
        assert facts(schema) == facts(published.data["components"]["schemas"][name]), name


def facts(schema, *, named=False):
    """A schema without texts and examples, its nulls in one form."""
    if isinstance(schema, list):
        return [facts(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {
        key: facts(value, named=key == "properties" and not named)
        for key, value in schema.items()
        if named or (key not in {"description", "example", "title"} and not key.startswith("x-"))
    }
    if named:
        return result
    types = result.get("type")
    if isinstance(types, list):
        rest = {**result, "type": next(name for name in types if name != "null")}
        return {"anyOf": [rest, {"type": "null"}]}
    parts = result.get("anyOf", [])
    if len(parts) == 2 and parts[1] == {"type": "null"} and len(result) == 1:
        inner = parts[0]
        if list(inner) == ["anyOf"]:  # a union and null: one union
            return {"anyOf": [*inner["anyOf"], {"type": "null"}]}
        if list(inner) == ["allOf"] and len(inner["allOf"]) == 1:
            return {"anyOf": [*inner["allOf"], {"type": "null"}]}
    return result


def test_an_invalid_request_is_rejected():
    with Server(DOCUMENT.data) as server:
        for method, path, sent in (
            ("POST", "/assistants", {"json": {"model": "gpt-4o", "nme": "a typo"}}),
            ("POST", "/assistants", {"json": {"name": "no model"}}),
            ("GET", "/assistants", {"params": {"limit": "many"}}),
            ("GET", "/assistants", {"params": {"no_such": "1"}}),
            ("GET", "/assistants", {"headers": {"authorization": ""}}),
            ("GET", "/no/such/path", {}),
        ):
            headers = {"authorization": "Bearer sk-test", **sent.pop("headers", {})}
            reply = httpx2.request(method, f"{server.url}{path}", headers=headers, **sent)
            assert reply.status_code == 400, (method, path, sent)
        assert len(server.rejected) == 6
