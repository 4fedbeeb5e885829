"""What a call gives back: an outcome, or the reply as it came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .errors import APIError

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Ok(Generic[T_co]):
    """The call succeeded."""

    value: T_co


@dataclass(frozen=True, slots=True)
class Err:
    """The call failed."""

    error: APIError


@dataclass(frozen=True, slots=True)
class Reply(Generic[T_co]):
    """A successful reply as it came; `parse` reads it."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    """The header fields; their names are found in any case."""
    request_id: str | None
    elapsed: float
    """Seconds from the first attempt to the last byte."""
    body: bytes = field(repr=False)
    _read: Callable[[bytes], T_co] = field(repr=False)

    def parse(self) -> T_co:
        """Read the body as the operation's declared type."""
        return self._read(self.body)
