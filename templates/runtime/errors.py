"""What can go wrong with a call.

ConfigurationError            nothing was sent
APIError
  APIConnectionError          no reply, or a stream that broke off
    APITimeoutError
  APIResponseError            a reply that cannot be read
  APIStatusError              a reply that says no
    BadRequestError           400
    AuthenticationError       401
    PermissionDeniedError     403
    NotFoundError             404
    ConflictError             409
    UnprocessableEntityError  422
    RateLimitError            429
    InternalServerError       500 and above
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


class ConfigurationError(Exception):
    """A setting is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What was asked, and what came back so far."""

    method: str
    path: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    request_id: str | None = None
    raw_body: bytes = field(default=b"", repr=False)

    @property
    def body(self) -> object:
        """The body as JSON, or as text where it is none."""
        try:
            return json.loads(self.raw_body)
        except (ValueError, RecursionError):
            return self.raw_body.decode(errors="replace")


class APIError(Exception):
    """A call failed; `str` gives the reason, the attributes what was exchanged."""

    def __init__(self, reason: str, exchanged: Exchanged, body: object = None) -> None:
        super().__init__(reason, exchanged, body)  # all of them, so that it can be pickled
        self.reason = reason
        self.method = exchanged.method
        self.path = exchanged.path
        self.status = exchanged.status
        self.headers = exchanged.headers
        self.request_id = exchanged.request_id
        self.raw_body = exchanged.raw_body
        self.body = exchanged.body if body is None else body

    def __str__(self) -> str:
        """Return one line: what was called, the status, the reason, the request's id."""
        status = "" if self.status is None else f" {self.status}"
        identity = "" if self.request_id is None else f" (request id {self.request_id})"
        return printable(f"{self.method} {self.path}:{status} {self.reason}{identity}")

    def __repr__(self) -> str:
        """Return the class and the line."""
        return f"{type(self).__name__}({str(self)!r})"


class APIConnectionError(APIError):
    """No reply came, or a stream broke off."""


class APITimeoutError(APIConnectionError):
    """The time for one attempt or for the whole call was over."""


class APIResponseError(APIError):
    """A reply came that cannot be read."""


class APIStatusError(APIError):
    """The service answered with an error status."""


class BadRequestError(APIStatusError):
    """Status 400."""


class AuthenticationError(APIStatusError):
    """Status 401."""


class PermissionDeniedError(APIStatusError):
    """Status 403."""


class NotFoundError(APIStatusError):
    """Status 404."""


class ConflictError(APIStatusError):
    """Status 409."""


class UnprocessableEntityError(APIStatusError):
    """Status 422."""


class RateLimitError(APIStatusError):
    """Status 429."""


class InternalServerError(APIStatusError):
    """Status 500 and above."""


def status_error(exchanged: Exchanged, reason: str | None = None) -> APIStatusError:
    """Return the error that belongs to a status."""
    status = exchanged.status or 0
    kind = {
        400: BadRequestError,
        401: AuthenticationError,
        403: PermissionDeniedError,
        404: NotFoundError,
        409: ConflictError,
        422: UnprocessableEntityError,
        429: RateLimitError,
    }.get(status, InternalServerError if status >= 500 else APIStatusError)
    return kind(reason or error_text(exchanged.body), exchanged)


def error_text(body: object) -> str:
    """Find the message in an error's body, as services commonly write it."""
    found = body
    for name in ("error", "message"):
        if isinstance(found, Mapping):
            found = found.get(name) or found.get("detail") or found
    return str(found) or "the reply has no body"


def printable(text: str, limit: int = 500) -> str:
    """Return text that is fit for a terminal or a log: no control characters, not too long."""
    cut = text if len(text) <= limit else f"{text[:limit]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)
