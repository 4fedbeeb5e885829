"""The API, the clients that stand for its tenants, and their settings."""

from __future__ import annotations

import logging
import os
from dataclasses import KW_ONLY, dataclass
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, Self, TypedDict, TypeVar, Unpack

from .errors import ConfigurationError
from .parameters import header_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import TracebackType

    import httpx2

    from .connection import Connection
    from .request import Call, Request, StreamRequest
    from .results import Reply
    from .streaming import AsyncEventStream, EventStream

T = TypeVar("T")
Event = TypeVar("Event")
SomeClient = TypeVar("SomeClient", bound="BaseClient")


class Secret(str):
    """A text whose `repr` does not show it, so that tracebacks with variables do not either."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return a fixed text."""
        return "'***'"


@dataclass(frozen=True, slots=True)
class Credential:
    """A key: the setting it comes from and the header, query parameter or cookie it goes to."""

    setting: str
    _: KW_ONLY
    header: str | None = None
    query: str | None = None
    cookie: str | None = None
    prefix: str = ""
    basic: bool = False
    """The value is `user:password`, and is sent in base64."""
    environment: tuple[str, ...] = ()
    required: bool = False
    argument: str | None = None
    """The name of the calls' argument; the setting's when not given."""

    def missing(self) -> ConfigurationError:
        """Return the error that says how to give this credential."""
        variables = "".join(f", or set {name} in the environment" for name in self.environment)
        return ConfigurationError(
            f"no {self.setting}: give {self.argument or self.setting}=... to the call, "
            f"call configure({self.setting}=...){variables}"
        )


class ClientSettings(TypedDict, total=False):
    """What a client does otherwise than the defaults."""

    base_url: str | None
    timeout: float | None
    """Seconds for one attempt, 600 when not set; `None` waits without end."""
    total_timeout: float | None
    """Seconds for a whole call, with all attempts and the waits between them."""
    max_retries: int
    """2 when not set."""
    headers: Mapping[str, str]
    query: Mapping[str, object]
    http_client: httpx2.Client
    """Used as it is, and left open by `close`."""
    async_http_client: httpx2.AsyncClient


class Api:
    """One API, and the client that calls use when none is named."""

    def __init__(
        self,
        *,
        name: str,
        base_url: str,
        base_url_environment: str | None = None,
        credentials: tuple[Credential, ...] = (),
    ) -> None:
        self.name = name
        self.base_url = base_url
        self.base_url_environment = base_url_environment
        self.credentials = credentials
        self.logger = logging.getLogger(name)
        self._client: BaseClient | None = None
        self._warned: set[str] = set()
        self._lock = Lock()

    def __repr__(self) -> str:
        """Return the API's name."""
        return f"Api({self.name!r})"

    @property
    def client(self) -> BaseClient:
        """The client set by `use`, or one that knows the environment only."""
        with self._lock:
            if self._client is None:
                self._client = BaseClient(self, {})
            return self._client

    def use(self, client: SomeClient) -> SomeClient:
        """Let calls that name no client use this one."""
        with self._lock:
            self._client = client
        return client

    def first(self, occasion: str) -> bool:
        """Tell whether this occasion is new in this process."""
        with self._lock:
            new = occasion not in self._warned
            self._warned.add(occasion)
        return new


class BaseClient:
    """A configured connection to an API. May be used by several threads and event loops."""

    def __init__(
        self,
        api: Api,
        credentials: Mapping[str, str | None],
        **settings: Unpack[ClientSettings],
    ) -> None:
        self.api = api
        self.base_url = settings.get("base_url")
        self.timeout = settings.get("timeout", 600.0)
        self.total_timeout = settings.get("total_timeout")
        self.max_retries = settings.get("max_retries", 2)
        self.headers = dict(header_fields(settings.get("headers", {})))
        self.query = settings.get("query", {})
        self.http_client = settings.get("http_client")
        self.async_http_client = settings.get("async_http_client")
        self._credentials = {name: Secret(value) for name, value in credentials.items() if value}
        self._lock = Lock()
        self._opened: Connection | None = None

    def __repr__(self) -> str:
        """Return what the client is for, and no key."""
        return f"{type(self).__name__}({self.api.name!r}, base_url={self.base_url!r})"

    def credentials(self, call: Call) -> Iterator[tuple[Credential, Secret | None]]:
        """Yield each credential: from the call, else from this client, else the environment."""
        for credential in self.api.credentials:
            setting = credential.setting
            value = call.credentials.get(setting) or self._credentials.get(setting)
            for variable in credential.environment:
                value = value or os.environ.get(variable)
            yield credential, Secret(value) if value else None

    @property
    def connection(self) -> Connection:
        """What sends; made, and the HTTP library imported, at the first use."""
        if self._opened is None:
            with self._lock:
                if self._opened is None:
                    module = import_module(".connection", __package__)
                    make: Callable[[BaseClient], Connection] = module.Connection
                    self._opened = make(self)
        return self._opened

    def call(self, request: Request[T]) -> T:
        """Send a request and read its reply; a sink gets the updates."""
        return self.connection.call(request)

    async def acall(self, request: Request[T]) -> T:
        """Send a request and read its reply; a sink gets the updates."""
        return await self.connection.acall(request)

    def send(self, request: Request[T]) -> Reply[T]:
        """Send a request and return its reply as it came."""
        return self.connection.send(request)

    async def asend(self, request: Request[T]) -> Reply[T]:
        """Send a request and return its reply as it came."""
        return await self.connection.asend(request)

    def stream(self, request: StreamRequest[Any, Event]) -> EventStream[Event]:
        """Return the stream of a request's events, to be entered by `with`."""
        return self.connection.stream(request)

    def astream(self, request: StreamRequest[Any, Event]) -> AsyncEventStream[Event]:
        """Return the stream of a request's events, to be entered by `async with`."""
        return self.connection.astream(request)

    def close(self) -> None:
        """Close the connections of synchronous calls; a later call opens new ones."""
        if self._opened is not None:
            self._opened.close()

    async def aclose(self) -> None:
        """Close the connections of this event loop; a later call opens new ones."""
        if self._opened is not None:
            await self._opened.aclose()

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the client."""
        self.close()

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the client."""
        await self.aclose()
