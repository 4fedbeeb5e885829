"""The values of a JSON request that need a closer look than pydantic gives them."""

from __future__ import annotations

import dataclasses
import json
import marshal
import math
import os
from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from .deep_stack import with_enough_stack
from .parameters import is_array, is_object
from .parsing import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_PLAIN: Final = frozenset((str, int, bool, type(None)))
_ARRAYS: Final = (list, tuple, set, frozenset, deque, Iterator)
NOT_FINITE: Final = (b"NaN", b"Infinity", b'nan":', b'inf":')  # numbers, and keys


def is_plain(value: Any) -> bool:
    """Return whether a value holds only types that Python has built in, none of a subclass."""
    try:
        marshal.dumps(value)  # a look at each value would take ten times as long
    except ValueError:
        return False
    return True


class JsonValues:
    """Makes values ready to be encoded: a `Decimal` becomes a number with all of its digits."""

    _token = ""  # marks the strings that are decimals

    def __init__(self, context: object) -> None:
        self._context = context  # of the dump of a model

    def ready(self, value: object, name: str = "the body", level: int = 1) -> object:
        """Return a value for a JSON encoder; `name` is for errors."""
        if type(value) in _PLAIN:
            return value
        while isinstance(value, Enum):
            value = value.value
        if isinstance(value, float):
            return _finite(value, name)
        if isinstance(value, Decimal):
            self._token = self._token or os.urandom(16).hex()
            return f"{self._token}{Decimal(_finite(value, name)):f}"  # not as a subclass prints it
        inner = self._inner(value, name, level)
        if inner is None:
            return value
        if level > DEEPEST:
            raise ValueError(f"the body has more than {DEEPEST} levels of arrays and objects")
        if is_object(inner):
            return {
                _key(key, name): self.ready(one, f"{name}.{key}", level + 1)
                for key, one in inner.items()
            }
        return [self.ready(one, f"{name}[{n}]", level + 1) for n, one in enumerate(inner)]

    def other(self, value: object) -> object:
        """Return a value that the encoder does not know as one that it knows."""
        return self.ready(other_value(value))

    def _inner(
        self, value: object, name: str, level: int
    ) -> Mapping[Any, Any] | Iterable[Any] | None:
        """Return the members or the items of a value that is not encoded as it is."""
        if is_object(value) or _is_sequence(value):
            return value
        kind = value.__name__ if isinstance(value, type) else ""
        if kind:
            raise ValueError(f"{name} is the class {kind}: send an instance or plain data")
        if hasattr(value, "get_secret_value"):  # pydantic writes `**********`
            raise ValueError(f"a {type(value).__name__} hides its value: send get_secret_value()")
        kind = "fraction" if isinstance(value, Fraction) else ""  # pydantic writes it as a string
        if kind:
            raise ValueError(f"a {kind} is not a number of JSON: send a float")
        if not _has(_is_special, value):
            return None
        serializer: Any = getattr(value, "__pydantic_serializer__", None)
        if serializer and not _has(_is_decimal, value):  # it would write null for NaN
            self.ready(serializer.to_python(value, context=self._context), name, level)
            return None
        members = _fields(value)
        if members is not None:
            return members
        dump: Callable[..., dict[str, Any]] = getattr(value, "model_dump", dict)
        return dump(context=self._context)

    def finish(self, encoded: bytes) -> bytes:
        """Return JSON with the decimals in it."""
        if not self._token:
            return encoded
        first, *others = encoded.split(b'"%s' % self._token.encode())
        return first + b"".join(one.replace(b'"', b"", 1) for one in others)


def other_value(value: object) -> object:
    """Return a value that the JSON encoder does not know: a number, a mapping, any iterable."""
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    if is_object(value):
        return dict(value)
    if is_array(value):
        return list(value)
    raise ValueError(f"a value of {type(value).__name__} cannot be sent as JSON")


def check_numbers(encoded: bytes, value: object) -> None:
    """Raise ValueError for NaN and infinity, which JSON lacks; a string may have these words."""
    JsonValues(None).ready(value)  # which has keys that are numbers
    with_enough_stack(lambda: JsonValues(None).ready(json.loads(encoded)))  # which has no models


def _is_sequence(value: object) -> TypeGuard[Iterable[Any]]:
    return is_array(value) and isinstance(value, _ARRAYS)


def _is_special(value: object) -> bool:
    """Return whether pydantic writes a number as something else: a decimal, NaN, infinity."""
    return _is_decimal(value) or (isinstance(value, float) and not math.isfinite(value))


def _is_decimal(value: object) -> bool:
    return isinstance(value, Decimal)


def _fields(value: object) -> dict[str, Any] | None:
    """Return the members of a dataclass; None for another value."""
    if not dataclasses.is_dataclass(value):
        return None
    return {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}


def _has(special: Callable[[object], bool], value: object, levels: int = DEEPEST) -> bool:
    """Return whether a model or a dataclass has a special value.

    Only so many levels are looked at: a model may hold itself.
    """
    inner: list[object] = []
    if hasattr(value, "model_dump"):
        extra: Mapping[str, object] = getattr(value, "__pydantic_extra__", None) or {}
        inner = [*vars(value).values(), *extra.values()]
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        is_known = special is _is_decimal and hasattr(value, "__pydantic_serializer__")
        names = [] if is_known else [one.name for one in dataclasses.fields(value)]
        inner = [getattr(value, name) for name in names]
    return any(_is_or_has(special, one, levels) for one in inner)


def _is_or_has(special: Callable[[object], bool], value: object, levels: int) -> bool:
    """Return whether a value is special or has one that is."""
    if not levels:
        return False
    if is_object(value):
        value = [*value.values()]
    if _is_sequence(value) and not isinstance(value, Iterator):
        return any(_is_or_has(special, one, levels - 1) for one in value)
    inner = value.value if isinstance(value, Enum) else value
    return special(inner) or _has(special, inner, levels - 1)


def _key(key: object, name: str) -> Any:
    if isinstance(key, Enum):
        return _key(key.value, name)
    for kind in (float, int):
        if isinstance(key, kind) and not isinstance(key, bool):
            return kind.__repr__(_finite(key, f"a key of {name}"))  # not as a subclass prints it
    return _finite(key, f"a key of {name}")


def _finite(value: Any, name: str) -> Any:
    if isinstance(value, (float, Decimal)) and not math.isfinite(value):
        raise ValueError(f"{name} is {Decimal(value)}, which is not a number of JSON")
    return value
