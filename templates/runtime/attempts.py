"""When a call is attempted again, decided without any I/O, for sync and async sending alike."""

from __future__ import annotations

import email.utils
import logging
import math
import random
import time
from typing import TYPE_CHECKING, Final

import httpx2

from .errors import APIConnectionError, APITimeoutError, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .outgoing import Outgoing

_RETRIED: Final = frozenset({408, 409, 429})
_LONGEST_WAIT: Final = 120.0
_MOST_REDIRECTS: Final = 5
_CONNECT_TIMEOUT: Final = 10.0
_HOPELESS: Final = (
    httpx2.LocalProtocolError,
    httpx2.UnsupportedProtocol,
    httpx2.DecodingError,
)


class Attempts:
    """The attempts of one call: `begin` each, then tell how it went."""

    def __init__(self, outgoing: Outgoing, request: httpx2.Request) -> None:
        self.outgoing = outgoing
        self.request = request
        self.started = time.monotonic()
        total = outgoing.total_timeout
        self._deadline = None if total is None else self.started + total
        self._retries = 0
        self._redirects = 0
        self._begun = self.started

    def begin(self) -> httpx2.Request:
        """Return the request to send now, with the time that this attempt may take."""
        self._begun = time.monotonic()
        timeout = self.outgoing.timeout
        if self._deadline is not None:
            remaining = self.remaining()
            if remaining <= 0:
                raise self.timed_out()
            timeout = remaining if timeout is None else min(timeout, remaining)
        connect = _CONNECT_TIMEOUT if timeout is None else min(timeout, _CONNECT_TIMEOUT)
        self.request.extensions["timeout"] = {
            "connect": connect,
            "read": timeout,
            "write": timeout,
            "pool": timeout,
        }
        return self.request

    def answered(self, response: httpx2.Response) -> float | None:
        """Return the seconds until the next attempt, or None when this is the answer."""
        status = response.status_code
        wait = None
        if status >= 400:
            wait = self._wait_after(status, response.headers)
        elif response.next_request is not None and self._may_follow(response.next_request):
            self.request = response.next_request
            self._redirects += 1
            wait = 0.0
        self._log(str(status), wait)
        return wait

    def failed(self, error: httpx2.HTTPError) -> float:
        """Return the seconds until the next attempt, or raise when there is none."""
        wait = None if isinstance(error, _HOPELESS) else self._next_wait(None)
        self._log(type(error).__name__, wait)
        if wait is None:
            raise self.broken(error) from error
        return wait

    def broken(self, error: httpx2.HTTPError) -> APIConnectionError:
        """Return the error for a connection that failed."""
        reason = self.outgoing.redact(str(error)) or type(error).__name__
        kind = APITimeoutError if isinstance(error, httpx2.TimeoutException) else APIConnectionError
        tries = f"attempt {self._retries + 1} to reach {self.outgoing.address}"
        return kind(f"{reason} ({tries})", self.outgoing.exchanged())

    def remaining(self) -> float:
        """Return the seconds left for the whole call."""
        return math.inf if self._deadline is None else self._deadline - time.monotonic()

    def timed_out(self) -> APITimeoutError:
        """Return the error for a call whose time is over."""
        seconds = self.outgoing.total_timeout
        return APITimeoutError(f"not done within {seconds} s", self.outgoing.exchanged())

    def _wait_after(self, status: int, headers: Mapping[str, str]) -> float | None:
        said = headers.get("x-should-retry")
        retried = status >= 500 or status in _RETRIED if said is None else said == "true"
        return self._next_wait(retry_after(headers, time.time())) if retried else None

    def _next_wait(self, asked: float | None) -> float | None:
        if self._retries >= self.outgoing.max_retries:
            return None
        wait = backoff(self._retries) if asked is None else asked
        if wait > _LONGEST_WAIT or wait >= self.remaining():
            return None
        self._retries += 1
        return wait

    def _may_follow(self, target: httpx2.Request) -> bool:
        """Tell whether a redirect stays with the service: the keys must not go elsewhere."""
        return (
            self._redirects < _MOST_REDIRECTS
            and target.method == self.request.method
            and target.url.origin == self.request.url.origin
        )

    def _log(self, outcome: str, wait: float | None) -> None:
        logger = self.outgoing.logger
        if not logger.isEnabledFor(logging.DEBUG):
            return
        took = (time.monotonic() - self._begun) * 1000
        then = "" if wait is None else f", again in {wait:.2f} s"
        line = f"{self.outgoing.method} {self.outgoing.address}: {outcome} in {took:.0f} ms{then}"
        logger.debug("%s", printable(line))


def backoff(retries: int) -> float:
    """Return the seconds to wait before a further attempt: doubling, at most 8, jittered."""
    return min(0.5 * 2.0 ** min(retries, 10), 8.0) * random.uniform(0.75, 1.0)


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that a reply asks to wait, if it asks for a sensible time."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        seconds = _number(headers.get(name)) * unit
        if seconds >= 0:
            return seconds
    try:
        date = email.utils.parsedate_to_datetime(headers.get("retry-after", ""))
        return max(0.0, date.timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _number(text: str | None) -> float:
    try:
        return float(text or "nan")
    except ValueError:
        return math.nan
