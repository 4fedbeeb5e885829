"""Text from a document is untrusted until a method escapes it.

An `Untrusted` cannot be printed by accident: `str()`, f-strings and Jinja raise an error. Each of
its methods returns text that is safe in one place of Python source.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.markup.markdown import markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LINE_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_PARAGRAPH = "\n\n"
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_VERBATIM = re.compile(r"\s*(?:\||#|>|<)|\s{4,}")
_QUOTE = re.compile(r"\s*(?:> ?)+(?=\S)")
_RELATIVE_LINK = re.compile(r"(\]\()/(?!/)")
_SENTENCE_END: Final = re.compile(r"\.?(?:\s*\Z|[ \t]*\n\s*\n)|\.\s+(?=[^\Wa-z])")

_MOST_IN_COMMENT: Final = 58


@dataclass(frozen=True, slots=True)
class Untrusted:
    """A text of the document; it may contain anything."""

    _text: str

    def __str__(self) -> str:
        """Raise `TypeError`: use one of the methods below."""
        raise TypeError("use .literal(), .lines() or .wire() of a text from a document")

    def __format__(self, spec: str) -> str:
        """Raise `TypeError`, as `str()` does."""
        return str(self)

    def __bool__(self) -> bool:
        """Whether the text is not blank."""
        return bool(self._text.strip())

    def wire(self) -> str:
        """Return the text unchanged, for names and comparisons; never for source."""
        return self._text

    def literal(self) -> str:
        """Return a Python string literal with exactly this text as its value."""
        return literal(self._text)

    def after(self, heading: Untrusted) -> Untrusted:
        """Return the text without its first sentence or paragraph, if that is the heading."""
        start, text = heading._text.strip().rstrip("."), self._text.strip()
        rest = text[len(start) :]
        if not start or text[: len(start)].casefold() != start.casefold():
            return self
        found = _SENTENCE_END.match(rest)
        return Untrusted(rest[found.end() :]) if found else self

    def followed_by(self, text: str) -> Untrusted:
        """Return the text with one more sentence, in the last paragraph if that is prose."""
        start = markdown(self._text).rstrip()
        if not text or not start:
            return Untrusted(start or text)
        if start.endswith(("```", "|")):
            return Untrusted(f"{start}\n{text}")
        if _LIST_ITEM.match(start.splitlines()[-1]):
            return Untrusted(f"{start}\n\n{text}")
        end = "." if start[-1].isalnum() or start[-1] in "`'\")" else ""
        return Untrusted(f"{start}{end} {text}")

    def marked_deprecated(self) -> Untrusted:
        """Return the text after the word that says so, unless its first line has the word."""
        start = markdown(self._text).lstrip()
        first = start.partition("\n")[0]
        if "deprecated" in first.lower():
            return self
        is_prose = not (_LIST_ITEM.match(first) or _VERBATIM.match(first))
        return Untrusted(f"Deprecated.{' ' if is_prose else _PARAGRAPH}{start}".rstrip())

    def lines(
        self, width: int, *, links: str | None = None, first_indent: int = 0
    ) -> tuple[str, ...]:
        """Return lines for a docstring: Markdown, wrapped and escaped, with absolute links.

        Lists, tables, headings, quotes and fenced code keep their line breaks, and so do lines that
        end with a backslash or two blanks. `links` is the base URL of relative links,
        `first_indent` the number of characters before the first line.
        """
        if not self:
            return ()
        text = markdown(_LINE_BREAKS.sub("\n", self._text.expandtabs(4))).strip()
        if links:
            base = links.rstrip("/")
            text = _RELATIVE_LINK.sub(lambda found: f"{found[1]}{base}/", text)
        blocks = list(_blocks(text.split("\n")))
        first = _wrap(blocks[0], width, first_indent)
        rest = [line for block in blocks[1:] for line in _wrap(block, width)]
        return tuple(map(escaped, (*first, *rest)))


def literal(value: str | float | bool | None) -> str:
    """Return `value` as a Python literal, in double quotes if that needs no more escapes."""
    if not isinstance(value, str):
        return repr(value)
    source = repr(value)
    if source.startswith("'") and '"' not in source:
        source = '"' + source[1:-1].replace("\\'", "'") + '"'
    return source


def visible(text: str) -> str:
    r"""Return a text with control, format and bidirectional characters escaped as `\u202e`."""
    return "".join(c if c == " " or c.isprintable() else _escape(c) for c in text)


def comment(text: str) -> str:
    """Return a text for a comment; no tool reads an instruction in it, e.g. an encoding (PEP 263).

    A long text is cut.
    """
    cut = text if len(text) <= _MOST_IN_COMMENT else f"{text[: _MOST_IN_COMMENT - 1]}…"
    return "".join(_escape(c) if c in "#:=" else c for c in visible(cut))


def escaped(line: str) -> str:
    """Return a line that is safe in a triple-quoted docstring and has the same value there."""
    return visible(line.replace("\\", "\\\\")).replace('"""', '\\"\\"\\"')


def docstring(lines: Iterable[str], indent: str = "    ") -> str:
    """Return a docstring from escaped lines; the first line is not indented."""
    first, *rest = [line.rstrip() for line in lines] or [""]
    if first.startswith('"'):
        first = "\\" + first
    body = [first, *(indent + line if line else "" for line in rest)]
    if rest:
        return '"""' + "\n".join(body) + f'\n{indent}"""'
    before = first.removesuffix('"')
    is_escaped = (len(before) - len(before.rstrip("\\"))) % 2  # two backslashes are one
    if before != first and not is_escaped:
        first = before + '\\"'
    return f'"""{first}"""'


def _escape(character: str) -> str:
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _blocks(lines: Iterable[str]) -> Iterator[str | list[str]]:
    """Yield each line that is kept unchanged, and the lines of each paragraph or list item."""
    paragraph: list[str] = []
    fenced = False
    for line in lines:
        fence = line.lstrip().startswith("```")
        verbatim = fenced or fence or not line.strip() or bool(_VERBATIM.match(line))
        if paragraph and (verbatim or _LIST_ITEM.match(line)):
            yield paragraph
            paragraph = []
        if verbatim:
            yield line.rstrip()
            fenced ^= fence
        else:
            paragraph.append(line.lstrip() if paragraph else line)
    if paragraph:
        yield paragraph


def _wrap_quote(line: str, width: int) -> list[str]:
    """Return the lines of a quote; of any other line, only that one."""
    quote = _QUOTE.match(line)
    if quote is None or len(line) <= width:
        return [line]
    return textwrap.wrap(
        line[quote.end() :],
        max(width, 40),
        initial_indent=quote[0],
        subsequent_indent=quote[0],
        break_long_words=False,
        break_on_hyphens=False,
    )


def _continued(line: str) -> str:
    """Return a line of a paragraph, and what is between it and the next one."""
    if (len(line) - len(line.rstrip("\\"))) % 2:
        return line[:-1].rstrip() + "\n"
    return line.rstrip() + ("\n" if line.endswith("  ") else " ")


def _wrap(block: str | list[str], width: int, first_indent: int = 0) -> list[str]:
    if isinstance(block, str):
        return _wrap_quote(block, width)
    item = _LIST_ITEM.match(block[0])
    indent = " " * len(item.group()) if item else ""
    lines: list[str] = []
    text = "".join(map(_continued, block[:-1])) + block[-1].rstrip()
    for line in text.split("\n"):
        # A marker is an indent, so that no line ends after it.
        marker = _LIST_ITEM.match(line) if item and not lines else None
        start = " " * first_indent + marker[0] if marker else " " * first_indent
        lines += textwrap.wrap(
            line[marker.end() :] if marker else line,
            max(width, 40),
            initial_indent=indent if lines else start,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return [lines[0][first_indent:], *lines[1:]]
