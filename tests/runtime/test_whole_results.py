"""`events.final()`: the whole result of a stream, and never a half."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from runtime.errors import APIConnectionError, APIEventError, APIResponseError
from runtime.request import CallOptions, StreamRequest
from runtime.results import Finished, Sink
from runtime.streamed_operation import streamed_operation
from support.files_api import speak
from support.runtime_api import (
    THING,
    Created,
    Thing,
    ThingEvent,
    list_rows,
    run_thing,
    sent_events,
    watch,
)
from support.scripted_server import Server, events

CREATED = f"event: thing.created\ndata: {json.dumps(THING)}\n\n"
AGAIN = f"event: thing.created\ndata: {json.dumps(THING | {'id': 't2'})}\n\n"
DELTA = 'event: thing.delta\ndata: {"x": 1}\n\n'
DONE = "event: done\ndata: [DONE]\n\n"
ERROR = 'event: error\ndata: {"message": "oh"}\n\n'

both = pytest.mark.parametrize("awaited", [False, True])


def final(
    operation: Any, *given: Any, awaited: bool, first: int | None = 0, times: int = 1, **more: Any
) -> Any:
    """The whole result of a call, after the first events are read, or all of them (None)."""

    async def ask() -> Any:
        async with operation.aio.stream(*given, **more) as stream:
            number = 0
            while number != first and await anext(stream, None):
                number += 1
            found = [await stream.final() for _ in range(times)]
        return [*found, await stream.final()]

    if awaited:
        found = asyncio.run(ask())
    else:
        with operation.stream(*given, **more) as stream:
            for number, _ in enumerate(stream if first != 0 else (), 1):
                if number == first:
                    break
            found = [stream.final() for _ in range(times)]
        found.append(stream.final())
    assert all(one is found[0] for one in found)
    return found[0]


@both
@pytest.mark.parametrize("first", [0, 1, 2, None])
def test_the_last_whole_result_is_returned(
    server: Server, first: int | None, *, awaited: bool
) -> None:
    server.say(events(CREATED, DELTA, AGAIN, DELTA, DONE))
    whole = final(run_thing, "t1", awaited=awaited, first=first, times=2)
    assert whole.id == "t2"


@both
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("cut", [False, True])
def test_a_half_stream_has_no_result(
    server: Server, first: int, *, awaited: bool, cut: bool
) -> None:
    server.say(events(CREATED, DELTA, cut=cut))
    with pytest.raises(APIConnectionError):
        final(run_thing, "t1", awaited=awaited, first=first)


@both
def test_an_error_that_was_raised_is_raised_again(server: Server, *, awaited: bool) -> None:
    server.say(events(CREATED, ERROR, DONE))

    async def ask() -> None:
        async with run_thing.aio.stream("t1") as stream:
            with pytest.raises(APIEventError):
                [event async for event in stream]
            with pytest.raises(APIEventError, match="oh"):
                await stream.final()

    if awaited:
        asyncio.run(ask())
    else:
        with run_thing.stream("t1") as stream:
            with pytest.raises(APIEventError):
                list(stream)
            with pytest.raises(APIEventError, match="oh"):
                stream.final()


@both
def test_a_stream_without_a_result_says_so(server: Server, *, awaited: bool) -> None:
    server.say(events(DELTA, DONE))
    with pytest.raises(APIResponseError, match="the stream carried no Thing"):
        final(run_thing, "t1", awaited=awaited)


LEFT = r"call final\(\) in the `with` block"


def test_a_stream_that_was_left_early_has_no_result(server: Server) -> None:
    server.say(events(CREATED, DELTA, DONE))
    with run_thing.stream("t1") as stream:
        assert isinstance(next(iter(stream)), Created)
    with pytest.raises(RuntimeError, match=LEFT):
        stream.final()


def test_an_awaited_stream_that_was_left_early_has_no_result(server: Server) -> None:
    server.say(events(CREATED, DELTA, DONE))

    async def ask() -> None:
        async with run_thing.aio.stream("t1") as stream:
            assert isinstance(await anext(stream), Created)
        with pytest.raises(RuntimeError, match=LEFT):
            await stream.final()

    asyncio.run(ask())


def test_a_stream_must_be_entered() -> None:
    with pytest.raises(RuntimeError, match="with operation"):
        run_thing.stream("t1").final()


@both
@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        (watch, "GET /watch: no rule says how its events make the result"),
        (list_rows, "GET /rows: no rule says how its events make the result"),
        (sent_events, "GET /sent has no result but its events"),
        (speak, "POST /speak: no rule says how its events make the result"),
    ],
)
def test_without_a_rule_there_is_no_result(
    server: Server, operation: Any, reason: str, *, awaited: bool
) -> None:
    server.always = events("data: [DONE]\n\n")
    with pytest.raises(TypeError, match=reason):
        final(operation, awaited=awaited)


def test_a_sink_reads_the_stream_to_its_end(server: Server) -> None:
    server.say(events(CREATED, DELTA, DONE), events(CREATED, DELTA, DONE))
    heard: list[object] = []
    stream = run_thing.stream("t1")
    stream.to(heard.append)
    assert stream.final().id == "t1"
    assert len(heard) == 4

    def refuse(update: object) -> None:
        raise ZeroDivisionError(update)

    stream = run_thing.stream("t1")
    with pytest.raises(ZeroDivisionError):
        stream.to(refuse)
    with pytest.raises(RuntimeError, match="was left before it ended"):
        stream.final()


def test_a_read_that_was_cancelled_gives_no_half_result(server: Server) -> None:
    server.say(events(CREATED, *[DELTA] * 20, DONE, pause=0.05))

    async def ask() -> None:
        async with run_thing.aio.stream("t1") as stream:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(stream.final(), 0.2)
            await stream.final()

    with pytest.raises(APIConnectionError, match="was cancelled"):
        asyncio.run(ask())


@both
def test_a_stream_that_is_resumed_is_whole(server: Server, *, awaited: bool) -> None:
    server.say(
        events("id: 1\nretry: 1\n" + CREATED, "id: 2\n" + DELTA, cut=True),
        events("id: 3\n" + AGAIN, "id: 4\n" + DONE),
    )
    options = CallOptions(max_resumes=1)
    assert final(run_thing, "t1", awaited=awaited, options=options).id == "t2"


@streamed_operation("POST", "/things/{thing_id}/runs")
def join_thing(
    thing_id: str, *, stream_to: Sink[Any] | None = None
) -> StreamRequest[Thing, ThingEvent]:
    """An operation whose events have a whole result, but a rule joins them."""
    request = run_thing.request(thing_id, stream_to=stream_to)
    parts = (("thing.created", "", "", "last"), ("thing.delta", "name", "name", "joined"))
    return replace(request, events=replace(request.events, parts=parts))


@both
def test_a_call_with_a_sink_returns_the_joined_result(server: Server, *, awaited: bool) -> None:
    names = [f'event: thing.delta\ndata: {{"name": "{one}"}}\n\n' for one in "ab"]
    server.say(*[events(CREATED, *names, DONE)] * 2)
    seen: list[Any] = []
    call: Any = join_thing.aio if awaited else join_thing
    made = call("t1", stream_to=seen.append)
    found = asyncio.run(made) if awaited else made
    assert found.name == "ab"
    assert found == final(join_thing, "t1", awaited=awaited)
    assert seen[-1] == Finished()
