"""Attributes of responses that an app reads, and constants that it compares them with."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from generator.uses.changed import is_answered, touched
from generator.uses.values import NULL, Class, External, Instance, one

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.changes.change import Change, Code
    from generator.uses.changed import Context, Located, Touched
    from generator.uses.reading import Site
    from generator.uses.scopes import Scope
    from generator.uses.values import Values

_REMOVED: Final[tuple[Code, ...]] = ("attribute-removed",)
_READ: Final[tuple[Code, ...]] = (*_REMOVED, "attribute-widened", "attribute-optional")
_GETATTR: Final = ("builtins", "getattr")


def attributes(context: Context, site: Site) -> Iterator[Touched]:
    """Yield what reading values of responses touches."""
    scope = site.scope
    match site.node:
        case ast.Attribute(base, name, ctx) as node:
            codes = _READ if isinstance(ctx, ast.Load) else _REMOVED
            yield from _read(context, node, context.infer.values(base, scope), name, codes)
        case ast.Call() as node:
            yield from _by_text(context, node, scope)
            yield from _built(context, node, scope)
        case ast.MatchClass(cls, _, names, patterns):
            for name, pattern in zip(names, patterns, strict=True):
                found = context.infer.values(cls, scope)
                yield from _of_classes(context, pattern, found, name, _READ)
        case ast.Compare(left, _, others):
            for each in (left, *others):
                yield from _compared(context, site.node, each, scope)
        case ast.Match(subject):
            yield from _compared(context, subject, subject, scope)
        case _:
            pass


def _read(
    context: Context, node: Located, bases: Values, name: str, codes: tuple[Code, ...]
) -> Iterator[Touched]:
    """Yield that an attribute is read; of a value that may be of other classes, it may be."""
    owners = {
        owner: member.name
        for base in bases
        if isinstance(base, Instance)
        for owner, member in context.surface.properties(base.shape, name)
        if member.name == name
    }
    others = {base for base in bases if not isinstance(base, Instance) and base != NULL}
    for code in codes:
        changes = [
            each
            for owner in owners
            for each in context.changed.of_type(owner, code)
            if _is_of(context, each, owner, name)
        ]
        certain = not others and {each.target.type for each in changes} == set(owners)
        yield from touched(node, changes, certain=certain)


def _is_of(context: Context, change: Change, owner: str, name: str) -> bool:
    """Whether a change is about this attribute of a class, which may be known by its wire name."""
    if not is_answered(change) or change.target.type != owner:
        return False
    shapes = context.surface.instance(owner)
    wanted = change.target.attribute
    found = (
        member.name
        for each in shapes
        if isinstance(each, Instance)
        for _, member in context.surface.properties(each.shape, wanted)
    )
    return name in (wanted, *found)


def _by_text(context: Context, node: ast.Call, scope: Scope) -> Iterator[Touched]:
    """Yield `getattr(value, "name")`; with a default it breaks silently."""
    match node.args:
        case [base, ast.Constant(str(name)) as place, *default]:
            function = context.infer.values(node.func, scope)
            if function == one(External(_GETATTR, scope.path)):
                bases = context.infer.values(base, scope)
                for each in _read(context, place, bases, name, _REMOVED):
                    yield from touched(place, [each.change], certain=each.certain and not default)
        case _:
            pass


def _built(context: Context, node: ast.Call, scope: Scope) -> Iterator[Touched]:
    """Yield the keywords of a response that the app builds itself, as tests do."""
    for keyword in node.keywords:
        if keyword.arg and context.changed.of(*_REMOVED):
            found = context.infer.values(node.func, scope)
            yield from _of_classes(context, keyword, found, keyword.arg, _REMOVED)


def _of_classes(
    context: Context, node: Located, classes: Values, name: str, codes: tuple[Code, ...]
) -> Iterator[Touched]:
    for each in classes:
        if isinstance(each, Class) and each.module == "components":
            instance = context.surface.instance(each.name)
            yield from _read(context, node, instance, name, codes)


def _compared(
    context: Context, node: Located, operand: ast.expr, scope: Scope
) -> Iterator[Touched]:
    """Yield a comparison with a value that may now be something else."""
    if not context.changed.of("type-widened"):
        return
    for value in context.infer.values(operand, scope):
        if isinstance(value, Instance):
            for alias in sorted(context.surface.aliases(value.shape)):
                widened = context.changed.of_type(alias, "type-widened")
                changes = [each for each in widened if is_answered(each)]
                yield from touched(node, changes, certain=False)
