"""The names of functions and of the groups' modules.

Names of classes and attributes are given by `schemas.names` and `schemas.reader`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.naming import BUILTINS, Identifier, snake_case
from generator.reserved_names import MODULES, PACKAGE, RESERVED, WEBHOOK_EXPORTS, WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from generator import ir
    from generator.diagnostics import DiagnosticLog
    from generator.operations.reader import ReadOperation


def exports(webhooks: ir.Webhooks | None) -> frozenset[str]:
    """Return the names that the package exports besides its functions and groups."""
    return PACKAGE | ({WEBHOOKS, webhooks.function, *WEBHOOK_EXPORTS} if webhooks else set())


def function_names(
    operations: Iterable[ReadOperation], exported: Collection[str], log: DiagnosticLog
) -> list[Identifier]:
    """Return the name of each operation's function.

    Two functions of one name are an error, since one would hide the other.
    """
    taken = {*RESERVED, *exported, *BUILTINS}
    names: list[Identifier] = []
    first: dict[str, ReadOperation] = {}
    for operation in operations:
        name = snake_case(operation.identity, taken=taken)
        names.append(name)
        other = first.setdefault(name, operation)
        if other is not operation:
            node, before = operation.selected.node, other.selected
            log.error(
                "duplicate-operation",
                f"a function named {name} is there already, for {before.method} {before.path}"
                f" at {before.node.location()}",
                at=node.get("operationId") or node,
                help="give one of them another operationId, in an overlay if need be",
            )
    return names


def module_names(groups: Sequence[str], taken: Collection[str]) -> dict[str, Identifier]:
    """Return the name of each group's module.

    A function of the same name keeps it, since users call functions.
    """
    used = {*taken, *MODULES}
    names: dict[str, Identifier] = {}
    for group in groups:
        name = snake_case(group)
        if name in used:
            name = snake_case(f"{name}_operations", taken=[*used, *groups])
        used.add(name)
        names[group] = name
    return names
