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
    old_names, new_names = {one.name for one in before}, {one.name for one in after}
    decisions = {one.name: settled[one.name] for one in before if one.name in settled}
    names = {
        old: new
        for old, new in decisions.items()
        if new in new_names - old_names and old not in new_names
    }
    decided = {*names, *(old for old, new in decisions.items() if new is None)}
    removed = [one for one in before if one.name not in new_names | decided]
    added = [one for one in after if one.name not in old_names and one.name not in names.values()]
    if max(len(removed), len(added)) > _MOST:
        return MemberRenames(names)
    evidence = _evidence(removed, added, is_same, _unique_descriptions(before, after))
    certain = _certain(evidence)
    removed_names = [one.name for one in removed if one.name not in certain]
    added_names = [one.name for one in added if one.name not in certain.values()]
    return MemberRenames({**names, **certain}, _doubtful(removed_names, added_names, evidence))


def _unique_descriptions(before: Sequence[Member], after: Sequence[Member]) -> frozenset[str]:
    """Return the descriptions that exactly one member has, before and after."""
    counts = [Counter(one.description for one in members) for members in (before, after)]
    return frozenset(text for text in counts[0] if text and counts[0][text] == 1 == counts[1][text])


def _evidence(
    removed: Sequence[Member],
    added: Sequence[Member],
    is_same: Callable[[Shape, Shape], bool],
    unique: frozenset[str],
) -> dict[tuple[str, str], int]:
    """Return how much shows that one is the other, for each pair with the same place and shape."""
    return {
        (old.name, new.name): _strength(old, new, unique)
        for old in removed
        for new in added
        if old.place == new.place and is_same(old.shape, new.shape)
    }


def _doubtful(
    removed: Sequence[str], added: Sequence[str], evidence: Mapping[tuple[str, str], int]
) -> dict[str, tuple[str, ...]]:
    """Return the new names that each removed member may have."""
    least = 0 if len(removed) == len(added) == 1 else 1
    doubtful: dict[str, tuple[str, ...]] = {}
    for old in removed:
        found = tuple(new for new in added if evidence.get((old, new), -1) >= least)
        if found:
            doubtful[old] = found
    return doubtful


def _strength(old: Member, new: Member, unique: frozenset[str]) -> int:
    """Return how much, apart from the shape, shows that a member is renamed; 0 for nothing."""
    if old.wire == new.wire:
        return 4
    if is_spelled_alike(old.wire, new.wire):
        return 3
    if old.description == new.description and old.description in unique:
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
