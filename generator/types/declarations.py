"""The definitions of each module of types, as they are declared there and in that order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.naming import FURTHER
from generator.schemas.shapes import AliasDefinition, Imported, depth, shapes_of
from generator.text import Untrusted
from generator.type_declarations import Alias, Attribute, DataClass, ImportedType, types_in
from generator.types.declared_modules import Declared, names_in
from generator.types.definition_order import depth_first, recursive
from generator.types.reachable import travelling

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from generator.python_types import PythonType, TypesModule
    from generator.schemas.shapes import Definition, Property, Shape
    from generator.type_declarations import Declaration, TypeModule
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
        module = _MODULES[self.direction]
        made = {name: self._declared(name) for one in placements for name in one.names}
        mentions = {name: _mentions(one, module) & made.keys() for name, one in made.items()}
        aliases = {name for name, one in made.items() if isinstance(one, Alias)}
        declared = Declared(module, made, mentions, self._evaluated(aliases, mentions))
        return declared.modules(placements, divides=divides)

    def _evaluated(
        self, aliases: Collection[str], mentions: Mapping[str, set[str]]
    ) -> dict[str, set[str]]:
        """Return the aliases that do not hold themselves, and are not too deep for `typing`.

        One that is too deep where it is evaluated is counted as a name where it is mentioned.
        """
        looped = recursive({name: mentions[name].intersection(aliases) for name in aliases})
        straight = {name: mentions[name] for name in sorted(set(aliases) - looped)}
        inside = {name: straight.keys() & held for name, held in straight.items()}
        depths: dict[str, int] = {}
        deep: set[str] = set()
        for name in depth_first(inside):
            own = sum(map(depth, shapes_of(self.definitions[name])))
            depths[name] = own + max((depths[one] for one in inside[name]), default=0)
            if depths[name] > _DEPTH:
                deep.add(name)
                depths[name] = 1
        return {name: held for name, held in straight.items() if name not in deep}

    def _declared(self, name: str) -> Declaration:
        """Return a definition as it is where it names only what is before it."""
        one = self.definitions[name]
        if isinstance(one, AliasDefinition) and isinstance(one.shape, Imported):
            return ImportedType(
                name=one.name,
                description=one.description,
                module=one.shape.module,
                attribute=one.shape.name,
                is_number=one.shape.is_number,
            )
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
                    computed=member.computed,
                )
                for member in members
            ),
            read_only=tuple(
                one.name
                for one in members
                if one.read_only and not one.computed and name in self.sent
            ),
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


def _mentions(one: Declaration, module: TypesModule) -> set[str]:
    """Return the names of the definitions of a module of types that one of them names."""
    return {name for each in types_in(one) for name in names_in(each, module)}
