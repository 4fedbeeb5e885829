"""How to call a function of a new package: the lines that `opgen init` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.schemas.shapes import Array, Enumeration, Named, ObjectDefinition, Scalar
from generator.text import literal
from generator.verbs import READING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Argument, Operation, Package
    from generator.profiles.credentials import Credential

_PLACEHOLDERS = {"str": '"..."', "int": "1", "float": "1.0", "bool": "True"}


def first_call(package: Package, module: str) -> Iterator[str]:
    """Yield an app that calls one function of a package; nothing for a package without any."""
    operation = _easiest(package)
    if operation is None:
        return
    alias = package.name.removesuffix("_client") or package.name
    yield f"import {module} as {alias}" if module != alias else f"import {module}"
    yield ""
    credentials = _credentials(operation)
    settings = [one.setting for one in credentials]
    settings += [one.setting for one in package.variables if one.secret or one.default is None]
    settings += [one.setting for one in package.parameters if one.required]
    if not package.base_url.wire().startswith(("http", "{")):
        settings.append("base_url")
    if settings:
        values = ", ".join(f'{one}="..."' for one in settings)
        yield f"{alias}.configure({values}){_environment(credentials)}"
    arguments = ", ".join(
        value if one.name in operation.positional else f"{one.name}={value}"
        for one in operation.in_order
        if one.required
        for value in [_placeholder(one, package)]
    )
    yield f"print({alias}.{operation.name}({arguments}))"


def _easiest(package: Package) -> Operation | None:
    """Return the operation whose call needs least; one first that changes nothing."""

    def effort(operation: Operation) -> tuple[bool, bool, bool, int]:
        needed = sum(one.required for one in operation.arguments)
        is_get = operation.method == "GET"
        is_reading = is_get or operation.name.partition("_")[0] in READING
        return not is_get, operation.deprecated, not is_reading, needed

    return min(package.operations, key=effort, default=None)


def _credentials(operation: Operation) -> list[Credential]:
    """Return the credentials to set: the required ones, or the first one that is of use."""
    sent = operation.credentials
    for one in operation.alternatives:
        if one:
            return [each for each in sent if each.setting in one]
    return [one for one in sent if one.required] or [*sent[:1]]


def _environment(credentials: list[Credential]) -> str:
    """Return a comment with the environment variables of credentials."""
    if not credentials:
        return ""
    names = " and ".join(one.environment[0] for one in credentials if one.environment)
    is_required = any(one.required for one in credentials)
    notes = [] if is_required else ["optional"]
    notes += [f"or {names} in the environment"] if names else []
    return f"  # {', '.join(notes)}" if notes else ""


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
