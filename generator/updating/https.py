"""Send one https request, follow its redirects, and report its errors."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, aclosing, contextmanager, suppress
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

import httpx2

from generator.diagnostics import shown
from generator.updating.document_location import SAVE, FetchedDocument, redacted, refuse
from generator.updating.response_body import read_body

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from generator.diagnostics import DiagnosticLog

CONNECT_TIMEOUT: Final = 10.0
READ_TIMEOUT: Final = 20.0
DEADLINE: Final = 60.0  # for the whole fetch: a slow server could send bytes forever
MAX_REDIRECTS: Final = 5

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MAX_VALIDATOR_LENGTH: Final = 1024


def get(
    source: str, log: DiagnosticLog, validators: Mapping[str, str | None]
) -> FetchedDocument | None:
    """Return a document, or None if its server says that it is not modified.

    Args:
        source: an `https:` URL.
        log: receives the error.
        validators: headers of the request that describe the local copy.

    Raises:
        OpgenError: the document cannot be fetched.
    """
    url = _parse_url(source, log)
    conditions = {}
    for name, value in validators.items():
        if validator := _validator(value):
            conditions[name] = validator

    # Only a task can be cancelled wherever it waits: for DNS, for TLS, for half a header.
    async def fetch_in_time() -> FetchedDocument | None:
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


@runtime_checkable
class _Stream(Protocol):
    """A connection that can be closed."""

    async def aclose(self) -> None: ...


async def _request(
    url: httpx2.URL, log: DiagnosticLog, conditions: Mapping[str, str]
) -> FetchedDocument | None:
    async with AsyncExitStack() as stack, _client(log) as client:
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
                    request = _next_request(response, name, log)
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
        if isinstance(stream := info.get("return_value"), _Stream):
            stack.push_async_callback(stream.aclose)

    return trace


def _client(log: DiagnosticLog) -> httpx2.AsyncClient:
    try:
        # Redirects are followed here: httpx2 would read the whole body of each first.
        return httpx2.AsyncClient(
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


def _next_request(response: httpx2.Response, name: str, log: DiagnosticLog) -> httpx2.Request:
    following = response.next_request
    if following is None:
        log.fail(
            "cannot-fetch",
            f"{name} redirects without a valid Location",
            help=f"pass the URL where the document is, or {SAVE}",
        )
    if following.url.scheme != "https":
        what = f"{name} redirects to {_name(following.url)}, which cannot be fetched"
        refuse(following.url.scheme, what, log)
    return following


async def _document(
    response: httpx2.Response, requested: httpx2.URL, name: str, log: DiagnosticLog
) -> FetchedDocument | None:
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
    content = await read_body(response, name, log)
    etag, changed = (response.headers.get(header) for header in ("ETag", "Last-Modified"))
    return FetchedDocument(
        content, str(_without_user_info(requested)), _validator(etag), _validator(changed)
    )
