"""What an operation returns: its type, its event stream, its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator import ir
from generator.operations.media_types import kind_of
from generator.schemas import named_shapes, shapes
from generator.text import Untrusted
from generator.types.shape_types import type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.operations.parameters import Parameter
    from generator.operations.reader import ReadOperation
    from generator.profiles.streaming import Streaming
    from generator.schemas.shapes import Definition, Property, Shape

_EVENT_FIELDS: Final = frozenset(("comment", "data", "event", "id", "retry"))
FLAG: Final = "stream"
"""What asks for a stream, by convention: a member of the body, or a query parameter."""


def result(operation: ReadOperation, events: ir.Events | None) -> Shape:
    """Return the shape of an operation's result: null without content, and for a stream alone."""
    responses = operation.responses
    undescribed = events is not None and responses.json is None and not events.only
    binary = responses.binary or undescribed
    json = responses.json
    if responses.redirects:
        return shapes.Scalar("str")  # the URL that it leads to
    options: list[Shape] = [
        *([shapes.Scalar("bytes")] if binary else []),
        *([shapes.Scalar("str")] if responses.text else []),
        *([json.shape if isinstance(json, shapes.Nullable) else json] if json else []),
    ]
    if not options:
        return shapes.Null()
    shape = options[0] if len(options) == 1 else shapes.Union(tuple(options))
    return shapes.nullable(shape) if responses.empty or isinstance(json, shapes.Nullable) else shape


def events(
    operation: ReadOperation, definitions: Mapping[str, Definition], rules: Sequence[Streaming]
) -> ir.Events | None:
    """Return the event stream that an operation can answer with, if there is one."""
    stream = operation.responses.stream
    if stream is None:
        return None
    shape = stream.shape
    name = shape.name if isinstance(shape, shapes.Named) else None
    rule = next((one for one in rules if one.events == name), None)
    own = rule.flag if rule else None
    contents = operation.body.contents if operation.body else ()
    in_body = any(_has_flag(_members(one.shape, definitions)) for one in contents)
    queries = (one for one in operation.parameters if one.place == "query")
    in_query = not in_body and _has_flag(queries)
    flag = own or (FLAG if in_body or in_query else None)
    only = flag is None and _is_only(operation)
    is_sse = kind_of(stream.media_type, None) == "events"
    variants = list(variants_of(shape, definitions))
    members = [member.shape for variant in variants for member in variant]
    # With an event for the end, a stream without it broke off.
    has_end = any(
        named_shapes.target(one, definitions) == shapes.Enumeration(("[DONE]",)) for one in members
    )
    content = operation.responses.json
    whole = named_shapes.object_behind(content, definitions) if content else None
    held = [named_shapes.object_behind(one, definitions) for one in members]
    return ir.Events(
        type=type_of(shape),
        shape=shape,
        media_type=None if is_sse else Untrusted(stream.media_type),
        flag=Untrusted(flag) if flag else None,
        value=rule.value if rule and own else None,
        in_query=in_query and not own,
        envelope=is_sse and all(map(_describes_fields, variants)),
        text=is_sse and all(_has_text(one, definitions) for one in variants),
        ends=("[DONE]",) if has_end else (rule.ends if rule else ()),
        only=only,
        carries_result=whole is not None and whole in held,
        parts=rule.parts if rule and not only else (),
        texts=tuple(rule.text.items()) if rule else (),
    )


def _is_only(operation: ReadOperation) -> bool:
    """Whether the document describes no response but a stream."""
    responses = operation.responses
    return not (responses.json or responses.text or responses.binary or responses.empty)


def _describes_fields(event: tuple[Property, ...]) -> bool:
    """Whether members are the fields of a server-sent event, not its data alone."""
    names = {one.wire for one in event}
    return {"event", "data"} <= names or ("data" in names and names <= _EVENT_FIELDS)


def _has_text(event: tuple[Property, ...], definitions: Mapping[str, Definition]) -> bool:
    """Whether the data of an event is text, whose content is not described."""
    data = next((one.shape for one in event if one.wire == "data"), shapes.Anything())
    inner = data.shape if isinstance(data, shapes.Nullable) else data
    return named_shapes.target(inner, definitions) == shapes.Scalar("str")


def _has_flag(members: Iterable[Property | Parameter]) -> bool:
    boolean = shapes.Scalar("bool")
    return any(
        one.wire == FLAG and one.shape in (boolean, shapes.Nullable(boolean)) for one in members
    )


def variants_of(
    shape: Shape, definitions: Mapping[str, Definition]
) -> Iterator[tuple[Property, ...]]:
    """Yield the members of each event; none if it is not an object."""
    end = named_shapes.target(shape, definitions)
    if isinstance(end, shapes.Union):
        for variant in end.variants:
            yield from variants_of(variant, definitions)
    else:
        yield _members(end, definitions)


def _members(shape: Shape, definitions: Mapping[str, Definition]) -> tuple[Property, ...]:
    definition = named_shapes.object_behind(shape, definitions)
    return definition.properties if definition else ()
