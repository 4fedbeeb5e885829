"""The definitions of each module of types, as they are declared there and in that order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import ir
from generator.schemas.shapes import AliasDefinition, ObjectDefinition
from generator.text import Untrusted
from generator.types.definition_order import in_order, recursive
from generator.types.module_placement import homes
from generator.types.reachable import mentions, named, travelling

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from generator.naming import Identifier
    from generator.python_types import PythonType
    from generator.schemas.shapes import Definition
    from generator.types.module_placement import Placement
    from generator.types.reachable import Direction


@dataclass(frozen=True, slots=True)
class Annotator:
    """How one direction annotates what it declares.

    Attributes:
        attributes: types of the properties that travel in the direction.
        alias: the type that an alias names.
    """

    direction: Direction
    attributes: Callable[[ObjectDefinition], Sequence[PythonType]]
    alias: Callable[[AliasDefinition], PythonType]


def declare(
    placements: Sequence[Placement], definitions: Mapping[str, Definition], annotator: Annotator
) -> tuple[ir.TypeModule, ...]:
    """Declare all definitions in the modules that they were given."""
    home = homes(placements)
    return tuple(_module(one, home, definitions, annotator) for one in placements)


def _module(
    placement: Placement,
    home: Mapping[str, Identifier],
    definitions: Mapping[str, Definition],
    annotator: Annotator,
) -> ir.TypeModule:
    mentioned = {
        name: mentions(definitions[name], annotator.direction) & home.keys()
        for name in placement.names
    }
    inside = {name: found & placement.names for name, found in mentioned.items()}
    aliases = {name for name in inside if isinstance(definitions[name], AliasDefinition)}
    looped = recursive({name: inside[name] & aliases for name in aliases})
    ordered = in_order(inside, aliases - looped)
    declared: list[ir.DataClass | ir.Alias] = []
    ahead = set(ordered)
    for name in ordered:
        one = definitions[name]
        if isinstance(one, ObjectDefinition):
            declared.append(_class(one, annotator, ahead))
        else:
            declared.append(_alias(one, annotator, is_recursive=name in looped))
        ahead.remove(name)
    return ir.TypeModule(
        name=placement.module,
        groups=placement.groups,
        imports=_imports(
            {name for found in mentioned.values() for name in found - inside.keys()}, home
        ),
        definitions=tuple(declared),
    )


def _imports(
    names: Iterable[str], home: Mapping[str, Identifier]
) -> Mapping[Identifier, tuple[str, ...]]:
    by_module: defaultdict[Identifier, list[str]] = defaultdict(list)
    for name in sorted(names):
        by_module[home[name]].append(name)
    return {module: tuple(by_module[module]) for module in sorted(by_module)}


def _class(one: ObjectDefinition, annotator: Annotator, ahead: Collection[str]) -> ir.DataClass:
    members = travelling(one, annotator.direction)
    return ir.DataClass(
        name=one.name,
        description=one.description,
        attributes=tuple(
            ir.Attribute(
                name=member.name,
                wire=Untrusted(member.wire),
                type=each,
                forward=not named(member.shape).isdisjoint(ahead),
                required=member.required,
                description=member.description,
            )
            for member, each in zip(members, annotator.attributes(one), strict=True)
        ),
    )


def _alias(one: AliasDefinition, annotator: Annotator, *, is_recursive: bool) -> ir.Alias:
    return ir.Alias(
        name=one.name,
        description=one.description,
        type=annotator.alias(one),
        recursive=is_recursive,
    )
