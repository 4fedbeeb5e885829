"""Read the selected operations: parameters, body and replies, as shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, cast

from generator.derive.keywords import listed, said
from generator.derive.shapes import (
    Array,
    Dictionary,
    Named,
    Null,
    Nullable,
    Scalar,
    Union,
    nullable,
    target,
)
from generator.naming import class_name
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.derive.degradation import Degradation
    from generator.derive.schemas import SchemaReader
    from generator.derive.shapes import Shape
    from generator.diagnostics import DiagnosticLog
    from generator.ir import Place
    from generator.read.document import Node
    from generator.read.resolve import Resolver
    from generator.read.select import SelectedOperation

_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
_PLACES: Final = ("path", "query", "header", "cookie")
_DELIMITERS: Final = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
# "If in is header and the name field is Accept, Content-Type or Authorization, the parameter
# definition SHALL be ignored" (OpenAPI 3.1, 4.8.12.1): the runtime sends them.
_OWN_HEADERS: Final = ("accept", "authorization", "content-type")
_EVENT_STREAM: Final = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter, its reference followed; `wrapper` as in `ir.Argument`."""

    node: Node
    wire: str
    place: Place
    shape: Shape
    required: bool
    wrapper: str | None


@dataclass(frozen=True, slots=True)
class RequestBody:
    """The body in the media type that is sent; no shape for one that is sent as bytes."""

    node: Node
    media_type: str
    shape: Shape | None
    required: bool


@dataclass(frozen=True, slots=True)
class Replies:
    """What success looks like: JSON, bytes or nothing, and the events of a stream."""

    kind: Literal["json", "bytes", "none"]
    shape: Shape = Null()  # noqa: RUF009  frozen, so one for all is safe
    events: Shape | None = None


@dataclass(frozen=True, slots=True)
class ReadOperation:
    """An operation as the document has it, its schemas read."""

    selected: SelectedOperation
    identity: str
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    replies: Replies
    errors: Mapping[str, Untrusted]
    degradations: tuple[Degradation, ...]


class OperationReader:
    """Reads one operation after the other; the schema reader collects their definitions."""

    def __init__(self, schemas: SchemaReader, resolver: Resolver, log: DiagnosticLog) -> None:
        self._schemas = schemas
        self._resolver = resolver
        self._log = log

    def read(self, selected: SelectedOperation) -> ReadOperation:
        """Return everything that the operation says, or tell the log what it lacks."""
        before = len(self._schemas.degradations)
        identity = selected.operation_id or f"{selected.method} {selected.path}"
        stem = class_name(identity)
        parameters = self._in_path(selected, tuple(self._parameters(selected, stem)))
        return ReadOperation(
            selected=selected,
            identity=identity,
            parameters=parameters,
            body=self._body(selected.node, stem),
            replies=self._replies(selected.node, stem),
            errors=dict(self._errors(selected.node)),
            degradations=tuple(self._schemas.degradations[before:]),
        )

    def _parameters(self, selected: SelectedOperation, stem: str) -> Iterator[Parameter]:
        # An operation's parameter replaces the path item's of the same name and place.
        found: dict[tuple[str, str], Node] = {}
        for owner in (selected.path_item, selected.node):
            for listed_node in listed(owner, "parameters"):
                node = self._resolver.resolve(listed_node)
                if node is None:
                    continue
                name, place = node.get("name"), node.get("in")
                if not name or not place or place.value not in _PLACES:
                    self._log.error(
                        "malformed-parameter",
                        "a parameter needs a `name` and an `in` of path, query, header or cookie",
                        at=node,
                    )
                    continue
                if place.value != "header" or str(name.value).lower() not in _OWN_HEADERS:
                    found[(str(name.value), str(place.value))] = node
        for (wire, where), node in found.items():
            yield self._parameter(node, wire, cast("Place", where), stem)

    def _parameter(self, node: Node, wire: str, place: Place, stem: str) -> Parameter:
        schema = node.get("schema")
        if schema is None and node.get("content"):
            self._schemas.degrade("parameter-content", "a parameter's media type is ignored", node)
        name = stem + class_name(wire)
        shape = self._schemas.read(schema, name) if schema else Scalar("str")
        required = node.get("required")
        return Parameter(
            node=node,
            wire=wire,
            place=place,
            shape=shape,
            required=place == "path" or (required is not None and required.value is True),
            wrapper=self._wrapper(node, place, shape),
        )

    def _wrapper(self, node: Node, place: str, shape: Shape) -> str | None:
        """Choose how the value is written (OpenAPI 3.1, 4.8.12.2 "Style Values")."""
        declared, explode = node.get("style"), node.get("explode")
        usual = "form" if place in ("query", "cookie") else "simple"
        style = str(declared.value) if declared else usual
        if style == "deepObject":
            return "DeepObject({})"
        if style not in _DELIMITERS:
            self._schemas.degrade("parameter-style", f"style {style!r} is sent as {usual!r}", node)
            style = usual
        exploded = explode.value is True if explode else style == "form"
        bare = shape.shape if isinstance(shape, Nullable) else shape
        end = target(bare, self._schemas.definitions)
        is_compound = isinstance(end, (Array, Dictionary, Named))
        if not is_compound or (exploded and place == "query"):
            return None
        return f'Delimited({{}}, "{_DELIMITERS[style]}")'

    def _in_path(
        self, selected: SelectedOperation, parameters: tuple[Parameter, ...]
    ) -> tuple[Parameter, ...]:
        """Hold the declared path parameters against the path; one that it lacks is left out."""
        declared = {one.wire: one for one in parameters if one.place == "path"}
        needed = _TEMPLATE.findall(selected.path)
        for name in needed:
            if name not in declared:
                self._log.error(
                    "undeclared-path-parameter",
                    f"the path holds {{{name}}}, but no parameter of that name is declared",
                    at=selected.node,
                    help=f"add {{name: {name}, in: path, required: true}} to its parameters",
                )
        unused = [one for name, one in declared.items() if name not in needed]
        for one in unused:
            message = f"path parameter {one.wire!r} does not stand in {selected.path}"
            self._schemas.degrade("unused-path-parameter", message, one.node)
        return tuple(one for one in parameters if one not in unused)

    def _body(self, operation: Node, stem: str) -> RequestBody | None:
        declared = operation.get("requestBody")
        node = self._resolver.resolve(declared) if declared else None
        content = node.get("content") if node else None
        media = dict(content.members()) if content else {}
        if node is None or not media:
            return None
        flag = node.get("required")
        required = flag is not None and flag.value is True
        chosen = next((name for name in media if is_json(name)), None)
        if chosen is None:
            first = next(iter(media))
            self._schemas.degrade(
                "request-media-type", f"a body of {first} is taken as bytes", node
            )
            return RequestBody(node, first, None, required)
        schema = media[chosen].get("schema")
        shape = self._schemas.read(schema, f"{stem}Request") if schema else None
        return RequestBody(node, chosen, shape, required)

    def _replies(self, operation: Node, stem: str) -> Replies:
        shapes: list[Shape] = []
        events: Shape | None = None
        other: list[tuple[str, Node]] = []
        for response in self._successes(operation):
            content = response.get("content")
            media = dict(content.members()) if content else {}
            for name, node in media.items():
                schema = node.get("schema")
                if is_json(name):
                    read = self._schemas.read_named(schema, f"{stem}Response") if schema else None
                    shapes += [read] if read else []
                elif name.partition(";")[0].strip() == _EVENT_STREAM:
                    events = self._schemas.read_named(schema, f"{stem}Event") if schema else None
                else:
                    other.append((name, node))
            if not media:
                shapes.append(Null())
        if not shapes and (other or events):
            self._schemas.degrade(
                "reply-media-type", "a reply that is not JSON is given as bytes", operation
            )
            return Replies("bytes")
        return self._one_reply(operation, stem, shapes, events)

    def _one_reply(
        self, operation: Node, stem: str, shapes: list[Shape], events: Shape | None
    ) -> Replies:
        given: list[Shape] = [shape for shape in shapes if not isinstance(shape, Null)]
        distinct = list(dict.fromkeys(given))
        if not distinct:
            return Replies("none", events=events)
        shape = distinct[0]
        if len(distinct) > 1:
            shape = self._schemas.name(operation, Union(tuple(distinct)), f"{stem}Response")
        return Replies("json", shape if len(given) == len(shapes) else nullable(shape), events)

    def _successes(self, operation: Node) -> Iterator[Node]:
        responses = operation.get("responses")
        found = dict(responses.members()) if responses else {}
        names = [name for name in found if name.startswith("2")] or [
            name for name in found if name == "default"
        ]
        for name in names:
            node = self._resolver.resolve(found[name])
            if node is not None:
                yield node

    def _errors(self, operation: Node) -> Iterator[tuple[str, Untrusted]]:
        responses = operation.get("responses")
        for status, node in responses.members() if responses else ():
            resolved = self._resolver.resolve(node) if status[:1] in ("4", "5") else None
            if resolved is not None:
                yield status, Untrusted(str(said(resolved, "description", self._resolver) or ""))


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON by its name (RFC 6839: `+json`), parameters aside."""
    name = media_type.partition(";")[0].strip().lower()
    return name in ("application/json", "text/json") or name.endswith("+json")
