"""What the app's own functions return and its own classes hold."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from generator.uses.annotations import annotated
from generator.uses.reading import is_named
from generator.uses.scopes import Annotated, Defined
from generator.uses.values import (
    NOTHING,
    UNKNOWN,
    AppClass,
    Class,
    Instance,
    Managed,
    Several,
    Waiting,
    one,
)

if TYPE_CHECKING:
    from generator.uses.infer import Infer
    from generator.uses.scopes import Binding, FunctionNode, Scope
    from generator.uses.values import Value, Values

_PROPERTIES: Final = ("property", "cached_property")
_MANAGERS: Final = ("contextmanager", "asynccontextmanager")
# What these make of a function returns what it returned.
_HARMLESS: Final = (
    *("abstractmethod", "cache", "classmethod", "final", "lru_cache", "overload", "override"),
    *("staticmethod", "wraps"),
)
_DEEPEST: Final = 20


def returned(infer: Infer, node: FunctionNode, scope: Scope) -> Values:
    """Return what a call of a function of the app gives: as it is annotated, or as it returns."""
    inside = scope.module.inner[node]
    if node.returns:
        found = annotated(infer, node.returns, scope)
    elif inside.yields:
        items = (infer.values(each, inside) for each in inside.yields)
        found = one(Several(NOTHING.union(*items)))
    else:
        found = NOTHING.union(*(infer.values(each, inside) for each in inside.returns))
    if isinstance(node, ast.AsyncFunctionDef) and not inside.yields:
        found = one(Waiting(found))
    for decorator in node.decorator_list:
        maker = decorator.func if isinstance(decorator, ast.Call) else decorator
        if is_named(maker, *_MANAGERS):
            found = one(Managed(NOTHING.union(*(infer.element(each) for each in found))))
        elif not is_named(maker, *_HARMLESS, *_PROPERTIES):
            found |= UNKNOWN
    return found


def of_class(
    infer: Infer, node: ast.ClassDef, scope: Scope, name: str, *, instance: bool, depth: int = 0
) -> Values:
    """Return an attribute of a class of the app, or of its instance."""
    inside = scope.module.inner[node]
    bound = [*inside.names.get(name, []), *inside.attributes.get(name, [])]
    declared = [each for each in bound if isinstance(each, Annotated)]
    if declared:
        return NOTHING.union(*(infer.bound(each) for each in declared))
    if bound:
        return NOTHING.union(*(_read(infer, each, instance=instance) for each in bound))
    if depth > _DEEPEST:
        return UNKNOWN
    inherited = (
        _inherited(infer, value, name, instance=instance, depth=depth + 1)
        for base in node.bases
        for value in infer.values(base, scope)
    )
    return NOTHING.union(*inherited) or UNKNOWN


def _read(infer: Infer, binding: Binding, *, instance: bool) -> Values:
    """Return what a binding is when it is read: a property what it returns."""
    match binding:
        case Defined(ast.FunctionDef(decorator_list=[mark]) as node, scope) if (
            instance and is_named(mark, *_PROPERTIES)
        ):
            return returned(infer, node, scope)
        case _:
            return infer.bound(binding)


def _inherited(infer: Infer, base: Value, name: str, *, instance: bool, depth: int) -> Values:
    match base:
        case AppClass(node, scope):
            return of_class(infer, node, scope, name, instance=instance, depth=depth)
        case Class(name=class_name) if instance:
            found = infer.surface.instance(class_name)
            return NOTHING.union(
                *(
                    infer.surface.attribute(each.shape, name)
                    for each in found
                    if isinstance(each, Instance)
                )
            )
        case _:
            return UNKNOWN
