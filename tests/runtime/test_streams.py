"""Event streams, sinks and pages."""

import asyncio
import json
import queue
import time
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
    NotFoundError,
)
from runtime.request import CallOptions
from runtime.results import Data, Err, Failed, Finished
from support.files_api import Completed, Said, follow, speak
from support.form_parts import Part, parts
from support.runtime_api import (
    THING,
    Created,
    Delta,
    Done,
    Thing,
    create_thing,
    list_things,
    run_thing,
    watch,
)
from support.scripted_server import Say, Server, events

CREATED = f"event: thing.created\ndata: {json.dumps(THING)}\n\n"
DELTA = 'event: thing.delta\ndata: {"x":\ndata: 1}\n\n'
DONE = "event: done\ndata: [DONE]\n\n"


def collected(*, awaited: bool, **given: Any) -> list[Any]:
    if not awaited:
        with run_thing.stream("t1", **given) as stream:
            return list(stream)

    async def collect() -> list[Any]:
        async with run_thing.aio.stream("t1", **given) as stream:
            return [event async for event in stream]

    return asyncio.run(collect())


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
        ([CREATED, "event: done\ndata: [DONE]"], False, 1),  # no empty line: no event
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


def spoken(*, awaited: bool, **given: Any) -> list[Any]:
    if not awaited:
        with speak.stream(**given) as stream:
            return list(stream)

    async def collect() -> list[Any]:
        async with speak.aio.stream(**given) as stream:
            return [event async for event in stream]

    return asyncio.run(collect())


@pytest.mark.parametrize("awaited", [False, True])
def test_a_stream_that_a_form_asks_for(server: Server, *, awaited: bool) -> None:
    server.say(events(SPOKEN, ": keep-alive\n\n", COMPLETED))
    found = spoken(awaited=awaited, file=("a.mp3", b"x"))
    assert [type(event) for event in found] == [Said, Completed]
    assert parts(server.asked[0]) == [
        Part("stream", b"true"),
        Part("file", b"x", "a.mp3", "audio/mpeg"),
    ]


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("cut", [False, True])
def test_a_stream_ends_by_an_event_of_its_type(server: Server, *, awaited: bool, cut: bool) -> None:
    for pieces in ([], [SPOKEN], [SPOKEN, COMPLETED[:-1]], [SPOKEN, "data: [DONE"]):
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


def test_a_sink_of_a_call_whose_events_carry_no_reply(server: Server) -> None:
    server.say(THING)
    heard: list[Any] = []
    thing = speak(stream_to=heard.append)
    assert heard == [Data(thing), Finished()]
    assert parts(server.asked[0]) == []


@pytest.mark.parametrize("awaited", [False, True])
def test_sinks_of_events(server: Server, *, awaited: bool) -> None:
    server.always = events(SPOKEN, COMPLETED)
    heard: list[Any] = []
    told: queue.Queue[Any] = queue.Queue()
    waiting: asyncio.Queue[Any] = asyncio.Queue()

    async def listen() -> None:
        for sink in (heard.append, told, waiting):
            await speak.aio.stream().to(sink)

    if awaited:
        asyncio.run(listen())
    else:
        for sink in (heard.append, told, waiting):
            speak.stream().to(sink)
    for got in (heard, list(told.queue), [waiting.get_nowait() for _ in range(waiting.qsize())]):
        assert [type(update) for update in got] == [Data, Data, Finished]
        assert [type(update.value) for update in got[:2]] == [Said, Completed]
    server.always = events(SPOKEN)
    with pytest.raises(APIConnectionError):
        speak.stream().to(told)
    assert isinstance(told.queue[-1], Failed)


def test_a_reply_that_is_no_stream(server: Server) -> None:
    server.say(THING)
    with pytest.raises(APIResponseError, match="text/event-stream") as caught:
        collected(awaited=False)
    assert caught.value.status == 200


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
    odd = ['{"a": "\\ud800"}', "[" * 5000, "1e999", "9" * 5000, "{", "\x00", "NaN"]
    server.say(events(*(f"event: thing.odd\ndata: {text}\n\n" for text in odd), DONE))
    with pytest.warns(DriftWarning):
        found = collected(awaited=False)
    assert len(found) == len(odd) + 1


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


def test_sinks_of_a_plain_call(server: Server) -> None:
    server.say(THING, Say(404, {"message": "gone"}), THING)
    told: queue.Queue[Data[Thing] | Finished | Failed] = queue.Queue()
    thing = create_thing("a", stream_to=told)
    assert list(told.queue) == [Data(thing), Finished()]
    heard: list[object] = []
    with pytest.raises(NotFoundError) as caught:
        create_thing("a", stream_to=heard.append)
    assert heard == [Failed(caught.value)]
    create_thing("a", stream_to=asyncio.Queue())


def test_sinks_of_a_stream(server: Server) -> None:
    last = THING | {"id": "t2"}
    ended = CREATED + f"event: thing.created\ndata: {json.dumps(last)}\n\n" + DELTA + DONE
    server.always = events(ended)
    heard: list[Any] = []
    assert run_thing("t1", stream_to=heard.append).id == "t2"
    assert [type(h.value) for h in heard[:-1]] == [Created, Created, Delta, Done]
    assert heard[-1] == Finished()
    told: queue.Queue[Any] = queue.Queue()
    run_thing.stream("t1").to(told)
    assert told.qsize() == 5


def test_sinks_of_awaited_calls(server: Server) -> None:
    server.always = events(CREATED, DONE)
    heard: list[Any] = []

    async def listen(update: object) -> None:
        await asyncio.sleep(0)
        heard.append(update)

    async def calls() -> None:
        assert (await run_thing.aio("t1", stream_to=listen)).id == "t1"
        full: asyncio.Queue[Any] = asyncio.Queue(maxsize=1)
        call = asyncio.create_task(run_thing.aio("t1", stream_to=full))
        assert [type(await full.get()) for _ in range(3)] == [Data, Data, Finished]
        await call
        threads: queue.Queue[Any] = queue.Queue()
        await run_thing.aio.stream("t1").to(threads)
        assert threads.qsize() == 3
        server.always = Say(data=THING)
        await create_thing.aio("t1", stream_to=heard.append)

    asyncio.run(calls())
    assert [type(h) for h in heard] == [Data, Data, Finished, Data, Finished]


def test_an_async_sink_needs_an_async_call(server: Server) -> None:
    async def listen(update: object) -> None:
        raise AssertionError(update)

    server.say(THING)
    with pytest.raises(TypeError, match="aio"):
        create_thing("a", stream_to=listen)


def test_a_stream_that_carries_no_result(server: Server) -> None:
    server.say(events(DELTA, DONE))
    with pytest.raises(APIResponseError, match="carried no Thing"):
        run_thing("t1", stream_to=lambda _: None)


def test_an_error_of_the_sink_ends_the_call(server: Server) -> None:
    server.say(events(CREATED, DONE))

    def broken(update: object) -> None:
        raise LookupError(str(type(update)))

    with pytest.raises(LookupError):
        run_thing("t1", stream_to=broken)


def page(*ids: str, more: Any = True, last: Any = ...) -> dict[str, Any]:
    things = [THING | {"id": i} for i in ids]
    return {"data": things, "has_more": more, "last_id": ids[-1] if last is ... and ids else last}


@pytest.mark.parametrize("awaited", [False, True])
def test_every_page(server: Server, *, awaited: bool) -> None:
    server.say(page("a", "b"), page("c"), page("d&e", more=False))

    async def collect() -> list[str]:
        return [t.id async for t in list_things.aio.iter(order="asc", include=["x y", "z"])]

    if awaited:
        found = asyncio.run(collect())
    else:
        found = [t.id for t in list_things.iter(order="asc", include=["x y", "z"])]
    assert found == ["a", "b", "c", "d&e"]
    first = "/v1/things?order=asc&include%5B%5D=x%20y&include%5B%5D=z"
    assert [a.target for a in server.asked] == [first, f"{first}&after=b", f"{first}&after=c"]


@pytest.mark.parametrize(
    "last_page",
    [page(more=True, last="x"), page("b", more=False), page("b", last=None), page("b", last="")],
)
def test_where_pages_end(server: Server, last_page: dict[str, Any]) -> None:
    server.say(page("a"), last_page)
    assert len(list(list_things.iter())) == 1 + len(last_page["data"])
    assert len(server.asked) == 2


def test_pages_that_do_not_go_on_raise(server: Server) -> None:
    server.always = Say(data=page("a"))
    with pytest.raises(APIResponseError, match="last_id"):
        list(list_things.iter())
    assert len(server.asked) == 2


def test_pages_are_asked_for_as_needed(server: Server) -> None:
    server.say(page("a", "b"), Say(404, {"message": "gone"}))
    things = list_things.iter(after="z")
    assert server.asked == []
    assert [next(things).id, next(things).id] == ["a", "b"]
    assert len(server.asked) == 1
    with pytest.raises(NotFoundError):
        next(things)
