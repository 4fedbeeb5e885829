"""Send one https or loopback request: redirects, content coding, limits, and errors."""

from __future__ import annotations

import asyncio
import zlib
from contextlib import AsyncExitStack, aclosing, contextmanager, suppress
from typing import TYPE_CHECKING, Final, NoReturn

import httpx2

from generator.diagnostics import shown
from generator.digests import sha256_of
from generator.document.origin import Origin
from generator.document.source import MAX_BYTES
from generator.inputs import SuppliedDocument
from generator.updating.document_location import SAVE, is_loopback, redacted, refuse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from generator.diagnostics import DiagnosticLog

CONNECT_TIMEOUT: Final = 10.0
READ_TIMEOUT: Final = 20.0
DEADLINE: Final = 60.0  # for the whole fetch: a slow server could send bytes forever
MAX_REDIRECTS: Final = 5

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MAX_VALIDATOR_LENGTH: Final = 1024
_GZIP: Final = ("gzip", "x-gzip")
_CHUNK_SIZE: Final = 1024 * 1024


def get(source: str, log: DiagnosticLog, known: Origin | None) -> SuppliedDocument | None:
    """Return a document, or None if its server says that it is not modified."""
    url = _parse_url(source, log)
    if not _is_allowed(url, url):
        refuse(url.scheme, f"{redacted(source)} cannot be fetched", log)
    conditions = {}
    if etag := _validator(known.etag if known else None):
        conditions["If-None-Match"] = etag
    if last_modified := _validator(known.last_modified if known else None):
        conditions["If-Modified-Since"] = last_modified

    # Only a task can be cancelled wherever it waits: for DNS, for TLS, for half a header.
    async def fetch_in_time() -> SuppliedDocument | None:
        try:
            async with asyncio.timeout(DEADLINE):
                return await _request(url, log, conditions)
        except TimeoutError:
            log.fail(
                "fetch-timeout",
                f"{_name(url)} is not complete after {DEADLINE:g} seconds",
                help=f"try again later, or {SAVE}",
            )

    return asyncio.run(fetch_in_time())


def _parse_url(source: str, log: DiagnosticLog) -> httpx2.URL:
    url: httpx2.URL | None = None
    # The reason is not in the message: httpx2 quotes what may be a part of a password.
    with suppress(httpx2.InvalidURL, ValueError):
        parsed = httpx2.URL(source)
        # `host` decodes the host, which may fail too.
        if parsed.host and (parsed.port is None or 0 < parsed.port < 1 << 16):
            url = parsed
    if url is None:
        log.fail(
            "invalid-url",
            f"{redacted(source)} is not a valid URL",
            help="check the host and the port; in a password write %40 for @, %2F for /, "
            "%3F for ? and %23 for #",
        )
    return url


def _is_allowed(url: httpx2.URL, requested: httpx2.URL) -> bool:
    """Whether a URL may be fetched: by https, or by http if the user asked for a loopback host."""
    is_local = all(one.scheme == "http" and is_loopback(one.host) for one in (url, requested))
    return url.scheme == "https" or is_local


def _validator(value: str | None) -> str | None:
    """Return a header that is safe to store and to send again; else None."""
    text = (value or "").strip()
    is_safe = len(text) <= _MAX_VALIDATOR_LENGTH and text.isascii() and text.isprintable()
    return text if text and is_safe else None


def _without_user_info(url: httpx2.URL) -> httpx2.URL:
    return url.copy_with(username=None, password=None, fragment=None)


def _name(url: httpx2.URL, requested: httpx2.URL | None = None) -> str:
    name = shown(str(_without_user_info(url)))
    if requested is None or _without_user_info(requested) == _without_user_info(url):
        return name
    return f"{name}, the redirect of {_name(requested)},"


async def _request(
    url: httpx2.URL, log: DiagnosticLog, conditions: Mapping[str, str]
) -> SuppliedDocument | None:
    async with AsyncExitStack() as stack, _client(url, log) as client:
        request = client.build_request(
            "GET", url, headers=conditions, extensions={"trace": _close_streams(stack)}
        )
        redirects = 0
        while True:
            user = request.url.username, request.url.password
            auth = httpx2.BasicAuth(*user) if any(user) else None
            # httpx2 logs URLs, so they carry no password. It sends auth to the same origin only.
            request.url = _without_user_info(request.url)
            name = _name(request.url, url)
            with _errors_as_diagnostics(name, log):
                async with aclosing(await client.send(request, auth=auth, stream=True)) as response:
                    if response.status_code not in _REDIRECTS:
                        return await _document(response, url, name, log)
                    request = _next_request(response, url, name, log)
            redirects += 1
            if redirects > MAX_REDIRECTS:
                log.fail(
                    "too-many-redirects",
                    f"{_name(url)} redirects more than {MAX_REDIRECTS} times",
                    help="pass the URL that the redirects lead to",
                )


def _close_streams(stack: AsyncExitStack) -> Callable[[str, Mapping[str, object]], Awaitable[None]]:
    """Return a trace that closes each stream: httpx2 leaks one if cancelled during TLS setup."""

    async def trace(_: str, info: Mapping[str, object]) -> None:
        stream = info.get("return_value")
        if hasattr(stream, "aclose"):
            stack.push_async_callback(stream.aclose)

    return trace


def _client(url: httpx2.URL, log: DiagnosticLog) -> httpx2.AsyncClient:
    try:
        # Redirects are followed here: httpx2 would read the whole body of each first.
        return httpx2.AsyncClient(
            trust_env=url.scheme == "https",  # no proxy for a loopback host
            timeout=httpx2.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT),
            headers={"Accept-Encoding": "gzip"},
        )
    except (ImportError, OSError, ValueError, httpx2.InvalidURL) as error:
        # Other errors quote the URL of a proxy, which may contain a password.
        is_safe = isinstance(error, ImportError | OSError)
        log.fail(
            "cannot-fetch",
            "the https settings of the environment are invalid"
            + (f": {_reason(error)}" if is_safe else ""),
            help="check HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR",
        )


@contextmanager
def _errors_as_diagnostics(name: str, log: DiagnosticLog) -> Iterator[None]:
    """Report what fails while a response is read."""
    again = f"try again later, or {SAVE}"
    try:
        yield
    except httpx2.ConnectTimeout:
        log.fail("fetch-timeout", f"{name} cannot be reached in {CONNECT_TIMEOUT:g} s", help=again)
    except httpx2.TimeoutException:
        log.fail("fetch-timeout", f"{name} sent nothing for {READ_TIMEOUT:g} s", help=again)
    except (httpx2.HTTPError, OSError, ValueError, ExceptionGroup) as error:
        reason = _reason(error)
        action = f"check the URL and the network, or {SAVE}"
        if "CERTIFICATE_VERIFY_FAILED" in reason:
            action = f"set SSL_CERT_FILE to the certificates that you trust, or {SAVE}"
        log.fail("cannot-fetch", f"{name} cannot be fetched: {reason}", help=action)


def _reason(error: Exception) -> str:
    """Return the message of the system error below, which the errors above often leave out."""
    reason = str(error)
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ExceptionGroup):
            # One for each address tried.
            cause = cause.exceptions[0]
            reason = str(cause)
        deeper = cause.__cause__ or cause.__context__
        if isinstance(cause, OSError):
            reason = cause.strerror or str(cause) or reason
            deeper = cause.__cause__
        cause = deeper
    return reason or "the connection was closed"


def _next_request(
    response: httpx2.Response, requested: httpx2.URL, name: str, log: DiagnosticLog
) -> httpx2.Request:
    following = response.next_request
    if following is None:
        log.fail(
            "cannot-fetch",
            f"{name} redirects without a valid Location",
            help=f"pass the URL where the document is, or {SAVE}",
        )
    if not _is_allowed(following.url, requested):
        what = f"{name} redirects to {_name(following.url)}, which cannot be fetched"
        refuse(following.url.scheme, what, log)
    return following


async def _document(
    response: httpx2.Response, requested: httpx2.URL, name: str, log: DiagnosticLog
) -> SuppliedDocument | None:
    sent, status = response.request.headers, response.status_code
    if status == 304 and ("If-None-Match" in sent or "If-Modified-Since" in sent):
        return None
    if status != 200:
        advice = "check the URL"
        if status in (401, 403):
            advice = "write https://user:password@host/… if the server needs credentials"
        log.fail(
            "cannot-fetch",
            f"{name} responds with status {status} {response.reason_phrase}".rstrip(),
            help=f"{advice}, or {SAVE}",
        )
    content = await _read_body(response, name, log)
    origin = Origin(
        url=str(_without_user_info(requested)),
        sha256=sha256_of(content),
        etag=_validator(response.headers.get("ETag")),
        last_modified=_validator(response.headers.get("Last-Modified")),
    )
    return SuppliedDocument(content, origin.url, origin)


async def _read_body(response: httpx2.Response, name: str, log: DiagnosticLog) -> bytes:
    """Decode the body here: httpx2 accepts a truncated gzip stream and has no size limit."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", *_GZIP):
        _fail(f"{name} uses the content encoding {shown(coding)}, which opgen did not accept", log)
    gunzip = _Gunzip() if coding in _GZIP else None
    content, received = bytearray(), 0
    try:
        async for raw in response.aiter_raw():
            received += len(raw)
            for part in gunzip.parts(raw) if gunzip else (raw,):
                content += part
                if max(received, len(content)) > MAX_BYTES:
                    log.fail(
                        "too-large",
                        f"{name} sends more than {MAX_BYTES} bytes",
                        help="pass the URL of a document that is only an API description",
                    )
    except zlib.error as error:
        _fail(f"{name} sends invalid gzip data: {error}", log)
    if gunzip and not gunzip.member.eof:
        _fail(f"{name} sends truncated gzip data", log)
    return bytes(content)


def _fail(message: str, log: DiagnosticLog) -> NoReturn:
    log.fail("cannot-fetch", message, help=f"try again later, or {SAVE}")


class _Gunzip:
    """Decompress gzip data of one or more members, in parts of limited size."""

    def __init__(self) -> None:
        self.member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def parts(self, data: bytes) -> Iterator[bytes]:
        """Yield the decompressed parts of more data; a part may be empty."""
        while data:
            if self.member.eof:
                self.member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            yield self.member.decompress(data, _CHUNK_SIZE)
            data = self.member.unused_data or self.member.unconsumed_tail
