"""Access tokens, where a document says that they come from, and the error if there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .errors import APIError
from .parameters import is_object
from .settings import from_environment

if TYPE_CHECKING:
    from .secret_sources import GivenValues


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, as the service gave it."""

    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_in: float | None = None  # seconds; None: not known
    scope: str = ""


class TokenError(APIError):
    """The service gave no access token."""

    @property
    def error(self) -> str:
        """The code that the service gave, such as `invalid_client`; "" if it gave none."""
        code = self.body.get("error") if is_object(self.body) else ""
        return code if isinstance(code, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Where tokens come from: a URL for each grant, relative to the address of the API."""

    client_credentials: str = ""
    password: str = ""
    refresh_token: str = ""
    scopes: tuple[str, ...] = ()  # that the operations ask for
    prefix: str = ""  # of the names of settings
    environment: str = ""  # what variables of the environment start with

    def value(self, role: str, client: GivenValues) -> object:
        """Return the value of a setting, else of the environment, else ""."""
        given = client.values.get(f"{self.prefix}{role}")
        variable = f"{self.environment}{self.prefix}{role}".upper()
        return from_environment([variable]) if given is None else given


@dataclass(slots=True, repr=False)
class TokenState:
    """What the token requests of one client remember."""

    oauth: Declared
    client: GivenValues
    refresh_token: str = ""  # the last one from the service
    in_body: bool | None = None  # the service takes the client secret only in the body
