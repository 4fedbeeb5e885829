"""Writes Markdown piece by piece, and knows what a line break means where it is."""

from __future__ import annotations

import re
from typing import Final

_STRUCTURE: Final = re.compile(r"\s*(?:(?P<row>\||#{1,6}\s)|(?:>\s?)+|[-*+]\s+|\d{1,9}[.)]\s+)")
_SPACE: Final = re.compile(r"\s*")
_REMEMBERED: Final = 40  # characters at the start of a line: they show what it is
_HARD_BREAK: Final = "  \n"
_PARAGRAPH: Final = "\n\n"


class Writer:
    """Collects the pieces of a text."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._line = ""  # the start of the last line
        self._pending = ""  # a break before the next piece

    def text(self, piece: str) -> None:
        """Add text; after a break, without the white space at its start."""
        if self._pending:
            space = _SPACE.match(piece)
            start = space.end() if space else 0
            if piece.count("\n", 0, start) > 1:
                self._pending = _PARAGRAPH
            if start == len(piece):
                return
            begin = piece.rfind("\n", 0, start) + 1
            piece = piece[begin if _STRUCTURE.match(piece, begin) else start :]
            self._add(self._pending)
            self._pending = ""
        self._add(piece)

    def line_break(self) -> None:
        """End the line; two breaks end the paragraph."""
        self._break(_PARAGRAPH if self._pending else _HARD_BREAK)

    def paragraph(self) -> None:
        """End the paragraph."""
        self._break(_PARAGRAPH)

    def block(self, piece: str) -> None:
        """Add a paragraph of its own; a row of a table takes it as one line."""
        structure = _STRUCTURE.match(self._line)
        if structure and structure["row"]:
            self.text(" ".join(piece.split()))
            return
        self.paragraph()
        self.text(piece.strip("\n"))
        self._trim()
        self._pending = _PARAGRAPH

    def result(self) -> str:
        """Return all that was written."""
        return "".join(self._pieces)

    def _break(self, kind: str) -> None:
        structure = _STRUCTURE.match(self._line)
        if structure and structure.end() == len(self._line):
            return  # a list item or a quote begins
        self._trim()
        if structure and structure["row"]:
            kind = " "  # a row or a heading is one line
        elif structure:
            kind = _HARD_BREAK
        self._pending = kind if self._pieces else ""

    def _trim(self) -> None:
        while self._pieces:
            last = self._pieces.pop().rstrip()
            if last:
                self._pieces.append(last)
                return

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        _, line_break, last = piece.rpartition("\n")
        self._line = last[:_REMEMBERED] if line_break else (self._line + last)[:_REMEMBERED]
