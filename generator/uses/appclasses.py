"""What the app's own functions return and its own classes hold."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from generator.uses.annotations import annotated
from generator.uses.scopes import Annotated, Defined
from generator.uses.syntax import is_named
from generator.uses.values import (
    NOTHING,
    UNKNOWN,
    AppClass,
    AppInstance,
    Class,
    Instance,
    Managed,
    Several,
    Waiting,
    one,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    infer: Infer, node: ast.ClassDef, scope: Scope, name: str, *, instance: bool
) -> Values:
    """Return an attribute of a class of the app, or of its instance."""
    found: set[Value] = set()
    for base in _holders(infer, node, scope, name):
        match base:
            case AppClass(its, home):
                found |= _of_body(infer, home.module.inner[its], name, instance=instance)
            case Class(name=class_name) if instance:
                for value in infer.surface.instance(class_name):
                    if isinstance(value, Instance):
                        found |= infer.surface.attribute(value.shape, name)
            case _:
                pass
    return frozenset(found) or UNKNOWN


def inherited(infer: Infer, value: Value, name: str) -> Values:
    """Return values of the package's classes that an instance has an attribute from."""
    if not isinstance(value, AppInstance):
        return NOTHING
    holders = _holders(infer, value.node, value.scope, name)
    classes = (each for each in holders if isinstance(each, Class))
    return NOTHING.union(*(infer.surface.instance(each.name) for each in classes))


def _holders(infer: Infer, node: ast.ClassDef, scope: Scope, name: str) -> Iterator[Value]:
    """Yield the nearest of a class and its bases that bind a name, and all of the package's."""
    waiting: list[Value] = [AppClass(node, scope)]
    seen: set[Value] = set()
    while waiting:
        value = waiting.pop()
        if value in seen:
            continue
        seen.add(value)
        if isinstance(value, AppClass):
            inside = value.scope.module.inner[value.node]
            if name not in inside.names and name not in inside.attributes:
                bases = (infer.values(each, value.scope) for each in value.node.bases)
                waiting += NOTHING.union(*bases)
                continue
        yield value


def _of_body(infer: Infer, inside: Scope, name: str, *, instance: bool) -> Values:
    """Return what a class binds a name to itself: what it declares before what it assigns."""
    bound = [*inside.names.get(name, []), *inside.attributes.get(name, [])]
    declared = [each for each in bound if isinstance(each, Annotated)]
    return NOTHING.union(*(_read(infer, each, instance=instance) for each in declared or bound))


def _read(infer: Infer, binding: Binding, *, instance: bool) -> Values:
    """Return what a binding is when it is read: a property what it returns."""
    match binding:
        case Defined(ast.FunctionDef(decorator_list=[mark]) as node, scope) if (
            instance and is_named(mark, *_PROPERTIES)
        ):
            return returned(infer, node, scope)
        case _:
            return infer.bound(binding)
