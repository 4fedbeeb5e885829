"""How the events of a stream are joined to one result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .deep_stack import with_enough_stack
from .model import is_model, load_json
from .parsing import is_dict, is_list
from .stream_paths import Entry, data_of, has_numbers, numbered, steps, types_of
from .variants import constants, members_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .server_events import ServerEvent
    from .stream_paths import Steps

_LONE: Final = "surrogatepass"
_ONCE: Final = frozenset(("id", "index", "object", "role", "type"))
"""Members that events repeat as a whole: their texts are not joined."""


class _Part(NamedTuple):
    """A part of the result: the type of its events, where it is in them and in the result."""

    kind: str
    source: Steps
    target: Steps
    how: str


class _Entries(dict[int, Any]):
    """A list that is not complete: its entries by number."""


class _Pieces:
    """A text that is not complete; its pieces, which may be JSON."""

    def __init__(self, before: Any, *, is_json: bool = False) -> None:
        self.pieces = [before] if isinstance(before, str) else list[str]()
        self._before, self._is_json = before, is_json

    def whole(self) -> Any:
        text = "".join(self.pieces)
        if not text.isascii():  # an escaped character may be divided between two pieces
            text = text.encode("utf-16-le", _LONE).decode("utf-16-le", _LONE)
        if not self._is_json:
            return text
        try:
            return load_json(text) if text else self._before
        except ValueError:
            return text  # the service stopped within it


def joined(
    sent: Iterable[ServerEvent], rules: Iterable[tuple[str, str, str, str]], returns: Any
) -> Any:
    """Return what the events are together, as plain data; None if they have no part of it.

    Args:
        sent: The events.
        rules: The type of events, the path in them, the path in the result, and how: `joined`,
            `last`, `json` or `none`.
        returns: The type of the result; a member that can have one value only has it.
    """
    parts = [_Part(kind, steps(source), steps(to), how) for kind, source, to, how in rules]
    data = with_enough_stack(lambda: _joined(sent, parts))
    kinds = list(members_of(returns))
    if len(kinds) == 1 and is_model(kinds[0]) and is_dict(data):
        data.update((name, value) for name, value in constants(kinds[0]) if name in data)
    return data


def _joined(sent: Iterable[ServerEvent], parts: list[_Part]) -> Any:
    holder: dict[Any, Any] = {}
    for one in sent:
        data = data_of(one)
        types = types_of(one, data)
        for part in parts if is_dict(data) else ():
            if part.kind in types:
                for numbers, value in list(_taken(data, part.source)):
                    if part.how != "none":
                        _put(holder, part, list(numbers), data, value)
    return _whole(holder.get(""))


def _taken(
    data: Any, way: Steps, numbers: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Remove a part from data; yield its values, with the numbers of the entries around them."""
    if not way:
        yield numbers, data
        return
    step, rest = way[0], way[1:]
    if isinstance(step, str):
        if is_dict(data) and step in data:
            if rest:
                yield from _taken(data[step], rest, numbers)
            else:
                yield numbers, data.pop(step)
    elif is_list(data):
        for number, entry in numbered(data):
            if step.number is None:
                yield from _taken(entry, rest, (*numbers, number))
            elif step.number == number:
                yield from _taken(entry, rest, numbers)


def _put(
    holder: dict[Any, Any], part: _Part, numbers: list[int], data: dict[str, Any], value: Any
) -> None:
    """Add a value to the part of the result that it belongs to."""
    key: Any = ""
    for step in part.target:
        if isinstance(step, Entry):
            entries = holder[key] = _entries(holder.get(key))
            holder, key = entries, _number(step, numbers, data, entries)
        else:
            members = holder[key] = _members(holder.get(key))
            holder, key = members, step
    before = holder.get(key)
    if part.how == "json" and isinstance(value, str):
        is_begun = isinstance(before, _Pieces)
        holder[key] = before if is_begun else _Pieces(before, is_json=True)
        holder[key].pieces.append(value)
    else:
        holder[key] = _merged(before, value, join=part.how == "joined")


def _number(step: Entry, numbers: list[int], data: dict[str, Any], entries: _Entries) -> int:
    """Return the number of an entry: without any, it follows the last one."""
    if step.number is not None:
        return step.number
    if step.member:
        number = data.get(step.member)
        return number if isinstance(number, int) else 0
    return numbers.pop(0) if numbers else max(entries, default=-1) + 1


def _entries(value: Any) -> _Entries:
    if isinstance(value, _Entries):
        return value
    return _Entries(numbered(value) if is_list(value) else ())


def _members(value: Any) -> dict[Any, Any]:
    is_object = is_dict(value) and not isinstance(value, _Entries)
    found: dict[Any, Any] = value if is_object else {}
    return found


def _merged(before: Any, value: Any, *, join: bool) -> Any:
    """Return a value with a further one; null and an empty text say nothing."""
    if value is None or value == "":
        return value if before is None else before
    if is_dict(value):
        members = _members(before)
        for name, one in value.items():
            members[name] = _merged(members.get(name), one, join=join and name not in _ONCE)
        return members
    if is_list(value):
        return _list(before, value, join=join)
    if join and isinstance(value, str):
        text = before if isinstance(before, _Pieces) else _Pieces(before)
        text.pieces.append(value)
        return text
    return value


def _list(before: Any, more: list[Any], *, join: bool) -> Any:
    """Return a list with more entries; those that have numbers are the same entry again."""
    if has_numbers(more) or (isinstance(before, _Entries) and not more):
        entries = _entries(before)
        for number, entry in numbered(more):
            entries[number] = _merged(entries.get(number), entry, join=join)
        return entries
    if join and isinstance(before, _Entries):
        before.update(enumerate(more, max(before, default=-1) + 1))
        return before
    if join and is_list(before):
        before.extend(more)
        return before
    return more


def _whole(value: Any) -> Any:
    if isinstance(value, _Pieces):
        return value.whole()
    if isinstance(value, _Entries):
        return [_whole(value[number]) for number in sorted(value)]
    if is_dict(value):
        return {name: _whole(one) for name, one in value.items()}
    return [_whole(one) for one in value] if is_list(value) else value
