"""OAuth 2.0: where a client gets its access tokens from, and the settings that it needs for them.

Source: OpenAPI 3.1, 4.8.28 "OAuth Flows Object".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.python_types import RuntimeCall
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.document.document import Node

_URLS: Final = {
    "client_credentials": (("clientCredentials", "tokenUrl"),),
    "password": (("password", "tokenUrl"),),
    "refresh_token": tuple(
        (flow, url)
        for flow in ("authorizationCode", "deviceAuthorization", "password")
        for url in ("refreshUrl", "tokenUrl")
    ),
}
"""By grant, the flows and their fields that have its URL, best first."""
_SHARED: Final = ("client_id", "client_secret", "scopes", "token_url")
_OWN: Final = {
    "client_credentials": (),
    "password": ("username", "password"),
    "refresh_token": ("refresh_token", "on_token"),
}
_ROLES: Final = (
    *("client_id", "client_secret", "username", "password"),
    *("refresh_token", "on_token", "scopes", "token_url"),
)


@dataclass(frozen=True, slots=True)
class Grants:
    """How a client can get a token.

    Attributes:
        urls: by grant.
        scopes: those that operations ask for.
        prefix: of the names of the settings.
        environment: what the variables of the environment start with.
    """

    urls: tuple[tuple[str, Untrusted], ...]
    scopes: tuple[str, ...] = ()
    prefix: str = ""
    environment: str = ""

    @property
    def call(self) -> RuntimeCall:
        """The call that creates the grants of the runtime."""
        more = (
            ("scopes", self.scopes),
            ("prefix", self.prefix),
            ("environment", self.environment),
        )
        keywords = (*self.urls, *((name, value) for name, value in more if value))
        return RuntimeCall("oauth", "OAuth2", (), keywords)

    @property
    def roles(self) -> tuple[str, ...]:
        """What the settings are for; the name of each starts with the prefix."""
        own = {role for grant, _ in self.urls for role in _OWN[grant]}
        return tuple(role for role in _ROLES if role in own or role in _SHARED)


def grants_of(scheme: Node) -> Grants | None:
    """Return the grants of a security scheme; None if it has no URL for one."""
    urls: list[tuple[str, Untrusted]] = []
    for grant, places in _URLS.items():
        found = (scheme.get("flows", *place) for place in places)
        texts = [one.value for one in found if one and isinstance(one.value, str) and one.value]
        if texts:
            urls.append((grant, Untrusted(texts[0])))
    return Grants(tuple(urls)) if urls else None


def prefix_of(roles: Collection[str], settings: Collection[str], variables: Collection[str]) -> str:
    """Return what the names of settings start with, so that they differ from those of others.

    Args:
        roles: what the settings are for.
        settings: names that are taken.
        variables: the ends of the variables that are taken, in lower case.
    """
    prefix = ""
    while any(f"{prefix}{role}" in {*settings, *variables} for role in roles):
        prefix += "oauth_"
    return prefix
