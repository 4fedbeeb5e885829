"""Streams that are resumed after the last event that was received."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from typing import Any

import anyio
import pytest
from runtime.client import BaseClient
from runtime.errors import (
    APIConnectionError,
    APIEventError,
    APIResponseError,
    APIStatusError,
)
from runtime.request import CallOptions
from support.files_api import API, follow, speak
from support.runtime_api import list_rows, sent_events
from support.scripted_server import Say, Server, events
from support.streamed import before_error, streamed

# httpcore2 leaves a generator to trio when a body is not read to its end.
pytestmark = pytest.mark.filterwarnings("ignore:.*PoolByteStream")
BOTH = pytest.mark.parametrize("awaited", [False, True])
SAID = '{"type":"said","text":"a"}'
TWICE = CallOptions(max_resumes=2)


def numbered(*numbers: int, retry: str = "retry: 10\n", cut: bool = True, **more: Any) -> Say:
    """Events with IDs, and a connection that breaks within the next one."""
    pieces = [f"{retry}id: {n}\ndata: {n}\n\n" for n in numbers]
    return events(*pieces, *(["id: x\ndata: half"] if cut else []), cut=cut, **more)


def ids(server: Server) -> list[str | None]:
    return [asked.headers.get("last-event-id") for asked in server.asked]


@BOTH
def test_a_stream_goes_on_after_its_last_event(server: Server, *, awaited: bool) -> None:
    server.say(numbered(1, 2), numbered(3), numbered(4, cut=False))
    found = streamed(sent_events, awaited=awaited, options=TWICE)
    assert [event.data for event in found] == ["1", "2", "3", "4"]
    assert ids(server) == [None, "2", "3"]


@BOTH
def test_it_is_resumed_so_many_times(server: Server, *, awaited: bool) -> None:
    server.say(numbered(1), numbered(2), numbered(3), numbered(4))
    found, _ = before_error(APIConnectionError, sent_events, awaited=awaited, options=TWICE)
    assert [event.data for event in found] == ["1", "2", "3"]
    assert len(server.asked) == 3


@BOTH
def test_without_the_option_or_an_id_it_is_not_resumed(server: Server, *, awaited: bool) -> None:
    for said, options in (
        (numbered(1), None),
        (numbered(1), CallOptions(max_resumes=0)),
        (events("data: 1\n\n", cut=True), TWICE),
        (events("id: 1\n\nid\ndata: 1\n\n", cut=True), TWICE),
        (events("id: a\x01b\ndata: 1\n\n", cut=True), TWICE),
    ):
        server.say(said)
        before_error(APIConnectionError, sent_events, awaited=awaited, options=options)
    assert ids(server) == [None] * 5


@BOTH
def test_the_setting_of_a_client_is_for_get(server: Server, *, awaited: bool) -> None:
    server.say(*(events(f"retry: 1\nid: {n}\ndata: {SAID}\n\n", cut=True) for n in range(9)))
    client = BaseClient(API, {}, max_resumes=1)
    before_error(APIConnectionError, follow.using(client), awaited=awaited)
    assert ids(server) == [None, "0"]
    before_error(APIConnectionError, speak.using(client), awaited=awaited)
    assert ids(server) == [None, "0", None]
    options = CallOptions(max_resumes=1)
    before_error(APIConnectionError, speak.using(client), awaited=awaited, options=options)
    assert ids(server) == [None, "0", None, None, "3"]


@BOTH
def test_the_wait_is_as_the_service_says(server: Server, *, awaited: bool) -> None:
    server.say(numbered(1, retry="retry: 300\n"), numbered(2, cut=False, retry=""))
    started = time.monotonic()
    assert len(streamed(sent_events, awaited=awaited, options=TWICE)) == 2
    assert 0.3 <= time.monotonic() - started < 0.9


@BOTH
@pytest.mark.parametrize("retry", ["", "retry: 5000\n", "retry: 99999999999999\n"])
def test_it_is_not_resumed_beyond_the_time_of_the_call(
    server: Server, retry: str, *, awaited: bool
) -> None:
    server.always = numbered(1, retry=retry)
    options = CallOptions(max_resumes=5, total_timeout=0.9)
    started = time.monotonic()
    before_error(APIConnectionError, sent_events, awaited=awaited, options=options)
    assert time.monotonic() - started < 0.8
    assert len(server.asked) == 1


@BOTH
def test_the_time_of_the_call_is_for_all_responses(server: Server, *, awaited: bool) -> None:
    server.always = numbered(1, 2, 3, retry="retry: 1\n", pause=0.1)
    options = CallOptions(max_resumes=100, total_timeout=0.8)
    started = time.monotonic()
    before_error(APIConnectionError, sent_events, awaited=awaited, options=options)
    assert time.monotonic() - started < 1.2


@BOTH
def test_no_content_means_no_more_events(server: Server, *, awaited: bool) -> None:
    server.say(numbered(1), Say(204), numbered(2))
    assert len(streamed(sent_events, awaited=awaited, options=TWICE)) == 1
    server.replies.clear()
    server.say(events('id: 1\nretry: 1\ndata: {"type":"said","text":""}\n\n', cut=True), Say(204))
    before_error(APIConnectionError, speak, awaited=awaited, options=TWICE)
    assert len(server.asked) == 4


@BOTH
def test_what_is_complete_or_wrong_is_not_resumed(server: Server, *, awaited: bool) -> None:
    done = 'id: 1\nretry: 1\ndata: {"type":"completed"}\n\n'
    server.say(events(done, cut=True), events(done, "data: [DONE]\n\n", cut=True))
    for _ in range(2):
        assert len(streamed(speak, awaited=awaited, options=TWICE)) == 1
    server.say(events("id: 1\nretry: 1\nevent: error\ndata: 1\n\n", cut=True))
    before_error(APIEventError, speak, awaited=awaited, options=TWICE)
    server.say(events("id: 1\nretry: 1\ndata: {\n\n", cut=True))
    before_error(APIResponseError, speak, awaited=awaited, options=TWICE)
    server.say(numbered(1, cut=False))
    assert len(streamed(sent_events, awaited=awaited, options=TWICE)) == 1
    assert len(server.asked) == 5


@BOTH
def test_a_stream_that_ends_before_its_last_event_is_resumed(
    server: Server, *, awaited: bool
) -> None:
    said = 'id: 1\nretry: 1\ndata: {"type":"said","text":"a"}\n\n'
    server.say(events(said), events('\ufeffdata: {"type":"completed"}\n\n'))
    assert len(streamed(speak, awaited=awaited, options=TWICE)) == 2
    assert ids(server) == [None, "1"]


@BOTH
def test_errors_of_the_second_request(server: Server, *, awaited: bool) -> None:
    options = CallOptions(max_resumes=3, max_retries=0)
    server.say(numbered(1), Say(status=403, data={"message": "oh"}))
    before_error(APIStatusError, sent_events, awaited=awaited, options=options)
    server.say(numbered(1), Say(cut=True), Say(cut=True), numbered(2, cut=False))
    assert len(streamed(sent_events, awaited=awaited, options=options)) == 2
    server.say(numbered(1), *[Say(cut=True)] * 3)
    before_error(APIConnectionError, sent_events, awaited=awaited, options=options)
    assert ids(server) == [None, "1", None, "1", "1", "1", None, "1", "1", "1"]


@BOTH
def test_an_id_may_be_any_text(server: Server, *, awaited: bool) -> None:
    server.say(events("retry: 1\nid: é ✓\ndata: 1\n\n", cut=True), numbered(2, cut=False))
    assert len(streamed(sent_events, awaited=awaited, options=TWICE)) == 2
    assert (ids(server)[1] or "").encode("latin-1").decode() == "é ✓"


@BOTH
def test_a_silent_service_is_asked_again(server: Server, *, awaited: bool) -> None:
    server.say(numbered(1, 2, pause=0.6), numbered(3, cut=False))
    options = CallOptions(max_resumes=1, timeout=0.3)
    found = streamed(sent_events, awaited=awaited, options=options)
    assert [event.data for event in found] == ["1", "3"]


def test_json_lines_have_no_ids(server: Server) -> None:
    server.say(events('{"type":"search"}\n', '{"ty', cut=True))
    before_error(APIConnectionError, list_rows, awaited=False, options=TWICE)
    assert len(server.asked) == 1


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_wait_can_be_cancelled(server: Server, backend: str) -> None:
    server.say(numbered(1, retry="retry: 30000\n"))

    async def listen() -> None:
        with anyio.move_on_after(0.3):
            async with sent_events.aio.stream(options=TWICE) as stream:
                async for _ in stream:
                    pass

    started = time.monotonic()
    anyio.run(listen, backend=backend)
    assert time.monotonic() - started < 1


def test_the_connections_are_given_back(server: Server) -> None:
    server.say(numbered(1), numbered(2, cut=False), numbered(3, cut=False))

    async def listen() -> None:
        for _ in range(2):
            async with sent_events.aio.stream(options=TWICE) as stream:
                _ = [event async for event in stream]

    asyncio.run(listen())
    assert server.connections == 2


def test_the_code_is_imported_when_it_is_used() -> None:
    code = "import sys, runtime.stream_calls; print('runtime.resuming' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.strip() == "False"
