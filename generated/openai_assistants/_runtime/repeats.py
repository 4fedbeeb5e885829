"""What follows an attempt: another one, or the end of the call; and the hooks that see it."""

from __future__ import annotations

import inspect
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

import httpx2

from .blocking import async_function_error, result_of_function
from .parameters import Omit
from .request import NO_OPTIONS
from .retries import IDEMPOTENT, Attempt, Retries

if TYPE_CHECKING:
    from .client import BaseClient
    from .encoding import EncodedRequest
    from .errors import APIError
    from .request import Request
    from .retries import Hook

_HookName: TypeAlias = Literal["on_request", "on_response", "on_retry"]
_HOOKS: Final[tuple[_HookName, ...]] = ("on_request", "on_response", "on_retry")
_FAILED: Final = 400  # of the statuses
_KEY_NAME: Final = re.compile(r".*idempoten.*(key|token|id)")
_NOT_SENT: Final = (
    *(httpx2.ConnectError, httpx2.ConnectTimeout),
    *(httpx2.PoolTimeout, httpx2.ProxyError),
)
_FINAL: Final = (httpx2.LocalProtocolError, httpx2.UnsupportedProtocol, httpx2.DecodingError)


class Repeats(NamedTuple):
    """A request that is sent, and sent again."""

    client: BaseClient
    request: Request[Any]
    encoded: EncodedRequest
    awaited: bool

    @property
    def idempotency_key(self) -> str | None:
        """The key of the request, which its header has, or another one with such a name."""
        headers = self.encoded.http_request.headers
        header = self.request.idempotency or self.client.idempotency_header or ""
        named = [value for name, value in headers.items() if _KEY_NAME.fullmatch(name)]
        return next(filter(None, (headers.get(header), *named)), None)

    def attempt(
        self,
        number: int,
        response: httpx2.Response | None = None,
        error: APIError | None = None,
        elapsed: float = 0.0,
    ) -> Attempt:
        """Return what rules and hooks see of an attempt."""
        sent = self.encoded.http_request
        return Attempt(
            method=sent.method,
            path=self.request.url_path,
            url=self.encoded.address,
            number=number,
            idempotency_key=self.idempotency_key,
            request=sent,
            response=response,
            status=response.status_code if response else None,
            error=error,
            elapsed=elapsed,
        )

    async def follow_up(
        self, attempt: Attempt, failure: httpx2.HTTPError | None, left: float
    ) -> float | None:
        """Return the seconds until the next attempt, None if there is none; call the hooks.

        Args:
            attempt: the one that ended.
            failure: the error of the HTTP library; None if there is a response.
            left: the seconds that the call may still take.
        """
        delay = None
        if attempt.status is None or attempt.status >= _FAILED:
            seconds = self._delay(attempt, failure)
            delay = seconds if seconds < left else None
        if self.client.has_hooks:
            ended = replace(attempt, delay=delay)
            await self._call("on_response", ended)
            if delay is not None:
                await self._call("on_retry", ended)
        return delay

    def _delay(self, attempt: Attempt, failure: httpx2.HTTPError | None) -> float:
        rules = self._rules()
        is_used_up = self.encoded.is_used_up
        if attempt.number > rules.max or is_used_up or isinstance(failure, _FINAL):
            return math.inf
        methods = rules.methods
        if methods is None:
            methods = {*IDEMPOTENT, *self.client.api.repeat}
        safe = attempt.method in methods
        repeatable = safe or self.request.repeat or attempt.idempotency_key is not None
        received = not isinstance(failure, _NOT_SENT)
        return rules.delay(attempt, repeatable=repeatable, received=received)

    def _rules(self) -> Retries:
        """Return the rules of the call, else of its client; `max_retries` overrides their `max`."""
        options, settings = self.request.call.options or NO_OPTIONS, self.client.settings
        if isinstance(options.retries, Omit):
            rules = settings.get("retries") or Retries()
            most = settings.get("max_retries", rules.max)
        else:
            rules, most = options.retries, options.retries.max
        most = most if isinstance(options.max_retries, Omit) else options.max_retries
        return rules if most == rules.max else replace(rules, max=most)

    async def begin(self, attempt: Attempt) -> None:
        """Call the hook for the start of an attempt.

        Raises `ConfigurationError` before anything is sent if a hook cannot be called.
        """
        for name in _HOOKS:
            hook = self.client.settings.get(name)
            if not (self.awaited or hook is None) and inspect.iscoroutinefunction(hook):
                raise async_function_error(name)
        await self._call("on_request", attempt)

    async def _call(self, name: _HookName, attempt: Attempt) -> None:
        hook: Hook | None = self.client.settings.get(name)
        if hook:
            await result_of_function(name, hook(attempt), awaited=self.awaited)
