"""Responses that are larger than a program can hold, whole or once they are decompressed."""

import asyncio
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from runtime.errors import APIResponseError, APITimeoutError, InternalServerError, NotFoundError
from runtime.request import CallOptions
from support.files_api import download
from support.raw_server import RawServer, Talk, chunk, chunked
from support.runtime_api import THING, Client, delete_thing, get_thing, run_thing
from support.scripted_server import Say, Server

MEBI = 1 << 20
SMALL = CallOptions(max_response_size=MEBI, max_retries=0)


def bomb(*codings: str, size: int = 1 << 28) -> bytes:
    """A body that is large once it is decompressed, in several steps; its end is missing."""
    data = b""
    for number, coding in enumerate(codings):
        packer = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
        data = packer.compress(data) if number else packer.compress(b"")
        if number == 0:
            start = data + packer.compress(bytes(MEBI)) + packer.flush(zlib.Z_FULL_FLUSH)
            block = packer.compress(bytes(MEBI)) + packer.flush(zlib.Z_FULL_FLUSH)
            data = start + block * (size // MEBI)  # a block does not depend on others
        else:
            data += packer.flush()
    return data


BOMBS = [("gzip",), ("deflate",), ("gzip", "gzip"), ("deflate", "gzip", "gzip")]


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def endless(server: RawServer, connection: socket.socket) -> None:
    connection.sendall(chunked("content-type: application/json"))
    while not server.closing.is_set():
        connection.sendall(chunk(b" " * 65536))


def endless_error(server: RawServer, connection: socket.socket) -> None:
    connection.sendall(chunked("content-type: text/plain", status="404 Not Found"))
    while not server.closing.is_set():
        connection.sendall(chunk(b"no " * 65536))


def endless_head(server: RawServer, connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not server.closing.is_set():
        connection.sendall(b"x-more: " + b"y" * 1000 + b"\r\n")


def endless_nothing(server: RawServer, connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 204 No Content\r\ntransfer-encoding: chunked\r\n\r\n")
    while not server.closing.is_set():
        connection.sendall(chunk(b" " * 65536))


@pytest.fixture
def talking(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> Iterator[RawServer]:
    with RawServer(talk) as server:
        monkeypatch.setenv("SAMPLE_URL", server.url)
        yield server


@pytest.mark.parametrize("codings", BOMBS, ids="-".join)
@pytest.mark.parametrize("status", [200, 500])
def test_a_bomb_is_an_error(server: Server, codings: tuple[str, ...], status: int) -> None:
    said = {"Content-Encoding": ", ".join(codings), "Content-Type": "application/json"}
    server.always = Say(status, bomb(*codings), headers=said)
    expected = APIResponseError if status == 200 else InternalServerError

    def work() -> None:
        with pytest.raises(expected):
            get_thing("a", options=SMALL)
        with pytest.raises(expected):
            asyncio.run(get_thing.aio("a", options=SMALL))

    assert peak(work) < (24 if status == 200 else 96) * MEBI
    assert len(server.asked) == 2


def test_the_default_bound_is_met_by_a_bomb(server: Server) -> None:
    said = {"Content-Encoding": "gzip, gzip", "Content-Type": "application/json"}
    server.always = Say(data=bomb("gzip", "gzip", size=1 << 29), headers=said)
    began = time.monotonic()
    with pytest.raises(APIResponseError, match="more than 268435456 bytes; set max_response_size"):
        get_thing("a")
    assert time.monotonic() - began < 3
    assert len(server.asked) == 1


@pytest.mark.parametrize("talk", [endless])
@pytest.mark.usefixtures("talking")
def test_an_endless_response_is_an_error() -> None:
    with pytest.raises(APIResponseError, match="more than 1048576 bytes"):
        get_thing("a", options=SMALL)
    with pytest.raises(APIResponseError, match="more than 1048576 bytes"):
        asyncio.run(get_thing.aio("a", options=SMALL))
    with Client(max_response_size=MEBI) as client:
        fetch = download.raw(options=SMALL)
        with pytest.raises(APIResponseError, match="more than 1048576 bytes"):
            _ = fetch.body
        with pytest.raises(APIResponseError, match="more than 1048576 bytes"):
            get_thing.using(client)("a")


@pytest.mark.parametrize("talk", [endless_error])
@pytest.mark.usefixtures("talking")
def test_an_endless_error_is_that_error_cut() -> None:
    with pytest.raises(NotFoundError) as caught:
        get_thing("a")
    assert MEBI < len(caught.value.raw_body) < 20 * MEBI
    with pytest.raises(NotFoundError):
        asyncio.run(get_thing.aio("a"))
    with pytest.raises(NotFoundError), run_thing.stream("a"):
        pass


@pytest.mark.parametrize("talk", [endless_head])
@pytest.mark.usefixtures("talking")
def test_endless_headers_are_an_error() -> None:
    for call in (get_thing, lambda *a, **k: asyncio.run(get_thing.aio(*a, **k))):
        with pytest.raises(Exception, match="Receive buffer too long"):
            call("a", options=SMALL)


@pytest.mark.parametrize("talk", [endless_nothing])
@pytest.mark.usefixtures("talking")
def test_a_body_of_204_is_not_read() -> None:
    delete_thing("a")
    asyncio.run(delete_thing.aio("a"))


def test_a_file_may_be_larger(server: Server, tmp_path: Path) -> None:
    server.always = Say(pieces=[bytes(MEBI)] * 8)
    options = CallOptions(max_response_size=MEBI)
    assert peak(lambda: download.raw(options=options).save(tmp_path / "a")) < 6 * MEBI
    assert (tmp_path / "a").stat().st_size == 8 * MEBI
    assert sum(map(len, download.raw(options=options).chunks())) == 8 * MEBI
    unbounded = CallOptions(max_response_size=None)
    assert len(download(options=unbounded)) == 8 * MEBI


def test_a_bomb_that_is_saved_ends_in_time(server: Server, tmp_path: Path) -> None:
    server.always = Say(
        data=bomb("gzip", "gzip", size=1 << 33), headers={"Content-Encoding": "gzip, gzip"}
    )
    options = CallOptions(total_timeout=0.3)
    began = time.monotonic()
    with pytest.raises(APITimeoutError):
        download.raw(options=options).save(tmp_path / "a")
    with pytest.raises(APITimeoutError):
        asyncio.run(_save(tmp_path / "a", options))
    assert time.monotonic() - began < 1.0
    assert [*tmp_path.iterdir()] == []


async def _save(path: Path, options: CallOptions) -> None:
    await (await download.aio.raw(options=options)).save(path)


def test_the_connection_is_not_used_again(server: Server) -> None:
    server.say(Say(pieces=[bytes(MEBI)] * 4), THING)
    with pytest.raises(APIResponseError):
        get_thing("a", options=SMALL)
    assert get_thing("a").id == "t1"
    assert server.connections == 2


def test_what_is_as_large_as_the_bound_is_read(server: Server) -> None:
    server.always = Say(data=bytes(MEBI))
    assert len(download(options=SMALL)) == MEBI
    server.always = Say(data=bytes(MEBI + 1))
    with pytest.raises(APIResponseError):
        download(options=SMALL)
