"""Payloads, packages made of documents that hold them, and what their source may hold."""

from __future__ import annotations

import ast
import unicodedata

import pytest

from generator.diagnostics import DiagnosticLog, OpgenError
from support.packages import make

BOOM = "__import__('pathlib').Path(CANARY).touch()"
PAYLOADS = (
    '"""\n' + BOOM + '\n"""', "'''\n" + BOOM + "\n'''", '"); ' + BOOM + "; (",
    "'); " + BOOM + "; ('", "\\", '\\"""' + BOOM, '"', '""""', "a\r" + BOOM, "a\n" + BOOM,
    "a\u2028" + BOOM, "a\u2029" + BOOM + "\x85" + BOOM, "a\x0c" + BOOM + "\x0b" + BOOM,
    "{{ 7 * 7 }}{% raw %}{# " + BOOM + " #}", "{" + BOOM + "}", "${" + BOOM + "} %s %(x)s {0}",
    "\x00NUL" + BOOM, "\u202e" + BOOM + "\u2066\u200f", "# type: ignore" + BOOM,
    "\N{FULLWIDTH LATIN SMALL LETTER A}\N{KELVIN SIGN}" + BOOM, "] | " + BOOM + " | Literal[",
)  # fmt: skip


def generate(folder, content: dict):
    """Return the files of the package, or the diagnostics that refuse the document."""
    log = DiagnosticLog()
    try:
        return make(folder / "hostile", content, log).files, log.diagnostics
    except OpgenError as error:
        return None, error.diagnostics


def statements(tree: ast.Module):
    """Every statement of a module but those of functions' bodies that a template prints."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef)):
            yield from node.body


def flat(text: str) -> str:
    """The text without white space, which a docstring may wrap, and without marks of code."""
    return "".join(c for c in text if not c.isspace() and c not in "`\x1c\x1d\x1e\x85")


def check_source(name: str, source: str) -> None:
    """The source has only what templates print, and no control character."""
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


def check_sources(files: dict[str, bytes], *, but: str = "") -> None:
    """Look at the source of each module that is printed, but one."""
    for name, content in files.items():
        if name.endswith(".py") and not name.startswith("_runtime/") and name != but:
            check_source(name, content.decode())


payloads = pytest.mark.parametrize("payload", PAYLOADS, ids=[f"{p[:12]!r}" for p in PAYLOADS])
