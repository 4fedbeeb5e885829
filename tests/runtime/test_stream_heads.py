"""The head of a response that is a stream: its status, its headers and the ID of the request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import openai
import pytest
from runtime.errors import APIStatusError
from support.runtime_api import run_thing
from support.scripted_server import Say, events

if TYPE_CHECKING:
    from support.scripted_server import Server

LAST = "event: done\ndata: [DONE]\n\n"
HEADS = {"X-Request-ID": "req_7", "X-Left": "3"}
both = pytest.mark.parametrize("awaited", [False, True])


def said(*pieces: str, status: int = 200) -> Say:
    made = events(*pieces, status=status)
    made.headers.update(HEADS)
    return made


def head(stream: Any) -> tuple[int, str, str | None]:
    return stream.status_code, stream.headers["x-left"], stream.request_id


def heads(*, awaited: bool) -> list[tuple[int, str, str | None]]:
    """The head of a stream: when it is entered, when it has ended, and when it was left."""

    async def ask() -> list[tuple[int, str, str | None]]:
        async with run_thing.aio.stream("t1") as stream:
            found = [head(stream)]
            async for _ in stream:
                pass
            found.append(head(stream))
        return [*found, head(stream)]

    if awaited:
        return asyncio.run(ask())
    with run_thing.stream("t1") as stream:
        found = [head(stream)]
        list(stream)
        found.append(head(stream))
    return [*found, head(stream)]


@both
@pytest.mark.parametrize("status", [200, 201])
def test_it_is_there_when_the_stream_is_entered(
    server: Server, status: int, *, awaited: bool
) -> None:
    server.say(said(LAST, status=status))
    assert heads(awaited=awaited) == [(status, "3", "req_7")] * 3


def test_it_is_that_of_the_official_client(server: Server) -> None:
    server.say(*[said("data: [DONE]\n\n")] * 2)
    with openai.OpenAI(api_key="sk-1", base_url=server.url) as client:
        official = client.completions.create(model="m", prompt="p", stream=True)
        theirs = official.response
        found = theirs.status_code, theirs.headers["X-Left"], theirs.headers["X-Request-ID"]
        official.close()
    with run_thing.stream("t1") as stream:
        assert head(stream) == found


@both
@pytest.mark.parametrize("name", ["status_code", "headers", "request_id"])
def test_before_there_is_none(server: Server, name: str, *, awaited: bool) -> None:
    async def ask() -> None:
        stream = (run_thing.aio if awaited else run_thing).stream("t1")
        with pytest.raises(RuntimeError, match="enter the stream first"):
            getattr(stream, name)

    asyncio.run(ask())
    assert not server.asked


def test_after_a_failure_the_error_has_it(server: Server) -> None:
    server.say(Say(status=400, data={}, headers=HEADS))
    stream = run_thing.stream("t1")
    with pytest.raises(APIStatusError) as caught, stream:
        pass
    assert (caught.value.status_code, caught.value.request_id) == (400, "req_7")
    with pytest.raises(RuntimeError, match="enter the stream first"):
        stream.headers  # noqa: B018  it raises
