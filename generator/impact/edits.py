"""A copy of a file of the app for a checker, and the places that its parts come from."""

from __future__ import annotations

import ast
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from generator.impact.app_files import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.impact.app_files import Located

_CLOSING: Final = -(2**40)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text of a copy, and the place that it is about; `verbatim` text is the file's own there."""

    text: str
    offset: int
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """What replaces a range of a file; of several at one place the lowest rank comes first."""

    start: int
    end: int
    fragments: tuple[Fragment, ...]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """What a checker reads instead of a file: `code`; `starts` are those of the fragments."""

    source: Source
    fragments: list[Fragment]
    starts: list[int]
    code: Source

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of the file that a place of the copy is about."""
        index = bisect_right(self.starts, offset) - 1
        fragment = self.fragments[index]
        further = offset - self.starts[index] if fragment.verbatim else 0
        return self.source.position(fragment.offset + further)


def copied(source: Source, edits: Sequence[Edit]) -> Copy:
    """Apply edits to a file; one inside of a range that another one replaces is left out."""
    fragments: list[Fragment] = []
    taken = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.rank)):
        if edit.start >= taken:
            fragments += [verbatim(source, taken, edit.start), *edit.fragments]
            taken = edit.end
    fragments.append(verbatim(source, taken, len(source.text)))
    starts = list(accumulate((len(one.text) for one in fragments[:-1]), initial=0))
    text = "".join(one.text for one in fragments)
    try:
        code = Source(source.path, text, ast.parse(text)) if edits else source
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        # An edit is no valid Python: the line stays unchanged, and else the whole file.
        line = getattr(error, "lineno", 0)
        others = [one for one in edits if source.position(one.start)[0] != line]
        return copied(source, others if len(others) < len(edits) else [])
    return Copy(source, fragments, starts, code)


def verbatim(source: Source, start: int, end: int) -> Fragment:
    """Return a range of a file as it is."""
    return Fragment(source.text[start:end], start, verbatim=True)


def replaced(start: int, end: int, text: str) -> Edit:
    """Return the edit that puts text in the place of a range."""
    return Edit(start, end, (Fragment(text, start),))


def wrapped(source: Source, node: Located, before: str, after: str, at: int) -> Iterator[Edit]:
    """Yield the edits that put text about a place around a node; what wraps less is inside."""
    start, end = source.span(node)
    yield Edit(start, start, (Fragment(before, at),), start - end)
    yield Edit(end, end, (Fragment(after, at),), _CLOSING + end - start)
