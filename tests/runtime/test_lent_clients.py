"""HTTP clients that a user lends are used as they are."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx2
import pytest
from runtime.errors import APIStatusError, APITimeoutError, ConfigurationError, NotFoundError
from runtime.request import CallOptions
from support.runtime_api import THING, Client, create_thing, find, get_thing
from support.scripted_server import Say, Server

Calls = Callable[..., Any]


@pytest.fixture(params=["blocking", "awaited"])
def lend(request: pytest.FixtureRequest) -> Iterator[Callable[..., Calls]]:
    """Return a function that makes calls over an HTTP client with the given settings."""

    def lending(own: dict[str, Any] | None = None, **http_settings: Any) -> Calls:
        if request.param == "blocking":
            http = closing.enter_context(httpx2.Client(**http_settings))
            client = Client(http_client=http, **(own or {}))
            return lambda operation, *a, **k: operation.using(client)(*a, **k)

        async def awaited(operation: Any, *args: Any, **given: Any) -> Any:
            async with httpx2.AsyncClient(**http_settings) as ahttp:
                client = Client(async_http_client=ahttp, **(own or {}))
                return await operation.using(client).aio(*args, **given)

        return lambda *a, **k: asyncio.run(awaited(*a, **k))

    with ExitStack() as closing:
        yield lending


def test_its_timeout_counts_where_no_other_is_set(
    server: Server, lend: Callable[..., Calls]
) -> None:
    server.always = Say(data=THING, pause=0.5)
    call = lend({"max_retries": 0}, timeout=0.1)
    began = time.monotonic()
    with pytest.raises(APITimeoutError, match=r"nothing was received for 0\.1 s"):
        call(get_thing, "a")
    assert time.monotonic() - began < 0.4
    assert call(get_thing, "a", options=CallOptions(timeout=5.0)).id == "t1"
    assert lend({"timeout": 5.0}, timeout=0.1)(get_thing, "a").id == "t1"


def test_its_redirects_count_where_no_other_are_set(
    server: Server, lend: Callable[..., Calls]
) -> None:
    there = Say(307, headers={"Location": "/v1/things/there"})
    server.say(there, THING, there, there, there, THING)
    assert lend(follow_redirects=True)(get_thing, "a").id == "t1"
    for call, options in (
        (lend(), CallOptions()),
        (lend(follow_redirects=True), CallOptions(follow_redirects=False)),
    ):
        with pytest.raises(APIStatusError, match="307"):
            call(get_thing, "a", options=options)
    assert lend({"follow_redirects": True})(get_thing, "a").id == "t1"


def test_its_limit_of_redirects_counts(server: Server, lend: Callable[..., Calls]) -> None:
    server.always = Say(307, headers={"Location": "/v1/things/there"})
    with pytest.raises(APIStatusError, match="not followed"):
        lend(follow_redirects=True, max_redirects=3)(get_thing, "a")
    assert len(server.asked) == 4


def test_another_host_gets_none_of_its_credentials(
    server: Server, lend: Callable[..., Calls]
) -> None:
    with Server() as other:
        server.say(Say(302, headers={"Location": f"{other.url}/x"}))
        other.say(THING)
        call = lend(follow_redirects=True, auth=("me", "pw"), headers={"X-Key": "k"})
        call(get_thing, "a")
        assert "authorization" in server.asked[0].headers
        assert {"authorization", "x-key"}.isdisjoint(other.asked[0].headers)


def test_its_hooks_and_its_auth_are_used(server: Server) -> None:
    heard: list[str] = []
    hooks: dict[str, list[Any]] = {
        "request": [lambda request: heard.append(request.method)],
        "response": [lambda response: heard.append(str(response.status_code))],
    }
    server.say(THING, Say(404, {"error": {"message": "no such thing"}}))
    with httpx2.Client(event_hooks=hooks, auth=("me", "pw")) as http:
        client = Client(http_client=http)
        get_thing.using(client)("a")
        assert heard == ["GET", "200"]
        assert server.asked[0].headers["authorization"].startswith("Basic ")
        # A hook that many write: the error is still that of the call.
        http.event_hooks["response"] = [httpx2.Response.raise_for_status]
        with pytest.raises(NotFoundError):
            get_thing.using(client)("a")


def test_an_error_of_a_hook_is_its_own(server: Server) -> None:
    server.always = Say(data=THING)

    def fail(_: object) -> None:
        raise LookupError("mine")

    with httpx2.Client(event_hooks={"response": [fail]}) as http:
        with pytest.raises(LookupError, match="mine"):
            get_thing.using(Client(http_client=http))("a")
        http.event_hooks["response"] = []
        get_thing.using(Client(http_client=http))("a")
    assert len(server.asked) == 2


def test_headers_come_from_the_call_then_the_client_then_the_lent_one_then_the_document(
    server: Server, lend: Callable[..., Calls]
) -> None:
    server.always = Say(data=THING)
    own = {"headers": {"x-client": "client", "x-call": "client"}}
    lent = {"X-Lent": "lent", "X-Client": "lent", "X-Call": "lent", "User-Agent": "mine"}
    options = CallOptions(headers={"x-call": "call"})
    lend(own, headers=lent)(create_thing, "a", options=options)
    sent = server.asked[0].headers
    assert [sent[name] for name in ("x-call", "x-client", "x-lent")] == ["call", "client", "lent"]
    assert sent["user-agent"] == "mine"
    assert (sent["accept"], sent["content-type"]) == ("application/json", "application/json")
    lend()(create_thing, "a")
    assert server.asked[1].headers["user-agent"].startswith("sample")


def test_queries_come_from_the_call_then_the_client_then_the_lent_one(
    server: Server, lend: Callable[..., Calls]
) -> None:
    server.always = Say(data={})
    own = {"query": {"b": "client", "c": "client", "verbose": "client"}}
    lent = [("a", "1"), ("a", "2"), ("b", "lent"), ("c", "lent"), ("verbose", "lent")]
    options = CallOptions(query={"c": "call"})
    lend(own, params=lent)(find, verbose=True, options=options)
    assert server.asked[0].target == "/v1/find?beta=true&a=1&a=2&b=client&c=call&verbose=true"


def test_cookies_of_a_call_and_of_its_jar_are_sent(
    server: Server, lend: Callable[..., Calls]
) -> None:
    server.always = Say(data={})
    lend(cookies={"session": "lent", "other": "1"})(find, session="mine")
    assert server.asked[0].headers["cookie"] == "session=mine; other=1"


def test_a_client_of_the_other_kind_is_refused(server: Server) -> None:
    with httpx2.Client() as http:
        client = Client(http_client=http)
        with pytest.raises(ConfigurationError, match=r"no awaited calls: pass async_http_client"):
            asyncio.run(get_thing.using(client).aio("a"))
    client = Client(async_http_client=httpx2.AsyncClient())
    with pytest.raises(ConfigurationError, match=r"no blocking calls: pass http_client too"):
        get_thing.using(client)("a")
    assert server.asked == []


def test_a_client_that_is_closed_is_refused(server: Server) -> None:
    http = httpx2.Client()
    http.close()
    with pytest.raises(ConfigurationError, match="the http_client is closed"):
        get_thing.attempt("a", options=CallOptions(client=Client(http_client=http)))
    assert server.asked == []


def test_another_thing_is_refused(server: Server) -> None:
    things: list[Any] = [httpx2.AsyncClient(), object(), "x"]
    for one in things:
        with pytest.raises(ConfigurationError, match=r"http_client must be an httpx2\.Client"):
            get_thing.using(Client(http_client=one))("a")
    things[0] = httpx2.Client()
    for one in things:
        with pytest.raises(ConfigurationError, match=r"must be an httpx2\.AsyncClient"):
            asyncio.run(get_thing.using(Client(async_http_client=one)).aio("a"))
    things[0].close()
    assert server.asked == []


def test_its_cookies_are_its_own(server: Server) -> None:
    server.always = Say(data=THING, headers={"Set-Cookie": "session=1; Path=/"})
    with httpx2.Client() as http:
        for _ in range(2):
            get_thing.using(Client(http_client=http))("a")
    assert [asked.headers.get("cookie") for asked in server.asked] == [None, "session=1"]


def test_a_client_of_its_own_keeps_no_cookies(server: Server) -> None:
    server.always = Say(data=THING, headers={"Set-Cookie": "session=1; Path=/"})
    for _ in range(2):
        get_thing("a")

    async def awaited() -> None:
        for _ in range(2):
            await get_thing.aio("a")

    asyncio.run(awaited())
    assert [asked.headers.get("cookie") for asked in server.asked] == [None] * 4
