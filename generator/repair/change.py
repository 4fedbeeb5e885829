"""A correction of one part of a document."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.document.mending import addition, removal, replacement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.diagnostic_codes import Code
    from generator.document.document import Node
    from generator.document.source import Json
    from generator.overlay_actions import OverlayAction


class Absent:
    """The type of `ABSENT`."""

    def __bool__(self) -> bool:
        """An absent part is false."""
        return False


ABSENT: Final = Absent()
"""The part is left out."""

_MOST_COPIED: Final = 400


@dataclass(frozen=True, slots=True)
class Change:
    """What is wrong in an object, and what is read instead.

    Attributes:
        steps: the keys from the object to the part that is wrong.
        value: what it is read as.
        message: what is wrong, and what it is read as.
        added: members that are merged into the object, as an overlay merges them.
        code: of the fault; None for that of the object.
    """

    steps: tuple[str, ...]
    value: Json | Absent
    message: str
    added: Mapping[str, Json] = field(default_factory=dict)
    code: Code | None = None

    def mend(self, owner: Node) -> tuple[OverlayAction, ...]:
        """Return the overlay actions that make the same change.

        They have copies of values, because the changes that follow have actions of their own. A
        value that is too large to be printed is not copied.
        """
        part = part_of(owner, self.steps)
        added = addition(owner, _copied(dict(self.added))) if self.added else ()
        if not self.steps:
            return added
        if isinstance(self.value, Absent):
            return removal(part) + added
        return replacement(part, _copied(self.value)) + added

    def apply(self, owner: Node) -> None:
        """Change the data of the document."""
        if self.steps:
            container = part_of(owner, self.steps[:-1]).value
            step = self.steps[-1]
            if isinstance(container, list):
                # The other items keep their indexes, and with them their places.
                container[int(step)] = None if isinstance(self.value, Absent) else self.value
            elif isinstance(container, dict):
                if isinstance(self.value, Absent):
                    container.pop(step, None)
                else:
                    container[step] = self.value
        members = owner.value
        if isinstance(members, dict):
            for name, value in self.added.items():
                members[name] = _merged(members.get(name), value)


def _merged(known: Json, value: Json) -> Json:
    if isinstance(known, list) and isinstance(value, list):
        return [*known, *value]
    if not isinstance(known, dict) or not isinstance(value, dict):
        return value
    return {**known, **{name: _merged(known.get(name), one) for name, one in value.items()}}


def _copied(value: Json) -> Json:
    waiting, seen = [value], 0
    while waiting and seen <= _MOST_COPIED:
        one = waiting.pop()
        seen += 1
        if isinstance(one, (dict, list)):
            waiting += one.values() if isinstance(one, dict) else one
    return value if waiting else deepcopy(value)


def part_of(owner: Node, steps: tuple[str, ...]) -> Node:
    """Return a part of a node."""
    part = owner
    for step in steps:
        part = part[step]
    return part
