"""Attributes of responses that an app reads, and constants that it compares them with."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from generator.uses.appclasses import inherited
from generator.uses.changed import Touched, is_answered, touched
from generator.uses.values import NOTHING, NULL, AppInstance, Class, External, Instance, one

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.changes.change import Change, Code
    from generator.uses.changed import Context, Located
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
            for change, certain in _read(context, context.infer.values(base, scope), name, codes):
                yield Touched(node, scope, change, certain)
        case ast.Call() as node:
            yield from _by_text(context, node, scope)
            yield from _built(context, node, scope)
        case ast.MatchClass(cls, _, names, patterns):
            instances = _instances(context, cls, scope)
            for name, pattern in zip(names, patterns, strict=True):
                for change, certain in _read(context, instances, name, _READ):
                    yield Touched(pattern, scope, change, certain)
        case ast.Compare(left, _, others) as node:
            for each in (left, *others):
                yield from _compared(context, node, each, scope)
        case ast.Match(subject):
            yield from _compared(context, subject, subject, scope)
        case _:
            pass


def _read(
    context: Context, bases: Values, name: str, codes: tuple[Code, ...]
) -> Iterator[tuple[Change, bool]]:
    """Yield what reading an attribute touches; it may, if another class can be meant by it."""
    known = NOTHING.union(*(inherited(context.infer, base, name) for base in bases))
    shapes = [base.shape for base in (*bases, *known) if isinstance(base, Instance)]
    owners = {
        owner
        for shape in shapes
        for owner, member in context.surface.properties(shape, name)
        if member.name == name
    }
    told = all(isinstance(base, (Instance, AppInstance)) or base == NULL for base in bases)
    for code in codes:
        changes = [
            each
            for owner in sorted(owners)
            for each in context.changed.of_type(owner, code)
            if is_answered(each) and name in _names(context, each)
        ]
        certain = told and {each.target.type for each in changes} == owners
        for each in changes:
            yield each, certain and each.certain


def _names(context: Context, change: Change) -> set[str]:
    """Return how Python calls the attribute of a change, which may be known by its wire name."""
    wanted = change.target.attribute
    instances = context.surface.instance(change.target.type)
    shapes = [each.shape for each in instances if isinstance(each, Instance)]
    found = (each for shape in shapes for each in context.surface.properties(shape, wanted))
    return {wanted, *(member.name for _, member in found)}


def _by_text(context: Context, node: ast.Call, scope: Scope) -> Iterator[Touched]:
    """Yield `getattr(value, "name")`; with a default it breaks silently."""
    match node.args:
        case [base, ast.Constant(str(name)) as place, *default]:
            if context.infer.values(node.func, scope) != one(External(_GETATTR, scope.path)):
                return
            bases = context.infer.values(base, scope)
            for change, certain in _read(context, bases, name, _REMOVED):
                yield Touched(place, scope, change, certain and not default)
        case _:
            pass


def _built(context: Context, node: ast.Call, scope: Scope) -> Iterator[Touched]:
    """Yield the keywords of a response that the app builds itself, as tests do."""
    if node.keywords and context.changed.of(*_REMOVED):
        instances = _instances(context, node.func, scope)
        for keyword in node.keywords:
            for change, certain in _read(context, instances, keyword.arg or "", _REMOVED):
                yield Touched(keyword, scope, change, certain)


def _instances(context: Context, cls: ast.expr, scope: Scope) -> Values:
    """Return what is of the classes of responses that an expression names."""
    return NOTHING.union(
        *(
            context.surface.instance(each.name)
            for each in context.infer.values(cls, scope)
            if isinstance(each, Class) and each.module == "components"
        )
    )


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
                yield from touched(node, scope, changes, certain=False)
