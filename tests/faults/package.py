"""The package that meets the faults: it has a part of OpenAI's API, so both clients can call it."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from generator import pipeline
from generator.diagnostics import DiagnosticLog
from generator.options import Options

NAME = "faulty_service"
_TEXT = {"type": "string"}
_PROFILE = """
[[streams]]
events = "Chunk"
ends = ["[DONE]"]
"""


def written(name: str = NAME, document: object = None, profile: str = _PROFILE) -> Path:
    """Generate a package of a document, usually of this API; return the folder that it is in."""
    folder = Path(tempfile.mkdtemp(prefix="opgen-faults-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    spec, rules = folder / "document.json", folder / "profile.toml"
    spec.write_text(json.dumps(document or _DOCUMENT), encoding="utf-8")
    rules.write_text(profile, encoding="utf-8")
    options = Options(spec=spec, output=folder / name, all=True, profile=str(rules))
    for path, data in pipeline.generate(options, DiagnosticLog()).files.items():
        (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / name / path).write_bytes(data)
    return folder


def _object(**properties: object) -> dict[str, Any]:
    return {"type": "object", "required": [*properties], "properties": properties}


def _content(name: str) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": _TEXT}


def _get(name: str, parameter: str, content: dict[str, Any]) -> dict[str, Any]:
    responses = {"200": {"description": "Good.", "content": content}}
    return {"get": {"operationId": name, "parameters": [_path(parameter)], "responses": responses}}


_CREATE = {
    "operationId": "createCompletion",
    "requestBody": {"required": True, "content": {"application/json": _content("Request")}},
    "responses": {
        "200": {
            "description": "Good.",
            "content": {
                "application/json": _content("Completion"),
                "text/event-stream": _content("Chunk"),
            },
        }
    },
}
_REQUEST = _object(model=_TEXT, messages={"type": "array", "items": {"type": "object"}})
_REQUEST["properties"]["stream"] = {"type": "boolean"}


def _choices(part: str) -> dict[str, Any]:
    choice = _object(**{part: _object(content=_TEXT)})
    return _object(id=_TEXT, choices={"type": "array", "items": choice})


_DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Faulty service", "version": "1"},
    "servers": [{"url": "https://faulty.example/v1"}],
    "security": [{"key": []}],
    "paths": {
        "/models/{model}": _get("getModel", "model", {"application/json": _content("Model")}),
        "/files/{file}/content": _get("getContent", "file", {"application/octet-stream": {}}),
        "/chat/completions": {"post": _CREATE},
    },
    "components": {
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "Model": _object(id=_TEXT, object=_TEXT, created={"type": "integer"}, owned_by=_TEXT),
            "Request": _REQUEST,
            "Completion": _choices("message"),
            "Chunk": _choices("delta"),
        },
    },
}
