"""The HTTP clients that a client sends its requests with."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias
from weakref import WeakKeyDictionary

import httpx2

from .blocking import run

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

Http: TypeAlias = httpx2.Client | httpx2.AsyncClient

_LIMITS: Final = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)


class Connection:
    """One HTTP client for all threads, and one for each event loop; or those that a user gives.

    Its own ones are closed at the latest when nothing refers to it any more.
    """

    def __init__(self, given: httpx2.Client | None, async_given: httpx2.AsyncClient | None) -> None:
        self._given, self._async_given = given, async_given
        self._lock = Lock()
        self._http: httpx2.Client | None = None
        self._loops = WeakKeyDictionary[asyncio.AbstractEventLoop, "AsyncGenerator[Http, None]"]()

    def http(self, *, awaited: bool) -> Http:
        """Return the HTTP client for blocking calls, or for those of the running event loop."""
        if given := self._async_given if awaited else self._given:
            return given
        if awaited:
            return run(self._loops.setdefault(asyncio.get_running_loop(), _open()).__anext__())
        with self._lock:
            self._http = self._http or httpx2.Client(limits=_LIMITS)
            return self._http

    def close(self) -> None:
        """Close the HTTP client of the threads."""
        with self._lock:
            http, self._http = self._http, None
        if http is not None:
            http.close()

    def __del__(self, suppress: type[suppress] = suppress) -> None:
        with suppress(Exception):  # at the exit of the interpreter, parts of the modules are gone
            self.close()

    async def aclose(self) -> None:
        """Close the HTTP client of the running event loop."""
        await self._loops.pop(asyncio.get_running_loop(), _open()).aclose()


async def _open() -> AsyncGenerator[Http, None]:
    """Yield one HTTP client, again and again; an event loop closes its generators at its end."""
    async with httpx2.AsyncClient(limits=_LIMITS) as http:
        while True:
            yield http
