"""OAuth 2.0 (RFC 6749): a client fetches its access tokens, keeps them and renews them."""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass
from importlib import import_module
from threading import Lock, get_ident
from typing import TYPE_CHECKING, Final

from .errors import APIError, without_frames
from .tokens import Declared, TokenState

if TYPE_CHECKING:
    from collections.abc import Callable

    from .secret_sources import GivenValues, Secret, Sending
    from .token_requests import TokenRequest

_MARGIN: Final = 30.0  # seconds before the end of a token when it is renewed
_MARGIN_PART: Final = 0.2  # of its life at most
_LONGEST_PAUSE: Final = 0.05  # seconds between two looks whether another task is ready
_LONGEST_WAIT: Final = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2(Declared):
    """Where the tokens of an API come from."""

    def is_set(self, client: GivenValues) -> bool:
        """Return whether the client itself has settings for a token."""
        return self._suffices(lambda role: client.values.get(f"{self.prefix}{role}"))

    def source(self, setting: str, client: GivenValues) -> Tokens | None:
        """Return the tokens of a client; None if it has no settings for them."""
        if not self._suffices(lambda role: self.value(role, client)):
            return None
        found = client.tokens.get(setting)
        if not isinstance(found, Tokens):
            found = client.tokens.setdefault(setting, Tokens(self, client))
        return found if isinstance(found, Tokens) else None

    def _suffices(self, value: Callable[[str], object]) -> bool:
        """Return whether there are settings for a grant that the document has."""
        own = value("client_id") or value("client_secret")
        return bool(
            (self.refresh_token and value("refresh_token"))
            or (self.password and value("username"))
            or (self.client_credentials and own)
        )

    def ways(self) -> str:
        """Return the settings to give, for an error."""
        names = ["client_id", "client_secret"]
        if not self.client_credentials:
            names = ["username", "password"] if self.password else [*names, "refresh_token"]
        return ", ".join(f"{self.prefix}{name}=..." for name in names)


class Tokens:
    """The token of one client: threads and tasks that need a new one wait for the same request."""

    def __init__(self, oauth: OAuth2, client: GivenValues) -> None:
        self._state = TokenState(oauth, client)
        self._token = ""
        self._renewed = self._ends = -math.inf  # when the token is to be renewed, and ends
        self._reset()

    def _reset(self) -> None:
        """Make what processes cannot share."""
        self._lock, self._process, self._owner = Lock(), os.getpid(), 0
        self._requests = 0
        self._failure: APIError | None = None

    async def fetch(self, sending: Sending, refused: Secret | None) -> str:
        """Return a token that is valid, but not the one that the service refused."""
        if self._is_valid(refused):
            return self._token
        if self._process != os.getpid():
            self._reset()  # a thread of the parent may have had the lock
        requests = self._requests
        locked = await self._acquire(sending)
        try:
            if not self._is_valid(refused):
                if self._requests != requests and self._failure is not None:
                    raise type(self._failure)(*self._failure.args)
                await self._renew(sending, refused)
            return self._token
        finally:
            if locked:
                self._owner = 0
                self._lock.release()

    def _is_valid(self, refused: Secret | None) -> bool:
        return self._token not in {"", refused} and time.monotonic() < self._renewed

    async def _acquire(self, sending: Sending) -> bool:
        """Wait until no other call requests a token; return whether there is a lock to release."""
        pause = 0.001
        while not self._lock.acquire(blocking=False):
            if not sending.awaited and self._owner == get_ident():
                return False  # that task waits for this thread
            left = min(sending.sender.left, _LONGEST_WAIT)
            if left <= 0:
                raise self._request(sending).timeout()
            await sending.sender.sleep(min(pause, left))
            pause = min(2 * pause, _LONGEST_PAUSE)
        self._owner = get_ident()
        return True

    def _request(self, sending: Sending) -> TokenRequest:
        make: type[TokenRequest] = import_module(".token_requests", __package__).TokenRequest
        return make(self._state, sending)

    async def _renew(self, sending: Sending, refused: Secret | None) -> None:
        """Request a token; a valid one stays if the service gives no other before it ends."""
        began, request = time.monotonic(), self._request(sending)
        try:
            token = await request.send()
        except APIError as error:
            if sending.sender.left > 0:  # else others may have more time
                self._requests, self._failure = self._requests + 1, error
            if self._token in {"", refused} or time.monotonic() >= self._ends:
                raise without_frames(error) from None
            return
        life = math.inf if token.expires_in is None else max(token.expires_in, 0.0)
        self._ends = began + life
        self._renewed = self._ends - min(_MARGIN, _MARGIN_PART * life) if life < math.inf else life
        self._token, self._failure = token.access_token, None
        self._requests += 1
        await request.tell(token)
