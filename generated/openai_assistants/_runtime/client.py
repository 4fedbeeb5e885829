"""An API, its credentials, and the clients that stand for its tenants."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Literal, Self, TypedDict, TypeVar, Unpack

from .parameters import header_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2

    from .sending import Connection

SomeClient = TypeVar("SomeClient", bound="BaseClient")


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
    required: bool = False  # by the operations that name it
    argument: str | None = None  # of the calls; named as the setting when not given


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
    form_style: Literal["plain", "brackets"] = "plain"  # how forms write lists and objects
    seen: set[str] = field(default_factory=set[str], repr=False)  # what was warned of
    client: BaseClient = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.client = BaseClient(self, {})  # it knows the environment only

    def use(self, client: SomeClient) -> SomeClient:
        """Let calls that name no client use this one."""
        self.client = client
        return client


class BaseClient:
    """A configured connection to an API; any number of threads and event loops may share it."""

    def __init__(
        self, api: Api, credentials: Mapping[str, str | None], **settings: Unpack[ClientSettings]
    ) -> None:
        if unknown := settings.keys() - ClientSettings.__annotations__.keys():
            said = ", ".join(map(repr, sorted(unknown)))
            known = ", ".join([*credentials, *ClientSettings.__annotations__])
            raise TypeError(f"{type(self).__name__} has no settings {said}; it has {known}")
        self.api = api
        self.credentials = credentials
        self.headers = dict(header_fields(settings.pop("headers", {})))
        self.settings = settings
        self._connection: Connection | None = None
        self._lock = Lock()

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
        self.connection.close()

    async def aclose(self) -> None:
        """Close the connections of this event loop; a later call opens new ones."""
        await self.connection.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.api.name}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()
