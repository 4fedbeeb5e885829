"""Failures that a service reports with a status of success, in the body."""

import asyncio

import pytest
from runtime.errors import APIResponseError, APIStatusError, NotFoundError, RateLimitError
from runtime.failures import Failure
from runtime.request import CallOptions
from support import files_api
from support.runtime_api import (
    API,
    THING,
    Client,
    get_thing,
    list_things,
    run_thing,
    sent_events,
    watch,
)
from support.scripted_server import Say, Server, events, typed
from support.streamed import before_error, streamed

RULE = Failure(when={"ok": False}, code="error", statuses={"ratelimited": 429, "gone_away": 404})


@pytest.fixture(autouse=True)
def _rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(API, "failure", RULE)


@pytest.mark.parametrize(
    ("rule", "body", "status"),
    [
        (RULE, {"ok": True, "error": "gone_away"}, None),
        (RULE, {"ok": False, "error": "odd"}, 200),
        (RULE, {"ok": False, "error": "gone_away"}, 404),
        (RULE, {"ok": False}, 200),
        (RULE, {"ok": 0}, None),  # in JSON, 0 is not false
        (RULE, {"data": {"ok": False}}, None),
        (RULE, [{"ok": False}], None),
        (RULE, {"ok": None}, None),
        (Failure(when={"ok": False}, code="code"), {"ok": False, "code": 503}, 503),
        (Failure(when={"ok": False}, code="code"), {"ok": False, "code": "404"}, 404),
        (Failure(when={"ok": False}, code="code"), {"ok": False, "code": 7}, 200),
        (Failure(when={"ok": False}, code="code"), {"ok": False, "code": 200}, 200),
        (Failure(when={"ok": False}, code="code"), {"ok": False, "code": [404]}, 200),
        (Failure(when={"ok": False}, code="e.code"), {"ok": False, "e": {"code": 409}}, 409),
        (Failure(when={"stat": "fail"}), {"stat": "fail"}, 200),
        (Failure(when={"stat": "fail"}), {"stat": "ok"}, None),
        (Failure(when={"meta.ok": False}), {"meta": {"ok": False}}, 200),
        (Failure(when={"meta.ok": False}), {"meta": [], "ok": False}, None),
        (Failure(unless={"code": 0}), {"code": 0, "msg": "ok"}, None),
        (Failure(unless={"code": 0}), {"code": 17, "msg": "no"}, 200),
        (Failure(unless={"code": 0}), {"msg": "no code"}, None),
        (Failure(has=("errors",)), {"errors": [{"message": "no"}], "data": None}, 200),
        (Failure(has=("errors",)), {"errors": [], "data": {}}, None),
        (Failure(has=("errors",)), {"data": {}}, None),
    ],
)
def test_which_bodies_are_failures(
    server: Server, monkeypatch: pytest.MonkeyPatch, rule, body, status
) -> None:
    monkeypatch.setattr(API, "failure", rule)
    server.say(Say(data=body))
    raw = get_thing.raw
    if status is None:
        assert raw("a", options=CallOptions(max_retries=0)).status == 200
        return
    with pytest.raises(APIStatusError) as caught:
        raw("a", options=CallOptions(max_retries=0))
    assert (caught.value.status, caught.value.body) == (status, body)


@pytest.mark.parametrize("body", [b"", b"[", b'{"ok": false', b"\xff", b"{}" * 9])
def test_what_is_not_json_is_no_failure(body) -> None:
    assert RULE.find(body, 200) is None


def test_a_failure_is_raised_with_the_message_of_the_service(server: Server) -> None:
    server.say({"ok": False, "error": "odd"})
    with pytest.raises(APIStatusError) as caught:
        get_thing("a")
    assert str(caught.value) == "GET /things/a: 200 odd (request id req_1)"
    assert len(server.asked) == 1

    server.say({"ok": False, "error": "gone_away"})
    result = get_thing.attempt("a")
    assert isinstance(result.error, NotFoundError)


def test_without_a_reason_the_text_is_not_ok(server: Server) -> None:
    server.say({"ok": False})
    with pytest.raises(APIStatusError, match="200 no reason given"):
        get_thing("a")


def test_one_that_may_pass_is_repeated(server: Server) -> None:
    server.say({"ok": False, "error": "ratelimited"}, THING)
    assert get_thing("a").id == "t1"
    limited = Say(data={"ok": False, "error": "ratelimited"}, headers={"Retry-After": "999"})
    server.say(limited)
    with pytest.raises(RateLimitError):
        get_thing("a")
    assert len(server.asked) == 3


def test_awaited(server: Server) -> None:
    server.say({"ok": False, "error": "gone_away"})

    async def main() -> None:
        async with Client(base_url=server.url, api_key="k") as client:
            with pytest.raises(NotFoundError):
                await get_thing.using(client).aio("a")

    asyncio.run(main())


def test_pages_end_with_the_failure_of_one(server: Server) -> None:
    page = {"data": [{**THING, "id": "a"}, {**THING, "id": "b"}], "last_id": "b", "has_more": True}
    server.say(page, {"ok": False, "error": "odd"})
    things = list_things.iter()
    assert [next(things).id, next(things).id] == ["a", "b"]
    with pytest.raises(APIStatusError, match="odd"):
        next(things)


def test_a_stream_that_is_a_failure_is_one(server: Server) -> None:
    server.say({"ok": False, "error": "gone_away"})
    with pytest.raises(NotFoundError), run_thing.stream("a"):
        pass
    done = 'event: done\ndata: {"ok": false}\n\n'  # an event is not the body
    server.say(events(done, "data: [DONE]\n\n"))
    with pytest.warns(match="differs"), run_thing.stream("a") as stream:
        assert len(list(stream)) == 1


@pytest.mark.parametrize("awaited", [False, True])
def test_a_stream_whose_response_is_read_for_the_rule(server: Server, *, awaited: bool) -> None:
    server.say(Say(204), {"a": "b"})
    assert streamed(sent_events, awaited=awaited) == []
    found, error = before_error(APIResponseError, watch, awaited=awaited)
    assert not found
    assert error.body == {"a": "b"}


def test_a_download_is_read_only_where_it_can_be_a_failure(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_api.API, "failure", RULE)
    server.say({"ok": False, "error": "gone_away"}, {"ok": True}, typed("a/b", b"{}"))
    with pytest.raises(NotFoundError):
        files_api.download()
    assert files_api.download.raw().body == b'{"ok": true}'
    assert list(files_api.download.raw().chunks()) == [b"{}"]
