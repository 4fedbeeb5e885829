"""The HTML tags that descriptions use, and what becomes of each."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

INLINE: Final = frozenset(("a", "b", "strong", "i", "em", "code", "kbd", "samp", "del", "s", "q"))
"""Parts of a line that Markdown can say."""

BLOCKS: Final = frozenset(
    ("ul", "ol", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
)
"""Blocks that Markdown can say."""

PARTS: Final = frozenset(("li", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"))
"""Parts of those blocks."""

PARAGRAPHS: Final = frozenset(
    (
        *("p", "div", "center", "details", "summary", "section", "article", "figure"),
        *("figcaption", "dl", "dt", "dd"),
    )
)
"""Tags that begin and end a paragraph, and mean nothing else."""

PLAIN: Final = frozenset(
    (
        *("span", "font", "u", "ins", "small", "big", "nobr", "abbr", "cite", "mark", "var"),
        *("tt", "sub", "sup", "strike"),
    )
)
"""Parts of a line that Markdown cannot say: only their text remains."""

REFERENCES: Final = frozenset(("see", "seealso", "paramref"))
"""References to code in the comments of .NET."""

VOID: Final = frozenset(("br", "hr", "img", "wbr", *REFERENCES))
"""Tags without an end."""

BREAKS: Final = frozenset(("br", "hr"))

_CELLS: Final = frozenset(("p", "td", "th"))
_ROWS: Final = _CELLS | {"tr", "caption"}
_SECTIONS: Final = frozenset(("thead", "tbody", "tfoot"))
CLOSED_BY: Final[Mapping[str, frozenset[str]]] = {
    "p": frozenset(("p",)),
    "li": frozenset(("p", "li")),
    **dict.fromkeys(("td", "th"), _CELLS),
    "tr": _ROWS,
    **dict.fromkeys(_SECTIONS, _ROWS | _SECTIONS),
    "caption": frozenset(("p",)),
}
"""The tags whose end may be left out before a start tag."""

PLACEHOLDERS: Final = (INLINE | BLOCKS | PARAGRAPHS | PLAIN) - {
    *("b", "strong", "i", "em", "p", "div", "span", "font", "u", "small")
}
"""Tags that are likely a placeholder where they have no end, such as `?code=<code>`."""

_NAMES: Final = "|".join(sorted(INLINE | BLOCKS | PARTS | PARAGRAPHS | PLAIN | VOID))
_ATTRIBUTES: Final = r"\s+[\w:.-]+\s*=[^<>]*|\s+open"  # not `<b and c>`
TAG: Final = rf"<(?P<end>/?)(?P<name>{_NAMES})(?P<attributes>{_ATTRIBUTES}|)\s*/?>"
"""The source of a regular expression for a tag; it takes linear time."""

_GIVEN: Final = re.compile(r"""([\w:.-]+)\s*=\s*\\?(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")


def attributes(source: str) -> dict[str, str]:
    """Return the attributes of a tag; a backslash before a quote is none of it."""
    found = ((one[1].lower(), one[2] or one[3] or one[4] or "") for one in _GIVEN.finditer(source))
    return {name: html.unescape(value).rstrip("\\").strip() for name, value in found}
