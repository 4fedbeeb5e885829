"""An API, and the clients that call it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal, Self, TypedDict, TypeVar, Unpack

from .errors import APIEventError, APIStatusError, ConfigurationError
from .settings import check_counts
from .styles import encode_headers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx2

    from .connection import Connection
    from .credentials import Credential
    from .retries import Hook, Retries
    from .secret_sources import Secrets, TokenSource
    from .settings import FailureFinder, Parameter, Variable

AnyClient = TypeVar("AnyClient", bound="BaseClient")
_LENT: Final = frozenset(("http_client", "async_http_client"))


class ClientSettings(TypedDict, total=False):
    """The settings of a client; each has a default."""

    base_url: str | None  # the address; by default the environment, then the document
    timeout: float | httpx2.Timeout | None
    """Seconds that an attempt waits for data, 600 by default; None: no limit.

    It waits for a connection 10 seconds at most; `httpx2.Timeout` sets each wait. By default, an
    HTTP client of yours keeps its own timeout.
    """
    total_timeout: float | None
    """Seconds for the whole call, with all attempts, waits and reading; by default no limit."""
    max_response_size: int | None
    """Bytes of a response in memory, after decompression; 256 MiB by default, None: no limit."""
    max_retries: int  # attempts after the first one failed; 2 by default
    retries: Retries  # which failures are tried again, and when; `Retries()` by default
    idempotency_header: str | None
    """The header with the key that each POST and PATCH gets; None: no key."""
    follow_redirects: bool
    """Whether redirects are followed, by default as your HTTP client does, or False without one.

    Another host gets no credentials.
    """
    max_event_size: int | None
    """Bytes of an event or an item of a stream; 256 MiB by default, None: no limit."""
    max_resumes: int  # times that a broken stream of a GET is resumed; 0 by default
    poll_interval: float
    """Seconds between two requests of `until_done`; by default as the service or the API says."""
    poll_timeout: float | None
    """Seconds for all requests of `until_done` together; by default no limit."""
    headers: Mapping[str, str]  # sent with each request
    query: Mapping[str, object]  # sent with each request
    http_client: httpx2.Client  # yours, for blocking calls: used as it is, and never closed
    async_http_client: httpx2.AsyncClient  # the same, for awaited calls
    on_request: Hook  # called before each attempt; may add headers to its `request`
    on_response: Hook  # called after each attempt, with a response or an error
    on_retry: Hook  # called before the wait for a further attempt


@dataclass(kw_only=True, eq=False)
class Api:
    """One API, and the client that its calls use by default."""

    name: str
    base_url: str  # may have variables, such as `{region}`
    version: str = ""  # of the document, for the user agent
    base_url_environment: str | None = None
    servers: Mapping[str, str] = field(default_factory=dict[str, str])  # base URLs by name
    variables: tuple[Variable, ...] = ()
    parameters: tuple[Parameter, ...] = ()  # of all calls
    credentials: tuple[Credential, ...] = ()
    form_style: Literal["plain", "brackets"] = "plain"  # of lists and objects in forms
    request_id_headers: tuple[str, ...] = ("x-request-id",)  # of responses, best first
    failure: FailureFinder | None = None  # how the bodies of all calls report one
    idempotency_header: str | None = None  # of the key that each POST and PATCH gets
    repeat: tuple[str, ...] = ()  # methods that may be sent twice, as GET may
    status_error: type[APIStatusError] = APIStatusError
    event_error: type[APIEventError] = APIEventError
    module: str = field(default="", repr=False)  # that has this as `API`: pickles only name it
    seen: set[str] = field(default_factory=set[str], repr=False)  # the warnings given so far
    client: BaseClient = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.__module__ = self.module
        self.client = BaseClient(self, {})  # its settings come from the environment only

    def __reduce__(self) -> str:
        return "API"

    def request_id(self, headers: Mapping[str, str]) -> str | None:
        """Return the ID of a request, from the headers of its response."""
        named = filter(None, map(headers.get, self.request_id_headers))
        return next(named, None) or next(filter(None, _request_ids(headers)), None)

    def use(self, client: AnyClient) -> AnyClient:
        """Set the client that calls use by default, and return it."""
        self.client = client
        return client


def _request_ids(headers: Mapping[str, str]) -> Iterator[str]:
    """Yield the IDs in headers such as `X-Acme-Request-Id`, but for those that a client gave."""
    for name, value in headers.items():
        if _names_request_id(name):
            yield value


@lru_cache(maxsize=1024)
def _names_request_id(header: str) -> bool:
    plain = header.lower().replace("-", "").replace("_", "")
    return plain.endswith("requestid") and "client" not in plain


class BaseClient:
    """Settings and connections for an API; threads and event loops can share one client."""

    def __init__(
        self,
        api: Api,
        credentials: Secrets,
        values: Mapping[str, object] = {},
        **settings: Unpack[ClientSettings],
    ) -> None:
        if unknown := settings.keys() - ClientSettings.__annotations__.keys():
            explain = import_module(".wrong_arguments", __package__).of_settings
            known = [*credentials, *values, *ClientSettings.__annotations__]
            raise explain(type(self).__name__, unknown, known)
        self.api = api
        self.credentials = credentials
        self.values = values  # of the server, of variables in its URL, of parameters, of OAuth2
        self.headers = dict(encode_headers(settings.pop("headers", {})))
        if any("idempotency-key" in name for name in self.headers):
            raise ConfigurationError(
                "all calls would share the idempotency key in headers: give it to one call,"
                " by its argument or CallOptions(headers=...)"
            )
        resumes, retries = settings.get("max_resumes", 0), settings.get("max_retries", 0)
        check_counts(settings.get("retries"), max_retries=retries, max_resumes=resumes)
        self.settings = settings
        self.idempotency_header = settings.get("idempotency_header", api.idempotency_header)
        self.has_hooks = any(name.startswith("on_") for name in settings)
        self.has_lent = not _LENT.isdisjoint(settings)

    @property
    def connection(self) -> Connection:
        """The connection of this client; the first use imports the HTTP library and opens it."""
        found = vars(self)
        if "_connection" not in found:  # without a lock, which a thread could hold during a fork
            make: type[Connection] = import_module(".connection", __package__).Connection
            lent = self.settings.get("http_client"), self.settings.get("async_http_client")
            found.setdefault("_connection", make(*lent))
        connection: Connection = found["_connection"]
        return connection

    @property
    def tokens(self) -> dict[str, TokenSource]:
        """Where its access tokens come from, by setting; a copy and a pickle have none."""
        found: dict[str, TokenSource] = vars(self).setdefault("_tokens", {})
        return found

    def close(self) -> None:
        """Close the connections of blocking calls; a later call opens new ones."""
        if "_connection" in vars(self):
            self.connection.close()

    async def aclose(self) -> None:
        """Close the connections of this event loop; a later call opens new ones."""
        if "_connection" in vars(self):
            await self.connection.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.api.name}>"

    def __getstate__(self) -> dict[str, object]:
        """Return the settings and the credentials: a pickle has both, but no connection."""
        pickle = import_module("pickle")
        settings = {**self.credentials, **self.values, **self.settings}
        for name, value in settings.items():
            try:
                pickle.dumps(value)
            except (pickle.PicklingError, TypeError, AttributeError) as error:
                raise TypeError(
                    f"{self!r} cannot be pickled, because its {name} cannot: {error}. "
                    "Make a client where it is needed"
                ) from None
        return self._public()

    def _public(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}

    def __copy__(self) -> Self:
        made = object.__new__(type(self))
        vars(made).update(self._public())
        return made

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """Return a client with settings and connections of its own, but the same lent ones."""
        for one in (self.api, *map(self.settings.get, ("http_client", "async_http_client"))):
            memo[id(one)] = one
        made = object.__new__(type(self))
        vars(made).update(deepcopy(self._public(), memo))
        return made

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()
