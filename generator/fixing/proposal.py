"""What a rewrite changes in a file, before it is applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.impact.edits import apply_edits, replace_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.impact.app_files import AppFile
    from generator.impact.edits import Copy
    from generator.impact.find import Use


@dataclass(frozen=True, slots=True, order=True)
class TextEdit:
    """A range of a file, as offsets, and the text that takes its place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The edits for some uses in one file; all of them are applied, or none.

    Attributes:
        uses: the uses that need no other edit then; empty for an edit that others need.
    """

    uses: tuple[Use, ...]
    edits: tuple[TextEdit, ...]


def edits_of(proposals: Iterable[Proposal]) -> list[TextEdit]:
    """Return the edits of all proposals, in order, without those in a range that is removed."""
    edits: list[TextEdit] = []
    ordered = {edit for one in proposals for edit in one.edits}
    for edit in sorted(ordered, key=lambda one: (one.start, -one.end, one.text)):
        if not (edits and edit.start < edits[-1].end):
            edits.append(edit)
    return edits


def overlapping(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals with an edit that another edit overlaps, unless that is a removal."""
    found = []
    edits = edits_of(proposals)
    for one in proposals:
        for edit in set(one.edits).difference(edits):
            around = next(each for each in edits if each.start <= edit.start < each.end)
            if around.text or edit.end > around.end:
                found.append(one)
                break
    return found


def apply(text: str, edits: Iterable[TextEdit]) -> str:
    """Return a text with edits, which are in order."""
    parts, done = [], 0
    for one in edits:
        parts += [text[done : one.start], one.text]
        done = one.end
    return "".join((*parts, text[done:]))


def rewritten(source: AppFile, proposals: Iterable[Proposal]) -> Copy:
    """Return the copy of a file with the edits of proposals; it maps places to the file."""
    return apply_edits(
        source, [replace_range(one.start, one.end, one.text) for one in edits_of(proposals)]
    )
