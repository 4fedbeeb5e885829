"""What is secret by its name: headers, parameters and members that hold keys and passwords."""

from __future__ import annotations

import base64
import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import parse_qsl, unquote_plus

from .parameters import is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import httpx2

HIDDEN: Final = "***"
"""What errors and logs show for a secret."""
SHORTEST: Final = 4
"""The fewest characters of a secret that is hidden in any text: words can have fewer too."""

_SECRET: Final = re.compile(
    r"(?i)(token|secret|passw(or)?d|passphrase|pwd|signature|credentials?|jwt|cookie|session(_?id)?"
    r"|authorization|(^|[_-])(auth|sig)|-key|(api|access|private|subscription|license)_?key)$"
)
_NO_SECRET: Final = re.compile(
    r"(?i)(^|[_-])(page|next|continuation|pagination|cursor|sync|idempotency|sort|primary|partition"
    r"|public|x-request)"
)
_SCHEMES: Final = ("apikey", "basic", "bearer", "bot", "key", "token")
_QUERY: Final = re.compile(r"([?&;#])([\w.%-]+)=([^&;#\s\"'<>]+)")
_MEMBERS: Final = 10_000  # objects and lists that are looked at; a body may have any number


@lru_cache(maxsize=512)
def is_secret(name: str) -> bool:
    """Return whether the name of a header, a parameter or a member says that it is secret."""
    return bool(_SECRET.search(name)) and not _NO_SECRET.search(name)


def in_request(request: httpx2.Request) -> Iterator[str]:
    """Yield the secrets in the headers and the query of a request, as it was sent."""
    for name, value in request.headers.items():
        if name == "cookie":
            for pair in value.split(";"):
                cookie = pair.partition("=")[2].strip()
                yield from (cookie, unquote_plus(cookie))
        elif is_secret(name):
            yield from texts(value)
    query = request.url.query.decode("ascii", "replace")
    for name, value in parse_qsl(query):
        if is_secret(name):
            yield value


def texts(value: str) -> Iterator[str]:
    """Yield a secret, and its parts if it is like `Bearer key`: services repeat those alone."""
    scheme, _, rest = value.partition(" ")
    if scheme.lower() not in _SCHEMES:  # which may be shown
        yield value
    yield rest.strip()
    if scheme.lower() == "basic":
        with suppress(ValueError):
            login = base64.b64decode(rest).decode()
            yield login
            yield login.partition(":")[2]


def in_body(value: object) -> Iterator[str]:
    """Yield the texts in a body whose names say that they are secret."""
    waiting: list[Any] = [value]
    for _ in range(_MEMBERS):
        if not waiting:
            return
        one = waiting.pop()
        for name, member in one.items() if is_object(one) else enumerate(one):
            if isinstance(member, str) and is_secret(str(name)):
                yield member
            elif is_object(member) or isinstance(member, list | tuple):  # others are read once
                waiting.append(member)


def hidden(value: object) -> object:
    """Return a value for a `repr`, without the members that are secret."""
    if is_object(value):
        named: Mapping[str, Any] = value
        return {name: HIDDEN if is_secret(str(name)) else hidden(named[name]) for name in named}
    if type(value) is not list:
        return value
    return [hidden(one) for one in cast("list[object]", value)]


def hide_queries(text: str) -> str:
    """Return text without the secret parameters of URLs in it."""
    return _QUERY.sub(_hide_parameter, text) if "=" in text else text


def _hide_parameter(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}={HIDDEN}" if is_secret(unquote_plus(found[2])) else found[0]


def longest_first(secrets: Iterable[str]) -> list[str]:
    """Return secrets in an order in which none hides a part of another; the short ones hide all."""
    return sorted({one for one in secrets if len(one) >= SHORTEST}, key=len, reverse=True)
