"""Apps whose lines are marked with the changes that touch them, and how well these are found.

# touched: code, code    the line breaks, or uses what changed
# may: code              to report it is right, and so is silence
# follows                it is a consequence of a touched line; it does not count
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.impact.find import Use

_MARK = re.compile(r"# (touched|may|follows)\b(?:, unseen)?:? ?([a-z, -]*)$")

Line = tuple[Path, int]


@dataclass
class Tally:
    """The lines of some apps: those that are touched, found, and found in error."""

    touched: int = 0
    found: set[Line] = field(default_factory=set)
    missed: set[Line] = field(default_factory=set)
    wrong: set[Line] = field(default_factory=set)

    def add(self, path: Path, uses: Iterable[Use]) -> None:
        reported = {(one.path, one.line) for one in uses}
        marks = lines(path)
        touched = {line for line, (kind, _) in marks.items() if kind == "touched"}
        self.touched += len(touched)
        self.found |= touched & reported
        self.missed |= touched - reported
        self.wrong |= reported - marks.keys()

    @property
    def recall(self) -> float:
        """Of 100 touched lines, how many are found."""
        return 100 * len(self.found) / self.touched

    @property
    def precision(self) -> float:
        """Of 100 reported lines, how many are not wrong; what only may be touched is neither."""
        return 100 * len(self.found) / (len(self.found) + len(self.wrong))

    def __str__(self) -> str:
        counts = f"{len(self.found)} of {self.touched} lines, {len(self.wrong)} wrong"
        return f"{self.recall:5.1f} / {self.precision:5.1f} %  ({counts})"


def lines(path: Path) -> dict[Line, tuple[str, tuple[str, ...]]]:
    """The marked lines at a path, each with its kind and the codes of the changes."""
    found = {}
    for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
        for number, text in enumerate(file.read_text().splitlines(), 1):
            for mark in text.split("  ")[-1:]:
                if match := _MARK.match(mark):
                    found[file, number] = (match[1], tuple(filter(None, match[2].split(", "))))
    return found
