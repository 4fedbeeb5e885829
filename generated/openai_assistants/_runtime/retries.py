"""Whether a call is made again, and when."""

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
_HOPELESS: Final = (httpx2.LocalProtocolError, httpx2.UnsupportedProtocol, httpx2.DecodingError)


def pause(outcome: httpx2.Response | httpx2.HTTPError, retries: int) -> float:
    """Return the seconds until the next attempt; infinite when there should be none."""
    if isinstance(outcome, httpx2.HTTPError):
        return math.inf if isinstance(outcome, _HOPELESS) else backoff(retries)
    status, headers = outcome.status_code, outcome.headers
    if status < 400:
        return math.inf
    told = {"true": True, "false": False}.get(headers.get("x-should-retry", ""))
    passes = status >= 500 or status in _RETRIED if told is None else told
    asked = retry_after(headers) if passes else math.inf
    return backoff(retries) if asked is None else asked


def backoff(retries: int) -> float:
    """Return the seconds before a further attempt: doubling up to 8, less up to a quarter."""
    return min(0.5 * 2.0 ** min(retries, 10), 8.0) * (1 - secrets.randbelow(1000) / 4000)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a reply asks to wait, when it asks."""
    asked = headers.get("retry-after", "")
    for text, unit in ((headers.get("retry-after-ms", ""), 0.001), (asked, 1.0)):
        with suppress(ValueError):
            if (seconds := float(text) * unit) >= 0:
                return seconds
    with suppress(ValueError, OverflowError):
        return max(0.0, email.utils.parsedate_to_datetime(asked).timestamp() - time.time())
    return None
