"""How the arguments of a call are written into its path, query, headers and cookies."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from importlib import import_module
from itertools import chain
from typing import Any, Final, Protocol, TypeGuard, TypeVar
from urllib.parse import quote
from uuid import UUID

T_co = TypeVar("T_co", covariant=True)


class Omit(Enum):
    """The type of `omit`; one member only, so that type checkers can narrow it away."""

    omit = object()  # no number or text: it must never pass for a value on the wire

    def __repr__(self) -> str:
        return self.name


omit: Final = Omit.omit
"""Not given, and so not sent; `None` is sent, as an explicit null."""


class Values(Protocol[T_co]):
    """Several values: a list, a tuple, a set, but not one text, whose `in` takes only texts."""

    def __iter__(self) -> Iterator[T_co]: ...
    def __len__(self) -> int: ...
    def __contains__(self, item: object, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Delimited:
    """Several values in one text: `a,b`; a mapping is written `key,value,key,value`."""

    value: object
    separator: str = ","
    prefix: str = ""  # before the first of them
    pairs: bool = False  # a mapping is written `key=value,key=value`


@dataclass(frozen=True, slots=True)
class DeepObject:
    """A query parameter whose members are written `name[member]=value`."""

    value: object


@dataclass(frozen=True, slots=True)
class JsonText(Delimited):
    """A value that is written as JSON."""


_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE: Final = re.compile(r"[\t\x20-\x7e]*")
_quoted: Final = partial(quote, safe="")


def query_string(query: Mapping[str, object], separator: str = "&") -> str:
    """Write a query; lists repeat their name, `None` leaves the value empty."""
    return separator.join(pair for name, value in query.items() for pair in _pairs(name, value))


def fill_path(template: str, values: Mapping[str, object]) -> str:
    """Put percent-encoded values into a path, and see that they cannot change its shape."""
    path = template
    for name, value in values.items():
        segment = "" if value is None or value is omit else _joined(name, value, _quoted)
        if not segment:
            raise ValueError(f"path parameter {name!r} of {template} must not be empty or None")
        path = path.replace(f"{{{name}}}", segment)
    if values and not {".", ".."}.isdisjoint(path.split("/")):
        raise ValueError(f"a path parameter of {template} must not be '.' or '..'")
    return path


def header_fields(headers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield header fields, names in lower case; lists are joined by commas.

    Errors do not show a value: it may be a key.
    """
    for name, value in headers.items():
        if value is omit or (isinstance(value, Delimited) and value.value is omit):
            continue
        text = value if isinstance(value, str) else _joined(name, value, str)
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a header")
        yield name.lower(), header_value(name, text)


def header_value(name: str, text: str) -> str:
    """Return text that can be the value of a header."""
    if not _HEADER_VALUE.fullmatch(text):
        raise ValueError(f"header {name!r}: only ASCII text without line breaks can be sent")
    return text.strip(" \t")


def cookie_header(cookies: Mapping[str, object]) -> str:
    """Write a `Cookie` header."""
    return query_string(cookies, "; ")


def is_object(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Tell whether a value is written as a JSON object."""
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[Iterable[Any]]:
    """Tell whether a value is written as a JSON array."""
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))


def _pairs(name: str, value: object) -> Iterator[str]:
    inner = plain(value.value if isinstance(value, (Delimited, DeepObject)) else value)
    if inner is omit:
        return
    if is_object(inner) and not isinstance(value, Delimited):
        for member, item in inner.items():
            deep = isinstance(value, DeepObject)
            yield from (
                _pairs(f"{name}[{member}]", DeepObject(item)) if deep else _pairs(member, item)
            )
    elif is_array(inner) and not isinstance(value, Delimited):
        for item in inner:
            yield from _pairs(name, item)
    else:
        yield f"{_quoted(name)}={_joined(name, value, _quoted)}"


def _joined(name: str, value: object, encode: Callable[[str], str]) -> str:
    """Write a value as one text: itself, its items, or its members' names and values in turn."""
    if isinstance(value, JsonText):
        to_json = import_module("pydantic_core").to_json  # few calls need it, all import this
        return encode(to_json(value.value, fallback=list).decode())
    style = Delimited(value.value) if isinstance(value, DeepObject) else value
    style = style if isinstance(style, Delimited) else Delimited(style)
    inner, separator = plain(style.value), style.separator
    written: Iterable[str] = (encode(text(name, one)) for one in _listed(inner))
    if is_object(inner):
        given = ((key, one) for key, one in inner.items() if one is not omit)
        pairs = ((encode(text(name, key)), encode(text(name, one))) for key, one in given)
        written = ("=".join(pair) for pair in pairs) if style.pairs else chain(*pairs)
    joined = (encode(separator) if separator in {" ", "|"} else separator).join(written)
    return f"{style.prefix}{joined}" if joined else ""


def _listed(value: object) -> Iterable[object]:
    return value if is_array(value) else [value]


def plain(value: Any) -> object:
    """Return a model as plain data, and anything else as it is."""
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def text(name: str, value: object) -> str:
    """Write one value as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, (int, float)) and math.isfinite(value):
        return repr(value)
    if isinstance(value, (date, UUID)):
        return value.isoformat() if isinstance(value, date) else str(value)
    raise TypeError(f"parameter {name!r}: a {type(value).__name__} cannot be written as text")
