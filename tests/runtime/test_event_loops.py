"""Awaited calls on any event loop, of asyncio or trio, leave nothing of it."""

import asyncio
import gc
import os
import threading
import time
import warnings
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import httpx2
import pytest
import trio
from runtime.errors import APITimeoutError
from runtime.request import CallOptions
from runtime.results import Data, Finished
from support.files_api import download
from support.paths import TEMPLATES, TESTS
from support.processes import python
from support.raw_server import RawServer
from support.runtime_api import THING, Client, create_thing, get_thing, list_things, run_thing
from support.scripted_server import Say, Server, events

Run = Callable[[Callable[[], Awaitable[object]]], object]


@pytest.fixture(params=["asyncio", "trio"])
def run(request: pytest.FixtureRequest) -> Run:
    return lambda work: anyio.run(work, backend=request.param)


def descriptors() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - no paths are needed


def loops() -> int:
    gc.collect()
    kinds = asyncio.AbstractEventLoop, trio.lowlevel.TrioToken
    return sum(isinstance(one, kinds) for one in gc.get_objects())


def until(holds: Callable[[], bool]) -> None:
    """Wait for what the server and finished threads still do."""
    for _ in range(100):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError


async def call() -> object:
    return await get_thing.aio("a")


def test_nothing_is_left_of_an_event_loop(server: Server, run: Run) -> None:
    server.always = Say(data=THING)
    run(call)
    before = descriptors(), loops(), threading.active_count()
    for _ in range(20):
        run(call)
    until(lambda: (descriptors(), loops(), threading.active_count()) == before)


def test_a_loop_that_is_closed_at_once_leaves_no_socket(server: Server) -> None:
    server.always = Say(data=THING)
    asyncio.run(call())
    before = descriptors()
    with warnings.catch_warnings():  # asyncio warns of the sockets that are left open
        warnings.simplefilter("ignore", ResourceWarning)
        for _ in range(20):
            loop = asyncio.new_event_loop()
            loop.run_until_complete(call())
            loop.close()
        asyncio.run(call())
        until(lambda: descriptors() <= before)


def test_threads_with_event_loops_share_a_client(server: Server) -> None:
    server.always = Say(data=THING)
    found: list[object] = []

    def work() -> None:
        found.extend(asyncio.run(call()) for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 100


def test_a_client_that_nothing_uses_is_closed_while_its_loop_runs(server: Server) -> None:
    server.always = Say(data=THING)

    async def work() -> None:
        await get_thing.using(Client()).aio("a")
        gc.collect()
        await asyncio.sleep(0.2)
        assert server.hung_up == 1

    asyncio.run(work())


def test_calls_and_retries(server: Server, run: Run) -> None:
    server.say(Say(500), Say(data=THING))

    async def work() -> None:
        assert (await get_thing.aio("a")).id == "t1"

    run(work)
    assert len(server.asked) == 2


def test_a_lent_client(server: Server, run: Run) -> None:
    server.say(Say(500), Say(data=THING))

    async def work() -> None:
        async with httpx2.AsyncClient() as http:
            client = Client(async_http_client=http)
            assert (await get_thing.using(client).aio("a")).id == "t1"

    run(work)


def test_streams_pages_and_sinks(server: Server, run: Run) -> None:
    pieces = "event: thing.delta\ndata: {}\n\n", "event: done\ndata: [DONE]\n\n"
    page = {"data": [THING], "has_more": True, "last_id": "x"}
    last = {"data": [THING], "has_more": False, "last_id": None}

    async def work() -> None:
        server.say(events(*pieces))
        async with run_thing.aio.stream("t1") as stream:
            assert [one.event async for one in stream] == ["thing.delta", "done"]
        server.say(page, last)
        assert len([one async for one in list_things.aio.iter()]) == 2
        server.say(THING)
        heard: list[Any] = []

        async def sink(update: object) -> None:
            await anyio.lowlevel.checkpoint()
            heard.append(update)

        await create_thing.aio("a", stream_to=sink)
        assert [type(one) for one in heard] == [Data, Finished]

    run(work)


def test_files_and_closing(server: Server, run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        server.say(Say(data=b"abc"))
        await (await download.aio.raw()).save(tmp_path / "a")
        assert (tmp_path / "a").read_bytes() == b"abc"
        async with Client() as client:
            server.say(THING, THING)
            await get_thing.using(client).aio("a")
            await client.aclose()
            await client.aclose()
            await get_thing.using(client).aio("a")

    run(work)


def silent(server: RawServer, _: object) -> None:
    server.closing.wait(5)


def test_time_and_cancellation(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        began = time.monotonic()
        with pytest.raises(APITimeoutError, match="total_timeout"):
            await get_thing.aio("a", options=CallOptions(total_timeout=0.2))
        with pytest.raises(APITimeoutError, match="nothing was received"):
            await get_thing.aio("a", options=CallOptions(timeout=0.2, max_retries=0))
        with anyio.move_on_after(0.2) as scope:
            await get_thing.aio("a")
        assert scope.cancelled_caught
        assert time.monotonic() - began < 1.2

    with RawServer(silent) as server:
        monkeypatch.setenv("SAMPLE_URL", server.url)
        run(work)


def test_a_call_that_is_cancelled_gives_no_connection_back(server: Server, run: Run) -> None:
    async def work() -> None:
        server.say(Say(data={**THING, "id": "late"}, pause=0.3), THING)
        with anyio.move_on_after(0.1):
            await get_thing.aio("late")
        assert (await get_thing.aio("a")).id == "t1"

    run(work)
    assert server.connections == 2


def test_no_event_loop_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="no running event loop"):
        get_thing.aio("a").send(None)


def test_trio_is_not_needed(server: Server) -> None:
    server.always = Say(data=THING)
    code = (
        "import sys; sys.modules['trio'] = None; import asyncio; "
        "from support.runtime_api import get_thing; print(asyncio.run(get_thing.aio('a')).id)"
    )
    folders = os.pathsep.join(map(str, (TEMPLATES, TESTS)))
    assert python("-c", code, PYTHONPATH=folders).stdout == "t1\n"
