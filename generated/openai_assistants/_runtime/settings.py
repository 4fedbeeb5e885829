"""What all calls of an API have in common but for credentials: variables, parameters, failures."""

from __future__ import annotations

import os
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Protocol

from .errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Variable:
    """A `{variable}` in a base URL, and the setting of the same name that gives its value."""

    setting: str
    _: KW_ONLY
    default: str | None = None
    defaults: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)  # by base URL
    options: tuple[str, ...] = ()  # empty: any text
    secret: bool = False
    environment: tuple[str, ...] = ()


class FailureFinder(Protocol):
    """What finds a failure in the body of a response with a status of success."""

    def find(self, body: bytes, usual: int) -> int | None:
        """Return the status of the failure, or else the usual one; None for a success."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A header, query parameter or cookie of all calls, and the setting that gives its value."""

    setting: str
    _: KW_ONLY
    header: str | None = None
    query: str | None = None
    cookie: str | None = None
    default: object = None
    required: bool = False
    environment: tuple[str, ...] = ()
    everywhere: bool = False  # also in calls that have no argument for it

    def usual(self) -> object:
        """Return the value in the environment, else the default of the document."""
        return from_environment(self.environment) or self.default


def check_counts(retries: object, **counts: object) -> None:
    """Raise `ConfigurationError` for wrong retries, which only a call that fails would show."""
    for name, count in counts.items():
        if not isinstance(count, (int, float)) or not count >= 0:
            raise ConfigurationError(f"{name} is {count!r}: give a number that is not negative")
    if isinstance(retries, (int, float, str)):
        raise ConfigurationError(f"retries is {retries!r}: give Retries(...), or set max_retries")


def from_environment(names: Iterable[str]) -> str:
    """Return the value of the first variable that is not blank, else ""."""
    for name in names:
        value = os.environ.get(name)
        if value and not value.isspace():
            return value
    return ""
