"""One call: everything is encoded at first, then sent until there is an answer."""

from __future__ import annotations

import asyncio
import base64
import logging
import math
import os
import re
import time
from contextlib import suppress
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import httpx2

from . import errors, parameters
from .blocking import done
from .bodies import written
from .parameters import Omit, header_fields, header_value, omit
from .request import CallOptions
from .retries import pause

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Mapping

    from .bodies import Body
    from .client import BaseClient, Credential
    from .request import Events, Request

Http: TypeAlias = httpx2.Client | httpx2.AsyncClient

_NO_OPTIONS: Final = CallOptions()
_BASE_URL: Final = re.compile(r"(?i)https?://[^/?#@]+(/[^?#]*)?")
_LONGEST_CONNECT: Final = 10.0
_LONGEST_WAIT: Final = 120.0
_url: Final = lru_cache(maxsize=256)(httpx2.URL)


class Exchange:
    """A request, its attempts, and the response to the last of them."""

    response: httpx2.Response

    lazy = False  # `send` leaves the body to who asked for it

    def __init__(
        self, client: BaseClient, request: Request[Any], http: Http, events: Events | None = None
    ) -> None:
        options, settings = request.call.options or _NO_OPTIONS, client.settings
        retries, total = options.max_retries, settings.get("total_timeout")
        self.started = time.monotonic()
        self.awaited = isinstance(http, httpx2.AsyncClient)
        self.request, self._http, self._client, self._events = request, http, client, events
        self._timeout = _seconds(options.timeout, settings.get("timeout", 600.0))
        self._deadline = self.started + _seconds(options.total_timeout, total)
        self._most = settings.get("max_retries", 2) if isinstance(retries, Omit) else retries
        self._retries = 0
        self._secrets: list[str] = []
        self._path = parameters.fill_path(request.url_path, request.path)
        more = {events.flag: events.value} if events and events.flag else {}
        in_query = events is not None and events.in_query
        body = written(request, options.body if in_query else {**options.body, **more})
        self._uploads = body.uploads
        self._sent = self._encoded(options, body, more if in_query else {})

    async def send(self) -> httpx2.Response:
        """Return a good response, after some attempts; its body is read, or left when `lazy`."""
        logger, method = logging.getLogger(self._client.api.name), self.request.method
        while True:
            began = time.monotonic()
            outcome = await self._attempt()
            took = 1000 * (time.monotonic() - began)
            wait = pause(outcome, self._retries)
            again = self._retries < self._most and wait < min(self.remaining(), _LONGEST_WAIT)
            again = again and not any(upload.spent for upload in self._uploads)
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

    @property
    def body(self) -> bytes:
        """The body of the response, when it was read."""
        return self.response.content

    def remaining(self) -> float:
        """Return the seconds left for the whole call."""
        return self._deadline - time.monotonic()

    def exchanged(self) -> errors.Exchanged:
        """Return what errors tell about this call, without the keys that a reply may repeat."""
        response = self.response
        fields = [(name, self._redacted(text)) for name, text in response.headers.multi_items()]
        body = b""
        with suppress(httpx2.ResponseNotRead):
            body = self._redacted(self.body.decode("latin-1")).encode("latin-1")
        status, headers = response.status_code, httpx2.Headers(fields, response.headers.encoding)
        return errors.Exchanged(self.request.method, self._path, status, headers, body)

    async def pulled(self, items: Any) -> AsyncGenerator[Any, None]:
        """Yield what an iterator of the response gives, in the time of the call."""
        pull = partial(anext if self.awaited else next, items, None)
        try:
            while (item := await done(pull())) is not None:
                if self.remaining() <= 0:
                    raise httpx2.ReadTimeout("the time for the whole call is over")
                yield item
        except httpx2.HTTPError as error:
            raise self.broken(error) from error

    async def close(self) -> None:
        """Let go of the connection, whatever is left to read."""
        close: Callable[[], Any] = self.response.aclose if self.awaited else self.response.close
        await done(close())

    def broken(self, error: httpx2.HTTPError) -> errors.APIError:
        """Return the error for a connection that failed."""
        if isinstance(error, httpx2.SSEError):
            return errors.APIResponseError(str(error), self.exchanged())
        late = isinstance(error, httpx2.TimeoutException)
        kind = errors.APITimeoutError if late else errors.APIConnectionError
        reason = str(error) or type(error).__name__
        where = f"attempt {self._retries + 1} to reach {self._address}"
        return kind(f"{reason} ({where})", errors.Exchanged(self.request.method, self._path))

    async def _attempt(self) -> httpx2.Response | httpx2.HTTPError:
        most = max(min(self._timeout, self.remaining()), 0.001)
        wait = most if most < math.inf else None
        limits = httpx2.Timeout(wait, connect=min(most, _LONGEST_CONNECT))
        self._sent.extensions["timeout"] = limits.as_dict()
        try:
            sent = self._http.send(self._sent, stream=self.lazy, follow_redirects=False)
            response: httpx2.Response = await done(sent)
            if self.lazy and not response.is_success:
                await done(response.aread() if self.awaited else response.read())
        except httpx2.HTTPError as error:
            return error
        finally:
            for upload in self._uploads:
                upload.close()
        return response

    def _encoded(
        self, options: CallOptions, body: Body, flag: Mapping[str, object]
    ) -> httpx2.Request:
        client, request, http = self._client, self.request, self._http
        headers = {"user-agent": client.api.name}
        headers["accept"] = "text/event-stream" if self._events else request.accept
        if body.media_type is not None:
            headers["content-type"] = header_value("content-type", body.media_type)
        headers.update(client.headers)
        headers.update(header_fields(request.headers))
        headers.update(header_fields(options.headers))
        query = {**client.settings.get("query", {}), **request.query, **options.query, **flag}
        cookies = dict(request.cookies)
        for key in client.api.credentials:
            header = (key.header or "").lower()
            if header in headers or key.query in query or key.cookie in cookies:
                continue  # the caller has filled the place of this key
            if key.setting in request.call.credentials:
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
        if body.parts and "boundary=" not in head.get("content-type", "boundary="):
            del head["content-type"]  # only the HTTP library knows what divides the parts
        return httpx2.Request(
            request.method,
            url,
            headers=head,
            content=body.content,
            files=body.parts,
            cookies=http.cookies,
        )

    def _key(self, credential: Credential) -> str | Omit:
        """Return a key as it is sent: the call's own, else the client's, else the environment's."""
        setting, variables = credential.setting, credential.environment
        given = (self.request.call.credentials.get(setting), self._client.credentials.get(setting))
        value = next(filter(None, (*given, *map(os.environ.get, variables))), "")
        if credential.required and not value and not self.request.call.anonymous:
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
    environment = os.environ.get(api.base_url_environment or "")
    url = found or environment or request.server or api.base_url
    if not _BASE_URL.fullmatch(url):
        raise errors.ConfigurationError("base_url must be like https://host/path, without ?#@")
    return url.rstrip("/")
