"""The list of reasons for which a document is refused: each holds, and there is no other."""

from __future__ import annotations

import ast
import json
import os
import re
from pathlib import Path

import pytest
from support.command import opgen
from support.documents import PETS
from support.paths import ROOT

import generator

PAGE = (ROOT / "docs/reference/faults.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (`.*?) \|", PAGE.partition("## What is refused")[2], re.MULTILINE)
CODES = [code for row in ROWS for code in re.findall(r"`([a-z0-9-]+)`", row)]
JSON = json.dumps({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}})
BOMB = "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{f'*{chr(97 + i)},' * 10}]\n" for i in range(12))
CASES = {
    "cannot-read": None,
    "no-such-file": None,
    "not-a-file": None,
    "too-large": None,
    "empty-document": "# nothing\n",
    "not-text": b"openapi: \xff",
    "half-character": JSON.replace("T", "\\ud83d"),
    "invalid-json": JSON + "}",
    "invalid-yaml": "openapi: [",
    "merge-conflict": (
        "openapi: 3.1.0\n<<<<<<< HEAD\ninfo: {}\n=======\ninfo: {a: 1}\n>>>>>>> topic\n"
    ),
    "bad-number": JSON.replace("{}", '{"x-a": ' + "9" * 5000 + "}"),
    "alias-bomb": "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + BOMB,
    "too-deep": "- " * 100_000,
    "not-openapi": "a: 1\n",
    "swagger-2": "swagger: '2.0'\npaths: {}\n",
    "openapi-version": "openapi: 4.0.0\npaths: {}\n",
    "nothing-selected": "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n",
    "unknown-group": PETS,
    "unknown-tag": PETS,
    "unknown-path": PETS,
}
SELECTION = {
    "unknown-group": ("--group", "x"),
    "unknown-tag": ("--tag", "x"),
    "unknown-path": ("--path", "/x"),
}
FOLDERS = ("document", "operations", "repair", "schemas", "translate", "types")
# Not of the document, but of the settings.
OF_SETTINGS = {"invalid-setting"}
# Those of `select` are passed through a variable.
THROUGH_VARIABLES = {"unknown-group", "unknown-tag"}


def document_at(folder: Path, code: str) -> Path:
    """Return the path of a document that is refused for a reason."""
    path = folder / ("spec.json" if code in ("invalid-json", "bad-number") else "spec.yaml")
    content = CASES[code]
    if code == "not-a-file":
        path.mkdir()
    elif code == "too-large":
        path.touch()
        os.truncate(path, 128 * 1024 * 1024 + 1)
    elif code == "cannot-read":
        path.symlink_to(path)
    elif content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_page_lists_every_case():
    assert sorted(CODES) == sorted(CASES)


@pytest.mark.parametrize("code", CASES)
def test_a_document_is_refused(tmp_path, code):
    path = document_at(tmp_path, code)
    run = opgen("generate", path, *SELECTION.get(code, ("--all",)), "--output", tmp_path / "client")
    assert run.exit_code == 1
    assert f"error[{code}]" in run.stderr
    assert not (tmp_path / "client").exists()


def errors_in(path: Path) -> set[str]:
    """Return the codes of errors that a module logs."""
    found = set()
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            first = call.args[0] if call.args else None
            if call.func.attr in ("error", "fail") and isinstance(first, ast.Constant):
                found.add(first.value)
    return found


def test_there_is_no_other_reason():
    package = Path(generator.__file__).parent
    modules = [one for folder in FOLDERS for one in (package / folder).rglob("*.py")]
    logged = {code for one in modules for code in errors_in(one)}
    of_overlays = {code for code in logged if code.startswith(("overlay-", "not-overlay"))}
    assert logged - of_overlays - OF_SETTINGS | THROUGH_VARIABLES == set(CASES)
