"""One call: everything is encoded at first, then sent until there is an answer."""

from __future__ import annotations

import asyncio
import base64
import email.utils
import logging
import math
import os
import re
import secrets
import time
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import httpx2
from pydantic_core import to_json

from . import errors, parameters
from .blocking import done
from .parameters import Omit, header_fields, omit
from .request import CallOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .client import BaseClient, Credential
    from .request import Events, Request

Http: TypeAlias = httpx2.Client | httpx2.AsyncClient

_NO_OPTIONS: Final = CallOptions()
_BASE_URL: Final = re.compile(r"(?i)https?://[^/?#@]+(/[^?#]*)?")
_RETRIED: Final = frozenset({408, 409, 429})
_HOPELESS: Final = (httpx2.LocalProtocolError, httpx2.UnsupportedProtocol, httpx2.DecodingError)
_LONGEST_CONNECT: Final = 10.0
_LONGEST_WAIT: Final = 120.0
_url: Final = lru_cache(maxsize=256)(httpx2.URL)


class Exchange:
    """A request, its attempts, and the response to the last of them."""

    response: httpx2.Response

    def __init__(
        self, client: BaseClient, request: Request[Any], http: Http, events: Events | None = None
    ) -> None:
        options, settings = request.call.options or _NO_OPTIONS, client.settings
        retries, total = options.max_retries, settings.get("total_timeout")
        self.started = time.monotonic()
        self.awaited = isinstance(http, httpx2.AsyncClient)
        self._http, self._client, self._request, self._events = http, client, request, events
        self._timeout = _seconds(options.timeout, settings.get("timeout", 600.0))
        self._deadline = self.started + _seconds(options.total_timeout, total)
        self._most = settings.get("max_retries", 2) if isinstance(retries, Omit) else retries
        self._retries = 0
        self._secrets: list[str] = []
        self._path = parameters.fill_path(request.url_path, request.path)
        self._sent = self._encoded(options)

    async def send(self) -> httpx2.Response:
        """Return a good response, after some attempts; that of a stream is not read yet."""
        logger, method = logging.getLogger(self._client.api.name), self._request.method
        while True:
            began = time.monotonic()
            outcome = await self._attempt()
            took = 1000 * (time.monotonic() - began)
            wait = pause(outcome, self._retries)
            again = self._retries < self._most and wait < min(self.remaining(), _LONGEST_WAIT)
            result = getattr(outcome, "status_code", type(outcome).__name__)
            then = f", again in {wait:.2f} s" if again else ""
            logger.debug("%s %s: %s in %.0f ms%s", method, self._address, result, took, then)
            if not again:
                break
            self._retries += 1
            await done((asyncio.sleep if self.awaited else time.sleep)(wait))
        if isinstance(outcome, httpx2.HTTPError):
            raise self.broken(outcome) from outcome
        self.response = outcome
        if not outcome.is_success:
            at = self.exchanged()
            place = at.headers.get("location")
            reason = f"redirects are not followed, here to {place}" if place else None
            raise errors.APIStatusError.of(at, reason)
        return outcome

    def remaining(self) -> float:
        """Return the seconds left for the whole call."""
        return self._deadline - time.monotonic()

    def exchanged(self) -> errors.Exchanged:
        """Return what errors tell about this call, without the keys that a reply may repeat."""
        response, request = self.response, self._request
        fields = [(name, self._redacted(text)) for name, text in response.headers.multi_items()]
        body = b"" if self._events and response.is_success else response.content
        body = self._redacted(body.decode("latin-1")).encode("latin-1")
        status, headers = response.status_code, httpx2.Headers(fields)
        return errors.Exchanged(request.method, self._path, status, headers, body)

    def broken(self, error: httpx2.HTTPError) -> errors.APIConnectionError:
        """Return the error for a connection that failed."""
        late = isinstance(error, httpx2.TimeoutException)
        kind = errors.APITimeoutError if late else errors.APIConnectionError
        reason = str(error) or type(error).__name__
        where = f"attempt {self._retries + 1} to reach {self._address}"
        return kind(f"{reason} ({where})", errors.Exchanged(self._request.method, self._path))

    async def _attempt(self) -> httpx2.Response | httpx2.HTTPError:
        most = max(min(self._timeout, self.remaining()), 0.001)
        wait = most if most < math.inf else None
        limits = httpx2.Timeout(wait, connect=min(most, _LONGEST_CONNECT))
        self._sent.extensions["timeout"] = limits.as_dict()
        stream = self._events is not None
        try:
            sent = self._http.send(self._sent, stream=stream, follow_redirects=False)
            response: httpx2.Response = await done(sent)
            if stream and not response.is_success:
                await done(response.aread() if self.awaited else response.read())
        except httpx2.HTTPError as error:
            return error
        return response

    def _encoded(self, options: CallOptions) -> httpx2.Request:
        client, request, http = self._client, self._request, self._http
        content = _body(request, options, self._events)
        headers = {"user-agent": client.api.name}
        if request.returns is not bytes:
            headers["accept"] = "text/event-stream" if self._events else "application/json"
        if content is not None:
            headers["content-type"] = request.media_type
        headers.update(client.headers)
        headers.update(header_fields(request.headers))
        headers.update(header_fields(options.headers))
        query = {**client.settings.get("query", {}), **request.query, **options.query}
        cookies = dict(request.cookies)
        for key in client.api.credentials:
            header = (key.header or "").lower()
            if header in headers or key.query in query or key.cookie in cookies:
                continue  # the caller has filled the place of this key
            value = self._key(key)
            headers.update(header_fields({key.header: value} if key.header else {}))
            query.update({key.query: value} if key.query else {})
            cookies.update({key.cookie: value} if key.cookie else {})
        if cookies:
            headers.update(header_fields({"cookie": parameters.cookie_header(cookies) or omit}))
        self._address, _, fixed = f"{_base_url(client, request)}{self._path}".partition("?")
        queries = fixed, parameters.query_string(query), str(http.params or "")
        url = _url(f"{self._address}?{'&'.join(filter(None, queries))}".rstrip("?"))
        head = {**http.headers, **headers}  # `http.build_request` takes twice as long
        return httpx2.Request(
            request.method, url, headers=head, content=content, cookies=http.cookies
        )

    def _key(self, credential: Credential) -> str | Omit:
        """Return a key as it is sent: the call's own, else the client's, else the environment's."""
        setting, variables = credential.setting, credential.environment
        given = (self._request.call.credentials.get(setting), self._client.credentials.get(setting))
        value = next(filter(None, (*given, *map(os.environ.get, variables))), "")
        if credential.required and not value:
            ways = "".join(f", or set {name} in the environment" for name in variables)
            argument = credential.argument or setting
            raise errors.ConfigurationError(
                f"no {setting}: give {argument}=... to the call, "
                f"call configure({setting}=...){ways}"
            )
        text = base64.b64encode(value.encode()).decode() if credential.basic else value
        self._secrets += [key for key in (text, value) if len(key) > 3]  # others are no secret
        return f"{credential.prefix}{text}" if value else omit

    def _redacted(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def _seconds(option: float | Omit | None, setting: float | None) -> float:
    seconds = setting if isinstance(option, Omit) else option
    return math.inf if seconds is None else seconds


def _base_url(client: BaseClient, request: Request[Any]) -> str:
    api = client.api
    found = request.call.base_url or client.settings.get("base_url")
    url = found or os.environ.get(api.base_url_environment or "") or api.base_url
    if not _BASE_URL.fullmatch(url):
        raise errors.ConfigurationError("base_url must be like https://host/path, without ?#@")
    return url.rstrip("/")


def _body(request: Request[Any], options: CallOptions, events: Events | None) -> bytes | None:
    content: Any = request.content
    if content is not omit and content is not None:
        return bytes(memoryview(content))
    more = {**options.body, **({events.flag: True} if events and events.flag else {})}
    given: object = dict[str, object]() if request.json is omit else request.json
    if parameters.is_object(given):
        given = {name: value for name, value in given.items() if value is not omit} | more
        if not given and (request.json_optional or request.json is omit):
            return None
    elif more:
        raise errors.ConfigurationError(f"{request.url_path}: its body has no members to add to")
    return to_json(given, fallback=list)


def pause(outcome: httpx2.Response | httpx2.HTTPError, retries: int) -> float:
    """Return the seconds until the next attempt; infinite when there should be none."""
    if isinstance(outcome, httpx2.HTTPError):
        return math.inf if isinstance(outcome, _HOPELESS) else backoff(retries)
    status, headers = outcome.status_code, outcome.headers
    if status < 400:
        return math.inf
    told = {"true": True, "false": False}.get(headers.get("x-should-retry", ""))
    passes = status >= 500 or status in _RETRIED if told is None else told
    asked = retry_after(headers) if passes else math.inf
    return backoff(retries) if asked is None else asked


def backoff(retries: int) -> float:
    """Return the seconds before a further attempt: doubling up to 8, less up to a quarter."""
    return min(0.5 * 2.0 ** min(retries, 10), 8.0) * (1 - secrets.randbelow(1000) / 4000)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a reply asks to wait, when it asks."""
    asked = headers.get("retry-after", "")
    for text, unit in ((headers.get("retry-after-ms", ""), 0.001), (asked, 1.0)):
        with suppress(ValueError):
            if (seconds := float(text) * unit) >= 0:
                return seconds
    with suppress(ValueError, OverflowError):
        return max(0.0, email.utils.parsedate_to_datetime(asked).timestamp() - time.time())
    return None
