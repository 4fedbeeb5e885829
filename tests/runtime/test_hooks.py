"""The functions that a client calls for each attempt."""

from __future__ import annotations

import asyncio
import hashlib
import json
import math
import time
from typing import TYPE_CHECKING, Any

import pytest
from runtime.errors import APIConnectionError, APIStatusError, APITimeoutError, ConfigurationError
from runtime.request import CallOptions
from runtime.retries import Retries
from support.runtime_api import KEY, THING, Client, create_thing, get_thing, run_thing
from support.scripted_server import Say, Server, events

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.retries import Attempt

SOON = {"Retry-After-Ms": "20"}
both = pytest.mark.parametrize("awaited", [False, True], ids=["now", "awaited"])


def call(client: Client, *, awaited: bool, **options: Any) -> Any:
    chosen = CallOptions(client=client, **options)
    if awaited:
        return asyncio.run(get_thing.aio("a", options=chosen))
    return get_thing("a", options=chosen)


class Seen:
    """What the hooks of a client got, in order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Attempt]] = []

    def hook(self, name: str, *, is_async: bool) -> Callable[[Attempt], object]:
        def now(attempt: Attempt) -> None:
            self.calls.append((name, attempt))

        async def later(attempt: Attempt) -> None:
            await asyncio.sleep(0)
            now(attempt)

        return later if is_async else now

    def client(self, *, is_async: bool = False, **settings: Any) -> Client:
        names = ("on_request", "on_response", "on_retry")
        return Client(**{one: self.hook(one, is_async=is_async) for one in names}, **settings)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.calls]


@pytest.mark.parametrize(("awaited", "is_async"), [(False, False), (True, False), (True, True)])
def test_each_attempt_is_seen(server: Server, *, awaited: bool, is_async: bool) -> None:
    server.say(Say(503, headers=SOON), Say(cut=True), THING)
    seen = Seen()
    with seen.client(is_async=is_async) as client:
        assert call(client, awaited=awaited).id == "t1"
    retried = ["on_request", "on_response", "on_retry"]
    assert seen.names == [*retried, *retried, "on_request", "on_response"]
    ends = [one for name, one in seen.calls if name == "on_response"]
    assert [one.number for one in ends] == [1, 2, 3]
    assert [one.status for one in ends] == [503, None, 200]
    assert [type(one.error) for one in ends] == [type(None), APIConnectionError, type(None)]
    assert [one.delay is None for one in ends] == [False, False, True]
    assert ends[0].delay == 0.02
    assert all(0 < one.elapsed < 5 for one in ends)
    first = seen.calls[0][1]
    assert (first.method, first.path) == ("GET", "/things/{thing_id}")
    assert (first.url, first.status, first.elapsed) == (f"{server.url}/things/a", None, 0.0)


@both
def test_hooks_show_no_secret(server: Server, *, awaited: bool) -> None:
    server.say(Say(400, {"message": f"bad key {KEY}"}))
    seen = Seen()
    with seen.client() as client, pytest.raises(APIStatusError):
        call(client, awaited=awaited, query={"token": "hidden"})
    text = repr(seen.calls)
    assert KEY not in text
    assert "hidden" not in text
    assert seen.calls[1][1].request.headers["authorization"] == f"Bearer {KEY}"


@both
def test_a_hook_can_sign_each_attempt(server: Server, *, awaited: bool) -> None:
    def sign(attempt: Attempt) -> None:
        data = f"{attempt.number} {attempt.request.url}".encode()
        attempt.request.headers["x-signature"] = hashlib.sha256(data).hexdigest()

    server.say(Say(503, headers=SOON), THING)
    with Client(on_request=sign) as client:
        call(client, awaited=awaited)
    expected = [
        hashlib.sha256(f"{number} {server.url}/things/a".encode()).hexdigest() for number in (1, 2)
    ]
    assert [asked.headers["x-signature"] for asked in server.asked] == expected


@both
@pytest.mark.parametrize("name", ["on_request", "on_response", "on_retry"])
def test_what_a_hook_raises_ends_the_call(server: Server, name: str, *, awaited: bool) -> None:
    class Refused(Exception):  # noqa: N818  not an error of the package
        pass

    def hook(_: Attempt) -> None:
        raise Refused

    server.say(Say(503, headers=SOON), THING)
    with Client(**{name: hook}) as client:
        with pytest.raises(Refused):
            call(client, awaited=awaited)
        assert len(server.asked) == (0 if name == "on_request" else 1)


@both
def test_the_connection_of_a_stream_is_closed_then(server: Server, *, awaited: bool) -> None:
    def hook(_: Attempt) -> None:
        raise ZeroDivisionError

    server.say(events(*(f"data: {number}\n\n" for number in range(9999)), pause=0.01))
    seen = Seen()
    with Client(on_response=hook, on_request=seen.hook("begin", is_async=False)) as client:
        options = CallOptions(client=client)

        def blocking() -> None:
            with run_thing.stream("t1", options=options):
                pass

        async def stream() -> None:
            async with run_thing.aio.stream("t1", options=options):
                pass

        with pytest.raises(ZeroDivisionError):
            asyncio.run(stream()) if awaited else blocking()
    assert len(seen.calls) == 1


def test_an_async_hook_needs_an_awaited_call(server: Server) -> None:
    server.say(THING)
    seen = Seen()
    with seen.client(is_async=True) as client:
        with pytest.raises(ConfigurationError, match=r"on_request is an async .*operation\.aio"):
            call(client, awaited=False)
        call(client, awaited=True)
    assert len(server.asked) == 1


@pytest.mark.parametrize("name", ["on_request", "on_response", "on_retry"])
def test_nothing_is_sent_if_an_async_hook_cannot_be_called(server: Server, name: str) -> None:
    async def hook(_: Attempt) -> None: ...

    hooks: Any = {name: hook}
    with (
        Client(**hooks) as client,
        pytest.raises(ConfigurationError, match=f"{name} is an async function"),
    ):
        call(client, awaited=False)
    assert not server.asked


@both
def test_a_timeout_and_a_refused_connection_are_seen(server: Server, *, awaited: bool) -> None:
    server.always = Say(data=THING, pause=5)
    seen = Seen()
    with seen.client(timeout=0.1, max_retries=0) as client, pytest.raises(APITimeoutError):
        call(client, awaited=awaited)
    with (
        seen.client(base_url="http://127.0.0.1:9", max_retries=0) as client,
        pytest.raises(APIConnectionError),
    ):
        call(client, awaited=awaited)
    found = [type(one.error) for name, one in seen.calls if name == "on_response"]
    assert found == [APITimeoutError, APIConnectionError]


def test_hooks_see_redirects(server: Server) -> None:
    server.say(Say(307, headers={"Location": "/v1/other"}), THING)
    seen = Seen()
    with seen.client(follow_redirects=True) as client:
        assert call(client, awaited=False).id == "t1"
    assert [(name, one.status) for name, one in seen.calls] == [
        ("on_request", None), ("on_response", 307), ("on_request", None), ("on_response", 200),
    ]  # fmt: skip
    assert str(seen.calls[2][1].request.url) == f"{server.url}/other"


def test_the_headers_of_a_response_are_seen(server: Server) -> None:
    server.say(Say(200, THING, headers={"X-Remaining": "7"}))
    left: list[str] = []

    def note(attempt: Attempt) -> None:
        if attempt.response is not None:
            left.append(attempt.response.headers["x-remaining"])

    with Client(on_response=note) as client:
        create_thing("a", options=CallOptions(client=client))
    assert left == ["7"]


def test_a_hook_takes_of_the_time_of_the_call(server: Server) -> None:
    server.always = Say(503, headers=SOON)
    started = time.monotonic()
    with (
        Client(on_request=lambda _: time.sleep(0.1), total_timeout=0.25, max_retries=99) as client,
        pytest.raises((APIStatusError, APITimeoutError)),
    ):
        call(client, awaited=False)
    assert time.monotonic() - started < 1


@both
def test_rules_and_hooks_can_read_the_body(server: Server, *, awaited: bool) -> None:
    server.say(Say(400, {"code": "busy"}), THING)
    read: list[object] = []

    def on_response(attempt: Attempt) -> None:
        assert attempt.response is not None
        read.append((attempt.response.read(), attempt.response.json()))

    def when(attempt: Attempt) -> float:
        assert attempt.response is not None
        return 0.0 if attempt.response.json()["code"] == "busy" else math.inf

    client = Client(on_response=on_response, retries=Retries(when=when))
    assert call(client, awaited=awaited).id == "t1"
    assert read == [(json.dumps(one).encode(), one) for one in ({"code": "busy"}, THING)]
