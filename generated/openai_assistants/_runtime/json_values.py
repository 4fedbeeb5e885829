"""The values of a JSON request that need a closer look than pydantic gives them."""

from __future__ import annotations

import json
import marshal
import math
import os
from decimal import Decimal
from functools import partial
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from .deep_stack import with_enough_stack
from .parameters import is_array, is_object
from .parsing import DEEPEST, check_depth, is_dict

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN: Final = frozenset((str, int, float, bool, type(None)))
_KEYS: Final = frozenset((str,))


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

    def ready(self, value: object, name: str = "the body", level: int = 1) -> object:
        """Return a value for a JSON encoder; `name` is for errors."""
        if level > DEEPEST and (is_dict(value) or _is_sequence(value)):
            raise ValueError(f"the body has more than {DEEPEST} levels of arrays and objects")
        if is_dict(value):
            if _PLAIN.issuperset(map(type, value.values())) and _KEYS.issuperset(map(type, value)):
                return value
            return {
                _key(key, name): self.ready(one, f"{name}.{key}", level + 1)
                for key, one in value.items()
            }
        if _is_sequence(value):
            if _PLAIN.issuperset(map(type, value)):
                return value
            return [self.ready(one, f"{name}[{n}]", level + 1) for n, one in enumerate(value)]
        if isinstance(value, Decimal):
            self._token = self._token or os.urandom(16).hex()
            _finite(value, name)
            return f"{self._token}{value:f}"
        return value

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
    """Raise ValueError for NaN and infinity, which JSON lacks."""
    JsonValues().ready(value)  # which looks at the keys
    with_enough_stack(partial(json.loads, encoded, parse_constant=partial(_refuse, value)))


def encode_slowly(value: object, default: Any) -> bytes:
    """Return JSON that is nested deeply, or has lone surrogates."""
    text = with_enough_stack(partial(json.dumps, value, default=default, separators=(",", ":")))
    check_depth(text)
    return text.encode()


def _is_sequence(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    return isinstance(value, (list, tuple))


def _key(key: object, name: str) -> Any:
    return _finite(key, f"a key of {name}")


def _finite(value: object, name: str) -> object:
    if isinstance(value, (float, Decimal)) and not math.isfinite(value):
        raise ValueError(f"{name} is {value}, which is not a number of JSON")
    return value


def _refuse(value: object, constant: str) -> None:
    name = _place(value, "the body") or "a number"
    raise ValueError(f"{name} is {constant}, which is not a number of JSON")


def _place(value: object, name: str) -> str:
    """Return the name of the first number that is not finite."""
    if isinstance(value, float) and not math.isfinite(value):
        return name
    dump: Any = getattr(value, "model_dump", None)
    inner: Iterable[tuple[str, Any]] = ()
    if is_object(value):
        inner = ((f"{name}.{key}", one) for key, one in value.items())
    elif _is_sequence(value):
        inner = ((f"{name}[{n}]", one) for n, one in enumerate(value))
    elif dump is not None:
        return _place(dump(), name)
    return next(filter(None, (_place(one, where) for where, one in inner)), "")
