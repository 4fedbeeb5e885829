"""When a call is made again, how long it waits, and when it gives up."""

import asyncio
import email.utils
import logging
import math
import time
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ConfigurationError,
    InternalServerError,
    RateLimitError,
)
from runtime.request import CallOptions
from runtime.results import Err
from runtime.retries import Attempt, Retries, retry_after
from support.runtime_api import KEY, THING, Client, create_thing, get_thing, run_thing
from support.scripted_server import Say, Server

SOON = {"Retry-After-Ms": "1"}


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
@pytest.mark.parametrize("awaited", [False, True])
def test_failures_that_may_pass_are_tried_again(
    server: Server, status: int, *, awaited: bool
) -> None:
    server.say(Say(status, headers=SOON), Say(status, headers=SOON), THING)
    thing = asyncio.run(get_thing.aio("a")) if awaited else get_thing("a")
    assert thing.id == "t1"
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
    assert get_thing("a").id == "t1"
    server.always = Say(cut=True)
    with pytest.raises(APIConnectionError, match="attempt 2"):
        get_thing("a", options=CallOptions(max_retries=1))


def test_an_attempt_has_its_time(server: Server) -> None:
    server.say(Say(data=THING, pause=5), THING)
    started = time.monotonic()
    assert get_thing("a", options=CallOptions(timeout=0.2)).id == "t1"
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
    advice = "here to http://elsewhere.invalid/; to follow them, set follow_redirects=True"
    with pytest.raises(APIStatusError, match=advice):
        create_thing("a")
    assert len(server.asked) == 1


def test_a_stream_is_asked_for_again_until_it_begins(server: Server) -> None:
    server.say(Say(429, headers=SOON), Say(400, {"error": {"message": "no stream"}}))
    with pytest.raises(APIStatusError, match="no stream"), run_thing.stream("t1"):
        pass
    assert len(server.asked) == 2


@given(st.integers(1, 10_000))
def test_waits_are_bounded_and_jittered(number: int) -> None:
    most = min(0.5 * 2 ** min(number - 1, 50), 8)
    assert 0.75 * most <= wait(number=number) <= most


def wait(number: int = 1, status: int = 503, rules: Retries | None = None, **headers: str) -> float:
    """The seconds after an attempt."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = httpx2.Request("GET", "http://127.0.0.1/")
    response = httpx2.Response(status, headers=named)
    attempt = Attempt(
        method="GET", path="/", url="/", number=number, request=request, response=response
    )
    return (rules or Retries()).delay(attempt, repeatable=True, received=True)


def test_waits_that_are_asked_for() -> None:
    later = email.utils.formatdate(time.time() + 30, usegmt=True)
    assert retry_after({"retry-after": "2"}) == 2
    assert retry_after({"retry-after": "0.5"}) == 0.5
    assert retry_after({"retry-after-ms": "250", "retry-after": "9"}) == 0.25
    assert retry_after({"retry-after-ms": "soon", "retry-after": "9"}) == 9
    assert 25 < (retry_after({"retry-after": later}) or 0) <= 30
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0
    for nonsense in ("soon", "", "-1", "nan", "Wed, 99 Foo 2015"):
        assert retry_after({"retry-after": nonsense}) is None


@pytest.mark.parametrize(
    "date",
    [
        "Wed, 21 Oct 2015 07:28:00 GMT",
        "Wednesday, 21-Oct-15 07:28:00 GMT",
        "Wed Oct 21 07:28:00 2015",
        "Wed, 21 Oct 2015 07:28:00",
        "Wed, 21 Oct 2015 07:28:00 -0000",
        "Wed, 21 Oct 2015 09:28:00 +0200",
    ],
)
def test_dates_are_read_by_the_clock_of_the_service(date: str) -> None:
    headers = {"retry-after": date, "date": "Wed, 21 Oct 2015 07:27:50 GMT"}
    assert retry_after(headers) == 10


@pytest.mark.parametrize("asked", ["0", "-5", "nan", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_a_wait_that_is_none_is_the_usual_one(asked: str) -> None:
    assert 0.375 <= wait(retry_after=asked) <= 0.5


def test_a_wait_may_be_two_minutes() -> None:
    assert wait(retry_after="120") == 120
    assert wait(retry_after_ms="1500") == 1.5
    assert wait(retry_after="121") == math.inf
    assert wait(retry_after="121", rules=Retries(max_retry_after=200)) == 121


@given(st.text(max_size=30))
def test_no_header_breaks_the_reading_of_waits(value: str) -> None:
    seconds = retry_after({"retry-after": value, "retry-after-ms": value, "date": value})
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize("value", ["1e400", "inf", "3600", "999999999999999999"])
def test_a_wait_that_is_too_long_is_not_waited(server: Server, value: str) -> None:
    server.say(Say(429, headers={"Retry-After": value}))
    with pytest.raises(RateLimitError):
        create_thing("a")


# The rules of a user


def test_rules_of_the_client_and_of_the_call(server: Server) -> None:
    server.always = Say(418, headers=SOON)
    teapots = Retries(max=1, statuses=[418])
    for client, options, asked in (
        ({"retries": teapots}, {}, 2),
        ({}, {"retries": teapots}, 2),
        ({"retries": teapots, "max_retries": 3}, {}, 4),
        ({"retries": teapots, "max_retries": 3}, {"max_retries": 0}, 1),
        ({"max_retries": 3}, {"retries": teapots}, 2),
        ({"retries": teapots}, {"retries": Retries()}, 1),
        ({"retries": teapots}, {"retries": teapots, "max_retries": 2}, 3),
    ):
        server.asked.clear()
        with Client(**client) as ours, pytest.raises(APIStatusError):
            get_thing("a", options=CallOptions(client=ours, **options))
        assert len(server.asked) == asked


def test_the_pauses_are_those_of_the_rules() -> None:
    rules = Retries(backoff=4, max_backoff=9)
    assert 3 <= wait(rules=rules) <= 4
    assert 6 <= wait(2, rules=rules) <= 8
    assert 6.75 <= wait(3, rules=rules) <= 9
    assert wait(rules=Retries(backoff=0)) == 0


@pytest.mark.parametrize("awaited", [False, True])
def test_a_function_decides(server: Server, *, awaited: bool) -> None:
    seen: list[Attempt] = []

    def when(attempt: Attempt) -> bool | float | None:
        seen.append(attempt)
        return [0.001, True, 0, None, False][len(seen) - 1]

    server.say(Say(400), Say(cut=True), Say(400), Say(429), Say(429))
    options = CallOptions(retries=Retries(max=9, backoff=0.001, when=when))
    call = create_thing.aio.attempt("a", options=options) if awaited else None
    found = asyncio.run(call) if call else create_thing.attempt("a", options=options)
    assert isinstance(found, Err)
    assert isinstance(found.error, RateLimitError)
    assert [one.status for one in seen] == [400, None, 400, 429, 429]
    assert [one.number for one in seen] == [1, 2, 3, 4, 5]
    assert isinstance(seen[1].error, APIConnectionError)
    assert len(server.asked) == 5


def test_a_function_cannot_exceed_the_number_or_the_time(server: Server) -> None:
    server.always = Say(400)
    always = Retries(max=2, when=lambda _: 0.001)
    with pytest.raises(APIStatusError):
        get_thing("a", options=CallOptions(retries=always))
    assert len(server.asked) == 3
    for seconds in (60.0, math.inf):
        late = Retries(when=lambda _, seconds=seconds: seconds)
        with pytest.raises(APIStatusError):
            get_thing("a", options=CallOptions(retries=late, total_timeout=5))
    assert len(server.asked) == 5


@pytest.mark.parametrize("decision", ["x", -1, math.nan, -math.inf, [], b""])
def test_a_function_that_decides_nothing_is_an_error(server: Server, decision: object) -> None:
    server.always = Say(500)
    rules = Retries(when=lambda _: decision)
    with pytest.raises(ConfigurationError, match="`when` of Retries returned"):
        create_thing("a", options=CallOptions(retries=rules))
    assert len(server.asked) == 1


def test_what_a_function_raises_ends_the_call(server: Server) -> None:
    server.always = Say(500)
    with pytest.raises(ZeroDivisionError):
        get_thing("a", options=CallOptions(retries=Retries(when=lambda _: 1 / 0)))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        *({"max": -1}, {"max": "x"}, {"backoff": -0.5}, {"max_backoff": math.nan}),
        *({"methods": "POST"}, {"statuses": 503}),
    ],
)
def test_rules_that_are_wrong(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="Retries"):
        Retries(**wrong)


@pytest.mark.parametrize("make", [Client, CallOptions])
@pytest.mark.parametrize(
    "wrong",
    [
        *({"retries": 3}, {"max_retries": -1}, {"max_retries": "3"}, {"max_retries": None}),
        *({"max_resumes": -1}, {"max_resumes": float("nan")}),
    ],
)
def test_wrong_numbers_are_refused_before_a_call(make: Any, wrong: dict[str, Any]) -> None:
    (name,) = wrong
    with pytest.raises(ConfigurationError, match=f"{name} is .*: give"):
        make(**wrong)


def test_an_attempt_shows_no_secret(server: Server) -> None:
    seen: list[Attempt] = []
    server.always = Say(500, headers={"Set-Cookie": "session=cookie-secret"})
    rules = Retries(max=1, when=seen.append)
    options = CallOptions(retries=rules, query={"token": "query-secret"})
    with pytest.raises(APIStatusError):
        get_thing("a", options=options)
    shown = repr(seen[0])
    assert "secret" not in shown
    assert KEY not in shown
    assert "path='/things/{thing_id}'" in shown
    assert seen[0].request.headers["authorization"] == f"Bearer {KEY}"


def test_log_lines(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.say(Say(503, headers=SOON), THING)
    with caplog.at_level(logging.DEBUG, "sample"):
        get_thing("a\nb", options=CallOptions(query={"secret": "hidden"}))
    lines = [record.getMessage() for record in caplog.records if record.name == "sample"]
    assert len(lines) == 2
    assert lines[0].startswith(f"GET {server.url}/things/a%0Ab: 503 in ")
    assert lines[0].endswith(", again in 0.00 s")
    assert "hidden" not in "".join(lines)
