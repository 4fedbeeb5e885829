"""The definitions that hold types of the app, which a request serializes by their places."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from generator.python_types import Reference, walk
from generator.type_declarations import DataClass, ImportedType, types_in

if TYPE_CHECKING:
    from generator.ir import Package
    from generator.python_types import PythonType, TypesModule
    from generator.type_declarations import Declaration


def imported_holders(package: Package) -> frozenset[PythonType]:
    """Return the types of the app, and the aliases and TypedDicts that hold them.

    A model is not among them: it serializes what it holds.
    """
    definitions: dict[PythonType, Declaration] = {}
    for module in package.components:
        definitions |= {_reference("components", one): one for one in module.definitions}
    found = {name for name, one in definitions.items() if isinstance(one, ImportedType)}
    if not found:
        return frozenset()
    for module in package.params:
        definitions |= {_reference("params", one): one for one in module.definitions}
    holders: defaultdict[PythonType, list[PythonType]] = defaultdict(list)
    for name, one in definitions.items():
        is_model = isinstance(one, DataClass) and name == _reference("components", one)
        for part in () if is_model else types_in(one):
            for held in walk(part):
                holders[held].append(name)
    waiting = list(found)
    while waiting:
        new = [one for one in holders[waiting.pop()] if one not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


def _reference(module: TypesModule, one: Declaration) -> Reference:
    return Reference(module, one.name)
