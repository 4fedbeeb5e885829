"""What errors and logs show in the place of secrets, also of those that a service repeats."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from .credentials import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN: Final = re.compile(r"[\w.~-]*", re.ASCII)  # nothing writes these characters otherwise
_IN_HTML: Final = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return text without the secrets, as they are or as URLs, JSON and HTML have them."""
    for secret in secrets:
        spelled = _spelled(secret)
        text = spelled.sub(HIDDEN, text) if spelled else text.replace(secret, HIDDEN)
    return text


@lru_cache(maxsize=256)
def _spelled(secret: str) -> re.Pattern[str] | None:
    """Return a pattern for the spellings of a secret; None if it has only one."""
    is_plain = _PLAIN.fullmatch(secret)
    return None if is_plain else re.compile("".join(map(_character, secret)))


def _character(character: str) -> str:
    """Return a pattern for the ways to write a character."""
    if _PLAIN.fullmatch(character):
        return re.escape(character)
    code = ord(character)
    in_url = quote(character, safe="", errors="replace")
    forms = [character, in_url, json.dumps(character)[1:-1], f"\\{character}", f"\\u{code:04x}"]
    forms += ["+"] if character == " " else []
    in_html = f"&(?:#0*{code}|#x0*{code:x}|{_IN_HTML.get(character, 'x')});"
    return f"(?i:{'|'.join([*map(re.escape, forms), in_html])})"
