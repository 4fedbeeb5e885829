"""Credentials: where their values come from, and where a request sends them."""

from __future__ import annotations

import base64
import os
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import ConfigurationError
from .styles import check_header_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Places(NamedTuple):
    """The parts of a request that can hold a credential."""

    headers: dict[str, str]  # names in lower case
    query: dict[str, object]
    cookies: dict[str, object]


@dataclass(frozen=True, slots=True)
class Credential:
    """A key: the setting that gives it, and the header, query parameter or cookie that holds it."""

    setting: str
    _: KW_ONLY
    header: str | None = None
    query: str | None = None  # note: the HTTP library logs whole URLs
    cookie: str | None = None
    prefix: str = ""
    basic: bool = False  # the value is `user:password`, and is sent in base64
    environment: tuple[str, ...] = ()
    required: bool = False  # by the operations that name it
    argument: str | None = None  # of the calls; the name of the setting by default

    def find(self, call: Mapping[str, str | None], client: Mapping[str, str | None]) -> str:
        """Return the value of the call, else of the client or the environment, else ""."""
        if value := call.get(self.setting) or client.get(self.setting):
            return value
        return next(filter(None, map(os.environ.get, self.environment)), "")

    def encode(self, value: str) -> str:
        """Return the value as it is sent, without the prefix."""
        return base64.b64encode(value.encode()).decode() if self.basic else value

    def place(self, places: Places) -> tuple[dict[str, Any], str]:
        """Return the part of the request that holds this credential, and its name there."""
        if self.header:
            return places.headers, self.header.lower()
        return (places.query, self.query) if self.query else (places.cookies, self.cookie or "")

    def missing(self) -> ConfigurationError:
        """Return the error that says how to give this credential."""
        ways = "".join(f", or set {name} in the environment" for name in self.environment)
        return ConfigurationError(
            f"no {self.setting}: give {self.argument or self.setting}=... to the call, "
            f"call configure({self.setting}=...){ways}"
        )


def add_credentials(
    places: Places,
    credentials: Iterable[Credential],
    call: Mapping[str, str | None],
    client: Mapping[str, str | None],
    *,
    anonymous: bool,
) -> list[str]:
    """Add the credentials that a call names to a request, and return the secrets.

    A header, parameter or cookie that the request has already stays unchanged. Raises
    `ConfigurationError` if a required credential has no value and the call is not `anonymous`.
    """
    secrets: list[str] = []
    for credential in credentials:
        if credential.setting not in call:
            continue
        part, name = credential.place(places)
        if name in part:
            continue
        if value := credential.find(call, client):
            encoded = credential.encode(value)
            text = f"{credential.prefix}{encoded}"
            part[name] = check_header_value(credential.header, text) if credential.header else text
            secrets += [one for one in (encoded, value) if len(one) > 3]  # shorter: not a secret
        elif credential.required and not anonymous:
            raise credential.missing()
    return secrets


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return text with `***` in place of each secret."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return text
