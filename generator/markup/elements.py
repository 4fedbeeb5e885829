"""Which tags of a text belong together, and which elements a converter can take whole."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.markup.tags import BLOCKS, INLINE, PARTS, PLACEHOLDERS, PLAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.markup.tokens import Token

_MOST_LEVELS: Final = 20
_MOST_TOKENS: Final = 5_000  # the converter takes quadratic time for long numbered lists
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Element:
    """A start tag and its end tag, by their indices.

    Attributes:
        levels: how deep the elements in it are nested.
        has_fence: a block of code is in it.
        has_blank: a blank line is in it, so Markdown ends its paragraph there.
    """

    start: int
    end: int
    levels: int
    has_fence: bool
    has_blank: bool

    def is_whole(self, name: str) -> bool:
        """Whether Markdown can say the element, and all that is in it."""
        is_large = self.levels > _MOST_LEVELS or self.end - self.start > _MOST_TOKENS
        if is_large or self.has_fence:
            return False
        return name in BLOCKS or (name in INLINE and not self.has_blank)


def elements(tokens: Sequence[Token]) -> dict[int, Element]:
    """Return the elements by the indices of both of their tags; in linear time."""
    found: dict[int, Element] = {}
    opened: list[tuple[int, int, int]] = []  # a start tag, and what was counted before it
    levels: list[int] = [0]  # of the elements in each opened one
    names: Counter[str] = Counter()
    fences = blanks = 0
    for index, token in enumerate(tokens):
        fences += token.kind == "fence"
        blanks += token.kind == "text" and bool(_BLANK_LINE.search(token.source))
        if token.kind == "start":
            opened.append((index, fences, blanks))
            levels.append(0)
            names[token.name] += 1
        elif token.kind == "end" and names[token.name]:
            start, before, blank = _close(tokens, opened, levels, names, token.name)
            inner = levels.pop() + 1
            levels[-1] = max(levels[-1], inner)
            whole = Element(start, index, inner, fences > before, blanks > blank)
            found[start] = found[index] = whole
    return found


def _close(
    tokens: Sequence[Token],
    opened: list[tuple[int, int, int]],
    levels: list[int],
    names: Counter[str],
    name: str,
) -> tuple[int, int, int]:
    """Remove the start tags up to the last one with a name, and return that one."""
    while True:
        last = opened.pop()
        found = tokens[last[0]].name
        names[found] -= 1
        if found == name:
            return last
        inner = levels.pop()
        levels[-1] = max(levels[-1], inner)


def is_placeholder(tokens: Sequence[Token], index: int) -> bool:
    """Whether a tag without an end is meant as text, such as `?code=<code>` or `List<b>`."""
    token = tokens[index]
    if token.kind != "start" or token.attributes:
        return False
    if any(one.name in PARTS for one in tokens[index + 1 : index + 3]):
        return False  # a list or a table that is not closed
    before = tokens[index - 1].source if index else ""
    is_generic = before[-1:].isalnum() and token.name in INLINE | PLAIN
    return token.name in PLACEHOLDERS or is_generic
