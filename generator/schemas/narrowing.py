"""Narrow the property of a discriminator to the values that select the class which has it.

Then type checkers select a variant by the value too. A class that is used without its union keeps
its property: another value may be valid there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from generator.naming import MODEL_ATTRIBUTES, distinct
from generator.schemas import named_shapes, shapes
from generator.schemas.shapes import (
    AliasDefinition,
    Enumeration,
    Named,
    Nullable,
    ObjectDefinition,
    Scalar,
    Union,
)
from generator.schemas.tags import TagFinder, member
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.python_types import Constant
    from generator.schemas.shapes import Definition, Property, Shape


@dataclass(slots=True)
class _Selection:
    """How unions select a class: by which properties and values, and how many unions do."""

    values: dict[str, dict[Constant, None]] = field(default_factory=dict)
    unions: int = 0
    is_fallback: bool = False


def with_discriminators(
    definitions: Mapping[str, Definition], used: Iterable[Shape]
) -> dict[str, Definition]:
    """Return the definitions, whose classes have the properties that discriminators name.

    Args:
        definitions: all definitions.
        used: the shapes that operations use themselves.
    """
    inner = [shape for one in definitions.values() for shape in shapes.shapes_of(one)]
    parts = [part for shape in (*inner, *used) for part in shapes.parts(shape)]
    selections = _selections([one for one in parts if isinstance(one, Union)], definitions)
    uses = Counter(str(one.name) for one in parts if isinstance(one, Named))
    found = dict(definitions)
    for name, selection in selections.items():
        one = definitions[name]
        if isinstance(one, ObjectDefinition):
            is_exact = not selection.is_fallback and uses[name] == selection.unions
            for key, values in selection.values.items():
                only = tuple(values) if is_exact and len(selection.values) == 1 else ()
                found[name] = one = _with_member(one, key, only, definitions)
    return found


def _selections(
    unions: Iterable[Union], definitions: Mapping[str, Definition]
) -> Mapping[str, _Selection]:
    finder = TagFinder(definitions)
    selections: defaultdict[str, _Selection] = defaultdict(_Selection)
    for union in unions:
        tags = finder.tags(union)
        if tags is None:
            continue
        for value, variants in tags.variants.items():
            for one in variants:
                if isinstance(one, Named):
                    selections[one.name].values.setdefault(tags.key, {})[value] = None
        for one in tags.others:
            if isinstance(one, Named):
                selections[one.name].values.setdefault(tags.key, {})
                selections[one.name].is_fallback = True
        for one in union.variants:
            if isinstance(one, Named):
                selections[one.name].unions += 1
    return selections


def _with_member(
    one: ObjectDefinition,
    key: str,
    values: tuple[Constant, ...],
    definitions: Mapping[str, Definition],
) -> ObjectDefinition:
    """Return a class with a property, which has only these values if there are any."""
    known = member(one, key)
    if known is None:
        return replace(one, properties=(*one.properties, _new_member(one, key, values)))
    shape = _narrowed(known.shape, values, definitions)
    narrowed = replace(known, shape=shape)
    members = tuple(narrowed if each is known else each for each in one.properties)
    return one if shape == known.shape else replace(one, properties=members)


def _new_member(one: ObjectDefinition, key: str, values: tuple[Constant, ...]) -> Property:
    """Return a property that only the discriminator names."""
    others = {each.name for each in one.properties}
    return shapes.Property(
        wire=key,
        name=distinct([key], taken={*MODEL_ATTRIBUTES, *others})[0],
        shape=Enumeration(values) if values else Scalar("str"),
        required=bool(values),
        description=Untrusted(""),
        node=one.node,
    )


def _narrowed(
    shape: Shape, values: tuple[Constant, ...], definitions: Mapping[str, Definition]
) -> Shape:
    """Return a shape with these values only, if it has them and more.

    A component that names the constants stays: code that uses the package may import it.
    """
    if isinstance(shape, Nullable):
        return shapes.nullable(_narrowed(shape.shape, values, definitions))
    named = definitions[shape.name] if isinstance(shape, Named) else None
    if isinstance(named, AliasDefinition) and not named.inline:
        return shape
    end = named_shapes.target(shape, definitions)
    is_text = end == Scalar("str") and all(isinstance(one, str) for one in values)
    is_more = isinstance(end, Enumeration) and set(values) < set(end.values)
    return Enumeration(values) if values and (is_text or is_more) else shape
