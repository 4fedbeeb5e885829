"""The values that an argument of a call may have, and the styles in which they are sent."""

from __future__ import annotations

import math
from collections import UserString
from collections.abc import Iterable, Iterator, Mapping, ValuesView
from collections.abc import Set as AbstractSet
from dataclasses import KW_ONLY, dataclass
from datetime import date, time
from enum import Enum
from importlib import import_module
from numbers import Rational, Real
from operator import index
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    Protocol,
    SupportsIndex,
    TypeAlias,
    TypeGuard,
    TypeVar,
)
from uuid import UUID

from .files import is_file
from .texts import text_of

if TYPE_CHECKING:
    from decimal import Decimal

REQUEST: Final = object()  # the context of what is serialized for a request

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


def omitted(headers: Mapping[str, object]) -> list[str]:
    """Return the names, in lower case, of headers that are `omit`."""
    return [name.lower() for name, one in headers.items() if one is omit]


class _Sequence(Protocol[T_co]):
    """A list, a tuple or another sequence, but not a string: its `in` takes only strings."""

    def __iter__(self) -> Iterator[T_co]: ...
    def __len__(self) -> int: ...
    def __contains__(self, item: object, /) -> bool: ...

    @property
    def count(self) -> object: ...  # which mappings lack; as a method, pyright would infer from it


Values: TypeAlias = _Sequence[T_co] | AbstractSet[T_co] | ValuesView[T_co]
"""Several values: a list, a tuple, a set, but not a string and not a mapping."""


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
    """Return whether a value is sent as a JSON array; a flag and a `UserString` are not."""
    is_other = isinstance(value, (str, bytes, Mapping, Enum, UserString)) or is_file(value)
    return not is_other and isinstance(value, Iterable)


def plain_data(value: Any) -> object:
    """Return a model as the data of a request, and any other value unchanged."""
    if not hasattr(value, "model_dump"):
        return value
    data: object = value.model_dump(mode="json", context=REQUEST)
    return data


def encode_scalar(name: str, value: object) -> str:
    """Return one value as text; `name` is the parameter that an error names.

    Values of a subclass may print themselves in another way, so they are sent as their base does.
    """
    while isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, str):
        return str.__str__(value or "")
    if isinstance(value, bool):
        return "true" if value else "false"
    return int.__repr__(value) if isinstance(value, int) else _other_text(name, value)


def _other_text(name: str, value: object) -> str:
    if isinstance(value, float) and math.isfinite(value):
        return float.__repr__(value)
    if isinstance(value, (date, UUID)):
        return text_of(value)
    if isinstance(value, time):
        return value.isoformat()
    decimal: type[Decimal] = import_module("decimal").Decimal
    if isinstance(value, decimal) and value.is_finite():
        return f"{decimal(value):f}"
    if isinstance(value, SupportsIndex) and not isinstance(value, type):
        return int.__repr__(index(value))  # an integer of another library
    if isinstance(value, Real) and not isinstance(value, Rational) and math.isfinite(value):
        return float.__repr__(float(value))  # the same
    is_number = isinstance(value, (Real, decimal))
    kind = f"{type(value).__name__}{' that is not finite' if is_number else ''}"
    raise TypeError(f"parameter {name!r}: a {kind} cannot be sent as text")
