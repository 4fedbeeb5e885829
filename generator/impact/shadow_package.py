"""The shadow package: it takes what the new package takes, and returns what the old one did."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from generator.naming import Identifier
from generator.python_types import Marker, union
from generator.render.shadow_files import shadow_files
from generator.text import Untrusted
from generator.type_declarations import DataClass, TypeModule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator import ir
    from generator.diff.renames import RenameKind
    from generator.impact.marks import Marks
    from generator.type_declarations import Declaration

    Definitions = dict[str, Declaration]

_TEXT: Final = Untrusted("")


def shadow_modules(before: ir.Package, after: ir.Package, marks: Marks) -> dict[str, str]:
    """Return the modules of the shadow package, by path.

    Names, results and attributes are those of the old package; arguments, request types and
    settings are those of the new one. What has a mark is deprecated, with the mark as its message.
    """
    new_types = _definitions(after.components)
    old_types = _with_new_names(_definitions(before.components), marks)
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
    """Yield the groups, and one more for functions that moved to another module.

    A function with another name or module is there too: some of the app may be changed already.
    """
    new_operations = {one.name: one for group in after.groups for one in group.operations}
    new_names, new_modules = _new_names(marks, "function"), _new_names(marks, "module")
    renamed = _renamed(before, new_operations, marks)
    moved: list[ir.Operation] = []
    for group in before.groups:
        operations = [
            _operation(one, new_operations.get(new_names.get(one.name, one.name), one), marks)
            for one in group.operations
        ]
        moved += [one for one in operations if marks["function", group.name, one.name]]
        name = Identifier(f"_{group.name}") if marks["module", "", group.name] else group.name
        operations += renamed.pop(group.name, ())
        yield replace(group, name=new_modules.get(group.name, name), operations=tuple(operations))
    renamed[Identifier("_moved")] = moved
    for name, operations in renamed.items():
        if operations:
            yield replace(before.groups[0], name=name, operations=tuple(operations))


def _renamed(
    before: ir.Package, new_operations: Mapping[Identifier, ir.Operation], marks: Marks
) -> dict[Identifier, list[ir.Operation]]:
    """Return the operations with a new name or module, by module."""
    old_operations = {str(one.name): one for group in before.groups for one in group.operations}
    renamed: dict[Identifier, list[ir.Operation]] = {}
    for one in marks.changes:
        rename = one.rename
        if rename and rename.kind == "function" and (old := old_operations.get(str(rename.old))):
            new = new_operations.get(Identifier(str(rename.new)), old)
            operation = replace(_operation(old, new, marks), name=new.name)
            renamed.setdefault(Identifier(rename.new_module), []).append(operation)
    return renamed


def _with_new_names(definitions: Definitions, marks: Marks) -> Definitions:
    """Return the classes with the new names of attributes too, as an app may use some already."""
    found = dict(definitions)
    for one in marks.changes:
        owner = found.get(one.target.type)
        if one.rename and one.rename.kind == "attribute" and isinstance(owner, DataClass):
            new = Identifier(str(one.rename.new))
            attributes = [
                replace(each, name=new) for each in owner.attributes if each.name == one.rename.old
            ]
            known = {each.name for each in owner.attributes}
            if new not in known:
                found[owner.name] = replace(owner, attributes=(*owner.attributes, *attributes))
    return found


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
        polls=old.polls,
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


def _differs(old: Declaration | None, new: Declaration) -> bool:
    """Whether requests need the new definition: code constructs only the old classes."""
    is_class = isinstance(old, DataClass) and isinstance(new, DataClass)
    return not is_class and old != new


def _module(name: str, definitions: Iterable[Declaration]) -> TypeModule:
    definitions = tuple(definitions)
    return TypeModule(name=Identifier(name), groups=(), imports={}, definitions=definitions)
