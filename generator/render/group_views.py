"""The module of a group: everything that its template prints."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from generator.python_types import Generic, Name, optional, union
from generator.render.annotations import Printer
from generator.render.api_view import call_order
from generator.render.docstrings import common_errors, group_lines, operation_lines
from generator.render.request_fields import RequestFields, mapping
from generator.text import docstring, literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from generator.ir import Argument, Group, Operation, Package
    from generator.python_types import PythonType
    from generator.render.annotations import Import


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """A function; each field is source.

    Attributes:
        extended: the decorator is of an extra module, and may give the function more methods.
        positional: the parameters before `*`; `keywords` are those after it.
        returns: the type of the request; `result` is that of the response.
        carried: the type of an event, or of an item of a page.
        state: the type of the state that `until_done` returns; `polling` makes the runtime's
            `Polling`. None without that.
        request: the class of the request; `fields` are its keyword arguments.
        call: the arguments of `call`, which are what one call overrides.
    """

    name: str
    decorator: str
    extended: bool
    deprecated: str | None
    positional: tuple[str, ...]
    keywords: tuple[str, ...]
    returns: str
    result: str
    carried: str | None
    state: str | None
    polling: str | None
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


def group_view(
    group: Group, package: Package, imported: AbstractSet[PythonType] = frozenset()
) -> GroupView:
    """Decide everything about a group's module.

    Args:
        group: what is printed.
        package: that of the group.
        imported: the definitions that hold types of the app.
    """
    printer = Printer()
    order = call_order(package)
    common = common_errors(group)
    functions = (
        _Function(one, package, order, common, printer, imported) for one in group.operations
    )
    operations = tuple(one.view() for one in functions)
    if any(one.deprecated for one in operations):
        printer.name("deprecated")
    if group.headers:
        printer.name("partial")
    headers = mapping((literal(name), literal(value)) for name, value in group.headers.items())
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


def _deprecation(operation: Operation) -> str | None:
    """Return the message of a deprecated function; None if the function is not deprecated."""
    if operation.renamed_to:
        return literal(f"`{operation.name}` is the old name of `{operation.renamed_to}`.")
    if operation.deprecated:
        return literal(f"The service marks `{operation.name}` as deprecated.")
    return None


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
    imported: AbstractSet[PythonType]

    def view(self) -> OperationView:
        operation, printer = self.operation, self.printer
        kind, request, held = _kind(operation)
        positional = [one for one in operation.in_order if one.name in operation.positional]
        result = printer.type(operation.returns)
        carried = printer.type(held) if held else None
        polls = operation.polls
        state = printer.type(polls.state) if polls else None
        of = ", ".join(filter(None, (result, carried, state)))
        return OperationView(
            name=operation.name,
            decorator=_decorator(operation, kind, printer),
            extended=operation.decorator is not None,
            deprecated=_deprecation(operation),
            positional=tuple(map(self._parameter, positional)),
            keywords=tuple(self._keywords()),
            returns=f"{request}[{of}]",
            result=result,
            carried=carried,
            state=state,
            polling=printer.call(polls.call) if polls else None,
            docstring=docstring(operation_lines(operation, self.package, self.common)),
            request=printer.name(request),
            method=literal(operation.method),
            path=operation.path.literal(),
            fields=tuple(RequestFields(operation, printer, self.imported).fields()),
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


def _decorator(operation: Operation, usual: str, printer: Printer) -> str:
    """Return what decorates a function: that of an extra module, or the usual one."""
    one = operation.decorator
    if one is None:
        return printer.name(usual)
    printer.modules[one.name] = f".{one.module}"
    return one.name


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


def _kind(operation: Operation) -> tuple[str, str, PythonType | None]:
    """Return the decorator, the class of the request, and the type of its events or items."""
    if operation.events and operation.polls:
        return "polled_streamed_operation", "PolledStreamRequest", operation.events.type
    if operation.events:
        return "streamed_operation", "StreamRequest", operation.events.type
    if operation.polls:
        return "polled_operation", "PolledRequest", None
    if operation.pages:
        return "paged_operation", "PagedRequest", operation.pages.item
    return "operation", "Request", None
