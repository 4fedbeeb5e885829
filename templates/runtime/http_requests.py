"""A request for the HTTP library: its headers, and a body that is in memory or read when sent."""

from __future__ import annotations

import sys
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    NamedTuple,
    Protocol,
    TypeAlias,
    runtime_checkable,
)

import httpx2

from .styles import encode_headers, encode_query

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from .connection import Http
    from .credentials import Places

_WITH_CONTENT: Final = ("POST", "PUT", "PATCH", "QUERY")  # an empty body has a length too


class SentBody(Protocol):
    """A body, or a part of one, that is read while it is sent."""

    consumed: bool  # it was read, and cannot be read again

    @property
    def size(self) -> int | None: ...  # in bytes; None if it is not known before

    def chunks(self) -> Iterator[bytes]: ...
    def close(self) -> None: ...


@runtime_checkable
class SentItems(SentBody, Protocol):
    """A body of items, each of which is encoded when it is sent."""

    def media_type(self, declared: str) -> str: ...
    def check(self, *, awaited: bool) -> None: ...  # raises TypeError if it cannot be sent
    def async_chunks(self) -> AsyncIterator[bytes]: ...


Part: TypeAlias = tuple[str | None, Any, str | None, dict[str, str]]
"""A part of a form, as the HTTP library takes it: file name, bytes or `SentBody`, media type, and
other headers."""


class EncodedBody(NamedTuple):
    """A request body for the HTTP library."""

    media_type: str | None = None  # None: no body, or a form whose parts define the media type
    content: bytes | None = None
    parts: list[tuple[str, Part]] | None = None
    upload: SentBody | None = None  # instead of `content`

    @property
    def uploads(self) -> list[SentBody]:
        """The files that are read while they are sent."""
        if self.upload is not None:
            return [self.upload]
        return [part[1] for _, part in self.parts or () if not isinstance(part[1], bytes)]


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
    head = places.headers
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
    usual = usual_headers()
    return {name: text for name, text in http.headers.items() if usual.get(name) != text}


@cache
def usual_headers() -> Mapping[str, str]:
    """Return the headers that the HTTP library adds itself."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200))
    return dict(httpx2.Client(transport=transport).headers.items())


@cache
def user_agent(package: str, version: str) -> str:
    """Return the names and versions of a package, of Python and of the HTTP library."""
    own = f"{package}/{version}" if version else package
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{own} opgen python/{python} httpx2/{httpx2.__version__}"
