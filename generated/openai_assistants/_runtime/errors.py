"""What can go wrong with a call."""

from __future__ import annotations

import inspect
import json
import warnings
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from .parameters import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping


class DriftWarning(UserWarning):
    """A reply differs from the document that this package was made from."""


class ConfigurationError(Exception):
    """A setting is missing or wrong; nothing was sent."""


class Exchanged(NamedTuple):
    """What was asked, and what came back so far."""

    method: str
    path: str
    status: int | None = None
    headers: Mapping[str, str] = {}
    raw_body: bytes = b""


class APIError(Exception):
    """A call failed. `str` tells the reason, the attributes what was exchanged."""

    def __init__(self, reason: str, exchanged: Exchanged, body: object = None) -> None:
        super().__init__(reason, exchanged, body)  # all of them, so that it can be pickled
        self.reason = reason
        self.method, self.path, self.status, self.headers, self.raw_body = exchanged
        self.request_id = self.headers.get("x-request-id")
        self.body = json_or_text(self.raw_body) if body is None else body

    def __str__(self) -> str:
        status = "" if self.status is None else f" {self.status}"
        identity = "" if self.request_id is None else f" (request id {self.request_id})"
        return printable(f"{self.method} {self.path}:{status} {self.reason}") + printable(identity)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class APIConnectionError(APIError):
    """No reply came, or a stream broke off."""


class APITimeoutError(APIConnectionError):
    """The time for one attempt or for the whole call was over."""


class APIResponseError(APIError):
    """A reply came that cannot be read."""


class APIStatusError(APIError):
    """The service answered with an error status."""

    kinds: ClassVar[dict[int, type[APIStatusError]]] = {}

    def __init_subclass__(cls, status: int) -> None:
        cls.kinds[status] = cls

    @classmethod
    def of(cls, exchanged: Exchanged, reason: str | None = None) -> APIStatusError:
        """Return the error that belongs to the status of a reply."""
        kind = cls.kinds.get(min(exchanged.status or 0, 500), APIStatusError)
        return kind(reason or message(json_or_text(exchanged.raw_body)), exchanged)


class BadRequestError(APIStatusError, status=400):
    """Status 400."""


class AuthenticationError(APIStatusError, status=401):
    """Status 401."""


class PermissionDeniedError(APIStatusError, status=403):
    """Status 403."""


class NotFoundError(APIStatusError, status=404):
    """Status 404."""


class ConflictError(APIStatusError, status=409):
    """Status 409."""


class UnprocessableEntityError(APIStatusError, status=422):
    """Status 422."""


class RateLimitError(APIStatusError, status=429):
    """Status 429."""


class InternalServerError(APIStatusError, status=500):
    """Status 500 and above."""


def json_or_text(body: bytes) -> object:
    """Return a body as JSON, or as text when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode(errors="replace")


def message(body: object) -> str:
    """Find the message in the body of an error, as services commonly write it."""
    for name in ("error", "message", "detail"):
        body = (is_object(body) and body.get(name)) or body
    return str(body) or "no reason given"


def printable(text: str, limit: int = 500) -> str:
    """Return text fit for a terminal or a log: no control characters, not too long."""
    cut = text if len(text) <= limit else f"{text[:limit]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


def warn_caller(text: str, category: type[Warning]) -> None:
    """Warn at the nearest line outside of this package's runtime."""
    level, frame = 1, inspect.currentframe()
    while frame is not None and frame.f_globals.get("__package__") == __package__:
        level, frame = level + 1, frame.f_back
    warnings.warn(text, category, stacklevel=level)
