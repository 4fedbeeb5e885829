"""Failures that a service reports with a status of success, in the body."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .errors import json_or_text
from .parameters import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

Constant: TypeAlias = str | int | float | bool

_LOWEST: Final = 400  # of the statuses of errors
_HIGHEST: Final = 599


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What the body of a failed call has; a member in another one is `outer.inner`."""

    when: Mapping[str, Constant] = field(default_factory=dict[str, Constant], hash=False)
    """Members with these values."""
    unless: Mapping[str, Constant] = field(default_factory=dict[str, Constant], hash=False)
    """Members with other values than these."""
    has: tuple[str, ...] = ()
    """Members that are not empty."""
    code: str = ""
    """The member with the status of the error, or with a key of `statuses`."""
    statuses: Mapping[str, int] = field(default_factory=dict[str, int], hash=False)

    def find(self, body: bytes, usual: int) -> int | None:
        """Return the status of the failure in a body, or else the usual one; None for a success."""
        seen = any(_occurs(*one, body) for one in self.when.items())
        if not (seen or self.unless or self.has or b"\0" in body[:4]):  # or in UTF-16
            return None
        data = json_or_text(body)
        if not (is_object(data) and self._failed(data)):
            return None
        code = _member(data, self.code)
        status = self.statuses.get(str(code), code)
        number = int(status) if str(status).isdecimal() and len(str(status)) == 3 else 0
        return number if _LOWEST <= number <= _HIGHEST else usual

    def _failed(self, data: Mapping[str, Any]) -> bool:
        return (
            any(_equal(_member(data, way), value) for way, value in self.when.items())
            or any(
                (found := _member(data, way)) is not None and not _equal(found, value)
                for way, value in self.unless.items()
            )
            or any(_member(data, way) for way in self.has)
        )


def _occurs(way: str, value: Constant, body: bytes) -> bool:
    """Return whether a body may have a value: most bodies are of a success, and parsed once."""
    start = '"' if isinstance(value, str) else json.dumps(value)
    return _pattern(way, start).search(body) is not None


@lru_cache(maxsize=128)
def _pattern(way: str, value: str) -> re.Pattern[bytes]:
    name = json.dumps(way.rpartition(".")[2])
    return re.compile(rf"{re.escape(name)}\s*:\s*{re.escape(value)}".encode())


def _member(data: Any, way: str) -> Any:
    for name in way.split(".") if way else ():
        data = data.get(name) if is_object(data) else None
    return data if way else None


def _equal(one: object, other: Constant) -> bool:
    """Return whether two values are the same in JSON, where `false` is not `0`."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)
