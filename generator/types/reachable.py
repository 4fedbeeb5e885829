"""What travels in one direction: the definitions that shapes hold, and their properties."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Literal

from generator.schemas.named_shapes import reachable
from generator.schemas.shapes import Named, ObjectDefinition, Scalar, parts, shapes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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
    return _with_holders(definitions, _lacks_a_member, _shapes_both_ways)


def file_holders(definitions: Mapping[str, Definition]) -> set[str]:
    """Return the names of the definitions that hold a file, in themselves or in others."""
    return _with_holders(definitions, _has_file, shapes_of)


def _has_file(definition: Definition) -> bool:
    return any(Scalar("bytes") in parts(shape) for shape in shapes_of(definition))


def _with_holders(
    definitions: Mapping[str, Definition],
    is_one: Callable[[Definition], bool],
    inner: Callable[[Definition], Iterable[Shape]],
) -> set[str]:
    """Return the names of some definitions, and of those that hold them."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for name, definition in definitions.items():
        for shape in inner(definition):
            for held in named(shape):
                holders[held].add(name)
    waiting = [name for name, one in definitions.items() if is_one(one)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += holders[name]
    return found


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
