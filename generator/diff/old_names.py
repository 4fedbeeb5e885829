"""The old names of functions that a package keeps for a version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.diff.change import Finding, Kind, Target
from generator.diff.renames import Rename

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diff.find_renames import Renames
    from generator.ir import Operation, Package


def with_deprecation(one: Finding, after: Package) -> Finding:
    """Return the change of a name; if the old one stays, it breaks nothing yet."""
    if one.code != "function-renamed" or one.target.function not in _old_names(after):
        return one
    message = f"{one.message}; the old name is deprecated"
    return replace(one, kind=Kind.ADDITIVE, message=message)


def removed_old_names(before: Package, after: Package, renames: Renames) -> Iterator[Finding]:
    """Yield the change of each old name that the later package lacks, or gives to another."""
    later: dict[str, tuple[str, Operation]] = {
        one.name: (group.name, one) for group in after.groups for one in group.operations
    }
    for name, (module, operation) in _old_names(before).items():
        if operation.renamed_to is None:
            continue
        target = Target(module=module, function=name)
        new_name: str = renames.functions.get(operation.renamed_to, operation.renamed_to)
        if name in later and new_name in {later[name][1].name, later[name][1].renamed_to}:
            continue
        if new_name not in later:
            yield Finding("function-removed", Kind.BREAKING, "removed", target, operation.node)
            continue
        new_module, new = later[new_name]
        rename = Rename(
            kind="function", old=name, new=new_name, module=module, new_module=new_module
        )
        now = "now that of another function" if name in later else "removed"
        message = f"renamed to `{new_name}`; the old name is {now}"
        places = operation.node, new.node
        yield Finding("function-renamed", Kind.BREAKING, message, target, *places, rename=rename)


def _old_names(package: Package) -> dict[str, tuple[str, Operation]]:
    """Return the module and the function of each old name."""
    return {
        one.name: (group.name, one)
        for group in package.groups
        for one in group.operations
        if one.renamed_to is not None
    }
