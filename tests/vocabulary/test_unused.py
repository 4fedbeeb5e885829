"""A keyword that the tables say is ignored changes nothing in the package."""

import pytest
from support.documents import document, thing
from support.packages import make

from generator.diagnostics import DiagnosticLog
from generator.vocabulary.openapi_fields import TABLES

STRING = {"type": "string"}
TEXT = "Something to say"
URL = "https://example.test"
EXAMPLES = {"a": {"value": 1}}
DOCS = {"url": URL}
# The values of keywords that no operation changes for: a kind of object, and its members.
UNUSED = {
    "document": {"jsonSchemaDialect": URL, "externalDocs": DOCS},
    "info": {"description": TEXT, "termsOfService": URL, "contact": {"name": "I"}, "summary": TEXT},
    "license": {"identifier": "MIT"},
    "components": {"examples": EXAMPLES, "headers": {}, "links": {}, "callbacks": {}},
    "operation": {"externalDocs": DOCS},
    "parameter": {"examples": EXAMPLES, "allowEmptyValue": True},
    "media type": {"description": TEXT, "example": 1, "examples": EXAMPLES},
    "response": {"links": {"l": {"operationId": "do"}}, "summary": TEXT},
    "security scheme": {
        "bearerFormat": "JWT", "openIdConnectUrl": URL,
        "oauth2MetadataUrl": URL, "deprecated": True,
    },
    "schema": {
        "$defs": {"A": STRING}, "$schema": URL, "$vocabulary": {}, "$comment": TEXT,
        "maximum": 3, "minimum": 1, "multipleOf": 2, "exclusiveMaximum": 3, "exclusiveMinimum": 1,
        "maxLength": 3, "minLength": 1, "pattern": "^a", "maxItems": 3, "minItems": 1,
        "uniqueItems": True, "maxProperties": 3, "minProperties": 1, "contains": STRING,
        "maxContains": 3, "minContains": 1, "dependentRequired": {"a": ["b"]},
        "propertyNames": {"pattern": "^a"}, "if": thing(a=STRING), "not": thing(a=STRING),
        "examples": ["a"], "externalDocs": DOCS, "xml": {"name": "x"}, "definitions": {"A": STRING},
        "id": URL,
    },
}  # fmt: skip
# Headers and references are not read themselves.
ELSEWHERE = {"header", "reference"}


def whole(used):
    """A document with these members in an object of each kind."""
    schema = {**thing(a=STRING, b={"type": "array", "items": STRING}), **used["schema"]}
    media = {"application/json": {"schema": schema, **used["media type"]}}
    variable = {"default": "here"}
    server = {"url": "https://{at}.test", "variables": {"at": variable}}
    described = {
        "operationId": "do",
        "parameters": [{"name": "q", "in": "query", "schema": STRING, **used["parameter"]}],
        "requestBody": {"content": media},
        "responses": {"200": {"description": "ok", "content": media, **used["response"]}},
        **used["operation"],
    }
    scheme = {"type": "http", "scheme": "bearer", **used["security scheme"]}
    licensed = {"name": "MIT", **used["license"]}
    return {
        **document({"/x": {"post": described}}),
        "openapi": "3.2.0",
        "info": {"title": "T", "version": "1", "license": licensed, **used["info"]},
        "servers": [server],
        "security": [{"key": []}],
        "components": {"securitySchemes": {"key": scheme}, **used["components"]},
        **used["document"],
    }


@pytest.mark.parametrize("kind", [kind for kind in TABLES if kind not in ELSEWHERE])
def test_every_keyword_has_a_value_here(kind):
    table = TABLES[kind]
    ignored = {name for name, keyword in table.items() if keyword.effect == "no effect"}
    assert ignored == set(UNUSED.get(kind, {}))


def test_they_change_nothing(tmp_path):
    found = []
    for name, used in (("with", UNUSED), ("without", {kind: {} for kind in UNUSED})):
        (tmp_path / name).mkdir()
        log = DiagnosticLog()
        files = dict(make(tmp_path / name / "client", whole(used), log).files)
        assert log.diagnostics == ()
        del files["opgen.lock"]  # has the digest of the document
        found.append(files)
    assert found[0] == found[1]
