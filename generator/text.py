"""Text from a document is untrusted until a filter opens it.

An `Untrusted` cannot be printed by accident: `str()`, f-strings and Jinja all refuse it.
It leaves only through a method that makes it safe for one place of Python source.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LINE_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_VERBATIM = re.compile(r"\s*(?:\||#|>|<)|\s{4,}")
_RELATIVE_LINK = re.compile(r"(\]\()/(?!/)")


@dataclass(frozen=True, slots=True)
class Untrusted:
    """A text as the document has it; it may hold anything."""

    _text: str

    def __str__(self) -> str:
        """Refuse: a text of a document is printed through one of the methods below."""
        raise TypeError("text of a document must leave through .literal(), .lines() or .wire()")

    def __format__(self, spec: str) -> str:
        """Refuse, as `str()` does."""
        return str(self)

    def __bool__(self) -> bool:
        """Whether there is anything to print."""
        return bool(self._text.strip())

    def wire(self) -> str:
        """The text as it is, for naming and for comparing; never for source."""
        return self._text

    def literal(self) -> str:
        """A Python string literal whose value is exactly the text."""
        return literal(self._text)

    def followed_by(self, text: str) -> Untrusted:
        """The text with a sentence more, in its last paragraph where that is prose."""
        own = self._text.rstrip()
        if not text or not own:
            return Untrusted(own or text)
        if own.endswith(("```", "|")):
            return Untrusted(f"{own}\n{text}")
        if _LIST_ITEM.match(own.splitlines()[-1]):
            return Untrusted(f"{own}\n\n{text}")
        end = "." if own[-1].isalnum() or own[-1] in "`'\")" else ""
        return Untrusted(f"{own}{end} {text}")

    def lines(
        self, width: int, *, links: str | None = None, first_indent: int = 0
    ) -> tuple[str, ...]:
        """The text as lines for a docstring: wrapped, escaped, relative links made absolute.

        Lists, tables, headings, quotes and fenced code keep their line breaks.

        Args:
            width: of a line, in characters.
            links: what relative links are relative to.
            first_indent: how much of the first line's width something else takes.
        """
        if not self:
            return ()
        text = _LINE_BREAKS.sub("\n", self._text.expandtabs(4)).strip()
        if links:
            base = links.rstrip("/")
            text = _RELATIVE_LINK.sub(lambda found: f"{found[1]}{base}/", text)
        blocks = list(_blocks(text.split("\n")))
        first = _wrap(blocks[0], width, first_indent)
        rest = [line for block in blocks[1:] for line in _wrap(block, width)]
        return tuple(escaped(line) for line in (*first, *rest))


def literal(value: str | float | bool | None) -> str:
    """Write `value` as a Python literal, in double quotes where that needs no more escapes."""
    if not isinstance(value, str):
        return repr(value)
    printed = repr(value)
    if printed.startswith("'") and '"' not in printed:
        printed = '"' + printed[1:-1].replace("\\'", "'") + '"'
    return printed


def visible(text: str) -> str:
    r"""Show control, format and bidirectional characters as `\u202e`, so that none acts."""
    return "".join(c if c == " " or c.isprintable() else _escape(c) for c in text)


def escaped(line: str) -> str:
    """Make one line safe inside a triple-quoted docstring; it reads back as it was."""
    return visible(line.replace("\\", "\\\\")).replace('"""', '\\"\\"\\"')


def docstring(lines: Iterable[str], indent: str = "    ") -> str:
    """A whole docstring from lines that are already escaped; the first line is not indented."""
    first, *rest = [line.rstrip() for line in lines] or [""]
    if first.startswith('"'):
        first = "\\" + first
    body = [first, *(indent + line if line else "" for line in rest)]
    if rest:
        return '"""' + "\n".join(body) + f'\n{indent}"""'
    if first.endswith('"') and not first.endswith('\\"'):
        first = first[:-1] + '\\"'
    return f'"""{first}"""'


def _escape(character: str) -> str:
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that are printed as they are, or that make one paragraph or list item."""

    lines: tuple[str, ...]
    verbatim: bool


def _blocks(lines: Iterable[str]) -> Iterator[_Block]:
    paragraph: list[str] = []
    fenced = False
    for line in lines:
        fence = line.lstrip().startswith("```")
        verbatim = fenced or fence or not line.strip() or bool(_VERBATIM.match(line))
        if paragraph and (verbatim or _LIST_ITEM.match(line)):
            yield _Block(tuple(paragraph), verbatim=False)
            paragraph = []
        if verbatim:
            yield _Block((line.rstrip(),), verbatim=True)
            fenced ^= fence
        else:
            paragraph.append(line.strip() if paragraph else line.rstrip())
    if paragraph:
        yield _Block(tuple(paragraph), verbatim=False)


def _wrap(block: _Block, width: int, first_indent: int = 0) -> list[str]:
    if block.verbatim:
        return list(block.lines)
    item = _LIST_ITEM.match(block.lines[0])
    wrapped = textwrap.wrap(
        " ".join(block.lines),
        max(width, 40),
        initial_indent=" " * first_indent,
        subsequent_indent=" " * len(item.group()) if item else "",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [wrapped[0][first_indent:], *wrapped[1:]]
