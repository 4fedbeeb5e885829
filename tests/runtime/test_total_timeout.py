"""`total_timeout` is the time of the whole call, however slow a service is."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from runtime.errors import (
    APIConnectionError,
    APITimeoutError,
    ConfigurationError,
    InternalServerError,
)
from runtime.request import CallOptions
from support.files_api import download, put_bytes
from support.packages import assistants_folder
from support.processes import python
from support.raw_server import RawServer, Talk, chunk, chunked, response
from support.runtime_api import THING, Client, get_thing, run_thing
from support.scripted_server import Say, Server

TOTAL = 0.15
LATE = 0.1
OPTIONS = CallOptions(total_timeout=TOTAL)


def drip_head(server: RawServer, connection: socket.socket) -> None:
    server.drip(connection, b"HTTP/1.1 200 OK\r\nx-long: " + b"y" * 1000)


def drip_body(server: RawServer, connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n")
    connection.sendall(b"content-length: 1000\r\n\r\n")
    server.drip(connection, b": y\n" * 250)


def drip_chunks(server: RawServer, connection: socket.socket) -> None:
    connection.sendall(chunked("content-type: text/event-stream"))
    while not server.closing.wait(0.02):
        connection.sendall(chunk(b": alive\n\n"))


def flood(server: RawServer, connection: socket.socket) -> None:
    connection.sendall(chunked("content-type: text/event-stream"))
    while not server.closing.is_set():
        connection.sendall(chunk(b": alive\n\n" * 100))


def never_read(server: RawServer, _: socket.socket) -> None:
    server.closing.wait(5)


def drip_error(server: RawServer, connection: socket.socket) -> None:
    connection.sendall(chunked(status="400 Bad"))
    while not server.closing.wait(0.02):
        connection.sendall(chunk(b" "))


def be_silent(server: RawServer, _: socket.socket) -> None:
    server.closing.wait(5)


def fail(_: RawServer, connection: socket.socket) -> None:
    connection.sendall(response(status="503 Busy"))


def lead_on(server: RawServer, connection: socket.socket) -> None:
    server.closing.wait(0.05)
    connection.sendall(response(b"", "location: /v1/things/again", status="302 Found"))


def informs(server: RawServer, connection: socket.socket) -> None:
    while not server.closing.wait(0.02):
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")


SLOW = [drip_head, drip_body, drip_chunks, flood, drip_error, be_silent, informs]
slow = pytest.mark.parametrize("talk", SLOW, ids=[one.__name__ for one in SLOW])


def in_time(call: Callable[[], object], total: float = TOTAL) -> str:
    """Return what the error says, which must come in time; a busy computer may be late."""
    times: list[float] = []
    for _ in range(4):
        began = time.monotonic()
        with pytest.raises(APITimeoutError) as caught:
            call()
        times.append(time.monotonic() - began)
        if times[-1] < total + LATE:
            return str(caught.value)
    raise AssertionError(times)


@pytest.fixture
def talk() -> Talk:
    return be_silent  # a test may have others


@pytest.fixture
def talking(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> Iterator[RawServer]:
    with RawServer(talk, reads=talk is not never_read) as server:
        monkeypatch.setenv("SAMPLE_URL", f"{server.url}/v1")
        yield server


@slow
@pytest.mark.usefixtures("talking")
def test_a_call_ends_in_time() -> None:
    said = in_time(lambda: get_thing("a", options=OPTIONS))
    assert "total_timeout: the 0.15 s for the whole call are over (attempt 1" in said


@slow
@pytest.mark.usefixtures("talking")
def test_an_awaited_call_ends_in_time() -> None:
    said = in_time(lambda: asyncio.run(get_thing.aio("a", options=OPTIONS)))
    assert "total_timeout: the 0.15 s" in said


@slow
@pytest.mark.usefixtures("talking")
def test_a_stream_ends_in_time() -> None:
    def follow() -> None:
        with run_thing.stream("a", options=OPTIONS) as stream:
            list(stream)

    assert "total_timeout" in in_time(follow)


@slow
@pytest.mark.usefixtures("talking")
def test_an_awaited_stream_ends_in_time() -> None:
    async def follow() -> None:
        async with run_thing.aio.stream("a", options=OPTIONS) as stream:
            _ = [one async for one in stream]

    assert "total_timeout" in in_time(lambda: asyncio.run(follow()))


@pytest.mark.parametrize("talk", [drip_body, drip_chunks, flood])
@pytest.mark.usefixtures("talking")
def test_a_download_ends_in_time(tmp_path: Path) -> None:
    in_time(lambda: download.raw(options=OPTIONS).save(tmp_path / "a"))
    assert [*tmp_path.iterdir()] == []
    in_time(lambda: [*download.raw(options=OPTIONS).chunks()])
    in_time(lambda: download.raw(options=OPTIONS).body)

    async def awaited() -> None:
        await (await download.aio.raw(options=OPTIONS)).save(tmp_path / "a")

    in_time(lambda: asyncio.run(awaited()))
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("talk", [never_read])
@pytest.mark.usefixtures("talking")
def test_an_upload_ends_in_time() -> None:
    body = b"x" * (1 << 25)
    in_time(lambda: put_bytes(body, options=OPTIONS))
    in_time(lambda: asyncio.run(put_bytes.aio(body, options=OPTIONS)))


@pytest.mark.parametrize("talk", [fail])
@pytest.mark.usefixtures("talking")
def test_retries_and_their_pauses_count() -> None:
    began = time.monotonic()
    with pytest.raises(InternalServerError):
        get_thing("a", options=OPTIONS)
    with pytest.raises(InternalServerError):
        asyncio.run(get_thing.aio("a", options=OPTIONS))
    assert time.monotonic() - began < 2 * (TOTAL + LATE)


@pytest.mark.parametrize("talk", [lead_on])
def test_redirects_count(talking: RawServer) -> None:
    options = CallOptions(total_timeout=TOTAL, follow_redirects=True)
    in_time(lambda: get_thing("a", options=options))
    in_time(lambda: asyncio.run(get_thing.aio("a", options=options)))
    assert len(talking.heads) > 2


def test_a_connection_that_is_not_accepted_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
        address = deaf.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)  # noqa: FBT003 - of the library
            one.connect_ex(address)
        monkeypatch.setenv("SAMPLE_URL", f"http://127.0.0.1:{address[1]}")
        in_time(lambda: get_thing("a", options=OPTIONS))
        in_time(lambda: asyncio.run(get_thing.aio("a", options=OPTIONS)))
        for one in waiting:
            one.close()


def test_a_name_that_is_not_found_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> list[Any]:
        time.sleep(1.0)
        return []

    monkeypatch.setenv("SAMPLE_URL", "http://slow.invalid")
    with monkeypatch.context() as slow:
        slow.setattr(socket, "getaddrinfo", look_up)
        in_time(lambda: get_thing("a", options=OPTIONS))


def test_a_name_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> list[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    options = CallOptions(total_timeout=5.0, max_retries=0)
    with pytest.raises(APIConnectionError, match="not known"):
        get_thing("a", options=options)


def test_each_address_of_a_name_is_tried(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.always = Say(data=THING)
    kind = socket.AF_INET, socket.SOCK_STREAM, 6, ""
    found = [(*kind, (address, server.port)) for address in ("127.0.0.9", "127.0.0.1")]
    look_up = socket.getaddrinfo

    def two(host: str, *given: Any, **more: Any) -> list[Any]:
        return found if host == "two" else look_up(host, *given, **more)

    monkeypatch.setattr(socket, "getaddrinfo", two)
    monkeypatch.setenv("SAMPLE_URL", f"http://two:{server.port}")
    assert get_thing("a", options=CallOptions(total_timeout=5.0)).id == "t1"


@pytest.mark.parametrize("talk", [be_silent])
def test_no_time_at_all_sends_nothing(talking: RawServer) -> None:
    options = CallOptions(total_timeout=0.0)
    in_time(lambda: get_thing("a", options=options), 0)
    in_time(lambda: asyncio.run(get_thing.aio("a", options=options)), 0)
    assert talking.heads == []


@slow
@pytest.mark.usefixtures("talking")
def test_a_lent_client_ends_in_time_if_it_is_awaited() -> None:
    async def awaited() -> None:
        async with httpx2.AsyncClient() as http, Client(async_http_client=http) as client:
            await get_thing.using(client).aio("a", options=OPTIONS)

    in_time(lambda: asyncio.run(awaited()))


@slow
@pytest.mark.usefixtures("talking")
def test_a_lent_client_ends_in_time_if_it_blocks() -> None:
    with httpx2.Client() as http:
        for _ in range(2):  # two clients can have the same
            with Client(http_client=http) as client:
                in_time(lambda one=client: get_thing.using(one)("a", options=OPTIONS))


def test_a_lent_client_keeps_its_socket(tmp_path: Path) -> None:
    path = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        with httpx2.Client(transport=httpx2.HTTPTransport(uds=path)) as http:
            client = Client(http_client=http)
            in_time(lambda: get_thing.using(client)("a", options=OPTIONS))


@pytest.mark.parametrize("talk", [be_silent])
@pytest.mark.usefixtures("talking")
def test_each_wait_has_a_limit_of_its_own() -> None:
    for timeout in (0.2, httpx2.Timeout(5, read=0.2)):
        options = CallOptions(timeout=timeout, max_retries=0)
        for call in (get_thing, lambda *a, **k: asyncio.run(get_thing.aio(*a, **k))):
            with pytest.raises(APITimeoutError, match=r"timeout: nothing was received for 0\.2 s"):
                call("a", options=options)


WRONG: list[Any] = [-1.0, float("nan"), "3", [1]]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", ["timeout", "total_timeout", "max_response_size"])
def test_a_limit_that_is_none_is_refused(wrong: Any, name: str, server: Server) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} must be a number"):
        get_thing("a", options=CallOptions(**{name: wrong}))
    with pytest.raises(ConfigurationError, match=f"{name} must be a number"):
        asyncio.run(get_thing.using(Client(**{name: wrong})).aio("a"))
    assert server.asked == []


@pytest.mark.parametrize("seconds", [1e300, 10**400, float("inf"), None])
def test_any_other_number_is_taken(seconds: float | None, server: Server) -> None:
    server.always = Say(data=THING)
    for options in (
        CallOptions(timeout=seconds),
        CallOptions(timeout=httpx2.Timeout(seconds)),
        CallOptions(total_timeout=seconds),
    ):
        assert get_thing("a", options=options).id == "t1"
        assert asyncio.run(get_thing.aio("a", options=options)).id == "t1"


@pytest.mark.parametrize("call", ["oa.get_thread({})", "asyncio.run(oa.get_thread.aio({}))"])
def test_what_the_first_call_imports_counts(call: str) -> None:
    options = "'t', options=oa.CallOptions(total_timeout=0.01, max_retries=0)"
    code = f"""
import asyncio, warnings, openai_assistants as oa
warnings.simplefilter("ignore")
oa.configure(api_key="k", base_url="http://127.0.0.1:1")
try:
    {call.format(options)}
except oa.APIConnectionError as error:
    print(error)
"""
    printed = python("-c", code, cwd=assistants_folder().parent).stdout
    assert "total_timeout: the 0.01 s for the whole call are over" in printed
