"""What calls give."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from generator.schemas.shapes import Dictionary
from generator.uses.appclasses import of_class, returned
from generator.uses.python import of_python
from generator.uses.values import (
    NOTHING,
    UNKNOWN,
    AppClass,
    AppFunction,
    AppInstance,
    Class,
    Display,
    Export,
    External,
    Fixed,
    Function,
    Held,
    Instance,
    Keyed,
    Method,
    Several,
    one,
)

if TYPE_CHECKING:
    from generator.uses.infer import Infer
    from generator.uses.scopes import Scope
    from generator.uses.values import Value, Values


def called(infer: Infer, node: ast.Call, scope: Scope) -> Values:
    """Return what a call gives."""
    functions = infer.values(node.func, scope)
    return NOTHING.union(*(_call(infer, each, node, scope) for each in functions))


def _call(infer: Infer, function: Value, node: ast.Call, scope: Scope) -> Values:
    match function:
        case Function():
            return infer.surface.result(function)
        case AppFunction(its, home):
            return returned(infer, its, home)
        case AppClass(its, home):
            return one(AppInstance(its, home))
        case AppInstance(its, home):
            made = of_class(infer, its, home, "__call__", instance=True)
            own = (each for each in made if isinstance(each, AppFunction))
            return NOTHING.union(*(returned(infer, each.node, each.scope) for each in own))
        case Class(name=name):
            return infer.surface.instance(name)
        case _:
            return _other(infer, function, node, scope)


def _other(infer: Infer, function: Value, node: ast.Call, scope: Scope) -> Values:
    match function:
        case Export(name) if infer.surface.reads_webhooks(name):
            return infer.surface.payload()
        case Export("Ok" | "Data" as kind) if node.args:
            return one(Held(kind, infer.values(node.args[0], scope)))
        case Method(name, owner):
            return _method(infer, name, owner, node)
        case External(parts):
            return of_python(infer, parts[-1], node, scope)
        case _:
            return UNKNOWN


def _method(infer: Infer, name: str, owner: Value, node: ast.Call) -> Values:
    key = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
    match name, owner:
        case "using", Function():
            found = one(owner)
        case "parse", Held(kind="Reply", values=values):
            found = values
        case (("model_validate" | "model_validate_json" | "model_construct"), Class(name=wanted)):
            found = infer.surface.instance(wanted)
        case (("model_copy" | "copy" | "__enter__" | "__aenter__"), _):
            found = one(owner)
        case (("get" | "setdefault" | "pop"), Keyed() | Display(ast.Dict()) | Instance()):
            found = _of_dictionary(infer, owner, key if isinstance(key, str) else None)
        case "pop" | "popleft", _:
            found = infer.element(owner)
        case (("values" | "items"), _):
            held = infer.under(owner, None)
            items = held if name == "values" else one(Fixed((UNKNOWN, held)))
            found = one(Several(items))
        case _:
            found = UNKNOWN
    return found


def _of_dictionary(infer: Infer, owner: Value, key: str | None) -> Values:
    if isinstance(owner, Instance):
        variants = infer.surface.variants(owner.shape)
        if key is None and not any(isinstance(each, Dictionary) for each in variants):
            return infer.element(owner)
    return infer.under(owner, key)
