"""Credentials: where their values come from, and where a request sends them."""

from __future__ import annotations

import base64
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, NamedTuple

from .errors import ConfigurationError
from .secret_names import SHORTEST, texts
from .settings import from_environment
from .styles import check_header_value

if TYPE_CHECKING:
    from collections.abc import Container

    from .secret_sources import (
        GivenValues,
        Grants,
        LoginSource,
        Secret,
        Secrets,
        TokenSource,
    )


class Places(NamedTuple):
    """The parts of a request that can hold a credential."""

    headers: dict[str, str]  # names in lower case
    query: dict[str, object]
    cookies: dict[str, object]

    def __repr__(self) -> str:
        return "<Places>"  # tracebacks that show variables have it


@dataclass(frozen=True, slots=True)
class Credential:
    """A key: the setting that gives it, and the header, query parameter or cookie that holds it."""

    setting: str
    _: KW_ONLY
    header: str | None = None
    query: str | None = None
    cookie: str | None = None
    prefix: str = ""
    basic: bool = False  # the value is sent in base64
    environment: tuple[str, ...] = ()
    required: bool = False  # by the operations that name it
    argument: str | None = None  # of the calls; the name of the setting by default
    grants: Grants | None = None  # where tokens come from, if none is given

    def find(self, call: Secrets, client: GivenValues) -> LoginSource | TokenSource:
        """Return the value of the call, else of the client or the environment, else ""."""
        if value := call.get(self.setting) or client.credentials.get(self.setting):
            return value
        grants = self.grants
        value = "" if grants and grants.is_set(client) else from_environment(self.environment)
        if value or grants is None:
            return value
        return grants.source(self.setting, client) or ""

    def encode(self, value: Secret) -> str:
        """Return the value as it is sent, without the prefix."""
        if isinstance(value, str):
            text = value if ":" in value or not self.basic else f"{value}:"  # a key alone
        elif ":" in value[0]:
            raise ConfigurationError(f"{self.setting}: a user must not contain ':'")
        else:
            text = ":".join(value)
        data: bytes | None = None
        with suppress(UnicodeError):  # that error has the value
            data = text.encode()
        if data is None:
            raise ConfigurationError(f"{self.setting} has a character that cannot be sent")
        return base64.b64encode(data).decode() if self.basic else text

    def is_in(
        self, headers: Container[str], query: Container[str], cookies: Container[str]
    ) -> bool:
        """Return whether a request has something in the place of this credential already."""
        if self.header:
            return self.header.lower() in headers
        name = self.query or self.cookie or ""
        return name in (query if self.query else cookies)

    def add(self, value: Secret, places: Places) -> list[str]:
        """Add this credential to a request, and return its secret texts."""
        encoded = self.encode(value)
        text = f"{self.prefix}{encoded}"
        if self.header:
            try:
                places.headers[self.header.lower()] = check_header_value(self.header, text)
            except ValueError as error:
                raise ConfigurationError(f"{self.setting}: {error}") from None
        else:
            part = places.query if self.query else places.cookies
            part[self.query or self.cookie or ""] = text
        whole = value if isinstance(value, str) else ":".join(value)
        found = [encoded] if encoded == whole and " " not in whole else [encoded, *texts(whole)]
        if self.basic:
            found.append(whole.partition(":")[2])
        return [one for one in found if len(one) >= SHORTEST]
