"""The parts of values: what going through them, entering them or an index gives."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from generator.schemas.shapes import Array, Dictionary
from generator.uses.values import (
    NOTHING,
    UNKNOWN,
    AppClass,
    AppInstance,
    Class,
    Constant,
    Display,
    Export,
    Fixed,
    Held,
    Instance,
    Keyed,
    Managed,
    Several,
    Unknown,
    Waiting,
    one,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.schemas.shapes import Shape
    from generator.uses.scopes import Scope
    from generator.uses.surface import Surface
    from generator.uses.values import Value, Values

    Evaluate = Callable[[ast.expr, Scope], Values]


def element(value: Value, evaluate: Evaluate, surface: Surface) -> Values:
    """Return what going through a value gives."""
    match value:
        case Several(items):
            found = items
        case Fixed(several):
            found = NOTHING.union(*several)
        case Managed(inside):
            found = NOTHING.union(*(element(each, evaluate, surface) for each in inside))
        case Display(ast.List(elts) | ast.Tuple(elts) | ast.Set(elts), scope):
            found = NOTHING.union(*(_displayed(each, scope, evaluate, surface) for each in elts))
        case Instance(shape):
            arrays = (each for each in surface.variants(shape) if isinstance(each, Array))
            found = frozenset(Instance(each.items) for each in arrays) or UNKNOWN
        case Constant(None):
            found = NOTHING
        case _:
            found = UNKNOWN
    return found


def _displayed(node: ast.expr, scope: Scope, evaluate: Evaluate, surface: Surface) -> Values:
    if isinstance(node, ast.Starred):
        held = evaluate(node.value, scope)
        return NOTHING.union(*(element(each, evaluate, surface) for each in held))
    return evaluate(node, scope)


def item(value: Value, index: int, evaluate: Evaluate, surface: Surface) -> Values:
    """Return what stands at an index of a value, or whatever stands in it."""
    match value:
        case Fixed(several) if -len(several) <= index < len(several):
            return several[index]
        case Display(ast.List(elts) | ast.Tuple(elts), scope) if not any(
            isinstance(each, ast.Starred) for each in elts
        ):
            inside = -len(elts) <= index < len(elts)
            return evaluate(elts[index], scope) if inside else NOTHING
        case _:
            return element(value, evaluate, surface)


def under(value: Value, key: str | None, evaluate: Evaluate, surface: Surface) -> Values:
    """Return what stands under a key of a value; None is a key that the code does not tell."""
    match value:
        case Keyed(items):
            return items
        case Display(ast.Dict(keys, values), scope):
            if None in keys or key is None:
                return UNKNOWN
            pairs = zip(keys, values, strict=True)
            found = [
                evaluate(each, scope)
                for name, each in pairs
                if isinstance(name, ast.Constant) and name.value == key
            ]
            return NOTHING.union(*found) if found else UNKNOWN
        case Instance(shape):
            return _under_shape(shape, key, surface)
        case _:
            return UNKNOWN


def _under_shape(shape: Shape, key: str | None, surface: Surface) -> Values:
    dictionaries = (each for each in surface.variants(shape) if isinstance(each, Dictionary))
    found: Values = frozenset(Instance(each.values) for each in dictionaries)
    if key is not None:
        found |= surface.attribute(shape, key)
    return found or UNKNOWN


def entered(value: Value) -> Values:
    """Return what `with` gives of a value."""
    match value:
        case Managed(values):
            return values
        case Held(kind="Reply") | AppInstance():
            return one(value)
        case _:
            return UNKNOWN


def awaited(value: Value) -> Values:
    """Return what `await` gives of a value."""
    return value.values if isinstance(value, Waiting) else UNKNOWN


def narrowed(value: Value, classes: Values, surface: Surface) -> Values:
    """Return a value as far as it is of one of these classes."""
    found: set[Value] = set()
    for each in classes:
        match each, value:
            case Export(name), Held(kind=kind) if name == kind:
                found.add(value)
            case Class(name=name), _:
                found |= surface.instance(name)
            case AppClass(node, scope), _:
                found.add(AppInstance(node, scope))
            case Export(), _:
                pass
            case _:
                found.add(Unknown())
    return frozenset(found)
