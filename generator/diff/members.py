"""Which members of an object, or arguments of a function, have another name now."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.diff.alike import is_extended, is_spelled_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from generator.schemas.shapes import Shape

_MOST: Final = 100  # to compare all takes the square


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A property or an argument.

    Attributes:
        place: where an argument is sent; empty for a property.
    """

    name: str
    wire: str
    shape: Shape
    description: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class MemberRenames:
    """The members that are renamed, by their old names.

    Attributes:
        names: the new names.
        doubtful: the new names that are possible, of those that may be renamed.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    doubtful: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def renamed_members(
    before: Sequence[Member],
    after: Sequence[Member],
    is_same: Callable[[Shape, Shape], bool],
    settled: Mapping[str, str | None],
) -> MemberRenames:
    """Return the members that only have another name.

    Certain is one that is sent under the same name, or that has the same shape and nearly the same
    name or the same description, if no other one has that too. Doubtful is one of several of which
    that is true, and one of the same shape if only one member is removed and one is added.

    Args:
        before: all members.
        after: all members.
        is_same: whether two shapes are the same.
        settled: new names that the user chose, by the old ones; None for one that is removed.
    """
    known, left = {one.name for one in after}, {one.name for one in before}
    decisions = {one.name: settled[one.name] for one in before if one.name in settled}
    names = {old: new for old, new in decisions.items() if new in known - left and old not in known}
    named = {*names, *(old for old, new in decisions.items() if new is None)}
    removed = [one for one in before if one.name not in known and one.name not in named]
    added = [one for one in after if one.name not in left and one.name not in names.values()]
    texts = Counter(one.description for one in before), Counter(one.description for one in after)
    evidence: dict[tuple[str, str], int] = {}
    if max(len(removed), len(added)) > _MOST:
        return MemberRenames(names)
    for old in removed:
        for new in added:
            is_told_apart = texts[0][old.description] == 1 == texts[1][new.description]
            strength = _strength(old, new, is_described=is_told_apart)
            if old.place == new.place and is_same(old.shape, new.shape):
                evidence[old.name, new.name] = strength
    certain = _certain(evidence)
    names |= certain
    gone = [one.name for one in removed if one.name not in certain]
    free = [one.name for one in added if one.name not in certain.values()]
    is_only = len(gone) == len(free) == 1
    doubtful: dict[str, tuple[str, ...]] = {}
    for name in gone:
        found = [new for new in free if evidence.get((name, new), -1) >= (0 if is_only else 1)]
        if found:
            doubtful[name] = tuple(found)
    return MemberRenames(names, doubtful)


def _strength(old: Member, new: Member, *, is_described: bool) -> int:
    """Return how much, apart from the shape, shows that a member is renamed; 0 for nothing."""
    if old.wire == new.wire:
        return 4
    if is_spelled_alike(old.wire, new.wire):
        return 3
    if is_described and old.description and old.description == new.description:
        return 2
    return 1 if is_extended(old.wire, new.wire) else 0


def _certain(evidence: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Return the pairs that are the best ones of both their members, without an equal."""
    of_old: defaultdict[str, list[int]] = defaultdict(list)
    of_new: defaultdict[str, list[int]] = defaultdict(list)
    for (old, new), strength in evidence.items():
        of_old[old].append(strength)
        of_new[new].append(strength)
    return {
        old: new
        for (old, new), strength in evidence.items()
        if strength
        and all(
            strength == max(found) and found.count(strength) == 1
            for found in (of_old[old], of_new[new])
        )
    }
