"""What a lent HTTP client adds to requests: its headers, its query and its cookies."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import httpx2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .connection import Http


class LentParts(NamedTuple):
    """The headers and the query that the user gave to an HTTP client."""

    headers: Mapping[str, str] = {}
    query: Mapping[str, object] = {}


NOTHING_LENT: Final = LentParts()


def lent_parts(http: Http) -> LentParts:
    """Return what the user gave to an HTTP client; what the library adds itself is not of it."""
    usual = _usual_headers()
    headers = {name: text for name, text in http.headers.items() if usual.get(name) != text}
    return LentParts(headers, {name: http.params.get_list(name) for name in http.params})


@cache
def _usual_headers() -> dict[str, str]:
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200))
    return dict(httpx2.Client(transport=transport).headers.items())


def with_lent_cookies(cookie: str, url: httpx2.URL, http: Http) -> str:
    """Return the cookies of a call with those that the HTTP client has for the URL."""
    names = {one.partition("=")[0] for one in cookie.split("; ")}
    jar = httpx2.Request("GET", url, cookies=http.cookies).headers.get("cookie", "")
    more = [one for one in jar.split("; ") if one and one.partition("=")[0] not in names]
    return "; ".join([cookie, *more])
