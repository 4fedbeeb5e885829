"""A document of which every text is a payload: the package runs none of it and says it all back."""

from __future__ import annotations

import ast
import copy
import inspect
import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import load

from generator import pipeline
from generator.diagnostics import DiagnosticLog, OpgenError
from generator.options import Options

BOOM = "__import__('pathlib').Path(CANARY).touch()"
PAYLOADS = (
    '"""\n' + BOOM + '\n"""',
    "'''\n" + BOOM + "\n'''",
    '"); ' + BOOM + "; (",
    "'); " + BOOM + "; ('",
    "\\",
    '\\"""' + BOOM,
    '"',
    '""""',
    "a\r" + BOOM,
    "a\n" + BOOM,
    "a\u2028" + BOOM,
    "a\u2029" + BOOM + "\x85" + BOOM,
    "a\x0c" + BOOM + "\x0b" + BOOM,
    "{{ 7 * 7 }}{% raw %}{# " + BOOM + " #}",
    "{" + BOOM + "}",
    "${" + BOOM + "} %s %(x)s {0}",
    "\x00NUL" + BOOM,
    "\u202e" + BOOM + "\u2066\u200f",
    "# type: ignore" + BOOM,
    "\N{FULLWIDTH LATIN SMALL LETTER A}\N{KELVIN SIGN}" + BOOM,
    "] | " + BOOM + " | Literal[",
)


def document(p: str) -> dict:
    """Every place for text holds the payload, or names made of it."""
    part = p.replace("{", "").replace("}", "")
    thing = {
        "type": "object",
        "title": p,
        "description": p,
        "required": [f"must{p}"],
        "properties": {
            f"must{p}": {"type": "string", "description": p, "default": p, "example": p},
            f"may{p}": {"enum": [p, "plain"], "description": p, "default": p},
            "tagged": {
                "oneOf": [
                    {
                        "type": "object",
                        "title": p,
                        "required": ["kind"],
                        "properties": {"kind": {"const": f"{p}{n}"}, p: {"type": "integer"}},
                    }
                    for n in "ab"
                ]
            },
            "map": {"type": "object", "additionalProperties": {"enum": [p]}},
            "listed": {"type": "array", "items": {"enum": [f"{p}{n}" for n in range(9)]}},
        },
        f"x-{p}": p,
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": p, "version": p, "description": p},
        "servers": [{"url": f"http://127.0.0.1:1/{p}", "description": p}],
        "tags": [{"name": p, "description": p}],
        "security": [{f"Key{p}": []}],
        "paths": {
            f"/things/{part}/{{id{part}}}": {
                "post": {
                    "operationId": f"doIt{p}",
                    "tags": [p],
                    "summary": p,
                    "description": p,
                    "deprecated": True,
                    "parameters": [
                        {
                            "name": f"id{part}",
                            "in": "path",
                            "required": True,
                            "description": p,
                            "schema": {"type": "string", "example": p},
                        },
                        {
                            "name": f"q{p}",
                            "in": "query",
                            "description": p,
                            "schema": {"enum": [p], "default": p},
                        },
                        {
                            "name": f"h{p}",
                            "in": "header",
                            "description": p,
                            "schema": {"type": "string", "default": p},
                        },
                    ],
                    "requestBody": {"description": p, "required": True, "content": content},
                    "responses": {
                        "200": {"description": p, "content": content},
                        "429": {"description": p},
                    },
                    f"x-{p}": p,
                }
            }
        },
        "components": {
            "schemas": {"Thing": thing, f"Other{p}": {"enum": [p], "description": p}},
            "securitySchemes": {
                f"Key{p}": {"type": "apiKey", "in": "header", "name": f"X-{p}", "description": p}
            },
        },
    }


def generate(folder, content: dict):
    """Return the files of the package, or the diagnostics that refuse the document."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = folder / "document.json"
    spec.write_text(json.dumps(content), encoding="utf-8")
    log = DiagnosticLog()
    try:
        made = pipeline.generate(
            Options(spec=spec, output=folder / "hostile", all=True), log, lambda _: None
        )
    except OpgenError as error:
        return None, error.diagnostics
    for name, data in made.files.items():
        path = folder / "hostile" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return made.files, log.diagnostics


def statements(tree: ast.Module):
    """Every statement of a module but those of functions' bodies that a template prints."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef)):
            yield from node.body


@pytest.mark.parametrize("payload", PAYLOADS, ids=[f"{p[:12]!r}" for p in PAYLOADS])
def test_a_payload_is_said_back_and_never_run(payload, tmp_path):
    canary = tmp_path / "canary"
    payload = payload.replace("CANARY", repr(str(canary)))
    files, diagnostics = generate(tmp_path, document(payload))
    assert files is not None, [one.render() for one in diagnostics]
    for name, content in files.items():
        if name.endswith(".py") and not name.startswith("_runtime/"):
            check_source(name, content.decode())
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


def flat(text: str) -> str:
    """The text without white space, which a docstring may wrap."""
    return "".join(c for c in text if not c.isspace() and c not in "\x1c\x1d\x1e\x85")


def check_source(name: str, source: str) -> None:
    """Only what templates print stands in the source, and no character that hides or acts."""
    tree = ast.parse(source, name)
    allowed = (ast.Import, ast.ImportFrom, ast.ClassDef, ast.FunctionDef, ast.Assign, ast.AnnAssign)
    for statement in statements(tree):
        is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        is_lazy = isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING"
        assert isinstance(statement, (*allowed, ast.Pass)) or is_docstring or is_lazy, name
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert "__import__" not in calls
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and not name.endswith(("__init__.py", "_api.py")):
            assert [type(one) for one in function.body] == [ast.Expr, ast.Return]
    for character in source:
        assert character == "\n" or unicodedata.category(character)[0] != "C", repr(character)
        assert character not in "\u2028\u2029"


@pytest.mark.parametrize("payload", PAYLOADS, ids=[f"{p[:12]!r}" for p in PAYLOADS])
def test_a_document_that_says_little_is_no_way_in(payload, tmp_path):
    content = document(payload)
    (item,) = content["paths"].values()
    for key in ("summary", "description", "operationId", "tags"):
        del item["post"][key]
    del content["info"]["title"]
    files, _ = generate(tmp_path, content)
    for name, source in files.items():
        if name.endswith(".py") and not name.startswith("_runtime/"):
            check_source(name, source.decode())
    load(tmp_path / "hostile").things  # noqa: B018  the module is imported


@settings(max_examples=25, deadline=None)
@given(payload=st.text(min_size=1, max_size=30))
def test_any_text_gives_a_package_that_parses(payload, tmp_path_factory):
    files, diagnostics = generate(tmp_path_factory.mktemp("any"), copy.deepcopy(document(payload)))
    if files is None:
        assert diagnostics
        return
    for name, content in files.items():
        if name.endswith(".py") and not name.startswith("_runtime/"):
            check_source(name, content.decode())
