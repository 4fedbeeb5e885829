"""Whether a call is sent again, and when."""

from __future__ import annotations

import email.utils
import math
import secrets
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import httpx2

if TYPE_CHECKING:
    from collections.abc import Mapping

_RETRIED: Final = frozenset({408, 409, 429})
_NEVER_RETRIED: Final = (
    httpx2.LocalProtocolError,
    httpx2.UnsupportedProtocol,
    httpx2.DecodingError,
)


def retry_delay(outcome: httpx2.Response | httpx2.HTTPError, retries: int) -> float:
    """Return the seconds until the next attempt; infinity if there must be none."""
    if isinstance(outcome, httpx2.HTTPError):
        return math.inf if isinstance(outcome, _NEVER_RETRIED) else backoff(retries)
    status, headers = outcome.status_code, outcome.headers
    if status < 400:
        return math.inf
    advice = {"true": True, "false": False}.get(headers.get("x-should-retry", ""))
    may_retry = status >= 500 or status in _RETRIED if advice is None else advice
    delay = retry_after(headers) if may_retry else math.inf
    return backoff(retries) if delay is None else delay


def backoff(retries: int) -> float:
    """Return the seconds until the next attempt: doubled each time, at most 8, with jitter."""
    return min(0.5 * 2.0 ** min(retries, 10), 8.0) * (1 - secrets.randbelow(1000) / 4000)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait that the headers of a response give; None if they give none."""
    seconds_or_date = headers.get("retry-after", "")
    for text, unit in ((headers.get("retry-after-ms", ""), 0.001), (seconds_or_date, 1.0)):
        with suppress(ValueError):
            if (seconds := float(text) * unit) >= 0:
                return seconds
    with suppress(ValueError, OverflowError):
        return max(
            0.0, email.utils.parsedate_to_datetime(seconds_or_date).timestamp() - time.time()
        )
    return None
