"""When a call is made again, how long it waits, and when it gives up."""

import asyncio
import email.utils
import logging
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    InternalServerError,
    RateLimitError,
)
from runtime.request import CallOptions
from runtime.results import Err
from runtime.retries import backoff, retry_after
from support.runtime_api import THING, create_thing, get_thing, run_thing
from support.scripted_server import Say, Server

SOON = {"Retry-After-Ms": "1"}


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
@pytest.mark.parametrize("awaited", [False, True])
def test_failures_that_may_pass_are_tried_again(
    server: Server, status: int, *, awaited: bool
) -> None:
    server.say(Say(status, headers=SOON), Say(status, headers=SOON), THING)
    thing = asyncio.run(create_thing.aio("a")) if awaited else create_thing("a")
    assert thing.id == "t1"
    assert len({asked.body for asked in server.asked}) == 1
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422])
def test_other_failures_are_not(server: Server, status: int) -> None:
    server.say(Say(status, headers=SOON), THING)
    with pytest.raises(APIStatusError):
        create_thing("a")
    assert len(server.asked) == 1


def test_the_service_can_say_so(server: Server) -> None:
    server.say(
        Say(400, headers={"X-Should-Retry": "true", **SOON}),
        Say(500, headers={"X-Should-Retry": "false", **SOON}),
    )
    with pytest.raises(InternalServerError):
        create_thing("a")
    assert len(server.asked) == 2


def test_retries_end(server: Server) -> None:
    server.always = Say(429, headers=SOON)
    with pytest.raises(RateLimitError):
        create_thing("a")
    with pytest.raises(RateLimitError):
        create_thing("a", options=CallOptions(max_retries=0))
    assert len(server.asked) == 3 + 1


def test_a_connection_that_hangs_up_is_tried_again(server: Server) -> None:
    server.say(Say(cut=True), THING)
    assert create_thing("a").id == "t1"
    server.always = Say(cut=True)
    with pytest.raises(APIConnectionError, match="attempt 2"):
        create_thing("a", options=CallOptions(max_retries=1))


def test_an_attempt_has_its_time(server: Server) -> None:
    server.say(Say(data=THING, pause=5), THING)
    started = time.monotonic()
    assert create_thing("a", options=CallOptions(timeout=0.2)).id == "t1"
    assert time.monotonic() - started < 3
    server.always = Say(data=THING, pause=5)
    with pytest.raises(APITimeoutError):
        asyncio.run(create_thing.aio("a", options=CallOptions(timeout=0.1, max_retries=0)))


@pytest.mark.parametrize("awaited", [False, True])
def test_a_call_has_its_time(server: Server, *, awaited: bool) -> None:
    """Waits and attempts count."""
    for reply in (Say(429, headers={"Retry-After": "30"}), Say(data=THING, pause=9)):
        server.always = reply
        options = CallOptions(total_timeout=0.4, max_retries=5)
        started = time.monotonic()
        outcome = create_thing.aio.attempt("a", options=options) if awaited else None
        found = asyncio.run(outcome) if outcome else create_thing.attempt("a", options=options)
        assert isinstance(found, Err)
        assert isinstance(found.error, (APITimeoutError, RateLimitError))
        assert time.monotonic() - started < 2


def test_a_call_within_its_time_is_read_whole(server: Server) -> None:
    server.say(THING)
    reply = create_thing.raw("a", options=CallOptions(total_timeout=30))
    assert reply.parse().id == "t1"
    assert reply.request_id == "req_1"


def test_redirects_are_not_followed(server: Server) -> None:
    server.say(Say(307, headers={"Location": "http://elsewhere.invalid/"}))
    with pytest.raises(APIStatusError, match="redirects are not followed, here to http://else"):
        create_thing("a")
    assert len(server.asked) == 1


def test_a_stream_is_asked_for_again_until_it_begins(server: Server) -> None:
    server.say(Say(503, headers=SOON), Say(400, {"error": {"message": "no stream"}}))
    with pytest.raises(APIStatusError, match="no stream"), run_thing.stream("t1"):
        pass
    assert len(server.asked) == 2


@given(st.integers(0, 10_000))
def test_waits_are_bounded_and_jittered(retries: int) -> None:
    most = min(0.5 * 2 ** min(retries, 50), 8)
    assert 0.75 * most <= backoff(retries) <= most


def test_waits_that_are_asked_for() -> None:
    later = email.utils.formatdate(time.time() + 30, usegmt=True)
    assert retry_after({"retry-after": "2"}) == 2
    assert retry_after({"retry-after": "0.5"}) == 0.5
    assert retry_after({"retry-after-ms": "250", "retry-after": "9"}) == 0.25
    assert 25 < (retry_after({"retry-after": later}) or 0) <= 30
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0
    for nonsense in ("soon", "", "-1", "nan", "Wed, 99 Foo 2015"):
        assert retry_after({"retry-after": nonsense}) is None


@given(st.text(max_size=30))
def test_no_header_breaks_the_reading_of_waits(value: str) -> None:
    wait = retry_after({"retry-after": value, "retry-after-ms": value})
    assert wait is None or wait >= 0


@pytest.mark.parametrize("value", ["1e400", "inf", "3600", "999999999999999999"])
def test_a_wait_that_is_too_long_is_not_waited(server: Server, value: str) -> None:
    server.say(Say(429, headers={"Retry-After": value}))
    with pytest.raises(RateLimitError):
        create_thing("a")


def test_log_lines(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.say(Say(503, headers=SOON), THING)
    with caplog.at_level(logging.DEBUG, "sample"):
        get_thing("a\nb", options=CallOptions(query={"secret": "hidden"}))
    lines = [record.getMessage() for record in caplog.records if record.name == "sample"]
    assert len(lines) == 2
    assert lines[0].startswith(f"GET {server.url}/things/a%0Ab: 503 in ")
    assert lines[0].endswith(", again in 0.00 s")
    assert "hidden" not in "".join(lines)
