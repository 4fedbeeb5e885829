"""What an operation gives back: its annotation, its event stream, its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import ir
from generator.derive.shapes import (
    Array,
    Enumeration,
    Named,
    Nullable,
    Scalar,
    Union,
    object_behind,
    target,
)
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.derive.operations import ReadOperation
    from generator.derive.shapes import Definition, Property, Shape
    from generator.read.profiles import Paging


def returns(operation: ReadOperation) -> str:
    """Return the annotation of an operation's result."""
    if operation.replies.kind != "json":
        return {"bytes": "bytes", "none": "None"}[operation.replies.kind]
    return annotation(operation.replies.shape)


def annotation(shape: Shape) -> str:
    """Return the annotation of what a response holds; whatever has a name is in `components`."""
    match shape:
        case Named(name):
            return f"components.{name}"
        case Nullable(inner):
            return f"{annotation(inner)} | None"
        case Scalar(kind) if kind in ("str", "int", "float", "bool"):
            return kind
        case _:
            return "object"


def events(operation: ReadOperation, definitions: Mapping[str, Definition]) -> ir.Events | None:
    """Return the event stream that an operation can answer with, if there is one."""
    shape = operation.replies.events
    if shape is None:
        return None
    body = operation.body.shape if operation.body else None
    definition = object_behind(body, definitions) if body else None
    has_flag = any(
        member.wire == "stream" and member.shape in (Scalar("bool"), Nullable(Scalar("bool")))
        for member in (definition.properties if definition else ())
    )
    return ir.Events(
        annotation=annotation(shape),
        flag=Untrusted("stream") if has_flag else None,
        envelope=_is_envelope(shape, definitions),
        terminated=_is_terminated(shape, definitions),
    )


def _is_envelope(shape: Shape, definitions: Mapping[str, Definition]) -> bool:
    """Whether the events hold the stream's own fields: the event's name, and its data."""
    end = target(shape, definitions)
    if isinstance(end, Union):
        return all(_is_envelope(variant, definitions) for variant in end.variants)
    definition = object_behind(end, definitions)
    return {"event", "data"} <= {
        member.wire for member in (definition.properties if definition else ())
    }


def _is_terminated(shape: Shape, definitions: Mapping[str, Definition]) -> bool:
    """Whether the document has an event for the end, so that a stream without it broke off."""
    end = target(shape, definitions)
    if isinstance(end, Union):
        return any(_is_terminated(variant, definitions) for variant in end.variants)
    definition = object_behind(end, definitions)
    return any(
        target(member.shape, definitions) == Enumeration(("[DONE]",))
        for member in (definition.properties if definition else ())
    )


def pages(
    operation: ReadOperation, definitions: Mapping[str, Definition], rules: Sequence[Paging]
) -> ir.Pages | None:
    """Return how an operation's list is turned over, by the first rule that fits it."""
    page = object_behind(operation.replies.shape, definitions)
    if page is None or operation.selected.method != "GET":
        return None
    queries = {one.wire for one in operation.parameters if one.place == "query"}
    members = {member.wire: member for member in page.properties}
    for rule in rules:
        if rule.cursor in queries and {rule.items, rule.next, rule.more} <= members.keys():
            return _pages(rule, members)
    return None


def _pages(rule: Paging, members: Mapping[str, Property]) -> ir.Pages | None:
    items = members[rule.items]
    if not isinstance(items.shape, Array):
        return None
    return ir.Pages(
        item=annotation(items.shape.items),
        cursor=Untrusted(rule.cursor),
        items=items.name,
        next=members[rule.next].name,
        more=members[rule.more].name,
    )
