"""Where an app says what a value has to be: arguments, annotated names, its own functions."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.schemas.shapes import Array, Dictionary, Null, Union
from generator.uses.annotations import annotated
from generator.uses.passing import passings
from generator.uses.scopes import Own
from generator.uses.values import (
    AppFunction,
    Constant,
    Instance,
    Keyed,
    Several,
    Waiting,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.schemas.shapes import Shape
    from generator.uses.infer import Infer
    from generator.uses.passing import Passing
    from generator.uses.reading import Site
    from generator.uses.scopes import FunctionNode, Scope
    from generator.uses.values import Value, Values


@dataclass(frozen=True, slots=True)
class Expected:
    """An expression, and the shape that it is given for."""

    value: ast.expr
    scope: Scope
    shape: Shape


def expected(infer: Infer, site: Site) -> Iterator[Expected]:
    """Yield what a node expects of the expressions in it."""
    match site.node:
        case ast.Call() as node:
            for passing in passings(infer, node, site.scope):
                yield from _of_operation(infer, passing)
            for function in infer.values(node.func, site.scope):
                if isinstance(function, AppFunction):
                    yield from _of_call(infer, function, node, site.scope)
        case ast.AnnAssign(annotation=annotation, value=ast.expr() as value):
            yield from _typed(infer, value, site.scope, annotation, site.scope)
        case ast.FunctionDef() | ast.AsyncFunctionDef() as node:
            yield from _of_function(infer, node, site.scope)
        case _:
            pass


def _of_operation(infer: Infer, passing: Passing) -> Iterator[Expected]:
    operation = infer.surface.operations[passing.function.name]
    for argument in operation.arguments:
        positioned = passing.positioned.get(argument.name)
        named = passing.named.by_key.get(argument.name)
        if positioned and positioned.value:
            yield Expected(positioned.value, passing.scope, argument.shape)
        elif named:
            yield Expected(named.value, named.scope, argument.shape)


def _typed(
    infer: Infer, value: ast.expr, scope: Scope, annotation: ast.expr, home: Scope
) -> Iterator[Expected]:
    shape = _shape(annotated(infer, annotation, home))
    if shape:
        yield Expected(value, scope, shape)


def _shape(values: Values) -> Shape | None:
    """Return the shape that an annotation names, as far as it is one of the package."""
    found = [shape for shape in map(_of_value, values) if shape]
    if not any(not isinstance(one, Null) for one in found):
        return None
    return found[0] if len(found) == 1 else Union(tuple(found))


def _of_value(value: Value) -> Shape | None:
    match value:
        case Instance(shape):
            return shape
        case Several(items):
            inner = _shape(items)
            return Array(inner) if inner else None
        case Keyed(items):
            inner = _shape(items)
            return Dictionary(inner) if inner else None
        case Waiting(values):
            return _shape(values)
        case Constant(None):
            return Null()
        case _:
            return None


def _of_function(infer: Infer, node: FunctionNode, scope: Scope) -> Iterator[Expected]:
    """Yield the defaults of a function, and what it returns."""
    given = node.args
    listed = [*given.posonlyargs, *given.args]
    defaults = zip(reversed(listed), reversed(given.defaults), strict=False)
    named = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    for parameter, default in (*defaults, *named):
        if parameter.annotation and default:
            yield from _typed(infer, default, scope, parameter.annotation, scope)
    inside = scope.module.inner[node]
    if node.returns and not inside.yields:
        for value in inside.returns:
            yield from _typed(infer, value, inside, node.returns, scope)


def _of_call(
    infer: Infer, function: AppFunction, call: ast.Call, scope: Scope
) -> Iterator[Expected]:
    """Yield the arguments of a call of one of the app's own functions."""
    home = function.scope
    given = function.node.args
    listed = [*given.posonlyargs, *given.args]
    inside = home.module.inner[function.node]
    if listed and any(isinstance(one, Own) for one in inside.names[listed[0].arg]):
        listed = listed[1:]
    for parameter, value in zip(listed, call.args, strict=False):
        if isinstance(value, ast.Starred):
            break
        if parameter.annotation:
            yield from _typed(infer, value, scope, parameter.annotation, home)
    by_name = {one.arg: one for one in (*listed, *given.kwonlyargs)}
    for keyword in call.keywords:
        named = by_name.get(keyword.arg or "")
        if named and named.annotation:
            yield from _typed(infer, keyword.value, scope, named.annotation, home)
