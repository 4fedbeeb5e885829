"""Whether a value is one of the constants that a change is about."""

from __future__ import annotations

import ast
from enum import Enum
from typing import TYPE_CHECKING, Final

from generator.schemas.shapes import (
    Anything,
    Array,
    Dictionary,
    Enumeration,
    Nullable,
    Scalar,
    target,
)
from generator.uses.values import (
    AppInstance,
    Constant,
    Display,
    External,
    Instance,
    Keyed,
    Several,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.schemas.shapes import Shape
    from generator.uses.infer import Infer
    from generator.uses.scopes import Scope
    from generator.uses.values import Value, Values

_DEEPEST: Final = 10
_KINDS: Final = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}


class Verdict(Enum):
    """Whether a value is one that is accepted no longer."""

    NO = 0
    MAYBE = 1
    YES = 2


def verdict(infer: Infer, node: ast.expr, scope: Scope, constants: tuple[object, ...]) -> Verdict:
    """Judge an expression: it, or something in the list that it is."""
    found = _of_values(infer, infer.values(node, scope), constants, 0)
    # A name that is bound to several constants has but one of them at a time.
    sure = found == {Verdict.YES} or not isinstance(node, (ast.Name, ast.Attribute))
    if Verdict.MAYBE in found or (Verdict.YES in found and not sure):
        return Verdict.MAYBE
    return Verdict.YES if Verdict.YES in found else Verdict.NO


def _of_values(
    infer: Infer, values: Iterable[Value], constants: tuple[object, ...], depth: int
) -> set[Verdict]:
    return {_judged(infer, value, constants, depth) for value in values}


def _judged(infer: Infer, value: Value, constants: tuple[object, ...], depth: int) -> Verdict:
    match value:
        case Unknown() | External() | AppInstance():
            return Verdict.MAYBE
        case Constant(found):
            return Verdict.YES if _is_among(found, constants) else Verdict.NO
        case Instance(shape):
            return Verdict.MAYBE if _can_be(infer, shape, constants, 0) else Verdict.NO
        case Display() | Several() | Keyed() if depth < _DEEPEST:
            return _worst(_of_values(infer, _inside(infer, value), constants, depth + 1))
        case _:
            return Verdict.NO


def _worst(found: set[Verdict]) -> Verdict:
    return max(found, key=lambda one: one.value, default=Verdict.NO)


def _inside(infer: Infer, value: Value) -> Values:
    match value:
        case Display(ast.Dict(values=values), scope):
            return frozenset().union(*(infer.values(each, scope) for each in values))
        case Keyed(items):
            return items
        case _:
            return infer.element(value)


def _is_among(value: object, constants: tuple[object, ...]) -> bool:
    """Whether a constant is one of these; true is not 1."""
    return any(value == one and _is_flag(value) == _is_flag(one) for one in constants)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _can_be(infer: Infer, shape: Shape, constants: tuple[object, ...], depth: int) -> bool:
    """Whether a value of a shape may be one of the constants, or hold one."""
    if None in constants and isinstance(target(shape, infer.surface.definitions), Nullable):
        return True
    return any(_variant(infer, one, constants, depth) for one in infer.surface.variants(shape))


def _variant(infer: Infer, shape: Shape, constants: tuple[object, ...], depth: int) -> bool:
    match shape:
        case Anything():
            return True
        case Enumeration(values):
            return any(_is_among(value, constants) for value in values)
        case Scalar(kind):
            return any(type(one) in _KINDS.get(kind, ()) for one in constants)
        case Array(inner) | Dictionary(inner) if depth < _DEEPEST:
            return _can_be(infer, inner, constants, depth + 1)
        case _:
            return False
