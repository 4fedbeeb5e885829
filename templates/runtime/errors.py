"""The errors that a call raises, and the warning about a response."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from .error_details import ErrorResponse


Failure = TypeVar("Failure", bound=BaseException)

_LIBRARIES: Final = ("httpx2", "httpcore2", "h11", "h2", "anyio")  # which send requests


class DriftWarning(UserWarning):
    """A response differs from the document that this package was generated from."""


class ConfigurationError(ValueError):
    """A setting is missing or wrong; nothing was sent."""


class ErrorContext(NamedTuple):
    """The request that an error is about, and what was received of its response."""

    method: str
    path: str
    status: int | None = None
    headers: Mapping[str, str] = {}
    raw_body: bytes = b""
    request_id: str | None = None  # that the service gave
    idempotency_key: str | None = None  # that was sent: with it, the call can be made again
    url: str = ""  # without its query


class APIError(Exception):
    """A call failed: `str` is the reason; the attributes describe the request and the response."""

    state: object = None  # of the job that `until_done` waits for, as it was read last

    def __init__(self, reason: str, context: ErrorContext, body: object = None) -> None:
        super().__init__(reason, context, body)  # all arguments, so that it can be pickled
        self.reason = reason
        self.method, self.path, self.status, self.headers, self.raw_body = context[:5]
        self.request_id, self.idempotency_key, self.url = context[5:]
        self.body = _body_of(context) if body is None else body

    @property
    def message(self) -> str:
        """The message of the service, or why there is no response: the same as `reason`."""
        return self.reason

    @property
    def status_code(self) -> int | None:
        """The same as `status`; None if there is no response."""
        return self.status

    @property
    def code(self) -> str | None:
        """The member `code` of the body or of the `error` in it, also if it is a number."""
        return self._find("code")

    @property
    def type(self) -> str | None:
        """The member `type` of the body or of the `error` in it."""
        return self._find("type")

    @property
    def param(self) -> str | None:
        """The member `param` of the body or of the `error` in it: what is wrong in the request."""
        return self._find("param")

    @property
    def response(self) -> ErrorResponse | None:
        """The response; None if there is none."""
        return None if self.status is None else self._response(self.status)

    def _find(self, name: str) -> str | None:
        find: Callable[..., str | None]
        find = import_module(".error_details", __package__).find_text  # rarely needed
        return find(self.body, name)

    def _response(self, status: int) -> ErrorResponse:
        make: Callable[..., ErrorResponse]
        make = import_module(".error_details", __package__).ErrorResponse
        return make(
            method=self.method,
            url=self.url,
            status_code=status,
            headers=self.headers,
            content=self.raw_body,
        )

    def __str__(self) -> str:
        status = "" if self.status is None else f" {self.status}"
        identity = "" if self.request_id is None else f" (request id {self.request_id})"
        return printable(f"{self.method} {self.path}:{status} {self.reason}") + printable(identity)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class APIConnectionError(APIError):
    """No response was received, or a stream ended early."""


class APITimeoutError(APIConnectionError):
    """An attempt, or the whole call, took longer than its timeout."""


class APIResponseError(APIError):
    """The response cannot be read."""


class APIStatusError(APIError):
    """The response has an error status, or its body says that the call failed."""

    _by_status: ClassVar[dict[int, type[APIStatusError]]] = {}

    def __init_subclass__(cls, status: int | None = None) -> None:
        if status is not None:  # an error with a typed body takes the place of the one without
            cls._by_status[status] = cls

    @property
    def status_code(self) -> int:
        """The same as `status`."""
        return self.status or 0

    @property
    def response(self) -> ErrorResponse:
        """The response, without the credentials that it repeats."""
        return self._response(self.status_code)

    @classmethod
    def of(cls, context: ErrorContext, reason: str | None = None) -> APIStatusError:
        """Return the error for the status of a response; its body gives the default reason."""
        kind = cls._by_status.get(min(context.status or 0, 500), cls)
        # Most programs need no message: what finds it is imported with the first error.
        find: Callable[..., str] = import_module(".messages", __package__).find_message
        return kind(reason or find(_body_of(context), context.status), context)


class APIEventError(APIError):
    """An event of a stream is an error; `body` is its data."""


class BadRequestError(APIStatusError, status=400):
    """Status 400."""


class AuthenticationError(APIStatusError, status=401):
    """Status 401."""


class PaymentRequiredError(APIStatusError, status=402):
    """Status 402."""


class PermissionDeniedError(APIStatusError, status=403):
    """Status 403."""


class NotFoundError(APIStatusError, status=404):
    """Status 404."""


class MethodNotAllowedError(APIStatusError, status=405):
    """Status 405."""


class RequestTimeoutError(APIStatusError, status=408):
    """Status 408."""


class ConflictError(APIStatusError, status=409):
    """Status 409."""


class GoneError(APIStatusError, status=410):
    """Status 410."""


class PreconditionFailedError(APIStatusError, status=412):
    """Status 412."""


class ContentTooLargeError(APIStatusError, status=413):
    """Status 413."""


class UnsupportedMediaTypeError(APIStatusError, status=415):
    """Status 415."""


class UnprocessableEntityError(APIStatusError, status=422):
    """Status 422."""


class RateLimitError(APIStatusError, status=429):
    """Status 429."""


class InternalServerError(APIStatusError, status=500):
    """Status 500 and above."""


def without_frames(error: Failure) -> Failure:
    """Return an error without the frames of the runtime, which hold secrets, but for the user's."""
    one: BaseException | None = error
    while one is not None:
        frames: list[TracebackType] = []
        passed = one.__traceback__
        while passed is not None:
            frames.append(passed)
            passed = passed.tb_next
        one.__traceback__ = None
        for frame in reversed(frames):
            package = str(frame.tb_frame.f_globals.get("__package__"))
            if package != __package__ and package.partition(".")[0] not in _LIBRARIES:
                frame.tb_next = one.__traceback__
                one.__traceback__ = frame
        one = one.__cause__  # its context may be an error of the caller
    return error


def _body_of(context: ErrorContext) -> object:
    return json_or_text(context.raw_body, context.headers.get("content-type", ""))


def json_or_text(body: bytes, content_type: str = "") -> object:
    """Return a body as JSON, or as text if it is not JSON."""
    parsing = import_module(".parsing", __package__)  # with the first error
    try:
        data: object = parsing.parse(body, content_type)
    except ValueError:
        text: str = parsing.decode(body, content_type)
        return text
    return data


def printable(text: str, limit: int = 500) -> str:
    """Return text for a terminal or a log: control characters escaped, cut after `limit`."""
    cut = text if len(text) <= limit else f"{text[:limit]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)
