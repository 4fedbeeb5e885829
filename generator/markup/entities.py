"""Entities of HTML, such as `&nbsp;`, as the characters that they mean."""

from __future__ import annotations

import html
import re
from typing import Final

from generator.markup.tags import TAG

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_ENTITY_OF_ENTITY: Final = re.compile(r"&(?:amp|#38|#[xX]26);#?\w{1,32};")
_MARKUP: Final = re.compile(rf"(?i){TAG}|<!--")


def decode(text: str) -> str:
    """Return a text without entities; a tag that they spell becomes code.

    Decoding once more changes nothing: what would be an entity, or begin code, stays as it is.
    """
    if "&" not in text:
        return text
    kept = [match.span() for match in _ENTITY_OF_ENTITY.finditer(text)]
    starts = {start for start, _ in kept}
    decoded = _ENTITY.sub(lambda one: one[0] if one.start() in starts else _character(one[0]), text)
    return _MARKUP.sub(lambda one: f"`{one[0]}`", decoded)


def _character(entity: str) -> str:
    value = html.unescape(entity)
    if value.isspace():
        return " "
    return entity if "`" in value or not value.isprintable() else value
