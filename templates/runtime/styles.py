"""How arguments are written in a path, a query, headers, cookies and forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import quote, unquote

from .parameters import (
    DeepObject,
    Delimited,
    JsonText,
    Styled,
    encode_scalar,
    is_array,
    is_object,
    omit,
    plain_data,
)

if TYPE_CHECKING:
    from .parameters import Escape

Quote: TypeAlias = Callable[[str], str]

_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE: Final = re.compile(r"[\t\x20-\x7e]*")
_ENCODED: Final = re.compile(r"(%[0-9A-Fa-f]{2})")
_quote: Final = partial(quote, safe="", errors="surrogateescape")  # as links have bytes


def encode_query(query: Mapping[str, object], separator: str = "&") -> str:
    """Return a query string, or with "; " a `Cookie` header; a list repeats its name."""
    return separator.join(pair for name, value in query.items() for pair in _pairs(name, value))


def fill_path(template: str, values: Mapping[str, object]) -> str:
    """Return a path with its parameters; raise ValueError if a value would make it another path."""
    path = template
    for name, value in values.items():
        segment = _joined(name, value, quoting(value, _quote, safe=":@!$&'()*+,;="))
        if not segment:
            raise ValueError(f"path parameter {name!r} of {template} must not be empty or None")
        path = path.replace(f"{{{name}}}", segment)
    # Some servers decode a path before they split it, some also at backslashes.
    if values and not {".", ".."}.isdisjoint(unquote(path).replace("\\", "/").split("/")):
        raise ValueError(f"a path parameter of {template} must not be '.' or '..'")
    return path


def encode_headers(headers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield header fields with names in lower case; the items of a list are joined by commas.

    Raises ValueError if one is not valid. Its message omits the value, which may be a key.
    """
    for name, value in headers.items():
        text = value if type(value) is str else _joined(name, value, str)
        if text is None:
            continue
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a header")
        yield name.lower(), check_header_value(name, text)


def _joined(name: str, value: object, encode: Quote) -> str | None:
    one = _one_text(value)
    return None if one is None else join_values(name, one, encode)


def check_header_value(name: str, text: str) -> str:
    """Return the value of a header without outer spaces; raise ValueError if it is not valid."""
    if not _HEADER_VALUE.fullmatch(text):
        raise ValueError(f"header {name!r}: only ASCII text without line breaks can be sent")
    return text.strip(" \t")


def expand(name: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield the names and the single values that an argument is sent as."""
    if isinstance(value, Delimited):
        one = _one_text(value)
        if one is not None:
            yield name, one
        return
    if isinstance(value, DeepObject):
        yield from _with_brackets(name, value.value)
        return
    inner = _present(value.value if isinstance(value, Styled) else value)
    for member, item in inner.items() if is_object(inner) else [(name, inner)]:
        yield from expand_by_content(encode_scalar(name, member), item)


def expand_by_content(name: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield a value as a form has it by default: a list repeats its name, an object is JSON."""
    inner = plain_data(value)
    for one in inner if is_array(inner) else [value]:
        item = plain_data(one)
        if not _is_absent(item):
            yield name, JsonText(one) if is_object(item) or is_array(item) else item


def join_values(name: str, value: object, encode: Quote) -> str:
    """Return a value as one text: its items, or the names and values of its members in turn."""
    if isinstance(value, JsonText):
        return encode(_json(name, value.value))
    style = value if isinstance(value, Delimited) else None
    style = style or Delimited(value.value if isinstance(value, Styled) else value)
    inner, separator = plain_data(style.value), style.separator
    items = inner if is_array(inner) else [inner]
    texts: Iterable[str] = (encode(encode_scalar(name, item)) for item in items)
    if is_object(inner):
        pairs = (
            (encode(encode_scalar(name, key)), encode(encode_scalar(name, one)))
            for key, one in inner.items()
        )
        texts = map("=".join, pairs) if style.pairs else chain(*pairs)
    joined = (encode(separator) if separator in {" ", "|"} else separator).join(texts)
    return f"{style.prefix}{joined}" if joined else ""


def _json(name: str, value: object) -> str:
    model = import_module(".model", __package__)  # the client imports this module
    try:
        text: str = model.encode_json(value).decode()
    except ValueError as error:
        raise ValueError(f"parameter {name!r}: {error}") from None
    return text


def _one_text(value: object) -> Delimited | None:
    """Return an argument that is sent as one text; None if it is left out."""
    if isinstance(value, JsonText):
        return None if value.value is omit else value
    inner = _present(value.value if isinstance(value, Styled) else value)
    style = value if isinstance(value, Delimited) else Delimited(inner)
    return None if inner is None else replace(style, value=inner)


def _present(value: object) -> object:
    """Return data without items and members that are left out; None if nothing is left.

    RFC 6570, 2.3 and 3.2.1, says what is left out where no JSON is sent: null, and empty lists.
    """
    inner = plain_data(value)
    if is_object(inner):
        return {name: one for name, one in inner.items() if not _is_absent(one)} or None
    if is_array(inner):
        return [one for one in inner if not _is_absent(one)] or None
    return None if inner is omit else inner


def _is_absent(value: object) -> bool:
    return value is None or value is omit


def _pairs(name: str, value: object) -> Iterator[str]:
    """Yield `name=value`, and the text alone of a value without a name."""
    encode = quoting(value, _quote)
    for field, one in expand(name, value):
        text = join_values(field, one, encode)
        yield text if isinstance(one, Delimited) and not one.named else f"{_quote(field)}={text}"


def _with_brackets(name: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield `name[member]`, and `name[]` for each item of a list.

    The items are numbered, `name[0]`, if one of them is a list or an object: else a service could
    not say which members belong together.
    """
    inner = plain_data(value)
    if is_object(inner):
        for member, item in inner.items():
            yield from _with_brackets(f"{name}[{encode_scalar(name, member)}]", item)
    elif is_array(inner):
        stem, items = name.removesuffix("[]"), [plain_data(item) for item in inner]
        numbered = any(is_object(item) or is_array(item) for item in items)
        for number, item in enumerate(items):
            yield from _with_brackets(f"{stem}[{number if numbered else ''}]", item)
    elif not _is_absent(inner):
        yield name, inner


def quoting(value: object, every: Quote, safe: str = ":/?@!$'()*,;[]") -> Quote:
    """Return what percent-encodes a value: `every` is the default; `safe` is never unsafe."""
    escape: Escape = value.escape if isinstance(value, Styled) else "all"
    if escape == "all":
        return every
    return partial(_quote_unsafe, safe=safe) if escape == "unsafe" else _as_it_is


def _quote_unsafe(text: str, safe: str) -> str:
    """Percent-encode a text, but not what is percent-encoded already (RFC 6570, 3.2.3)."""
    parts = _ENCODED.split(text)
    parts[::2] = (quote(part, safe=safe) for part in parts[::2])
    return "".join(parts)


def _as_it_is(text: str) -> str:
    if ";" in text:
        raise ValueError("a cookie must not contain ';': it would be two cookies")
    return text
