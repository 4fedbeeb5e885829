"""Dictionaries that an app writes in one place and gives in another one.

A checker infers `dict[str, object]` for a name, and loses which keys it has. So the copy has the
display itself where its name is given: the only one that the name is bound to, with the keys that
are assigned to it later. `dict(key=value)` is the display `{"key": value}`.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from generator.impact.edits import Edit, Fragment, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.impact.app_files import Located, Source

    Entry = tuple[Located, str, ast.expr]

_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_LENGTH: Final = 4000  # of a display: many copies of a longer one would fill the file
_CHANGES: Final = frozenset(("clear", "pop", "popitem", "setdefault", "update"))


class _Scope:
    """What a function or a module binds: how often, to what, and the keys assigned to that."""

    def __init__(self, node: ast.AST) -> None:
        self.nodes = list(ast.iter_child_nodes(node))
        self.bound: Counter[str] = Counter()
        self.values: dict[str, ast.expr] = {}
        self.keys: defaultdict[str, list[Entry]] = defaultdict(list)
        for one in self.nodes:
            is_other = isinstance(one, (*_SCOPES, ast.JoinedStr))
            self.nodes += () if is_other else ast.iter_child_nodes(one)
            self._bind(one)

    def _bind(self, node: ast.AST) -> None:
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
            case ast.AugAssign(ast.Name(name)) | ast.Delete([ast.Subscript(ast.Name(name))]):
                self.bound[name] += 2  # it is changed in a way that is not followed
            case ast.Global(names) | ast.Nonlocal(names):
                self.bound.update(names * 2)
            case ast.Call(ast.Attribute(ast.Name(name), method)) if method in _CHANGES:
                self.bound[name] += 2


def displayed(source: Source) -> Iterator[Edit]:
    """Yield the edits that put displays where their names are given."""
    module = _Scope(source.tree)
    scopes = [_Scope(one) for one in source.nodes if isinstance(one, _SCOPES)]
    for scope in (module, *scopes):
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
                name = one.id if isinstance(one, ast.Name) else ""
                where = scope if scope.bound[name] else module
                bound = where.values.get(name) if where.bound[name] == 1 else None
                display = one if isinstance(one, ast.Call) else bound
                is_known = where is scope or not any(each.bound[name] for each in scopes)
                fragments = tuple(_display(source, display, where.keys[name])) if is_known else ()
                if 0 < sum(len(each.text) for each in fragments) < _LENGTH:
                    yield Edit(*source.span(one), fragments)


def _display(source: Source, node: ast.expr | None, entries: list[Entry]) -> Iterator[Fragment]:
    """Yield a display with more entries, or a call of `dict` as one; nothing for anything else."""
    match node:
        case ast.Dict():
            start, end = source.span(node)
            end -= 1
            yield verbatim(source, start, end)
            is_ended = source.text[start:end].rstrip().endswith(("{", ","))
            yield Fragment("" if is_ended else ", ", end)
        case ast.Call(ast.Name("dict"), [], keywords) if all(one.arg for one in keywords):
            start, end = source.span(node)
            yield Fragment("{", start)
            entries = [*((one, str(one.arg), one.value) for one in keywords), *entries]
        case _:
            return
    for at, key, value in entries:
        yield Fragment(f"{key!r}: (", source.span(at)[0])
        yield verbatim(source, *source.span(value))
        yield Fragment("), ", end)
    yield Fragment("}", end)
