"""What is altered in place after it was bound: its first value does not tell what it is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.uses.scopes import Scope

ADDING: Final = ("append", "add", "appendleft")
"""The methods that only add: what they add to a name of the scope is followed."""

_OTHERS: Final = ("clear", "extend", "insert", "pop", "popitem", "setdefault", "update")


def altered(node: ast.AST, scope: Scope) -> Iterator[str]:
    """Yield the name of what a node alters, a variable's or an attribute's."""
    match node:
        case ast.AugAssign(target=target) | ast.Subscript(target, ctx=ast.Store() | ast.Del()):
            yield from _name(target)
        case ast.Call(func=ast.Attribute(ast.Name(name), method)) if (
            method in ADDING and name in scope.names
        ):
            pass  # `collected` has it
        case ast.Call(func=ast.Attribute(base, method)) if method in (*ADDING, *_OTHERS):
            yield from _name(base)
        case _:
            pass


def _name(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            yield name
        case ast.Subscript(base):
            yield from _name(base)
        case _:
            pass
