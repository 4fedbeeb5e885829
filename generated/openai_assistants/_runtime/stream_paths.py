"""Paths to members of the data of an event, such as `choices[0].delta.content`.

Members are separated by dots. `[]` is each entry of a list, `[0]` the entry with that number, and
`[name]` the entry whose number the event has as that member. An entry has the number that its
member `index` says, else its position. An empty path is the whole data.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from .model import load_json
from .parsing import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .server_events import ServerEvent

ANY: Final = "*"
"""A rule is for events of every type."""
_STEP: Final = re.compile(r"\[([^\]]*)\]|([^.\[\]]+)")


class Entry(NamedTuple):
    """A step to an entry of a list: its number, or the member that has it; each without both."""

    number: int | None = None
    member: str = ""


Steps: TypeAlias = tuple[str | Entry, ...]


def steps(path: str) -> Steps:
    """Return the steps of a path: names of members, and entries of lists."""
    return tuple(name or _entry(inner) for inner, name in _STEP.findall(path))


def _entry(inner: str) -> Entry:
    return Entry(int(inner)) if inner.isdecimal() else Entry(member=inner)


def numbered(entries: list[Any]) -> Iterator[tuple[int, Any]]:
    """Yield the entries of a list, each with its number."""
    for position, entry in enumerate(entries):
        number = entry.get("index") if is_dict(entry) else None
        yield (number if type(number) is int else position), entry


def has_numbers(entries: list[Any]) -> bool:
    """Return whether an entry of a list says its number."""
    return any(is_dict(entry) and type(entry.get("index")) is int for entry in entries)


def values(data: Any, way: Steps) -> Iterator[Any]:
    """Yield what is at the end of a way in data."""
    if not way:
        yield data
        return
    step, rest = way[0], way[1:]
    if isinstance(step, str):
        if is_dict(data) and step in data:
            yield from values(data[step], rest)
    elif is_list(data):
        for number, entry in numbered(data):
            if step.number in {None, number}:
                yield from values(entry, rest)


def data_of(sent: ServerEvent) -> Any:
    """Return the data of an event; one that is not JSON is text."""
    try:
        return load_json(sent.data)
    except ValueError:
        return sent.data.decode(errors="replace")


def types_of(sent: ServerEvent, data: Any) -> tuple[str, ...]:
    """Return what a rule can call an event: its name, its member `type`, `*`."""
    kind = data.get("type") if is_dict(data) else None
    return (sent.name, kind, ANY) if isinstance(kind, str) else (sent.name, ANY)
