"""The definitions of each module of types, as they are declared there and in that order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator.naming import FURTHER
from generator.python_types import NONE, Reference, walk
from generator.schemas.shapes import AliasDefinition, depth, shapes_of
from generator.text import Untrusted
from generator.type_declarations import Alias, Attribute, DataClass, TypeModule
from generator.types.definition_order import in_order, recursive
from generator.types.module_division import divided
from generator.types.reachable import travelling

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from generator.naming import Identifier
    from generator.python_types import PythonType, TypesModule
    from generator.schemas.shapes import Definition, Property, Shape
    from generator.types.module_placement import Placement
    from generator.types.reachable import Direction

_DEPTH: Final = 24  # of the shapes in the definition of an alias, and in those that it names
_MODULES: Final[Mapping[Direction, TypesModule]] = {
    "request": "params",
    "response": "components",
}


@dataclass(frozen=True, slots=True)
class Declarations:
    """Declares definitions for one direction, which has its own types of members and aliases.

    Attributes:
        sent: the names of those that a request has too.
    """

    definitions: Mapping[str, Definition]
    direction: Direction
    member: Callable[[Property], PythonType]
    alias: Callable[[AliasDefinition], PythonType]
    sent: Collection[str] = ()
    further: Callable[[Shape], PythonType] | None = None

    def modules(self, placements: Sequence[Placement], *, divides: bool) -> tuple[TypeModule, ...]:
        """Declare all definitions in the modules that they were given, or in parts of these."""
        declared = {name: self._declared(name) for one in placements for name in one.names}
        mentioned = {name: self._mentions(one) & declared.keys() for name, one in declared.items()}
        if divides:
            placements = divided(placements, declared, mentioned)
        homes = {name: one.module for one in placements for name in one.names}
        return tuple(self._module(one, homes, declared, mentioned) for one in placements)

    def _module(
        self,
        placement: Placement,
        homes: Mapping[str, Identifier],
        declared: Mapping[str, DataClass | Alias],
        mentioned: Mapping[str, set[str]],
    ) -> TypeModule:
        inside = {name: mentioned[name] & placement.names for name in placement.names}
        aliases = {name for name in placement.names if isinstance(declared[name], Alias)}
        looped = recursive({name: inside[name] & aliases for name in aliases})
        ordered = in_order(inside, aliases - looped)
        looped |= self._deep([name for name in ordered if name in aliases - looped], inside)
        position = {name: number for number, name in enumerate(ordered)}
        imports: defaultdict[Identifier, list[str]] = defaultdict(list)
        outside = set().union(*(mentioned[name] for name in placement.names)) - placement.names
        for name in sorted(outside):
            imports[homes[name]].append(name)
        return TypeModule(
            name=placement.module,
            groups=placement.groups,
            imports={module: tuple(imports[module]) for module in sorted(imports)},
            definitions=tuple(self._placed(declared[name], position, looped) for name in ordered),
        )

    def _deep(
        self, aliases: Sequence[str], mentions: Mapping[str, Collection[str]]
    ) -> frozenset[str]:
        """Return the aliases that would be too deep for `typing` if all names in them were not.

        Each alias follows those that it mentions.
        """
        depths: dict[str, int] = {}
        found: set[str] = set()
        for name in aliases:
            own = sum(map(depth, shapes_of(self.definitions[name])))
            depths[name] = own + max((depths.get(one, 0) for one in mentions[name]), default=0)
            if depths[name] > _DEPTH:
                found.add(name)
                depths[name] = 1
        return frozenset(found)

    def _declared(self, name: str) -> DataClass | Alias:
        """Return a definition as it is where it names only what is before it."""
        one = self.definitions[name]
        if isinstance(one, AliasDefinition):
            return Alias(
                name=one.name, description=one.description, type=self.alias(one), lazy=False
            )
        members = travelling(one, self.direction)
        return DataClass(
            name=one.name,
            description=one.description,
            attributes=tuple(
                Attribute(
                    name=member.name,
                    wire=Untrusted(member.wire),
                    type=self.member(member),
                    forward=False,
                    required=member.required,
                    description=member.description,
                    deprecated=member.deprecated,
                )
                for member in members
            ),
            read_only=tuple(one.name for one in members if one.read_only and name in self.sent),
            further=self._further(one.further) if one.further else None,
        )

    def _further(self, shape: Shape) -> Attribute | None:
        """Return the attribute in which pydantic has the members without a name."""
        if self.further is None:
            return None
        return Attribute(
            name=FURTHER,
            wire=Untrusted(FURTHER),
            type=self.further(shape),
            forward=False,
            required=True,
            description=Untrusted(""),
            deprecated=False,
        )

    def _mentions(self, one: DataClass | Alias) -> set[str]:
        """Return the names of the definitions of this direction that one of them names."""
        if isinstance(one, Alias):
            return self._names(one.type)
        further = [one.further] if one.further else []
        return {name for each in (*one.attributes, *further) for name in self._names(each.type)}

    def _names(self, one: PythonType) -> set[str]:
        module = _MODULES[self.direction]
        references = (part for part in walk(one) if isinstance(part, Reference))
        return {str(part.name) for part in references if part.module == module}

    def _placed(
        self, one: DataClass | Alias, position: Mapping[str, int], looped: frozenset[str]
    ) -> DataClass | Alias:
        """Return a definition with what it names that is not before it marked."""
        if isinstance(one, Alias):
            # `None | None` cannot be evaluated, so an alias of None needs a type of its own.
            return replace(one, lazy=one.name in looped or one.type == NONE)

        def placed(each: Attribute) -> Attribute:
            behind = (position.get(it, -1) >= position[one.name] for it in self._names(each.type))
            return replace(each, forward=True) if any(behind) else each

        further = placed(one.further) if one.further else None
        return replace(one, attributes=tuple(map(placed, one.attributes)), further=further)
