"""Dictionaries that an app assigns to a name and passes by this name.

The checker infers `dict[str, object]` for the name, without the keys. So the copy passes the
literal instead of the name, if the name has only one value, with the keys that are assigned
later. `dict(key=value)` counts as the literal `{"key": value}`.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from generator.impact.edits import Edit, Fragment, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.impact.app_files import AppFile, Located

    Entry = tuple[Located, str, ast.expr]

_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_MAX_LENGTH: Final = 4000  # of a literal: copies of a longer one would fill the file
_CHANGES: Final = frozenset(("clear", "pop", "popitem", "setdefault", "update"))


class _Scope:
    """The names of a function or a module.

    Attributes:
        bindings: how often each name is bound.
        values: the last value of each name.
        keys: the keys that are assigned to each name.
    """

    def __init__(self, node: ast.AST) -> None:
        self.nodes = list(ast.iter_child_nodes(node))
        self.bindings: Counter[str] = Counter()
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
                self.bindings[name] += 1
            case ast.Import(names) | ast.ImportFrom(names=names):
                self.bindings.update(one.asname or one.name for one in names)
            case ast.AugAssign(ast.Name(name)) | ast.Delete([ast.Subscript(ast.Name(name))]):
                self.bindings[name] += 2  # its value is unknown afterwards
            case ast.Global(names) | ast.Nonlocal(names):
                self.bindings.update(names * 2)
            case ast.Call(ast.Attribute(ast.Name(name), method)) if method in _CHANGES:
                self.bindings[name] += 2


def inline_dicts(source: AppFile) -> Iterator[Edit]:
    """Yield the edits that replace a name that is passed by its literal."""
    module = _Scope(source.tree)
    scopes = [_Scope(one) for one in source.nodes if isinstance(one, _SCOPES)]
    for scope in (module, *scopes):
        for node in scope.nodes:
            for one in _passed_values(node):
                name = one.id if isinstance(one, ast.Name) else ""
                owner = scope if scope.bindings[name] else module
                if owner is not scope and any(each.bindings[name] for each in scopes):
                    continue
                value = owner.values.get(name) if owner.bindings[name] == 1 else None
                literal = one if isinstance(one, ast.Call) else value
                fragments = tuple(_dict_fragments(source, literal, owner.keys[name]))
                if 0 < sum(len(each.text) for each in fragments) < _MAX_LENGTH:
                    yield Edit(*source.span(one), fragments)


def _passed_values(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Call(args=args, keywords=keywords):
            return [*args, *(one.value for one in keywords)]
        case ast.List(elements) | ast.Dict(values=elements):
            return elements
        case ast.Return(ast.expr() as value):
            return [value]
        case _:
            return []


def _dict_fragments(
    source: AppFile, node: ast.expr | None, entries: list[Entry]
) -> Iterator[Fragment]:
    """Yield a literal, or a call of `dict` as one, with more entries; nothing for other nodes."""
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
