"""How the arguments of a call are written into its path, query, headers and cookies."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import quote


class Omit(Enum):
    """The type of `omit`; it has one member, so that type checkers can narrow it away."""

    omit = object()  # no number or text: it must never pass for a value on the wire

    def __repr__(self) -> str:
        """Return the name under which the value is imported."""
        return "omit"


omit: Final = Omit.omit
"""The argument was not given and is not sent; `None` is sent as an explicit null."""


@dataclass(frozen=True, slots=True)
class Delimited:
    """Several values in one text: `a,b`; a mapping is written `key,value,key,value`."""

    values: object
    separator: str


@dataclass(frozen=True, slots=True)
class DeepObject:
    """A query parameter whose members are written `name[member]=value`."""

    value: object


_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e]*")


def query_string(query: Mapping[str, object]) -> str:
    """Write a query; lists repeat their name, `None` leaves the value empty."""
    pairs = (pair for name, value in query.items() for pair in _pairs(name, value))
    return "&".join(f"{name}={value}" for name, value in pairs)


def fill_path(template: str, values: Mapping[str, object]) -> str:
    """Put percent-encoded values into a path, and see that they cannot change its shape."""
    path = template
    for name, value in values.items():
        segment = None if value is None or value is omit else _joined(name, value, ",")
        if not segment:
            raise ValueError(f"path parameter {name!r} of {template} must not be empty or None")
        path = path.replace(f"{{{name}}}", segment)
    if values and not {".", ".."}.isdisjoint(path.split("/")):
        raise ValueError(f"the path parameters of {template} give a path with '.' or '..' in it")
    return path


def header_fields(headers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield checked header fields, their names in lower case; lists are joined by commas."""
    for name, value in headers.items():
        if value is omit or (isinstance(value, Delimited) and value.values is omit):
            continue
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a header")
        yield name.lower(), header_value(name, _text_of_header(name, value))


def header_value(name: str, text: str) -> str:
    """Return a header's text if it cannot end the header; the text itself is never shown."""
    if not _HEADER_VALUE.fullmatch(text):
        raise ValueError(f"header {name!r}: only ASCII text without line breaks can be sent")
    return text.strip(" \t")


def cookie_header(cookies: Mapping[str, object]) -> str:
    """Write a `Cookie` header."""
    return query_string(cookies).replace("&", "; ")


def _pairs(name: str, value: object) -> Iterator[tuple[str, str]]:
    if value is omit:
        return
    if isinstance(value, Delimited):
        if value.values is not omit:
            yield _quoted(name), _joined(name, value.values, _quoted(value.separator, ","))
    elif isinstance(value, DeepObject):
        yield from _deep(name, value.value)
    elif (members := _members(value)) is not None:
        for member, inner in members.items():
            yield from _pairs(member, inner)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for item in value:
            yield _quoted(name), _quoted(_text(name, item))
    else:
        yield _quoted(name), _quoted(_text(name, value))


def _deep(name: str, value: object) -> Iterator[tuple[str, str]]:
    members = _members(value)
    if members is None:
        yield from _pairs(name, value)
        return
    for member, inner in members.items():
        yield from _deep(f"{name}[{member}]", inner)


def _text_of_header(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    return ",".join(_texts(name, value.values if isinstance(value, Delimited) else value))


def _joined(name: str, value: object, separator: str) -> str:
    if isinstance(value, Delimited):
        return _joined(name, value.values, _quoted(value.separator, ","))
    return separator.join(map(_quoted, _texts(name, value)))


def _texts(name: str, value: object) -> Iterator[str]:
    """Yield a value's parts: itself, its items, or its keys and values in turn."""
    if (members := _members(value)) is not None:
        for member, inner in members.items():
            if inner is not omit:
                yield from (member, _text(name, inner))
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for item in value:
            yield _text(name, item)
    else:
        yield _text(name, value)


def _members(value: object) -> Mapping[str, object] | None:
    dump = getattr(value, "model_dump", None)
    members: object = dump(mode="json") if callable(dump) else value
    return members if isinstance(members, Mapping) else None


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Enum) and value is not omit:
        return _text(name, value.value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return repr(value)
    raise TypeError(f"parameter {name!r}: a {type(value).__name__} cannot be written as text")


def _quoted(text: str, safe: str = "") -> str:
    return quote(text, safe=safe)
