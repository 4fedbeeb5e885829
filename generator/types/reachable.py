"""What travels in one direction: the definitions that shapes hold, and their properties."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Literal

from generator.schemas.shapes import Named, ObjectDefinition, parts, reachable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.schemas.shapes import Definition, Property, Shape

Direction = Literal["request", "response"]


def reach(
    shapes: Iterable[Shape], definitions: Mapping[str, Definition], direction: Direction
) -> frozenset[str]:
    """Return the names of all definitions that these shapes hold, in one direction."""
    inside = reachable(shapes, definitions, partial(_shapes, direction=direction))
    return frozenset(part.name for part in inside if isinstance(part, Named))


def travelling(definition: ObjectDefinition, direction: Direction) -> list[Property]:
    """Return the properties that are sent in this direction (`readOnly`, `writeOnly`)."""
    return [
        member
        for member in definition.properties
        if not (member.read_only if direction == "request" else member.write_only)
    ]


def _shapes(definition: Definition, direction: Direction) -> list[Shape]:
    if isinstance(definition, ObjectDefinition):
        further = [definition.further] if definition.further else []
        return [*(one.shape for one in travelling(definition, direction)), *further]
    return [definition.shape]


def incomplete_models(definitions: Mapping[str, Definition]) -> set[str]:
    """Return the names of the definitions whose models lack what a request requires.

    A `writeOnly` member is not in a model. A definition that holds such a model is incomplete too.
    """
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for name, definition in definitions.items():
        for shape in _shapes_both_ways(definition):
            for inner in named(shape):
                holders[inner].add(name)
    waiting = [name for name, one in definitions.items() if _lacks_a_member(one)]
    incomplete: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in incomplete:
            incomplete.add(name)
            waiting += holders[name]
    return incomplete


def _lacks_a_member(definition: Definition) -> bool:
    members = definition.properties if isinstance(definition, ObjectDefinition) else ()
    return any(one.required and one.write_only and not one.read_only for one in members)


def _shapes_both_ways(definition: Definition) -> list[Shape]:
    if not isinstance(definition, ObjectDefinition):
        return [definition.shape]
    return [one.shape for one in travelling(definition, "request") if not one.write_only]


def named(shape: Shape) -> set[str]:
    """Return the names in a shape."""
    return {str(part.name) for part in parts(shape) if isinstance(part, Named)}
