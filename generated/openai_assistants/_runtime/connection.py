"""The HTTP clients that a client sends its requests with."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar
from weakref import WeakSet, ref

import httpx2

from .blocking import run
from .deadlines import Backend
from .errors import ConfigurationError

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncGenerator

Http: TypeAlias = httpx2.Client | httpx2.AsyncClient
Kind = TypeVar("Kind", httpx2.Client, httpx2.AsyncClient)

_LIMITS: Final = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
MAX_CONNECT: Final = 10.0  # seconds
_TIMEOUT: Final = httpx2.Timeout(600.0, connect=MAX_CONNECT)
_REDIRECTS: Final = 10


class Connection:
    """One HTTP client for all threads, and one for each event loop; or those that a user lends.

    Its own ones are closed at the latest when nothing refers to it any more. A forked process
    opens its own: two processes that read from one socket get the responses of each other.
    """

    def __init__(self, lent: httpx2.Client | None, async_lent: httpx2.AsyncClient | None) -> None:
        self._lent: dict[bool, Http | None] = {False: lent, True: async_lent}
        self._is_lent = lent is not None or async_lent is not None
        self._lent_pid: int | None = None  # of the process that used what is lent
        self._start()
        if isinstance(lent, httpx2.Client):
            Backend().serve(lent)
        _ALL.add(self)

    def _start(self) -> None:
        self._lock = Lock()
        self._http: httpx2.Client | None = None
        self._backend = Backend()
        self._tls: ssl.SSLContext | None = None
        self._loops: dict[object, tuple[Http, AsyncGenerator[Http, None]]] = {}

    def after_fork(self) -> None:
        """Forget the connections of the parent process, and say nothing to their other ends."""
        # Its HTTP clients stay as they are: a thread of the parent may hold their locks, and
        # its event loops would hear of a transport that is closed.
        self._parent = self._http, self._loops
        self._backend.close()
        self._start()

    def http(self, *, awaited: bool) -> Http:
        """Return the HTTP client for blocking calls, or for those of the running event loop."""
        if self._is_lent:
            return self._check(self._lent[awaited], awaited=awaited)
        if awaited:
            loop = _running_loop()
            http, _ = self._loops.get(loop) or self._open(loop)
            return http
        with self._lock:
            if self._http is None:
                self._http = self._make(httpx2.Client)
                self._backend.serve(self._http)
            return self._http

    def _make(self, kind: type[Kind]) -> Kind:
        """Make an HTTP client; all share the certificates, which take long to load."""
        self._tls = self._tls or httpx2.create_ssl_context()
        # The cookies that a response to one key sets would go with the calls of another one.
        jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        return kind(
            verify=self._tls,
            limits=_LIMITS,
            timeout=_TIMEOUT,
            max_redirects=_REDIRECTS,
            cookies=jar,
        )

    def _check(self, lent: Http | None, *, awaited: bool) -> Http:
        """Return a lent HTTP client; raise if it cannot make the call."""
        name = "async_http_client" if awaited else "http_client"
        if lent is None:
            other = "http_client" if awaited else "async_http_client"
            kind = "awaited" if awaited else "blocking"
            raise ConfigurationError(
                f"the client has an {other} of yours, which makes no {kind} calls: "
                f"pass {name} too, with the same proxy, certificates and transport"
            )
        expected: type[Http] = httpx2.AsyncClient if awaited else httpx2.Client
        if not isinstance(lent, expected):
            raise ConfigurationError(f"{name} must be an httpx2.{expected.__name__}")
        if lent.is_closed:
            raise ConfigurationError(f"the {name} is closed; pass one that is open")
        if self._lent_pid is None:
            self._lent_pid = os.getpid()
        elif self._lent_pid != os.getpid():
            raise ConfigurationError(
                f"the {name} was used before this process was forked, so that both would read "
                "from the same sockets: make a client in each process"
            )
        return lent

    def _open(self, loop: object) -> tuple[Http, AsyncGenerator[Http, None]]:
        """Open the HTTP client of an event loop, which closes it at its end."""
        for one in [*self._loops]:
            if getattr(one, "is_closed", bool)():  # it did not close its generators
                self._loops.pop(one, None)
        opened = _opened(self._make(httpx2.AsyncClient), ref(self), loop)
        return self._loops.setdefault(loop, (run(anext(opened)), opened))

    def forget(self, loop: object) -> None:
        """Forget the HTTP client of an event loop."""
        self._loops.pop(loop, None)

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
        _, opened = self._loops.get(_running_loop(), (None, None))
        if opened is not None:
            await opened.aclose()


def _running_loop() -> object:
    """Return the event loop of asyncio, or what trio has instead."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        with suppress(KeyError, AttributeError, RuntimeError):
            token: object = sys.modules["trio"].lowlevel.current_trio_token()
            return token
        raise


async def _opened(
    http: httpx2.AsyncClient, connection: ref[Connection], loop: object
) -> AsyncGenerator[Http, None]:
    """Yield an HTTP client, and close it in the end: event loops close their generators."""
    async with http:
        try:
            yield http
        finally:
            if (owner := connection()) is not None:
                owner.forget(loop)


def _after_fork() -> None:
    for connection in [*_ALL]:
        connection.after_fork()


_ALL: Final = WeakSet[Connection]()
if hasattr(os, "register_at_fork"):  # only where there is a `fork`
    os.register_at_fork(after_in_child=_after_fork)
