"""The calls that wait until a job is done."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import anyio

from .blocking import maybe_await
from .callers import warn_caller
from .calls import Calls
from .errors import (
    APIError,
    APIResponseError,
    APITimeoutError,
    ConfigurationError,
    DriftWarning,
    ErrorContext,
    NotFoundError,
    printable,
    without_frames,
)
from .members import member
from .parameters import omit
from .request import NO_OPTIONS
from .retries import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .client import BaseClient
    from .polling import Polling
    from .request import CallOptions, Request

_LEAST: Final = 0.05  # seconds to wait, where the service asks for less
_MOST: Final = 120.0  # seconds, where it asks for more
_MOST_UNKNOWN: Final = 600.0  # seconds that a job may have a status that is not known
_MOST_MISSING: Final = 3  # reading requests to which a job that was started is not found
_MOST_SLEPT: Final = 1e9  # seconds that every system can sleep
_TICK: Final = 0.001  # seconds; a limit of 0 would mean no limit


class PolledCalls(Calls):
    """The calls of one client that wait until a job is done."""

    async def until_done(self, request: Request[Any], polling: Polling, returns: object) -> Any:
        """Make a call, and read the state of its job until it is final; return this state."""
        job = _Job(self._client, request, polling, returns)
        try:
            while not await self._reads_final(job):
                await self._sleep(job)
        except APIError as error:
            raise without_frames(job.failure(error)) from error.__cause__
        return job.state

    async def _reads_final(self, job: _Job) -> bool:
        """Send the next request of a job; return whether its state is final."""
        request = job.limited(job.next)
        try:
            value, exchange = await self._read(request)
        except NotFoundError as error:
            if not job.may_be_missing():
                raise
            job.headers = error.headers
            return False
        job.headers = exchange.response.headers
        return job.receive(value, request)

    async def _sleep(self, job: _Job) -> None:
        """Wait before the next request; raise if the time is over then."""
        seconds = min(job.delay(), max(job.left, 0.0))
        await maybe_await((anyio.sleep if self._awaited else time.sleep)(seconds))
        if job.left <= 0:
            raise job.timeout(ErrorContext(job.next.method, job.next.url_path))


@dataclass
class _Job:
    """What is known of a job."""

    client: BaseClient
    call: Request[Any]
    polling: Polling
    returns: object = field(repr=False)
    state: Any = field(default=None, init=False, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str], init=False, repr=False)

    def __post_init__(self) -> None:
        options, settings = self.options, self.client.settings
        limit = options.setting("poll_timeout", settings, None)
        interval = options.setting("poll_interval", settings, omit)
        self._limit = math.inf if limit is None else _seconds("poll_timeout", limit)
        self._interval = None if interval is omit else _seconds("poll_interval", interval)
        self._began = time.monotonic()
        self._unknown: float | None = None  # since when the status is not known
        self._missing = 0  # reading requests in a row to which it was not found
        self._is_started = self._is_read = False
        self.next = self.call  # the next request

    @property
    def options(self) -> CallOptions:
        """The options of the call."""
        return self.call.call.options or NO_OPTIONS

    @property
    def left(self) -> float:
        """The seconds until the time for the job is over."""
        return self._began + self._limit - time.monotonic()

    def limited(self, request: Request[Any]) -> Request[Any]:
        """Return a request that takes no longer than until the time for the job is over."""
        if self._limit == math.inf:
            return request
        options = request.call.options or NO_OPTIONS
        given = options.setting("total_timeout", self.client.settings, None)
        left = max(self.left, _TICK)
        total = left if given is None else min(given, left)
        return replace(
            request, call=replace(request.call, options=replace(options, total_timeout=total))
        )

    def receive(self, value: Any, request: Request[Any]) -> bool:
        """Note a response; return whether it is a final state."""
        polling, is_first = self.polling, not self._is_started
        self._is_started = True
        if is_first and polling.starts:
            self.state = value  # an error shows what was started
            if polling.has_state and polling.is_final(value):
                return True
            self.next = polling.reading(self.call, value, self.headers, self.returns)
            return False
        self.state, self._is_read, self._missing = value, True, 0
        if (is_final := polling.is_final(value)) is None:
            self._meet_unknown(request)
        else:
            self._unknown = None
        return bool(is_final)

    def may_be_missing(self) -> bool:
        """Return whether a job that is not found may be too new: it was started just now."""
        self._missing += 1
        return self._is_started and not self._is_read and self._missing <= _MOST_MISSING

    def _meet_unknown(self, request: Request[Any]) -> None:
        """Warn of a status that is not known; raise if the job has had one for long."""
        now = time.monotonic()
        if self._unknown is None:
            self._unknown = now
        status = printable(repr(member(self.state, self.polling.status)), 100)
        name = f"{request.method} {request.url_path}"
        seen = self.client.api.seen
        if (key := f"{name}: {status}") not in seen:
            seen.add(key)
            warn_caller(f"{name}: the status {status} is not known; it is read again", DriftWarning)
        if now - self._unknown >= _MOST_UNKNOWN:
            reason = f"the status has been {status} for {_MOST_UNKNOWN:g} s, which is not known"
            raise APIResponseError(reason, ErrorContext(request.method, request.url_path))

    def delay(self) -> float:
        """Return the seconds to wait: as the call says, else the service, else the rule."""
        if self._interval is not None:
            return min(self._interval, _MOST_SLEPT)
        asked = _hint(self.headers, self.polling.wait) if self.polling.wait else None
        asked = retry_after(self.headers) if asked is None else asked
        return self.polling.interval if asked is None else min(max(asked, _LEAST), _MOST)

    def failure(self, error: APIError) -> APIError:
        """Return the error to raise for one of a request, with the last state."""
        if isinstance(error, APITimeoutError) and self.left <= _TICK:
            key = error.idempotency_key
            context = ErrorContext(error.method, error.path, idempotency_key=key)
            error = self.timeout(context)
        error.state = self.state
        return error

    def timeout(self, context: ErrorContext) -> APITimeoutError:
        """Return the error for a job that is not done in time."""
        status = printable(repr(member(self.state, self.polling.status)), 100)
        known = f"the status is {status}" if self._is_started else "the call has no response yet"
        return APITimeoutError(f"poll_timeout: {self._limit:g} s are over, and {known}", context)


def _seconds(name: str, given: object) -> float:
    if not isinstance(given, (int, float)) or not given >= 0:
        raise ConfigurationError(f"{name} is {given!r}: give seconds that are not negative")
    return given


def _hint(headers: Mapping[str, str], name: str) -> float | None:
    """Return the seconds that a header asks to wait; None if it has no number."""
    unit = 0.001 if name.lower().endswith("-ms") else 1.0
    try:
        seconds = float(headers.get(name, "")) * unit
    except ValueError:
        return None
    return seconds if seconds >= 0 else None
