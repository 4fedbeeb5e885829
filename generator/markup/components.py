"""Tags that sites of documentation add to Markdown: MDX, Markdoc, Liquid, and admonitions.

`<Note>`, `{% tab label="Python" %}` and `:::tip` lay a page out. They are left out, and what is in
them stays, with the titles that they give. What only looks like them stays as it is: XML,
placeholders such as `<Token>`, and a tag of Liquid that the text mentions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.markup.tags import attributes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.markup.elements import Element
    from generator.markup.tokens import Token

_LAYOUT: Final = frozenset(
    """
    Accordion AccordionGroup Admonition Alert Aside Banner Callout Card CardGroup Cards Caution
    CodeGroup CodeTabs Columns Danger Expandable Frame Hint Important Info Message Note Panel
    ParamField RequestExample ResponseExample ResponseField SchemaDefinition SecurityDefinitions
    Snippet Step Steps Success Tab TabItem Tabs Tip Warning
    """.split()  # noqa: SIM905  forty names read better so
)
_INLINE: Final = frozenset(("Badge", "Icon", "Link", "Tooltip"))
_LINE_BEGINS: Final = re.compile(r"(?:^|\n)[ \t]*\Z")
_LINE_ENDS: Final = re.compile(r"[ \t]*(?:\n|\Z)")
_PROSE: Final = re.compile(r"\s*[^\s<]")


def component_text(
    tokens: Sequence[Token], pairs: Mapping[int, Element], index: int
) -> tuple[str, bool]:
    """Return what a tag becomes, and whether it is a paragraph: its title, or its source."""
    token, pair = tokens[index], pairs.get(index)
    if token.dialect == "jsx" and not _is_layout(tokens, pair, index):
        return token.source, False
    if token.name[:2] in ("%#", "%."):  # names a heading, or gives it a style
        return "", False
    begins, ends = _begins_line(tokens, index), _ends_line(tokens, index)
    if token.dialect == "curly" and token.kind != "void" and pair is None and not (begins and ends):
        return f"`{token.source}`", False
    given = attributes(token.attributes)
    title = given.get("title") or given.get("label") if token.kind != "end" else None
    is_block = token.name not in _INLINE and (begins or ends)
    return f"**{title}**" if title else "", is_block or token.name in _LAYOUT or bool(title)


def _is_layout(tokens: Sequence[Token], pair: Element | None, index: int) -> bool:
    """Whether a tag of JSX is one of a page, and not of XML in the text."""
    token = tokens[index]
    start = pair.start if pair else index
    if pair is None and token.kind != "void":
        return False
    if token.name in _INLINE:
        return "=" in tokens[start].attributes
    if not _begins_line(tokens, start):
        return False
    if token.name in _LAYOUT or pair is None:
        return token.name in _LAYOUT
    is_block = _ends_line(tokens, start) and _begins_line(tokens, pair.end)
    return is_block and bool(_PROSE.match(tokens[start + 1].source))


def _begins_line(tokens: Sequence[Token], index: int) -> bool:
    before = tokens[index - 1] if index else None
    if before is None or (before.kind == "start" and before.name in _LAYOUT):
        return True
    return before.kind == "text" and bool(_LINE_BEGINS.search(before.source[-80:]))


def _ends_line(tokens: Sequence[Token], index: int) -> bool:
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is None or (after.kind == "text" and bool(_LINE_ENDS.match(after.source)))
