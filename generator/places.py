"""The place of a part of a document: as a pointer, as a reader names it, as the source shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
WIDTH: Final = 120
"""The most characters of a line of the source."""


def trail(pointer: Sequence[str]) -> tuple[str, ...]:
    """Name a place as a reader of the document would: the operation first."""
    steps = tuple(pointer)
    if steps[-1:] == ("$ref",):
        steps = steps[:-1]
    if len(steps) > 3 and steps[-1] == "schema" and steps[-3] == "content":
        steps = steps[:-3]
    if steps[:1] != ("paths",) or len(steps) == 1:
        return steps
    if len(steps) > 2 and steps[2] in METHODS:
        return (f"{steps[2].upper()} {steps[1]}", *steps[3:])
    return steps[1:]


def pointer_steps(pointer: str) -> tuple[str, ...]:
    """Return the steps of a JSON pointer (RFC 6901)."""
    return tuple(map(unescaped, pointer.split("/")[1:]))


def escaped(step: str) -> str:
    """Return a step as a JSON pointer has it."""
    return step.replace("~", "~0").replace("/", "~1")


def unescaped(step: str) -> str:
    """Return a step of a JSON pointer as the document has it."""
    return step.replace("~1", "/").replace("~0", "~")


def excerpt_lines(excerpt: Iterable[tuple[int, str]], line: int, column: int) -> list[str]:
    """Return numbered lines of the source around a column, with a mark at one line."""
    numbered = list(excerpt)
    width = max((len(str(number)) for number, _ in numbered), default=0)
    start = max(0, column - WIDTH * 3 // 4)
    lines = []
    for number, text in numbered:
        mark = " → " if number == line else "   "
        part = text[start : start + WIDTH]
        before = "…" if start and part else ""
        after = "…" if len(text) > start + WIDTH else ""
        lines.append(f"{mark}{number:>{width}} | {before}{visible(part)}{after}".rstrip())
    return lines
