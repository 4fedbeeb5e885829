"""What errors and logs show in the place of secrets, also of those that a service repeats."""

from __future__ import annotations

import base64
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from .secret_names import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN: Final = re.compile(r"[\w.~-]*", re.ASCII)  # few services write these otherwise
_IN_HTML: Final = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}

_SHORTEST_CODED: Final = 8  # bytes of a secret; what is left of fewer is in other texts too

# Texts within texts are escaped twice, or more often.
_BACKSLASHES: Final = r"\\{1,8}"
_PERCENT: Final = "%(?:25){0,3}"
_AMPERSAND: Final = "&(?:amp;){0,3}"
_ESCAPED: Final = re.compile(
    rf"(?i){_BACKSLASHES}u00([2-7][0-9a-f])|{_PERCENT}([2-7][0-9a-f])"
    rf"|{_AMPERSAND}#x0{{0,6}}([2-7][0-9a-f]);|{_AMPERSAND}#0{{0,6}}([1-9][0-9]{{1,2}});"
)


def redact(text: str, secrets: Sequence[str]) -> str:
    """Return text without the secrets, as they are or as URLs, JSON and HTML have them."""
    if secrets and ("%" in text or "\\" in text or "&" in text):
        plain = _ESCAPED.sub(lambda found: _unescaped(found[0]), text)
        if plain != text and (hidden := _redact(plain, secrets)) != plain:
            return hidden
    return _redact(text, secrets)


def redact_body(body: bytes, secrets: Sequence[str]) -> bytes:
    """Return the body of a response without the secrets, in any encoding that JSON can have."""
    for encoding in dict.fromkeys(("utf-8", json.detect_encoding(body))):
        errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
        text = body.decode(encoding, errors)
        if (hidden := redact(text, secrets)) != text:
            body = hidden.encode(encoding, errors)
    return body


def _redact(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        spelled = _spelled(secret)
        text = spelled.sub(HIDDEN, text) if spelled else text.replace(secret, HIDDEN)
        for coded in _in_base64(secret):
            text = text.replace(coded, HIDDEN)
    return text


@lru_cache(maxsize=256)
def _in_base64(secret: str) -> tuple[str, ...]:
    """Return what a text in base64 has if the secret is in it, after any number of bytes."""
    data = secret.encode(errors="surrogateescape")
    if len(data) < _SHORTEST_CODED:
        return ()
    found: set[str] = set()
    for before in range(3):
        start, end = -(-before * 8 // 6), (before + len(data)) * 8 // 6
        for coded in (base64.b64encode, base64.urlsafe_b64encode):
            found.add(coded(bytes(before) + data).decode()[start:end])
    return tuple(found)


@lru_cache(maxsize=4096)
def _unescaped(escape: str) -> str:
    """Return the character that an escape is for, if it needs none."""
    found = _ESCAPED.fullmatch(escape)
    *hexadecimal, decimal = found.groups() if found else ("",)
    character = chr(int(decimal) if decimal else int(next(filter(None, hexadecimal)), 16))
    return character if _PLAIN.fullmatch(character) else escape


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
    in_url = quote(character, safe="", errors="replace").replace("%", _PERCENT)
    in_json = re.escape(json.dumps(character)[1:-1].lstrip("\\"))  # a pair has one inside
    forms = [
        in_url,
        f"{_BACKSLASHES}u{code:04x}",
        f"{_AMPERSAND}(?:#0*{code}|#x0*{code:x}|{_IN_HTML.get(character, 'x')});",
        *([r"\+"] if character == " " else []),
        # Last: these may begin another form.
        _BACKSLASHES + in_json.replace(r"\\", _BACKSLASHES),
        rf"(?:{_BACKSLASHES})?{re.escape(character)}",
    ]
    return f"(?i:{'|'.join(forms)})"
