"""One call over HTTP: its request is encoded once, and sent until a response is accepted."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import httpx2

from . import errors
from .addresses import hidden_url
from .blocking import maybe_await
from .encoding import encode_request
from .media_types import is_json
from .parameters import Omit
from .redaction import redact, redact_body
from .redirects import MOST_REDIRECTS, following, redirect_url, shown_url
from .request import NO_OPTIONS
from .retries import retry_delay

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from .client import BaseClient
    from .connection import Http
    from .request import Events, Request

_MAX_CONNECT: Final = 10.0  # seconds
_MAX_DELAY: Final = 120.0


class Exchange:
    """A request, its attempts, and the response to the last one."""

    response: httpx2.Response

    lazy = False  # `send` does not read the body of a good response
    follows_declared = False  # also a redirect that is the declared result

    def __init__(
        self, client: BaseClient, request: Request[Any], http: Http, events: Events | None = None
    ) -> None:
        self.started = time.monotonic()
        self.awaited = isinstance(http, httpx2.AsyncClient)
        self.request, self._http = request, http
        self._client = client  # which closes its connections when nothing refers to it
        try:
            self._encoded = encode_request(client, request, http, events)
        except errors.ConfigurationError as error:
            raise errors.without_frames(error) from None
        options, settings = request.call.options or NO_OPTIONS, client.settings
        retries, total = options.max_retries, settings.get("total_timeout")
        self._timeout = _seconds(options.timeout, settings.get("timeout", 600.0))
        self._deadline = self.started + _seconds(options.total_timeout, total)
        self._max_retries = settings.get("max_retries", 2) if isinstance(retries, Omit) else retries
        self._follow = options.follow_redirects
        if isinstance(self._follow, Omit):
            self._follow = settings.get("follow_redirects", False)
        self._retries = 0
        self._elsewhere = False  # a redirect led to another host
        self._failure = request.failure or client.api.failure
        self._failed = False  # the body of the response says so

    async def send(self) -> httpx2.Response:
        """Send the request, with retries, and return the response; raise `APIError` if it fails."""
        outcome = await self._last_attempt()
        for _ in range(MOST_REDIRECTS):
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
        if (request := following(sent, response, accept)) is None:
            return False
        self._elsewhere |= request.url.origin != sent.url.origin
        address = self.redact(shown_url(request.url))
        request.url = hidden_url(request.url, address)
        self._encoded = self._encoded._replace(http_request=request, address=address, uploads=[])
        return True

    @property
    def body(self) -> bytes:
        """The body of the response; it must have been read."""
        return self.response.content

    def error_context(self) -> errors.ErrorContext:
        """Return what an error shows of this call, without the credentials that it repeats."""
        response = self.response
        fields = [(name, self.redact(text)) for name, text in response.headers.multi_items()]
        body = b""
        with suppress(httpx2.ResponseNotRead):
            body = redact_body(self.body, self._encoded.secrets)
        status, headers = response.status_code, httpx2.Headers(fields, response.headers.encoding)
        found = self.request.call.api.request_id(headers)
        method, path = self.request.method, self._encoded.path
        return errors.ErrorContext(method, path, status, headers, body, found)

    def redact(self, text: str) -> str:
        """Return text without the credentials of the request."""
        return redact(text, self._encoded.secrets)

    async def pull(self, items: Any) -> AsyncGenerator[Any, None]:
        """Yield the items of an iterator over the response, within the time of the call."""
        pull = partial(anext if self.awaited else next, items, None)
        try:
            while (item := await maybe_await(pull())) is not None:
                if self._remaining() <= 0:
                    raise httpx2.ReadTimeout("the time for the whole call is over")
                yield item
        except httpx2.HTTPError as error:
            raise self.connection_error(error) from error

    async def close(self) -> None:
        """Release the connection, also when a part of the body is not read."""
        close: Callable[[], Any] = self.response.aclose if self.awaited else self.response.close
        await maybe_await(close())

    def connection_error(self, error: httpx2.HTTPError) -> errors.APIError:
        """Return the error to raise for one of the HTTP library."""
        errors.without_frames(error)
        if isinstance(error, httpx2.SSEError):
            return errors.APIResponseError(str(error), self.error_context())
        timeout = isinstance(error, httpx2.TimeoutException)
        kind = errors.APITimeoutError if timeout else errors.APIConnectionError
        reason = self.redact(str(error)) or type(error).__name__
        attempt = f"attempt {self._retries + 1} to reach {self._encoded.address}"
        context = errors.ErrorContext(self.request.method, self._encoded.path)
        return kind(f"{reason} ({attempt})", context)

    def _remaining(self) -> float:
        return self._deadline - time.monotonic()

    async def _last_attempt(self) -> httpx2.Response | httpx2.HTTPError:
        """Return the outcome of the last attempt, after those that are retried."""
        while True:
            began = time.monotonic()
            outcome = await self._attempt()
            delay = self._delay(outcome)
            self._log(outcome, time.monotonic() - began, delay)
            if delay is None:
                return outcome
            self._retries += 1
            await maybe_await((asyncio.sleep if self.awaited else time.sleep)(delay))

    async def _attempt(self) -> httpx2.Response | httpx2.HTTPError:
        limit = max(min(self._timeout, self._remaining()), 0.001)
        wait = limit if limit < math.inf else None
        timeout = httpx2.Timeout(wait, connect=min(limit, _MAX_CONNECT))
        self._encoded.http_request.extensions["timeout"] = timeout.as_dict()
        try:
            auth = None if self._elsewhere else httpx2.USE_CLIENT_DEFAULT
            sent = self._http.send(
                self._encoded.http_request, stream=self.lazy, auth=auth, follow_redirects=False
            )
            response: httpx2.Response = await maybe_await(sent)
            if self.lazy and self._may_fail(response):
                await maybe_await(response.aread() if self.awaited else response.read())
        except httpx2.HTTPError as error:
            return error
        finally:
            for upload in self._encoded.uploads:
                upload.close()
        self._find_failure(response)
        return response

    def _may_fail(self, response: httpx2.Response) -> bool:
        """Return whether the body of a response is, or can be, that of an error."""
        is_read = is_json(response.headers.get("content-type", ""))
        return not response.is_success or (self._failure is not None and is_read)

    def _find_failure(self, response: httpx2.Response) -> None:
        """Give a response the status of the failure that its body reports."""
        self._failed = False
        if self._failure and response.is_success and response.is_closed:
            status = self._failure.find(response.content, response.status_code)
            self._failed = status is not None
            response.status_code = status or response.status_code

    def _delay(self, outcome: httpx2.Response | httpx2.HTTPError) -> float | None:
        """Return the seconds until the next attempt; None if this was the last one."""
        delay = retry_delay(outcome, self._retries)
        if self._retries >= self._max_retries or delay >= min(self._remaining(), _MAX_DELAY):
            return None
        return None if any(upload.consumed for upload in self._encoded.uploads) else delay

    def _log(
        self, outcome: httpx2.Response | httpx2.HTTPError, took: float, delay: float | None
    ) -> None:
        logger = logging.getLogger(self._client.api.name)
        if not logger.isEnabledFor(logging.DEBUG):
            return
        result = getattr(outcome, "status_code", type(outcome).__name__)
        retry = "" if delay is None else f", again in {delay:.2f} s"
        call = f"{self.request.method} {self._encoded.address}"
        logger.debug("%s: %s in %.0f ms%s", call, result, 1000 * took, retry)


def _seconds(option: float | Omit | None, setting: float | None) -> float:
    seconds = setting if isinstance(option, Omit) else option
    return math.inf if seconds is None else seconds
