"""What the later package takes in requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.schemas.shapes import (
    AliasDefinition,
    Array,
    Dictionary,
    Enumeration,
    Named,
    Null,
    Nullable,
    ObjectDefinition,
    Scalar,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from generator.planning import Plan
    from generator.schemas.shapes import Definition, Property, Shape

# A date, a time or a UUID may be given as its text.
_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    **dict.fromkeys(("str", "datetime", "date", "uuid"), (str,)),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
}


@dataclass(frozen=True, slots=True)
class Later:
    """The arguments and types of the later package."""

    arguments: Mapping[tuple[str, str], Shape]
    definitions: Mapping[str, Definition]

    @classmethod
    def of(cls, after: Plan) -> Later:
        """Take them from the package."""
        operations = (one for group in after.package.groups for one in group.operations)
        shapes: dict[tuple[str, str], Shape] = {
            (one.name, each.name): each.shape for one in operations for each in one.arguments
        }
        return cls(shapes, after.derived.definitions)

    def argument(self, function: str, name: str) -> Shape | None:
        """Return what an argument takes; None if no argument has that name."""
        return self.arguments.get((function, name))

    def member(self, type_name: str, key: str) -> Shape | None:
        """Return what a TypedDict takes under a key; None if it takes nothing there."""
        found = self._members(type_name).get(key)
        return found.shape if found else None

    def _members(self, type_name: str) -> dict[str, Property]:
        definition = self.definitions.get(type_name)
        members = definition.properties if isinstance(definition, ObjectDefinition) else ()
        return {one.wire: one for one in members if not one.read_only}

    def options(self, shape: Shape) -> Iterator[Shape]:
        """Yield what a value may be, aliases, unions and nullable shapes opened."""
        waiting, met = [shape], set()
        while waiting:
            match waiting.pop():
                case Nullable(inner):
                    waiting += [Null(), inner]
                case Union(variants):
                    waiting += reversed(variants)
                case Named(name) as one if name not in met:
                    met.add(name)
                    definition = self.definitions.get(name)
                    if isinstance(definition, AliasDefinition):
                        waiting.append(definition.shape)
                    else:
                        yield one
                case Named():
                    pass
                case one:
                    yield one

    def lists(self, shape: Shape) -> list[Array]:
        """Return the lists that a value may be."""
        return [one for one in self.options(shape) if isinstance(one, Array)]

    def takes(self, shape: Shape, constant: object) -> bool:
        """Whether a constant is right."""
        return any(_is(one, constant) for one in self.options(shape))

    def keyed(self, shape: Shape, keys: Collection[str]) -> Iterator[dict[str, Shape]]:
        """Yield what stands under the keys of a dictionary, for each that it may be."""
        for one in self.options(shape):
            match one:
                case Dictionary(values):
                    yield dict.fromkeys(keys, values)
                case Named(name) if isinstance(self.definitions.get(name), ObjectDefinition):
                    members = self._members(name)
                    required = {key for key, member in members.items() if member.required}
                    if required <= set(keys) <= members.keys():
                        yield {key: members[key].shape for key in keys}
                case _:
                    pass


def _is(shape: Shape, constant: object) -> bool:
    match shape:
        case Null():
            return constant is None
        case Enumeration(values):
            return any(type(one) is type(constant) and one == constant for one in values)
        case Scalar(kind):
            return type(constant) in _KINDS.get(kind, ())
        case _:
            return False
