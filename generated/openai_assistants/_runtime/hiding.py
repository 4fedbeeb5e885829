"""What errors, warnings and logs show of one request and its response: nothing secret."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import httpx2

from .log_hiding import HiddenURL
from .redaction import redact, redact_body
from .request import NO_OPTIONS
from .secret_names import (
    HIDDEN,
    hide_queries,
    in_body,
    in_request,
    is_secret,
    longest_first,
)

if TYPE_CHECKING:
    from .encoding import EncodedRequest
    from .request import Request


class Hiding:
    """The secrets of a request, and what texts are without them."""

    def __init__(self, encoded: EncodedRequest, request: Request[Any] | None = None) -> None:
        self._encoded, named = encoded, in_request(encoded.http_request)
        if request is not None:
            more = (request.call.options or NO_OPTIONS).body
            named = chain(named, in_body([request.json, request.form, more]))
        self.secrets = longest_first(chain(encoded.secrets, named))

    def __repr__(self) -> str:
        return "<Hiding>"  # tracebacks that show variables have it

    def text(self, text: str) -> str:
        """Return text without the secrets."""
        return redact(text, self.secrets)

    def body(self, body: bytes) -> bytes:
        """Return the body of a response without them."""
        return redact_body(body, self.secrets)

    def headers(self, headers: httpx2.Headers) -> httpx2.Headers:
        """Return the headers of a response without them, and without those of the service."""
        shown = [
            (name, HIDDEN if is_secret(name) else hide_queries(self.text(text)))
            for name, text in headers.multi_items()
        ]
        return httpx2.Headers(shown, headers.encoding)

    def log(self, text: str) -> str:
        """Return a message of the HTTP library, where the URL is as errors show it."""
        url, shown = self._encoded.http_request.url, self._encoded.address
        query = url.query.decode("ascii", "replace")
        if query and not isinstance(url, HiddenURL):
            shown = f"{shown}?{query}"
        return hide_queries(self.text(text.replace(str(url), shown)))

    def _argument(self, value: object) -> object:
        """Return an argument of an error without the secrets; it may be another error."""
        return self.text(str(value)) if isinstance(value, str | Exception) else value

    def clean(self, error: httpx2.HTTPError) -> None:
        """Take the secrets from an error of the HTTP library, and from its causes."""
        sent = self._encoded.http_request
        one: BaseException | None = error
        while one is not None:  # another context may be an error of the caller
            one.__traceback__ = None
            if isinstance(one, httpx2.HTTPError):
                one.request = httpx2.Request(sent.method, self._encoded.address)
            one.args = tuple(map(self._argument, one.args))
            one = one.__cause__ or _of_protocol(one.__context__)


def _of_protocol(error: BaseException | None) -> BaseException | None:
    """Return an error if it can only be of the libraries that read HTTP."""
    return error if type(error).__module__.partition(".")[0] in {"h11", "h2", "hpack"} else None
