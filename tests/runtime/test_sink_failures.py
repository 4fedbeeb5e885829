"""A sink hears how each call ends: a consumer that waits for the end would wait for ever."""

from __future__ import annotations

import asyncio
import queue
import time
from typing import TYPE_CHECKING, Any

import anyio.lowlevel
import pytest
from runtime.client import BaseClient
from runtime.errors import APIStatusError, ConfigurationError
from runtime.event_reading import Reader
from runtime.request import CallOptions
from runtime.results import Data, Failed, Finished
from support.files_api import API, Completed, speak
from support.runtime_api import THING, create_thing, run_thing, sent_events
from support.scripted_server import Say, Server, events

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

SPOKEN = 'data: {"type": "said", "text": "a"}\n\n'
COMPLETED = 'data: {"type": "completed"}\n\n'
SLOW = events(*[SPOKEN] * 100, pause=0.05)
# httpcore2 leaves a generator to trio when a body is not read to its end.
pytestmark = pytest.mark.filterwarnings("ignore:.*PoolByteStream")
BOTH = pytest.mark.parametrize("awaited", [False, True])


def failure(call: Callable[[Any], Coroutine[Any, Any, Any]]) -> BaseException:
    """The error of a call, which its sink receives last."""
    heard: list[Any] = []

    async def main() -> None:
        await call(heard.append)

    with pytest.raises((Exception, asyncio.CancelledError)) as caught:
        asyncio.run(main())
    assert heard[-1] == Failed(caught.value)
    assert sum(not isinstance(one, Data) for one in heard) == 1
    return caught.value


async def _made(operation: Any, sink: Any, awaited: bool, *given: Any, **more: Any) -> None:
    if awaited:
        await operation.aio(*given, stream_to=sink, **more)
    else:
        operation(*given, stream_to=sink, **more)


@BOTH
def test_errors_of_arguments(server: Server, tmp_path: Path, *, awaited: bool) -> None:
    cases: list[tuple[type[Exception], Any, tuple[Any, ...], dict[str, Any]]] = [
        (TypeError, create_thing, (), {}),
        (TypeError, create_thing, ("a",), {"price": 1}),
        (Exception, create_thing, ("a",), {"mode": object()}),
        (Exception, run_thing, ("t1",), {"note": object()}),
        (FileNotFoundError, speak, (), {"file": tmp_path / "none"}),
        (ConfigurationError, create_thing, ("a",), {"base_url": "no URL"}),
        (ConfigurationError, create_thing, ("a",),
         {"options": CallOptions(client=BaseClient(API, {}))}),
    ]  # fmt: skip
    for kind, operation, given, more in cases:
        error = failure(lambda sink: _made(operation, sink, awaited, *given, **more))  # noqa: B023
        assert isinstance(error, kind)
    assert not server.asked


@BOTH
def test_no_key(server: Server, monkeypatch: pytest.MonkeyPatch, *, awaited: bool) -> None:
    monkeypatch.delenv("SAMPLE_KEY")
    for operation in (create_thing, run_thing):
        error = failure(lambda sink: _made(operation, sink, awaited, "a"))  # noqa: B023
        assert isinstance(error, ConfigurationError)
    assert not server.asked


@BOTH
def test_errors_of_responses(server: Server, *, awaited: bool) -> None:
    server.say(Say(404), events(SPOKEN), Say(data=b"<html>"), events("event: error\ndata: 1\n\n"))
    for operation in (create_thing, run_thing, create_thing, run_thing):
        failure(lambda sink: _made(operation, sink, awaited, "a"))  # noqa: B023


def test_an_error_of_the_code_itself(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Reader, "event", broken)
    server.say(events(SPOKEN))
    assert isinstance(failure(lambda s: speak.aio.stream().to(s)), ZeroDivisionError)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interrupt(server: Server, kind: type[BaseException]) -> None:
    server.say(events(SPOKEN, SPOKEN, COMPLETED))
    heard: list[Any] = []

    def sink(update: Any) -> None:
        heard.append(update)
        if len(heard) == 1:
            raise kind

    with pytest.raises(kind):
        speak.stream().to(sink)
    assert [type(one) for one in heard] == [Data, Failed]
    assert isinstance(heard[-1].error, kind)


async def cancelled(call: Coroutine[Any, Any, Any]) -> None:
    """Cancel a call after some events."""
    with anyio.move_on_after(0.15) as scope:
        await call
    assert scope.cancelled_caught


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_call(server: Server, backend: str) -> None:
    heard: list[Any] = []

    async def listen(update: Any) -> None:
        await anyio.lowlevel.checkpoint()
        heard.append(update)

    async def main() -> None:
        for sink in (heard.append, listen):
            server.say(SLOW)
            await cancelled(speak.aio.stream().to(sink))
            server.say(Say(data=THING, pause=1))
            await cancelled(create_thing.aio("a", stream_to=sink))

    anyio.run(main, backend=backend)
    ends = [one for one in heard if not isinstance(one, Data)]
    assert [type(one) for one in ends] == [Failed] * 4
    assert not any(isinstance(one.error, Exception) for one in ends)


@pytest.mark.parametrize("queues", [asyncio.Queue, queue.Queue])
def test_a_cancelled_task_with_a_full_queue(server: Server, queues: Any) -> None:
    """The end takes the place of the oldest event."""

    async def main() -> list[Any]:
        server.say(SLOW)
        full = queues(maxsize=2 if queues is asyncio.Queue else 200)
        task = asyncio.create_task(speak.aio.stream().to(full))
        await asyncio.sleep(0.3)
        while not full.full():
            full.put_nowait(None)
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - started < 0.3
        return [full.get_nowait() for _ in range(full.qsize())]

    *_, last = asyncio.run(main())
    assert isinstance(last, Failed)
    assert isinstance(last.error, asyncio.CancelledError)


def test_a_cancelled_call_whose_sink_does_not_end(server: Server) -> None:
    async def stuck(_: Any) -> None:
        await asyncio.sleep(60)

    async def main() -> None:
        server.say(SLOW)
        task = asyncio.create_task(speak.aio.stream().to(stuck))
        await asyncio.sleep(0.2)
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - started < 2

    asyncio.run(main())


def test_a_call_that_is_closed(server: Server) -> None:
    heard: list[Any] = []

    async def listen(update: Any) -> None:
        heard.append(update)
        if isinstance(update, Data):
            await asyncio.sleep(60)

    async def main() -> None:
        server.say(SLOW)
        call = speak.aio.stream().to(listen)
        task = asyncio.ensure_future(call)
        await asyncio.sleep(0.2)
        call.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())
    assert [type(one) for one in heard] == [Data, Failed]
    assert isinstance(heard[-1].error, GeneratorExit)


def test_a_sink_that_raises_is_not_called_again(server: Server) -> None:
    heard: list[Any] = []

    def broken(update: Any) -> None:
        heard.append(update)
        raise LookupError

    server.always = events(SPOKEN, COMPLETED)
    with pytest.raises(LookupError):
        speak.stream().to(broken)
    assert [type(one) for one in heard] == [Data]


def test_the_error_of_the_call_is_raised_not_that_of_the_sink(server: Server) -> None:
    def broken(update: Any) -> None:
        assert isinstance(update, Data)

    server.say(Say(404), Say(404))
    with pytest.raises(APIStatusError):
        create_thing("a", stream_to=broken)
    with pytest.raises(APIStatusError):
        asyncio.run(create_thing.aio("a", stream_to=broken))


def test_a_queue_of_another_kind_that_is_full(server: Server) -> None:
    server.say(events(SPOKEN, SPOKEN, COMPLETED))
    full: queue.Queue[Any] = queue.Queue(maxsize=2)

    async def main() -> None:
        await speak.aio.stream().to(full)

    with pytest.raises(queue.Full):
        asyncio.run(main())
    assert [type(one) for one in full.queue] == [Data, Failed]


def test_a_sink_hears_the_end_once(server: Server) -> None:
    server.say(events(SPOKEN, COMPLETED), events("data: a\n\n"))
    heard: list[Any] = []
    speak.stream().to(heard.append)
    assert [type(one) for one in heard] == [Data, Data, Finished]
    assert isinstance(heard[1].value, Completed)
    sent_events.stream().to(heard.append)
    assert [type(one) for one in heard[3:]] == [Data, Finished]
