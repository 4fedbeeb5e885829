"""What an annotation says that a value is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from generator.uses.scopes import Assigned
from generator.uses.syntax import unquoted
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
    from collections.abc import Callable, Mapping

    from generator.uses.infer import Infer
    from generator.uses.scopes import Scope
    from generator.uses.values import Value, Values

_DEEPEST: Final = 20


def annotated(infer: Infer, annotation: ast.expr, scope: Scope, depth: int = 0) -> Values:
    """Return the values of a type."""
    node = unquoted(annotation)
    match node:
        case _ if depth > _DEEPEST:
            found = UNKNOWN
        case ast.Constant(None):
            found = one(NULL)
        case ast.BinOp(left, ast.BitOr(), right):
            parts = [annotated(infer, part, scope, depth + 1) for part in (left, right)]
            found = NOTHING.union(*parts)
        case ast.Subscript(base, inner):
            found = _generic(infer, base, inner, scope, depth)
        case ast.Name() | ast.Attribute():
            found = _named(infer, node, scope, depth)
        case _:
            found = UNKNOWN
    return found


def _named(infer: Infer, node: ast.Name | ast.Attribute, scope: Scope, depth: int) -> Values:
    values = NOTHING.union(*(_of_type(infer, each) for each in infer.values(node, scope)))
    if isinstance(node, ast.Name) and values <= UNKNOWN:
        return _alias(infer, node.id, scope, depth) or values
    return values


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
        constants = (each for each in arguments if isinstance(each, ast.Constant))
        return NOTHING.union(*(infer.values(each, scope) for each in constants))
    make = _GENERIC.get(name)
    if make is None or not arguments:
        return UNKNOWN
    if make is _fixed and isinstance(arguments[-1], ast.Constant):  # tuple[X, ...]
        make, arguments = _several, arguments[:1]
    return make([annotated(infer, each, scope, depth + 1) for each in arguments])


def _several(inside: list[Values]) -> Values:
    return one(Several(inside[0]))


def _fixed(inside: list[Values]) -> Values:
    return one(Fixed(tuple(inside)))


def _keyed(inside: list[Values]) -> Values:
    return one(Keyed(inside[-1]))


def _waiting(inside: list[Values]) -> Values:
    return one(Waiting(inside[-1]))


def _managed(inside: list[Values]) -> Values:
    return one(Managed(inside[0]))


def _same(inside: list[Values]) -> Values:
    return inside[0]


def _united(inside: list[Values]) -> Values:
    return NOTHING.union(*inside)


def _optional(inside: list[Values]) -> Values:
    return inside[0] | {NULL}


def _stream(inside: list[Values]) -> Values:
    return one(Managed(_several(inside)))


def _ok(inside: list[Values]) -> Values:
    return one(Held("Ok", inside[0]))


def _data(inside: list[Values]) -> Values:
    return one(Held("Data", inside[0]))


def _reply(inside: list[Values]) -> Values:
    return one(Held("Reply", inside[0]))


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


_SEVERAL: Final = """
    list set frozenset deque Iterable Iterator Sequence MutableSequence Collection Set AbstractSet
    MutableSet List FrozenSet Deque AsyncIterable AsyncIterator Generator AsyncGenerator Reversible
"""
_KEYED: Final = "dict Dict Mapping MutableMapping defaultdict DefaultDict OrderedDict"
_SAME: Final = "Annotated ClassVar Final InitVar Mapped NotRequired ReadOnly Required"
_MANAGED: Final = "AbstractContextManager AbstractAsyncContextManager ContextManager"
_GENERIC: Final[Mapping[str, Callable[[list[Values]], Values]]] = {
    **dict.fromkeys(_SEVERAL.split(), _several),
    **dict.fromkeys(_KEYED.split(), _keyed),
    **dict.fromkeys(_SAME.split(), _same),
    **dict.fromkeys(_MANAGED.split(), _managed),
    **dict.fromkeys(("Awaitable", "Coroutine", "Task", "Future"), _waiting),
    **dict.fromkeys(("EventStream", "AsyncEventStream"), _stream),
    **dict.fromkeys(("Reply", "AsyncReply"), _reply),
    **dict.fromkeys(("tuple", "Tuple"), _fixed),
    "Union": _united,
    "Optional": _optional,
    "Ok": _ok,
    "Data": _data,
}
"""What generic types of Python and of the package give, by what stands in their brackets."""
