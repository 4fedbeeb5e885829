"""What functions of Python itself give, as far as values of the package go through them."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.uses.annotations import annotated
from generator.uses.members import member
from generator.uses.parts import awaited
from generator.uses.values import (
    NOTHING,
    UNKNOWN,
    Display,
    Fixed,
    Function,
    Managed,
    Several,
    Waiting,
    one,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from generator.uses.infer import Infer
    from generator.uses.scopes import Scope
    from generator.uses.values import Values


def of_python(infer: Infer, name: str, node: ast.Call, scope: Scope) -> Values:
    """Return what a call of a function of this name gives."""
    if name == "dict":
        return one(Display(node, scope))
    if not node.args or isinstance(node.args[0], ast.Starred):
        return _gathered(infer, node, scope) if name == "gather" and node.args else UNKNOWN
    make = _FUNCTIONS.get(name)
    return make(infer, node, scope) if make else UNKNOWN


def _first(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    return infer.values(node.args[0], scope)


def _elements(infer: Infer, values: Values) -> Values:
    return NOTHING.union(*(infer.element(each) for each in values))


def _element(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    return _elements(infer, _first(infer, node, scope))


def _several(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    return one(Several(_element(infer, node, scope)))


def _anext(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    return one(Waiting(_element(infer, node, scope)))


def _enumerated(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    return one(Several(one(Fixed((UNKNOWN, _element(infer, node, scope))))))


def _zipped(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    items = (_elements(infer, infer.values(each, scope)) for each in node.args)
    return one(Several(one(Fixed(tuple(items)))))


def _filtered(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    return one(Several(_elements(infer, infer.values(node.args[-1], scope))))


def _run(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    return _awaited(_first(infer, node, scope))


def _awaited(values: Values) -> Values:
    return NOTHING.union(*(awaited(each) for each in values))


def _gathered(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    if any(isinstance(each, ast.Starred) for each in node.args):
        held: Iterable[Values] = (
            _elements(infer, infer.values(each.value, scope))
            if isinstance(each, ast.Starred)
            else infer.values(each, scope)
            for each in node.args
        )
        return one(Waiting(one(Several(NOTHING.union(*map(_awaited, held))))))
    given = (_awaited(infer.values(each, scope)) for each in node.args)
    return one(Waiting(one(Fixed(tuple(given)))))


def _managed(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    return one(Managed(_first(infer, node, scope)))


def _cast(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    return annotated(infer, node.args[0], scope)


def _attribute(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    match node.args:
        case [ast.expr(), ast.Constant(str(name)), *_]:
            held = _first(infer, node, scope)
            return NOTHING.union(*(member(infer, each, name) for each in held))
        case _:
            return UNKNOWN


def _partial(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    """Return the functions of the package that take what is given here, and then the rest."""
    starred = any(isinstance(each, ast.Starred) for each in node.args)
    names = [each.arg for each in node.keywords]
    return (
        frozenset(
            replace(
                each,
                positions=each.positions + len(node.args) - 1,
                keywords=each.keywords | {name for name in names if name},
                open=each.open or starred or None in names,
            )
            for each in _first(infer, node, scope)
            if isinstance(each, Function)
        )
        or UNKNOWN
    )


def _in_thread(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    functions = _first(infer, node, scope)
    given = (infer.surface.result(each) for each in functions if isinstance(each, Function))
    return one(Waiting(NOTHING.union(*given) or UNKNOWN))


_FUNCTIONS: Final[Mapping[str, Callable[[Infer, ast.Call, Scope], Values]]] = {
    **dict.fromkeys(("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter"), _several),
    **dict.fromkeys(("next", "max", "min"), _element),
    **dict.fromkeys(("aiter", "copy", "deepcopy"), _first),
    **dict.fromkeys(("create_task", "ensure_future", "shield", "wait_for"), _first),
    **dict.fromkeys(("closing", "aclosing"), _managed),
    "anext": _anext,
    "enumerate": _enumerated,
    "zip": _zipped,
    "filter": _filtered,
    "run": _run,
    "gather": _gathered,
    "cast": _cast,
    "getattr": _attribute,
    "partial": _partial,
    "to_thread": _in_thread,
}
