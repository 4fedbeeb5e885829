"""One call over HTTP: its request is encoded once, and sent until a response is accepted."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import httpx2

from . import errors
from .addresses import hidden_url
from .encoding import encode_request
from .media_types import is_json
from .parameters import Omit
from .redaction import redact, redact_body
from .redirects import following, redirect_url, shown_url
from .request import NO_OPTIONS
from .sending import Sender

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Iterable

    from .client import BaseClient
    from .connection import Http
    from .live import LiveCredentials
    from .repeats import Repeats
    from .request import Events, Request
    from .sending import Outcome

_FAILED: Final = 400  # the lowest status of an error
_REFUSED: Final = 401


class Exchange:
    """A request, its attempts, and the response to the last one."""

    response: httpx2.Response

    lazy = False  # `send` does not read the body of a good response
    follows_declared = False  # also a redirect that is the declared result

    def __init__(
        self, client: BaseClient, request: Request[Any], http: Http, events: Events | None = None
    ) -> None:
        self.request, self.http = request, http
        self.client = client  # which closes its connections when nothing refers to it
        try:
            self._encoded = encode_request(client, request, http, events)
        except errors.ConfigurationError as error:
            raise errors.without_frames(error) from None
        options, settings = request.call.options or NO_OPTIONS, client.settings
        if options.on_upload is not None:
            report = import_module(".upload_progress", __package__).report
            report(self._encoded.http_request, options.on_upload)
        self.sender = Sender(http, settings, options)
        self.awaited = self.sender.awaited
        self._follow = options.follow_redirects
        if isinstance(self._follow, Omit):
            self._follow = settings.get("follow_redirects", http.follow_redirects)
        self._live: LiveCredentials | None = None
        self._retries = 0
        self._elsewhere = False  # a redirect led to another host
        self._failure = request.failure or client.api.failure
        self._failed = False  # the body of the response says so

    async def send(self) -> httpx2.Response:
        """Send the request, with retries, and return the response; raise `APIError` if it fails."""
        if self._encoded.live:
            await self._authorize()
        outcome = await self._last_attempt()
        if self._live and await self._is_renewed(outcome):
            outcome = await self._last_attempt()
        for _ in range(self.http.max_redirects):
            if isinstance(outcome, httpx2.HTTPError) or not self._redirect(outcome):
                break
            outcome = await self._last_attempt()
        if isinstance(outcome, httpx2.HTTPError):
            raise self.connection_error(outcome) from outcome
        self.response = outcome
        expected = self.request.redirects and outcome.is_redirect
        is_good = outcome.is_success and not self._failed
        if not (is_good or (expected and not self._follows())):
            context = self.error_context()
            raise self.request.call.api.status_error.of(context, self._redirect_reason(outcome))
        return outcome

    async def _authorize(self) -> bool:
        """Add the credentials that functions give; return whether any of them is new."""
        make: type[LiveCredentials] = import_module(".live", __package__).LiveCredentials
        self._live = self._live or make(self._encoded)
        return await self._live.renew(self)

    async def _is_renewed(self, outcome: Outcome) -> bool:
        """Return whether a request that was refused has other credentials now.

        It is sent again, whatever its method is: what is refused is not processed.
        """
        refused = isinstance(outcome, httpx2.Response) and outcome.status_code == _REFUSED
        can_repeat = not any(upload.consumed for upload in self._encoded.uploads)
        return refused and can_repeat and await self._authorize()

    def hide(self, secrets: Iterable[str]) -> None:
        """Add texts that no error shows, but for very short ones: other texts have those too."""
        self._encoded.secrets.extend(one for one in secrets if len(one) > 3)

    def _redirect_reason(self, response: httpx2.Response) -> str | None:
        """Return why a redirect is an error; None for another response."""
        if not (response.is_redirect and "location" in response.headers):
            return None
        why = "this redirect is not" if self._follow else "redirects are not"
        url = redirect_url(response)
        return f"{why} followed, here to {self.redact(shown_url(url)) if url else 'no valid URL'}"

    def _follows(self) -> bool:
        return self._follow and (self.follows_declared or not self.request.redirects)

    def _redirect(self, response: httpx2.Response) -> bool:
        """Prepare the request that follows a redirect; return whether there is one to send."""
        sent = self._encoded.http_request
        if not (response.is_redirect and self._follows()):
            return False
        accept = "*/*" if self.request.redirects else self.request.accept
        repeatable = not any(upload.consumed for upload in self._encoded.uploads)
        if (request := following(sent, response, accept, repeatable=repeatable)) is None:
            return False
        self._elsewhere |= request.url.origin != sent.url.origin
        address = self.redact(shown_url(request.url))
        request.url = hidden_url(request.url, address)
        uploads = self._encoded.uploads if request.stream is sent.stream else []
        self._encoded = self._encoded._replace(
            http_request=request, address=address, uploads=uploads
        )
        return True

    @property
    def body(self) -> bytes:
        """The body of the response; it must have been read."""
        if self.sender.body is None:
            raise httpx2.ResponseNotRead
        return self.sender.body

    def error_context(self) -> errors.ErrorContext:
        """Return what an error shows of this call, without the credentials that it repeats."""
        response = self.response
        fields = [(name, self.redact(text)) for name, text in response.headers.multi_items()]
        body = redact_body(self.sender.body or b"", self._encoded.secrets)
        status, headers = response.status_code, httpx2.Headers(fields, response.headers.encoding)
        found = self.request.call.api.request_id(headers)
        method, path = self.request.method, self._encoded.path
        return errors.ErrorContext(method, path, status, headers, body, found, self._key())

    def redact(self, text: str) -> str:
        """Return text without the credentials of the request."""
        return redact(text, self._encoded.secrets)

    async def pull(self, items: Any) -> AsyncGenerator[Any, None]:
        """Yield the items of an iterator over the response, within the time of the call."""
        with self.reading():
            async for item in self.sender.pull(items):
                yield item

    @contextmanager
    def reading(self) -> Generator[None, None, None]:
        """Raise errors of the HTTP library as those of a call."""
        try:
            yield
        except Exception as error:
            if (failure := self.sender.failure(error)) is None:
                raise
            raise self.connection_error(failure) from failure

    async def close(self) -> None:
        """Release the connection, also when a part of the body is not read."""
        await self.sender.close(self.response)

    def connection_error(self, error: httpx2.HTTPError) -> errors.APIError:
        """Return the error to raise for one of the HTTP library."""
        errors.without_frames(error)
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
        context = errors.ErrorContext(method, path, idempotency_key=self._key())
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
            await self.sender.sleep(delay)

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
        return _repeats_class()(self.client, self.request, self._encoded, self.awaited)

    async def _attempt(self) -> Outcome:
        auth = None if self._elsewhere else httpx2.USE_CLIENT_DEFAULT
        request = self._encoded.http_request
        try:
            outcome = await self.sender.send(request, auth=auth, reads=self._reads)
        finally:
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
        logger = logging.getLogger(self.client.api.name)
        if not logger.isEnabledFor(logging.DEBUG):
            return
        result = getattr(outcome, "status_code", type(outcome).__name__)
        retry = "" if delay is None else f", again in {delay:.2f} s"
        call = f"{self.request.method} {self._encoded.address}"
        logger.debug("%s: %s in %.0f ms%s", call, result, 1000 * took, retry)


@cache
def _repeats_class() -> type[Repeats]:
    """Return `Repeats`, imported with the first failure or for the first hook."""
    found: type[Repeats] = import_module(".repeats", __package__).Repeats
    return found
