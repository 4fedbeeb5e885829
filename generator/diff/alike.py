"""Whether two names mean the same: a wrong rename is worse than none."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from generator.naming import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSE: Final = 0.85  # `recieved` and `received`: 0.875; `start` and `state`: 0.8
_SHORTEST: Final = 3
_MOST_ADDED: Final = 2
# A name with one of these means another value: a price and a minimum price.
_QUALIFIERS: Final = frozenset(
    """
    after all any before count current default disabled enabled end exclude first from gt gte in
    include initial last lt lte max maximum min minimum new next no not of old only original
    other out parent previous since start to total until without
    """.split()  # noqa: SIM905  as many words read better so
)


def is_spelled_alike(one: str, other: str) -> bool:
    """Whether two names have the same words but for their order, plural and spelling."""
    first, second = _words(one), _words(other)
    if "".join(first) == "".join(second) or sorted(first) == sorted(second):
        return True
    different = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    return len(first) == len(second) and len(different) == 1 and _is_close(*different[0])


def is_extended(one: str, other: str) -> bool:
    """Whether one name is the other one with further words: `id`, `order_id`."""
    short, long = sorted((_words(one), _words(other)), key=len)
    added = list(long)
    for word in short:
        if word not in added:
            return False
        added.remove(word)
    return 0 < len(added) <= _MOST_ADDED and not any(
        one in _QUALIFIERS or not one.isalpha() for one in added
    )


def _words(name: str) -> list[str]:
    """Return the words of a name in lower case and in the singular."""
    return [_singular(one.lower()) for one in words(name)]


def _singular(word: str) -> str:
    is_plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if is_plural and len(word) > _SHORTEST else word


def _is_close(one: str, other: str) -> bool:
    """Whether one word is the start of the other, or a spelling of it."""
    if not (one.isalpha() and other.isalpha()) or min(len(one), len(other)) < _SHORTEST:
        return False
    if {one, other} & _QUALIFIERS:
        return False
    return one.startswith(other) or other.startswith(one) or _is_spelling(one, other)


def _is_spelling(one: Sequence[str], other: Sequence[str]) -> bool:
    return one[0] == other[0] and SequenceMatcher(None, one, other).ratio() >= _CLOSE
