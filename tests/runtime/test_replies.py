"""Replies that are bytes, text or JSON; read whole, in pieces, or into a file."""

import asyncio
import itertools
import json
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest
from runtime.errors import (
    APIConnectionError,
    APIResponseError,
    APITimeoutError,
    DriftWarning,
    InternalServerError,
    NotFoundError,
)
from runtime.replies import AsyncReply, Reply
from runtime.request import CallOptions
from support.child_process import child
from support.files_api import API, accept_it, download, export, subtitles, transcribe
from support.runtime_api import THING, Thing, create_thing
from support.scripted_server import Say, Server

SOON = {"Retry-After-Ms": "1"}


def typed(content_type: str, body: bytes) -> Say:
    return Say(data=body, headers={"Content-Type": content_type})


def test_bytes_come_as_they_are(server: Server) -> None:
    body = json.dumps(THING).encode()
    for reply in (typed("application/zip", b"PK\x00\xff"), typed("application/json", body)):
        server.say(reply, reply)
        assert download() == reply.data
        assert download.raw().parse() == reply.data
    assert {asked.headers["accept"] for asked in server.asked} == {"application/zip"}
    server.say(Say(204))
    assert download() is None


def test_the_content_type_says_what_a_reply_is(server: Server) -> None:
    body = json.dumps(THING).encode()
    for content_type in ("application/json", "Application/Problem+JSON; charset=utf-8"):
        server.say(typed(content_type, body))
        assert type(export()) is Thing
    for content_type in ("application/octet-stream", "text/csv", ""):
        server.say(typed(content_type, body))
        assert export() == body
    assert {asked.headers["accept"] for asked in server.asked} == {"application/json"}


def test_text(server: Server) -> None:
    server.say(
        typed("text/vtt", "WEBVTT é".encode()),
        typed("text/plain; charset=latin-1", "é".encode("latin-1")),
        typed("text/plain; charset=nonsense", "é\xff".encode("latin-1")),
        typed("application/json", b'"quoted"'),
        typed("application/json", b'{"a": 1}'),
        typed("application/json", b"no json"),
    )
    found = [subtitles() for _ in range(6)]
    assert found == ["WEBVTT é", "é", "\ufffd\ufffd", "quoted", '{"a": 1}', "no json"]
    assert server.asked[0].headers["accept"] == "text/vtt"


def test_text_or_json(server: Server) -> None:
    server.say(THING, typed("text/plain", b"42"), typed("text/plain", b'{"id": 1}'))
    assert type(transcribe(b"x")) is Thing
    assert [transcribe(b"x"), transcribe(b"x")] == ["42", '{"id": 1}']


@pytest.mark.parametrize("body", [b"It was a dark night.", b"42", b'"quoted"', b"null"])
def test_text_where_only_json_is_declared_is_kept(server: Server, body: bytes) -> None:
    server.say(typed("text/plain; charset=utf-8", body))
    with pytest.warns(DriftWarning, match="is not Thing"):
        text: object = create_thing("a")
    assert text == body.decode()


def test_json_that_calls_itself_text_is_read(server: Server) -> None:
    server.say(typed("text/plain", json.dumps(THING).encode()))
    assert type(create_thing("a")) is Thing
    server.say(typed("text/plain", json.dumps(THING | {"id": 7}).encode()))
    with pytest.warns(DriftWarning, match="7 is not str"):
        assert type(create_thing("a")) is Thing
    server.say(typed("text/html", b"<html>"))
    with pytest.raises(APIResponseError, match="not JSON"):
        create_thing("a")


def test_no_content_where_it_may_be(server: Server) -> None:
    server.say(Say(202, b""), Say(204), THING)
    assert [accept_it(), accept_it()] == [None, None]
    assert type(accept_it()) is Thing


def test_a_download_is_not_read_at_once(server: Server) -> None:
    server.always = Say(pieces=[b"abc"] * 20, pause=0.05)
    started = time.monotonic()
    with download.raw() as reply:
        assert (reply.status, reply.request_id) == (200, "req_1")
        assert repr(reply) == "<Reply 200>"
        assert next(reply.chunks()) == b"abc"
    assert time.monotonic() - started < 0.8

    async def leave() -> None:
        async with await download.aio.raw() as reply:
            async for chunk in reply.chunks():
                assert chunk == b"abc"
                break

    asyncio.run(leave())
    assert time.monotonic() - started < 1.6


def test_the_rest_is_read_when_it_is_asked_for(server: Server, tmp_path: Path) -> None:
    server.always = Say(pieces=[b"ab", b"cd"])
    reply = download.raw()
    assert reply.body == b"abcd"
    assert (reply.parse(), list(reply.chunks())) == (b"abcd", [b"abcd"])
    reply.save(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == b"abcd"
    assert list(download.raw().chunks()) == [b"ab", b"cd"]
    assert server.connections == 1

    async def awaited() -> None:
        reply = await download.aio.raw()
        assert isinstance(reply, AsyncReply)
        with pytest.raises(httpx2.ResponseNotRead, match="read"):
            reply.parse()
        assert await reply.read() == reply.body == reply.parse() == b"abcd"
        assert [chunk async for chunk in (await download.aio.raw()).chunks()] == [b"ab", b"cd"]

    asyncio.run(awaited())


def test_a_reply_of_json_is_there_at_once(server: Server, tmp_path: Path) -> None:
    server.always = Say(data=THING)
    reply = create_thing.raw("a")
    assert isinstance(reply, Reply)
    reply.close()
    assert (reply.parse().id, reply.parse().id) == ("t1", "t1")
    reply.save(tmp_path / "thing.json")
    assert json.loads((tmp_path / "thing.json").read_bytes()) == THING
    assert json.loads(asyncio.run(create_thing.aio.raw("a")).body) == THING
    raw = export.raw()
    assert type(raw.parse()) is Thing


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("length", [None, 6])
def test_a_download_is_saved(
    server: Server, tmp_path: Path, length: int | None, *, awaited: bool
) -> None:
    server.say(Say(pieces=[b"abc", b"def"], length=length, pause=0.05))
    path, told = tmp_path / "file", list[tuple[int, int | None]]()
    path.write_bytes(b"old")

    def progress(received: int, total: int | None) -> None:
        assert path.read_bytes() == b"old"
        told.append((received, total))

    async def save() -> None:
        await (await download.aio.raw()).save(path, progress=progress)

    if awaited:
        asyncio.run(save())
    else:
        download.raw().save(str(path), progress=progress)
    assert path.read_bytes() == b"abcdef"
    assert told[-1] == (6, length)
    assert list(tmp_path.iterdir()) == [path]
    (tmp_path / "other").write_bytes(b"")
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("length", [None, 100])
def test_a_download_that_breaks_off_leaves_nothing(
    server: Server, tmp_path: Path, length: int | None, *, awaited: bool
) -> None:
    server.say(Say(pieces=[b"abc"], length=length, cut=True))
    path = tmp_path / "file"

    async def save() -> None:
        await (await download.aio.raw()).save(path)

    with pytest.raises(APIConnectionError, match="GET /content"):
        asyncio.run(save()) if awaited else download.raw().save(path)
    assert list(tmp_path.iterdir()) == []


def test_broken_downloads_in_other_ways(server: Server, tmp_path: Path) -> None:
    server.always = Say(pieces=[b"abc"], length=100, cut=True)
    with pytest.raises(APIConnectionError):
        list(download.raw().chunks())
    with pytest.raises(APIConnectionError):
        _ = download.raw().body
    asked = len(server.asked)
    with pytest.raises(APIConnectionError):
        download(options=CallOptions(max_retries=0))
    assert len(server.asked) == asked + 1

    def fail(*_: object) -> None:
        raise LookupError

    server.always = Say(pieces=[b"abc"] * 3)
    with pytest.raises(LookupError):
        download.raw().save(tmp_path / "file", progress=fail)
    with pytest.raises(FileNotFoundError):
        download.raw().save(tmp_path / "absent" / "file")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("awaited", [False, True])
def test_a_download_has_its_time(server: Server, tmp_path: Path, *, awaited: bool) -> None:
    server.say(Say(pieces=[b"abc"] * 100, pause=0.05))
    options = CallOptions(total_timeout=0.3)

    async def save() -> None:
        await (await download.aio.raw(options=options)).save(tmp_path / "file")

    started = time.monotonic()
    with pytest.raises(APITimeoutError):
        asyncio.run(save()) if awaited else download.raw(options=options).body
    assert time.monotonic() - started < 2


def test_a_download_is_asked_for_again_until_it_begins(server: Server) -> None:
    server.say(Say(503, headers=SOON), Say(data=b"PK"))
    assert download.raw().body == b"PK"
    server.say(Say(404, {"error": {"message": "gone, sk-long-enough"}}))
    with pytest.raises(NotFoundError, match=r"gone, \*\*\*") as caught:
        download.raw()
    assert b"sk-long-enough" not in caught.value.raw_body
    server.always = Say(500, b"sk-long-enough", headers=SOON)
    with pytest.raises(InternalServerError) as failed:
        download.raw()
    assert failed.value.raw_body == b"***"


def test_an_awaited_download_lets_others_run(server: Server) -> None:
    server.say(Say(pieces=[b"abc"] * 10, pause=0.05))
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.01)
            turns += 1

    async def both() -> bytes:
        counting = asyncio.create_task(count())
        body = await (await download.aio.raw()).read()
        counting.cancel()
        return body

    assert asyncio.run(both()) == b"abc" * 10
    assert turns > 10


def test_a_cancelled_download_leaves_nothing(server: Server, tmp_path: Path) -> None:
    def files() -> int:
        return len(list(tmp_path.iterdir()))

    server.say(Say(pieces=[b"abc"] * 100, pause=0.05))

    async def cancel() -> None:
        reply = await download.aio.raw()
        saving = asyncio.create_task(reply.save(tmp_path / "file"))
        await asyncio.sleep(0.2)
        assert files() == 1
        saving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await saving

    asyncio.run(cancel())
    assert list(tmp_path.iterdir()) == []


def test_a_sink_is_told_bytes(server: Server) -> None:
    assert API.client.settings == {}
    server.say(typed("application/zip", b"PK"))
    outcome: Any = download.attempt()
    assert outcome.value == b"PK"


SAVED = """
import asyncio, resource, sys
from support import files_api

def most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

async def awaited(path):
    async with await files_api.download.aio.raw() as reply:
        await reply.save(path)

async def small():
    await (await files_api.download.aio.raw()).read()

files_api.download.raw().save(sys.argv[1])
asyncio.run(small())
before = most()
files_api.download.raw().save(sys.argv[1])
asyncio.run(awaited(sys.argv[2]))
print(most() - before)
"""


@pytest.mark.slow
@pytest.mark.external
def test_a_large_download_is_not_held_in_memory(server: Server, tmp_path: Path) -> None:
    piece, many = b"\0" * (1 << 20), 200
    server.say(Say(data=b"x"), Say(data=b"x"))
    server.say(*(Say(pieces=itertools.repeat(piece, many)) for _ in range(2)))
    one, two = tmp_path / "one", tmp_path / "two"
    grown = child(SAVED, one, two)
    assert grown < 20_000, f"{grown} KiB more"
    assert one.stat().st_size == two.stat().st_size == many << 20
