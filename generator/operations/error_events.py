"""Find the errors in streams of events: the shapes of what an event that is an error holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.schemas import shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.schemas.shapes import Definition, ObjectDefinition, Shape

_ERROR = shapes.Enumeration(("error",))


def error_events(
    streams: Iterable[Shape], definitions: Mapping[str, Definition]
) -> tuple[Shape, ...]:
    """Return the shapes of the data of events with the name or the type `error`."""
    found = (one for stream in streams for one in _errors(stream, definitions))
    return tuple(dict.fromkeys(found))


def _errors(shape: Shape, definitions: Mapping[str, Definition]) -> Iterator[Shape]:
    for one in shapes.alternatives(shape, definitions):
        found = shapes.object_behind(one, definitions)
        members = {each.wire: each.shape for each in found.properties} if found else {}
        if found and _is_error(found, "event", definitions) and "data" in members:
            data = members["data"]
            yield from [data] if isinstance(data, (shapes.Named, shapes.Union)) else []
        elif found and _is_error(found, "type", definitions):
            yield one


def _is_error(one: ObjectDefinition, name: str, definitions: Mapping[str, Definition]) -> bool:
    members = (each.shape for each in one.properties if each.wire == name)
    return any(shapes.target(each, definitions) == _ERROR for each in members)
