"""The module of a group, decided down to each argument of each function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.render.docstrings import operation_lines
from generator.render.imports import Import, imports, with_name, words
from generator.text import Untrusted, docstring, escaped, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.ir import Argument, Events, Group, Operation, Package


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """A function: each field is source, but `name`, an identifier."""

    name: str
    decorator: str
    deprecated: str | None
    positional: tuple[str, ...]
    keywords: tuple[str, ...]
    returns: str
    docstring: str
    request: str
    method: str
    path: str
    fields: tuple[tuple[str, str], ...]
    credentials: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The module of a group."""

    name: str
    docstring: str
    imports: tuple[Import, ...]
    modules: tuple[str, ...]
    headers: str | None
    operations: tuple[OperationView, ...]


def group_view(group: Group, package: Package) -> GroupView:
    """Decide everything about a group's module."""
    operations = tuple(_operation(one, group, package) for one in group.operations)
    sources = [
        text
        for one in operations
        for text in (
            *one.positional,
            *one.keywords,
            one.returns,
            *(value for _, value in one.fields),
        )
    ]
    names = words(sources) | {one.decorator for one in operations}
    found = list(imports(names | {one.request for one in operations}))
    if any(one.deprecated for one in operations):
        found = with_name(found, "typing_extensions", "deprecated")
    if group.headers:
        found = with_name(found, "typing", "Final")
    title = f"The `{group.name}` group of the {_inline(package.title)}."
    more = ["", f"API reference: {escaped(group.reference)}"] if group.reference else []
    return GroupView(
        name=group.name,
        docstring=docstring([title, *more], indent=""),
        imports=tuple(found),
        modules=tuple(sorted(names & {"components", "params"})),
        headers=_mapping((literal(k), literal(v)) for k, v in group.headers.items())
        if group.headers
        else None,
        operations=operations,
    )


def _operation(operation: Operation, group: Group, package: Package) -> OperationView:
    kind, request = _kind(operation)
    message = f"The service marks `{operation.name}` as deprecated."
    return OperationView(
        name=operation.name,
        decorator=kind,
        deprecated=literal(message) if operation.deprecated else None,
        positional=tuple(
            _parameter(one) for one in operation.in_order if one.name in operation.positional
        ),
        keywords=tuple(_keywords(operation)),
        returns=f"{request}[{', '.join(_carried(operation))}]",
        docstring=docstring(operation_lines(operation, group, package)),
        request=request,
        method=literal(operation.method),
        path=operation.path.literal(),
        fields=tuple(_fields(operation, group)),
        credentials=tuple(_credentials(operation)),
    )


def _keywords(operation: Operation) -> Iterator[str]:
    """Yield what is given by name: the operation's own, then what every operation has."""
    for one in operation.in_order:
        if one.name not in operation.positional:
            yield _parameter(one)
    if operation.takes_sink:
        events = operation.events
        received = events.annotation if events and events.carries_reply else operation.returns
        yield f"stream_to: Sink[{received}] | None = None"
    for credential in operation.credentials:
        yield f"{credential.argument}: str | None = None"
    yield "base_url: str | None = None"
    yield "options: CallOptions | None = None"


def _parameter(argument: Argument) -> str:
    annotation = f"{argument.name}: {argument.annotation}"
    return annotation if argument.required else f"{annotation} | Omit = omit"


def _credentials(operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield the keyword arguments that say as whom an operation is called."""
    if operation.anonymous and any(one.required for one in operation.credentials):
        yield "anonymous", "True"
    for one in operation.credentials:
        yield one.setting, one.argument


def _carried(operation: Operation) -> Iterator[str]:
    """Yield the types that the request carries: of the reply, then of its items or events."""
    yield operation.returns
    if operation.events:
        yield operation.events.annotation
    elif operation.pages:
        yield operation.pages.item


def _kind(operation: Operation) -> tuple[str, str]:
    if operation.events:
        return "streamed_operation", "StreamRequest"
    if operation.pages:
        return "paged_operation", "PagedRequest"
    return "operation", "Request"


def _fields(operation: Operation, group: Group) -> Iterator[tuple[str, str]]:
    """Yield the keyword arguments of the request, as source."""
    if operation.server:
        yield "server", operation.server.literal()
    for place, keyword in (("path", "path"), ("query", "query"), ("cookie", "cookies")):
        entries = [_entry(one) for one in operation.arguments if one.place == place]
        if entries:
            yield keyword, _mapping(entries)
    yield from _body_fields(operation)
    headers = [_entry(one) for one in operation.arguments if one.place == "header"]
    if headers:
        yield "headers", _mapping(headers, spread="_HEADERS" if group.headers else None)
    elif group.headers:
        yield "headers", "_HEADERS"
    yield "returns", operation.returns
    accept = [one for one in operation.accept if one.wire() != "application/json"]
    if accept:
        yield "accept", Untrusted(", ".join(one.wire() for one in operation.accept)).literal()
    if operation.pages:
        pages = operation.pages
        names = [f"{key}={literal(getattr(pages, key))}" for key in ("items", "next", "more")]
        yield "pages", f"Cursor({pages.cursor.literal()}, {', '.join(names)})"
    if operation.events:
        yield "events", f"Events({', '.join(_events(operation.events))})"
    if operation.takes_sink:
        yield "sink", "stream_to"


def _events(events: Events) -> Iterator[str]:
    yield events.annotation
    if events.flag:
        yield f"flag={events.flag.literal()}"
    if events.value is not None:
        yield f"value={literal(events.value)}"
    yield from (
        f"{name}=True"
        for name in ("in_query", "envelope", "carries_reply")
        if getattr(events, name)
    )
    if events.ends:
        yield f"ends=({', '.join(map(literal, events.ends))},)"


def _body_fields(operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield each way to send the body, and how one of several is chosen."""
    for body in operation.bodies:
        yield (
            body.kind,
            body.arguments[0].name if body.whole else _mapping(map(_entry, body.arguments)),
        )
    choice = next((one for one in operation.arguments if one.place == "choice"), None)
    if choice:
        media_types = ", ".join(body.media_type.literal() for body in operation.bodies)
        yield "media_types", f"({media_types})"
        yield "media_type", choice.name
    elif operation.bodies and operation.bodies[0].media_type.wire() != "application/json":
        yield "media_type", operation.bodies[0].media_type.literal()
    part_types = [part for body in operation.bodies for part in body.part_types]
    if part_types:
        yield "part_types", _mapping((name.literal(), kind.literal()) for name, kind in part_types)
    has_members = any(not body.whole for body in operation.bodies)
    if has_members and not operation.body_required:
        yield "json_optional", "True"


def _entry(argument: Argument) -> tuple[str, str]:
    value = argument.wrapper.format(argument.name) if argument.wrapper else argument.name
    return argument.wire.literal(), value


def _mapping(entries: Iterable[tuple[str, str]], spread: str | None = None) -> str:
    printed = [f"{key}: {value}" for key, value in entries]
    return "{" + ", ".join([f"**{spread}", *printed] if spread else printed) + "}"


def _inline(text: Untrusted) -> str:
    return " ".join(text.lines(10_000)) or "API"
