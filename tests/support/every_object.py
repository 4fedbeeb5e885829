"""A document of moderate size that has every kind of object, and its parts."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, TypeAlias

from support.documents import STRING, json, operation, ref, thing

if TYPE_CHECKING:
    from collections.abc import Iterator

Steps: TypeAlias = "tuple[str | int, ...]"

_PET = {
    "type": "object",
    "title": "A pet",
    "description": "It has a name.",
    "required": ["name", "kind"],
    "properties": {
        "name": {"type": "string", "minLength": 1, "example": "Rex"},
        "kind": {"type": "string", "enum": ["cat", "dog"], "default": "cat"},
        "born": {"type": "string", "format": "date", "readOnly": True},
        "owner": {"oneOf": [ref("Owner"), {"type": "null"}]},
        "tags": {"type": "array", "items": STRING, "maxItems": 3},
        "notes": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
        "size": {"const": 3, "deprecated": True, "nullable": True},
        "place": {"type": "array", "prefixItems": [STRING, {"type": "number"}]},
    },
    "additionalProperties": False,
}
_SCHEMAS = {
    "Pet": _PET,
    "Owner": {"allOf": [ref("Named"), thing(pets={"type": "array", "items": ref("Pet")})]},
    "Named": thing(name=STRING),
    "Event": {
        "oneOf": [ref("Born"), ref("Sold")],
        "discriminator": {
            "propertyName": "type",
            "mapping": {"born": "#/components/schemas/Born", "sold": "#/components/schemas/Sold"},
        },
    },
    "Born": {**thing(type=STRING, pet=ref("Pet")), "required": ["type"]},
    "Sold": {**thing(type=STRING, price={"type": "number"}), "required": ["type"]},
}
_ERROR = {"description": "Wrong.", "content": json(ref("Named"))}
_PATH = {"name": "id", "in": "path", "required": True, "schema": STRING, "description": "Which."}
_FIND = {
    "operationId": "findPets",
    "summary": "Find pets",
    "description": "All of them.",
    "tags": ["pets"],
    "deprecated": False,
    "parameters": [
        {"$ref": "#/components/parameters/Limit"},
        {"name": "sizes", "in": "query", "style": "pipeDelimited", "explode": False,
         "schema": {"type": "array", "items": {"type": "integer"}}},
        {"name": "filter", "in": "query", "content": json(thing(name=STRING))},
        {"name": "X-Trace", "in": "header", "schema": STRING, "example": "abc"},
    ],
    "responses": {
        "200": {
            "description": "Pets.",
            "headers": {"X-Total": {"description": "How many.", "schema": {"type": "integer"}}},
            "content": {
                "application/json": {
                    "schema": {"type": "array", "items": ref("Pet")},
                    "examples": {"one": {"summary": "One", "value": []}},
                }
            },
            "links": {"owner": {"operationId": "getPet", "parameters": {"id": "$response.body"}}},
        },
        "4XX": {"$ref": "#/components/responses/Wrong"},
        "default": {"description": "Else."},
    },
    "servers": [{"url": "https://{host}.example.com", "variables": {"host": {"default": "pets"}}}],
    "security": [{"key": []}, {"oauth": ["read"]}],
}  # fmt: skip
_ADD = {
    "operationId": "addPet",
    "requestBody": {
        "description": "The pet.",
        "required": True,
        "content": {
            "application/json": {"schema": ref("Pet")},
            "multipart/form-data": {
                "schema": thing(name=STRING, photo={"type": "string", "format": "binary"}),
                "encoding": {"photo": {"contentType": "image/png", "headers": {}}},
            },
        },
    },
    "responses": {"201": {"description": "Added.", "content": json(ref("Pet"))}},
    "callbacks": {"done": {"{$request.body#/url}": {"post": operation(name="done")}}},
    "externalDocs": {"url": "https://example.com"},
}
_DOCUMENT = {
    "openapi": "3.1.0",
    "info": {
        "title": "Pets",
        "version": "1.0",
        "description": "About pets.",
        "license": {"name": "MIT", "url": "https://example.com/licence"},
        "contact": {"name": "Ada"},
    },
    "servers": [{"url": "https://pets.example.com/v1", "description": "The service."}],
    "tags": [{"name": "pets", "description": "Pets."}],
    "security": [{"key": []}],
    "paths": {
        "/good/{id}": {
            "get": operation(_PATH, reply={"type": "integer"}, name="good"),
        },
        "/pets": {"summary": "Pets", "get": _FIND, "post": _ADD},
        "/pets/{id}": {
            "parameters": [{**_PATH, "name": "id"}],
            "get": operation(reply=ref("Pet"), name="getPet"),
            "put": operation(body=ref("Event"), name="sendEvent"),
        },
    },
    "webhooks": {"petBorn": {"post": operation(body=ref("Event"), name="petBorn")}},
    "components": {
        "schemas": _SCHEMAS,
        "parameters": {
            "Limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 10}}
        },
        "responses": {"Wrong": _ERROR},
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": "The key."},
            "oauth": {"type": "oauth2", "flows": {}},
        },
    },
}


def every_object() -> dict[str, Any]:
    """Return a new copy of the document; it has the operation `good`, which shares nothing."""
    return copy.deepcopy(_DOCUMENT)


def parts(value: object, steps: Steps = ()) -> Iterator[tuple[Steps, object]]:
    """Yield the places of all values within a value, and the values."""
    if steps:
        yield steps, value
    if isinstance(value, dict):
        for key, one in value.items():
            yield from parts(one, (*steps, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from parts(one, (*steps, index))


def with_value(steps: Steps, value: object) -> dict[str, Any]:
    """Return the document with another value at a place."""
    document = every_object()
    owner: Any = document
    for step in steps[:-1]:
        owner = owner[step]
    owner[steps[-1]] = value
    return document
