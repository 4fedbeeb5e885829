"""What an operation returns: its type, its event stream, its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator import ir
from generator.schemas.shapes import (
    Enumeration,
    Named,
    Null,
    Nullable,
    Scalar,
    Union,
    nullable,
    object_behind,
    target,
)
from generator.text import Untrusted
from generator.types.shape_types import type_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.operations.reader import ReadOperation
    from generator.profiles.paging import Paging
    from generator.profiles.profile import Streaming
    from generator.schemas.shapes import Definition, Shape

FLAG: Final = "stream"
"""What asks for a stream, by convention: a member of the body, or a query parameter."""


def result(operation: ReadOperation) -> Shape:
    """Return the shape of an operation's result; null stands for no content."""
    replies = operation.responses
    binary = replies.binary or (replies.events is not None and replies.json is None)
    json = replies.json
    options: list[Shape] = [
        *([Scalar("bytes")] if binary else []),
        *([Scalar("str")] if replies.text else []),
        *([json.shape if isinstance(json, Nullable) else json] if json else []),
    ]
    if not options:
        return Null()
    shape = options[0] if len(options) == 1 else Union(tuple(options))
    return nullable(shape) if replies.empty or isinstance(json, Nullable) else shape


def events(
    operation: ReadOperation, definitions: Mapping[str, Definition], rules: Sequence[Streaming]
) -> ir.Events | None:
    """Return the event stream that an operation can answer with, if there is one."""
    shape = operation.responses.events
    if shape is None:
        return None
    name = shape.name if isinstance(shape, Named) else None
    rule = next((one for one in rules if one.events == name), None)
    contents = operation.body.contents if operation.body else ()
    bodies = [object_behind(one.shape, definitions) for one in contents]
    in_body = any(
        member.wire == FLAG and _is_flag(member.shape)
        for one in bodies
        for member in (one.properties if one else ())
    )
    in_query = not in_body and any(
        one.wire == FLAG and one.place == "query" and _is_flag(one.shape)
        for one in operation.parameters
    )
    own = rule.flag if rule else None
    flag = own or (FLAG if in_body or in_query else None)
    return ir.Events(
        type=type_of(shape),
        shape=shape,
        flag=Untrusted(flag) if flag else None,
        value=rule.value if rule and own else None,
        in_query=in_query and not own,
        envelope=_is_envelope(shape, definitions),
        ends=_ends(shape, definitions, rule),
        carries_reply=_carries(shape, operation.responses.json, definitions),
    )


def _is_flag(shape: Shape) -> bool:
    return shape in (Scalar("bool"), Nullable(Scalar("bool")))


def _ends(
    shape: Shape, definitions: Mapping[str, Definition], rule: Streaming | None
) -> tuple[str, ...]:
    """Return how the stream ends: as the document says, or else as the profile does."""
    if _is_terminated(shape, definitions):
        return ("[DONE]",)
    return rule.ends if rule else ()


def _carries(shape: Shape, reply: Shape | None, definitions: Mapping[str, Definition]) -> bool:
    """Whether a member of an event is a whole reply; an event of the reply's type is a piece."""
    whole = object_behind(reply, definitions) if reply else None
    if whole is None:
        return False
    end = target(shape, definitions)
    if isinstance(end, Union):
        return any(_carries(variant, reply, definitions) for variant in end.variants)
    event = object_behind(end, definitions)
    held = [object_behind(one.shape, definitions) for one in (event.properties if event else ())]
    return whole in held


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
    """Return how all pages of an operation's list are read, by the first rule that matches it."""
    json = operation.responses.json
    page = object_behind(json, definitions) if json else None
    if page is None or operation.selected.method != "GET":
        return None
    queries = {one.wire for one in operation.parameters if one.place == "query"}
    for rule in rules:
        match = rule.match(queries, page)
        if match:
            return ir.Pages(item=type_of(match.item), pager=match.pager)
    return None
