"""Downloads: read in pieces, or saved into a file."""

import asyncio
import itertools
import json
import os
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest
from runtime.errors import (
    APIConnectionError,
    APITimeoutError,
    InternalServerError,
    NotFoundError,
)
from runtime.raw_responses import AsyncRawResponse, RawResponse
from runtime.request import CallOptions
from support.child_process import child
from support.files_api import API, download, export
from support.runtime_api import THING, Thing, create_thing
from support.scripted_server import Say, Server, typed

SOON = {"Retry-After-Ms": "1"}


def save(path: Path, *, awaited: bool, progress: Any = None, **given: Any) -> None:
    """Save a download at a path."""

    async def later() -> None:
        await (await download.aio.raw(**given)).save(path, progress=progress)

    asyncio.run(later()) if awaited else download.raw(**given).save(str(path), progress=progress)


def test_a_download_is_not_read_at_once(server: Server) -> None:
    server.always = Say(pieces=[b"abc"] * 20, pause=0.05)
    started = time.monotonic()
    with download.raw() as reply:
        assert (reply.status, reply.request_id) == (200, "req_1")
        assert repr(reply) == "<RawResponse 200>"
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
        assert isinstance(reply, AsyncRawResponse)
        with pytest.raises(httpx2.ResponseNotRead, match="read"):
            reply.parse()
        assert await reply.read() == reply.body == reply.parse() == b"abcd"
        assert [chunk async for chunk in (await download.aio.raw()).chunks()] == [b"ab", b"cd"]

    asyncio.run(awaited())


def test_a_response_of_json_is_there_at_once(server: Server, tmp_path: Path) -> None:
    server.always = Say(data=THING)
    reply = create_thing.raw("a")
    assert isinstance(reply, RawResponse)
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
    path, progress_calls = tmp_path / "file", list[tuple[int, int | None]]()
    path.write_bytes(b"old")

    def progress(received: int, total: int | None) -> None:
        assert path.read_bytes() == b"old"
        progress_calls.append((received, total))

    save(path, awaited=awaited, progress=progress)
    assert path.read_bytes() == b"abcdef"
    assert progress_calls[-1] == (6, length)
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

    with pytest.raises(APIConnectionError, match="GET /content"):
        save(path, awaited=awaited)
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
def test_a_file_keeps_its_permissions_and_a_link_its_target(
    server: Server, tmp_path: Path, *, awaited: bool
) -> None:
    server.always = Say(pieces=[b"abc"])
    private, link = tmp_path / "private", tmp_path / "link"
    private.write_bytes(b"old")
    private.chmod(0o600)
    link.symlink_to(private)
    save(link, awaited=awaited)
    assert link.is_symlink()
    assert private.read_bytes() == b"abc"
    assert private.stat().st_mode & 0o777 == 0o600
    save(dangling := tmp_path / "dangling", awaited=awaited)
    dangling.unlink()
    link.unlink()
    link.symlink_to(dangling)
    save(link, awaited=awaited)
    assert dangling.read_bytes() == b"abc"
    assert {*tmp_path.iterdir()} == {private, link, dangling}


@pytest.mark.parametrize("awaited", [False, True])
def test_a_folder_and_a_full_disk_leave_nothing(
    server: Server, tmp_path: Path, *, awaited: bool
) -> None:
    server.always = Say(pieces=[b"abc"])
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError, match="folder"):
        save(tmp_path / "folder", awaited=awaited)
    assert [*tmp_path.rglob("*")] == [tmp_path / "folder"]
    full = Path("/dev/full")
    if full.is_char_device():
        with pytest.raises(OSError, match="No space left"):
            save(full, awaited=awaited)
        assert full.is_char_device()
    save(Path(os.devnull), awaited=awaited)
    assert not Path(os.devnull).is_file()


def test_an_interrupted_download_leaves_nothing(server: Server, tmp_path: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    server.always = Say(pieces=[b"abc"] * 3)
    for awaited in (False, True):
        with pytest.raises(KeyboardInterrupt):
            save(tmp_path / "file", awaited=awaited, progress=interrupt)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("awaited", [False, True])
def test_a_download_has_its_time(server: Server, tmp_path: Path, *, awaited: bool) -> None:
    server.say(Say(pieces=[b"abc"] * 100, pause=0.05))
    options = CallOptions(total_timeout=0.3)

    started = time.monotonic()
    with pytest.raises(APITimeoutError):
        save(tmp_path / "file", awaited=awaited, options=options)
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
