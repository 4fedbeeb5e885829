"""Documents whose root is malformed: what it can only mean is read."""

from __future__ import annotations

import pytest
from support.documents import document
from support.repaired import GOOD, of_document, repaired


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("openapi", 3.1),
        ("openapi", 3),
        ("openapi", None),
        ("openapi", "absent"),
        ("info", "absent"),
        ("info", None),
        ("info", "text"),
        ("info", {"title": 3, "version": 1.5, "license": "MIT"}),
        ("info", {"title": None, "version": []}),
        ("servers", "https://example.com"),
        ("servers", [{"url": "https://example.com", "variables": {"a": None, "b": "c"}}]),
        ("components", None),
        ("components", []),
        ("components", {"schemas": [], "responses": 3, "parameters": {"a": "b"}}),
        ("components", {"schemas": {"A": None}, "securitySchemes": {"key": "text"}}),
        ("components", {"securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": 3}}}),
        ("security", "key"),
        ("security", {"key": []}),
        ("webhooks", []),
        ("webhooks", {"a": None, "b": {"post": "text"}}),
    ],
    ids=str,
)
def test_a_root(tmp_path, key, value):
    described = document(GOOD)
    described["components"] = {"securitySchemes": {"key": {"type": "http", "scheme": "basic"}}}
    described[key] = value
    if value == "absent":
        del described[key]
    if key == "servers" or described.get("servers") is None:
        described.setdefault("servers", [{"url": "https://example.com"}])
    made = of_document(tmp_path, described)
    assert made.codes


def test_another_key_for_the_version(tmp_path):
    described = document(GOOD)
    described["swagger"] = described.pop("openapi")
    assert of_document(tmp_path, described).codes == ["malformed-object"]


def test_a_list_of_paths(tmp_path):
    paths = [GOOD, {"/x/{id}": {"get": {"operationId": "do", "responses": {}}}}]
    made = repaired(tmp_path, paths)
    assert made.package.do.request("1").url_path == "/x/{id}"
    assert made.codes == ["malformed-object", "undeclared-path-parameter"]


def test_an_operation_without_responses(tmp_path):
    described = {**document({**GOOD, "/x": {"get": {"operationId": "do"}}}), "openapi": "3.0.3"}
    made = of_document(tmp_path, described)
    assert made.codes == ["malformed-object"]
    assert "-> Request[None]" in made.source("x")
