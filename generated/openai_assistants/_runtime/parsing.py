"""JSON and text as services send them: other encodings, lone surrogates, deep nesting."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any, Final, TypeGuard

from .deep_stack import with_enough_stack

DEEPEST: Final = 1000  # levels of arrays and objects in each other
_CHARSET: Final = re.compile(r'(?i);\s*charset\s*=\s*["\']?([\w.:-]+)')
# Python has many more codecs, some of which are slow, or not for text.
_ENCODINGS: Final = re.compile(
    r"(?i)(us-)?ascii|utf-?8|utf-?(16|32)(-?[bl]e)?|iso-?8859-?[0-9]{1,2}|latin-?[1-9]"
    r"|windows-12[0-9]{2}|cp(12[0-9]{2}|437|850|866|932|949)|koi8-[ru]|macintosh"
    r"|shift[-_]jis|euc-(jp|kr)|iso-2022-(jp|kr)|gb(k|2312|18030)|big5(-hkscs)?"
)
_TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def is_dict(value: object) -> TypeGuard[dict[Any, Any]]:
    """Return whether a value is the object of a JSON parser."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value is the array of a JSON parser."""
    return isinstance(value, list)


def parse(body: bytes | str, content_type: str = "") -> object:
    """Return JSON as plain data; raise ValueError if it is not JSON.

    It is UTF-8, UTF-16 or UTF-32, or else what the content type declares. A lone surrogate is a
    character of a string.
    """
    try:
        return _parse(body, content_type)
    except ValueError as error:
        reason = str(error)
    raise ValueError(reason)  # that error has the whole body, and the secrets in it


def _parse(body: bytes | str, content_type: str) -> object:
    if isinstance(body, str):
        return _loads(body.removeprefix("\ufeff"))
    detected = json.detect_encoding(body)
    try:
        return _loads(body.decode(detected, "surrogatepass"))
    except ValueError:
        declared = _declared(content_type)
        if declared == detected:
            raise
        try:
            return _loads(body.decode(declared))
        except ValueError:  # the first error says more
            pass
        raise


def decode(body: bytes, content_type: str = "") -> str:
    """Return text in the encoding that the content type declares, or else in UTF-8."""
    return body.decode(_declared(content_type), errors="replace")


def check_depth(text: str) -> None:
    """Raise ValueError if JSON has too many levels."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for token in _TOKENS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > DEEPEST:
            raise ValueError(f"it has more than {DEEPEST} levels of arrays and objects")


def _loads(text: str) -> object:
    check_depth(text)
    return with_enough_stack(partial(json.loads, text))


def _declared(content_type: str) -> str:
    found = _CHARSET.search(content_type)
    name = found[1] if found and _ENCODINGS.fullmatch(found[1]) else "utf-8"
    try:
        b"".decode(name)
    except LookupError:
        return "utf-8"
    return name.lower()
