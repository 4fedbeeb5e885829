"""Find the errors in streams of events: the shapes of what an event that is an error holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.schemas import named_shapes, shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.schemas.shapes import Definition, Shape

_ERROR: Final = shapes.Enumeration(("error",))


def error_events(
    streams: Iterable[Shape], definitions: Mapping[str, Definition]
) -> tuple[Shape, ...]:
    """Return the shapes of the data of events with the name or the type `error`."""
    found = (one for stream in streams for one in _errors(stream, definitions))
    return tuple(dict.fromkeys(found))


def _errors(shape: Shape, definitions: Mapping[str, Definition]) -> Iterator[Shape]:
    for one in named_shapes.alternatives(shape, definitions):
        found = named_shapes.object_behind(one, definitions)
        if found is None:
            continue
        members = {each.wire: each.shape for each in found.properties}
        if "data" in members and _is_error(members.get("event"), definitions):
            data = members["data"]
            yield from [data] if isinstance(data, (shapes.Named, shapes.Union)) else []
        elif _is_error(members.get("type"), definitions):
            yield one


def _is_error(member: Shape | None, definitions: Mapping[str, Definition]) -> bool:
    return member is not None and named_shapes.target(member, definitions) == _ERROR
