"""When a failed call is made again, and what is known of each attempt."""

from __future__ import annotations

import calendar
import email.utils
import math
import secrets
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from .errors import ConfigurationError

if TYPE_CHECKING:
    import httpx2

    from .errors import APIError

_STATUSES: Final = frozenset((408, 409, 429, *range(500, 1000)))
IDEMPOTENT: Final = frozenset(("DELETE", "GET", "HEAD", "OPTIONS", "PUT", "QUERY", "TRACE"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt of a call. Its `repr` has no credential; `request` and `response` may have."""

    method: str  # of the operation
    path: str  # of the operation: `/orders/{id}`
    url: str  # the address without its query, and without secrets
    number: int  # 1 for the first attempt
    idempotency_key: str | None = None  # the key of the request, if it has one
    request: httpx2.Request = field(repr=False)  # as it is sent; a hook may add headers
    response: httpx2.Response | None = field(default=None, repr=False)
    """The response; of a stream or a file, it is not read yet."""
    status: int | None = None  # the status of the response
    error: APIError | None = None  # the reason, if there is no response
    elapsed: float = 0.0  # seconds of the attempt
    delay: float | None = None  # seconds until the next attempt; None: there is none


Hook: TypeAlias = Callable[[Attempt], object]
"""A function that is called for each attempt; with `.aio` it may be async."""
Decision: TypeAlias = Callable[[Attempt], bool | float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """When a failed call is made again, and how long it waits before."""

    max: int = 2
    """The most attempts after the first one."""
    statuses: Collection[int] = field(default=_STATUSES, repr=False)
    """The statuses that are tried again."""
    methods: Collection[str] | None = None
    """The methods that may be sent twice; None: the idempotent ones, and those of the profile.
    A request of another method is sent again only if the service cannot have received it, asks
    for it, or gets an idempotency key.
    """
    backoff: float = 0.5
    """Seconds before the second attempt; doubled for each further one, less up to a quarter."""
    max_backoff: float = 8.0
    """The most seconds of such a wait."""
    max_retry_after: float = 120.0
    """The most seconds that `Retry-After` may ask for; the call fails if it asks for more."""
    when: Decision | None = None
    """Decides about each failed attempt that could be followed by another: True or False, the
    seconds to wait, or None for the rules above."""

    def __post_init__(self) -> None:
        for name in ("methods", "statuses"):
            if isinstance(value := getattr(self, name), (str, int)):
                raise ConfigurationError(f"{name} of Retries is {value!r}: give a list")
        for name in ("max", "backoff", "max_backoff", "max_retry_after"):
            value = getattr(self, name)
            if not isinstance(value, (int, float)) or not value >= 0:  # false for NaN too
                raise ConfigurationError(
                    f"{name} of Retries is {value!r}: give a number that is not negative"
                )
        if self.methods is not None:
            object.__setattr__(self, "methods", frozenset(map(str.upper, self.methods)))
        object.__setattr__(self, "statuses", frozenset(self.statuses))

    def delay(self, attempt: Attempt, *, repeatable: bool, received: bool) -> float:
        """Return the seconds until the next attempt; infinity if there must be none.

        Args:
            attempt: the one that failed.
            repeatable: the service may receive the request twice.
            received: the service may have received the request.
        """
        response = attempt.response
        allowed, asked = repeatable or not received, None
        if response is not None:
            allowed, asked = self._allows(response, repeatable=repeatable)
        decision = self.when(attempt) if self.when else None
        if decision is False:
            return math.inf
        if decision is not None and decision is not True:
            return _seconds(decision)
        if not (allowed or decision):
            return math.inf
        if asked is not None and asked > self.max_retry_after:
            return math.inf
        return asked or self._backoff(attempt.number)

    def _allows(self, response: httpx2.Response, *, repeatable: bool) -> tuple[bool, float | None]:
        """Return whether a response may be followed by an attempt, and the wait that it asks for.

        A service that limits the rate, or says when it is available again, did not do what it was
        asked for.
        """
        status, asked = response.status_code, retry_after(response.headers)
        advice = response.headers.get("x-should-retry", "").strip().lower()
        if advice in ("true", "false"):
            return advice == "true", asked
        refused = status == 429 or (status == 503 and asked is not None)
        return status in self.statuses and (repeatable or refused), asked

    def _backoff(self, number: int) -> float:
        wait = min(self.backoff * 2.0 ** min(number - 1, 60), self.max_backoff)
        return wait * (1 - secrets.randbelow(1000) / 4000)


def _seconds(decision: object) -> float:
    if not (isinstance(decision, (int, float)) and decision >= 0):  # false for NaN too
        returned = "`when` of Retries returned"
        raise ConfigurationError(f"{returned} {decision!r}: return a bool, seconds or None")
    return decision


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait that the headers of a response give; None if they give none."""
    seconds_or_date = headers.get("retry-after", "")
    for text, unit in ((headers.get("retry-after-ms", ""), 0.001), (seconds_or_date, 1.0)):
        with suppress(ValueError):
            if (seconds := float(text) * unit) >= 0:
                return seconds
    if (then := _timestamp(seconds_or_date)) is None:
        return None
    now = _timestamp(headers.get("date", ""))  # the clock of the service, if it says it
    return max(0.0, then - (time.time() if now is None else now))


def _timestamp(date: str) -> float | None:
    """Return the seconds since 1970 of a date of HTTP, which is in UTC if it names no zone."""
    with suppress(ValueError, OverflowError, TypeError, IndexError):
        if parsed := email.utils.parsedate_tz(date):
            return calendar.timegm(parsed[:9]) - (parsed[9] or 0)
    return None
