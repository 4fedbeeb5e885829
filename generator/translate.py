"""From operations that were read to the package to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator import ir
from generator.naming import BUILTINS, Identifier, distinct, snake_case
from generator.shapes import (
    Array,
    Named,
    Nullable,
    ObjectDefinition,
    Scalar,
    Union,
    target,
)
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document import Node
    from generator.operations import Parameter, ReadOperation, RequestBody
    from generator.profiles import Paging, Profile
    from generator.shapes import Definition, Property, Shape
    from generator.typespecs import RequestTypes

# Names that the printed modules use themselves.
_MODULE_NAMES: Final = frozenset(
    [
        "CallOptions",
        "Cursor",
        "DeepObject",
        "Delimited",
        "Events",
        "Final",
        "Iterable",
        "Literal",
        "Mapping",
        "Omit",
        "PagedRequest",
        "Request",
        "Sink",
        "StreamRequest",
        "TYPE_CHECKING",
        "Values",
        "call",
        "components",
        "date",
        "datetime",
        "deprecated",
        "omit",
        "operation",
        "paged_operation",
        "params",
        "streamed_operation",
        "UUID",
    ]
)
_OWN_ARGUMENTS: Final = ("stream_to", "base_url", "options")
_PACKAGE_NAMES: Final = frozenset(("configure", "errors", "annotations"))


@dataclass(frozen=True, slots=True)
class Translator:
    """Turns operations into IR, once all their schemas are read.

    Attributes:
        definitions: every definition that the operations reach.
        types: annotations of what is sent.
    """

    definitions: Mapping[str, Definition]
    types: RequestTypes
    profile: Profile
    log: DiagnosticLog

    def groups(self, operations: Iterable[ReadOperation]) -> tuple[ir.Group, ...]:
        """Return the groups in alphabetical order, their operations in the document's."""
        found = list(operations)
        names = self._names(found)
        by_group: dict[str, list[ir.Operation]] = {}
        for operation, name in zip(found, names, strict=True):
            translated = self._operation(operation, name)
            by_group.setdefault(operation.selected.group, []).append(translated)
        return tuple(
            ir.Group(
                name=snake_case(group, taken=("components", "params")),
                operations=tuple(by_group[group]),
                headers=self.profile.headers.get(group, {}),
                reference=self.profile.reference and self.profile.reference.format(group=group),
            )
            for group in sorted(by_group)
        )

    def _names(self, operations: list[ReadOperation]) -> list[Identifier]:
        """Name the functions; two of one name are an error, since one would hide the other."""
        taken = _MODULE_NAMES | _PACKAGE_NAMES | BUILTINS
        names: list[Identifier] = []
        first: dict[str, ReadOperation] = {}
        for operation in operations:
            name = snake_case(operation.identity, taken=taken)
            names.append(name)
            other = first.setdefault(name, operation)
            if other is not operation:
                node, before = operation.selected.node, other.selected
                self.log.error(
                    "duplicate-operation",
                    f"a function named {name} is there already, for {before.method} {before.path}"
                    f" at {before.node.location()}",
                    at=node.get("operationId") or node,
                    help="give one of them another operationId, in an overlay if need be",
                )
        return names

    def _operation(self, operation: ReadOperation, name: Identifier) -> ir.Operation:
        node = operation.selected.node
        events = self._events(operation)
        body, members = self._body(operation.body, events)
        return ir.Operation(
            name=name,
            method=operation.selected.method,
            path=Untrusted(operation.selected.path),
            summary=_text(node, "summary"),
            description=_text(node, "description"),
            deprecated=_is_true(node, "deprecated"),
            arguments=tuple(self._arguments(operation, body, members)),
            body=body,
            returns=self._returns(operation),
            events=events,
            pages=self._pages(operation),
            errors=operation.errors,
        )

    def _arguments(
        self, operation: ReadOperation, body: ir.Body | None, members: Sequence[Property]
    ) -> Iterator[ir.Argument]:
        """Yield path, query, header and cookie parameters, then what the body holds."""
        path = operation.selected.path
        ordered = sorted(
            operation.parameters,
            key=lambda one: (
                ("path", "query", "header", "cookie").index(one.place),
                path.find(f"{{{one.wire}}}") if one.place == "path" else 0,
            ),
        )
        wanted = [*(one.wire for one in ordered), *(one.wire for one in members)]
        whole = body is not None and body.kind != "members"
        reserved = [
            *_OWN_ARGUMENTS,
            *(one.argument for one in self.profile.credentials),
            *_MODULE_NAMES,
        ]
        names = distinct([*wanted, *(["body"] if whole else [])], taken=reserved)
        for parameter, name in zip(ordered, names, strict=False):
            yield self._parameter(parameter, name)
        for member, name in zip(members, names[len(ordered) :], strict=False):
            yield self._member(member, name, body)
        if body is not None and operation.body is not None and whole:
            shape = operation.body.shape
            yield ir.Argument(
                name=names[-1],
                wire=Untrusted("body"),
                place="body",
                annotation=self.types.in_full(shape) if shape else "bytes",
                required=body.required,
                description=_text(operation.body.node, "description"),
            )

    def _parameter(self, parameter: Parameter, name: Identifier) -> ir.Argument:
        schema = parameter.node.get("schema")
        own = parameter.node.get("example")
        inner = schema.get("example") if schema else None
        default = schema.get("default") if schema else None
        example = own or inner
        return ir.Argument(
            name=name,
            wire=Untrusted(parameter.wire),
            place=parameter.place,
            annotation=self.types.in_full(parameter.shape),
            required=parameter.required,
            description=_text(parameter.node, "description"),
            example=example.value if example else None,
            default=default.value if default else None,
            wrapper=parameter.wrapper,
        )

    def _member(self, member: Property, name: Identifier, body: ir.Body | None) -> ir.Argument:
        return ir.Argument(
            name=name,
            wire=Untrusted(member.wire),
            place="body",
            annotation=self.types.in_full(member.shape),
            required=member.required and body is not None and body.required,
            description=member.description,
            example=member.example,
            default=member.default,
        )

    def _body(
        self, body: RequestBody | None, events: ir.Events | None
    ) -> tuple[ir.Body | None, tuple[Property, ...]]:
        if body is None:
            return None, ()
        media_type = Untrusted(body.media_type)
        if body.shape is None:
            return ir.Body(kind="bytes", required=body.required, media_type=media_type), ()
        definition = self._object(body.shape)
        if definition is None:
            return ir.Body(kind="whole", required=body.required, media_type=media_type), ()
        flag = events.flag.wire() if events and events.flag else None
        members = tuple(
            member
            for member in definition.properties
            if not member.read_only and member.wire != flag
        )
        return ir.Body(kind="members", required=body.required, media_type=media_type), members

    def _object(self, shape: Shape) -> ObjectDefinition | None:
        """Return the object behind a shape, its aliases opened; None for anything else."""
        end = target(shape, self.definitions)
        definition = self.definitions[end.name] if isinstance(end, Named) else None
        return definition if isinstance(definition, ObjectDefinition) else None

    def _returns(self, operation: ReadOperation) -> str:
        if operation.replies.kind != "json":
            return {"bytes": "bytes", "none": "None"}[operation.replies.kind]
        return reply_annotation(operation.replies.shape)

    def _events(self, operation: ReadOperation) -> ir.Events | None:
        shape = operation.replies.events
        if shape is None:
            return None
        body = operation.body
        definition = self._object(body.shape) if body and body.shape else None
        flags = [
            member.wire
            for member in (definition.properties if definition else ())
            if member.wire == "stream" and _is_boolean(member.shape)
        ]
        return ir.Events(
            annotation=reply_annotation(shape),
            flag=Untrusted(flags[0]) if flags else None,
            envelope=self._is_envelope(shape),
        )

    def _is_envelope(self, shape: Shape) -> bool:
        """Whether the events hold the stream's own fields: the event's name, and its data."""
        end = target(shape, self.definitions)
        if isinstance(end, Union):
            return all(self._is_envelope(variant) for variant in end.variants)
        definition = self._object(end)
        wires = {member.wire for member in definition.properties} if definition else set()
        return {"event", "data"} <= wires

    def _pages(self, operation: ReadOperation) -> ir.Pages | None:
        page = self._object(operation.replies.shape)
        if page is None or operation.selected.method != "GET":
            return None
        queries = {one.wire for one in operation.parameters if one.place == "query"}
        members = {member.wire: member for member in page.properties}
        for rule in self.profile.paging:
            items = members.get(rule.items)
            if rule.cursor in queries and items and {rule.next, rule.more} <= members.keys():
                return _pages(rule, items, members)
        return None


def reply_annotation(shape: Shape) -> str:
    """Return the annotation of what a response holds; whatever has a name is in `components`."""
    match shape:
        case Named(name):
            return f"components.{name}"
        case Nullable(inner):
            return f"{reply_annotation(inner)} | None"
        case Scalar(kind) if kind in ("str", "int", "float", "bool"):
            return kind
        case _:
            return "object"


def _pages(rule: Paging, items: Property, members: Mapping[str, Property]) -> ir.Pages | None:
    if not isinstance(items.shape, Array):
        return None
    return ir.Pages(
        item=reply_annotation(items.shape.items),
        cursor=Untrusted(rule.cursor),
        items=items.name,
        next=members[rule.next].name,
        more=members[rule.more].name,
    )


def _is_boolean(shape: Shape) -> bool:
    inner = shape.shape if isinstance(shape, Nullable) else shape
    return inner == Scalar("bool")


def _text(node: Node, key: str) -> Untrusted:
    member = node.get(key)
    return Untrusted(member.value if member and isinstance(member.value, str) else "")


def _is_true(node: Node, key: str) -> bool:
    member = node.get(key)
    return member is not None and member.value is True
