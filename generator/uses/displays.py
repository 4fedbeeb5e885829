"""Dictionaries that an app writes in one place and gives in another one.

A checker infers `dict[str, object]` for a name, and loses which keys it has. So the copy has the
display itself where its name is given: the only one that the name is bound to, with the keys that
are assigned to it later. `dict(key=value)` is the display `{"key": value}`.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.uses.copying import Edit, Fragment, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.uses.sources import Located, Source

    Entry = tuple[Located, str, ast.expr]

_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_CHANGES: Final = frozenset(("clear", "pop", "popitem", "setdefault", "update"))


@dataclass(slots=True)
class _Scope:
    """What a scope binds: how often, to which value, and which keys are assigned to that."""

    node: ast.AST
    outer: _Scope | None
    nodes: list[ast.AST] = field(default_factory=list)
    bound: Counter[str] = field(default_factory=Counter)
    values: dict[str, ast.expr] = field(default_factory=dict)
    keys: defaultdict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def bind(self, node: ast.AST) -> None:
        """Take note of what a node binds; what is changed in any other way counts twice."""
        match node:
            case ast.Assign([ast.Subscript(ast.Name(name), ast.Constant(str(key)) as at)], value):
                self.keys[name].append((at, key, value))
            case ast.Assign([ast.Name(name)], value) | ast.AnnAssign(
                ast.Name(name), _, ast.expr() as value
            ):
                self.values[name] = value
            case ast.Name(name, ast.Store()) | ast.arg(name) | ast.FunctionDef(name):
                self.bound[name] += 1
            case ast.Import(names) | ast.ImportFrom(names=names):
                self.bound.update(one.asname or one.name for one in names)
            case ast.Global(names) | ast.Nonlocal(names):
                self.bound.update(names * 2)
            case ast.AugAssign(ast.Name(name)) | ast.Delete([ast.Subscript(ast.Name(name))]):
                self.bound[name] += 2
            case ast.Call(ast.Attribute(ast.Name(name), method)) if method in _CHANGES:
                self.bound[name] += 2


def displayed(source: Source) -> Iterator[Edit]:
    """Yield the edits that put displays where their names are given."""
    for scope in _scopes(source.tree):
        for node in scope.nodes:
            given: list[ast.expr] = []
            match node:
                case ast.Call(args=args, keywords=keywords):
                    given = [*args, *(one.value for one in keywords)]
                case ast.List(elements) | ast.Dict(values=elements):
                    given = elements
                case ast.Return(ast.expr() as value):
                    given = [value]
            for one in given:
                fragments = tuple(_display(source, one, scope))
                if fragments:
                    yield Edit(*source.span(one), fragments)


def _scopes(tree: ast.Module) -> Iterator[_Scope]:
    waiting = [_Scope(tree, None)]
    while waiting:
        scope = waiting.pop()
        # Methods do not see the names of their class.
        outer = scope.outer if isinstance(scope.node, ast.ClassDef) else scope
        nodes = list(ast.iter_child_nodes(scope.node))
        while nodes:
            node = nodes.pop()
            scope.nodes.append(node)
            scope.bind(node)
            if isinstance(node, _SCOPES):
                waiting.append(_Scope(node, outer))
            elif not isinstance(node, ast.JoinedStr):
                nodes += ast.iter_child_nodes(node)
        yield scope


def _display(source: Source, node: ast.expr, scope: _Scope) -> Iterator[Fragment]:
    """Yield the display that a name stands for, or a call of `dict`; nothing for anything else."""
    entries: list[Entry] = []
    if isinstance(node, ast.Name):
        name = node.id
        while scope.outer and not scope.bound[name]:
            scope = scope.outer
        if scope.bound[name] == 1 and name in scope.values:
            node, entries = scope.values[name], scope.keys[name]
    match node:
        case ast.Dict(values=values):
            start, end = source.span(node)
            end = source.span(values[-1])[1] if values else start + 1
            yield verbatim(source, start, end)
            yield Fragment(", " if values else "", end)
        case ast.Call(ast.Name("dict"), [], keywords) if all(one.arg for one in keywords):
            start, end = source.span(node)
            yield Fragment("{", start)
            entries = [*((one, str(one.arg), one.value) for one in keywords), *entries]
        case _:
            return
    for at, key, value in entries:
        yield Fragment(f"{key!r}: ", source.span(at)[0])
        yield verbatim(source, *source.span(value))
        yield Fragment(", ", end)
    yield Fragment("}", end)
