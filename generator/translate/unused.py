"""Leave out the definitions that no function, webhook or other definition refers to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.python_types import Reference, walk
from generator.type_declarations import types_in
from generator.types.shape_types import type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator import ir
    from generator.python_types import PythonType, TypesModule
    from generator.type_declarations import TypeModule


def without_unused(package: ir.Package) -> ir.Package:
    """Return the package without the definitions that nothing refers to."""
    directions: Mapping[TypesModule, Sequence[TypeModule]] = {
        "components": package.components,
        "params": package.params,
    }
    definitions = {
        Reference(name, one.name): one
        for name, modules in directions.items()
        for module in modules
        for one in module.definitions
    }
    used: set[Reference] = set()
    waiting = list(_references(_exported_types(package)))
    while waiting:
        reference = waiting.pop()
        if reference not in used:
            used.add(reference)
            waiting += _references(types_in(definitions[reference]))
    return replace(
        package,
        components=_used("components", package.components, used),
        params=_used("params", package.params, used),
    )


def _exported_types(package: ir.Package) -> Iterator[PythonType]:
    yield from map(type_of, package.schemas)
    for operation in package.operations:
        yield operation.returns
        yield from (one.type for one in operation.arguments)
        if operation.events:
            yield operation.events.type
        if operation.pages:
            yield operation.pages.item
        if operation.polls:
            yield operation.polls.state
    yield from (one.type for one in package.errors.bodies)
    if package.webhooks:
        yield package.webhooks.type
        yield from (one for _, one in package.webhooks.payloads)


def _references(types: Iterable[PythonType]) -> Iterator[Reference]:
    return (part for one in types for part in walk(one) if isinstance(part, Reference))


def _used(
    direction: TypesModule, modules: tuple[TypeModule, ...], used: set[Reference]
) -> tuple[TypeModule, ...]:
    """Return the modules with their used definitions; at least one module, if an empty one."""
    found = []
    for module in modules:
        definitions = [one for one in module.definitions if Reference(direction, one.name) in used]
        named = {one.name for each in definitions for one in _references(types_in(each))}
        imports = {
            sibling: used_names
            for sibling, names in module.imports.items()
            if (used_names := tuple(name for name in names if name in named))
        }
        found.append(replace(module, definitions=tuple(definitions), imports=imports))
    return tuple(one for one in found if one.definitions) or tuple(found[:1])
