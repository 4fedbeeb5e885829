"""The settings of a client, and those for the access tokens that it requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Package


@dataclass(frozen=True, slots=True)
class SettingView:
    """A setting of the client: its name and type, and what describes it, as source.

    Attributes:
        key: the name for the runtime.
        given: the value that the user gave, as source, if the name alone is not that.
    """

    name: str
    type: str
    source: str
    key: str
    given: str = ""


class _Role(NamedTuple):
    """The type of a setting for access tokens, and its description."""

    type: str
    description: str
    in_environment: bool = True


_ROLES: Final = {
    "client_id": _Role("str", "The ID of this client: it requests access tokens."),
    "client_secret": _Role("KeySource", "The secret of this client, for the same."),
    "username": _Role("str", "The user to request access tokens for."),
    "password": _Role("KeySource", "The password of the user."),
    "refresh_token": _Role("KeySource", "The token to request access tokens with."),
    "on_token": _Role(
        "Callable[[Token], object]",
        "A function that gets each new token, so that you can store its refresh token.",
        in_environment=False,
    ),
    "scopes": _Role(
        "Sequence[str]",
        "The scopes to request. Default: those that the operations name.",
        in_environment=False,
    ),
    "token_url": _Role("str", "The URL to request tokens from, if it is not the document's."),
}


def grant_settings(package: Package) -> Iterator[SettingView]:
    """Yield the settings for access tokens; all credentials share them."""
    grants = [one.grants for one in package.credentials if one.grants]
    asked = {role for one in grants for role in one.roles}
    for role in [one for one in _ROLES if one in asked]:
        name = f"{grants[0].prefix}{role}"
        yield SettingView(name, _ROLES[role].type, "", name)


def grant_texts(package: Package) -> Iterator[tuple[str, Untrusted]]:
    """Yield the name and the description of each of them."""
    names = {(g.prefix, g.environment) for one in package.credentials if (g := one.grants)}
    prefix, environment = next(iter(names), ("", ""))
    for one in grant_settings(package):
        role = _ROLES[one.name.removeprefix(prefix)]
        variable = f"{environment}{one.name}".upper()
        default = f"Default: `{variable}` in the environment." if role.in_environment else ""
        yield one.name, Untrusted(role.description).followed_by(default)
