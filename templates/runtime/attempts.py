"""When a call is attempted again; decided without any I/O."""

from __future__ import annotations

import email.utils
import logging
import math
import secrets
import time
from typing import TYPE_CHECKING, Final

import httpx2

from .errors import APIConnectionError, APITimeoutError, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .outgoing import Outgoing

_RETRIED: Final = frozenset({408, 409, 429})
_HOPELESS: Final = (httpx2.LocalProtocolError, httpx2.UnsupportedProtocol, httpx2.DecodingError)
_LONGEST_WAIT: Final = 120.0
_LONGEST_CONNECT: Final = 10.0


class Attempts:
    """The attempts of one call: `begin` each, then tell how it went."""

    def __init__(self, outgoing: Outgoing, request: httpx2.Request) -> None:
        self.outgoing = outgoing
        self.started = self._begun = time.monotonic()
        self._request = request
        self._retries = 0

    def begin(self) -> httpx2.Request:
        """Return the request to send now, with the time that it may take."""
        self._begun = time.monotonic()
        self.check()
        timeout = self.outgoing.timeout
        most = min(self.remaining(), math.inf if timeout is None else timeout)
        wait = most if math.isfinite(most) else None
        limits = {"connect": min(most, _LONGEST_CONNECT), "read": wait, "write": wait, "pool": wait}
        self._request.extensions["timeout"] = limits
        return self._request

    def check(self) -> None:
        """Raise when the time for the whole call is over."""
        if self.remaining() <= 0:
            raise httpx2.ReadTimeout("the time for the whole call is over")

    def remaining(self) -> float:
        """Return the seconds left for the whole call."""
        total = self.outgoing.total_timeout
        return math.inf if total is None else self.started + total - time.monotonic()

    def answered(self, response: httpx2.Response) -> float | None:
        """Return the seconds until the next attempt, or None when this is the answer."""
        status, headers = response.status_code, response.headers
        told = headers.get("x-should-retry")
        passing = told == "true" if told in {"true", "false"} else _passes(status)
        wait = self._wait(retry_after(headers)) if status >= 400 and passing else None
        self._log(str(status), wait)
        return wait

    def failed(self, error: httpx2.HTTPError) -> float:
        """Return the seconds until the next attempt, or raise when there is none."""
        wait = None if isinstance(error, _HOPELESS) else self._wait(None)
        self._log(type(error).__name__, wait)
        if wait is None:
            raise self.broken(error) from error
        return wait

    def broken(self, error: httpx2.HTTPError) -> APIConnectionError:
        """Return the error for a connection that failed."""
        kind = APITimeoutError if isinstance(error, httpx2.TimeoutException) else APIConnectionError
        reason = self.outgoing.redact(str(error)) or type(error).__name__
        where = f"attempt {self._retries + 1} to reach {self.outgoing.address}"
        return kind(f"{reason} ({where})", self.outgoing.exchanged())

    def _wait(self, asked: float | None) -> float | None:
        wait = backoff(self._retries) if asked is None else asked
        if self._retries >= self.outgoing.max_retries or wait > _LONGEST_WAIT:
            return None
        self._retries += 1
        return wait if wait < self.remaining() else None

    def _log(self, outcome: str, wait: float | None) -> None:
        logger = self.outgoing.logger
        if logger.isEnabledFor(logging.DEBUG):
            took = 1000 * (time.monotonic() - self._begun)
            then = "" if wait is None else f", again in {wait:.2f} s"
            call = f"{self.outgoing.method} {printable(self.outgoing.address)}"
            logger.debug("%s: %s in %.0f ms%s", call, outcome, took, then)


def _passes(status: int) -> bool:
    return status >= 500 or status in _RETRIED


def backoff(retries: int) -> float:
    """Return the seconds before a further attempt: doubling up to 8, less up to a quarter."""
    return min(0.5 * 2.0 ** min(retries, 10), 8.0) * (1 - secrets.randbelow(1000) / 4000)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a reply asks to wait, when it asks."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        if seconds >= 0:
            return seconds
    try:
        date = email.utils.parsedate_to_datetime(headers.get("retry-after", ""))
        return max(0.0, date.timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
