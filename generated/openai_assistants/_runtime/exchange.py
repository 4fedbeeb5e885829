"""One call over HTTP: it is sent until a response is accepted, and follows redirects."""

from __future__ import annotations

from contextlib import aclosing, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol

import httpx2

from .attempts import Attempts
from .log_hiding import hidden_url
from .parameters import omit
from .redirects import following, redirect_url, shown_url
from .request import NO_OPTIONS

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Iterable

    from .client import BaseClient
    from .connection import Http
    from .request import Events, Request
    from .sending import Outcome

_REFUSED: Final = 401


class _Live(Protocol):
    """The credentials that functions give; a package without credentials has no code for them."""

    async def renew(self, exchange: Exchange, /) -> bool: ...


class Exchange(Attempts):
    """A request, its attempts, and the response to the last one."""

    follows_declared = False  # also a redirect that is the declared result

    def __init__(
        self,
        client: BaseClient,
        request: Request[Any],
        http: Http,
        began: float,
        events: Events | None = None,
    ) -> None:
        super().__init__(client, request, http, began, events)
        options = request.call.options or NO_OPTIONS
        usual = http.follow_redirects
        self._follow: bool = options.setting("follow_redirects", client.settings, usual)
        self._redirects = 0  # how many it followed
        self._live: _Live | None = None

    async def send(self) -> httpx2.Response:
        """Send the request, with retries, and return the response; raise `APIError` if it fails."""
        if self._encoded.live:
            await self._authorize()
        outcome = await self._last_attempt()
        if self._live and await self._is_renewed(outcome):
            outcome = await self._last_attempt()
        while self._redirects < self.http.max_redirects:
            if isinstance(outcome, httpx2.HTTPError) or not self._redirect(outcome):
                break
            self._redirects += 1
            outcome = await self._last_attempt()
        if isinstance(outcome, httpx2.HTTPError):
            raise self.connection_error(outcome) from outcome
        self.response = outcome
        expected = self.request.redirects and outcome.is_redirect
        is_good = 200 <= outcome.status_code < 300 and not self._failed
        if not (is_good or (expected and not self._follows())):
            context = self.error_context()
            raise self.request.call.api.status_error.of(context, self._redirect_reason(outcome))
        return outcome

    async def _authorize(self) -> bool:
        """Add the credentials that functions give; return whether any of them is new."""
        module = import_module(".live_credentials", __package__)
        self._live = live = self._live or module.LiveCredentials(self._encoded)
        renewed: bool = await live.renew(self)
        return renewed

    async def _is_renewed(self, outcome: Outcome) -> bool:
        """Return whether a request that was refused has other credentials now.

        It is sent again, also a POST: a service does not process what it refuses.
        """
        refused = isinstance(outcome, httpx2.Response) and outcome.status_code == _REFUSED
        return refused and not self._encoded.is_used_up and await self._authorize()

    def hide(self, secrets: Iterable[str]) -> None:
        """Add texts that no error shows, but for very short ones: other texts have those too."""
        self._encoded.secrets.extend(one for one in secrets if len(one) > 3)

    def _redirect_reason(self, response: httpx2.Response) -> str | None:
        """Return why a redirect is an error; None for another response."""
        if not (response.is_redirect and "location" in response.headers):
            return None
        why = "this redirect is not" if self._follow else "redirects are not"
        url = redirect_url(response)
        to = self.redact(shown_url(url)) if url else "no valid URL"
        return f"{why} followed, here to {to}{self._redirect_advice(url)}"

    def _redirect_advice(self, url: httpx2.URL | None) -> str:
        """Return why a redirect is not followed, or how to follow it."""
        if not self._follow:
            is_default = (self.request.call.options or NO_OPTIONS).follow_redirects is omit
            return "; to follow them, set follow_redirects=True" if url and is_default else ""
        if self._redirects == self.http.max_redirects:
            return f": there are more than {self._redirects}"
        if url and url.scheme == "http" and self._encoded.http_request.url.scheme == "https":
            return ": it leads from https to http"
        if self._encoded.is_used_up:
            return ": the body cannot be sent again"
        return ": the request would become a GET" if url else ""

    def _follows(self) -> bool:
        return self._follow and (self.follows_declared or not self.request.redirects)

    def _redirect(self, response: httpx2.Response) -> bool:
        """Prepare the request that follows a redirect; return whether there is one to send."""
        sent = self._encoded.http_request
        if not (self._follows() and response.is_redirect):
            return False
        accept = "*/*" if self.request.redirects else self.request.accept
        repeatable = not self._encoded.is_used_up
        if (request := following(sent, response, accept, repeatable=repeatable)) is None:
            return False
        self._elsewhere |= request.url.origin != sent.url.origin
        self._encoded.secrets[:] = self._hiding().secrets
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

    async def pull(self, items: Any) -> AsyncGenerator[Any, None]:
        """Yield the items of an iterator over the response, within the time of the call."""
        with self.reading():
            if not self.awaited:
                for item in items:
                    self.sender.check_time()
                    yield item
                return
            async with aclosing(items):
                while True:
                    with self.sender.deadline():
                        item = await anext(items, None)
                    self.sender.check_time()
                    if item is None:
                        return
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
