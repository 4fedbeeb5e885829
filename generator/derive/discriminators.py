"""Which property tells the variants of a union apart, and how that is written."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.derive.shapes import (
    Constant,
    Enumeration,
    Named,
    ObjectDefinition,
    Union,
    target,
)
from generator.text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.derive.shapes import Definition, Shape
    from generator.naming import Identifier


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Variants that the constant of one attribute tells apart.

    Variants which share a constant stand together, and another attribute tells them apart.
    """

    tag: Identifier
    variants: tuple[Named | Dispatch, ...]


def dispatched(expression: str, shape: Shape, definitions: Mapping[str, Definition]) -> str:
    """Return the annotation of a union with its tagged variants dispatched by their tag."""
    found = _dispatch(shape, definitions) if isinstance(shape, Union) else None
    if found is None:
        return expression
    arms = {_last_name(arm): ast.unparse(arm) for arm in _arms(ast.parse(expression).body)}
    tagged = set(_names(found))
    first = next((arm for arm in arms if arm in tagged), None)
    printed = [
        _printed(found, arms) if name == first else arm
        for name, arm in arms.items()
        if name == first or name not in tagged
    ]
    return " | ".join(printed) if tagged <= arms.keys() else expression


def is_dispatched(union: Union, definitions: Mapping[str, Definition]) -> bool:
    """Whether a tag tells all variants of a union apart."""
    found = _dispatch(union, definitions)
    return found is not None and set(_names(found)) == {
        one.name if isinstance(one, Named) else None for one in union.variants
    }


def _printed(one: Named | Dispatch, arms: Mapping[str, str]) -> str:
    if isinstance(one, Named):
        return arms[one.name]
    union = " | ".join(_printed(variant, arms) for variant in one.variants)
    return f"Annotated[{union}, Field(discriminator={literal(one.tag)})]"


def _names(one: Named | Dispatch) -> Iterator[str]:
    if isinstance(one, Named):
        yield one.name
    else:
        for variant in one.variants:
            yield from _names(variant)


def _arms(body: Sequence[ast.stmt]) -> Iterator[ast.expr]:
    waiting = [one.value for one in body if isinstance(one, ast.Expr)]
    while waiting:
        match waiting.pop():
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                waiting += [right, left]
            case arm:
                yield arm


def _last_name(arm: ast.expr) -> str:
    match arm:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ast.unparse(arm)


def _dispatch(
    union: Union, definitions: Mapping[str, Definition], without: frozenset[str] = frozenset()
) -> Dispatch | None:
    """Return how most of the variants are told apart; None when no two of them can be.

    The document's own `discriminator` is tried first, then every required property that has
    only constants. A variant may itself be a union, all of which has that tag.
    """
    objects = {
        one: found
        for one in union.variants
        if isinstance(one, Named) and (found := _objects(one, definitions))
    }
    constants = {
        one: [_constants(each, definitions) for each in found] for one, found in objects.items()
    }
    keys = dict.fromkeys(key for each in constants.values() for one in each for key in one)
    ways = (
        _by_tag(key, objects, constants, definitions, without)
        for key in dict.fromkeys([*([union.tag] if union.tag else []), *keys])
        if key not in without
    )
    return max((way for way in ways if way), key=_size, default=None)


def _by_tag(
    key: str,
    objects: Mapping[Named, list[ObjectDefinition]],
    constants: Mapping[Named, list[dict[str, tuple[Constant, ...]]]],
    definitions: Mapping[str, Definition],
    without: frozenset[str],
) -> Dispatch | None:
    tagged = {
        one: {value for fixed in each for value in fixed.get(key, ())}
        for one, each in constants.items()
        if all(key in fixed for fixed in each)
    }
    owners = [owner for one in tagged for owner in objects[one]]
    names = {member.name for owner in owners for member in owner.properties if member.wire == key}
    variants = tuple(_told_apart(tagged, definitions, without | {key}))
    return Dispatch(names.pop(), variants) if len(names) == 1 and len(variants) > 1 else None


def _size(one: Dispatch) -> int:
    return sum(1 for _ in _names(one))


def _told_apart(
    tagged: Mapping[Named, set[Constant]],
    definitions: Mapping[str, Definition],
    without: frozenset[str],
) -> Iterator[Named | Dispatch]:
    """Yield variants that have a constant for themselves, and groups that can be divided."""
    groups: list[tuple[set[Constant], list[Named]]] = []
    for one, values in tagged.items():
        shared = [group for group in groups if group[0] & values]
        groups = [group for group in groups if group not in shared]
        together = [variant for group in shared for variant in group[1]]
        groups.append((values.union(*(group[0] for group in shared)), [*together, one]))
    for _, variants in groups:
        if len(variants) == 1:
            yield variants[0]
            continue
        inner = _dispatch(Union(tuple(variants)), definitions, without)
        if inner is not None and _size(inner) == len(variants):
            yield inner


def _objects(shape: Shape, definitions: Mapping[str, Definition]) -> list[ObjectDefinition] | None:
    """Return the objects that a variant ends in, or None when a tag cannot lead to them."""
    end = target(shape, definitions)
    if isinstance(end, Named):
        definition = definitions[end.name]
        return [definition] if isinstance(definition, ObjectDefinition) else None
    if not isinstance(end, Union) or not is_dispatched(end, definitions):
        return None
    found = [_objects(variant, definitions) for variant in end.variants]
    return None if None in found else [one for some in found if some for one in some]


def _constants(
    definition: ObjectDefinition, definitions: Mapping[str, Definition]
) -> dict[str, tuple[Constant, ...]]:
    shapes = {
        member.wire: target(member.shape, definitions)
        for member in definition.properties
        if member.required and not member.write_only
    }
    return {wire: shape.values for wire, shape in shapes.items() if isinstance(shape, Enumeration)}
