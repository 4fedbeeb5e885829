"""The old package with the new names: then a comparison finds only the other differences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.naming import Identifier
from generator.schemas.shapes import AliasDefinition
from generator.schemas.shared_aliases import renamed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.diff.find_renames import Renames
    from generator.ir import ErrorBody, Operation, Package
    from generator.schemas.shapes import Definition
    from generator.type_declarations import TypeModule

    Names = Mapping[str, Identifier]


def with_new_names(package: Package, after: Package, renames: Renames) -> Package:
    """Return a package with the new names of its functions and types, where shapes have them.

    Its arguments, attributes and modules have their old names.
    """
    if not renames.functions and not renames.types:
        return package
    types = {old: Identifier(new) for old, new in renames.types.items()}
    definitions = (
        _definition(one, types, after.definitions) for one in package.definitions.values()
    )
    webhooks = package.webhooks
    return replace(
        package,
        groups=tuple(
            replace(
                group,
                operations=tuple(
                    _operation(one, renames.functions, types) for one in group.operations
                ),
            )
            for group in package.groups
        ),
        components=tuple(_module(one, types) for one in package.components),
        params=tuple(_module(one, types) for one in package.params),
        webhooks=webhooks and replace(webhooks, shape=renamed(webhooks.shape, types)),
        errors=replace(
            package.errors, bodies=tuple(_error(one, types) for one in package.errors.bodies)
        ),
        schemas=tuple(renamed(one, types) for one in package.schemas),
        definitions={one.name: one for one in definitions},
    )


def _operation(one: Operation, functions: Mapping[str, str], types: Names) -> Operation:
    events = one.events
    return replace(
        one,
        name=Identifier(functions.get(one.name, one.name)),
        arguments=tuple(replace(each, shape=renamed(each.shape, types)) for each in one.arguments),
        result=renamed(one.result, types),
        events=events and replace(events, shape=renamed(events.shape, types)),
    )


def _definition(one: Definition, types: Names, after: Mapping[str, Definition]) -> Definition:
    name = types.get(one.name, one.name)
    if isinstance(one, AliasDefinition):
        later = after.get(name)
        # Who named it does not matter where both packages have the name.
        is_inline = later.inline if isinstance(later, AliasDefinition) else one.inline
        inline = is_inline if one.name in types else one.inline
        return replace(one, name=name, shape=renamed(one.shape, types), inline=inline)
    return replace(
        one,
        name=name,
        properties=tuple(
            replace(each, shape=renamed(each.shape, types)) for each in one.properties
        ),
        further=one.further and renamed(one.further, types),
    )


def _module(module: TypeModule, types: Names) -> TypeModule:
    definitions = (replace(one, name=types.get(one.name, one.name)) for one in module.definitions)
    return replace(module, definitions=tuple(definitions))


def _error(one: ErrorBody, types: Names) -> ErrorBody:
    places = tuple((renamed(shape, types), node) for shape, node in one.places)
    return replace(one, shape=renamed(one.shape, types), places=places)
