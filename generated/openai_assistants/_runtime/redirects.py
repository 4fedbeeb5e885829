"""Redirects: where they lead, and the request that follows one without the credentials."""

from __future__ import annotations

from typing import Final

import httpx2

_OF_A_BODY: Final = ("content-length", "content-type", "transfer-encoding")


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
    sent: httpx2.Request, response: httpx2.Response, accept: str
) -> httpx2.Request | None:
    """Return the request that follows a redirect; None if it is none that is safe to follow.

    Only a request without a body is repeated; after the status 303 a GET follows others too.
    Another host gets no credentials, no cookies, and no headers of the user.
    """
    url, before = redirect_url(response), httpx2.URL(str(sent.url))
    repeats = sent.method in {"GET", "HEAD"} or response.status_code == 303
    if url is None or not (response.has_redirect_location and repeats):
        return None
    if before.scheme == "https" and url.scheme == "http":
        return None
    headers = httpx2.Headers({"user-agent": sent.headers.get("user-agent", ""), "accept": accept})
    if url.origin == before.origin:
        headers = sent.headers.copy()
        for name in _OF_A_BODY:
            headers.pop(name, None)
    method = "HEAD" if sent.method == "HEAD" else "GET"
    return httpx2.Request(method, url, headers=headers)


def shown_url(url: httpx2.URL) -> str:
    """Return a URL for errors and logs: its query may have a signature."""
    return str(url.copy_with(username=None, password=None, query=None, fragment=None))
