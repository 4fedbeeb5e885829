"""Short differences of lines, for messages."""

from __future__ import annotations

import difflib
from itertools import takewhile
from operator import eq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def first_difference(before: Sequence[str], after: Sequence[str]) -> int:
    """Return the index of the first line that differs; the shorter length if none does."""
    return sum(takewhile(bool, map(eq, before, after)))


def short_diff(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the hunks of a unified diff with one line of context, without names of files."""
    return list(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]


def cut(lines: Sequence[str], most: int) -> tuple[str, ...]:
    """Return at most so many lines, and one that counts the others."""
    more = [f"… {len(lines) - most} more lines"] if len(lines) > most else []
    return (*lines[:most], *more)
