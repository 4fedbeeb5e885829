"""Merge two texts whose base is known by a digest only: guess the base, and check the guess."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import combinations, islice, product
from keyword import iskeyword
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.merging.alike import MOST_PARTS, merge_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
# What is added to a list or to a text of names comes with what separates it.
_ITEMS: Final = re.compile(r""",?\s*(?:"[^"\n]*"|'[^'\n]*'|[\w.]+)|\s+|[^\w\s]""")
_NAMES: Final = re.compile(r",?\s*\w+|\s+|[^\w\s]")
_WORDS: Final = re.compile(r"\w+|[^\S\n]+|\n[^\S\n]*|[^\w\s]")
_LIST: Final = re.compile(r"""[\w\s"',.:=\[\](){}]*""")
_ITEM: Final = re.compile(r"""[,\s]*(?:"[^"\n]*"|'[^'\n]*'|[\w.]+)?,?\s*""")
_MOST_GUESSES: Final = 512
_MOST_GUESSES_OF_FILE: Final = 4000
_MOST_CHARACTERS: Final = 10_000_000
"""How much text of a file is hashed at most for guesses: less than a second."""

Choice: TypeAlias = "tuple[Sequence[str], Sequence[str]]"
"""Parts that the base may have at a place, and those that the merged text has then."""


def merge_additions(ours: str, theirs: str, is_base: Callable[[str], bool]) -> str | None:
    """Return a text with the additions of both; None if one of them did more than add.

    Of a list, items may also be changed and removed.

    The base is what both have in common, if that has the digest of the base. Lines are compared
    first, then words: a new argument may be in the middle of a line.
    """
    for pattern in (_LINES, _ITEMS, _NAMES, _WORDS):
        merged = _merge(pattern.findall(ours), pattern.findall(theirs), is_base)
        if merged is not None:
            return merged
    for pattern in (_LINES, _ITEMS, _WORDS):
        merged = merge_alike(pattern.findall(ours), pattern.findall(theirs), is_base)
        if merged is not None:
            return merged
    if _LIST.fullmatch(ours) and _LIST.fullmatch(theirs):  # each item of a list counts alone
        parts = _NAMES.findall(ours), _NAMES.findall(theirs)
        return _merge_changes(*parts, is_base, _MOST_GUESSES)
    return None


def merge_changes(
    ours: str, theirs: str, is_base: Callable[[str], bool], *, by_words: bool = False
) -> str | None:
    """Return a text with the changes of both, which are in different lines; None if they are not.

    At each place where the two differ, one side or both changed the base. Guesses with few changes
    by hand are tried first. With `by_words`, the changes may be in the same line.
    """
    most = max(_MOST_GUESSES, _MOST_CHARACTERS // (len(ours) + 1))
    for pattern in (_LINES, _NAMES) if by_words else (_LINES,):
        mine, others = pattern.findall(ours), pattern.findall(theirs)
        merged = _merge_changes(mine, others, is_base, most)
        if merged is not None:
            return merged
        most = _MOST_GUESSES_OF_FILE
    return None


def _merge_changes(
    mine: Sequence[str], others: Sequence[str], is_base: Callable[[str], bool], most: int
) -> str | None:
    """Try at most so many guesses: a short digest may match a wrong one by chance."""
    parts = [
        (mine[start:end], others[other_start:other_end])
        for _, start, end, other_start, other_end in SequenceMatcher(
            None, mine, others
        ).get_opcodes()
    ]
    for guess in islice(_guesses(parts), most):
        base, merged = list[str](), list[str]()
        for number, (one, other) in enumerate(parts):
            side = guess.get(number, "theirs")
            base += {"theirs": one, "ours": other, "both": ()}[side]
            merged += {"theirs": other, "ours": one, "both": (*other, *one)}[side]
        if is_base("".join(base)):
            return "".join(merged)
    return None


def _guesses(parts: Sequence[Choice]) -> Iterator[dict[int, str]]:
    """Yield which parts were changed by hand, or added by both, by their index."""
    places = [number for number, (one, other) in enumerate(parts) if one != other]
    for size in range(1, len(places) + 1):
        for some in combinations(places, size):
            options = [("ours", "both") if all(parts[one]) else ("ours",) for one in some]
            for sides in product(*options):
                yield dict(zip(some, sides, strict=True))


def _merge(
    ours: Sequence[str], theirs: Sequence[str], is_base: Callable[[str], bool]
) -> str | None:
    if len(ours) + len(theirs) > MOST_PARTS:
        return None
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    places: list[list[Choice]] = []
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        one, other = ours[start:end], theirs[other_start:other_end]
        places.append([(one, one)] if tag == "equal" else list(_choices(one, other)))
    for guess in islice(product(*places), _MOST_GUESSES):
        base = "".join(part for parts, _ in guess for part in parts)
        if is_base(base):
            return "".join(part for _, parts in guess for part in parts)
    return None


def _choices(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Choice]:
    """Yield what the base may have at a place where the two differ."""
    # A new argument can make the formatter break a line: white space may change.
    for base, other in ((ours, theirs), (theirs, ours)):
        if base and not "".join(base).strip():
            yield base, other
    if not (ours and theirs) or all(map(_is_addable, (*ours, *theirs))):
        yield (), (*theirs, *ours)


def _is_addable(part: str) -> bool:
    """Whether a line, or an item of a list, can follow another one that is added too."""
    is_item = _ITEM.fullmatch(part) and not iskeyword(part.strip(", \n"))
    return part.endswith("\n") or bool(is_item)
