"""The request that an operation makes of its arguments. No I/O."""

from __future__ import annotations

from dataclasses import KW_ONLY, MISSING, dataclass, field, fields
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from .errors import ConfigurationError
from .parameters import Omit, Styled, is_object, omit
from .settings import check_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from dataclasses import Field

    import httpx2

    from .callers import Caller
    from .client import Api, BaseClient
    from .files import Progress
    from .http_requests import SentItems
    from .results import Sink
    from .retries import Retries
    from .secret_sources import Secrets
    from .settings import FailureFinder

T = TypeVar("T")
Event = TypeVar("Event")


def _empty() -> dict[str, Any]:
    return {}  # `dict[str, object]` as a factory takes five times as long


def _explaining(made: type[T]) -> type[T]:
    """Let the error for a wrong argument of a class name the right one."""
    init: Callable[..., None] = vars(made)["__init__"]

    @wraps(init)
    def checked(*args: object, **kwargs: object) -> None:
        try:
            init(*args, **kwargs)
        except TypeError as error:
            explain = import_module(".wrong_arguments", __package__).of_options
            raise explain(error, kwargs, made.__annotations__) from None

    type.__setattr__(made, "__init__", checked)
    return made


@_explaining
@dataclass(frozen=True, slots=True, kw_only=True)
class CallOptions:
    """The settings of one call; they override those of its client."""

    client: BaseClient | None = None  # the client that makes the call
    timeout: float | httpx2.Timeout | Omit | None = omit  # as in the settings of a client
    total_timeout: float | Omit | None = omit  # seconds for the whole call
    max_retries: int | Omit = omit  # attempts after the first one failed
    retries: Retries | Omit = omit  # which failures are tried again, and when
    follow_redirects: bool | Omit = omit  # whether redirects are followed
    max_response_size: int | Omit | None = omit  # bytes of a response in memory
    max_event_size: int | Omit | None = omit  # bytes of an event or an item of a stream
    max_resumes: int | Omit = omit  # times that a broken stream is resumed after its last event
    poll_interval: float | Omit = omit  # seconds between two requests of `until_done`
    poll_timeout: float | Omit | None = omit  # seconds for all requests of `until_done`
    on_upload: Progress | None = None  # called with the bytes sent, and the size or None
    headers: Mapping[str, str | Omit] = field(default_factory=_empty, repr=False)
    """They override those of the client; `omit` as a value sends no such header."""
    query: Mapping[str, object] = field(default_factory=_empty, repr=False)  # as `headers`
    body: Mapping[str, object] = field(default_factory=_empty, repr=False)
    """More members of the request body, which the document does not have."""

    def __post_init__(self) -> None:
        counts = {"max_retries": self.max_retries, "max_resumes": self.max_resumes}
        given = {name: one for name, one in counts.items() if one is not omit}
        check_counts(self.retries, **given)

    def setting(self, name: str, settings: Mapping[str, object], default: object) -> Any:
        """Return an option, else the setting of the client with its name, else the default."""
        given = getattr(self, name)
        return settings.get(name, default) if given is omit else given


NO_OPTIONS: Final = CallOptions()


@dataclass(frozen=True, slots=True)
class Call:
    """The API, the options, the credentials and the fixed headers of a request."""

    api: Api = field(repr=False)
    options: CallOptions | None
    base_url: str | None = field(repr=False)
    credentials: Secrets = field(repr=False)  # by setting; no others are sent
    headers: Mapping[str, str] = field(default_factory=_empty)
    alternatives: tuple[tuple[str, ...], ...] = ()
    """Credentials that the service accepts together; without any, all required ones."""


@dataclass(frozen=True, slots=True, repr=False)
class Request(Generic[T]):
    """One request, and the type T that its response is read as.

    The operation adds `method`, `url_path` and `returns`.
    """

    _: KW_ONLY
    call: Call
    server: str | None = None  # the base URL of this operation, where it has its own
    servers: Mapping[str, str] = field(default_factory=_empty)  # its own by name, if several
    path: Mapping[str, object] = field(default_factory=_empty)
    query: Mapping[str, object] = field(default_factory=_empty)
    headers: Mapping[str, object] = field(default_factory=_empty, repr=False)
    query_defaults: Mapping[str, object] = field(default_factory=_empty)  # of `query`
    header_defaults: Mapping[str, object] = field(default_factory=_empty, repr=False)
    cookies: Mapping[str, object] = field(default_factory=_empty, repr=False)
    json: object = omit
    form: object = field(default=omit, repr=False)  # the members of a form
    content: object = field(default=omit, repr=False)  # text, a file or items
    items: Callable[[Any], SentItems] | None = None  # makes a body of the items
    media_type: str | Omit = omit
    media_types: tuple[str, ...] = ()  # several: the first that can hold the arguments is sent
    files: tuple[str, ...] = ()  # members of a form that are files, or lists of files
    lists: tuple[str, ...] = ()  # parameters of the query and members of the body that are lists
    part_types: Mapping[str, str] = field(default_factory=_empty)  # of members of a form
    part_styles: Mapping[str, Callable[[Any], Styled]] = field(default_factory=_empty)
    json_files: bool = False  # the JSON may hold files, which are sent in base64
    json_optional: bool = False  # send no body when every member of it is omitted
    accept: str = "application/json"
    redirects: bool = False  # the expected response is a redirect; T is its URL
    idempotency: str = ""  # the header of its key, which the client makes if none is given
    quoted_key: bool = False  # the key that the client makes is in quotes
    repeat: bool = False  # may be sent twice, also a POST
    failure: FailureFinder | None = None  # how a body reports one, though the status is of success
    sink: Sink[Any] | None = None  # receives T, or the events of a stream
    method: str = ""
    url_path: str = ""
    # T as a value; None: the response has no content. Copies of some types are not equal.
    returns: object = field(default=None, compare=False)
    began: float = field(default=0.0, repr=False, compare=False)  # of the monotonic clock
    caller: Caller | None = field(default=None, repr=False, compare=False)  # of an awaited call

    def linked(self, _base: str, _path: str, /) -> tuple[str, Mapping[str, object]] | None:
        """Return the URL and the query that another response has a link to; None without one."""
        return None

    def after(self, _page: object, _headers: Mapping[str, str], /) -> Request[T] | None:
        """Return the request for the page after a response to this one; None without one."""
        return None

    def check_lists(self) -> None:
        """Raise TypeError for a mapping where a list is expected."""
        for place in (self.query, self.json, self.form):
            if place is omit or not is_object(place):
                continue
            for name in self.lists:
                given = place.get(name, omit)
                if given is omit or type(given) is list:  # looking at its class takes longer
                    continue
                value = given.value if isinstance(given, Styled) else given
                if is_object(value):
                    kind = type(value).__name__
                    raise TypeError(f"{name!r} is a {kind}, not a list; give [value]")

    def body_with(self, given: object, more: Mapping[str, object]) -> object:
        """Return a body with `more` members, without those that are omitted; `omit` for no body.

        Raises `ConfigurationError` if the body has no members and `more` is not empty.
        """
        members: object = {} if given is omit else given
        if is_object(members):
            merged = {**members, **more} if more else members
            members = {name: one for name, one in merged.items() if one is not omit}
            return members if members or not (self.json_optional or given is omit) else omit
        if more:
            raise ConfigurationError(f"{self.url_path}: its body has no members to add to")
        return members

    @property
    def response_name(self) -> str:
        """The name of the response in warnings."""
        return f"{self.method} {self.url_path}: the response"

    def __repr__(self) -> str:
        """Show what the request has, but no secrets; a part that is as usual says nothing."""
        hidden: Callable[[object], object] = import_module(".secret_names", __package__).hidden
        parts = [(one, getattr(self, one.name)) for one in fields(self) if one.repr]
        unusual = [pair for pair in parts if not _is_usual(*pair)]
        shown = [f"{one.name}={hidden(value)!r}" for one, value in unusual]
        return f"{type(self).__name__}({', '.join(shown)})"


def _is_usual(part: Field[Any], value: object) -> bool:
    usual = part.default if part.default_factory is MISSING else part.default_factory()
    return type(value) is type(usual) and value == usual


@dataclass(frozen=True, slots=True)
class Events:
    """How an operation is asked for a stream, and how its events or items are read."""

    type: object = field(compare=False)
    _: KW_ONLY
    media_type: str = "text/event-stream"
    flag: str | None = None  # the member of the request body that asks for a stream
    value: object = True  # the value of that member
    in_query: bool = False  # the flag is a query parameter instead
    envelope: bool = False  # an event is {"event": name, "data": data}, not the data alone
    text: bool = False  # the data is text, also where it could be JSON
    ends: tuple[str, ...] = ()  # types or names of the last event; a stream must end with one
    only: bool = False  # the operation returns nothing else: T is None
    carries_result: bool = False  # an event holds a whole T; a call with a sink returns the last
    parts: tuple[tuple[str, str, str, str], ...] = ()
    """How events are joined to a T: a type of events, a path in them, a path in T, and how."""
    texts: tuple[tuple[str, str], ...] = ()  # the type of events with text, and its path in them


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StreamRequest(Request[T], Generic[T, Event]):
    """A request whose response is a T, or a stream of events."""

    events: Events
