"""Small documents, schemas and operations, as values."""

from __future__ import annotations

PETS = """
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {'204': {description: Done.}}
"""
STRING = {"type": "string"}
NULL = {"type": "null"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties}


def tagged(value: str, /, **properties: object) -> dict[str, object]:
    return {**thing(type={"const": value}, **properties), "required": ["type"]}


def json(schema: object) -> dict[str, object]:
    """The content of a body or a response that is JSON."""
    return {"application/json": {"schema": schema}}


def operation(
    *parameters: object, body: object = None, reply: object = None, name: str = "do"
) -> dict:
    """An operation, with what it takes and what it gives back."""
    made: dict = {"operationId": name, "responses": {"200": {"description": "ok"}}}
    if parameters:
        made["parameters"] = list(parameters)
    if body is not None:
        made["requestBody"] = {"required": True, "content": json(body)}
    if reply is not None:
        made["responses"]["200"]["content"] = json(reply)
    return made


def document(
    paths: object, schemas: object = None, *, url: str = "http://127.0.0.1:1/", **more: object
) -> dict[str, object]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": url}],
        "paths": paths,
        "components": {"schemas": schemas or {}},
        **more,
    }


def document_of(operation: object, schemas: object) -> dict[str, object]:
    """A document of one operation, `POST /x`."""
    return document({"/x": {"post": operation}}, schemas, url="https://example.test")
