"""What becomes of the connection of a stream: it is used again if little is left to read."""

from __future__ import annotations

import asyncio
import gc
import json
import threading
import time
import warnings
from types import AsyncGeneratorType
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
import pytest
from runtime.client import BaseClient
from runtime.errors import APIConnectionError, APIEventError
from runtime.request import CallOptions
from support.files_api import API, speak
from support.runtime_api import THING, Client, get_thing, sent_events, watch
from support.scripted_server import Say, Server, events

if TYPE_CHECKING:
    from collections.abc import Iterator

# httpcore2 leaves a generator to trio when a body is not read to its end.
pytestmark = pytest.mark.filterwarnings("ignore:.*PoolByteStream")
BOTH = pytest.mark.parametrize("awaited", [False, True])
SPOKEN = 'data: {"type": "said", "text": "a"}\n\n'
COMPLETED = 'data: {"type": "completed"}\n\n'
DATA = f"data: {json.dumps(THING)}\n\n"
DONE = "data: [DONE]\n\n"


def first(operation: Any, *, awaited: bool, most: int = 1, calls: int = 3) -> list[Any]:
    """The first events of each of some calls, whose streams are left then."""
    found: list[Any] = []

    async def listen() -> None:
        for _ in range(calls):
            async with operation.aio.stream() as stream:
                async for event in stream:
                    found.append(event)
                    if len(found) % most == 0:
                        break

    if awaited:
        asyncio.run(listen())
        return found
    for _ in range(calls):
        with operation.stream() as stream:
            for event in stream:
                found.append(event)
                if len(found) % most == 0:
                    break
    return found


@BOTH
@pytest.mark.parametrize(
    "rest", [[DONE], [DONE, ": bye\n\n"], [COMPLETED, SPOKEN], [DONE + SPOKEN]]
)
def test_a_stream_that_is_read_gives_the_connection_back(
    server: Server, rest: list[str], *, awaited: bool
) -> None:
    server.always = events(SPOKEN, *rest)
    first(speak, awaited=awaited, most=100)
    assert server.connections == 1
    assert len(server.asked) == 3


@BOTH
def test_a_stream_that_is_left_early_gives_it_back(server: Server, *, awaited: bool) -> None:
    server.always = events(*[SPOKEN] * 50, DONE)
    first(speak, awaited=awaited)
    assert server.connections == 1


def patient(*pieces: str) -> Iterator[bytes]:
    """Pieces, after which the service goes on without an end."""
    for piece in pieces:
        yield piece.encode()
    for _ in range(40):
        time.sleep(0.05)
        yield b": alive\n\n"


@BOTH
@pytest.mark.parametrize("last", [[], [DONE]])
def test_a_stream_without_end_does_not_delay_the_exit(
    server: Server, last: list[str], *, awaited: bool
) -> None:
    server.say(*(events_of(patient(SPOKEN, *last)) for _ in range(3)))
    started = time.monotonic()
    first(speak, awaited=awaited, most=100 if last else 1)
    assert time.monotonic() - started < 0.9
    assert server.connections == 3


def events_of(pieces: Iterator[bytes]) -> Say:
    return Say(headers={"Content-Type": "text/event-stream"}, pieces=pieces)


@BOTH
def test_much_that_is_left_is_not_read(server: Server, *, awaited: bool) -> None:
    server.always = events(SPOKEN, *[SPOKEN * 1000] * 100)
    first(speak, awaited=awaited)
    assert server.connections == 3


@BOTH
def test_an_error_leaves_no_broken_connection(server: Server, *, awaited: bool) -> None:
    server.say(events("event: error\ndata: 1\n\n", SPOKEN), events(SPOKEN, cut=True))
    server.say(events(SPOKEN, DONE))
    for error in (APIEventError, APIConnectionError):
        with pytest.raises(error):
            first(speak, awaited=awaited, most=100, calls=1)
    assert len(first(speak, awaited=awaited, most=100, calls=1)) == 1


def test_a_lent_client_is_not_waited_for(server: Server) -> None:
    server.say(events_of(patient(DATA)))
    started = time.monotonic()
    with httpx2.Client() as http, watch.using(Client(http_client=http)).stream() as stream:
        assert next(iter(stream)).id == "t1"
    assert time.monotonic() - started < 0.5


@pytest.mark.parametrize("read", [0, 1])
def test_a_blocking_stream_that_nothing_refers_to_is_closed(server: Server, read: int) -> None:
    server.always = events(SPOKEN, *[SPOKEN * 1000] * 100)
    client = BaseClient(API, {})
    for _ in range(3):
        stream = speak.using(client).stream().__enter__()
        for _ in range(read):
            next(iter(stream), None)
        del stream
    gc.collect()
    pool: Any = client.connection.http(awaited=False)
    assert not pool._transport._pool.connections
    client.close()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_stream_is_closed_at_once(server: Server, backend: str) -> None:
    server.say(*(events_of(patient(DATA)) for _ in range(3)))

    async def leave() -> None:
        started = time.monotonic()
        for _ in range(3):
            with anyio.move_on_after(0.2):
                async with watch.aio.stream() as stream:
                    async for _ in stream:
                        pass
        assert time.monotonic() - started < 1
        server.say(THING)
        assert (await get_thing.aio("t1")).id == "t1"

    anyio.run(leave, backend=backend)
    gc.collect()


def test_a_stream_in_another_thread_is_left(server: Server) -> None:
    server.always = events(*[SPOKEN] * 3, DONE)
    threads = [
        threading.Thread(target=first, args=(speak,), kwargs={"awaited": False}) for _ in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert server.connections <= 4


def test_after_a_cancelled_read_the_end_is_not_silent(server: Server) -> None:
    server.say(events("id: 1\nretry: 1\ndata: a\n\n", "data: b\n\n", pause=0.4))
    server.say(events("id: 1\nretry: 1\ndata: a\n\n", "data: b\n\n", pause=0.4))
    server.say(events("id: 2\ndata: c\n\n"))

    async def listen(options: CallOptions | None = None) -> list[str]:
        found: list[str] = []
        async with sent_events.aio.stream(options=options) as stream:
            found.append((await anext(stream)).data)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(anext(stream), 0.1)
            found += [event.data async for event in stream]
        return found

    with pytest.raises(APIConnectionError, match="cancelled"):
        asyncio.run(listen())
    assert asyncio.run(listen(CallOptions(max_resumes=1))) == ["a", "c"]


def test_two_tasks_cannot_read_one_stream(server: Server) -> None:
    server.say(events(*["data: a\n\n"] * 5, pause=0.05))

    async def listen() -> None:
        async with sent_events.aio.stream() as stream:
            await anext(stream)
            reads = [anext(stream) for _ in range(2)]
            one, other = await asyncio.gather(*reads, return_exceptions=True)
            assert (one.data, type(other)) == ("a", RuntimeError)
            assert [event.data async for event in stream] == ["a"] * 3

    asyncio.run(listen())


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("rest", [[DONE], [DATA * 9], [DATA * 2000]])
def test_nothing_is_left_for_the_garbage_collector(
    server: Server, backend: str, rest: list[str]
) -> None:
    server.always = events(DATA, DATA, *rest)

    async def leave() -> None:
        for most in (0, 1, 99):
            async with watch.aio.stream() as stream:
                found = 0
                async for _ in stream:
                    found += 1
                    if found >= most:
                        break
                if not most:
                    with pytest.raises(LookupError):
                        await failing(watch.aio.stream())
        gc.collect()
        assert not [*suspended()]

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        anyio.run(leave, backend=backend)
        gc.collect()
    texts = [str(one.message) for one in caught]
    assert not [text for text in texts if "httpcore2" not in text]  # it leaves one to trio


def suspended() -> Iterator[str]:
    """The generators of the runtime that wait for their end; that of the HTTP client may."""
    for one in gc.get_objects():
        waits = isinstance(one, AsyncGeneratorType) and one.ag_frame is not None
        if waits and "runtime" in one.ag_code.co_filename and one.__name__ != "_opened":
            yield one.__qualname__


async def failing(opened: Any) -> None:
    async with opened as stream:
        async for _ in stream:
            raise LookupError
