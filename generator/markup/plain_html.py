"""An element as HTML that a parser reads as its author meant it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from generator.markup.components import component_text
from generator.markup.elements import is_placeholder
from generator.markup.entities import decode
from generator.markup.tags import BREAKS, CLOSED_BY, PLAIN, REFERENCES, attributes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.markup.elements import Element
    from generator.markup.tokens import Token

_ATTRIBUTE: Final[Mapping[str, str]] = {"a": "href", "ol": "start"}

_NUMBER: Final = re.compile(r"[0-9]{1,9}")


def plain_html(tokens: Sequence[Token], pairs: Mapping[int, Element], element: Element) -> str:
    """Return an element as HTML: all text is escaped, and each tag that needs an end has one."""
    source = _Source(tokens, pairs)
    pieces = map(source.piece, range(element.start, element.end + 1))
    return "".join(pieces)


def text_of(token: Token) -> str:
    """Return the text that an image, a reference or another tag without a meaning becomes."""
    given = attributes(token.attributes)
    if token.name == "img":
        text, link = given.get("alt", ""), given.get("src", "")
        return f"[{text or 'image'}]({link})" if link.startswith(("http", "/")) else text
    if token.name in REFERENCES:
        target = given.get("cref") or given.get("name") or given.get("langword") or ""
        return f"`{target.rpartition(':')[2]}`" if target else ""
    return "^" if token.name == "sup" and token.kind == "start" else ""


class _Source:
    """Prints tokens, and remembers which tags are open."""

    def __init__(self, tokens: Sequence[Token], pairs: Mapping[int, Element]) -> None:
        self._tokens, self._pairs = tokens, pairs
        self._opened: list[str] = []

    def piece(self, index: int) -> str:
        """Return the HTML of a token."""
        token = self._tokens[index]
        match token.kind:
            case "text" if not {"code", "pre"}.isdisjoint(self._opened):
                return token.source.replace("<", "&lt;").replace(">", "&gt;")
            case "text":
                return _escaped(decode(token.source))
            case "code" | "fence":
                return _escaped(token.source)
            case "comment":
                return ""
            case _:
                return "".join(self._tag(token, index))

    def _tag(self, token: Token, index: int) -> Iterator[str]:
        if token.name in BREAKS:
            yield f"<{token.name}>"
        elif token.dialect:
            yield _escaped(component_text(self._tokens, self._pairs, index)[0])
        elif index not in self._pairs and is_placeholder(self._tokens, index):
            yield _escaped(f"`{token.source}`")
        elif token.kind == "void" or token.name in PLAIN:
            yield _escaped(text_of(token))
        elif token.kind == "end":
            yield from self._end(token)
        else:
            yield from self._start(token, index)

    def _start(self, token: Token, index: int) -> Iterator[str]:
        closed = CLOSED_BY.get(token.name, frozenset())
        while self._opened and self._opened[-1] in closed:
            yield f"</{self._opened.pop()}>"
        if index in self._pairs or closed:
            self._opened.append(token.name)
            yield f"<{token.name}{_attributes(token)}>"

    def _end(self, token: Token) -> Iterator[str]:
        while token.name in self._opened:
            last = self._opened.pop()
            yield f"</{last}>"
            if last == token.name:
                return


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _attributes(token: Token) -> str:
    """Return the one attribute that Markdown can say."""
    name = _ATTRIBUTE.get(token.name, "")
    value = attributes(token.attributes).get(name)
    if value is None or (name == "start" and not _NUMBER.fullmatch(value)):
        return ""
    return f' {name}="{html.escape(value)}"'
