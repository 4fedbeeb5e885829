"""A request for the HTTP library: its headers, and a body that is in memory or read when sent."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import httpx2

from .encoded_body import SentItems
from .styles import encode_headers, encode_query

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from .connection import Http
    from .credentials import Places
    from .encoded_body import EncodedBody, SentBody

_WITH_CONTENT: Final = ("POST", "PUT", "PATCH", "QUERY")  # an empty body has a length too


class ContentStream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A request body that is read while it is sent, from its start in each attempt."""

    def __init__(self, upload: SentBody) -> None:
        self._upload = upload

    def __iter__(self) -> Iterator[bytes]:
        return self._upload.chunks()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if isinstance(self._upload, SentItems):
            async for chunk in self._upload.async_chunks():
                yield chunk
            return
        for chunk in self._upload.chunks():
            yield chunk


def http_request(
    http: Http, method: str, url: httpx2.URL, places: Places, body: EncodedBody
) -> httpx2.Request:
    """Return the HTTP request; `http.build_request` would take three times as long."""
    head = dict(http.headers.items()) | places.headers
    if places.cookies and (cookie := encode_query(places.cookies, "; ")):
        head.update(encode_headers({"cookie": _with_lent_cookies(cookie, url, http)}))
    if body.parts is not None:
        if "boundary=" not in head.get("content-type", "boundary="):
            del head["content-type"]  # the HTTP library chooses the boundary between the parts
        return httpx2.Request(method, url, headers=head, files=body.parts, cookies=http.cookies)
    head = {"host": url.netloc.decode(), **head}
    if body.upload is not None:
        _add_length(head, body.upload.size)
        if isinstance(body.upload, SentItems):
            body.upload.check(awaited=isinstance(http, httpx2.AsyncClient))
        upload = ContentStream(body.upload)
        return httpx2.Request(method, url, headers=head, stream=upload, cookies=http.cookies)
    content = body.content or b""
    if content or method in _WITH_CONTENT:
        _add_length(head, len(content))
    stream = httpx2.ByteStream(content)
    request = httpx2.Request(method, url, headers=head, stream=stream, cookies=http.cookies)
    request.read()  # the HTTP client of a user may look at the content
    return request


def _add_length(head: dict[str, str], size: int | None) -> None:
    """Add the header that says where a body ends (RFC 9112, 6.3); the size may be unknown."""
    if "transfer-encoding" in head:
        return
    if size is not None:
        head["content-length"] = str(size)
    elif "content-length" not in head:
        head["transfer-encoding"] = "chunked"


def _with_lent_cookies(cookie: str, url: httpx2.URL, http: Http) -> str:
    """Return the cookies of a call with those that the HTTP client has for the URL."""
    if not http.cookies:
        return cookie
    names = {one.partition("=")[0] for one in cookie.split("; ")}
    jar = httpx2.Request("GET", url, cookies=http.cookies).headers.get("cookie", "")
    more = [one for one in jar.split("; ") if one and one.partition("=")[0] not in names]
    return "; ".join([cookie, *more])


def lent_headers(http: Http) -> Mapping[str, str]:
    """Return the headers that the user gave to an HTTP client, without those of the library."""
    usual = _usual_headers()
    return {name: text for name, text in http.headers.items() if usual.get(name) != text}


@cache
def _usual_headers() -> Mapping[str, str]:
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200))
    return dict(httpx2.Client(transport=transport).headers.items())
