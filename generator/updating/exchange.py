"""Send one request and follow its redirects: bounds of time, and errors as diagnostics."""

from __future__ import annotations

from contextlib import AsyncExitStack, aclosing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import httpx2

from generator.diagnostics import shown
from generator.updating.access import HELP as ACCESS_HELP
from generator.updating.document_location import SAVE, is_loopback, redacted, refuse
from generator.updating.response_body import Budget, read_body

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.diagnostics import DiagnosticLog
    from generator.updating.access import Access

CONNECT_TIMEOUT: Final = 10.0
READ_TIMEOUT: Final = 20.0
MAX_REDIRECTS: Final = 5

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MAX_VALIDATOR_LENGTH: Final = 1024


@dataclass(frozen=True, slots=True)
class Conditions:
    """The validators of a copy; a server need not send what they still fit."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Return the conditions of a request, without validators that are not safe to send."""
        found = {}
        if etag := _validator(self.etag):
            found["If-None-Match"] = etag
        if last_modified := _validator(self.last_modified):
            found["If-Modified-Since"] = last_modified
        return found


@dataclass(frozen=True, slots=True)
class Response:
    """A response with status 200, or 304 if `content` is None.

    Attributes:
        url: where redirects led to, without user info.
        validators: those of the content.
    """

    url: httpx2.URL
    content: bytes | None
    validators: Conditions


def parse_url(source: str, log: DiagnosticLog) -> httpx2.URL:
    """Return a URL that may be fetched.

    Raises:
        OpgenError: it is invalid, or neither https nor http of this computer.
    """
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
    if not _is_allowed(url, url):
        refuse(url.scheme, f"{redacted(source)} cannot be fetched", log)
    return url


def without_user_info(url: httpx2.URL) -> httpx2.URL:
    """Return a URL that may be stored and shown."""
    return url.copy_with(username=None, password=None, fragment=None)


class Exchange:
    """Sends requests to be used in one task; all of them share connections and `access`."""

    def __init__(self, access: Access, log: DiagnosticLog) -> None:
        self._access = access
        self._budget = Budget()
        self._stack = AsyncExitStack()
        self._client = _client(access.url, log)

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self._client)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def get(self, url: httpx2.URL, conditions: Conditions, log: DiagnosticLog) -> Response:
        """Return the response for a URL, at the end of its redirects.

        Raises:
            OpgenError: there is none with status 200, or 304 if there are conditions.
        """
        current = url
        redirects = 0
        while True:
            # httpx2 logs URLs, so they carry no password.
            own = self._access.headers_for(current)
            current = without_user_info(current)
            name = self._name(current, url)
            sent = conditions.headers()
            traced = {"trace": self._close_streams}
            request = self._client.build_request(
                "GET", current, headers={**own, **sent}, extensions=traced
            )
            with self._errors_as_diagnostics(name, log):
                async with aclosing(await self._client.send(request, stream=True)) as response:
                    if response.status_code not in _REDIRECTS:
                        return await self._response(response, bool(sent), name, log)
                    current = self._next_url(response, url, name, log)
            redirects += 1
            if redirects > MAX_REDIRECTS:
                log.fail(
                    "too-many-redirects",
                    f"{self._name(url)} redirects more than {MAX_REDIRECTS} times",
                    help="pass the URL that the redirects lead to",
                )

    async def _close_streams(self, _: str, info: Mapping[str, object]) -> None:
        """Close each stream at the end: httpx2 leaks one if cancelled during TLS setup."""
        stream = info.get("return_value")
        if hasattr(stream, "aclose"):
            self._stack.push_async_callback(stream.aclose)

    def _name(self, url: httpx2.URL, requested: httpx2.URL | None = None) -> str:
        name = shown(self._access.redacted(str(without_user_info(url))))
        if requested is None or without_user_info(requested) == without_user_info(url):
            return name
        return f"{name}, the redirect of {self._name(requested)},"

    async def _response(
        self,
        response: httpx2.Response,
        has_conditions: bool,
        name: str,
        log: DiagnosticLog,
    ) -> Response:
        status, headers = response.status_code, response.headers
        url = without_user_info(response.request.url)
        validators = Conditions(
            self._own_validator(headers.get("ETag")),
            self._own_validator(headers.get("Last-Modified")),
        )
        if status == 304 and has_conditions:
            return Response(url, None, validators)
        if status != 200:
            advice = "check the URL"
            if status in (401, 403, 404, 407):
                advice = f"check the URL; {ACCESS_HELP}"
            reason = self._access.redacted(response.reason_phrase)
            message = f"{name} responds with status {status} {reason}".rstrip()
            log.fail("cannot-fetch", message, help=f"{advice}, or {SAVE}")
        return Response(url, await read_body(response, name, self._budget, log), validators)

    def _own_validator(self, value: str | None) -> str | None:
        """Return a validator to store; it must not repeat a secret."""
        text = _validator(value)
        return text if text and self._access.redacted(text) == text else None

    def _next_url(
        self, response: httpx2.Response, requested: httpx2.URL, name: str, log: DiagnosticLog
    ) -> httpx2.URL:
        following = response.next_request
        if following is None:
            log.fail(
                "cannot-fetch",
                f"{name} redirects without a valid Location",
                help=f"pass the URL where the document is, or {SAVE}",
            )
        if not _is_allowed(following.url, requested):
            what = f"{name} redirects to {self._name(following.url)}, which cannot be fetched"
            refuse(following.url.scheme, what, log)
        return following.url

    @contextmanager
    def _errors_as_diagnostics(self, name: str, log: DiagnosticLog) -> Iterator[None]:
        """Report what fails while a response is read."""
        again = f"try again later, or {SAVE}"
        try:
            yield
        except httpx2.ConnectTimeout:
            message = f"{name} cannot be reached in {CONNECT_TIMEOUT:g} s"
            log.fail("fetch-timeout", message, help=again)
        except httpx2.TimeoutException:
            log.fail("fetch-timeout", f"{name} sent nothing for {READ_TIMEOUT:g} s", help=again)
        except (httpx2.HTTPError, OSError, ValueError, ExceptionGroup) as error:
            reason = self._access.redacted(_reason(error))
            action = f"check the URL and the network, or {SAVE}"
            if "CERTIFICATE_VERIFY_FAILED" in reason:
                action = f"set SSL_CERT_FILE to the certificates that you trust, or {SAVE}"
            log.fail("cannot-fetch", f"{name} cannot be fetched: {reason}", help=action)


def _is_allowed(url: httpx2.URL, requested: httpx2.URL) -> bool:
    """Whether a URL may be fetched: by https, or by http if the user asked for a loopback host."""
    is_local = all(one.scheme == "http" and is_loopback(one.host) for one in (url, requested))
    return url.scheme == "https" or is_local


def _validator(value: str | None) -> str | None:
    """Return a header that is safe to store and to send again; else None."""
    text = (value or "").strip()
    is_safe = len(text) <= _MAX_VALIDATOR_LENGTH and text.isascii() and text.isprintable()
    return text if text and is_safe else None


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
