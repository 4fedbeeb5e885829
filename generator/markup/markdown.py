"""HTML becomes Markdown: whole elements by `markdownify`, the text around them as it is.

Descriptions mix both. What Markdown can say of HTML is given to the library, element by element.
Tags that only group text are left out. Code, placeholders such as `<id>` and comparisons stay.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from generator.markup.components import component_text
from generator.markup.elements import elements, is_placeholder
from generator.markup.entities import decode
from generator.markup.plain_html import plain_html, text_of
from generator.markup.tags import BLOCKS, PARAGRAPHS, PARTS
from generator.markup.tokens import tokens
from generator.markup.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.markup.elements import Element
    from generator.markup.tokens import Token

_MAY_HAVE_TAGS: Final = re.compile(r"<|\{%|:::")
_ENDS_PARAGRAPH: Final = PARAGRAPHS | BLOCKS | PARTS | {"hr"}


@lru_cache(maxsize=1 << 14)
def markdown(text: str) -> str:
    """Return a text whose HTML is Markdown; a text without HTML is unchanged."""
    if not _MAY_HAVE_TAGS.search(text):
        return decode(text)
    found = list(tokens(text))
    if all(one.kind in ("text", "code", "fence") for one in found) and "&" not in text:
        return text
    return _Conversion(found, elements(found)).result()


class _Conversion:
    """The tokens of one text, and what is written of them."""

    def __init__(self, found: Sequence[Token], pairs: Mapping[int, Element]) -> None:
        self._tokens, self._pairs = found, pairs
        self._writer = Writer()

    def result(self) -> str:
        """Return the text in Markdown."""
        index = 0
        while index < len(self._tokens):
            index = self._write(index) + 1
        return self._writer.result()

    def _write(self, index: int) -> int:
        """Write the token or the element at an index; return the index of its last token."""
        token, pair = self._tokens[index], self._pairs.get(index)
        if token.kind == "start" and pair and pair.is_whole(token.name):
            source = plain_html(self._tokens, self._pairs, pair)
            write = self._writer.block if token.name in BLOCKS else self._writer.text
            write(_converted(source))
            return pair.end
        if token.kind == "text":
            self._writer.text(decode(token.source))
        elif token.kind in ("code", "fence"):
            self._writer.text(token.source)
        elif token.kind != "comment":
            self._write_tag(token, index)
        return index

    def _write_tag(self, token: Token, index: int) -> None:
        """Write what a tag alone means: a break, an image, a placeholder, or nothing."""
        if token.dialect:
            text, is_paragraph = component_text(self._tokens, self._pairs, index)
            if is_paragraph:
                self._writer.paragraph()
            self._writer.text(text)
            if is_paragraph:
                self._writer.paragraph()
        elif index not in self._pairs and is_placeholder(self._tokens, index):
            self._writer.text(f"`{token.source}`")
        elif token.name == "br":
            self._writer.line_break()
        elif token.name in _ENDS_PARAGRAPH:
            self._writer.paragraph()
            if token.name == "li" and token.kind == "start":
                self._writer.text("- ")
        else:
            self._writer.text(text_of(token))


@lru_cache(maxsize=1 << 12)
def _converted(source: str) -> str:
    """Return one element in Markdown."""
    # The library takes a tenth of a second to import, and most documents have no HTML.
    library = import_module("markdownify")
    converted: str = library.markdownify(
        source,
        bullets="-",
        heading_style="atx",
        escape_asterisks=False,  # the text may be Markdown already
        escape_underscores=False,
        escape_misc=False,
        strip_document=None,
        table_infer_header=True,
    )
    return converted
