"""How a request of an operation becomes an HTTP request: body, headers, credentials, URL."""

from __future__ import annotations

from contextlib import suppress
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias
from urllib.parse import quote
from uuid import uuid4

import httpx2

from .addresses import find_address
from .credentials import Places
from .errors import ConfigurationError
from .http_requests import (
    EncodedBody,
    http_request,
    lent_headers,
    user_agent,
    usual_headers,
)
from .log_hiding import hidden_url
from .model import encode_json
from .parameters import omit, omitted
from .redaction import redact
from .redirects import has_host
from .request import NO_OPTIONS
from .secret_names import HIDDEN, in_body, is_secret, longest_first
from .styles import check_header_value, encode_headers, encode_query, fill_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .client import BaseClient
    from .connection import Http
    from .credentials import Credential
    from .http_requests import SentBody
    from .request import Call, Events, Request
    from .secret_sources import Source

    Live: TypeAlias = list[tuple[Credential, Source]]
    Adder: TypeAlias = Callable[[Places, Call, BaseClient, Http, list[str]], Live]


_WITH_KEY: Final = ("POST", "PATCH")  # others are idempotent without one (RFC 9110, 9.2.2)


class EncodedRequest(NamedTuple):
    """An HTTP request, and what is needed to send it and to report on it."""

    http_request: httpx2.Request
    path: str  # for errors, without secrets
    address: str  # the URL without its query, the same
    uploads: list[SentBody]
    secrets: list[str]
    live: Live  # credentials that are added when it is sent

    @property
    def is_used_up(self) -> bool:
        """Whether a part of the body was read, and cannot be read again."""
        return any(upload.consumed for upload in self.uploads)

    def __repr__(self) -> str:
        return f"<EncodedRequest to {self.address}>"  # it has all secrets


def encode_request(
    client: BaseClient, request: Request[Any], http: Http, events: Events | None
) -> EncodedRequest:
    """Return the HTTP request for a request; `events` asks for an event stream.

    Raises `ConfigurationError` for a bad setting, `ValueError` or `TypeError` for a bad argument.
    """
    call, options = request.call, request.call.options or NO_OPTIONS
    flag = {events.flag: events.value} if events and events.flag else {}
    body_flag, query_flag = ({}, flag) if events and events.in_query else (flag, {})
    path = fill_path(request.url_path, request.path)
    shown_path = _shown_path(request, path)
    address = find_address(client, request)
    own_path, _, fixed_query = path.partition("?")
    body = _encode_body(request, {**options.body, **body_flag})
    accept = events.media_type if events else request.accept
    headers = _headers(client, request, http, accept, body.media_type)
    lent = {name: http.params.get_list(name) for name in http.params} if client.has_lent else {}
    query = {**_query(client, request, lent), **options.query, **query_flag}
    places = Places(headers, query, dict(request.cookies))
    if client.api.parameters:
        _add_parameters(client, request, places)
    url, shown = f"{address.url}{own_path}", f"{address.shown}{shown_path.partition('?')[0]}"
    if linked := request.linked(address.url, own_path):
        fixed_query = ""
        url, query = linked[0], _of_link(client, request, query, linked[1])
        shown = url.replace(address.url, address.shown)
        places = places._replace(query=query)
    own_query = lent or client.settings.get("query") or options.query
    secrets = [*address.secrets]
    live: Live = []
    if call.credentials:
        live = _adder()(places, call, client, http, secrets)
    if request.path:
        secrets += longest_first(in_body(request.path))
    for name in omitted(options.headers) if options.headers else ():
        headers.pop(name, None)
    whole_query = "&".join(filter(None, (fixed_query, encode_query(query))))
    sent = http_request(http, request.method, _url(url, whole_query), places, body)
    if linked or request.path:
        shown = redact(shown, secrets)
    if shown != url or own_query or linked or (query and _has_secrets(query, client)):
        sent.url = hidden_url(sent.url, shown)
    return EncodedRequest(
        sent,
        redact(shown_path, secrets) if request.path else path,
        shown,
        body.uploads,
        secrets,
        live,
    )


def _encode_body(request: Request[Any], more: Mapping[str, object]) -> EncodedBody:
    """Return the body of a request, with `more` members.

    Raises ValueError if no media type can hold all arguments, `ConfigurationError` if the body has
    no members and `more` is not empty.
    """
    if request.media_types or request.json_files or not (request.form is request.content is omit):
        # What encodes forms, text and files; many packages have none of them.
        encode: Callable[..., EncodedBody] = import_module(".media_bodies", __package__).encode_body
        return encode(request, more)
    members = request.body_with(request.json, more)
    if members is omit:
        return EncodedBody()
    media_type = "application/json" if request.media_type is omit else request.media_type
    return EncodedBody(media_type, encode_json(members))


@cache
def _adder() -> Adder:
    """Return what adds credentials; some packages have none."""
    add: Adder = import_module(".authorization", __package__).add_credentials
    return add


def _has_secrets(query: Iterable[str], client: BaseClient) -> bool:
    """Return whether a query has secrets, by the names in it."""
    keys = {one.query for one in client.api.credentials}
    return any(name in keys or is_secret(name) for name in query)


def _shown_path(request: Request[Any], path: str) -> str:
    """Return the path of a request for errors: no secret is too short to be hidden at its place."""
    if not any(map(is_secret, request.path)):
        return path
    shown = {name: HIDDEN if is_secret(name) else one for name, one in request.path.items()}
    return fill_path(request.url_path, shown).replace(quote(HIDDEN, safe=""), HIDDEN)


def _of_link(
    client: BaseClient,
    request: Request[Any],
    query: Mapping[str, object],
    linked: Mapping[str, object],
) -> dict[str, object]:
    """Return the query of a link, with that of the client; a link may repeat a credential."""
    keys = {one.query for one in client.api.credentials}
    own = {name: one for name, one in query.items() if name not in request.query}
    return {**own, **{name: one for name, one in linked.items() if name not in keys}}


@lru_cache(maxsize=256)
def _url(address: str, query: str) -> httpx2.URL:
    with suppress(httpx2.InvalidURL, ValueError):
        url = httpx2.URL(f"{address}?{query}" if query else address)
        if has_host(url):
            return url
    raise ConfigurationError(
        "base_url has a host or a port that is not valid, or the URL is too long"
    )


def _query(
    client: BaseClient, request: Request[Any], lent: Mapping[str, object]
) -> dict[str, object]:
    """Return the query of the client and the operation; a default gives way to the client's."""
    fixed, defaults = {**lent, **client.settings.get("query", {})}, request.query_defaults.items()
    if not defaults:
        return {**fixed, **{name: one for name, one in request.query.items() if one is not omit}}
    given = [one for one in request.query.items() if one[1] is not omit]
    return {**fixed, **dict(one for one in given if one[0] not in fixed or one not in defaults)}


def _headers(
    client: BaseClient,
    request: Request[Any],
    http: Http,
    accept: str,
    media_type: str | None,
) -> dict[str, str]:
    """Return the headers of the HTTP client, the client, the operation and the call."""
    headers = dict(http.headers.items() if client.has_lent else usual_headers().items())
    headers["accept"] = accept
    headers["user-agent"] = user_agent(client.api.name, client.api.version)
    defaults = dict(encode_headers(request.header_defaults)) if request.header_defaults else {}
    headers.update(defaults)
    if client.has_lent:
        headers.update(lent_headers(http))
    if media_type is not None:
        headers["content-type"] = check_header_value("content-type", media_type)
    headers.update(client.headers)
    headers.update(encode_headers(request.call.headers))
    if request.headers:
        own = encode_headers(request.headers)
        headers.update(pair for pair in own if defaults.get(pair[0]) != pair[1])
    if request.call.options and (given := request.call.options.headers):
        headers.update(encode_headers(given))
        headers.update(dict.fromkeys(omitted(given), ""))  # nothing else is put there
    key_header = (request.idempotency or client.idempotency_header or "").lower()
    if key_header and request.method in _WITH_KEY and not headers.get(key_header):
        headers[key_header] = f'"{uuid4()}"' if request.quoted_key else str(uuid4())
    return headers


def _add_parameters(client: BaseClient, request: Request[Any], places: Places) -> None:
    """Add the parameters of all calls that this call omits.

    A value comes from the setting, else from `headers` or `query` of the client, else from the
    document. What the options of the call have is there already.
    """
    options = request.call.options or NO_OPTIONS
    given = {name.lower() for name in options.headers}, options.query, ()
    own = request.headers, request.query, request.cookies
    for one in client.api.parameters:
        place = 0 if one.header else 1 if one.query else 2
        name = one.header or one.query or one.cookie or ""
        key = name.lower() if one.header else name
        unsaid = omit if one.everywhere else None
        if own[place].get(name, unsaid) is not omit or key in given[place]:
            continue
        part: dict[str, Any] = places[place]
        value = client.values.get(one.setting)
        if value is None and part.get(key, omit) is not omit:
            continue
        value = one.usual() if value is None else value
        if value is not None:
            part.update(encode_headers({name: value}) if one.header else {name: value})
        elif one.required:
            raise ConfigurationError(
                f"no {one.setting}: give it to the call, or call configure({one.setting}=...)"
            )
