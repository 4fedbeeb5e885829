"""Nodes of Python code that mean what others spell otherwise."""

from __future__ import annotations

import ast


def unquoted(node: ast.expr) -> ast.expr:
    """Return what a quoted annotation says, at the place of the quotes; others as they are."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return node
    try:
        inner = ast.parse(node.value.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return node
    for one in ast.walk(inner):
        if isinstance(one, ast.expr):
            one.lineno = one.end_lineno = node.lineno
            one.col_offset = one.end_col_offset = node.col_offset
    return inner


def is_named(node: ast.expr, *names: str) -> bool:
    """Whether a name, or an attribute of a module, is called so."""
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name in names
        case _:
            return False
