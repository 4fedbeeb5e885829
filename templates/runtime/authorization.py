"""Which credentials a request gets. Only a package with credentials has this module."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from .errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .client import BaseClient
    from .connection import Http
    from .credentials import Credential, Places
    from .request import Call
    from .secret_sources import Source


def add_credentials(
    places: Places, call: Call, client: BaseClient, http: Http, secrets: list[str]
) -> list[tuple[Credential, Source]]:
    """Add the credentials of a call to a request, and what of them is secret to `secrets`.

    Returns those that functions give, each with its function. Of the alternatives, one that can be
    met is sent whole, and no other. A header, parameter or cookie that the request has already
    stays unchanged. Raises `ConfigurationError` if no alternative can be met, unless the HTTP
    client has an `auth` of its own.
    """
    named = {one.setting: one for one in client.api.credentials if one.setting in call.credentials}
    values = {name: one.find(call.credentials, client) for name, one in named.items()}
    allowed: Iterable[str] = named
    if call.alternatives or any(one.required and not values[name] for name, one in named.items()):
        given = {name for name, one in named.items() if values[name] or one.is_in(*places)}
        chosen = _choose(named, given, call, http)
        others = set(chain(*call.alternatives)).difference(chosen)
        allowed = [name for name in named if name not in others]
    live: list[tuple[Credential, Source]] = []
    for name in allowed:
        value = values[name]
        if not value or named[name].is_in(*places):
            continue
        if callable(value) or not isinstance(value, str | tuple):
            live.append((named[name], value))
        else:
            secrets.extend(named[name].add(value, places))
    return live


def _choose(
    named: Mapping[str, Credential], given: set[str], call: Call, http: Http
) -> Sequence[str]:
    """Return the first alternative that can be met, if possible with what the call itself gives."""
    required = tuple(name for name, one in named.items() if one.required)
    alternatives = call.alternatives or (required,)
    met = [names for names in alternatives if given.issuperset(names)]
    if not met and http.auth is None:
        on_http = http.headers, http.params, http.cookies
        given |= {name for name, one in named.items() if one.is_in(*on_http)}
        met = [names for names in alternatives if given.issuperset(names)]
        if not met:
            raise _missing(alternatives, given, named)
    own = {name for name, value in call.credentials.items() if value}
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
