"""Edit a copy of a file of the app, and map places in the copy to places in the file."""

from __future__ import annotations

import ast
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from generator.impact.app_files import AppFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.impact.app_files import Located

_CLOSING: Final = -(2**40)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text of a copy, and the offset in the file that it belongs to, or is at if `verbatim`."""

    text: str
    offset: int
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """The replacement of a range of a file; at one offset, the lowest rank is first."""

    start: int
    end: int
    fragments: tuple[Fragment, ...]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """The edited copy of a file, `code`, which a checker reads instead of the file."""

    source: AppFile
    fragments: list[Fragment]
    starts: list[int]  # offset of each fragment in the copy
    code: AppFile

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column in the file for an offset in the copy."""
        index = bisect_right(self.starts, offset) - 1
        fragment = self.fragments[index]
        further = offset - self.starts[index] if fragment.verbatim else 0
        return self.source.position(fragment.offset + further)


def apply_edits(source: AppFile, edits: Sequence[Edit]) -> Copy:
    """Return the edited copy of a file; an edit within the range of another one is dropped."""
    fragments: list[Fragment] = []
    done = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.rank)):
        if edit.start >= done:
            fragments += [verbatim(source, done, edit.start), *edit.fragments]
            done = edit.end
    fragments.append(verbatim(source, done, len(source.text)))
    starts = list(accumulate((len(one.text) for one in fragments[:-1]), initial=0))
    text = "".join(one.text for one in fragments)
    try:
        code = AppFile(source.path, text, ast.parse(text)) if edits else source
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        # An edit gives invalid Python: drop the edits of its line, or else all edits.
        line = getattr(error, "lineno", 0)
        others = [one for one in edits if source.position(one.start)[0] != line]
        return apply_edits(source, others if len(others) < len(edits) else [])
    return Copy(source, fragments, starts, code)


def verbatim(source: AppFile, start: int, end: int) -> Fragment:
    """Return a range of a file, unchanged."""
    return Fragment(source.text[start:end], start, verbatim=True)


def replace_range(start: int, end: int, text: str) -> Edit:
    """Return the edit that replaces a range by text."""
    return Edit(start, end, (Fragment(text, start),))


def wrap_node(source: AppFile, node: Located, before: str, after: str, at: int) -> Iterator[Edit]:
    """Yield the edits that put text around a node; shorter nodes are wrapped inside.

    The text belongs to the offset `at` in the file.
    """
    start, end = source.span(node)
    yield Edit(start, start, (Fragment(before, at),), start - end)
    yield Edit(end, end, (Fragment(after, at),), _CLOSING + end - start)
