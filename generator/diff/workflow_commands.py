"""Workflow commands of GitHub Actions, which annotate lines of files.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from generator.text import visible

Level: TypeAlias = Literal["error", "warning", "notice"]

# As `escapeData` and `escapeProperty` of GitHub's toolkit.
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A message at a line of a file.

    Attributes:
        file: relative to the repository, with `/`; empty for a message without a place.
        line: from 1.
        column: from 1.
    """

    level: Level
    title: str
    message: str
    file: str = ""
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """The command, on one line; no text of a document can end it or begin another one."""
        place = {"file": self.file, "line": self.line, "col": self.column} if self.file else {}
        properties = {**place, "title": self.title}
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        return f"::{self.level} {listed}::{_safe(self.message).translate(_DATA)}"


def _property(value: object) -> str:
    return _safe(str(value)).translate(_PROPERTY)


def _safe(text: str) -> str:
    """Return a text without control characters, but with its lines."""
    return "\n".join(visible(line) for line in text.split("\n"))
