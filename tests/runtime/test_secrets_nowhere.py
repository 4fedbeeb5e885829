"""Secrets from any place of a request: nothing that a call shows has them."""

from __future__ import annotations

import asyncio
import base64
import copy
import gc
import io
import json
import logging
import pickle
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx2
import pytest
from runtime.client import Api, BaseClient
from runtime.credentials import Credential
from runtime.errors import APIConnectionError, APIError, APIStatusError, ConfigurationError
from runtime.operation import Operation, operation
from runtime.redaction import redact
from runtime.request import Call, CallOptions, Request
from support.caller import CERTIFICATES, both
from support.scripted_server import Say, Server, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECRET = "sk-live_51Hx9AbC/zz=="
LOGIN = base64.b64encode(f"me:{SECRET}".encode()).decode()


class Place:
    """Where a secret is given: to the API, to the client, to a call, or to a lent HTTP client."""

    def __init__(self, **given: Any) -> None:
        self.credential: Credential | None = given.pop("credential", None)
        self.key = given.pop("key", SECRET)
        self.request = given.pop("request", {})
        self.options = given.pop("options", {})
        self.lent = given.pop("lent", None)
        self.settings = given


PLACES = {
    "bearer": Place(credential=Credential("key", header="Authorization", prefix="Bearer ")),
    "with-its-prefix": Place(credential=Credential("key", header="X-Sign"), key=f"Token {SECRET}"),
    "function": Place(credential=Credential("key", header="X-Sign"), key=lambda: SECRET),
    "function-in-query": Place(credential=Credential("key", query="k"), key=lambda: SECRET),
    "function-in-cookie": Place(credential=Credential("key", cookie="k"), key=lambda: SECRET),
    "cookie": Place(credential=Credential("key", cookie="k")),
    "call-authorization": Place(options={"headers": {"Authorization": f"Bearer {SECRET}"}}),
    "call-basic": Place(options={"headers": {"authorization": f"Basic {LOGIN}"}}),
    "call-key": Place(options={"headers": {"X-Api-Key": SECRET}}),
    "call-cookie": Place(options={"headers": {"Cookie": f"a=b; sid={SECRET}; c=d"}}),
    "call-other": Place(options={"headers": {"X-Vault-Token": SECRET}}),
    "call-query": Place(options={"query": {"access_token": SECRET}}),
    "call-body": Place(options={"body": {"password": SECRET}}),
    "client-header": Place(headers={"Proxy-Authorization": f"Bearer {SECRET}"}),
    "client-query": Place(query={"sig": SECRET}),
    "header-argument": Place(request={"headers": {"X-Signature": SECRET}}),
    "cookie-argument": Place(request={"cookies": {"session": SECRET}}),
    "query-argument": Place(request={"query": {"apikey": SECRET}}),
    "json": Place(request={"json": {"user": {"password": SECRET}, "list": [{"token": SECRET}]}}),
    "form": Place(
        request={
            "form": {"client_secret": SECRET},
            "media_type": "application/x-www-form-urlencoded",
        }
    ),
    "lent-auth": Place(lent={"auth": ("me", SECRET)}),
    "lent-header": Place(lent={"headers": {"X-Api-Key": SECRET}}),
    "lent-query": Place(lent={"params": {"token": SECRET}}),
    "lent-cookie": Place(lent={"cookies": {"sid": SECRET}}),
}


def calling(place: Place, url: str) -> tuple[BaseClient, Operation[[], None, Any]]:
    credentials = (place.credential,) if place.credential else ()
    api = Api(name="nowhere", base_url=url, credentials=credentials)
    options = CallOptions(**place.options) if place.options else None

    def read() -> Request[None]:
        return Request(call=Call(api, options, None, {"key": None}), **place.request)

    settings = {"max_retries": 0, **place.settings}
    if place.lent:
        given = {"verify": CERTIFICATES, **place.lent}
        settings["http_client"] = httpx2.Client(**given)
        settings["async_http_client"] = httpx2.AsyncClient(**given)
    client = BaseClient(api, {"key": place.key} if credentials else {}, **settings)
    method = "POST" if {"json", "form"} & {*place.request} or place.options.get("body") else "GET"
    return client, operation(method, "/me")(read).using(client)


def caught(client: BaseClient, one: Any, *, awaited: bool) -> APIError:
    async def main() -> None:
        async with client:
            try:
                await one.aio()
            finally:
                if lent := client.settings.get("async_http_client"):
                    await lent.aclose()

    with pytest.raises(APIError) as found:
        asyncio.run(main()) if awaited else one()
    client.close()
    if lent := client.settings.get("http_client"):
        lent.close()
    return found.value


def shown(error: BaseException) -> Iterator[str]:
    """Everything that a program, a log or an error reporter may show of an error."""
    seen: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in seen:
        seen.append(one)
        yield f"{one} {one!r} {one.args!r} {getattr(one, 'doc', '')!r}"
        yield repr({name: value for name, value in vars(one).items() if name != "_request"})
        with suppress(RuntimeError, AttributeError):
            request: Any = one.request  # type: ignore[attr-defined]
            yield f"{request!r} {request.url} {request.headers.raw!r}"
        one = one.__cause__ or one.__context__
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    yield "".join(report.format())
    yield repr(pickle.dumps(error))


@pytest.mark.parametrize("name", PLACES)
@both
def test_a_service_that_repeats_a_secret(
    server: Server, caplog: pytest.LogCaptureFixture, name: str, *, awaited: bool
) -> None:
    body = json.dumps({"error": {"message": f"no {SECRET}", "login": LOGIN}}).encode()
    server.always = Say(400, body, headers={"X-Sent": f"no {SECRET}", "X-Login": LOGIN})
    client, one = calling(PLACES[name], server.url)
    with caplog.at_level(logging.DEBUG):
        error = caught(client, one, awaited=awaited)
    secrets = [SECRET, LOGIN] if "basic" in name or name == "lent-auth" else [SECRET]
    texts = [*shown(error), repr(client), repr(one), repr(one.request()), caplog.text]
    texts += [f"{one.__dict__}" for one in caplog.records]
    for secret in secrets:
        assert not [text for text in texts if secret in text or quote(secret, safe="") in text]
    assert "no ***" in str(error)
    assert server.asked  # it was sent
    sent = f"{server.asked[0].target} {server.asked[0].headers} {server.asked[0].body!r}"
    assert any(text in sent for text in (SECRET, LOGIN, quote(SECRET, safe="")))


UNREADABLE = {
    "status-line": Say(raw=f"HTTP/1.1 2x0 {SECRET}\r\n\r\n".encode()),
    "header": Say(raw=f"HTTP/1.1 200 OK\r\nx y: {SECRET}\r\n\r\n".encode()),
    "chunk": Say(raw=f"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{SECRET}".encode()),
    "reason": Say(raw=f"HTTP/1.1 500 {SECRET}\r\ncontent-length: 0\r\n\r\n".encode()),
    "gzip": Say(data=SECRET.encode(), headers={"Content-Encoding": "gzip"}),
    "no-json": Say(data=SECRET.encode()),
    "no-utf-8": Say(data=SECRET.encode() + b"\xff"),
}


@pytest.mark.parametrize("name", UNREADABLE)
@both
def test_a_response_that_cannot_be_read_and_repeats_a_secret(
    server: Server, name: str, *, awaited: bool
) -> None:
    server.always = UNREADABLE[name]
    client, _ = calling(PLACES["bearer"], server.url)

    def read() -> Request[int]:
        return Request(call=Call(client.api, None, None, {"key": None}))

    error = caught(client, operation("GET", "/me")(read).using(client), awaited=awaited)
    assert not [text for text in shown(error) if SECRET in text]


@both
def test_a_key_with_a_character_that_cannot_be_sent(*, awaited: bool) -> None:
    place = Place(credential=Credential("key", header="X-Key"), key=f"{SECRET}\ud800")
    _, one = calling(place, "http://127.0.0.1:1")
    with pytest.raises(ConfigurationError, match="cannot be sent") as found:
        asyncio.run(one.aio()) if awaited else one()
    assert not isinstance(found.value.__context__, UnicodeError)  # which has the key


@pytest.mark.parametrize("name", PLACES)
@both
def test_no_connection(name: str, *, awaited: bool, caplog: pytest.LogCaptureFixture) -> None:
    client, one = calling(PLACES[name], "http://127.0.0.1:1")
    with caplog.at_level(logging.DEBUG):
        error = caught(client, one, awaited=awaited)
    assert isinstance(error, APIConnectionError)
    texts = [*shown(error), caplog.text]
    for secret in (SECRET, LOGIN, quote(SECRET, safe="")):
        assert not [text for text in texts if secret in text]


@both
def test_an_argument_that_cannot_be_sent(*, awaited: bool) -> None:
    place = Place(
        credential=Credential("key", header="X-Key"),
        headers={"X-Api-Key": SECRET},
        request={"headers": {"X-A": "a\r\nb"}},
    )
    client, one = calling(place, "http://127.0.0.1:1")
    with pytest.raises(ValueError, match="header 'X-A'") as found:
        asyncio.run(one.aio()) if awaited else one()
    client.close()
    assert not [text for text in shown(found.value) if SECRET in text]


@pytest.mark.parametrize("name", ["bearer", "function-in-query", "call-query", "lent-header"])
@both
def test_an_error_of_an_upload(server: Server, name: str, *, awaited: bool) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise LookupError(f"the disk is gone: {size}")

    place = copy.copy(PLACES[name])
    place.request = {"content": Broken(b"x" * 100), "media_type": "application/octet-stream"}
    client, one = calling(place, server.url)

    async def main() -> None:
        async with client:
            await one.aio()

    with pytest.raises(LookupError) as found:
        asyncio.run(main()) if awaited else one()
    client.close()
    assert not [text for text in shown(found.value) if SECRET in text or quote(SECRET) in text]
    assert any(one.name == "read" for one in traceback.extract_tb(found.value.__traceback__))


def test_set_cookie_and_location_are_not_shown(server: Server) -> None:
    location = f"/next?state=1&access_token={SECRET}#id_token={SECRET}"
    headers = {"Set-Cookie": f"sid={SECRET}", "Location": location, "X-Auth-Token": SECRET}
    server.say(Say(302, headers=headers))
    error = caught(*calling(Place(), server.url), awaited=False)
    assert error.headers["location"] == "/next?state=1&access_token=***#id_token=***"
    assert error.headers["set-cookie"] == "***"
    assert not [text for text in shown(error) if SECRET in text]


def test_a_reason_phrase_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """The HTTP library logs the whole first line of a response, and all of its headers."""
    with Server() as server:
        server.say(Say(200, {}, headers={"X-Echo": SECRET, "Set-Cookie": "a=b"}))
        client, one = calling(PLACES["bearer"], server.url)
        with caplog.at_level(logging.DEBUG), client:
            one()
    assert "X-Echo" in caplog.text
    assert SECRET not in caplog.text


def test_the_logs_of_others_are_as_they_are(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    client, one = calling(PLACES["bearer"], server.url)
    with client:
        one()
    with caplog.at_level(logging.INFO), httpx2.Client(verify=CERTIFICATES) as http:
        http.get(f"{server.url}/mine?token={SECRET}")
    record = next(one for one in caplog.records if one.name == "httpx2")
    assert record.args
    assert f"token={SECRET}" in caplog.text


def test_tasks_do_not_share_what_is_hidden(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.always = Say(200, {}, headers={"X-Echo": "first-key second-key"})
    place = Place(credential=Credential("key", header="X-Key"), key="first-key")
    client, first = calling(place, server.url)

    async def main() -> None:
        async with client, BaseClient(client.api, {"key": "second-key"}) as other:
            await asyncio.gather(*(first.using(one).aio() for one in (client, other) * 10))

    with caplog.at_level(logging.DEBUG):
        asyncio.run(main())
    lines = [one.message for one in caplog.records if "X-Echo" in one.message]
    assert len(lines) == 20
    assert {("first-key" in one) + ("second-key" in one) for one in lines} == {1}


def test_a_raw_response_is_not_pickled_with_a_secret(server: Server) -> None:
    client, one = calling(PLACES["bearer"], server.url)
    with client, one.raw() as raw, suppress(TypeError, pickle.PicklingError, AttributeError):
        assert SECRET.encode() not in pickle.dumps(raw)


ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.b64encode,
    "url-safe": base64.urlsafe_b64encode,
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("before", ["", "a", "ab", "me:", '{"key": "'])
@pytest.mark.parametrize("after", ["", "a", ':"}'])
def test_a_secret_in_base64_is_hidden(encoding: str, before: str, after: str) -> None:
    secret = "sk-live_51Hx9AbC?>zz~~"
    coded = ENCODINGS[encoding](f"{before}{secret}{after}".encode()).decode()
    shown = redact(f"echo {coded}!", [secret])
    assert "***" in shown
    left = "".join(shown.removeprefix("echo ").removesuffix("!").split("***"))
    assert len(left) <= len(base64.b64encode(f"{before}{after}".encode())) + 4


def test_short_secrets_are_hidden_at_their_place(server: Server) -> None:
    server.always = Say(400, {"message": "abc is not the alphabet"})
    place = Place(
        request={"path": {"token": "abc"}, "headers": {"X-Api-Key": "abc"}},
        options={"query": {"sig": "abc"}},
    )
    client, _ = calling(place, server.url)

    def read() -> Request[None]:
        options = CallOptions(**place.options)
        return Request(call=Call(client.api, options, None, {}), **place.request)

    with client, pytest.raises(APIStatusError) as found:
        operation("GET", "/hooks/{token}")(read).using(client)()
    error = found.value
    assert error.path == "/hooks/***"
    assert error.reason == "abc is not the alphabet"
    assert "abc" not in repr(read())


def test_a_request_shows_no_header_and_no_secret() -> None:
    request: Request[None] = Request(
        call=Call(Api(name="a", base_url="x"), None, None, {}),
        headers={"X-Custom": SECRET},
        query={"limit": 5, "api_key": SECRET},
        json={"name": "n", "list": [{"password": SECRET}]},
    )
    text = repr(request)
    assert SECRET not in text
    assert "'limit': 5, 'api_key': '***'" in text
    assert "'name': 'n', 'list': [{'password': '***'}]" in text


BODIES = {
    "repeated": lambda: SECRET.encode() * 400_000,
    "escapes": lambda: b"%41" * 2_500_000,
    "backslashes": lambda: b"\\" * 8_000_000,
    "ampersands": lambda: b"&amp;" * 1_600_000,
    "almost": lambda: SECRET[:-1].encode() * 400_000,
    "queries": lambda: b"?a=b&token=x" * 600_000,
}


@pytest.mark.parametrize("name", BODIES)
def test_a_long_body_takes_time_in_proportion(server: Server, name: str) -> None:
    server.say(typed("text/plain", BODIES[name]()))
    server.replies[0].status = 400
    client, one = calling(PLACES["bearer"], server.url)
    gc.collect()
    with client:
        error = caught(client, one, awaited=False)
    assert isinstance(error, APIStatusError)
    assert SECRET.encode() not in error.raw_body
