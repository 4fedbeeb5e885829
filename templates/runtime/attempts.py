"""The attempts of one call: its request is encoded once, and sent until it needs no more."""

from __future__ import annotations

import logging
import time
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final
from weakref import ref

import httpx2

from . import errors
from .encoding import encode_request
from .hiding import Hiding
from .log_hiding import sent_now
from .media_types import is_json
from .request import NO_OPTIONS
from .sending import Sender

if TYPE_CHECKING:
    from .client import BaseClient
    from .connection import Http
    from .repeats import Repeats
    from .request import Events, Request
    from .sending import Outcome

_FAILED: Final = 400  # the lowest status of an error


class Attempts:
    """A request, and its attempts."""

    response: httpx2.Response

    lazy = False  # the body of a good response is not read

    def __init__(
        self,
        client: BaseClient,
        request: Request[Any],
        http: Http,
        began: float,
        events: Events | None = None,
    ) -> None:
        self.request, self.http = request, http
        self.client = client  # which closes its connections when nothing refers to it
        try:
            self._encoded = encode_request(client, request, http, events)
        except (OSError, TypeError, ValueError) as error:
            raise errors.without_frames(error) from error.__cause__
        options, settings = request.call.options or NO_OPTIONS, client.settings
        if options.on_upload is not None:
            report = import_module(".upload_progress", __package__).report
            report(self._encoded.http_request, options.on_upload)
        self.sender = Sender(http, settings, options, began)
        self.awaited = self.sender.awaited
        self._hidden: tuple[tuple[httpx2.Request, int], Hiding] | None = None
        self._retries = 0
        self._elsewhere = False  # a redirect led to another host
        self._failure = request.failure or client.api.failure
        self._failed = False  # the body of the response says so

    def error_context(self) -> errors.ErrorContext:
        """Return what an error shows of this call, without the credentials that it repeats."""
        response = self.response
        hiding = self._hiding()
        body, headers = hiding.body(self.sender.body or b""), hiding.headers(response.headers)
        status = response.status_code
        found = self.request.call.api.request_id(headers)
        method, path = self.request.method, self._encoded.path
        key, url = self._key(), self._encoded.address
        return errors.ErrorContext(method, path, status, headers, body, found, key, url)

    def redact(self, text: str) -> str:
        """Return text without the credentials of the request."""
        return self._hiding().text(text)

    def _hiding(self) -> Hiding:
        """Return what hides the secrets of now; a response may differ in very many places."""
        now = self._encoded.http_request, len(self._encoded.secrets)
        if self._hidden is None or self._hidden[0] != now:
            self._hidden = now, Hiding(self._encoded, self.request)
        return self._hidden[1]

    def log_text(self, text: str) -> str:
        """Return a message of the HTTP library without the credentials of the request."""
        # The body of a request may be large, and only the headers of the response can repeat it.
        request = self.request if "return_value" in text else None
        return Hiding(self._encoded, request).log(text)

    def connection_error(self, error: httpx2.HTTPError) -> errors.APIError:
        """Return the error to raise for one of the HTTP library."""
        self._hiding().clean(error)
        if isinstance(error, httpx2.SSEError):
            return errors.APIResponseError(str(error), self.error_context())
        kind: type[errors.APIError] = errors.APIConnectionError
        reason = str(error) or type(error).__name__
        if isinstance(error, httpx2.DecodingError):
            kind = errors.APIResponseError
        elif isinstance(error, httpx2.TimeoutException):
            kind, reason = errors.APITimeoutError, self.sender.why(error)
        attempt = f"attempt {self._retries + 1} to reach {self._encoded.address}"
        method, path = self.request.method, self._encoded.path
        url = self._encoded.address
        context = errors.ErrorContext(method, path, idempotency_key=self._key(), url=url)
        return kind(f"{self.redact(reason)} ({attempt})", context)

    async def _last_attempt(self) -> Outcome:
        """Return the outcome of the last attempt, after those that are retried."""
        watched = self.client.has_hooks
        while True:
            began = time.monotonic()
            if watched:
                repeats = self._repeats()
                await repeats.begin(repeats.attempt(self._retries + 1))
            outcome = await self._attempt()
            elapsed, delay = time.monotonic() - began, None
            if watched or isinstance(outcome, httpx2.HTTPError) or outcome.status_code >= _FAILED:
                delay = await self._follow_up(outcome, elapsed)
            self._log(outcome, elapsed, delay)
            if delay is None:
                return outcome
            self._retries += 1
            await self.sender.sleep(min(delay, max(self.sender.left, 0.0)))

    async def _follow_up(self, outcome: Outcome, elapsed: float) -> float | None:
        """Return the seconds until the next attempt, None if there is none; call the hooks."""
        failure = outcome if isinstance(outcome, httpx2.HTTPError) else None
        response = outcome if isinstance(outcome, httpx2.Response) else None
        error = self.connection_error(failure) if failure else None
        repeats = self._repeats()
        attempt = repeats.attempt(self._retries + 1, response, error, elapsed)
        try:
            return await repeats.follow_up(attempt, failure, self.sender.left)
        except BaseException:
            if response is not None:
                await self.sender.close(response)
            raise

    def _key(self) -> str | None:
        """Return the idempotency key of the request."""
        return self._repeats().idempotency_key

    def _repeats(self) -> Repeats:
        make: type[Repeats] = import_module(".repeats", __package__).Repeats  # rarely needed
        return make(self.client, self.request, self._encoded, self.awaited)

    async def _attempt(self) -> Outcome:
        auth = None if self._elsewhere else httpx2.USE_CLIENT_DEFAULT
        request, sent = self._encoded.http_request, sent_now()
        begun = sent.set(ref(self))
        try:
            outcome = await self.sender.send(request, auth=auth, reads=self._reads)
        except Exception as error:  # of the user
            errors.without_frames(error)
            raise
        finally:
            sent.reset(begun)
            for upload in self._encoded.uploads:
                upload.close()
        if isinstance(outcome, httpx2.Response):
            self._find_failure(outcome)
        return outcome

    def _reads(self, response: httpx2.Response) -> bool:
        """Return whether the body is read at once."""
        return not self.lazy or self._may_fail(response)

    def _may_fail(self, response: httpx2.Response) -> bool:
        """Return whether the body of a response is, or can be, that of an error."""
        is_read = is_json(response.headers.get("content-type", ""))
        return not response.is_success or (self._failure is not None and is_read)

    def _find_failure(self, response: httpx2.Response) -> None:
        """Give a response the status of the failure that its body reports."""
        self._failed = False
        if self._failure and response.is_success and self.sender.body is not None:
            status = self._failure.find(self.sender.body, response.status_code)
            self._failed = status is not None
            response.status_code = status or response.status_code

    def _log(self, outcome: Outcome, took: float, delay: float | None) -> None:
        logger = _logger(self.client.api.name)
        if not logger.isEnabledFor(logging.DEBUG):
            return
        result = getattr(outcome, "status_code", type(outcome).__name__)
        retry = "" if delay is None else f", again in {delay:.2f} s"
        call = f"{self.request.method} {self._encoded.address}"
        logger.debug("%s: %s in %.0f ms%s", call, result, 1000 * took, retry)


_logger: Final = cache(logging.getLogger)  # which takes a lock
