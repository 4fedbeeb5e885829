"""Which constants of a value are renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.diff.alike import is_spelled_alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.schemas.shapes import Enumeration

_MOST: Final = 100  # to compare all takes the square


def renamed_constants(
    before: Sequence[Enumeration], after: Sequence[Enumeration]
) -> tuple[tuple[Enumeration, Enumeration], ...]:
    """Return the pairs of one removed and one added constant that mean the same.

    They have nearly the same spelling. Or they are the only ones of several that differ, in the
    same place, and have no number, as names of models and versions do. The only constant of a
    value may be the tag of another variant now. Each constant is an enumeration of one.
    """
    earlier, later = frozenset(before), frozenset(after)
    removed = [one for one in before if one not in later]
    added = [one for one in after if one not in earlier]
    if max(len(removed), len(added)) > _MOST:
        return ()
    pairs = [(old, new) for old in removed for new in added if _is_alike(old, new)]
    olds, news = [old for old, _ in pairs], [new for _, new in pairs]
    certain = [pair for pair in pairs if olds.count(pair[0]) == news.count(pair[1]) == 1]
    if not pairs and len(removed) == len(added) == 1 < len(before):
        certain = list(_in_place(before, after, removed[0], added[0]))
    return tuple(certain)


def _in_place(
    before: Sequence[Enumeration],
    after: Sequence[Enumeration],
    old: Enumeration,
    new: Enumeration,
) -> Iterator[tuple[Enumeration, Enumeration]]:
    """Yield a pair if the rest of both lists is the same, in the same order."""
    index = before.index(old)
    is_same = [*before[:index], new, *before[index + 1 :]] == list(after)
    if is_same and _is_word(old) and _is_word(new):
        yield old, new


def _is_alike(old: Enumeration, new: Enumeration) -> bool:
    was, now = old.values[0], new.values[0]
    return isinstance(was, str) and isinstance(now, str) and is_spelled_alike(was, now)


def _is_word(one: Enumeration) -> bool:
    value = one.values[0]
    return isinstance(value, str) and value != "" and not any(map(str.isdigit, value))
