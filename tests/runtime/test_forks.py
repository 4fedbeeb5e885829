"""Processes that are forked after a call: gunicorn's preload, celery, multiprocessing."""

import asyncio
import json
import os
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
import trustme
from runtime.deep_stack import on_deep_stack
from runtime.request import CallOptions
from support.raw_server import RawServer, chunk, chunked, response
from support.runtime_api import API, THING, Client, get_thing, watch

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows forks no process"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning"),  # the test's server
]
OPTIONS = CallOptions(max_retries=0, timeout=5.0)


def forked(work: Callable[[], object], number: int = 1) -> list[object]:
    """Return what work returns in some forked processes; an error as its name and text."""
    pipes = [os.pipe() for _ in range(number)]
    for _, end in pipes:
        if os.fork() == 0:
            try:
                found: object = work()
            except BaseException as error:  # noqa: BLE001 - the parent looks at it
                found = f"{type(error).__name__}: {error}"
            os.write(end, json.dumps(found).encode())
            os._exit(0)
        os.close(end)
    results: list[object] = []
    for start, _ in pipes:
        with os.fdopen(start) as file:
            results.append(json.load(file))
        os.wait()
    return results


def echo(server: RawServer, connection: socket.socket) -> None:
    server.closing.wait(0.002)
    connection.sendall(response(json.dumps({**THING, "id": server.name}).encode()))


def stream(server: RawServer, connection: socket.socket) -> None:
    connection.sendall(chunked("content-type: text/event-stream"))
    for number in range(4):
        thing = json.dumps({**THING, "id": str(number)})
        connection.sendall(chunk(f"data: {thing}\n\n".encode()))
        server.closing.wait(0.1)
    connection.sendall(b"0\r\n\r\n")


@pytest.fixture(params=["http", "https"])
def echoing(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[RawServer]:
    tls = None
    if request.param == "https":
        authority = trustme.CA()
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(tls)
    with RawServer(echo, tls=tls) as server:
        monkeypatch.setenv("SAMPLE_URL", server.url)
        yield server


def get(name: str) -> str:
    return get_thing(name, options=OPTIONS).id


async def aget(name: str) -> str:
    return (await get_thing.aio(name, options=OPTIONS)).id


def test_each_process_gets_its_own_responses(echoing: RawServer) -> None:
    assert get("before") == "before"

    def work() -> bool:
        names = [f"{os.getpid()}-{number}" for number in range(30)]
        return [get(name) for name in names] == names

    assert forked(work, 4) == [True] * 4
    assert get("after") == "after"
    assert echoing.connections == 5  # the parent keeps its own


def test_a_child_that_closes_its_client_does_not_disturb_the_parent(echoing: RawServer) -> None:
    get("before")

    def work() -> str:
        name = get("child")
        API.client.close()
        return name

    assert forked(work) == ["child"]
    assert get("after") == "after"
    assert echoing.connections == 2


@pytest.mark.parametrize("echoing", ["http"], indirect=True)
def test_event_loops_of_a_child_are_its_own(echoing: RawServer) -> None:
    loop = asyncio.new_event_loop()
    assert loop.run_until_complete(aget("before")) == "before"
    assert forked(lambda: asyncio.run(aget("child")), 2) == ["child"] * 2
    assert loop.run_until_complete(aget("after")) == "after"
    loop.run_until_complete(API.client.aclose())
    loop.close()
    assert echoing.connections == 3


@pytest.mark.parametrize("echoing", ["http"], indirect=True)
@pytest.mark.usefixtures("echoing")
def test_locks_of_other_threads_do_not_matter() -> None:
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            Client().connection.http(awaited=False)
            with Client() as client:
                get_thing.using(client)("a")
            get("a")

    threads = [threading.Thread(target=work) for _ in range(3)]
    for one in threads:
        one.start()
    found = [forked(lambda: get("child")) for _ in range(10)]
    stop.set()
    for one in threads:
        one.join()
    assert found == [["child"]] * 10


def test_a_stream_stays_with_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(stream) as server:
        monkeypatch.setenv("SAMPLE_URL", server.url)
        with watch.stream(options=OPTIONS) as things:
            received = iter(things)
            assert next(received).id == "0"
            (said,) = forked(lambda: next(received).id)
            assert [one.id for one in received] == ["1", "2", "3"]
    assert str(said).startswith("APIConnectionError: GET /watch:")


@pytest.mark.parametrize("echoing", ["http"], indirect=True)
@pytest.mark.usefixtures("echoing")
def test_a_lent_client_is_refused_if_it_was_used_before() -> None:
    with httpx2.Client() as http, Client(http_client=http) as client:
        fetch = get_thing.using(client)
        assert forked(lambda: fetch("a").id) == ["a"]
        assert fetch("a").id == "a"
        (said,) = forked(lambda: fetch("a").id)
        assert str(said).startswith("ConfigurationError: the http_client was used before")
        assert fetch("b").id == "b"


def test_a_fork_while_a_thread_reads_deep_json() -> None:
    reading, forking = threading.Event(), threading.Event()

    def work() -> None:
        reading.set()
        forking.wait(0.2)

    thread = threading.Thread(target=on_deep_stack, args=(work,))
    thread.start()
    reading.wait()
    limit = sys.getrecursionlimit()
    assert forked(lambda: on_deep_stack(lambda: "child")) == ["child"]
    assert forked(sys.getrecursionlimit) != [limit]
    thread.join()
