"""Which property tells the variants of a union apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.derive.shapes import (
    AliasDefinition,
    Constant,
    Enumeration,
    Named,
    ObjectDefinition,
    Union,
    target,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.derive.shapes import Definition, Shape
    from generator.naming import Identifier


def discriminator(union: Union, definitions: Mapping[str, Definition]) -> Identifier | None:
    """Return the attribute whose constant is another in each variant, or None.

    The document's own `discriminator` is tried first, then every required property of the
    first variant that has only constants. A variant may itself be a union with that tag.
    """
    objects = _objects(union, definitions)
    if not objects:
        return None
    constants = [_constants(one, definitions) for one in objects]
    for wire in [union.tag, *constants[0]]:
        if wire and _tells_apart([values.get(wire, ()) for values in constants]):
            names = {m.name for one in objects for m in one.properties if m.wire == wire}
            return names.pop() if len(names) == 1 else None
    return None


def _tells_apart(constants: list[tuple[Constant, ...]]) -> bool:
    flat = [value for values in constants for value in values]
    return all(constants) and len(flat) == len(set(flat))


def _objects(shape: Shape, definitions: Mapping[str, Definition]) -> list[ObjectDefinition] | None:
    """Return the objects that a union ends in, or None when it holds anything else."""
    if isinstance(shape, Named):
        definition = definitions[shape.name]
        if isinstance(definition, AliasDefinition):
            opened = target(shape, definitions)
            return _objects(opened, definitions) if isinstance(opened, Union) else None
        return [definition]
    if not isinstance(shape, Union):
        return None
    found = [_objects(variant, definitions) for variant in shape.variants]
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
