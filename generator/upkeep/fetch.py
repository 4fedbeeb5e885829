"""The bytes of a document, from a file or by https, within bounds of time and size."""

from __future__ import annotations

import re
import zlib
from contextlib import AsyncExitStack, aclosing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, Protocol, runtime_checkable

from generator.diagnostics import shown
from generator.read.source import MAX_BYTES, read_bytes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    import httpx2

    from generator.diagnostics import DiagnosticLog

CONNECT_TIMEOUT: Final = 10.0
READ_TIMEOUT: Final = 20.0
DEADLINE: Final = 60.0  # of the whole: each byte may come in time, and the last one never
MAX_REDIRECTS: Final = 5

# One letter before the colon is a drive of Windows, and a file may be named `pets:v2.yaml`.
_URL: Final = re.compile(r"([a-z][a-z0-9+.-]+)://|(https?|file|ftps?|data):", re.IGNORECASE)
_SECRET: Final = re.compile(r"(?<=:).*@", re.DOTALL)
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_GZIP: Final = ("gzip", "x-gzip")
_PIECE: Final = 1024 * 1024
_LONGEST_VALIDATOR: Final = 1024
_SAVE: Final = "save the document and name the file"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as its source has it.

    `url` is the address that was asked, whatever it redirects to, without user info and
    fragment; None for a file. `etag` and `last_modified` are for the next request.
    """

    content: bytes
    url: str | None
    etag: str | None
    last_modified: str | None


def is_url(source: str) -> bool:
    """Whether a source is written as a URL, be it one that can be fetched or not."""
    return _scheme(source) is not None


def fetch(
    source: str,
    log: DiagnosticLog,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
) -> Fetched | None:
    """Get a document.

    Args:
        source: an `https:` URL, a `file:///` URL, or a path.
        log: where a failure is told.
        etag: what the server called the version that is known.
        last_modified: when that version was last changed, as the server said it.

    Returns:
        The document, or None where the server has no other version than the known one.

    Raises:
        OpgenError: it cannot be had; the log says why.
    """
    scheme = _scheme(source)
    if scheme == "https":
        return _fetch(source, log, {"If-None-Match": etag, "If-Modified-Since": last_modified})
    if scheme not in (None, "file"):
        _refuse(scheme, f"{_redacted(source)} is not fetched", log)
    path = _path(source, log) if scheme else Path(source)
    return Fetched(read_bytes(path, log), None, None, None)


def _scheme(source: str) -> str | None:
    found = _URL.match(source)
    return (found[1] or found[2]).lower() if found else None


def _refuse(scheme: str | None, what: str, log: DiagnosticLog) -> NoReturn:
    if scheme == "http":
        log.fail(
            "insecure-source",
            f"{what}: without TLS anyone on the way can change the document",
            help=f"use https:, or {_SAVE}",
        )
    log.fail(
        "unsupported-source",
        f"{what}: a document comes by https or from a file",
        help=f"use https:, or {_SAVE}; a file whose name begins like a URL needs ./ before it",
    )


def _redacted(source: str) -> str:
    """A URL that may not be a valid one, for a message.

    Nobody can tell where its user info ends, so all before the last @ goes.
    """
    return shown(_SECRET.sub("//", source))


def _path(url: str, log: DiagnosticLog) -> Path:
    from urllib.request import url2pathname  # noqa: PLC0415  slow, and seldom needed

    path: str | None = None
    # Two slashes more, and it would be a share of another computer.
    if re.fullmatch(r"file:///(?!/)[^?#]*", url, re.IGNORECASE | re.DOTALL):
        # Windows knows paths that cannot be.
        with suppress(OSError):
            path = url2pathname(url[len("file://") :])
    if path is None:
        log.fail(
            "invalid-url",
            f"{_redacted(url)} names no file of this computer",
            help="write file:///folder/name, with %23 for # and %3F for ?, or only the path",
        )
    return Path(path)


def _fetch(source: str, log: DiagnosticLog, known: dict[str, str | None]) -> Fetched | None:
    import asyncio  # noqa: PLC0415  slow, and seldom needed

    url = _parsed(source, log)
    conditions = {name: usable for name, value in known.items() if (usable := _validator(value))}

    # Only a task can be ended wherever it waits: for a name, for TLS, for half a header.
    async def in_time() -> Fetched | None:
        try:
            async with asyncio.timeout(DEADLINE):
                return await _get(url, log, conditions)
        except TimeoutError:
            log.fail(
                "fetch-timeout",
                f"{_name(url)} was not complete after {DEADLINE:g} seconds",
                help=f"try again later, or {_SAVE}",
            )

    return asyncio.run(in_time())


def _parsed(source: str, log: DiagnosticLog) -> httpx2.URL:
    import httpx2  # noqa: PLC0415  slow, and seldom needed

    url: httpx2.URL | None = None
    # Why it is not valid is not told: httpx2 quotes what may be a part of a password.
    with suppress(httpx2.InvalidURL, ValueError):
        read = httpx2.URL(source)
        # The host is decoded only when it is asked for, and that may fail too.
        if read.host and (read.port is None or 0 < read.port < 1 << 16):
            url = read
    if url is None:
        log.fail(
            "invalid-url",
            f"{_redacted(source)} is not a valid URL",
            help="look at the host and the port; in a password write %40 for @, %2F for /, "
            "%3F for ? and %23 for #",
        )
    return url


def _validator(value: str | None) -> str | None:
    """A header that may be kept in a file and sent again."""
    kept = (value or "").strip()
    fits = len(kept) <= _LONGEST_VALIDATOR and kept.isascii() and kept.isprintable()
    return kept if kept and fits else None


def _bare(url: httpx2.URL) -> httpx2.URL:
    return url.copy_with(username=None, password=None, fragment=None)


def _name(url: httpx2.URL, asked: httpx2.URL | None = None) -> str:
    name = shown(str(_bare(url)))
    if asked is None or _bare(asked) == _bare(url):
        return name
    return f"{name}, where {_name(asked)} leads,"


@runtime_checkable
class _Stream(Protocol):
    """A connection."""

    async def aclose(self) -> None: ...


async def _get(url: httpx2.URL, log: DiagnosticLog, conditions: dict[str, str]) -> Fetched | None:
    import httpx2  # noqa: PLC0415  slow, and seldom needed

    async with AsyncExitStack() as opened, _client(log) as client:
        request = client.build_request(
            "GET", url, headers=conditions, extensions={"trace": _closing(opened)}
        )
        followed = 0
        while True:
            user = request.url.username, request.url.password
            auth = httpx2.BasicAuth(*user) if any(user) else None
            # httpx2 logs URLs. The header that it makes goes on to the same origin only.
            request.url = _bare(request.url)
            name = _name(request.url, url)
            with _faults(name, log):
                async with aclosing(await client.send(request, auth=auth, stream=True)) as response:
                    if response.status_code not in _REDIRECTS:
                        return await _fetched(response, url, name, log)
                    request = _following(response, name, log)
            followed += 1
            if followed > MAX_REDIRECTS:
                log.fail(
                    "too-many-redirects",
                    f"{_name(url)} redirects more than {MAX_REDIRECTS} times",
                    help="name the address where the document is",
                )


def _closing(opened: AsyncExitStack) -> Callable[[str, Mapping[str, object]], Awaitable[None]]:
    """Close what httpx2 opens: a connection that is cancelled while TLS begins it forgets."""

    async def trace(_: str, info: Mapping[str, object]) -> None:
        if isinstance(stream := info.get("return_value"), _Stream):
            opened.push_async_callback(stream.aclose)

    return trace


def _client(log: DiagnosticLog) -> httpx2.AsyncClient:
    import httpx2  # noqa: PLC0415  slow, and seldom needed

    try:
        # It follows no redirect itself: it would read the whole body of one first.
        return httpx2.AsyncClient(
            timeout=httpx2.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT),
            headers={"Accept-Encoding": "gzip"},
        )
    except (ImportError, OSError, ValueError, httpx2.InvalidURL) as error:
        # The others quote the URL of a proxy, which may hold a password.
        told = isinstance(error, ImportError | OSError)
        log.fail(
            "cannot-fetch",
            "the settings for https in the environment cannot be used"
            + (f": {_reason(error)}" if told else ""),
            help="look at HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR",
        )


@contextmanager
def _faults(name: str, log: DiagnosticLog) -> Iterator[None]:
    """Tell what goes wrong on the way."""
    import httpx2  # noqa: PLC0415  slow, and seldom needed

    again = f"try again later, or {_SAVE}"
    try:
        yield
    except httpx2.ConnectTimeout:
        log.fail("fetch-timeout", f"{name} cannot be reached in {CONNECT_TIMEOUT:g} s", help=again)
    except httpx2.TimeoutException:
        log.fail("fetch-timeout", f"{name} sent nothing for {READ_TIMEOUT:g} s", help=again)
    except (httpx2.HTTPError, OSError, ValueError, ExceptionGroup) as error:
        reason = _reason(error)
        action = f"look at the address and at the network, or {_SAVE}"
        if "CERTIFICATE_VERIFY_FAILED" in reason:
            action = f"name the certificates that you trust in SSL_CERT_FILE, or {_SAVE}"
        log.fail("cannot-fetch", f"{name} cannot be fetched: {reason}", help=action)


def _reason(error: Exception) -> str:
    """What the system says, which the errors above it often leave out."""
    reason = str(error)
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ExceptionGroup):
            # One for each address that was tried.
            cause = cause.exceptions[0]
            reason = str(cause)
        deeper = cause.__cause__ or cause.__context__
        if isinstance(cause, OSError):
            reason = cause.strerror or str(cause) or reason
            deeper = cause.__cause__
        cause = deeper
    return reason or "the connection broke"


def _following(response: httpx2.Response, name: str, log: DiagnosticLog) -> httpx2.Request:
    following = response.next_request
    if following is None:
        log.fail(
            "cannot-fetch",
            f"{name} redirects, but to no address that can be read",
            help=f"name the address where the document is, or {_SAVE}",
        )
    if following.url.scheme != "https":
        what = f"{name} redirects to {_name(following.url)}, which is not fetched"
        _refuse(following.url.scheme, what, log)
    return following


async def _fetched(
    response: httpx2.Response, asked: httpx2.URL, name: str, log: DiagnosticLog
) -> Fetched | None:
    sent, status = response.request.headers, response.status_code
    if status == 304 and ("If-None-Match" in sent or "If-Modified-Since" in sent):
        return None
    if status != 200:
        look = "look at the address"
        if status in (401, 403):
            look = "write https://user:password@host/… if it needs them"
        log.fail(
            "cannot-fetch",
            f"{name} answers with status {status} {response.reason_phrase}".rstrip(),
            help=f"{look}, or {_SAVE}",
        )
    content = await _content(response, name, log)
    etag, changed = (response.headers.get(header) for header in ("ETag", "Last-Modified"))
    return Fetched(content, str(_bare(asked)), _validator(etag), _validator(changed))


async def _content(response: httpx2.Response, name: str, log: DiagnosticLog) -> bytes:
    """The body, decoded here: httpx2 takes half a gzip for a whole one, and more than asked."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", *_GZIP):
        _broken(f"{name} sends the encoding {shown(coding)}, which was not asked for", log)
    unzipped = _Unzipped() if coding in _GZIP else None
    content, received = bytearray(), 0
    try:
        async for raw in response.aiter_raw():
            received += len(raw)
            for part in unzipped.parts(raw) if unzipped else (raw,):
                content += part
                if max(received, len(content)) > MAX_BYTES:
                    log.fail(
                        "too-large",
                        f"{name} sends more than {MAX_BYTES} bytes",
                        help="name a document that holds only an API description",
                    )
    except zlib.error as error:
        _broken(f"{name} sends what is not gzip, as it says: {error}", log)
    if unzipped and not unzipped.complete:
        _broken(f"{name} sends only the beginning of a gzip", log)
    return bytes(content)


def _broken(message: str, log: DiagnosticLog) -> NoReturn:
    log.fail("cannot-fetch", message, help=f"try again later, or {_SAVE}")


class _Unzipped:
    """A gzip as it comes, in parts of bounded size, its members one after the other."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def parts(self, data: bytes) -> Iterator[bytes]:
        """What comes of more of it: a part at least, though it may be empty."""
        while data:
            if self._member.eof:
                self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            yield self._member.decompress(data, _PIECE)
            data = self._member.unused_data or self._member.unconsumed_tail

    @property
    def complete(self) -> bool:
        """Whether its last member has ended."""
        return self._member.eof
