"""Sinks of calls and of streams."""

import asyncio
import json
import queue
from typing import Any

import pytest
from runtime.errors import (
    APIConnectionError,
    APIResponseError,
    NotFoundError,
)
from runtime.results import Data, Failed, Finished
from support.files_api import Completed, Said, speak
from support.runtime_api import (
    THING,
    Created,
    Delta,
    Done,
    Thing,
    create_thing,
    run_thing,
)
from support.scripted_server import Say, Server, events

CREATED = f"event: thing.created\ndata: {json.dumps(THING)}\n\n"
DELTA = 'event: thing.delta\ndata: {"x":\ndata: 1}\n\n'
DONE = "event: done\ndata: [DONE]\n\n"
SPOKEN = 'data: {"type": "said", "text": "a"}\n\n'
COMPLETED = f'data: {{"type": "completed", "thing": {json.dumps(THING)}}}\n\n'


def test_a_sink_of_a_call_whose_events_carry_no_response(server: Server) -> None:
    server.say(THING)
    heard: list[Any] = []
    thing = speak(stream_to=heard.append)
    assert heard == [Data(thing), Finished()]
    assert server.asked[0].parts == []


@pytest.mark.parametrize("awaited", [False, True])
def test_sinks_of_events(server: Server, *, awaited: bool) -> None:
    server.always = events(SPOKEN, COMPLETED)
    heard: list[Any] = []
    queued: queue.Queue[Any] = queue.Queue()
    waiting: asyncio.Queue[Any] = asyncio.Queue()

    async def listen() -> None:
        for sink in (heard.append, queued, waiting):
            await speak.aio.stream().to(sink)

    if awaited:
        asyncio.run(listen())
    else:
        for sink in (heard.append, queued, waiting):
            speak.stream().to(sink)
    for got in (heard, list(queued.queue), [waiting.get_nowait() for _ in range(waiting.qsize())]):
        assert [type(update) for update in got] == [Data, Data, Finished]
        assert [type(update.value) for update in got[:2]] == [Said, Completed]
    server.always = events(SPOKEN)
    with pytest.raises(APIConnectionError):
        speak.stream().to(queued)
    assert isinstance(queued.queue[-1], Failed)


def test_sinks_of_a_plain_call(server: Server) -> None:
    server.say(THING, Say(404, {"message": "gone"}), THING)
    queued: queue.Queue[Data[Thing] | Finished | Failed] = queue.Queue()
    thing = create_thing("a", stream_to=queued)
    assert list(queued.queue) == [Data(thing), Finished()]
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
    queued: queue.Queue[Any] = queue.Queue()
    run_thing.stream("t1").to(queued)
    assert queued.qsize() == 5


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
