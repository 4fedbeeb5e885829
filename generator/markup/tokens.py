"""A text as tokens: code of Markdown, tags and comments of HTML, and the text between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from generator.markup import dialects
from generator.markup.tags import TAG, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator

_START: Final = re.compile(
    rf"(?im)(?P<fence>^[ \t]*(?:`{{3,}}|~{{3,}}))|(?P<ticks>`+)|(?P<comment><!--)"
    rf"|{TAG}|{dialects.TAG}"
)
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text; all of them together are the text.

    Attributes:
        kind: `code` is unchanged in the output, `fence` is a block of it.
        name: of a tag, in lower case.
        attributes: the source of those of a tag.
        dialect: of a tag that is not HTML.
    """

    kind: Literal["text", "code", "fence", "comment", "start", "end", "void"]
    source: str
    name: str = ""
    attributes: str = ""
    dialect: dialects.Dialect | None = None


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text, in linear time for text that people write."""
    position = begin = 0
    last_comment = text.rfind("-->")
    paragraph = -1  # where the current one ends
    while found := _START.search(text, position):
        if found["ticks"] and found.start() >= paragraph:
            blank = _BLANK_LINE.search(text, found.start())
            paragraph = blank.start() if blank else len(text)
        token = _token(text, found, paragraph, last_comment)
        position = found.start() + len(token.source)
        if token.kind != "text":
            if begin < found.start():
                yield Token("text", text[begin : found.start()])
            yield token
            begin = position
    if begin < len(text):
        yield Token("text", text[begin:])


def _token(text: str, found: re.Match[str], paragraph: int, last_comment: int) -> Token:
    if found["fence"]:
        return Token("fence", text[found.start() : _end_of_fence(text, found)])
    if found["ticks"]:
        closing = re.compile(rf"(?<!`)`{{{len(found[0])}}}(?!`)").search(
            text, found.end(), paragraph
        )
        kind: Literal["text", "code"] = "code" if closing else "text"
        return Token(kind, text[found.start() : closing.end() if closing else found.end()])
    if found["comment"]:
        if found.end() > last_comment:
            return Token("text", found[0])
        return Token("comment", text[found.start() : text.find("-->", found.end()) + 3])
    if found["name"] is None:
        tag = dialects.dialect_tag(found)
        return Token(tag.kind, found[0], tag.name, tag.attributes, tag.dialect)
    name = found["name"].lower()
    kind_of_tag: Literal["start", "end", "void"] = "end" if found["end"] else "start"
    return Token("void" if name in VOID else kind_of_tag, found[0], name, found["attributes"])


def _end_of_fence(text: str, found: re.Match[str]) -> int:
    marker = found[0].lstrip()
    closing = re.compile(rf"(?m)^[ \t]*{marker[0]}{{{len(marker)},}}[ \t]*$")
    end = closing.search(text, found.end())
    return end.end() if end else len(text)
