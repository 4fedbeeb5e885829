"""The module of a group: everything that its template prints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from generator.python_types import Generic, Name, RuntimeCall, optional, union
from generator.render.annotations import Printer
from generator.render.api_view import call_order
from generator.render.docstrings import common_errors, group_lines, operation_lines
from generator.text import docstring, literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from generator.ir import Argument, Body, Events, Group, Operation, Package
    from generator.python_types import PythonType, Value
    from generator.render.annotations import Import


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """A function; each field is source.

    Attributes:
        positional: the parameters before `*`; `keywords` are those after it.
        returns: the type of the request; `result` is that of the response.
        carried: the type of an event, or of an item of a page.
        request: the class of the request; `fields` are its keyword arguments.
        call: the arguments of `call`, which are what one call overrides.
    """

    name: str
    decorator: str
    deprecated: str | None
    positional: tuple[str, ...]
    keywords: tuple[str, ...]
    returns: str
    result: str
    carried: str | None
    docstring: str
    request: str
    method: str
    path: str
    fields: tuple[tuple[str, str], ...]
    call: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The module of a group.

    Attributes:
        aliases: the modules of types that are also imported with an underscore before the name.
        caller: the name of the function `call`, which no argument has.
    """

    name: str
    docstring: str
    imports: tuple[Import, ...]
    modules: tuple[str, ...]
    aliases: tuple[str, ...]
    headers: str | None
    caller: str
    operations: tuple[OperationView, ...]


def group_view(group: Group, package: Package) -> GroupView:
    """Decide everything about a group's module."""
    printer = Printer()
    order = call_order(package)
    common = common_errors(group)
    functions = (_Function(one, package, order, common, printer) for one in group.operations)
    operations = tuple(one.view() for one in functions)
    if any(one.deprecated for one in operations):
        printer.name("deprecated")
    if group.headers:
        printer.name("partial")
    headers = _mapping((literal(name), literal(value)) for name, value in group.headers.items())
    return GroupView(
        name=group.name,
        docstring=docstring(group_lines(group, package), indent=""),
        imports=printer.imports(),
        modules=tuple(sorted(printer.names & {"components", "params"})),
        aliases=tuple(one for one in ("components", "params") if f"_{one}" in printer.names),
        headers=headers if group.headers else None,
        caller=_caller(group),
        operations=operations,
    )


def _caller(group: Group) -> str:
    """Return a name for `call` that no argument hides in its function."""
    arguments = {str(one.name) for each in group.operations for one in each.arguments}
    name = "call"
    while name in arguments:
        name = f"make_{name}"
    return name


@dataclass(frozen=True, slots=True)
class _Function:
    """Prints the parts of one operation's function."""

    operation: Operation
    package: Package
    call_order: Sequence[str]
    common: Collection[str]
    printer: Printer

    def view(self) -> OperationView:
        operation, printer = self.operation, self.printer
        kind, request, held = _kind(operation)
        message = f"The service marks `{operation.name}` as deprecated."
        positional = [one for one in operation.in_order if one.name in operation.positional]
        result = printer.type(operation.returns)
        carried = printer.type(held) if held else None
        return OperationView(
            name=operation.name,
            decorator=printer.name(kind),
            deprecated=literal(message) if operation.deprecated else None,
            positional=tuple(map(self._parameter, positional)),
            keywords=tuple(self._keywords()),
            returns=f"{request}[{result}, {carried}]" if carried else f"{request}[{result}]",
            result=result,
            carried=carried,
            docstring=docstring(operation_lines(operation, self.package, self.common)),
            request=printer.name(request),
            method=literal(operation.method),
            path=operation.path.literal(),
            fields=tuple(self._fields()),
            call=tuple(_call(operation, self.call_order)),
        )

    def _keywords(self) -> Iterator[str]:
        """Yield the parameters after `*`: the operation's own, then those of every operation."""
        operation, printer = self.operation, self.printer
        for one in operation.in_order:
            if one.name not in operation.positional:
                yield self._parameter(one)
        if operation.takes_sink:
            events = operation.events
            received = events.type if events and events.go_to_sink else operation.returns
            sink = printer.type(optional(Generic("Sink", (received,))))
            yield f"{operation.shared_argument('stream_to')}: {sink} = None"
        for credential in operation.credentials:
            name = operation.shared_argument(credential.argument)
            yield f"{name}: {printer.name(credential.type)} | None = None"
        yield f"{operation.shared_argument('base_url')}: str | None = None"
        options = printer.name("CallOptions")
        yield f"{operation.shared_argument('options')}: {options} | None = None"

    def _parameter(self, argument: Argument) -> str:
        if argument.required:
            return f"{argument.name}: {self.printer.type(argument.type)}"
        if argument.sent_default is not None:
            default = literal(argument.sent_default)
            return f"{argument.name}: {self.printer.type(argument.type)} = {default}"
        accepted = self.printer.type(union((argument.type, Name("Omit"))))
        return f"{argument.name}: {accepted} = {self.printer.name('omit')}"

    def _fields(self) -> Iterator[tuple[str, str]]:
        """Yield the keyword arguments of the request."""
        operation = self.operation
        if operation.server:
            yield "server", operation.server.literal()
        if operation.servers:
            named = ((one.name.literal(), one.url.literal()) for one in operation.servers)
            yield "servers", _mapping(named)
        for place, keyword in (("path", "path"), ("query", "query"), ("cookie", "cookies")):
            entries = [self._entry(one) for one in operation.arguments if one.place == place]
            if entries:
                yield keyword, _mapping(entries)
        yield from self._body_fields()
        headers = [self._entry(one) for one in operation.arguments if one.place == "header"]
        if headers:
            yield "headers", _mapping(headers)
        for place, keyword in (("query", "query_defaults"), ("header", "header_defaults")):
            inside = (one for one in operation.arguments if one.place == place)
            defaults = list(filter(None, map(self._default, inside)))
            if defaults:
                yield keyword, _mapping(defaults)
        yield from self._retry_fields()
        yield from self._response_fields()

    def _retry_fields(self) -> Iterator[tuple[str, str]]:
        """Yield the keyword arguments that say when the request may be sent twice."""
        operation = self.operation
        if operation.key_header:
            yield "idempotency", operation.key_header.literal()
        if operation.quoted_key:
            yield "quoted_key", "True"
        if operation.repeat:
            yield "repeat", "True"

    def _response_fields(self) -> Iterator[tuple[str, str]]:
        """Yield the keyword arguments that say how the response is read."""
        operation = self.operation
        media_types = [one.wire() for one in operation.accept]
        if any(one != "application/json" for one in media_types):
            yield "accept", literal(", ".join(media_types))
        if operation.redirects:
            yield "redirects", "True"
        if operation.failure:
            yield "failure", self.printer.call(operation.failure.call)
        if operation.pages:
            yield "pages", self.printer.call(operation.pages.pager)
        if operation.events:
            call = RuntimeCall("request", "Events", keywords=tuple(_settings(operation.events)))
            inside = replace(
                self.printer, hidden=frozenset(one.name for one in operation.arguments)
            )
            yield "events", self.printer.call(call, inside.type(operation.events.type))
        if operation.takes_sink:
            yield "sink", operation.shared_argument("stream_to")

    def _body_fields(self) -> Iterator[tuple[str, str]]:
        """Yield each way to send the body, and how one of several is chosen."""
        operation = self.operation
        for body in operation.bodies:
            members = map(self._entry, body.arguments)
            yield body.kind, body.arguments[0].name if body.whole else _mapping(members)
        choice = next((one for one in operation.arguments if one.place == "choice"), None)
        if choice:
            media_types = ", ".join(body.media_type.literal() for body in operation.bodies)
            yield "media_types", f"({media_types})"
            yield "media_type", choice.name
        elif operation.bodies and _is_unusual(operation.bodies[0]):
            yield "media_type", operation.bodies[0].media_type.literal()
        for body in operation.bodies:
            if body.items:
                yield "items", self._factory(body.items)
        part_types = [part for body in operation.bodies for part in body.part_types]
        if part_types:
            pairs = ((name.literal(), kind.literal()) for name, kind in part_types)
            yield "part_types", _mapping(pairs)
        part_styles = [part for body in operation.bodies for part in body.part_styles]
        if part_styles:
            calls = ((name.literal(), self._factory(call)) for name, call in part_styles)
            yield "part_styles", _mapping(calls)
        if any(body.has_files for body in operation.bodies):
            yield "json_files", "True"
        has_members = any(not body.whole for body in operation.bodies)
        if has_members and not operation.body_required:
            yield "json_optional", "True"

    def _factory(self, call: RuntimeCall) -> str:
        """Return the function that makes a call of its only argument."""
        source = self.printer.call(call, "value")
        return f"lambda value: {source}" if call.arguments or call.keywords else call.name

    def _default(self, argument: Argument) -> tuple[str, str] | None:
        default = argument.sent_default
        return None if default is None else self._entry(argument, literal(default))

    def _entry(self, argument: Argument, given: str | None = None) -> tuple[str, str]:
        """Return the source of a name and a value in the request."""
        source, wrapper = given or argument.name, argument.wrapper
        value = self.printer.call(wrapper, source) if wrapper else source
        return argument.wire.literal(), value


def _call(operation: Operation, order: Sequence[str]) -> Iterator[str]:
    """Yield the arguments of `call`: credentials are positional as far as its order allows."""
    yield from map(operation.shared_argument, ("options", "base_url"))
    arguments = {
        one.setting: operation.shared_argument(one.argument) for one in operation.credentials
    }
    positional = list(takewhile(arguments.__contains__, order))
    yield from (arguments[setting] for setting in positional)
    named = [setting for setting in order[len(positional) :] if setting in arguments]
    yield from (f"{setting}={arguments[setting]}" for setting in named)
    if operation.alternatives:
        yield f"alternatives={operation.alternatives!r}"  # identifiers only


def _is_unusual(body: Body) -> bool:
    """Whether the runtime must know the media type of a body."""
    return body.kind != "json" or body.media_type.wire() != "application/json"


def _kind(operation: Operation) -> tuple[str, str, PythonType | None]:
    """Return the decorator, the class of the request, and the type of its events or items."""
    if operation.events:
        return "streamed_operation", "StreamRequest", operation.events.type
    if operation.pages:
        return "paged_operation", "PagedRequest", operation.pages.item
    return "operation", "Request", None


def _settings(events: Events) -> Iterator[tuple[str, Value]]:
    """Yield the keyword arguments of the runtime's `Events`."""
    if events.media_type:
        yield "media_type", events.media_type
    if events.flag:
        yield "flag", events.flag
    if events.value is not None:
        yield "value", events.value
    for name in ("in_query", "envelope", "text", "only", "carries_result"):
        if getattr(events, name):
            yield name, True
    if events.ends:
        yield "ends", events.ends


def _mapping(entries: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries) + "}"
