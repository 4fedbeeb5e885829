"""The discriminator of a union: the property whose constants select one of the variants."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.python_types import Reference, TaggedUnion, UnionOf, options_of, union, walk
from generator.schemas.named_shapes import object_behind, target
from generator.schemas.shapes import Enumeration, Named, Union
from generator.schemas.tags import TagFinder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.naming import Identifier
    from generator.python_types import Constant, PythonType
    from generator.schemas.shapes import Definition, ObjectDefinition, Shape
    from generator.schemas.tags import Tags

_MAX_DISCRIMINATORS: Final = 2  # nested: a second property selects where the first cannot

_Discriminators: TypeAlias = "Mapping[str, tuple[Identifier, tuple[Constant, ...]]]"
"""By a member's name on the wire, its name and its constants."""


class Dispatcher:
    """Lets the variants of unions be selected by their discriminators."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self._finder = TagFinder(definitions)
        self._search = _DiscriminatorSearch(definitions)

    def dispatched(self, alias: PythonType, shape: Shape) -> PythonType:
        """Return the type of a union with its variants selected by their discriminator.

        Other types, and unions that no attribute can select in, are returned unchanged.
        """
        found = self._selection(shape) if isinstance(shape, Union) else None
        options = options_of(alias)
        if found is None or not _references(found) <= set(options):
            return alias
        selected = _references(found)
        first = next(one for one in options if one in selected)
        return union(
            found if one == first else one for one in options if one == first or one not in selected
        )

    def _selection(self, shape: Union) -> UnionOf | TaggedUnion | None:
        """Return the variants that are selected, as the document says if it does."""
        tags, found = self._finder.tags(shape), self._search.select(shape)
        if tags is None or not tags.variants or self._is_same(shape, tags):
            return found
        return _tagged(tags, shape)

    def _is_same(self, shape: Union, tags: Tags) -> bool:
        """Whether the constants of models select the variants that the document says.

        Then pydantic needs no mapping: a model accepts its own constants only.
        """
        is_mapped = shape.discriminator is not None and bool(shape.discriminator.mapping)
        if tags.others or (is_mapped and self._finder.may_lack(tags)):
            return False
        selected: defaultdict[Shape, set[Constant]] = defaultdict(set)
        for value, variants in tags.variants.items():
            for one in variants:
                selected[one].add(value)
        return all(
            values == set(self._finder.constants(one, tags.key)) for one, values in selected.items()
        )


def _tagged(tags: Tags, shape: Union) -> TaggedUnion:
    return TaggedUnion(
        options=tuple(_reference(one) for one in shape.variants if one in tags.objects),
        key=tags.key,
        variants=tuple(
            (value, union(map(_reference, found))) for value, found in tags.variants.items()
        ),
        other=union(map(_reference, tags.others)) if tags.others else None,
    )


def _reference(variant: Shape) -> Reference:
    """Return the model of a variant; only those with a name can be selected."""
    if not isinstance(variant, Named):
        raise TypeError(variant)
    return Reference("components", variant.name)


def _references(one: UnionOf | TaggedUnion) -> set[PythonType]:
    return {part for part in walk(one) if isinstance(part, Reference)}


class _DiscriminatorSearch:
    """Finds discriminators.

    Variants that share a constant become a union within the union, with another discriminator.
    """

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._ends: dict[Shape, dict[str, _Discriminators] | None] = {}

    def select(self, union: Union, without: frozenset[str] = frozenset()) -> UnionOf | None:
        """Return the union whose discriminator selects most of the variants; None if there is none.

        The document's own `discriminator` is tried first, then every required property that has
        only constants. A variant may be a union, if all its objects have the property.
        """
        objects = {
            one: list(each.values())
            for one in union.variants
            if isinstance(one, Named) and (each := self._objects(one))
        }
        found = (key for each in objects.values() for one in each for key in one)
        declared = [union.discriminator.key] if union.discriminator else []
        ways = (
            self._by_property(key, objects, without)
            for key in dict.fromkeys([*declared, *found])
            if key not in without
        )
        return max(
            (one for one in ways if one), key=lambda one: len(_references(one)), default=None
        )

    def _by_property(
        self, key: str, objects: Mapping[Named, list[_Discriminators]], without: frozenset[str]
    ) -> UnionOf | None:
        constants = {
            one: [fixed[key] for fixed in each]
            for one, each in objects.items()
            if all(key in fixed for fixed in each)
        }
        values = {one: {v for fixed in each for v in fixed[1]} for one, each in constants.items()}
        names = {name for each in constants.values() for name, _ in each}
        variants = tuple(self._selected(values, without | {key}))
        return UnionOf(variants, names.pop()) if len(names) == 1 and len(variants) > 1 else None

    def _selected(
        self, constants: Mapping[Named, set[Constant]], without: frozenset[str]
    ) -> Iterator[Reference | UnionOf]:
        """Yield variants that have a constant of their own, and groups that can be divided."""
        groups: list[tuple[set[Constant], list[Named]]] = []
        for one, values in constants.items():
            shared = [group for group in groups if group[0] & values]
            groups = [group for group in groups if group not in shared]
            together = [variant for group in shared for variant in group[1]]
            groups.append((values.union(*(group[0] for group in shared)), [*together, one]))
        for _, variants in groups:
            if len(variants) == 1:
                yield Reference("components", variants[0].name)
            elif len(without) < _MAX_DISCRIMINATORS:
                inner = self.select(Union(tuple(variants)), without)
                if inner is not None and len(_references(inner)) == len(variants):
                    yield inner

    def _objects(self, shape: Shape) -> dict[str, _Discriminators] | None:
        """Return the objects that a variant ends in; None if a property cannot select them."""
        if shape not in self._ends:
            self._ends[shape] = None  # a union that contains itself has none
            self._ends[shape] = self._end(target(shape, self._definitions))
        return self._ends[shape]

    def _end(self, end: Shape) -> dict[str, _Discriminators] | None:
        definition = object_behind(end, self._definitions)
        if definition:
            return {definition.name: self._constants(definition)}
        if not isinstance(end, Union) or not self._selects_all(end):
            return None
        found: dict[str, _Discriminators] = {}
        for variant in end.variants:
            found |= self._objects(variant) or {}
        return found

    def _selects_all(self, union: Union) -> bool:
        """Whether a discriminator selects each of the variants of a union."""
        found = self.select(union)
        return found is not None and _references(found) == {
            Reference("components", one.name) if isinstance(one, Named) else None
            for one in union.variants
        }

    def _constants(self, definition: ObjectDefinition) -> _Discriminators:
        """Return the constants of the members that are always there, with their names."""
        return {
            member.wire: (member.name, end.values)
            for member in definition.properties
            if member.required and not member.write_only
            if isinstance(end := target(member.shape, self._definitions), Enumeration)
        }
