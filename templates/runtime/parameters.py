"""How the arguments of a call are encoded in its path, query, headers and cookies."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache, partial
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeGuard, TypeVar
from urllib.parse import quote
from uuid import UUID

from .texts import text_of

if TYPE_CHECKING:
    from types import ModuleType

T_co = TypeVar("T_co", covariant=True)


class Omit(Enum):
    """The type of `omit`; it has one member, so that type checkers can narrow it away."""

    omit = object()  # not a number or a string: it must never be sent as a value

    def __repr__(self) -> str:
        return self.name

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return getattr, (type(self), self.name)  # as from Python 3.12 on


omit: Final = Omit.omit
"""The default of optional arguments: the argument is not sent. `None` is sent as null."""


class Values(Protocol[T_co]):
    """Several values: a list, a tuple, a set, but not a string (its `in` takes only strings)."""

    def __iter__(self) -> Iterator[T_co]: ...
    def __len__(self) -> int: ...
    def __contains__(self, item: object, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Delimited:
    """Several values in one string: `a,b`; a mapping is `key,value,key,value`."""

    value: object
    separator: str = ","
    prefix: str = ""  # before the first value
    pairs: bool = False  # a mapping is `key=value,key=value`


@dataclass(frozen=True, slots=True)
class DeepObject:
    """A query parameter whose members are sent as `name[member]=value`."""

    value: object


@dataclass(frozen=True, slots=True)
class JsonText(Delimited):
    """A value that is sent as JSON."""


_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE: Final = re.compile(r"[\t\x20-\x7e]*")
_quote: Final = partial(quote, safe="")


def encode_query(query: Mapping[str, object], separator: str = "&") -> str:
    """Return a query string, or with "; " a `Cookie` header.

    A list repeats its name, and `None` is an empty value.
    """
    return separator.join(pair for name, value in query.items() for pair in _pairs(name, value))


def fill_path(template: str, values: Mapping[str, object]) -> str:
    """Return a path with its parameters; raise ValueError if a value would make it another path."""
    path = template
    for name, value in values.items():
        segment = "" if value is None or value is omit else _join(name, value, _quote)
        if not segment:
            raise ValueError(f"path parameter {name!r} of {template} must not be empty or None")
        path = path.replace(f"{{{name}}}", segment)
    if values and not {".", ".."}.isdisjoint(path.split("/")):
        raise ValueError(f"a path parameter of {template} must not be '.' or '..'")
    return path


def encode_headers(headers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield header fields with names in lower case; the items of a list are joined by commas.

    Raises ValueError if one is not valid. Its message omits the value, which may be a key.
    """
    for name, value in headers.items():
        if value is omit or (isinstance(value, Delimited) and value.value is omit):
            continue
        text = value if isinstance(value, str) else _join(name, value, str)
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a header")
        yield name.lower(), check_header_value(name, text)


def check_header_value(name: str, text: str) -> str:
    """Return the value of a header without outer spaces; raise ValueError if it is not valid."""
    if not _HEADER_VALUE.fullmatch(text):
        raise ValueError(f"header {name!r}: only ASCII text without line breaks can be sent")
    return text.strip(" \t")


def is_object(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Return whether a value is a JSON object."""
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[Iterable[Any]]:
    """Return whether a value is sent as a JSON array."""
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))


def encode_scalar(name: str, value: object) -> str:
    """Return one value as text; `name` is the parameter that an error names."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, (int, float)) and math.isfinite(value):
        return repr(value)
    if isinstance(value, (date, UUID)):
        return text_of(value)
    raise TypeError(f"parameter {name!r}: a {type(value).__name__} cannot be sent as text")


def _pairs(name: str, value: object) -> Iterator[str]:
    inner = _plain(value.value if isinstance(value, (Delimited, DeepObject)) else value)
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
        yield f"{_quote(name)}={_join(name, value, _quote)}"


def _join(name: str, value: object, encode: Callable[[str], str]) -> str:
    """Return a value as one text: its items, or the names and values of its members in turn."""
    if isinstance(value, JsonText):
        return encode(_model().dump_json(value.value).decode())
    style = Delimited(value.value) if isinstance(value, DeepObject) else value
    style = style if isinstance(style, Delimited) else Delimited(style)
    inner, separator = _plain(style.value), style.separator
    items = inner if is_array(inner) else [inner]
    texts: Iterable[str] = (encode(encode_scalar(name, item)) for item in items)
    if is_object(inner):
        given = ((key, item) for key, item in inner.items() if item is not omit)
        pairs = ((encode(encode_scalar(name, k)), encode(encode_scalar(name, v))) for k, v in given)
        texts = map("=".join, pairs) if style.pairs else chain(*pairs)
    joined = (encode(separator) if separator in {" ", "|"} else separator).join(texts)
    return f"{style.prefix}{joined}" if joined else ""


def _plain(value: object) -> object:
    return value if isinstance(value, (str, int, Omit)) else _model().plain_data(value)


@lru_cache(maxsize=1)
def _model() -> ModuleType:
    """Import the models when a value is encoded: every operation imports this module."""
    return import_module(".model", __package__)
