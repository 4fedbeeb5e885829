"""One call, settled: every default and override applied, everything encoded."""

from __future__ import annotations

import base64
import logging
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import httpx2
from pydantic_core import to_json

from .client import Secret
from .errors import ConfigurationError, Exchanged
from .parameters import (
    Omit,
    cookie_header,
    fill_path,
    header_fields,
    header_value,
    is_array,
    is_object,
    omit,
    query_string,
)
from .request import CallOptions, StreamRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .client import BaseClient, Credential
    from .request import Request

T = TypeVar("T")

_NO_OPTIONS: Final = CallOptions()


@dataclass(slots=True)  # not frozen: that takes five times as long, at every call
class Outgoing:
    """What is sent, and how long and how often that is tried."""

    method: str
    path: str
    address: str  # the URL without its query, fit for logs and messages
    url: str = field(repr=False)
    headers: Mapping[str, str]
    content: bytes | None = field(repr=False)
    timeout: float | None
    total_timeout: float | None
    max_retries: int
    secrets: tuple[Secret, ...]
    logger: logging.Logger

    def redact(self, text: str) -> str:
        """Return text without the keys that it may repeat."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text

    def exchanged(self, response: httpx2.Response | None = None) -> Exchanged:
        """Return what errors tell about this call, without the keys that a body may repeat."""
        if response is None:
            return Exchanged(self.method, self.path)
        try:
            body = response.content
        except httpx2.ResponseNotRead:
            body = b""
        for secret in self.secrets:
            body = body.replace(secret.encode(), b"***")
        return Exchanged(self.method, self.path, response.status_code, response.headers, body)


def settle(client: BaseClient, request: Request[Any], *, streamed: bool = False) -> Outgoing:
    """Settle a call; nothing is sent yet."""
    options, settings = request.call.options or _NO_OPTIONS, client.settings
    accept = "text/event-stream" if streamed else "application/json"
    content = _body(request, options, streamed=streamed)
    headers = {"accept": accept, "user-agent": client.api.name}
    if content is not None:
        headers["content-type"] = "application/json"
    headers.update(client.headers)
    headers.update(header_fields(request.headers))
    headers.update((name, Secret(value)) for name, value in header_fields(options.headers))
    query = {**settings.get("query", {}), **request.query, **options.query}
    cookies = dict(request.cookies)
    secrets = _sign(client, request, headers, query, cookies)
    if cookie := cookie_header(cookies):
        headers["cookie"] = Secret(cookie)
    path = fill_path(request.url_path, request.path)
    address, _, fixed = f"{_base_url(client, request)}{path}".partition("?")
    asked = "&".join(filter(None, (fixed, query_string(query))))
    return Outgoing(
        method=request.method,
        path=path,
        address=address,
        url=f"{address}?{asked}" if asked else address,
        headers=headers,
        content=content,
        timeout=_chosen(options.timeout, settings.get("timeout", 600.0)),
        total_timeout=_chosen(options.total_timeout, settings.get("total_timeout")),
        max_retries=_chosen(options.max_retries, settings.get("max_retries", 2)),
        secrets=secrets,
        logger=logging.getLogger(client.api.name),
    )


def _chosen(option: T | Omit, setting: T) -> T:
    return setting if isinstance(option, Omit) else option


def _base_url(client: BaseClient, request: Request[Any]) -> str:
    api = client.api
    found = request.call.base_url or client.settings.get("base_url")
    url = found or os.environ.get(api.base_url_environment or "") or api.base_url
    url = url.rstrip("/")
    scheme, _, rest = url.partition("://")
    host = rest.partition("/")[0]
    if scheme.lower() not in {"http", "https"} or not host or not set("?#").isdisjoint(url):
        raise ConfigurationError("base_url must be like https://host/path, without ? and #")
    if "@" in host:
        raise ConfigurationError("base_url must hold no user and password: logs would show them")
    return url


def _sign(
    client: BaseClient,
    request: Request[Any],
    headers: dict[str, str],
    query: dict[str, object],
    cookies: dict[str, object],
) -> tuple[Secret, ...]:
    """Put each credential in its place, unless the caller has filled that place."""
    secrets: list[Secret] = []
    for credential, value in client.credentials(request.call):
        header = (credential.header or "").lower()
        if header in headers or credential.query in query or credential.cookie in cookies:
            continue
        if value is None:
            if credential.required:
                raise credential.missing()
            continue
        sent = _written(credential, value)
        secrets += [text for text in (sent, value) if len(text) > 3]  # others are no secret
        if credential.header:
            headers[header] = Secret(header_value(credential.header, sent))
        elif credential.query:
            query[credential.query] = sent
        elif credential.cookie:
            cookies[credential.cookie] = sent
    return tuple(secrets)


def _written(credential: Credential, value: Secret) -> Secret:
    text = base64.b64encode(value.encode()).decode() if credential.basic else value
    return Secret(f"{credential.prefix}{text}")


def _body(request: Request[Any], options: CallOptions, *, streamed: bool) -> bytes | None:
    given = request.json
    more = dict(options.body)
    if streamed and isinstance(request, StreamRequest) and request.events.flag:
        more[request.events.flag] = True
    if given is omit or is_object(given):
        members = given.items() if is_object(given) else ()
        body = {name: value for name, value in members if value is not omit} | more
        if not body and (request.json_optional or given is omit):
            return None
        return to_json(body, fallback=_listed)
    if more:
        raise ConfigurationError(f"the body of {request.url_path} has no members to add to")
    return to_json(given, fallback=_listed)


def _listed(value: object) -> list[Any]:
    """Return any iterable as a list; JSON has no other."""
    if is_array(value):
        return list(value)
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON: {value!r}")
