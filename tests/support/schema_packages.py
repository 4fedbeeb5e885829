"""Packages made from the schemas of a single operation."""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING

from generator.diagnostics import DiagnosticLog
from support.documents import document_of
from support.documents import operation as make_operation
from support.packages import imported

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


def from_schemas(folder: Path, *given: object, **schemas: object) -> ModuleType:
    """Make a package as `made` does."""
    return made(folder, *given, **schemas)[0]


def made(
    folder: Path,
    reply: object = None,
    body: object = None,
    operation: str = "do",
    **schemas: object,
) -> tuple[ModuleType, list[str]]:
    """Make a package whose operation has these for its response and its body, and import it.

    Also return the codes of what is degraded in it.
    """
    described = make_operation(body=body, reply=reply, name=operation)
    log = DiagnosticLog()
    package = generated(folder, document_of(described, schemas), log)
    return package, [one.code for one in log.diagnostics]


def generated(
    folder: Path, document: object, log: DiagnosticLog | None = None, profile: str | None = None
) -> ModuleType:
    """Generate the package of a whole document, and import it."""
    return imported(folder / "client", document, log, profile=profile)


def annotations(module: ModuleType, name: str) -> dict[str, str]:
    """What the members of a class are annotated with, as it is printed."""
    tree = ast.parse(inspect.getsource(module))
    body = next(one.body for one in tree.body if isinstance(one, ast.ClassDef) and one.name == name)
    found = [one for one in body if isinstance(one, ast.AnnAssign)]
    return {ast.unparse(one.target): ast.unparse(one.annotation) for one in found}
