"""The logs of the HTTP library, and what tracers see: without the secrets of a request."""

from __future__ import annotations

import inspect
import logging
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

import httpx2

if TYPE_CHECKING:
    from weakref import ref

_LOGGERS: Final = (
    *("httpx2", "httpcore2.connection", "httpcore2.http11", "httpcore2.http2"),
    *("httpcore2.proxy", "httpcore2.socks", "hpack.hpack", "hpack.table"),
)
_TRACERS: Final = ("opentelemetry.", "sentry_sdk.", "ddtrace.", "newrelic.", "elasticapm.")


class HiddenURL(httpx2.URL):
    """A URL with secrets."""

    shown: str = ""

    def __str__(self) -> str:
        """Return the URL, but to a tracer the form without secrets: it keeps what it sees."""
        frame = inspect.currentframe()
        caller = frame.f_back if frame else None
        name: str = caller.f_globals.get("__name__", "") if caller else ""
        return self.shown if name.startswith(_TRACERS) else super().__str__()


def hidden_url(url: httpx2.URL, shown: str) -> httpx2.URL:
    """Return a URL that tracers see in another form."""
    hidden = HiddenURL(url)
    hidden.shown = shown
    return hidden


class Sent(Protocol):
    """A call whose request is sent."""

    def log_text(self, text: str) -> str:
        """Return a message of the HTTP library without the secrets of the request."""
        ...


class _HidingFilter(logging.Filter):
    """Hides the secrets of the request that is sent now: by this thread or task."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: ContextVar[ref[Sent] | None] = ContextVar("sent", default=None)

    def filter(self, record: logging.LogRecord) -> bool:
        if (found := self.sent.get()) and (sent := found()):
            text = record.getMessage()
            if (hidden := sent.log_text(text)) != text:
                record.msg, record.args = hidden, ()
        return True


@lru_cache(maxsize=1)
def sent_now() -> ContextVar[ref[Sent] | None]:
    """Return the variable for the call whose secrets the HTTP library must not log.

    A connection that is opened meanwhile keeps the context, but not the call.
    """
    made = _HidingFilter()
    for name in _LOGGERS:  # they get the filter with the first request
        logging.getLogger(name).addFilter(made)
    return made.sent
