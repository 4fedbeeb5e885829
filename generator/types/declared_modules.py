"""The modules of declared definitions: their order in a module, and what it takes from others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.python_types import NONE, Reference, walk
from generator.type_declarations import Alias, ImportedType, TypeModule
from generator.types.definition_order import depth_first, in_order
from generator.types.module_division import divided

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from generator.naming import Identifier
    from generator.python_types import PythonType, TypesModule
    from generator.type_declarations import Attribute, Declaration
    from generator.types.module_placement import Placement


@dataclass(frozen=True, slots=True)
class Declared:
    """All definitions of one direction.

    Attributes:
        mentions: definition to the definitions that it names.
        evaluated: those aliases, with what they name, that can be evaluated where they are
            declared; they do not lead back to themselves.
    """

    direction: TypesModule
    definitions: Mapping[str, Declaration]
    mentions: Mapping[str, set[str]]
    evaluated: Mapping[str, set[str]]

    def modules(self, placements: Sequence[Placement], *, divides: bool) -> tuple[TypeModule, ...]:
        """Return the modules that the definitions were given, or parts of these."""
        if divides:
            placements = divided(placements, self.definitions, self.evaluated)
        homes = {name: one.module for one in placements for name in one.names}
        return tuple(self._module(one, homes) for one in placements)

    def _module(self, placement: Placement, homes: Mapping[str, Identifier]) -> TypeModule:
        names = placement.names
        inside = {name: self.mentions[name] & names for name in names}
        early = {name: self.evaluated.get(name, set[str]()) for name in names}
        outside = set[str]().union(*(self.mentions[name] for name in names)) - names
        late = outside & placement.siblings - set[str]().union(*early.values())
        imports: defaultdict[Identifier, list[str]] = defaultdict(list)
        for name in sorted(outside - late):
            imports[homes[name]].append(name)
        before = {name: early[name] & names for name in names}
        ordered = in_order(before, depth_first(inside))
        following = set(ordered) | late
        definitions = []
        for name in ordered:
            definitions.append(self._placed(name, following))
            following.remove(name)
        return TypeModule(
            name=placement.module,
            groups=placement.groups,
            imports={module: tuple(imports[module]) for module in sorted(imports)},
            late=frozenset(late),
            definitions=tuple(definitions),
        )

    def _placed(self, name: str, following: Collection[str]) -> Declaration:
        """Return a definition with what it names marked that is not there when it is declared.

        Args:
            name: of the definition.
            following: what is not there: the definition itself, and more.
        """
        one = self.definitions[name]
        if isinstance(one, Alias):
            # `None | None` cannot be evaluated, so an alias of None needs a type of its own.
            return replace(one, lazy=name not in self.evaluated or one.type == NONE)
        if isinstance(one, ImportedType):
            return one

        def placed(each: Attribute) -> Attribute:
            behind = any(it in following for it in names_in(each.type, self.direction))
            return replace(each, forward=True) if behind else each

        further = placed(one.further) if one.further else None
        return replace(one, attributes=tuple(map(placed, one.attributes)), further=further)


def names_in(one: PythonType, module: TypesModule) -> set[str]:
    """Return the names of the definitions of a module of types that a type names."""
    references = (part for part in walk(one) if isinstance(part, Reference))
    return {str(part.name) for part in references if part.module == module}
