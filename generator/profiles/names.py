"""Names that a profile gives to operations, arguments and schemas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.diagnostics import shown
from generator.naming import BUILTINS, is_identifier, snake_case
from generator.reserved_names import ARGUMENTS, PACKAGE, RESERVED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from generator.document.operations import SelectedOperation
    from generator.profiles.toml_tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Other names than those of the document. A string next to these tables names a schema.

    Attributes:
        operations: By the operation ID or the method and path, the name of the function.
        arguments: By the name in the document, the name of the argument; after an operation and a
            dot, only that of this operation.
        schemas: By the name of a schema, the name of its class.
    """

    operations: Mapping[str, str] = field(default_factory=dict)
    arguments: Mapping[str, str] = field(default_factory=dict)
    schemas: Mapping[str, str] = field(default_factory=dict)

    def argument(self, operation: SelectedOperation, wire: str) -> str:
        """Return what an argument is named after: the profile's name, or its own."""
        keys = self.argument_keys(operation, wire)
        return next((self.arguments[key] for key in keys if key in self.arguments), wire)

    @staticmethod
    def argument_keys(operation: SelectedOperation, wire: str) -> tuple[str, ...]:
        """Return the keys that mean an argument, the most exact first."""
        return (*(f"{name}.{wire}" for name in operation.names), wire)


def read_names(table: Table) -> Names:
    """Return the names of `[names]`.

    Raises:
        OpgenError: a name cannot be used.
    """
    flat = {key: table.text(key) for key in table.keys if key not in Names.__dataclass_fields__}
    names = Names(
        operations=table.pairs("operations"),
        arguments=table.pairs("arguments"),
        schemas={**flat, **table.pairs("schemas")},
    )
    _check(table.table("operations"), names.operations, PACKAGE | RESERVED | BUILTINS)
    _check(table.table("arguments"), names.arguments, ARGUMENTS)
    others: dict[str, str] = {}
    for key, name in names.operations.items():
        if others.setdefault(name, key) != key:
            table.table("operations").reject(key, f"is given the name of {shown(others[name])}")
    return names


def _check(table: Table, names: Mapping[str, str], reserved: Collection[str]) -> None:
    for key, name in names.items():
        if not is_identifier(name):
            advice = f"use {shown(snake_case(name))}"
            table.reject(key, f"is given {shown(name)}, which is not a Python identifier", advice)
        if name in reserved:
            table.reject(key, f"is given {shown(name)}, which is a reserved name")
