"""Packages made from the schemas of a single operation."""

from __future__ import annotations

import ast
import inspect
import json
from typing import TYPE_CHECKING

from generator import pipeline
from generator.diagnostics import DiagnosticLog
from generator.options import Options
from support.packages import load

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

STRING = {"type": "string"}
NULL = {"type": "null"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties}


def tagged(value: str, /, **properties: object) -> dict[str, object]:
    return {**thing(type={"const": value}, **properties), "required": ["type"]}


def from_schemas(
    folder: Path,
    reply: object = None,
    body: object = None,
    operation: str = "do",
    **schemas: object,
) -> ModuleType:
    """Make a package whose operation has these for its reply and its body, and import it."""
    return made(folder, reply, body, operation, **schemas)[0]


def made(
    folder: Path,
    reply: object = None,
    body: object = None,
    operation: str = "do",
    **schemas: object,
) -> tuple[ModuleType, list[str]]:
    """Make such a package; also return the codes of what is degraded in it."""
    described = {"operationId": operation, "responses": {"200": {"description": "ok"}}}
    if reply is not None:
        described["responses"]["200"]["content"] = {"application/json": {"schema": reply}}
    if body is not None:
        content = {"application/json": {"schema": body}}
        described["requestBody"] = {"required": True, "content": content}
    log = DiagnosticLog()
    package = generated(folder, document_of(described, schemas), log)
    return package, [one.code for one in log.diagnostics]


def document_of(operation: object, schemas: object) -> dict[str, object]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://example.test"}],
        "paths": {"/x": {"post": operation}},
        "components": {"schemas": schemas},
    }


def generated(
    folder: Path, document: object, log: DiagnosticLog | None = None, profile: str | None = None
) -> ModuleType:
    """Generate the package of a whole document, and import it."""
    spec = folder / "document.json"
    spec.write_text(json.dumps(document))
    options = Options(spec=spec, output=folder / "client", all=True, profile=profile)
    files = pipeline.generate(options, log or DiagnosticLog()).files
    for name, data in files.items():
        path = folder / "client" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return load(folder / "client")


def annotations(module: ModuleType, name: str) -> dict[str, str]:
    """What the members of a class are annotated with, as it is printed."""
    tree = ast.parse(inspect.getsource(module))
    body = next(one.body for one in tree.body if isinstance(one, ast.ClassDef) and one.name == name)
    found = [one for one in body if isinstance(one, ast.AnnAssign)]
    return {ast.unparse(one.target): ast.unparse(one.annotation) for one in found}
