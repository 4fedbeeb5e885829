"""What an operation describes: one request, and how its reply is read. No I/O."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .parameters import Omit, omit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .client import Api, BaseClient
    from .results import Sink

T = TypeVar("T")
Item = TypeVar("Item")
Event = TypeVar("Event")


def _nothing() -> dict[str, Any]:
    return {}  # `dict[str, object]` as a factory takes five times as long


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOptions:
    """What one call does otherwise than its client."""

    client: BaseClient | None = None
    timeout: float | Omit | None = omit  # seconds that an attempt waits; None: without end
    total_timeout: float | Omit | None = omit  # seconds for all attempts and waits together
    max_retries: int | Omit = omit
    headers: Mapping[str, str] = field(default_factory=_nothing, repr=False)
    query: Mapping[str, object] = field(default_factory=_nothing, repr=False)
    body: Mapping[str, object] = field(default_factory=_nothing, repr=False)
    """Further members of the body, for what the document does not have."""


@dataclass(frozen=True, slots=True)
class Call:
    """Where, how and as whom a request is sent."""

    api: Api = field(repr=False)
    options: CallOptions | None
    base_url: str | None = field(repr=False)
    credentials: Mapping[str, str | None] = field(repr=False)  # by setting; no others are sent
    anonymous: bool = False  # the service also answers without the required ones


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    """One request and the type of its reply."""

    method: str
    url_path: str
    _: KW_ONLY
    returns: object  # the type T for reading; None: the reply has no content
    call: Call
    server: str | None = None  # where the operation is served, if elsewhere than the others
    path: Mapping[str, object] = field(default_factory=_nothing)
    query: Mapping[str, object] = field(default_factory=_nothing)
    headers: Mapping[str, object] = field(default_factory=_nothing)
    cookies: Mapping[str, object] = field(default_factory=_nothing, repr=False)
    json: object = omit
    form: object = field(default=omit, repr=False)  # the members of a form
    content: object = field(default=omit, repr=False)  # bytes or text that is sent as it is
    media_type: str | Omit = omit
    media_types: tuple[str, ...] = ()  # several: the one that takes what was given is sent
    part_types: Mapping[str, str] = field(default_factory=_nothing)
    json_optional: bool = False  # send no body when every member of it is omitted
    accept: str = "application/json"
    sink: Sink[Any] | None = None  # takes T, or the events of a stream

    @property
    def reply_name(self) -> str:
        """What warnings call its reply."""
        return f"{self.method} {self.url_path}: the reply"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How one page leads to the next: the query parameter, and the page's attributes."""

    parameter: str
    _: KW_ONLY
    items: str
    next: str
    more: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedRequest(Request[T], Generic[T, Item]):
    """A request for one page of items."""

    pages: Cursor


@dataclass(frozen=True, slots=True)
class Events:
    """How the event stream of an operation is asked for and read."""

    type: object
    _: KW_ONLY
    flag: str | None = None  # what asks for a stream: a member of the body
    value: object = True  # what it says
    in_query: bool = False  # ... or a parameter of the query
    envelope: bool = False  # an event is {"event": name, "data": data}, not the data alone
    ends: tuple[str, ...] = ()  # "[DONE]" and types or names of events: without, it broke off
    carries_reply: bool = False  # an event holds a whole T; a call with a sink returns the last


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamRequest(Request[T], Generic[T, Event]):
    """A request that can be answered whole, or by a stream of events."""

    events: Events
