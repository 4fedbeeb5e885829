"""The definitions of each module of types, as they are declared there and in that order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import ir
from generator.naming import FURTHER
from generator.schemas.shapes import AliasDefinition
from generator.text import Untrusted
from generator.types.definition_order import in_order, recursive
from generator.types.reachable import mentions, named, travelling

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from generator.naming import Identifier
    from generator.python_types import PythonType
    from generator.schemas.shapes import Definition, Property, Shape
    from generator.types.module_placement import Placement
    from generator.types.reachable import Direction


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

    def modules(self, placements: Sequence[Placement]) -> tuple[ir.TypeModule, ...]:
        """Declare all definitions in the modules that they were given."""
        homes = {name: one.module for one in placements for name in one.names}
        return tuple(self._module(one, homes) for one in placements)

    def _module(self, placement: Placement, homes: Mapping[str, Identifier]) -> ir.TypeModule:
        mentioned = {
            name: mentions(self.definitions[name], self.direction) & homes.keys()
            for name in placement.names
        }
        inside = {name: found & placement.names for name, found in mentioned.items()}
        aliases = {name for name in inside if isinstance(self.definitions[name], AliasDefinition)}
        looped = recursive({name: inside[name] & aliases for name in aliases})
        ordered = in_order(inside, aliases - looped)
        position = {name: number for number, name in enumerate(ordered)}
        imports: defaultdict[Identifier, list[str]] = defaultdict(list)
        for name in sorted(set().union(*mentioned.values()) - placement.names):
            imports[homes[name]].append(name)
        return ir.TypeModule(
            name=placement.module,
            groups=placement.groups,
            imports={module: tuple(imports[module]) for module in sorted(imports)},
            definitions=tuple(self._declared(name, position, looped) for name in ordered),
        )

    def _declared(
        self, name: str, position: Mapping[str, int], looped: frozenset[str]
    ) -> ir.DataClass | ir.Alias:
        one = self.definitions[name]
        if isinstance(one, AliasDefinition):
            return ir.Alias(
                name=one.name,
                description=one.description,
                type=self.alias(one),
                recursive=name in looped,
            )
        members = travelling(one, self.direction)

        def is_forward(shape: Shape) -> bool:
            return any(position.get(it, -1) >= position[name] for it in named(shape))

        return ir.DataClass(
            name=one.name,
            description=one.description,
            attributes=tuple(
                ir.Attribute(
                    name=member.name,
                    wire=Untrusted(member.wire),
                    type=self.member(member),
                    forward=is_forward(member.shape),
                    required=member.required,
                    description=member.description,
                    deprecated=member.deprecated,
                )
                for member in members
            ),
            read_only=tuple(one.name for one in members if one.read_only and name in self.sent),
            further=self._further(one.further, is_forward) if one.further else None,
        )

    def _further(self, shape: Shape, is_forward: Callable[[Shape], bool]) -> ir.Attribute | None:
        """Return the attribute in which pydantic has the members without a name."""
        if self.further is None:
            return None
        return ir.Attribute(
            name=FURTHER,
            wire=Untrusted(FURTHER),
            type=self.further(shape),
            forward=is_forward(shape),
            required=True,
            description=Untrusted(""),
            deprecated=False,
        )
