"""One request by https, where its redirects lead, and what goes wrong on the way."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, aclosing, contextmanager, suppress
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

import httpx2

from generator.diagnostics import shown
from generator.updating.document_location import SAVE, redacted, refuse
from generator.updating.fetched import Fetched
from generator.updating.response_body import content_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from generator.diagnostics import DiagnosticLog

CONNECT_TIMEOUT: Final = 10.0
READ_TIMEOUT: Final = 20.0
DEADLINE: Final = 60.0  # of the whole: each byte may come in time, and the last one never
MAX_REDIRECTS: Final = 5

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_LONGEST_VALIDATOR: Final = 1024


def get(source: str, log: DiagnosticLog, known: Mapping[str, str | None]) -> Fetched | None:
    """Get a document; `known` holds the headers that name the version which is known.

    Returns:
        The document, or None where the server has no other version than the known one.
    """
    url = _parsed(source, log)
    conditions = {name: usable for name, value in known.items() if (usable := _validator(value))}

    # Only a task can be ended wherever it waits: for a name, for TLS, for half a header.
    async def in_time() -> Fetched | None:
        try:
            async with asyncio.timeout(DEADLINE):
                return await _answer(url, log, conditions)
        except TimeoutError:
            log.fail(
                "fetch-timeout",
                f"{_name(url)} was not complete after {DEADLINE:g} seconds",
                help=f"try again later, or {SAVE}",
            )

    return asyncio.run(in_time())


def _parsed(source: str, log: DiagnosticLog) -> httpx2.URL:
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
            f"{redacted(source)} is not a valid URL",
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


async def _answer(
    url: httpx2.URL, log: DiagnosticLog, conditions: Mapping[str, str]
) -> Fetched | None:
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
    again = f"try again later, or {SAVE}"
    try:
        yield
    except httpx2.ConnectTimeout:
        log.fail("fetch-timeout", f"{name} cannot be reached in {CONNECT_TIMEOUT:g} s", help=again)
    except httpx2.TimeoutException:
        log.fail("fetch-timeout", f"{name} sent nothing for {READ_TIMEOUT:g} s", help=again)
    except (httpx2.HTTPError, OSError, ValueError, ExceptionGroup) as error:
        reason = _reason(error)
        action = f"look at the address and at the network, or {SAVE}"
        if "CERTIFICATE_VERIFY_FAILED" in reason:
            action = f"name the certificates that you trust in SSL_CERT_FILE, or {SAVE}"
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
            help=f"name the address where the document is, or {SAVE}",
        )
    if following.url.scheme != "https":
        what = f"{name} redirects to {_name(following.url)}, which is not fetched"
        refuse(following.url.scheme, what, log)
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
            help=f"{look}, or {SAVE}",
        )
    content = await content_of(response, name, log)
    etag, changed = (response.headers.get(header) for header in ("ETag", "Last-Modified"))
    return Fetched(content, str(_bare(asked)), _validator(etag), _validator(changed))
