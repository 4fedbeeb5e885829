"""What the attributes of a value are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from generator.uses.appclasses import of_class
from generator.uses.values import (
    UNKNOWN,
    AppClass,
    AppFolder,
    AppInstance,
    AppModule,
    Class,
    Display,
    External,
    Fixed,
    Function,
    Held,
    Instance,
    Keyed,
    Managed,
    Method,
    PackageModule,
    Several,
    one,
)

if TYPE_CHECKING:
    from generator.uses.infer import Infer
    from generator.uses.values import Value, Values, View

_VIEWS: Final = frozenset(("attempt", "raw", "request", "iter", "stream"))


def member(infer: Infer, value: Value, name: str) -> Values:
    """Return an attribute of a value."""
    match value:
        case PackageModule():
            return infer.surface.member(value, name)
        case Function():
            return _view(value, name)
        case Instance(shape):
            return infer.surface.attribute(shape, name) or one(Method(name, value))
        case Held("Ok" | "Data" | "Err", values) if name == "value":
            return values
        case AppClass(node, scope) | AppInstance(node, scope):
            return of_class(infer, node, scope, name, instance=isinstance(value, AppInstance))
        case _:
            return _other(infer, value, name)


def _other(infer: Infer, value: Value, name: str) -> Values:
    match value:
        case Class() | Held() | Several() | Fixed() | Keyed() | Display() | Managed():
            return one(Method(name, value))
        case External(parts, path):
            return infer.modules.absolute((*parts, name), path)
        case AppFolder(path):
            return infer.modules.below(path, (name,))
        case AppModule(path):
            scope = infer.modules.scopes[path]
            if name in scope.names or path.stem != "__init__":
                return infer.name(name, scope)
            return infer.modules.below(path.parent, (name,))
        case _:
            return UNKNOWN


def _view(function: Function, name: str) -> Values:
    if name in _VIEWS and not function.view:
        return one(replace(function, view=cast("View", name)))
    if name == "aio":
        return one(replace(function, awaited=True))
    if name == "using":
        return one(Method(name, function))
    return UNKNOWN
