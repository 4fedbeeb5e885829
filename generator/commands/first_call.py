"""How to call a function of a new package: the lines that `opgen init` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.schemas.shapes import Array, Enumeration, Named, ObjectDefinition, Scalar
from generator.text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Argument, Operation, Package

_PLACEHOLDERS = {"str": '"..."', "int": "1", "float": "1.0", "bool": "True"}


def first_call(package: Package, module: str) -> Iterator[str]:
    """Yield an app that calls one function of a package; nothing for a package without any."""
    operation = _easiest(package)
    if operation is None:
        return
    alias = package.name.removesuffix("_client") or package.name
    yield f"import {module} as {alias}" if module != alias else f"import {module}"
    yield ""
    settings = [f'{one.setting}="..."' for one in operation.credentials if one.required]
    settings += [f'{one.setting}="..."' for one in package.variables if one.default is None]
    if not package.base_url.wire().startswith(("http", "{")):
        settings.append('base_url="https://..."')
    if settings:
        yield f"{alias}.configure({', '.join(settings)}){_environment(operation)}"
    arguments = ", ".join(
        value if one.name in operation.positional else f"{one.name}={value}"
        for one in operation.in_order
        if one.required
        for value in [_placeholder(one, package)]
    )
    yield f"print({alias}.{operation.name}({arguments}))"


def _easiest(package: Package) -> Operation | None:
    """Return the operation whose call needs least; a GET first, as it changes nothing."""

    def effort(operation: Operation) -> tuple[bool, bool, int]:
        needed = sum(one.required for one in operation.arguments)
        return operation.method != "GET", operation.deprecated, needed

    return min(package.operations, key=effort, default=None)


def _environment(operation: Operation) -> str:
    names = [
        one.environment[0] for one in operation.credentials if one.required and one.environment
    ]
    return f"  # or {' and '.join(names)} in the environment" if names else ""


def _placeholder(argument: Argument, package: Package) -> str:
    """Return a value for an argument: of the document, or else one of its type."""
    for value in (argument.example, argument.default):
        if isinstance(value, str | int | float):
            return literal(value)
    shape = argument.shape
    while isinstance(shape, Named):
        definition = package.definitions.get(shape.name)
        if definition is None or isinstance(definition, ObjectDefinition):
            return "{}"
        shape = definition.shape
    match shape:
        case Enumeration(values=(value, *_)):
            return literal(value)
        case Scalar(kind):
            return _PLACEHOLDERS.get(kind, '"..."')
        case Array():
            return "[]"
        case _:
            return "..."
