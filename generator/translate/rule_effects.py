"""Find the rules of the user's profile that have no effect, and log each with its place.

The whole document counts: a rule for a group that is not selected has an effect.
Rules of `[[paging]]` and `[[polling]]` are judged where they are matched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import shown
from generator.document.servers import servers_of
from generator.naming import snake_case
from generator.operations.client_wide import declared
from generator.schemas.shapes import AliasDefinition
from generator.translate.findings import Finding, Run, nearly, unknown
from generator.translate.repeatable import METHODS
from generator.translate.stream_effects import stream_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diagnostics import DiagnosticLog
    from generator.inputs import Inputs
    from generator.ir import Package
    from generator.operations.reader import ReadOperations


def log_rules_without_effect(
    inputs: Inputs, read: ReadOperations, package: Package, log: DiagnosticLog
) -> None:
    """Log each rule that fits nothing; those of a built-in profile are not judged."""
    profile = inputs.profile
    if profile.file is None:
        return
    run = Run(inputs, read, package)
    for check in (
        _headers,
        _credentials,
        _variables,
        _parameters,
        stream_findings,
        _webhooks,
        _errors,
        _repeat,
        _extras,
        _names,
        _accepts,
    ):
        for one in check(run):
            profile.log_without_effect(log, one.message, *one.place, advice=one.advice)


def _headers(run: Run) -> Iterator[Finding]:
    for index, rule in enumerate(run.tables("headers")):
        yield from _groups(run, rule.get("groups"), ("headers", index, "groups"))
        if "path" in rule:
            place = ("headers", index, "path")
            yield from unknown("path", [str(rule["path"])], run.names("paths"), place)


def _credentials(run: Run) -> Iterator[Finding]:
    schemes = run.names("components", "securitySchemes")
    sent = {one.setting for one in run.package.credentials}
    # Without credentials, the profile has those of the document here.
    declared = run.inputs.profile.credentials if run.tables("credentials") else ()
    for index, one in enumerate(declared):
        place = ("credentials", index)
        yield from _groups(run, one.groups, (*place, "groups"))
        scheme = None if one.groups else one.scheme
        given = [scheme] if scheme else []
        findings = list(unknown("security scheme", given, schemes, (*place, "scheme")))
        yield from findings
        if run.is_whole and one.setting not in sent and not findings:
            yield Finding(place, f"no operation asks for the credential {shown(one.setting)}")


def _variables(run: Run) -> Iterator[Finding]:
    own = [each for one in run.read.operations for each in one.servers]
    servers = [*servers_of(run.inputs.document.root), *own]
    known = [each.name for one in servers for each in one.variables]
    for index, name in enumerate(run.inputs.profile.secrets):
        yield from unknown("variable of a server", [name], known, ("secrets", index))


def _parameters(run: Run) -> Iterator[Finding]:
    inputs = run.inputs
    operations = inputs.selection.all_operations
    known = [name for one in operations for _, name in declared(one, inputs.resolver)]
    for key in ("client_parameters", "call_parameters"):
        names: tuple[str, ...] = getattr(inputs.profile, key)
        for index, name in enumerate(names):
            yield from unknown("header or query parameter", [name], known, (key, index))


def _webhooks(run: Run) -> Iterator[Finding]:
    is_set = run.inputs.profile.webhooks is not None
    if is_set and not run.names("webhooks") and not run.names("x-webhooks"):
        yield Finding(("webhooks",), "the document has no webhooks, so this has no effect")


def _repeat(run: Run) -> Iterator[Finding]:
    for index, name in enumerate(run.inputs.profile.repeat):
        if name not in METHODS:
            yield from _operation(run, name, ("repeat", index))


def _extras(run: Run) -> Iterator[Finding]:
    for index, rule in enumerate(run.inputs.profile.extras):
        for position, name in enumerate(rule.operations):
            yield from _operation(run, name, ("extras", index, "operations", position))
        for name in rule.decorators:
            yield from _operation(run, name, ("extras", index, "decorators", name))


def _errors(run: Run) -> Iterator[Finding]:
    """Yield the members that are almost those of a response; a document may lack the others."""
    table = run.inputs.profile.errors
    known = run.members()
    for key in ("when", "unless", "has", "code"):
        names = getattr(table, key) or ()
        for index, way in enumerate([names] if key == "code" and names else names):
            name = str(way).rpartition(".")[2]
            advice = nearly(name, known)
            if run.is_whole and advice:
                place = {"has": (index,), "code": ()}.get(key, (way,))
                message = f"no response has the member {shown(name)}"
                yield Finding(("errors", key, *place), message, advice)


def _names(run: Run) -> Iterator[Finding]:
    names, schemas = run.inputs.profile.names, run.names("components", "schemas")
    file = run.inputs.profile.file
    table = file.data.get("names") if file else None
    nested = table.get("schemas", {}) if isinstance(table, dict) else {}
    for name in names.schemas:
        place = ("names", "schemas", name) if name in nested else ("names", name)
        yield from unknown("schema", [name], schemas, place)
    for name in names.operations:
        yield from _operation(run, name, ("names", "operations", name))
    yield from _argument_names(run)


def _operation(run: Run, name: str, place: tuple[str | int, ...]) -> Iterator[Finding]:
    """Yield a name that is neither an operation ID nor the method and path of an operation."""
    operations = run.inputs.selection.all_operations
    if all(name != one.key for one in operations):
        known = [one.operation_id or one.key for one in operations]
        yield from unknown("operation", [name], known, place)


def _argument_names(run: Run) -> Iterator[Finding]:
    """Yield the names of arguments that no operation has, and those that another one had."""
    functions = {one.node: one for one in run.package.operations}
    known: dict[str, set[str]] = {}  # the names of the arguments that give way, by key
    for selected in (one.selected for one in run.read.operations):
        arguments = functions[selected.node].arguments
        for argument in arguments:
            wire = argument.wire.wire()
            displaced = {
                one.wire.wire()
                for one in arguments
                if snake_case(one.wire.wire()) == argument.name != one.name
            }
            for key in run.inputs.profile.names.argument_keys(selected, wire):
                known.setdefault(key, set()).update(displaced)
    for key, name in run.inputs.profile.names.arguments.items():
        place = ("names", "arguments", key)
        if run.is_whole:
            yield from unknown("argument", [key], known, place)
        for other in sorted(known.get(key, ())):
            message = f"the argument {shown(other)} has the name {shown(name)} and gets another one"
            yield Finding(place, message)


def _accepts(run: Run) -> Iterator[Finding]:
    classes = run.classes()
    for request, response in run.inputs.profile.accepts.items():
        place = ("accepts", request)
        yield from unknown("class", [request, response], classes, place)
        definition = run.read.definitions.get(request)
        if definition and not isinstance(definition, AliasDefinition):
            yield Finding(place, f"{shown(request)} is not a union, so it accepts nothing else")


def _groups(run: Run, groups: object, place: tuple[str | int, ...]) -> Iterator[Finding]:
    operations = run.inputs.selection.all_operations
    known = sorted({name for one in operations for name in (one.group, *one.wider)})
    for index, name in enumerate(groups if isinstance(groups, list | tuple) else ()):
        if snake_case(name) not in known:
            yield from unknown("group", [name], known, (*place, index))
