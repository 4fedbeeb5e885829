"""The offsets of values in a valid JSON text, found only as far as they are asked for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_SINGLE: Final = re.compile(r'[^\s\[\]{},:"]+')
# Written in C: it reads a value faster than Python can look for its end.
_READ: Final = json.JSONDecoder(strict=False, parse_int=str, parse_float=str).raw_decode


class JsonOffsets:
    """Offsets of the values in a JSON text; each part of the text is read at most once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = _after_space(text, 0)
        self._root = _container(text, self._start)

    def offset(self, pointer: Sequence[str]) -> int:
        """Return the offset of the value at `pointer`, or of its nearest ancestor.

        A value on another line than its key has the offset of the key.
        """
        *_, (key, value) = self._places(pointer)
        return key if "\n" in self._text[key:value] else value

    def scalar_text(self, pointer: Sequence[str]) -> str | None:
        """Return the text of the number or constant at `pointer`; None if there is none."""
        places = list(self._places(pointer))
        match = _SINGLE.match(self._text, places[-1][1])
        return match.group() if match and len(places) == len(pointer) + 1 else None

    def _places(self, pointer: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield the offsets of key and value at each existing step, the root first."""
        yield self._start, self._start
        container = self._root
        for step in pointer:
            place = container.find(step) if container else None
            if container is None or place is None:
                return
            yield place
            container = container.inner(step)


@dataclass(slots=True)
class _Container:
    """An object or a list, read up to some member.

    Attributes:
        places: by key or index, the offsets of the key and of the value.
        last: the key or index of the last member that was read.
        end: the offset after the container, once it is known.
    """

    text: str
    start: int
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    containers: dict[str, _Container | None] = field(default_factory=dict)
    last: str | None = None
    end: int | None = None

    def find(self, step: str) -> tuple[int, int] | None:
        """Return the offsets of the key and of the value of a member."""
        while step not in self.places and self.read_member():
            pass
        return self.places.get(step)

    def inner(self, step: str) -> _Container | None:
        """Return the container that a member is; None for a single value."""
        if step not in self.containers:
            self.containers[step] = _container(self.text, self.places[step][1])
        return self.containers[step]

    def read_member(self) -> bool:
        """Read one more member; return whether there is one."""
        if self.end is not None:
            return False
        offset = _after_space(self.text, self._after_last())
        if self.text[offset] == ",":
            offset = _after_space(self.text, offset + 1)
        if self.text[offset] in "]}":
            self.end = offset + 1
            return False
        name, value = str(len(self.places)), offset
        if self.text[self.start] == "{":
            name, end = _READ(self.text, offset)
            value = _after_space(self.text, _after_space(self.text, end) + 1)
        self.places[name] = offset, value
        self.last = name
        return True

    def _after_last(self) -> int:
        """Return the offset after the last member that was read."""
        if self.last is None:
            return self.start + 1
        inner = self.containers.get(self.last)
        if inner is None:
            return _READ(self.text, self.places[self.last][1])[1]
        return inner.finish()

    def finish(self) -> int:
        """Read all members; return the offset after the container."""
        # No recursion: the containers that are not read to their end may be nested deeply.
        unfinished = [self]
        while (one := unfinished[-1].unfinished()) is not None:
            unfinished.append(one)
        for one in reversed(unfinished):
            while one.read_member():
                pass
        return self.end or self.start

    def unfinished(self) -> _Container | None:
        """Return the last member if it is a container that is not read to its end."""
        inner = self.containers.get(self.last) if self.last is not None else None
        return inner if inner and inner.end is None else None


def _container(text: str, offset: int) -> _Container | None:
    return _Container(text, offset) if text[offset : offset + 1] in ("{", "[") else None


def _after_space(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset
