"""Secrets in the URL of a request: no error, log or `repr` shows them."""

from __future__ import annotations

import asyncio
import logging
import pickle
import traceback

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from runtime.client import Api, BaseClient
from runtime.credentials import Credential
from runtime.errors import APIConnectionError, APIError, APIStatusError, ConfigurationError
from runtime.operation import operation
from runtime.request import Call, CallOptions, Request
from runtime.settings import Variable
from support.caller import HTTP
from support.scripted_server import Say, Server

SECRET = "123456:AAF-secret_9z"


def api(base_url: str, **more: object) -> Api:
    return Api(name="bot", base_url=base_url, **more)  # type: ignore[arg-type]


def calling(client: BaseClient, url_path: str = "/getMe", **fields: object) -> operation:
    def get_me(*, options: CallOptions | None = None) -> Request[None]:
        call = Call(client.api, options, None, {"key": None})
        return Request(call=call, **fields)

    return operation("GET", url_path)(get_me).using(client)


async def _awaited(call: operation) -> None:
    await call.aio()


def texts(client: BaseClient, call: operation, log: pytest.LogCaptureFixture) -> list[str]:
    """Everything that a failed call shows, with a log of all levels and libraries."""
    shown = [repr(client), repr(client.api), repr(call)]
    for awaited in (False, True):
        with log.at_level(logging.DEBUG), pytest.raises(APIError) as caught:
            asyncio.run(_awaited(call)) if awaited else call()
        error = caught.value
        lines = traceback.TracebackException.from_exception(error).format()
        shown += [str(error), repr(error), str(error.body), *lines]
        shown += [repr(error.raw_body), repr(error.headers), repr(pickle.dumps(error))]
    return [*shown, log.text, *(str(one.__dict__) for one in log.records)]


PLACES = {
    "base-url": lambda url, secret: (
        BaseClient(api("https://x.invalid"), {}, base_url=f"{url}/bot{secret}", max_retries=0),
        {},
    ),
    "variable": lambda url, secret: (
        BaseClient(
            api(f"{url}/bot{{token}}", variables=(Variable("token", secret=True),)),
            {},
            {"token": secret},
            max_retries=0,
        ),
        {},
    ),
    "query-key": lambda url, secret: (
        BaseClient(
            api(url, credentials=(Credential("key", query="key"),)), {"key": secret}, max_retries=0
        ),
        {},
    ),
    "query-setting": lambda url, secret: (
        BaseClient(api(url), {}, query={"api_key": secret}, max_retries=0),
        {},
    ),
    "path": lambda url, secret: (
        BaseClient(api(url), {}, max_retries=0),
        {"path": {"bot_token": secret}},
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_no_secret_of_a_url_is_shown(
    server: Server, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    """Not where the service repeats it either, and the service still receives it."""
    server.always = Say(500, {"error": {"message": f"no {SECRET}"}})
    client, fields = PLACES[place](server.url, SECRET)
    path = "/hooks/{bot_token}" if fields else "/getMe"
    with client:
        shown = texts(client, calling(client, path, **fields), caplog)
    assert "123456" in server.asked[0].target
    if place != "base-url":  # nothing there says which part of it is secret
        assert not any(SECRET in one for one in shown)
    log = caplog.text
    assert SECRET not in log
    assert "AAF" not in log
    assert f"http://127.0.0.1:{server.port}/" in log


@settings(max_examples=30, deadline=None, suppress_health_check=[*HealthCheck])
@example(SECRET)
@given(st.from_regex(r"[0-9]{4}:[A-Za-z0-9_.~ %/é-]{6,20}[a-z]", fullmatch=True))
def test_no_secret_variable_is_shown_when_nothing_answers(
    caplog: pytest.LogCaptureFixture, secret: str
) -> None:
    for place in ("variable", "query-key", "query-setting"):
        client, fields = PLACES[place]("http://127.0.0.1:1", secret)
        client.settings["http_client"] = HTTP  # a new one takes long
        caplog.clear()
        with caplog.at_level(logging.DEBUG), pytest.raises(APIConnectionError) as caught:
            calling(client, **fields)()
        shown = "".join(traceback.format_exception(caught.value)) + caplog.text
        assert secret not in shown
        assert secret.partition(":")[2] not in shown
        assert "http://127.0.0.1:1" in shown
        assert "/getMe" in shown


def test_a_redirect_that_is_followed_shows_no_secret(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    bot = api(f"{server.url}/bot{{token}}", variables=(Variable("token", secret=True),))
    client = BaseClient(
        bot, {}, {"token": SECRET}, max_retries=0, http_client=HTTP, follow_redirects=True
    )
    server.say(Say(302, headers={"location": f"/v1/bot{SECRET}/moved?signature=s-1"}), Say(400))
    with caplog.at_level(logging.INFO), pytest.raises(APIStatusError) as caught:
        calling(client)()
    assert server.asked[1].target == f"/v1/bot{SECRET}/moved?signature=s-1"
    assert SECRET not in f"{caplog.text}{caught.value!r}"
    assert "s-1" not in caplog.text
    assert "/v1/bot***/moved" in caplog.text


def test_an_unknown_path_of_a_base_url_is_not_shown() -> None:
    client = BaseClient(api("https://x.invalid/v1"), {}, max_retries=0)
    for base_url, shown in (
        ("http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1/getMe)"),
        ("http://127.0.0.1:1/bot123:SECRET", "http://127.0.0.1:1/***/getMe)"),
    ):
        client.settings["base_url"] = base_url
        with client, pytest.raises(APIConnectionError) as caught:
            calling(client)()
        assert str(caught.value).endswith(shown)


@pytest.mark.parametrize(
    "base_url",
    [f"https://me:{SECRET}@h.invalid", f"https://h.invalid?key={SECRET}", f"https://h:{SECRET}/"],
)
def test_an_error_of_configuration_shows_no_base_url(base_url: str) -> None:
    client = BaseClient(api("https://x.invalid"), {}, base_url=base_url)
    with pytest.raises(ConfigurationError) as caught:
        calling(client)()
    assert "AAF" not in "".join(traceback.format_exception(caught.value))


def frames(error: BaseException) -> str:
    """The local variables of the runtime, as tools that report errors show them."""
    shown = ""
    report: traceback.TracebackException | None
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    while report is not None:
        shown += "".join(
            f"{one.locals}" for one in report.stack if "templates/runtime/" in one.filename
        )
        report = report.__cause__
    return shown


@pytest.mark.parametrize("place", PLACES)
def test_no_frame_of_an_error_has_the_secret(place: str) -> None:
    client, fields = PLACES[place]("http://127.0.0.1:1", SECRET)
    path = "/hooks/{bot_token}" if fields else "/getMe"
    with client, pytest.raises(APIConnectionError) as caught:
        calling(client, path, **{} if fields else fields)()
    assert "getMe" in frames(caught.value) or fields
    assert SECRET not in frames(caught.value)


def test_the_error_that_a_caller_handles_keeps_its_frames() -> None:
    client, _ = PLACES["query-key"]("http://127.0.0.1:1", SECRET)
    first: BaseException | None
    with client:
        try:
            int("x")
        except ValueError:
            with pytest.raises(APIConnectionError) as caught:
                calling(client)()
            first = caught.value
    while first is not None and not isinstance(first, ValueError):
        first = first.__context__
    assert first is not None
    assert first.__traceback__ is not None


@pytest.mark.parametrize("place", ["header", "basic", "query", "cookie", "base-url", "variable"])
@pytest.mark.parametrize("end", ["\udcff", "\r\nX: y"])
def test_a_text_that_cannot_be_encoded_is_not_shown(server: Server, place: str, end: str) -> None:
    if place not in {"header", "base-url"} and end != "\udcff":
        return  # it is encoded
    secret = f"{SECRET}{end}"  # so Python reads a byte of the environment that is not UTF-8
    credential = {
        "header": Credential("key", header="authorization"),
        "basic": Credential("key", header="authorization", basic=True),
        "query": Credential("key", query="key"),
        "cookie": Credential("key", cookie="key"),
    }.get(place)
    client = BaseClient(
        api(server.url, credentials=(credential,) if credential else ()), {"key": secret}
    )
    if place == "base-url":
        client.settings["base_url"] = f"{server.url}/{secret}"
    if place == "variable":
        client, _ = PLACES["variable"](server.url, secret)
    with pytest.raises(ConfigurationError) as caught:
        calling(client)()
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert "AAF" not in "".join(traceback.format_exception(caught.value))
    assert "AAF" not in frames(caught.value)
    assert not server.asked


def test_logs_show_urls_without_secrets_as_they_are(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client = BaseClient(api(server.url), {}, http_client=HTTP)
        calling(client)()
        server.say(Say(400))
        with pytest.raises(APIStatusError):
            calling(client, "/a?b=c")()
    assert f"GET {server.url}/getMe " in caplog.text
    assert f"GET {server.url}/a?b=c " in caplog.text
