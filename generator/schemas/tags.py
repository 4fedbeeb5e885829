"""The values that select the variants of a union, once all definitions are read.

The mapping of the document comes first. Another variant is selected by the constants of its
property, or else by its name in the document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.schemas.named_shapes import target
from generator.schemas.shapes import Enumeration, Named, Nullable, ObjectDefinition, Union

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from generator.python_types import Constant
    from generator.schemas.shapes import Definition, Discriminator, Property, Shape


@dataclass(frozen=True, slots=True)
class Tags:
    """What selects the variants of a union that are objects.

    Attributes:
        key: the name of the property.
        variants: by value of the property, the variants that it selects: mostly one.
        others: the variants of other values.
        objects: all variants that are objects.
    """

    key: str
    variants: Mapping[Constant, tuple[Shape, ...]]
    others: tuple[Shape, ...]
    objects: frozenset[Shape]


class TagFinder:
    """Finds what selects the variants of unions."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._found: dict[Union, Tags | None] = {}

    def tags(self, union: Union) -> Tags | None:
        """Return what selects the variants of a union; None without a discriminator."""
        if union not in self._found:
            self._found[union] = None  # a union that contains itself has none
            described = union.discriminator
            self._found[union] = self._tags(union, described) if described else None
        return self._found[union]

    def _tags(self, union: Union, described: Discriminator) -> Tags:
        classes = {one: self._objects(one) for one in union.variants}
        objects = [one for one, found in classes.items() if found and one != described.fallback]
        constants = {one: self._constants(classes[one], described.key) for one in objects}
        counts = Counter(value for values in constants.values() for value in values)
        is_number = any(isinstance(value, int) for value in counts)
        names: defaultdict[Shape, list[Constant]] = defaultdict(list)
        for name, shape in described.names:
            names[shape].append(name)
        selected: dict[Constant, dict[Shape, None]] = {}
        for text, shape in described.mapping:
            value: Constant = int(text) if is_number and text.isdecimal() else text
            if models := [one for one in _each(shape) if self._objects(one)]:
                selected.setdefault(value, {}).update(dict.fromkeys(models))
        explicit = set(selected)
        mapped = {one for found in selected.values() for one in found}
        for one in objects:
            values = tuple(value for value in constants[one] if counts[value] == 1)
            if one not in mapped:
                possible = self._inner_names(one, described) or names[one]
                known = tuple(each for each in possible if each in constants[one])
                values = (values and constants[one]) or known or constants[one] or tuple(possible)
            for value in values:
                if value not in explicit:
                    selected.setdefault(value, {})[one] = None
        reached = {one for found in selected.values() for one in found}
        fallback = [described.fallback] if described.fallback else []
        others = [*fallback, *(one for one in objects if not _is_reached(one, classes, reached))]
        variants = {value: tuple(found) for value, found in selected.items()}
        return Tags(described.key, variants, tuple(others), frozenset([*objects, *fallback]))

    def constants(self, variant: Shape, key: str) -> tuple[Constant, ...]:
        """Return the constants of a property in all objects that a variant may be."""
        return self._constants(self._objects(variant), key)

    def may_lack(self, tags: Tags) -> bool:
        """Whether a variant may be without the property."""
        classes = (each for one in tags.objects for each in self._objects(one))
        found = (member(one, tags.key) for one in classes)
        return any(one is None or not one.required for one in found)

    def _objects(self, shape: Shape) -> tuple[ObjectDefinition, ...]:
        """Return the objects that a shape ends in; none if it may be anything else."""
        found: dict[str, ObjectDefinition] = {}
        waiting, visited = [shape], set["Shape"]()
        while waiting:
            end = target(waiting.pop(), self._definitions)
            if end in visited:
                continue
            visited.add(end)
            definition = self._definitions[end.name] if isinstance(end, Named) else None
            if isinstance(definition, ObjectDefinition):
                found[definition.name] = definition
            elif isinstance(end, Union):
                waiting += reversed(end.variants)
            else:
                return ()
        return tuple(found.values())

    def _constants(self, classes: Iterable[ObjectDefinition], key: str) -> tuple[Constant, ...]:
        """Return the constants of a property in all objects; none if one has no constants."""
        values: dict[Constant, None] = {}
        for one in classes:
            found = member(one, key)
            end = target(found.shape, self._definitions) if found else None
            if isinstance(end, Nullable):
                end = target(end.shape, self._definitions)
            if not isinstance(end, Enumeration):
                return ()
            values.update(dict.fromkeys(end.values))
        return tuple(values)

    def _inner_names(self, variant: Shape, described: Discriminator) -> list[Constant]:
        """Return what selects the variants of a union within the union; none for an object."""
        end = target(variant, self._definitions)
        if not isinstance(end, Union):
            return []
        inner = self.tags(end)
        if inner and inner.key == described.key:
            return list(inner.variants)
        return [step for one in self._objects(end) for step in one.node.pointer[-1:]]


def member(definition: ObjectDefinition, key: str) -> Property | None:
    """Return the member of an object with this name on the wire."""
    return next((one for one in definition.properties if one.wire == key), None)


def _is_reached(
    variant: Shape,
    classes: Mapping[Shape, tuple[ObjectDefinition, ...]],
    reached: Collection[Shape],
) -> bool:
    """Whether values select a variant, or everything in it."""
    return variant in reached or all(Named(one.name) in reached for one in classes[variant])


def _each(shape: Shape) -> tuple[Shape, ...]:
    return shape.variants if isinstance(shape, Union) else (shape,)
