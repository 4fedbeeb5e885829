"""Credentials: where their values come from, and where a request sends them."""

from __future__ import annotations

import base64
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from .errors import ConfigurationError
from .secret_names import SHORTEST, texts
from .settings import from_environment
from .styles import check_header_value

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from .connection import Http
    from .secret_sources import (
        GivenValues,
        Grants,
        LoginSource,
        Secret,
        Secrets,
        Source,
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


class Keys(NamedTuple):
    """The credentials of an API, and the values that a call and its client give."""

    credentials: tuple[Credential, ...]
    call: Secrets  # by setting; no others are sent
    client: GivenValues
    alternatives: tuple[tuple[str, ...], ...]  # settings that suffice together; () for all required

    def __repr__(self) -> str:
        return "<Keys>"


class Added(NamedTuple):
    """What a request has of credentials."""

    secrets: list[str]
    live: list[tuple[Credential, Source]]
    """The credentials that it lacks, each with what gives its value."""

    def __repr__(self) -> str:
        return "<Added>"  # errors with variables of the code show it


def add_credentials(places: Places, keys: Keys, http: Http) -> Added:
    """Add the credentials of a call to a request, but for those that functions give.

    Of the alternatives, one that can be met is sent whole, and no other. A header, parameter or
    cookie that the request has already stays unchanged. Raises `ConfigurationError` if no
    alternative can be met, unless the HTTP client has an `auth` of its own.
    """
    named = {one.setting: one for one in keys.credentials if one.setting in keys.call}
    values = {name: one.find(keys.call, keys.client) for name, one in named.items()}
    allowed: Iterable[str] = named
    if keys.alternatives or any(one.required and not values[name] for name, one in named.items()):
        given = {name for name, one in named.items() if values[name] or one.is_in(*places)}
        chosen = _choose(named, given, keys, http)
        others = set(chain(*keys.alternatives)).difference(chosen)
        allowed = [name for name in named if name not in others]
    added = Added([], [])
    for name in allowed:
        value = values[name]
        if not value or named[name].is_in(*places):
            continue
        if callable(value) or not isinstance(value, str | tuple):
            added.live.append((named[name], value))
        else:
            added.secrets.extend(named[name].add(value, places))
    return added


def _choose(
    named: Mapping[str, Credential], given: set[str], keys: Keys, http: Http
) -> Sequence[str]:
    """Return the first alternative that can be met, if possible with what the call itself gives."""
    required = tuple(name for name, one in named.items() if one.required)
    alternatives = keys.alternatives or (required,)
    met = [names for names in alternatives if given.issuperset(names)]
    if not met and http.auth is None:
        on_http = http.headers, http.params, http.cookies
        given |= {name for name, one in named.items() if one.is_in(*on_http)}
        met = [names for names in alternatives if given.issuperset(names)]
        if not met:
            raise _missing(alternatives, given, named)
    own = {name for name, value in keys.call.items() if value}
    return max(met, key=lambda names: len(own.intersection(names)), default=())


def _missing(
    alternatives: Sequence[Iterable[str]], given: set[str], named: Mapping[str, Credential]
) -> ConfigurationError:
    """Return the error that says what is missing, and the shortest ways to give it."""
    missing = [frozenset(names).difference(given) for names in alternatives]
    shortest = dict.fromkeys(one for one in missing if not any(each < one for each in missing))
    ways = [[one for name, one in named.items() if name in names] for names in shortest]
    either = ", or " if any(len(way) > 1 for way in ways) else " or "
    absent = either.join(" and ".join(one.setting for one in way) for way in ways)
    arguments = either.join(
        " and ".join(f"{one.argument or one.setting}=..." for one in way) for way in ways
    )
    settings = " or ".join(
        f"configure({', '.join(f'{one.setting}=...' for one in way)})" for way in ways
    )
    grants = dict.fromkeys(one.grants.ways() for way in ways for one in way if one.grants)
    settings += "".join(f" or configure({names})" for names in grants)
    read = [[one.environment[0] for one in way if one.environment] for way in ways]
    variables = either.join(" and ".join(names) for names in read if names)
    more = f", or set {variables} in the environment" if variables else ""
    return ConfigurationError(f"no {absent}: give {arguments} to the call, call {settings}{more}")
