"""The logs of the HTTP library, and what tracers see: without the secrets of a request."""

from __future__ import annotations

import inspect
import logging
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias
from weakref import WeakMethod

import httpx2

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    Hide: TypeAlias = Callable[[str], str]

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


class _HidingFilter(logging.Filter):
    """Hides the secrets of the request that is sent now: of this thread or task."""

    def __init__(self) -> None:
        super().__init__()
        self.hide: ContextVar[WeakMethod[Hide] | None] = ContextVar("hide", default=None)

    def filter(self, record: logging.LogRecord) -> bool:
        if (found := self.hide.get()) and (hide := found()):
            text = record.getMessage()
            if (hidden := hide(text)) != text:
                record.msg, record.args = hidden, ()
        return True


@lru_cache(maxsize=1)
def _filter() -> _HidingFilter:
    """Return the filter of the loggers, which is added with the first request."""
    made = _HidingFilter()
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(made)
    return made


@contextmanager
def hiding_logs(hide: Hide) -> Generator[None, None, None]:
    """Pass the messages of the HTTP library through a method.

    A connection that is opened meanwhile keeps the context, but not what the method is of.
    """
    hiding = _filter().hide
    begun = hiding.set(WeakMethod(hide))
    try:
        yield
    finally:
        hiding.reset(begun)
