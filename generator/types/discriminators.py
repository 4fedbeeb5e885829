"""Which property tells the variants of a union apart, and how that is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.python_types import Reference, UnionOf, options_of, union
from generator.schemas.shapes import Enumeration, Named, ObjectDefinition, Union, target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.naming import Identifier
    from generator.python_types import Constant, PythonType
    from generator.schemas.shapes import Definition, Shape

_MOST_TAGS: Final = 2  # attributes that tell one union's variants apart, one within another

_Tagged: TypeAlias = "Mapping[str, tuple[Identifier, tuple[Constant, ...]]]"
"""By a member's name on the wire, its name and its constants."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Variants that the constant of one attribute tells apart.

    Variants which share a constant stand together, and another attribute tells them apart.
    """

    tag: Identifier
    variants: tuple[Named | Dispatch, ...]


def dispatched(
    alias: PythonType, shape: Shape, definitions: Mapping[str, Definition]
) -> PythonType:
    """Return the type of a union with its variants selected by their discriminator.

    Other types, and unions that no attribute can select in, are returned unchanged.
    """
    found = _Tags(definitions).dispatch(shape) if isinstance(shape, Union) else None
    if found is None:
        return alias
    options = options_of(alias)
    selected = {Reference("components", name) for name in _names(found)}
    if not selected <= set(options):
        return alias
    first = next(one for one in options if one in selected)
    return union(
        _selection(found) if one == first else one
        for one in options
        if one == first or one not in selected
    )


def _selection(one: Named | Dispatch) -> PythonType:
    if isinstance(one, Named):
        return Reference("components", one.name)
    return UnionOf(tuple(map(_selection, one.variants)), one.tag)


def _names(one: Named | Dispatch) -> Iterator[Identifier]:
    if isinstance(one, Named):
        yield one.name
    else:
        for variant in one.variants:
            yield from _names(variant)


class _Tags:
    """Looks for tags; what it found of a definition it keeps, since many unions may hold one."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._ends: dict[Shape, dict[str, _Tagged] | None] = {}
        self._read: dict[str, _Tagged] = {}

    def tells_apart(self, union: Union) -> bool:
        """Whether a tag tells all variants of a union apart."""
        found = self.dispatch(union)
        return found is not None and set(_names(found)) == {
            one.name if isinstance(one, Named) else None for one in union.variants
        }

    def dispatch(self, union: Union, without: frozenset[str] = frozenset()) -> Dispatch | None:
        """Return how most of the variants are told apart; None when no two of them can be.

        The document's own `discriminator` is tried first, then every required property that has
        only constants. A variant may itself be a union, all of which has that tag.
        """
        objects = {
            one: list(found.values())
            for one in union.variants
            if isinstance(one, Named) and (found := self._objects(one))
        }
        keys = dict.fromkeys(key for each in objects.values() for one in each for key in one)
        ways = (
            self._by_tag(key, objects, without)
            for key in dict.fromkeys([*([union.tag] if union.tag else []), *keys])
            if key not in without
        )
        return max((way for way in ways if way), key=_size, default=None)

    def _by_tag(
        self, key: str, objects: Mapping[Named, list[_Tagged]], without: frozenset[str]
    ) -> Dispatch | None:
        tagged = {
            one: [fixed[key] for fixed in each]
            for one, each in objects.items()
            if all(key in fixed for fixed in each)
        }
        values = {one: {v for fixed in each for v in fixed[1]} for one, each in tagged.items()}
        names = {name for each in tagged.values() for name, _ in each}
        variants = tuple(self._told_apart(values, without | {key}))
        return Dispatch(names.pop(), variants) if len(names) == 1 and len(variants) > 1 else None

    def _told_apart(
        self, tagged: Mapping[Named, set[Constant]], without: frozenset[str]
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
            elif len(without) < _MOST_TAGS:
                inner = self.dispatch(Union(tuple(variants)), without)
                if inner is not None and _size(inner) == len(variants):
                    yield inner

    def _objects(self, shape: Shape) -> dict[str, _Tagged] | None:
        """Return the objects that a variant ends in; None when a tag cannot lead to them."""
        if shape not in self._ends:
            self._ends[shape] = None  # what leads back to itself ends in none
            self._ends[shape] = self._end(target(shape, self._definitions))
        return self._ends[shape]

    def _end(self, end: Shape) -> dict[str, _Tagged] | None:
        if isinstance(end, Named):
            definition = self._definitions[end.name]
            if isinstance(definition, ObjectDefinition):
                return {definition.name: self._constants(definition)}
            return None
        if not isinstance(end, Union) or not self.tells_apart(end):
            return None
        found: dict[str, _Tagged] = {}
        for variant in end.variants:
            found |= self._objects(variant) or {}
        return found

    def _constants(self, definition: ObjectDefinition) -> _Tagged:
        """Return the constants of the members that are always there, with their names."""
        if definition.name not in self._read:
            shapes = {
                member.wire: (member.name, target(member.shape, self._definitions))
                for member in definition.properties
                if member.required and not member.write_only
            }
            self._read[definition.name] = {
                wire: (name, shape.values)
                for wire, (name, shape) in shapes.items()
                if isinstance(shape, Enumeration)
            }
        return self._read[definition.name]


def _size(one: Dispatch) -> int:
    return sum(1 for _ in _names(one))
