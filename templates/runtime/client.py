"""An API, its credentials, and the clients that stand for its tenants."""

from __future__ import annotations

import os
from dataclasses import KW_ONLY, dataclass, field
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Self, TypedDict, TypeVar, Unpack

from .blocking import run
from .errors import ConfigurationError
from .parameters import header_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx2

    from .request import Call
    from .sending import Connection

SomeClient = TypeVar("SomeClient", bound="BaseClient")


class Secret(str):
    """A key. Its `repr` hides it, so that tracebacks which print variables do too."""

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
    query: str | None = None  # take care: the HTTP library's own log shows whole URLs
    cookie: str | None = None
    prefix: str = ""
    basic: bool = False  # the value is `user:password`, and is sent in base64
    environment: tuple[str, ...] = ()
    required: bool = False
    argument: str | None = None  # of the calls; named as the setting when not given

    def missing(self) -> ConfigurationError:
        """Return the error that says how to give this credential."""
        variables = "".join(f", or set {name} in the environment" for name in self.environment)
        return ConfigurationError(
            f"no {self.setting}: give {self.argument or self.setting}=... to the call, "
            f"call configure({self.setting}=...){variables}"
        )


class ClientSettings(TypedDict, total=False):
    """What a client does otherwise than by default."""

    base_url: str | None
    timeout: float | None  # seconds that an attempt waits, 600 by default; None: without end
    total_timeout: float | None  # seconds for all attempts and waits together
    max_retries: int  # further attempts after a failure that may pass; 2 by default
    headers: Mapping[str, str]
    query: Mapping[str, object]
    http_client: httpx2.Client  # used as it is, and not closed
    async_http_client: httpx2.AsyncClient


@dataclass(kw_only=True, eq=False)
class Api:
    """One API, and the client that calls use when none is named."""

    name: str
    base_url: str
    base_url_environment: str | None = None
    credentials: tuple[Credential, ...] = ()
    seen: set[str] = field(default_factory=set[str], repr=False)  # what was warned of
    _client: BaseClient | None = field(default=None, init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    @property
    def client(self) -> BaseClient:
        """The client set by `use`, or one that knows the environment only."""
        with self._lock:
            self._client = self._client or BaseClient(self, {})
            return self._client

    def use(self, client: SomeClient) -> SomeClient:
        """Let calls that name no client use this one."""
        self._client = client
        return client


class BaseClient:
    """A configured connection to an API; any number of threads and event loops may share it."""

    def __init__(
        self,
        api: Api,
        credentials: Mapping[str, str | None],
        **settings: Unpack[ClientSettings],
    ) -> None:
        self.api = api
        self.headers = {k: Secret(v) for k, v in header_fields(settings.pop("headers", {}))}
        self.settings = settings
        self._credentials = {name: Secret(value) for name, value in credentials.items() if value}
        self._connection: Connection | None = None
        self._lock = Lock()

    def __repr__(self) -> str:
        """Return what the client is for, and no key."""
        return f"<{type(self).__name__} of {self.api.name}>"

    def credentials(self, call: Call) -> Iterator[tuple[Credential, Secret | None]]:
        """Yield each credential: the call's own, else this client's, else the environment's."""
        for credential in self.api.credentials:
            setting = credential.setting
            value = call.credentials.get(setting) or self._credentials.get(setting)
            for variable in credential.environment:
                value = value or os.environ.get(variable)
            yield credential, Secret(value) if value else None

    @property
    def connection(self) -> Connection:
        """What sends; made, and the HTTP library imported, at its first use."""
        if self._connection is None:
            with self._lock:
                make: type[Connection] = import_module(".sending", __package__).Connection
                self._connection = self._connection or make(self)
        return self._connection

    def close(self) -> None:
        """Close the connections of blocking calls; a later call opens new ones."""
        run(self.connection.close(awaited=False))

    async def aclose(self) -> None:
        """Close the connections of this event loop; a later call opens new ones."""
        await self.connection.close(awaited=True)

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the client."""
        self.close()

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close the client."""
        await self.aclose()
