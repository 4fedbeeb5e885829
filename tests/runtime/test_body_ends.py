"""Bodies that end too early or too late for what they say."""

import asyncio
import gzip
import socket
import zlib
from collections.abc import Callable, Iterator

import anyio
import pytest
from runtime.client import BaseClient
from runtime.errors import APIResponseError
from runtime.request import CallOptions
from support.files_api import API as FILES
from support.files_api import download
from support.raw_server import RawServer, chunk, chunked, response
from support.runtime_api import THING, delete_thing, get_thing
from support.scripted_server import Say, Server

DATA = b"0123456789" * 10000
ONCE = CallOptions(max_retries=0)


def deflated(data: bytes) -> bytes:
    return zlib.compress(data)


def raw_deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def twice(data: bytes) -> bytes:
    return gzip.compress(gzip.compress(data))


PACKERS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "gzip": (gzip.compress, "gzip"),
    "deflate": (deflated, "deflate"),
    "raw deflate": (raw_deflated, "deflate"),
    "gzip twice": (twice, "gzip, gzip"),
}
packers = pytest.mark.parametrize(("pack", "coding"), PACKERS.values(), ids=PACKERS)


@packers
def test_compressed_data_that_is_whole_is_read(
    server: Server, pack: Callable[[bytes], bytes], coding: str
) -> None:
    server.always = Say(data=pack(DATA), headers={"Content-Encoding": coding})
    assert download(options=ONCE) == DATA
    assert b"".join(download.raw(options=ONCE).chunks()) == DATA
    assert asyncio.run(download.aio(options=ONCE)) == DATA


@packers
@pytest.mark.parametrize("cut", [1, 8, 20])
def test_compressed_data_that_stops_is_an_error(
    server: Server, pack: Callable[[bytes], bytes], coding: str, cut: int
) -> None:
    server.always = Say(data=pack(DATA)[:-cut], headers={"Content-Encoding": coding})
    with pytest.raises(APIResponseError, match="ends too early"):
        download(options=ONCE)
    with pytest.raises(APIResponseError, match="ends too early"):
        _ = [*download.raw(options=ONCE).chunks()]
    with pytest.raises(APIResponseError, match="ends too early"):
        asyncio.run(download.aio(options=ONCE))


def test_more_compressed_data_is_an_error(server: Server) -> None:
    server.always = Say(data=gzip.compress(DATA) * 2, headers={"Content-Encoding": "gzip"})
    with pytest.raises(APIResponseError, match="a second part"):
        download(options=ONCE)


@pytest.mark.parametrize("after", [b"x" * 1000, gzip.compress(b"")], ids=["data", "gzip"])
@pytest.mark.parametrize("packer", ["gzip", "deflate", "gzip twice"])
def test_compressed_data_with_an_endless_rest_is_an_error(packer: str, after: bytes) -> None:
    pack, encoding = PACKERS[packer]

    def never_end(server: RawServer, connection: socket.socket) -> None:
        connection.sendall(chunked(f"content-encoding: {encoding}") + chunk(pack(DATA)))
        while not server.closing.is_set():
            connection.sendall(chunk(after) * 50)

    with RawServer(never_end) as server:
        options = CallOptions(
            client=BaseClient(FILES, {}, base_url=server.url), max_retries=0, total_timeout=10
        )
        with pytest.raises(APIResponseError, match="much follows"):
            download(options=options)
        with pytest.raises(APIResponseError, match="much follows"):
            asyncio.run(download.aio(options=options))


def test_no_data_needs_no_end(server: Server) -> None:
    server.always = Say(data=b"", headers={"Content-Encoding": "gzip"})
    assert download(options=ONCE) == b""


def whole(name: str) -> bytes:
    return response(f'{{"id": "{name}", "object": "thing", "name": null, "tools": []}}'.encode())


def too_much(server: RawServer, connection: socket.socket) -> None:
    connection.sendall(whole(server.name) + whole("another"))


def too_much_of_nothing(server: RawServer, connection: socket.socket) -> None:
    nothing = b"HTTP/1.1 204 No Content\r\n\r\n"
    connection.sendall(
        (nothing if server.name == "none" else whole(server.name)) + whole("another")
    )


@pytest.fixture(params=[too_much, too_much_of_nothing])
def talking(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[RawServer]:
    with RawServer(request.param) as server:
        monkeypatch.setenv("SAMPLE_URL", server.url)
        yield server


def test_what_follows_a_response_is_not_read_as_the_next_one(talking: RawServer) -> None:
    assert get_thing("a").id == "a"
    assert get_thing("b").id == "b"
    delete_thing("none")
    assert get_thing("c").id == "c"
    assert talking.connections == 4


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.usefixtures("talking")
def test_nor_where_the_calls_are_awaited(backend: str) -> None:
    async def work() -> None:
        assert (await get_thing.aio("a")).id == "a"
        await delete_thing.aio("none")
        assert (await get_thing.aio("b")).id == "b"

    anyio.run(work, backend=backend)


def test_connections_are_used_again_after_good_responses(server: Server) -> None:
    server.always = Say(data=gzip.compress(b"{}"), headers={"Content-Encoding": "gzip"})
    for _ in range(3):
        download()
    assert server.connections == 1
    server.always = Say(data=THING)
    for _ in range(3):
        get_thing("a")
    assert server.connections == 2  # of another API
