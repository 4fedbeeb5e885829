"""Find the rules of the user's profile that have no effect, and log each with its place.

The whole document counts: a rule for a group that is not selected has an effect.
Rules of `[[paging]]` and `[[polling]]` are judged where they are matched.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.diagnostics import did_you_mean, shown
from generator.document.servers import servers_of
from generator.naming import class_name, snake_case
from generator.operations.client_wide import declared
from generator.schemas.shapes import AliasDefinition, Enumeration, Named, ObjectDefinition
from generator.translate.repeatable import METHODS
from generator.translate.responses import variants_of
from generator.translate.stream_effects import stream_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.diagnostics import DiagnosticLog
    from generator.inputs import Inputs
    from generator.ir import Operation, Package
    from generator.operations.reader import ReadOperations
    from generator.profiles.streaming import Streaming


_CLOSE: Final = 0.8  # how much a member must be like another one, to be meant


class _Finding(NamedTuple):
    """A rule without effect: the place of its key, why, and what to do."""

    place: tuple[str | int, ...]
    message: str
    advice: str | None = None


class _Run(NamedTuple):
    inputs: Inputs
    read: ReadOperations
    package: Package

    @property
    def is_whole(self) -> bool:
        """Whether every operation is selected, so that all effects are known."""
        selection = self.inputs.selection
        return len(selection.operations) == len(selection.all_operations)

    def tables(self, key: str) -> list[Mapping[str, object]]:
        """Return the tables of a list in the file of the profile."""
        file = self.inputs.profile.file
        return file.tables(key) if file else []

    def names(self, *keys: str) -> list[str]:
        """Return the keys of a mapping of the document."""
        return [key for key, _ in self.inputs.document.root.members(*keys)]

    def members(self) -> set[str]:
        """Return the names of the members of all objects."""
        objects = (
            one for one in self.read.definitions.values() if isinstance(one, ObjectDefinition)
        )
        return {each.wire for one in objects for each in one.properties}

    def classes(self) -> list[str]:
        """Return the names of classes and aliases."""
        schemas = map(class_name, self.names("components", "schemas"))
        return [*self.read.definitions, *schemas, *self.inputs.profile.names.schemas.values()]


def log_rules_without_effect(
    inputs: Inputs, read: ReadOperations, package: Package, log: DiagnosticLog
) -> None:
    """Log each rule that fits nothing; those of a built-in profile are not judged."""
    profile = inputs.profile
    if profile.file is None:
        return
    run = _Run(inputs, read, package)
    for check in (
        _headers,
        _credentials,
        _variables,
        _parameters,
        _streams,
        _webhooks,
        _errors,
        _repeat,
        _extras,
        _names,
        _accepts,
    ):
        for one in check(run):
            profile.log_without_effect(log, one.message, *one.place, advice=one.advice)


def _headers(run: _Run) -> Iterator[_Finding]:
    for index, rule in enumerate(run.tables("headers")):
        yield from _groups(run, rule.get("groups"), ("headers", index, "groups"))
        if "path" in rule:
            place = ("headers", index, "path")
            yield from _unknown("path", [str(rule["path"])], run.names("paths"), place)


def _credentials(run: _Run) -> Iterator[_Finding]:
    schemes = run.names("components", "securitySchemes")
    sent = {one.setting for one in run.package.credentials}
    # Without credentials, the profile has those of the document here.
    declared = run.inputs.profile.credentials if run.tables("credentials") else ()
    for index, one in enumerate(declared):
        place = ("credentials", index)
        yield from _groups(run, one.groups, (*place, "groups"))
        scheme = None if one.groups else one.scheme
        unknown = list(
            _unknown("security scheme", [scheme] if scheme else [], schemes, (*place, "scheme"))
        )
        yield from unknown
        if run.is_whole and one.setting not in sent and not unknown:
            yield _Finding(place, f"no operation asks for the credential {shown(one.setting)}")


def _variables(run: _Run) -> Iterator[_Finding]:
    own = [each for one in run.read.operations for each in one.servers]
    servers = [*servers_of(run.inputs.document.root), *own]
    known = [each.name for one in servers for each in one.variables]
    for index, name in enumerate(run.inputs.profile.secrets):
        yield from _unknown("variable of a server", [name], known, ("secrets", index))


def _parameters(run: _Run) -> Iterator[_Finding]:
    inputs = run.inputs
    operations = inputs.selection.all_operations
    known = [name for one in operations for _, name in declared(one, inputs.resolver)]
    for key in ("client_parameters", "call_parameters"):
        names: tuple[str, ...] = getattr(inputs.profile, key)
        for index, name in enumerate(names):
            yield from _unknown("header or query parameter", [name], known, (key, index))


def _streams(run: _Run) -> Iterator[_Finding]:
    streams = {
        str(one.events.shape.name): one
        for one in run.package.operations
        if one.events and isinstance(one.events.shape, Named)
    }
    earlier: set[str] = set()
    for index, rule in enumerate(run.inputs.profile.streams):
        place = ("streams", index)
        if rule.events in earlier:
            message = f"an earlier rule is for {shown(rule.events)}, so this has no effect"
            yield _Finding((*place, "events"), message)
        if rule.value is not None and rule.flag is None:
            yield _Finding((*place, "value"), "'value' has no effect without 'flag'")
        earlier.add(rule.events)
        if operation := streams.get(rule.events):
            yield from _stream(run, rule, operation, place)
        else:
            yield from _no_stream(run, rule, list(streams), (*place, "events"))


def _stream(
    run: _Run, rule: Streaming, operation: Operation, place: tuple[str | int, ...]
) -> Iterator[_Finding]:
    """Yield a flag that the body does not have, and the ends that are almost types of events."""
    members = [one.wire.wire() for body in operation.bodies for one in body.arguments]
    flag = [rule.flag] if rule.flag else []
    yield from _unknown("member of the body", flag, members, (*place, "flag"))
    events = operation.events
    variants = variants_of(events.shape, run.read.definitions) if events else ()
    shapes = [one.shape for members in variants for one in members]
    types = [value for one in shapes if isinstance(one, Enumeration) for value in one.values]
    for one in stream_parts(rule, operation, list(map(str, types)), run.members()):
        yield _Finding((*place, *one.key), one.message, one.advice)


def _no_stream(
    run: _Run, rule: Streaming, streams: list[str], place: tuple[str | int, ...]
) -> Iterator[_Finding]:
    classes = run.classes()
    if rule.events not in classes:
        yield from _unknown("schema", [rule.events], streams + classes, place)
    elif run.is_whole:
        names = ", ".join(map(shown, streams[:10]))
        advice = f"the schemas of streams are {names}" if streams else None
        yield _Finding(place, f"no operation streams {shown(rule.events)}", advice)


def _webhooks(run: _Run) -> Iterator[_Finding]:
    is_set = run.inputs.profile.webhooks is not None
    if is_set and not run.names("webhooks") and not run.names("x-webhooks"):
        yield _Finding(("webhooks",), "the document has no webhooks, so this has no effect")


def _repeat(run: _Run) -> Iterator[_Finding]:
    for index, name in enumerate(run.inputs.profile.repeat):
        if name not in METHODS:
            yield from _operation(run, name, ("repeat", index))


def _extras(run: _Run) -> Iterator[_Finding]:
    for index, rule in enumerate(run.inputs.profile.extras):
        for position, name in enumerate(rule.operations):
            yield from _operation(run, name, ("extras", index, "operations", position))
        for name in rule.decorators:
            yield from _operation(run, name, ("extras", index, "decorators", name))


def _errors(run: _Run) -> Iterator[_Finding]:
    """Yield the members that are almost those of a response; a document may lack the others."""
    table = run.inputs.profile.errors
    known = run.members()
    for key in ("when", "unless", "has", "code"):
        names = getattr(table, key) or ()
        for index, way in enumerate([names] if key == "code" and names else names):
            name = str(way).rpartition(".")[2]
            close = get_close_matches(name, sorted(known), n=1, cutoff=_CLOSE)
            advice = did_you_mean(name, close)
            if run.is_whole and advice and name not in known:
                place = {"has": (index,), "code": ()}.get(key, (way,))
                message = f"no response has the member {shown(name)}"
                yield _Finding(("errors", key, *place), message, advice)


def _names(run: _Run) -> Iterator[_Finding]:
    names, schemas = run.inputs.profile.names, run.names("components", "schemas")
    file = run.inputs.profile.file
    table = file.data.get("names") if file else None
    nested = table.get("schemas", {}) if isinstance(table, dict) else {}
    for name in names.schemas:
        place = ("names", "schemas", name) if name in nested else ("names", name)
        yield from _unknown("schema", [name], schemas, place)
    for name in names.operations:
        yield from _operation(run, name, ("names", "operations", name))
    yield from _argument_names(run)


def _operation(run: _Run, name: str, place: tuple[str | int, ...]) -> Iterator[_Finding]:
    """Yield a name that is neither an operation ID nor the method and path of an operation."""
    operations = run.inputs.selection.all_operations
    if all(name != one.key for one in operations):
        known = [one.operation_id or one.key for one in operations]
        yield from _unknown("operation", [name], known, place)


def _argument_names(run: _Run) -> Iterator[_Finding]:
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
            yield from _unknown("argument", [key], known, place)
        for other in sorted(known.get(key, ())):
            message = f"the argument {shown(other)} has the name {shown(name)} and gets another one"
            yield _Finding(place, message)


def _accepts(run: _Run) -> Iterator[_Finding]:
    classes = run.classes()
    for request, response in run.inputs.profile.accepts.items():
        place = ("accepts", request)
        yield from _unknown("class", [request, response], classes, place)
        definition = run.read.definitions.get(request)
        if definition and not isinstance(definition, AliasDefinition):
            yield _Finding(place, f"{shown(request)} is not a union, so it accepts nothing else")


def _groups(run: _Run, groups: object, place: tuple[str | int, ...]) -> Iterator[_Finding]:
    operations = run.inputs.selection.all_operations
    known = sorted({name for one in operations for name in (one.group, *one.wider)})
    for index, name in enumerate(groups if isinstance(groups, list | tuple) else ()):
        if snake_case(name) not in known:
            yield from _unknown("group", [name], known, (*place, index))


def _unknown(
    kind: str, names: Iterable[str], known: Iterable[str], place: tuple[str | int, ...]
) -> Iterator[_Finding]:
    choices = list(dict.fromkeys(known))
    for name in names:
        if name not in choices:
            listed = ", ".join(map(shown, choices[:10]))
            advice = f"known are {listed}" if listed and len(choices) <= 10 else None
            message = f"there is no {kind} {shown(name)}, so this has no effect"
            yield _Finding(place, message, did_you_mean(name, choices) or advice)
