"""One file, read once: its scopes, and its nodes with the scopes in which they are read."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.uses.altering import ADDING, altered
from generator.uses.scopes import (
    Annotated,
    Assigned,
    Collected,
    Defined,
    Element,
    Entered,
    Imported,
    Opaque,
    Scope,
)
from generator.uses.syntax import is_named, unquoted
from generator.uses.targets import bind_attribute, bind_parameters, bind_pattern, bind_target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.uses.scopes import FunctionNode
    from generator.uses.sources import Source

# The nodes that rules ask for: most of a file is none of them.
_TOLD: Final = (
    ast.AnnAssign,
    ast.AsyncFunctionDef,
    ast.Attribute,
    ast.Call,
    ast.Compare,
    ast.FunctionDef,
    ast.Import,
    ast.ImportFrom,
    ast.Match,
    ast.MatchClass,
    ast.Name,
    ast.Subscript,
)


@dataclass(frozen=True, slots=True)
class Site:
    """A node, and the scope in which it is read."""

    node: ast.AST
    scope: Scope


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says.

    Attributes:
        sites: the nodes that rules ask for, those of quoted annotations too.
        discarded: the calls of which nobody takes the result.
    """

    source: Source
    scope: Scope
    sites: tuple[Site, ...]
    discarded: frozenset[ast.AST]


def read(source: Source) -> Reading:
    """Read the scopes and nodes of a file."""
    reader = _Reader(Scope("module", source.path, None))
    reader.run(source.tree)
    return Reading(source, reader.module, tuple(reader.sites), frozenset(reader.discarded))


@dataclass(slots=True)
class _Reader:
    """Goes through the nodes in their order, without recursion: an app may nest as it likes."""

    module: Scope
    sites: list[Site] = field(default_factory=list)
    discarded: set[ast.AST] = field(default_factory=set)
    waiting: list[tuple[ast.AST, Scope, bool]] = field(default_factory=list)
    keys: dict[ast.AST, Assigned] = field(default_factory=dict)

    def run(self, tree: ast.Module) -> None:
        self.waiting.append((tree, self.module, False))
        while self.waiting:
            node, scope, annotation = self.waiting.pop()
            if annotation and isinstance(node, ast.expr):
                node = unquoted(node)
            if isinstance(node, _TOLD):
                self.sites.append(Site(node, scope))
            if annotation:
                self._children_of_annotation(node, scope)
            elif not (self._definition(node, scope) or self._binding(node, scope)):
                self._other(node, scope)

    def push(self, nodes: Sequence[ast.AST], scope: Scope, *, annotation: bool = False) -> None:
        self.waiting += [(node, scope, annotation) for node in reversed(nodes)]

    def _children_of_annotation(self, node: ast.AST, scope: Scope) -> None:
        children = list(ast.iter_child_nodes(node))
        if isinstance(node, ast.Subscript):
            if is_named(node.value, "Literal"):
                children = [node.value]
            elif is_named(node.value, "Annotated") and isinstance(node.slice, ast.Tuple):
                children = [node.value, *node.slice.elts[:1]]
        self.push(children, scope, annotation=True)

    def _definition(self, node: ast.AST, scope: Scope) -> bool:
        """Read what opens a scope; say whether this does."""
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, scope)
            case ast.Lambda():
                self._lambda(node, scope)
            case ast.ClassDef():
                self._class(node, scope)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                self._comprehension(node, scope)
            case _:
                return False
        return True

    def _binding(self, node: ast.AST, scope: Scope) -> bool:
        """Read what takes its value or type from elsewhere than its children; say if this does."""
        match node:
            case ast.AnnAssign():
                self._annotated(node, scope)
            case ast.Call():
                self._call(node, scope)
            case _:
                return False
        return True

    def _other(self, node: ast.AST, scope: Scope) -> None:
        self.module.altered.update(altered(node, scope))
        match node:
            case ast.Assign() | ast.For() | ast.AsyncFor() | ast.NamedExpr() | ast.withitem():
                self._assigned(node, scope)
            case ast.Import() | ast.ImportFrom():
                self._imported(node, scope)
            case ast.Global() | ast.Nonlocal():
                self._elsewhere(node, scope)
            case ast.Return() | ast.Yield() | ast.Expr():
                self._given(node, scope)
            case ast.ExceptHandler(name=str(name)):
                scope.bind(name, Opaque())
            case ast.Match():
                for case in node.cases:
                    bind_pattern(case.pattern, node.subject, scope)
            case _:
                pass
        if sys.version_info >= (3, 12) and isinstance(node, ast.TypeAlias):
            bind_target(node.name, node.value, scope, scope, ())
        self.push(list(ast.iter_child_nodes(node)), scope)

    def _function(self, node: FunctionNode, scope: Scope) -> None:
        scope.bind(node.name, Defined(node, scope))
        inside = scope.open("function", node)
        bind_parameters(node, scope, inside)
        self.push(list(node.body), inside)
        given = node.args
        listed = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        annotations = [one.annotation for one in listed if one] + [node.returns]
        self.push([one for one in annotations if one], scope, annotation=True)
        defaults = [*given.defaults, *(one for one in given.kw_defaults if one)]
        self.push([*node.decorator_list, *defaults], scope)

    def _lambda(self, node: ast.Lambda, scope: Scope) -> None:
        inside = scope.open("function", node)
        bind_parameters(node, scope, inside)
        if node in self.keys and node.args.args:
            inside.names[node.args.args[0].arg] = [self.keys[node]]
        self.push([node.body], inside)
        self.push([*node.args.defaults, *(one for one in node.args.kw_defaults if one)], scope)

    def _class(self, node: ast.ClassDef, scope: Scope) -> None:
        scope.bind(node.name, Defined(node, scope))
        self.push(list(node.body), scope.open("class", node))
        keywords = [one.value for one in node.keywords]
        self.push([*node.decorator_list, *node.bases, *keywords], scope)

    def _comprehension(
        self,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
        scope: Scope,
    ) -> None:
        inside = scope.open("comprehension", node)
        made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self.push(list(made), inside)
        for number, one in reversed(list(enumerate(node.generators))):
            read_in = inside if number else scope  # Python reads the first iterable outside
            bind_target(one.target, one.iter, inside, read_in, (Element(),))
            self.push(list(one.ifs), inside)
            self.push([one.iter], read_in)

    def _annotated(self, node: ast.AnnAssign, scope: Scope) -> None:
        says_nothing = is_named(node.annotation, "Final", "TypeAlias", "ClassVar")
        binding = Assigned(node.value, scope) if says_nothing and node.value else None
        bound = binding or Annotated(node.annotation, scope)
        if isinstance(node.target, ast.Name):
            scope.bind(node.target.id, bound)
        elif isinstance(node.target, ast.Attribute):
            bind_attribute(node.target, bound, scope)
        self.push([node.target, *([node.value] if node.value else [])], scope)
        self.push([node.annotation], scope, annotation=True)

    def _assigned(
        self,
        node: ast.Assign | ast.For | ast.AsyncFor | ast.NamedExpr | ast.withitem,
        scope: Scope,
    ) -> None:
        match node:
            case ast.Assign(targets, value):
                for target in targets:
                    bind_target(target, value, scope, scope, ())
            case ast.For(target, iterable) | ast.AsyncFor(target, iterable):
                bind_target(target, iterable, scope, scope, (Element(),))
            case ast.NamedExpr(target, value):
                bind_target(target, value, scope.function, scope, ())
            case ast.withitem(value, ast.expr() as target):
                bind_target(target, value, scope, scope, (Entered(),))

    def _imported(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        for one in node.names:
            if isinstance(node, ast.Import):
                parts = tuple(one.name.split("."))
                bound = parts if one.asname else parts[:1]
                scope.bind(one.asname or parts[0], Imported(bound, 0, "", scope.path))
                continue
            parts = tuple(node.module.split(".")) if node.module else ()
            imported = Imported(parts, node.level, one.name, scope.path)
            if one.name == "*":
                scope.stars.append(imported)
            else:
                scope.bind(one.asname or one.name, imported)

    def _elsewhere(self, node: ast.Global | ast.Nonlocal, scope: Scope) -> None:
        for name in node.names:
            home = scope.module
            if isinstance(node, ast.Nonlocal) and scope.parent:
                home = scope.parent.holding(name) or home
            scope.elsewhere[name] = home

    def _given(self, node: ast.Return | ast.Yield | ast.Expr, scope: Scope) -> None:
        match node:
            case ast.Return(ast.expr() as value):
                scope.returns.append(value)
            case ast.Yield(ast.expr() as value):
                scope.function.yields.append(value)
            case ast.Expr(ast.Call() as call) | ast.Expr(ast.Await(ast.Call() as call)):
                self.discarded.add(call)
            case _:
                pass

    def _call(self, node: ast.Call, scope: Scope) -> None:
        self.module.altered.update(altered(node, scope))
        match node:
            case ast.Call(func=ast.Attribute(ast.Name(name), method), args=[added]):
                if method in ADDING:
                    found = Assigned(added, scope, (Collected(),))
                    scope.collected.setdefault(name, []).append(found)
            case ast.Call(func, [iterable, *_]) if is_named(func, "sorted", "min", "max"):
                self._keyed(node, iterable, scope)
            case ast.Call(ast.Attribute(iterable, "sort"), []):
                self._keyed(node, iterable, scope)
            case ast.Call(func, [ast.Lambda() as taking, iterable]) if is_named(
                func, "map", "filter"
            ):
                self.keys[taking] = Assigned(iterable, scope, (Element(),))
            case _:
                pass
        quoted = node.args[:1] if is_named(node.func, "cast") else []
        others = [one for one in ast.iter_child_nodes(node) if one not in quoted]
        self.push(others, scope)
        self.push(list(quoted), scope, annotation=True)

    def _keyed(self, node: ast.Call, iterable: ast.expr, scope: Scope) -> None:
        """Note what the function that is given as `key=` takes."""
        for keyword in node.keywords:
            if keyword.arg == "key" and isinstance(keyword.value, ast.Lambda):
                self.keys[keyword.value] = Assigned(iterable, scope, (Element(),))
