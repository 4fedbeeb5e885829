"""The names of the groups' modules, and what else the package exports.

Names of functions are given by `translate.function_names`, those of classes and attributes by
`schemas.names` and `schemas.reader`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.naming import Identifier, file_stem, snake_case
from generator.reserved_names import MODULES, PACKAGE, WEBHOOK_EXPORTS, WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from generator import ir


def exports(webhooks: ir.Webhooks | None, extras: Iterable[ir.Extra] = ()) -> frozenset[str]:
    """Return the names that the package exports besides its functions and groups."""
    of_webhooks = {WEBHOOKS, webhooks.function, *WEBHOOK_EXPORTS} if webhooks else set()
    of_extras = {name for one in extras for name in (one.module, *one.exports)}
    return PACKAGE | of_webhooks | of_extras


def module_names(groups: Sequence[str], taken: Collection[str]) -> dict[str, Identifier]:
    """Return the name of each group's module.

    A function of the same name keeps it, since users call functions.
    """
    used = {*taken, *MODULES}
    unusable = {*used, *groups}
    names: dict[str, Identifier] = {}
    for group in groups:
        name = snake_case(file_stem(group))
        if name in used:
            name = snake_case(f"{name}_operations", taken=unusable)
        used.add(name)
        unusable.add(name)
        names[group] = name
    return names
