"""The keyword arguments of the request that a function returns, as source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.python_types import RuntimeCall, walk
from generator.text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from generator.ir import Argument, Body, Events, Operation
    from generator.python_types import PythonType, Value
    from generator.render.annotations import Printer
    from generator.text import Untrusted


@dataclass(frozen=True, slots=True)
class RequestFields:
    """Prints the request of one operation.

    Attributes:
        imported: the definitions that hold types of the app.
    """

    operation: Operation
    printer: Printer
    imported: AbstractSet[PythonType] = frozenset()

    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield the keyword arguments of the request."""
        operation = self.operation
        if operation.server:
            yield "server", operation.server.literal()
        if operation.servers:
            named = ((one.name.literal(), one.url.literal()) for one in operation.servers)
            yield "servers", mapping(named)
        for place, keyword in (("path", "path"), ("query", "query"), ("cookie", "cookies")):
            entries = [self._entry(one) for one in operation.arguments if one.place == place]
            if entries:
                yield keyword, mapping(entries)
        yield from self._body_fields()
        if lists := self._lists():
            yield "lists", _names(lists)
        headers = [self._entry(one) for one in operation.arguments if one.place == "header"]
        if headers:
            yield "headers", mapping(headers)
        for place, keyword in (("query", "query_defaults"), ("header", "header_defaults")):
            inside = (one for one in operation.arguments if one.place == place)
            defaults = list(filter(None, map(self._default, inside)))
            if defaults:
                yield keyword, mapping(defaults)
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
            yield "events", self.printer.call(call, self._inside.type(operation.events.type))
        if operation.takes_sink:
            yield "sink", operation.shared_argument("stream_to")

    def _body_fields(self) -> Iterator[tuple[str, str]]:
        """Yield each way to send the body, and how one of several is chosen."""
        operation = self.operation
        for body in operation.bodies:
            members = map(self._entry, body.arguments)
            yield body.kind, self._given(body.arguments[0]) if body.whole else mapping(members)
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
        yield from self._form_fields()
        if any(body.has_files for body in operation.bodies):
            yield "json_files", "True"
        has_members = any(not body.whole for body in operation.bodies)
        if has_members and not operation.body_required:
            yield "json_optional", "True"

    def _form_fields(self) -> Iterator[tuple[str, str]]:
        """Yield how the members of a form are sent."""
        operation = self.operation
        if files := [name for body in operation.bodies for name in body.files]:
            yield "files", _names(files)
        part_types = [part for body in operation.bodies for part in body.part_types]
        if part_types:
            pairs = ((name.literal(), kind.literal()) for name, kind in part_types)
            yield "part_types", mapping(pairs)
        part_styles = [part for body in operation.bodies for part in body.part_styles]
        if part_styles:
            calls = ((name.literal(), self._factory(call)) for name, call in part_styles)
            yield "part_styles", mapping(calls)

    def _lists(self) -> list[Untrusted]:
        """Return the names of the arguments that are lists, in the query and in the body."""
        held = [one for one in self.operation.arguments if one.place in ("query", "body")]
        others = {one.wire.wire() for one in held if not one.is_list}
        return [one.wire for one in held if one.is_list and one.wire.wire() not in others]

    def _factory(self, call: RuntimeCall) -> str:
        """Return the function that makes a call of its only argument."""
        source = self.printer.call(call, "value")
        return f"lambda value: {source}" if call.arguments or call.keywords else call.name

    @property
    def _inside(self) -> Printer:
        """What prints a type in the function, whose arguments may hide modules."""
        hidden = frozenset(one.name for one in self.operation.arguments)
        return replace(self.printer, hidden=hidden)

    def _given(self, argument: Argument) -> str:
        """Return the source of what a caller gave, as JSON if it holds types of the app."""
        if self.imported.isdisjoint(walk(argument.type)):
            return argument.name
        imported = self.printer.name("ImportedType")
        return f"{imported}.as_json({argument.name}, {self._inside.type(argument.type)})"

    def _default(self, argument: Argument) -> tuple[str, str] | None:
        default = argument.sent_default
        return None if default is None else self._entry(argument, literal(default))

    def _entry(self, argument: Argument, given: str | None = None) -> tuple[str, str]:
        """Return the source of a name and a value in the request."""
        source, wrapper = given or self._given(argument), argument.wrapper
        value = self.printer.call(wrapper, source) if wrapper else source
        return argument.wire.literal(), value


def _is_unusual(body: Body) -> bool:
    """Whether the runtime must know the media type of a body."""
    return body.kind != "json" or body.media_type.wire() != "application/json"


def _names(names: Iterable[Untrusted]) -> str:
    """Return a tuple of names."""
    return f"({' '.join(f'{one.literal()},' for one in names)})"


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
    for name in ("ends", "parts", "texts"):
        if values := getattr(events, name):
            yield name, values


def mapping(entries: Iterable[tuple[str, str]]) -> str:
    """Return a dictionary; keys and values are source already."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries) + "}"
