"""Merge additions of both sides at one place that are alike, such as two items or two sentences.

What they have in common, such as a comma, is in both texts but not in their base.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MOST_PARTS: Final = 3000
"""How many parts two texts may have together to be compared."""
_GAP: Final = 6
_MOST_COMMON: Final = 8
_MOST_GUESSES: Final = 200
_MOST_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class _Place:
    """A place where two texts differ: the parts from `start` to `end` of one, and of the other."""

    start: int
    end: int
    other_start: int
    other_end: int

    @property
    def has_both(self) -> bool:
        return self.start < self.end and self.other_start < self.other_end

    def wider(self, before: int, after: int) -> _Place:
        """Return the place with common parts before and after it."""
        return _Place(
            self.start - before,
            self.end + after,
            self.other_start - before,
            self.other_end + after,
        )


def merge_alike(
    ours: Sequence[str], theirs: Sequence[str], is_base: Callable[[str], bool]
) -> str | None:
    """Return the parts of theirs with the additions of ours after each of theirs; else None.

    Each guess takes some common parts next to the differing ones for added by both.
    """
    if len(ours) + len(theirs) > MOST_PARTS:
        return None
    places = _places(ours, theirs)
    if not 0 < sum(one.has_both for one in places) <= _MOST_PLACES:
        return None
    for guess in islice(_guesses(places), _MOST_GUESSES):
        if _overlap(guess, len(ours)) or not all(
            _is_separated(ours[one.start : one.end])
            and _is_separated(theirs[one.other_start : one.other_end])
            for one in guess
            if one.has_both
        ):
            continue
        base, merged = _texts(guess, ours, theirs)
        if is_base(base):
            return merged
    return None


def _texts(places: Sequence[_Place], ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, str]:
    """Return the base and the merged text if both sides added all parts of these places."""
    base, merged = list[str](), list[str]()
    at = 0
    for one in (*places, _Place(len(ours), len(ours), 0, 0)):
        base += ours[at : one.start]
        merged += ours[at : one.start]
        merged += theirs[one.other_start : one.other_end]
        merged += ours[one.start : one.end]
        at = one.end
    return "".join(base), "".join(merged)


def _places(ours: Sequence[str], theirs: Sequence[str]) -> list[_Place]:
    """Return where the two differ; places that are close to each other are one."""
    places: list[_Place] = []
    for tag, *indices in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        one = _Place(*indices)
        if tag == "equal":
            continue
        if places and one.start - places[-1].end <= _GAP:
            last = places.pop()
            one = _Place(last.start, one.end, last.other_start, one.other_end)
        places.append(one)
    return places


def _guesses(places: Sequence[_Place]) -> Iterator[list[_Place]]:
    """Yield the places with more and more common parts around those that both added to."""
    both = [index for index, one in enumerate(places) if one.has_both]
    for total in range(_MOST_COMMON + 1):
        for counts in _divided(total, 2 * len(both)):
            wider = list(places)
            for number, index in enumerate(both):
                wider[index] = places[index].wider(counts[2 * number], counts[2 * number + 1])
            yield wider


def _divided(total: int, count: int) -> Iterator[tuple[int, ...]]:
    """Yield each way to write a number as a sum of so many numbers."""
    if count == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in _divided(total - first, count - 1):
            yield (first, *others)


def _is_separated(parts: Sequence[str]) -> bool:
    """Whether an addition has a comma or the end of a line before or after it."""
    text = "".join(parts)
    return text.lstrip(" ").startswith((",", "\n")) or text.rstrip(" ").endswith((",", "\n"))


def _overlap(places: Sequence[_Place], length: int) -> bool:
    end = other_end = 0
    for one in places:
        if one.start < end or one.other_start < other_end or one.end > length:
            return True
        end, other_end = one.end, one.other_end
    return False
