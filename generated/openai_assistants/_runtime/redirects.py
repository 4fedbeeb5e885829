"""Redirects: where they lead, and the request that follows one without the credentials."""

from __future__ import annotations

from typing import Final

import httpx2

_SEE_OTHER: Final = 303
_SAME_METHOD: Final = (307, 308)
_OF_A_BODY: Final = ("content-encoding", "content-length", "content-type", "transfer-encoding")


def redirect_url(response: httpx2.Response) -> httpx2.URL | None:
    """Return the URL that a redirect leads to; None if it has no valid one."""
    try:
        target = httpx2.URL(str(response.url)).join(response.headers["location"])
    except (KeyError, ValueError, httpx2.InvalidURL):
        return None
    return target if target.scheme in {"http", "https"} and has_host(target) else None


def has_host(url: httpx2.URL) -> bool:
    """Return whether the port of a URL is one, and its host can be looked up.

    No label of the host is empty or too long. The sockets of Python raise other errors than
    `OSError` for those.
    """
    try:
        return bool(url.raw_host.decode("ascii").encode("idna")) and (url.port or 0) < 1 << 16
    except UnicodeError:
        return False


def following(
    sent: httpx2.Request, response: httpx2.Response, accept: str, *, repeatable: bool
) -> httpx2.Request | None:
    """Return the request that follows a redirect; None if it is none that is safe to follow.

    After the status 303 it is a GET without a body. Any other GET, and any request after the
    statuses 307 and 308, is sent again with its body, if that is `repeatable`: to have a GET take
    the place of a POST would lose what was sent. Another host gets no credentials, no cookies, and
    no headers of the user, but for an idempotency key.
    """
    url, before = redirect_url(response), httpx2.URL(str(sent.url))
    other = response.status_code == _SEE_OTHER
    same = repeatable and (sent.method in {"GET", "HEAD"} or response.status_code in _SAME_METHOD)
    if url is None or not (response.has_redirect_location and (other or same)):
        return None
    if before.scheme == "https" and url.scheme == "http":
        return None
    fields = sent.headers.multi_items()
    if url.origin != before.origin:
        public = {"user-agent", *_OF_A_BODY}
        fields = [("host", url.netloc.decode()), ("accept", accept)]
        items = sent.headers.multi_items()
        fields += [one for one in items if one[0] in public or "idempotency" in one[0]]
    if not other:
        return httpx2.Request(sent.method, url, headers=fields, stream=sent.stream)
    method = "HEAD" if sent.method == "HEAD" else "GET"
    fields = [one for one in fields if one[0] not in _OF_A_BODY]
    return httpx2.Request(method, url, headers=fields)


def shown_url(url: httpx2.URL) -> str:
    """Return a URL for errors and logs: its query may have a signature."""
    return str(url.copy_with(username=None, password=None, query=None, fragment=None))
