"""One call, settled: every default and override applied, everything encoded."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic_core import to_json

from .client import Secret
from .errors import ConfigurationError, Exchanged
from .parameters import (
    Omit,
    cookie_header,
    fill_path,
    header_fields,
    header_value,
    omit,
    query_string,
)
from .request import DEFAULT_OPTIONS, StreamRequest

if TYPE_CHECKING:
    import logging

    import httpx2

    from .client import BaseClient, Credential
    from .request import Call, CallOptions, Request

T = TypeVar("T")

_JSON: Final = "application/json"
_SHORTEST_SECRET: Final = 8


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sent, and how long and how often."""

    method: str
    path: str
    address: str
    """The URL without user, password and query: fit for logs and messages."""
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    content: bytes | None = field(repr=False)
    timeout: float | None
    total_timeout: float | None
    max_retries: int
    secrets: tuple[Secret, ...]
    logger: logging.Logger

    def redact(self, text: str) -> str:
        """Return text without the keys that it may repeat."""
        for secret in self.secrets:
            if len(secret) >= _SHORTEST_SECRET:
                text = text.replace(secret, "***")
        return text

    def exchanged(self, response: httpx2.Response | None = None) -> Exchanged:
        """Return what errors tell about this call."""
        if response is None:
            return Exchanged(self.method, self.path)
        body = response.content
        for secret in self.secrets:
            if len(secret) >= _SHORTEST_SECRET:
                body = body.replace(secret.encode(), b"***")
        return Exchanged(
            method=self.method,
            path=self.path,
            status=response.status_code,
            headers=response.headers,
            request_id=response.headers.get("x-request-id"),
            raw_body=body,
        )


def settle(client: BaseClient, request: Request[Any], *, streamed: bool = False) -> Outgoing:
    """Settle a call; nothing is sent yet."""
    call = request.call
    options = call.options or DEFAULT_OPTIONS
    headers = {
        "accept": "text/event-stream" if streamed else _JSON,
        "user-agent": client.api.name,
        **client.headers,
    }
    headers.update(header_fields(request.headers))
    headers.update(header_fields(options.headers))
    query = {**client.query, **request.query, **options.query}
    cookies = dict(request.cookies)
    secrets = tuple(_sign(client, call, headers, query, cookies))
    if cookies:
        headers["cookie"] = Secret(header_value("Cookie", cookie_header(cookies)))
    content = _body(request, options, streamed=streamed)
    if content is not None:
        headers.setdefault("content-type", _JSON)
    path = fill_path(request.url_path, request.path)
    address, mark, fixed = (_base_url(client, call) + path).partition("?")
    asked = "&".join(filter(None, (fixed, query_string(query) if query else "")))
    return Outgoing(
        method=request.method,
        path=path,
        address=address,
        url=f"{address}?{asked}" if asked or mark else address,
        headers=headers,
        content=content,
        timeout=_chosen(options.timeout, client.timeout),
        total_timeout=_chosen(options.total_timeout, client.total_timeout),
        max_retries=_chosen(options.max_retries, client.max_retries),
        secrets=secrets,
        logger=client.api.logger,
    )


def _chosen(option: T | Omit, setting: T) -> T:
    return setting if isinstance(option, Omit) else option


def _base_url(client: BaseClient, call: Call) -> str:
    api = client.api
    found = call.base_url or client.base_url
    if not found and api.base_url_environment:
        found = os.environ.get(api.base_url_environment)
    url = (found or api.base_url).rstrip("/")
    scheme, _, rest = url.partition("://")
    host = rest.partition("/")[0]
    if scheme.lower() not in {"http", "https"} or not host or not {*"?#"}.isdisjoint(url):
        raise ConfigurationError("base_url must be like https://host/path, without ? and #")
    if "@" in host:
        raise ConfigurationError("base_url must hold no user and password; use a header for them")
    return url


def _sign(
    client: BaseClient,
    call: Call,
    headers: dict[str, str],
    query: dict[str, object],
    cookies: dict[str, object],
) -> Iterator[Secret]:
    """Put each credential in its place, unless the caller has filled that place."""
    for credential, value in client.credentials(call):
        header = (credential.header or "").lower()
        if header in headers or credential.query in query or credential.cookie in cookies:
            continue
        if value is None:
            if credential.required:
                raise credential.missing()
            continue
        yield value
        sent = _written(credential, value)
        if credential.query:
            query[credential.query] = sent
        elif credential.cookie:
            cookies[credential.cookie] = sent
        elif credential.header:
            headers[header] = Secret(header_value(credential.header, sent))


def _written(credential: Credential, value: Secret) -> Secret:
    if credential.basic:
        return Secret(f"{credential.prefix}{base64.b64encode(value.encode()).decode()}")
    return Secret(f"{credential.prefix}{value}")


def _body(request: Request[Any], options: CallOptions, *, streamed: bool) -> bytes | None:
    body = request.json
    more = dict(options.body)
    if streamed and isinstance(request, StreamRequest) and request.events.flag:
        more[request.events.flag] = True
    if body is omit or isinstance(body, Mapping):
        members: Mapping[str, object] = {} if body is omit else body
        body = {name: value for name, value in members.items() if value is not omit} | more
        if not body and (request.json is omit or request.json_optional):
            return None
    elif more:
        raise ConfigurationError(f"{request.url_path}: the body is no object to add {[*more]} to")
    return to_json(body, fallback=_listed)


def _listed(value: object) -> list[object]:
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{value!r} of type {type(value).__name__} cannot be written as JSON")
