"""What an operation describes: one request, and how its reply is read. No I/O."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from .parameters import Omit, omit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .client import Api, BaseClient
    from .sinks import Sink

T = TypeVar("T")
Item = TypeVar("Item")
Event = TypeVar("Event")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOptions:
    """What one call does otherwise than its client."""

    client: BaseClient | None = None
    timeout: float | Omit | None = omit
    """Seconds for one attempt; `None` waits without end."""
    total_timeout: float | Omit | None = omit
    """Seconds for the whole call, with all attempts and the waits between them."""
    max_retries: int | Omit = omit
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    query: Mapping[str, object] = field(default_factory=dict[str, object], repr=False)
    """Further query parameters, for what the document does not have."""
    body: Mapping[str, object] = field(default_factory=dict[str, object], repr=False)
    """Further members of the JSON body, for what the document does not have."""


DEFAULT_OPTIONS: Final = CallOptions()


@dataclass(frozen=True, slots=True)
class Call:
    """Where and as whom a request is sent."""

    api: Api
    options: CallOptions | None
    base_url: str | None
    credentials: Mapping[str, str | None] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    """One request and the type of its reply."""

    method: str
    url_path: str
    _: KW_ONLY
    returns: object
    """The type `T`, for reading; `None` when a reply has no content."""
    call: Call
    path: Mapping[str, object] = field(default_factory=dict[str, object])
    query: Mapping[str, object] = field(default_factory=dict[str, object])
    headers: Mapping[str, object] = field(default_factory=dict[str, object])
    cookies: Mapping[str, object] = field(default_factory=dict[str, object], repr=False)
    json: object = omit
    json_optional: bool = False
    """Send no body at all when every member of `json` is omitted."""
    sink: Sink[Any] | None = None
    """Takes `T`, or the events of a stream."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How one page leads to the next."""

    parameter: str
    """The query parameter that takes the cursor."""
    _: KW_ONLY
    items: str
    next: str
    more: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedRequest(Request[T], Generic[T, Item]):
    """A request for one page of `Item`s."""

    pages: Cursor


@dataclass(frozen=True, slots=True)
class Events:
    """How the event stream of an operation is asked for and read."""

    type: object
    _: KW_ONLY
    flag: str | None = None
    """The member of the body that asks for a stream."""
    envelope: bool = False
    """An event is `{"event": name, "data": data}`, not the data alone."""
    terminated: bool = False
    """The stream must end with `[DONE]`; one that just ends has broken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamRequest(Request[T], Generic[T, Event]):
    """A request that can be answered whole or by a stream of `Event`s."""

    events: Events
