"""Event streams, sinks and pages."""

import asyncio
import json
import time
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from runtime.errors import (
    APIConnectionError,
    APIError,
    APIResponseError,
    APITimeoutError,
    DriftWarning,
)
from runtime.request import CallOptions
from runtime.results import Err, Failed
from server.forms import Part
from support.files_api import Completed, Said, follow, speak
from support.runtime_api import (
    THING,
    Created,
    Delta,
    Done,
    run_thing,
    watch,
)
from support.scripted_server import Say, Server, events
from support.streamed import streamed

CREATED = f"event: thing.created\ndata: {json.dumps(THING)}\n\n"
DELTA = 'event: thing.delta\ndata: {"x":\ndata: 1}\n\n'
DONE = "event: done\ndata: [DONE]\n\n"


collected = partial(streamed, run_thing, "t1")
spoken = partial(streamed, speak)


@pytest.mark.parametrize("awaited", [False, True])
def test_events_are_typed(server: Server, *, awaited: bool) -> None:
    server.say(events(": hello\n\n", CREATED, ":\n", DELTA, DONE, CREATED))
    found = collected(awaited=awaited, note="n")
    assert [type(event) for event in found] == [Created, Delta, Done]
    assert found[0].data.id == "t1"
    assert found[1].data == {"x": 1}
    assert server.asked[0].json == {"note": "n", "stream": True}
    assert server.asked[0].headers["accept"] == "text/event-stream"


def test_without_stream_the_flag_is_not_sent(server: Server) -> None:
    server.say(THING)
    assert run_thing("t1").id == "t1"
    assert server.asked[0].json == {}


@pytest.mark.parametrize("awaited", [False, True])
def test_an_unknown_event_is_open(server: Server, *, awaited: bool) -> None:
    server.say(events("event: thing.new\ndata: plain text\n\n", DONE))
    with pytest.warns(DriftWarning, match=r"thing\.new"):
        found = collected(awaited=awaited)
    assert found[0].model_dump() == {"event": "thing.new", "data": "plain text"}


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize(
    ("pieces", "cut", "before"),
    [
        ([CREATED], False, 1),  # it ends without [DONE]
        ([CREATED, DELTA[:-1]], True, 1),  # the connection is lost
        ([], False, 0),
        ([CREATED, "event: done\ndata: [DONE"], False, 1),
        ([CREATED, "event: done\ndata: [DONE]"], True, 1),
    ],
)
def test_a_stream_that_breaks_off_raises(
    server: Server, pieces: list[str], *, cut: bool, before: int, awaited: bool
) -> None:
    server.say(events(*pieces, cut=cut))
    found: list[Any] = []
    coming = run_thing.aio.attempt("t1", stream_to=found.append) if awaited else None
    outcome = asyncio.run(coming) if coming else run_thing.attempt("t1", stream_to=found.append)
    assert isinstance(outcome, Err)
    assert isinstance(outcome.error, APIConnectionError)
    assert len(found) == before + 1
    assert isinstance(found[-1], Failed)
    assert len(server.asked) == 1


@pytest.mark.parametrize("awaited", [False, True])
def test_an_error_in_the_stream_raises(server: Server, *, awaited: bool) -> None:
    server.say(events(CREATED, 'event: error\ndata: {"message": "too much", "code": 1}\n\n', DONE))
    with pytest.raises(APIError, match="too much") as caught:
        collected(awaited=awaited)
    assert caught.value.body == {"message": "too much", "code": 1}
    assert caught.value.request_id == "req_1"


def test_events_without_envelope(server: Server) -> None:
    data = f"data: {json.dumps(THING)}\n\n"
    server.say(events("\ufeff" + data, data, "data: [DONE]\n\n", data), events(data))
    with watch.stream() as stream:
        assert [thing.id for thing in stream] == ["t1", "t1"]
    with watch.stream() as stream:  # not said to be terminated
        assert len(list(stream)) == 1
    server.say(events('data: {"error": {"message": "oh"}}\n\n'))
    with pytest.raises(APIError, match="oh"), watch.stream() as stream:
        list(stream)


SPOKEN = 'data: {"type": "said", "text": "a"}\n\n'
COMPLETED = f'data: {{"type": "completed", "thing": {json.dumps(THING)}}}\n\n'
FAULTS = [
    'event: error\ndata: {"message": "oh"}\n\n',
    'data: {"type": "error", "message": "oh"}\n\n',
    'event: said\ndata: {"error": {"message": "oh"}}\n\n',
]


@pytest.mark.parametrize("awaited", [False, True])
def test_a_stream_that_a_form_asks_for(server: Server, *, awaited: bool) -> None:
    server.say(events(SPOKEN, ": keep-alive\n\n", COMPLETED))
    found = spoken(awaited=awaited, file=("a.mp3", b"x"))
    assert [type(event) for event in found] == [Said, Completed]
    assert server.asked[0].parts == [
        Part("stream", b"true"),
        Part("file", b"x", "a.mp3", "audio/mpeg"),
    ]


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("cut", [False, True])
def test_a_stream_ends_by_an_event_of_its_type(server: Server, *, awaited: bool, cut: bool) -> None:
    for pieces in ([], [SPOKEN], [SPOKEN, COMPLETED[:-3]], [SPOKEN, "data: [DONE"]):
        server.say(events(*pieces, cut=cut))
        with pytest.raises(APIConnectionError):
            spoken(awaited=awaited)
    for pieces in (
        [SPOKEN, COMPLETED],
        [COMPLETED, SPOKEN],
        [SPOKEN, "data: [DONE]\n\n"],
        ['event: failed\ndata: {"type": "completed"}\n\n'],
    ):
        server.say(events(*pieces, cut=cut))
        assert spoken(awaited=awaited)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("awaited", [False, True])
def test_an_error_in_any_form_raises(server: Server, fault: str, *, awaited: bool) -> None:
    server.say(events(SPOKEN, fault, COMPLETED))
    with pytest.raises(APIError, match="oh"):
        spoken(awaited=awaited)


def test_data_in_an_envelope_may_have_an_error(server: Server) -> None:
    delta = 'event: thing.delta\ndata: {"error": "of the thing", "type": "error"}\n\n'
    server.say(events(delta, DONE))
    assert collected(awaited=False)[0].data["error"] == "of the thing"
    server.say(events('data: {"error": {"message": "oh"}}\n\n'))
    with pytest.raises(APIError, match="oh"):
        collected(awaited=False)


def test_a_stream_that_the_query_asks_for(server: Server) -> None:
    server.say(events(SPOKEN, "data: [DONE]\n\n", SPOKEN), {}, events(COMPLETED))
    with follow.stream() as stream:
        assert len(list(stream)) == 1
    with pytest.warns(DriftWarning):
        follow()
    options = CallOptions(query={"stream": "x", "more": 1})
    with follow.stream(options=options) as stream:
        assert len(list(stream)) == 1
    targets = [asked.target for asked in server.asked]
    assert targets == [
        "/v1/follow?limit=1&stream=true",
        "/v1/follow?limit=1",
        "/v1/follow?limit=1&stream=true&more=1",
    ]
    assert {asked.body for asked in server.asked} == {b""}


def test_unknown_events_warn_once(server: Server) -> None:
    new = 'data: {"type": "new"}\n\n'
    server.say(events(new, new, COMPLETED))
    with pytest.warns(DriftWarning) as caught:
        assert len(spoken(awaited=False)) == 3
    assert len(caught) == 1


def test_a_large_event(server: Server) -> None:
    text = "x" * (3 << 20)
    server.say(events(f'data: {{"type": "said", "text": "{text}"}}\n\n', COMPLETED))
    assert spoken(awaited=False)[0].text == text


def test_a_response_that_is_no_stream(server: Server) -> None:
    server.say(THING)
    with pytest.raises(APIResponseError, match="text/event-stream") as caught:
        collected(awaited=False)
    assert caught.value.status == 200
    assert caught.value.body == THING


@pytest.mark.parametrize("awaited", [False, True])
def test_a_stream_left_early_is_closed(server: Server, *, awaited: bool) -> None:
    server.always = events(CREATED, *[DELTA] * 50, DONE, pause=0.05)

    async def leave() -> None:
        async with run_thing.aio.stream("t1") as stream:
            async for event in stream:
                assert isinstance(event, Created)
                break
        async with run_thing.aio.stream("t1"):
            pass

    started = time.monotonic()
    if awaited:
        asyncio.run(leave())
    else:
        with run_thing.stream("t1") as stream:
            for event in stream:
                assert isinstance(event, Created)
                break
            assert isinstance(next(iter(stream)), Delta)
        with run_thing.stream("t1"):
            pass
    assert time.monotonic() - started < 1.5


def test_a_stream_must_be_entered() -> None:
    with pytest.raises(RuntimeError, match="with operation"):
        next(iter(run_thing.stream("t1")))


@pytest.mark.parametrize("awaited", [False, True])
def test_a_stream_has_its_time(server: Server, *, awaited: bool) -> None:
    server.say(events(*[DELTA] * 100, pause=0.05))
    started = time.monotonic()
    with pytest.raises(APITimeoutError):
        collected(awaited=awaited, options=CallOptions(total_timeout=0.3))
    assert time.monotonic() - started < 2


def test_no_text_of_an_event_breaks_the_reading(server: Server) -> None:
    odd = ["1e999", "9" * 5000, "\x00", "NaN", "plain", "]"]
    server.say(events(*(f"event: thing.odd\ndata: {text}\n\n" for text in odd), DONE))
    with pytest.warns(DriftWarning):
        found = collected(awaited=False)
    assert len(found) == len(odd) + 1


@pytest.mark.parametrize("text", ['{"x": 1', "[" * 5000, "{", '"cut'])
def test_json_that_is_cut_off_is_not_an_event(server: Server, text: str) -> None:
    server.say(events(CREATED, f"event: thing.delta\ndata: {text}\n\n", DONE))
    with pytest.raises(APIResponseError, match="cannot be read") as caught:
        collected(awaited=False)
    assert caught.value.raw_body == text.encode()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(data=st.data())
def test_events_survive_any_cut_of_the_bytes(server: Server, data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=6))
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    raw = "".join(
        f"event: thing.delta{end}data: {json.dumps({'t': t}, ensure_ascii=False)}{end}{end}"
        for t in texts
    )
    raw = (raw + f"event: done{end}data: [DONE]{end}{end}").encode()
    cuts = sorted(data.draw(st.lists(st.integers(1, len(raw) - 1), unique=True, max_size=8)))
    pieces = [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
    server.say(Say(headers={"Content-Type": "text/event-stream"}, pieces=pieces))
    *found, done = collected(awaited=False)
    assert [event.data["t"] for event in found] == texts
    assert isinstance(done, Done)
