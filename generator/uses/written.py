"""Dictionaries and constants that an app writes out for requests."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from generator.schemas.shapes import (
    Array,
    Dictionary,
    Enumeration,
    ObjectDefinition,
    Scalar,
    Union,
)
from generator.uses.arguments import narrowed
from generator.uses.changed import is_sent, touched
from generator.uses.entries import Entry, entries
from generator.uses.expected import Expected, expected
from generator.uses.values import NULL, Class, Constant, Display, Instance, Several

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.changes.change import Change, Code
    from generator.schemas.shapes import Shape
    from generator.uses.changed import Context, Touched
    from generator.uses.entries import Entries
    from generator.uses.reading import Site
    from generator.uses.scopes import Scope
    from generator.uses.values import Value, Values

_DEEPEST: Final = 30


def written(context: Context, site: Site) -> Iterator[Touched]:
    """Yield what is touched of the values that a node gives where a type says what they are."""
    for one in expected(context.infer, site):
        yield from _given(context, one, 0)
    match site.node:
        case ast.Call(func) as node:
            for value in context.infer.values(func, site.scope):
                if isinstance(value, Class) and value.module == "params":
                    objects = _objects(context, context.surface.instance(value.name))
                    display = Display(node, site.scope)
                    yield from _filled(context, display, objects, 0, certain=True)
        case ast.Subscript(base, ast.Constant(str(key))) as node:
            yield from _key_read(context, node, base, key, site.scope)
        case _:
            pass


def _given(context: Context, one: Expected, depth: int) -> Iterator[Touched]:
    """Yield what is touched of one value, and of all that stands in it."""
    if depth > _DEEPEST:
        return
    yield from _of_aliases(context, one)
    items = _items(context, one.shape)
    values = context.infer.values(one.value, one.scope)
    # A name that is bound to several has but one of them at a time.
    by_name = isinstance(one.value, (ast.Name, ast.Attribute, ast.Call))
    certain = len(values - {NULL}) == 1 or not by_name
    for value in values:
        if isinstance(value, Display) and isinstance(value.node, (ast.Dict, ast.Call)):
            yield from _dictionary(context, value, one.shape, depth, certain=certain)
        elif items:
            yield from _list(context, value, one.shape, items, depth)


def _list(
    context: Context, value: Value, whole: Shape, items: Shape, depth: int
) -> Iterator[Touched]:
    match value:
        case Display(ast.List(elts) | ast.Tuple(elts) | ast.Set(elts), scope):
            for each in elts:
                yield from _given(context, _item(each, scope, items, whole), depth + 1)
        case Several(inside):
            for added in inside:
                if isinstance(added, Display) and isinstance(added.node, ast.Dict):
                    yield from _dictionary(context, added, items, depth + 1, certain=True)
        case _:
            pass


def _item(node: ast.expr, scope: Scope, items: Shape, whole: Shape) -> Expected:
    if isinstance(node, ast.Starred):
        return Expected(node.value, scope, whole)
    return Expected(node, scope, items)


def _items(context: Context, shape: Shape) -> Shape | None:
    """Return what the items of a list of a shape are."""
    variants = context.surface.variants(shape)
    found = tuple(each.items for each in variants if isinstance(each, Array))
    return Union(found) if found else None


def _objects(context: Context, values: Values) -> list[ObjectDefinition]:
    shapes = [each.shape for each in values if isinstance(each, Instance)]
    opened = (each for shape in shapes for each in context.surface.variants(shape))
    return [found for each in opened if (found := context.surface.object(each))]


def _dictionary(
    context: Context, display: Display, shape: Shape, depth: int, *, certain: bool
) -> Iterator[Touched]:
    """Yield what is touched of a dictionary: as the object it is meant to be, or by its values."""
    objects = _objects(context, frozenset((Instance(shape),)))
    yield from _filled(context, display, objects, depth, certain=certain)
    for variant in context.surface.variants(shape):
        if isinstance(variant, Dictionary):
            for entry in entries(context.infer, display).by_key.values():
                part = Expected(entry.value, entry.scope, variant.values)
                yield from _given(context, part, depth + 1)


def _filled(
    context: Context,
    display: Display,
    objects: Sequence[ObjectDefinition],
    depth: int,
    *,
    certain: bool,
) -> Iterator[Touched]:
    given = entries(context.infer, display)
    chosen = _chosen(context, objects, given)
    sure = certain and len(chosen) == 1
    for definition in chosen:
        yield from _missing(context, display, given, definition, certain=sure)
        yield from _keys(context, given, definition, certain=sure)
        for member in definition.properties:
            entry = given.by_key.get(member.wire)
            if entry:
                part = Expected(entry.value, entry.scope, member.shape)
                yield from _given(context, part, depth + 1)


def _chosen(
    context: Context, objects: Sequence[ObjectDefinition], given: Entries
) -> list[ObjectDefinition]:
    """Return the objects that a dictionary can be: by its constants, then by its keys."""
    if len(objects) < 2:
        return list(objects)
    fitting = [each for each in objects if _fits(context, each, given)]
    whole = [
        each
        for each in fitting
        if given.by_key.keys() <= {member.wire for member in each.properties}
    ]
    return whole or fitting


def _fits(context: Context, definition: ObjectDefinition, given: Entries) -> bool:
    """Whether the constants of a dictionary are those of an object."""
    for member in definition.properties:
        variants = context.surface.variants(member.shape)
        if not all(isinstance(each, Enumeration) for each in variants):
            continue
        entry = given.by_key.get(member.wire)
        if entry is None:
            if member.required and not given.open:
                return False
            continue
        allowed = {each for one in variants if isinstance(one, Enumeration) for each in one.values}
        values = context.infer.values(entry.value, entry.scope)
        constants = [each.value for each in values if isinstance(each, Constant)]
        if len(constants) == len(values) and not allowed & set(constants):
            return False
    return True


def _missing(
    context: Context,
    display: Display,
    given: Entries,
    definition: ObjectDefinition,
    *,
    certain: bool,
) -> Iterator[Touched]:
    for change in _sent(context, definition.name, "attribute-required"):
        if _wire(definition, change) not in given.by_key:
            sure = certain and not given.open
            yield from touched(display.node, display.scope, [change], certain=sure)


def _keys(
    context: Context, given: Entries, definition: ObjectDefinition, *, certain: bool
) -> Iterator[Touched]:
    for change in _sent(context, definition.name, "attribute-removed", "attribute-narrowed"):
        entry = given.by_key.get(_wire(definition, change))
        if entry is None:
            if given.open:
                yield from touched(given.open.place, given.open.scope, [change], certain=False)
        elif change.code == "attribute-removed":
            yield from touched(entry.place, entry.scope, [change], certain=certain)
        else:
            later = context.fitting.later.member(definition.name, _wire(definition, change))
            yield from narrowed(context, change, entry, later, certain=certain)


def _sent(context: Context, name: str, *codes: Code) -> list[Change]:
    return [each for each in context.changed.of_type(name, *codes) if is_sent(each)]


def _wire(definition: ObjectDefinition, change: Change) -> str:
    """Return the key that an attribute has in dictionaries."""
    wanted = change.target.attribute
    named = {str(member.name): member.wire for member in definition.properties}
    return named.get(wanted, wanted)


def _of_aliases(context: Context, one: Expected) -> Iterator[Touched]:
    """Yield a value for an alias that no longer takes it."""
    if not context.changed.of("type-narrowed"):
        return
    values = context.infer.values(one.value, one.scope)
    if values == frozenset((NULL,)):
        return
    names = context.surface.aliases(one.shape)
    items = _items(context, one.shape)
    if items and not any(isinstance(value, Display) for value in values):
        names |= context.surface.aliases(items)
    for name in sorted(names):
        for change in _sent(context, name, "type-narrowed"):
            if not _is_open(context, one.shape, change):
                sure = bool(change.target.values) or _is_just(context, one.shape, name)
                entry = Entry(one.value, one.value, one.scope)
                # Its names mean what they mean in the later package.
                yield from narrowed(context, change, entry, one.shape, certain=sure)


def _is_open(context: Context, shape: Shape, change: Change) -> bool:
    """Whether any string is taken there, so that the constants of an alias are but hints."""
    texts = all(isinstance(value, str) for value in change.target.values)
    return texts and Scalar("str") in context.surface.variants(shape)


def _is_just(context: Context, shape: Shape, name: str) -> bool:
    """Whether a shape is one thing, and no other beside the alias."""
    own = context.surface.variants(shape)
    alias = [each for each in context.surface.instance(name) if isinstance(each, Instance)]
    return len(own) == 1 and all(own == context.surface.variants(each.shape) for each in alias)


def _key_read(
    context: Context, node: ast.Subscript, base: ast.expr, key: str, scope: Scope
) -> Iterator[Touched]:
    """Yield `tool["key"]` of a value whose TypedDict has the key no longer."""
    bases = context.infer.values(base, scope)
    for definition in _objects(context, bases):
        for change in _sent(context, definition.name, "attribute-removed"):
            if _wire(definition, change) == key:
                yield from touched(node, scope, [change], certain=len(bases) == 1)
