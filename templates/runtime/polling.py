"""Polling: how the state of a job is read until it is final."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from .errors import APIResponseError, ErrorContext
from .links import LinkedRequest
from .members import member
from .request import Event, Request, StreamRequest, T
from .styles import fill_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

State = TypeVar("State")

_LONGEST: Final = 20_000  # characters of a part of a URL


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PolledRequest(Request[T], Generic[T, State]):
    """A request that starts a job, or reads its state: a `State`."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PolledStreamRequest(StreamRequest[T, Event], Generic[T, Event, State]):
    """The same for an operation whose response can also be a stream."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StateRequest(LinkedRequest[T]):
    """The request that reads a state, at a path or at a URL that the service gave."""

    refused: ClassVar[str] = "the state is not read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Polling:
    """How the state of a job is read.

    A place in a response is the names of attributes, joined by dots.
    """

    path: str = ""  # of the operation that reads the state
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """By variable of the path, the place of its value; of others, the call has the value."""
    query: tuple[str, ...] = ()  # arguments of the call that the reading requests send too
    headers: tuple[str, ...] = ()  # the same
    url: str = ""  # the place of the URL of the state, if it has no path
    url_header: str = ""  # the same, in a header
    accept: str = "application/json"  # of the reading requests
    status: str = "status"  # the place of the status; of a boolean, true is final
    final: tuple[str, ...] = ()  # statuses that end it; empty: all that are not pending
    pending: tuple[str, ...] = ()  # the others; empty: all that are not final
    interval: float = 1.0  # seconds between two reading requests
    wait: str = ""  # the header with the seconds, or milliseconds if its name ends so
    starts: bool = True  # the call starts a job; else it reads its state
    has_state: bool = True  # the response of the call is a state

    def is_final(self, state: Any) -> bool | None:
        """Return whether a state is final; None for a status that is not known."""
        status = member(state, self.status)
        if not (self.final or self.pending):
            return bool(status) if isinstance(status, bool | None) else None
        text = _text(status)
        if text in self.final:
            return True
        if text in self.pending:
            return False
        if text is None or (self.final and self.pending):
            return None
        return not self.final

    def reading(
        self, call: Request[Any], response: Any, headers: Mapping[str, str], returns: object
    ) -> StateRequest[Any]:
        """Return the request that reads the state; raise if the response has no way to it."""
        link = ""
        if self.url or self.url_header:
            name = self.url_header or self.url
            given = headers.get(name) if self.url_header else member(response, self.url)
            link = str(_part(call, name, given))
        path = call.path if link else self._path(call, response)
        options = call.call.options
        if options is not None:
            options = replace(options, body={}, on_upload=None)
        return StateRequest(
            call=replace(call.call, options=options),
            server=call.server,
            servers=call.servers,
            path=path,
            query={} if link else _some(call.query, self.query),
            headers=_some(call.headers, self.headers),
            query_defaults={} if link else _some(call.query_defaults, self.query),
            header_defaults=_some(call.header_defaults, self.headers),
            accept=self.accept,
            failure=call.failure,
            method="GET",
            url_path=call.url_path if link else self.path,  # a link may be relative to it
            returns=returns,
            began=call.began,
            caller=call.caller,
            link=link,
        )

    def _path(self, call: Request[Any], response: Any) -> dict[str, object]:
        """Return the variables of the path; raise if they would make it another one."""
        path = {one: value for one, value in call.path.items() if f"{{{one}}}" in self.path}
        for variable, way in self.values.items():
            path[variable] = _part(call, way, member(response, way))
        try:
            fill_path(self.path, path)
        except ValueError as error:
            context = ErrorContext(call.method, call.url_path)
            raise APIResponseError(f"the state cannot be read: {error}", context) from None
        return path


def _part(call: Request[Any], name: str, value: object) -> object:
    """Return a value that can be a part of a URL, which a response must have."""
    if (text := _text(value)) and len(text) <= _LONGEST:
        return value
    reason = f"the state cannot be read, because the response has no {name!r}"
    raise APIResponseError(reason, ErrorContext(call.method, call.url_path))


def _text(value: object) -> str | None:
    """Return a scalar as text; None for anything else."""
    is_scalar = isinstance(value, (str, int)) and not isinstance(value, bool)
    return str(value) if is_scalar or type(value).__name__ == "UUID" else None


def _some(members: Mapping[str, object], names: Iterable[str]) -> dict[str, object]:
    return {name: members[name] for name in names if name in members}
