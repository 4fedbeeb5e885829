"""What gives the value of a credential: a user, a function of the user, or a service of tokens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeAlias

Secret: TypeAlias = str | tuple[str, str]
"""The value of a credential; that of HTTP basic may be a user and a password."""
KeySource: TypeAlias = str | Callable[[], str | Awaitable[str]]
"""A key, or a function that returns it: for awaited calls, it may be async.

Each call uses the function once, and once more after the status 401.
"""
LoginSource: TypeAlias = Secret | Callable[[], Secret | Awaitable[Secret]]
"""A user and a password, or `user:password`, or a key; or a function like that of `KeySource`."""
Secrets: TypeAlias = Mapping[str, LoginSource | None]
"""Such values by setting."""


class Clock(Protocol):
    """The time of a call."""

    @property
    def left(self) -> float:
        """The seconds until the call must end; infinity if it need not."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait, as the call does."""
        ...


class Sending(Protocol):
    """What the source of a token needs to know of the call that needs it."""

    awaited: bool

    @property
    def sender(self) -> Clock:
        """Its time."""
        ...


class TokenSource(Protocol):
    """A service that gives tokens."""

    async def fetch(self, sending: Sending, refused: Secret | None) -> str:
        """Return a token, but not the one that was refused if the service gives another."""
        ...


class Grants(Protocol):
    """How an API declares such a service."""

    def source(self, setting: str, client: GivenValues) -> TokenSource | None:
        """Return the source of tokens of a client; None if it has no settings for it."""
        ...

    def is_set(self, client: GivenValues) -> bool:
        """Return whether the client itself has such settings, not only the environment."""
        ...

    def ways(self) -> str:
        """Return the settings to give, for an error."""
        ...


class GivenValues(Protocol):
    """What the settings of a client give for credentials."""

    credentials: Secrets
    values: Mapping[str, object]

    @property
    def tokens(self) -> dict[str, TokenSource]:
        """Where its tokens come from, by setting."""
        ...


Source: TypeAlias = Callable[[], Secret | Awaitable[Secret]] | TokenSource
"""What gives a value when a call is made."""
