"""Functions, views, modules and types that an app names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from generator.uses.changed import touched
from generator.uses.scopes import Imported
from generator.uses.values import NULL, Class, Export, Function, PackageModule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.uses.changed import Context, Located, Touched
    from generator.uses.reading import Site
    from generator.uses.scopes import Scope
    from generator.uses.values import Value, Values


def references(context: Context, site: Site) -> Iterator[Touched]:
    """Yield what a name, an attribute or an import touches."""
    match site.node:
        case ast.Name(ctx=ast.Load()) as node:
            found = context.infer.values(node, site.scope)
            yield from _named(context, node, site.scope, found)
        case ast.Attribute(ctx=ast.Load()) as node:
            yield from _attribute(context, node, site.scope)
        case ast.ImportFrom() as node:
            yield from _imported_from(context, node, site.scope)
        case ast.Import(names):
            for each in names:
                parts = tuple(each.name.split("."))
                found = context.infer.bound(Imported(parts, 0, "", site.scope.path))
                yield from _module(context, each, site.scope, found)
        case _:
            pass


def _named(context: Context, node: Located, scope: Scope, found: Values) -> Iterator[Touched]:
    """Yield what is touched by naming what is there no longer."""
    for value in found:
        certain = all(_same(value, other) for other in found)
        match value:
            case Function(name) | Export(name):
                changes = context.changed.of_function(name, "function-removed")
                yield from touched(node, scope, changes, certain=certain)
            case Class(module, name):
                changes = [
                    each
                    for each in context.changed.of_type(name, "type-removed")
                    if each.target.module in ("", module)
                ]
                yield from touched(node, scope, changes, certain=certain)
            case _:
                pass


def _same(value: Value, other: Value) -> bool:
    """Whether two values name the same thing; None stands for what could not be imported."""
    if isinstance(value, Function) and isinstance(other, Function):
        return value.name == other.name
    return other in (value, NULL)


def _attribute(context: Context, node: ast.Attribute, scope: Scope) -> Iterator[Touched]:
    bases = context.infer.values(node.value, scope)
    found = context.infer.values(node, scope)
    for base in bases:
        match base:
            case Function(name):
                changes = context.changed.of_function(name, "view-removed")
                views = [each for each in changes if each.target.view == node.attr]
                yield from touched(node, scope, views, certain=len(bases) == 1)
            case PackageModule(module):
                yield from _moved(context, node, scope, found if module else frozenset())
                if not module:
                    yield from _module(context, node, scope, found)
            case _:
                pass
    if not any(isinstance(base, Function) for base in bases):
        yield from _named(context, node, scope, found)


def _moved(context: Context, node: Located, scope: Scope, found: Values) -> Iterator[Touched]:
    """Yield what is touched by naming the module that a function was in."""
    for value in found:
        if isinstance(value, Function):
            changes = context.changed.of_function(value.name, "function-moved")
            yield from touched(node, scope, changes)


def _module(context: Context, node: Located, scope: Scope, found: Values) -> Iterator[Touched]:
    named = {value.name for value in found if isinstance(value, PackageModule)}
    removed = context.changed.of("module-removed")
    changes = [each for each in removed if each.target.module in named]
    yield from touched(node, scope, changes)


def _imported_from(context: Context, node: ast.ImportFrom, scope: Scope) -> Iterator[Touched]:
    parts = tuple(node.module.split(".")) if node.module else ()
    modules = context.infer.bound(Imported(parts, node.level, "", scope.path))
    yield from _module(context, node, scope, modules)
    for each in node.names:
        if each.name == "*":
            continue
        found = context.infer.bound(Imported(parts, node.level, each.name, scope.path))
        yield from _named(context, each, scope, found)
        if PackageModule() in modules:
            yield from _module(context, each, scope, found)
        if any(isinstance(module, PackageModule) and module.name for module in modules):
            yield from _moved(context, each, scope, found)
