"""The values that an argument of a call may have, and the styles in which they are sent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import Enum
from typing import Any, Final, Literal, Protocol, TypeAlias, TypeGuard, TypeVar
from uuid import UUID

from .files import is_file
from .texts import text_of

T_co = TypeVar("T_co", covariant=True)
Escape: TypeAlias = Literal["all", "unsafe", "none"]
"""The characters that are percent-encoded: all but letters and digits; those that would change
the structure of the URL; none."""


class Omit(Enum):
    """The type of `omit`; it has one member, so that type checkers can narrow it away."""

    omit = object()  # not a number or a string: it must never be sent as a value

    def __repr__(self) -> str:
        return self.name

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return getattr, (type(self), self.name)  # as from Python 3.12 on


omit: Final = Omit.omit
"""The default of optional arguments: it is not sent. `None` is sent as null, but only in JSON."""


class Values(Protocol[T_co]):
    """Several values: a list, a tuple, a set, but not a string (its `in` takes only strings)."""

    def __iter__(self) -> Iterator[T_co]: ...
    def __len__(self) -> int: ...
    def __contains__(self, item: object, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Styled:
    """An argument that is not sent in the default style."""

    value: object
    _: KW_ONLY
    escape: Escape = "all"


@dataclass(frozen=True, slots=True)
class Exploded(Styled):
    """A list repeats its name: `name=a&name=b`. The members of an object have their own names.

    An object in these is JSON.
    """


@dataclass(frozen=True, slots=True)
class DeepObject(Styled):
    """Each item and member has the way to it in its name: `name[member]=a&name[list][]=b`."""


@dataclass(frozen=True, slots=True)
class Delimited(Styled):
    """Several values in one string: `a,b`; a mapping is `key,value,key,value`."""

    separator: str = ","
    prefix: str = ""  # before the first value
    pairs: bool = False  # a mapping is `key=value,key=value`
    named: bool = True  # false: the string is the whole query


@dataclass(frozen=True, slots=True)
class JsonText(Delimited):
    """A value that is sent as JSON."""


def is_object(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Return whether a value is a JSON object."""
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[Iterable[Any]]:
    """Return whether a value is sent as a JSON array."""
    is_other = isinstance(value, (str, bytes, Mapping)) or is_file(value)
    return not is_other and isinstance(value, Iterable)


def encode_scalar(name: str, value: object) -> str:
    """Return one value as text; `name` is the parameter that an error names."""
    if isinstance(value, Enum):
        return encode_scalar(name, value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int):
        return int.__repr__(value)  # a subclass may print itself otherwise
    if isinstance(value, float) and math.isfinite(value):
        return float.__repr__(value)
    if isinstance(value, (date, UUID)):
        return text_of(value)
    raise TypeError(f"parameter {name!r}: a {type(value).__name__} cannot be sent as text")
