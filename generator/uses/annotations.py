"""What an annotation says that a value is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from generator.uses.reading import unquoted
from generator.uses.scopes import Assigned
from generator.uses.values import (
    NOTHING,
    NULL,
    UNKNOWN,
    AppClass,
    AppInstance,
    Class,
    Constant,
    Export,
    External,
    Fixed,
    Held,
    Keyed,
    Managed,
    Several,
    Waiting,
    one,
)

if TYPE_CHECKING:
    from generator.uses.infer import Infer
    from generator.uses.scopes import Scope
    from generator.uses.values import Value, Values

_SEVERAL: Final = frozenset(
    """
    list set frozenset deque Iterable Iterator Sequence MutableSequence Collection Set AbstractSet
    MutableSet List FrozenSet Deque AsyncIterable AsyncIterator Generator AsyncGenerator
    Reversible
    """.split()  # noqa: SIM905  many names read better so
)
_KEYED: Final = frozenset(
    """
    dict Dict Mapping MutableMapping defaultdict DefaultDict OrderedDict
    """.split()  # noqa: SIM905  as above
)
_SAME: Final = frozenset(
    """
    Annotated ClassVar Final InitVar Mapped NotRequired Optional ReadOnly Required Union
    """.split()  # noqa: SIM905  as above
)
_WAITING: Final = frozenset(("Awaitable", "Coroutine", "Task", "Future"))
_MANAGED: Final = frozenset(
    ("AbstractContextManager", "AbstractAsyncContextManager", "ContextManager")
)
_STREAMS: Final = frozenset(("EventStream", "AsyncEventStream"))


def annotated(infer: Infer, annotation: ast.expr, scope: Scope, depth: int = 0) -> Values:
    """Return the values of a type."""
    if depth > 20:
        return UNKNOWN
    node = unquoted(annotation)
    match node:
        case ast.Constant(None):
            return one(NULL)
        case ast.BinOp(left, ast.BitOr(), right):
            parts = [annotated(infer, part, scope, depth + 1) for part in (left, right)]
            return NOTHING.union(*parts)
        case ast.Subscript(base, inner):
            return _generic(infer, base, inner, scope, depth)
        case ast.Name() | ast.Attribute():
            found = infer.values(node, scope)
            values = NOTHING.union(*(_of_type(infer, value) for value in found))
            if isinstance(node, ast.Name) and values <= UNKNOWN:
                return _alias(infer, node.id, scope, depth) or values
            return values
        case _:
            return UNKNOWN


def _of_type(infer: Infer, value: Value) -> Values:
    match value:
        case Class(name=name):
            return infer.surface.instance(name)
        case AppClass(node, scope):
            return one(AppInstance(node, scope))
        case Constant(None):
            return one(NULL)
        case _:
            return UNKNOWN


def _alias(infer: Infer, name: str, scope: Scope, depth: int) -> Values:
    """Return what a name means that is bound to a type expression."""
    return NOTHING.union(
        *(
            annotated(infer, bound.value, bound.scope, depth + 1)
            for bound in infer.bindings(name, scope)
            if isinstance(bound, Assigned) and not bound.steps
        )
    )


def _generic(infer: Infer, base: ast.expr, inner: ast.expr, scope: Scope, depth: int) -> Values:
    arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    name = _name_of(infer, base, scope)
    if name == "Literal":
        constants = (one for one in arguments if isinstance(one, ast.Constant))
        return NOTHING.union(*(infer.values(one, scope) for one in constants))
    inside = [annotated(infer, each, scope, depth + 1) for each in arguments]
    if not inside:
        return UNKNOWN
    if name == "Union":
        return NOTHING.union(*inside)
    if name == "Optional":
        return inside[0] | {NULL}
    if name in ("tuple", "Tuple"):
        if isinstance(arguments[-1], ast.Constant) and arguments[-1].value is ...:
            return one(Several(inside[0]))
        return one(Fixed(tuple(inside)))
    return _container(name, inside)


def _container(name: str, inside: list[Values]) -> Values:
    if name in _SAME:
        return inside[0]
    if name in _SEVERAL:
        return one(Several(inside[0]))
    if name in _KEYED:
        return one(Keyed(inside[-1]))
    if name in _WAITING:
        return one(Waiting(inside[-1]))
    if name in _MANAGED:
        return one(Managed(inside[0]))
    if name in _STREAMS:
        return one(Managed(one(Several(inside[0]))))
    if name in ("Ok", "Data"):
        return one(Held(name, inside[0]))
    if name in ("Reply", "AsyncReply"):
        return one(Held("Reply", inside[0]))
    return UNKNOWN


def _name_of(infer: Infer, base: ast.expr, scope: Scope) -> str:
    """Return the name under which Python or the package has a generic type."""
    for value in infer.values(base, scope):
        match value:
            case External(parts):
                return parts[-1]
            case Export(name):
                return name
            case _:
                pass
    return ""
