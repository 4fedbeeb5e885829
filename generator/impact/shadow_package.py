"""The shadow package: it takes what the new package takes, and returns what the old one did."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from generator.naming import Identifier
from generator.python_types import Marker, union
from generator.render.shadow_files import shadow_files
from generator.text import Untrusted
from generator.type_declarations import Alias, DataClass, TypeModule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator import ir
    from generator.diff.renames import RenameKind
    from generator.impact.marks import Marks

    Definitions = dict[str, DataClass | Alias]

_TEXT: Final = Untrusted("")


def shadow_modules(before: ir.Package, after: ir.Package, marks: Marks) -> dict[str, str]:
    """Return the modules of the shadow package, by path.

    Names, results and attributes are those of the old package; arguments, request types and
    settings are those of the new one. What has a mark is deprecated, with the mark as its message.
    """
    old_types, new_types = _definitions(before.components), _definitions(after.components)
    # A removed class is deprecated; a removed alias cannot be, so the app does not see it.
    visible_types = [
        name
        for name, one in old_types.items()
        if isinstance(one, DataClass) or not marks["type", "components", name]
    ]
    classes = (one for one in _definitions(before.params).values() if isinstance(one, DataClass))
    params = {one.name: one for one in classes} | _definitions(after.params)
    package = replace(
        before,
        groups=tuple(_groups(before, after, marks)),
        credentials=after.credentials,
        components=(_module("_given", old_types.values()),),
        params=(_module("params", params.values()),),
    )
    # Requests use the new aliases, and the types that only the new package has.
    request_types = (one for name, one in new_types.items() if _differs(old_types.get(name), one))
    new_names = _new_names(marks, "type").items()
    same: Definitions = {old: new_types[new] for old, new in new_names if new in new_types}
    parameters = {
        (name, each.name): each.type
        for name, one in {**old_types, **new_types, **same}.items()
        for each in getattr(one, "attributes", ())
    }
    return shadow_files(package, _module("_sent", request_types), visible_types, parameters, marks)


def _groups(before: ir.Package, after: ir.Package, marks: Marks) -> Iterator[ir.Group]:
    """Yield the groups, and one more for functions that moved to another module."""
    new_operations = {one.name: one for group in after.groups for one in group.operations}
    new_names = _new_names(marks, "function")
    moved: list[ir.Operation] = []
    for group in before.groups:
        operations = [
            _operation(one, new_operations.get(new_names.get(one.name, one.name), one), marks)
            for one in group.operations
        ]
        moved += [one for one in operations if marks["function", group.name, one.name]]
        name = Identifier(f"_{group.name}") if marks["module", "", group.name] else group.name
        yield replace(group, name=name, operations=tuple(operations))
    if moved:
        yield replace(before.groups[0], name=Identifier("_moved"), operations=tuple(moved))


def _new_names(marks: Marks, kind: RenameKind) -> dict[Identifier, Identifier]:
    """Return the new names of the parts of a kind, by old name."""
    renames = [one.rename for one in marks.changes if one.rename]
    return {
        Identifier(str(one.old)): Identifier(str(one.new)) for one in renames if one.kind == kind
    }


def _operation(old: ir.Operation, new: ir.Operation, marks: Marks) -> ir.Operation:
    """Return an operation that takes what `new` takes and returns what `old` returns."""
    arguments = []
    for one in new.arguments:
        # No value has the class `Changed_3`, so the checker's message names change 3.
        mark = marks["argument", old.name, one.name]
        accepted = union((Marker(f"Changed{mark}"), one.type)) if mark else one.type
        arguments.append(replace(one, type=accepted, description=_TEXT))
    return replace(
        new,
        name=old.name,
        summary=_TEXT,
        description=_TEXT,
        errors={},
        arguments=tuple(arguments),
        returns=old.returns,
        events=old.events,
        pages=old.pages,
    )


def _definitions(modules: Iterable[TypeModule]) -> Definitions:
    """Return the definitions of all modules, by name, without descriptions."""
    definitions: Definitions = {}
    for one in chain.from_iterable(module.definitions for module in modules):
        definitions[one.name] = replace(one, description=_TEXT)
        if isinstance(one, DataClass):
            attributes = tuple(replace(each, description=_TEXT) for each in one.attributes)
            definitions[one.name] = replace(one, description=_TEXT, attributes=attributes)
    return definitions


def _differs(old: DataClass | Alias | None, new: DataClass | Alias) -> bool:
    """Whether requests need the new definition: code constructs only the old classes."""
    is_alias = isinstance(old, Alias) and isinstance(new, Alias)
    return old != new if is_alias else type(old) is not type(new)


def _module(name: str, definitions: Iterable[DataClass | Alias]) -> TypeModule:
    definitions = tuple(definitions)
    return TypeModule(name=Identifier(name), groups=(), imports={}, definitions=definitions)
