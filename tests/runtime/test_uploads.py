"""Files that are sent: whole, again, and without being held in memory."""

import asyncio
import io
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from runtime.client import BaseClient
from runtime.errors import (
    APIConnectionError,
    BadRequestError,
    ConfigurationError,
    ContentTooLargeError,
    InternalServerError,
)
from runtime.request import CallOptions
from runtime.retries import Retries
from support.child_process import child
from support.files_api import API, put_bytes, send
from support.runtime_api import THING
from support.scripted_server import Say, Server

SOON = {"Retry-After-Ms": "1"}
LARGE = 200 << 20


class Once(io.RawIOBase):
    """A source that can be read once, as a pipe is."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)
        self.asked = 0

    def read(self, size: int = -1, /) -> bytes:
        self.asked += 1
        return self._data.read(size)


class Codes:
    """Text that does not say so."""

    def read(self, _: int) -> str:
        return "text"


class Least:
    """The least that a file can be."""

    def __init__(self, data: bytes) -> None:
        self.read = io.BytesIO(data).read


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize(
    "trouble", [Say(503, headers=SOON), Say(500, headers=SOON), Say(deaf=9000)]
)
@pytest.mark.parametrize("kind", ["path", "file", "io", "named", "part"])
def test_a_file_is_sent_again_whole(
    server: Server, tmp_path: Path, trouble: Say, kind: str, *, awaited: bool
) -> None:
    data = os.urandom(1 << 20)
    path = tmp_path / "data.bin"
    path.write_bytes(b"head" + data if kind == "part" else data)
    server.say(trouble, Say(503, headers=SOON), THING)
    with path.open("rb") as opened:
        opened.seek(4 if kind == "part" else 0)
        file = {
            "path": path,
            "file": opened,
            "io": io.BytesIO(data),
            "named": ("data.bin", path, "x/y"),
            "part": opened,
        }[kind]
        options = CallOptions(retries=Retries(methods=["POST"], backoff=0.01))
        if awaited:
            asyncio.run(send.aio({"file": file, "a": 1}, options=options))
        else:
            send({"file": file, "a": 1}, options=options)
        assert not opened.closed
    assert len(server.asked) == (2 if trouble.deaf else 3)
    for asked in server.asked:
        assert asked.parts[1].content == data
        assert "content-length" in asked.headers


@pytest.mark.parametrize("source", [Once, Least])
def test_a_file_that_cannot_be_rewound(server: Server, source: type[Once | Least]) -> None:
    data = b"x" * 300_000
    server.say(THING, Say(503, {"message": "the first"}, headers=SOON), THING)
    send({"file": source(data)})
    assert server.asked[0].parts[0].content == data
    assert server.asked[0].headers["transfer-encoding"] == "chunked"
    with pytest.raises(InternalServerError, match="the first"):
        send({"file": source(data)})
    assert len(server.asked) == 2
    server.replies[:] = [Say(deaf=10_000)]
    with pytest.raises(APIConnectionError, match="attempt 1"):
        send({"file": source(data)})


def test_a_file_that_was_not_read_yet_is_tried_again() -> None:
    file = Once(b"x")
    options = CallOptions(max_retries=1, total_timeout=5)
    with pytest.raises(APIConnectionError, match="attempt 2"):
        send.using(unreachable())({"file": file}, options=options)
    assert file.asked == 0


def unreachable() -> BaseClient:
    return BaseClient(API, {}, base_url="http://127.0.0.1:1")


def test_paths_are_closed(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[io.FileIO] = []

    class Watched(io.FileIO):
        def __init__(self, path: Path) -> None:
            opened.append(self)
            super().__init__(path)

    monkeypatch.setattr(io, "FileIO", Watched)
    path = tmp_path / "x"
    path.write_bytes(b"x" * 200_000)
    server.say(Say(503, headers=SOON), THING, Say(400), Say(deaf=10))
    send({"file": path})
    with pytest.raises(BadRequestError):
        send({"file": ("n", path)})
    with pytest.raises(APIConnectionError):
        send({"file": path}, options=CallOptions(max_retries=0))
    assert len(opened) >= 4
    assert all(file.closed for file in opened)


def test_what_cannot_be_sent_says_so_at_once(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("text")
    for absent in (tmp_path / "absent", tmp_path):
        with pytest.raises(OSError, match=str(absent)):
            send({"file": absent})
    with path.open() as text, pytest.raises(TypeError, match="binary mode"):
        send({"file": text})
    with pytest.raises(ValueError, match="closed file"):
        send({"file": text.buffer})
    ended = io.BytesIO()
    ended.write(b"all of it")
    with pytest.raises(ValueError, match="at its end"):
        send({"file": ended})
    assert server.asked == []
    server.say(THING)
    send({"file": io.BytesIO()})
    assert server.asked[0].parts[0].content == b""


def test_a_file_that_gives_text() -> None:
    with pytest.raises(TypeError, match="gives str, not bytes"):
        send({"file": Codes()})


def test_a_file_that_goes_away(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x" * 100)

    def going() -> Iterator[bytes]:
        path.unlink()
        yield b"{}"

    server.say(Say(503, headers=SOON, pieces=going()), THING)
    with pytest.raises(FileNotFoundError):
        send({"file": path})


Progress = list[tuple[int, int | None]]


def watched(seen: Progress, **more: int) -> CallOptions:
    return CallOptions(on_upload=lambda sent, total: seen.append((sent, total)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("kind", ["path", "file", "bytes", "once", "form"])
def test_progress_is_reported(server: Server, tmp_path: Path, kind: str, *, awaited: bool) -> None:
    data = os.urandom(200_000)
    path = tmp_path / "data.bin"
    path.write_bytes(data)
    seen: Progress = []
    server.always = Say(data=THING)
    with path.open("rb") as opened:
        file: Any = {"path": path, "file": opened, "bytes": data, "once": Once(data)}.get(kind)
        operation, argument = (put_bytes, file) if file else (send, {"file": path, "a": 1})
        options = watched(seen)
        if awaited:
            asyncio.run(operation.aio(argument, options=options))
        else:
            operation(argument, options=options)
    (asked,) = server.asked
    assert asked.parts[1].content == data if kind == "form" else asked.body == data
    total = None if kind == "once" else int(asked.headers["content-length"])
    assert seen[-1] == (len(asked.body), total)
    assert len(seen) > 3
    assert [sent for sent, _ in seen] == sorted({sent for sent, _ in seen})


@pytest.mark.parametrize("awaited", [False, True])
def test_progress_starts_again_with_each_attempt(server: Server, *, awaited: bool) -> None:
    seen: Progress = []
    server.say(Say(503, headers=SOON), Say(307, headers={"Location": "/v1/bytes"}), THING)
    options = watched(seen, max_retries=1, follow_redirects=True)
    if awaited:
        asyncio.run(put_bytes.aio(io.BytesIO(b"abc"), options=options))
    else:
        put_bytes(io.BytesIO(b"abc"), options=options)
    assert seen == [(3, 3)] * 3
    assert [asked.body for asked in server.asked] == [b"abc"] * 3


@pytest.mark.parametrize("error", [LookupError, OSError, ValueError, KeyboardInterrupt])
def test_an_error_of_the_callable_ends_the_call(server: Server, error: type[BaseException]) -> None:
    def fail(*_: object) -> None:
        raise error

    server.always = Say(data=THING)
    options = CallOptions(on_upload=fail)
    for call in (put_bytes, lambda *a, **k: asyncio.run(put_bytes.aio(*a, **k))):
        with pytest.raises(error):
            call(b"abc", options=options)
        put_bytes(b"abc")
    assert "on_upload" in repr(options)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("awaited", [False, True])
def test_a_callable_must_not_be_async(server: Server, *, awaited: bool) -> None:
    async def later(*_: object) -> None: ...

    server.always = Say(data=THING)
    options = CallOptions(on_upload=later)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="on_upload is an async function"):
        asyncio.run(put_bytes.aio(b"a", options=options)) if awaited else put_bytes(
            b"a", options=options
        )


class Generous:
    """A file that gives more than it is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)
        self.seek, self.tell = self._data.seek, self._data.tell

    def read(self, _: int) -> bytes:
        return self._data.read()


class Silent:
    """A file that has nothing to give yet."""

    def read(self, _: int) -> None:
        return None


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize(
    ("file", "error", "match"),
    [
        (Silent, TypeError, "gives NoneType, not bytes"),
        (Codes, TypeError, "gives str, not bytes"),
        (lambda: Generous(b"x" * 100_000), OSError, "gives 100000 bytes where 65536"),
    ],
)
def test_files_that_misbehave_are_not_sent(
    server: Server, file: Any, error: type[Exception], match: str, *, awaited: bool
) -> None:
    server.always = Say(data=THING)
    for call, argument in ((put_bytes, file()), (send, {"file": file()})):
        with pytest.raises(error, match=match):
            asyncio.run(call.aio(argument)) if awaited else call(argument)
        put_bytes(b"next")
    # The service sees that the others are not whole: a length, or the last chunk, is not there.
    assert [asked.body for asked in server.asked].count(b"next") == 2


def test_all_that_a_file_without_a_size_gives_is_sent(server: Server) -> None:
    class Whole(Least):
        def __init__(self, data: bytes) -> None:
            whole = io.BytesIO(data)
            self.read = lambda _: whole.read()  # type: ignore[assignment]

    server.always = Say(data=THING)
    data = os.urandom(300_000)
    put_bytes(Whole(data))
    send({"file": Whole(data)})
    assert server.asked[0].body == server.asked[1].parts[0].content == data


PARTS = [b"ab", b"", bytearray(b"c"), memoryview(b"de")]


async def later(parts: list[Any]) -> AsyncIterator[Any]:
    for part in parts:
        await asyncio.sleep(0)
        yield part


def put(body: Any, *, awaited: bool, **options: Any) -> None:
    given = CallOptions(**options)
    asyncio.run(put_bytes.aio(body, options=given)) if awaited else put_bytes(body, options=given)


@pytest.mark.parametrize("awaited", [False, True])
def test_a_body_in_parts(server: Server, *, awaited: bool) -> None:
    server.always = Say(data=THING)
    makers: list[Callable[[list[Any]], Any]] = [list, iter, lambda parts: (one for one in parts)]
    for make in [*makers, *([later] if awaited else [])]:
        put(make(PARTS), awaited=awaited)
        assert server.asked[-1].body == b"abcde"
        assert server.asked[-1].headers["transfer-encoding"] == "chunked"


@pytest.mark.parametrize("awaited", [False, True])
def test_a_body_in_parts_is_sent_again_if_it_can_be(server: Server, *, awaited: bool) -> None:
    server.say(Say(503, headers=SOON), THING)
    put(PARTS, awaited=awaited)
    assert [asked.body for asked in server.asked] == [b"abcde"] * 2
    server.say(Say(503, headers=SOON))
    with pytest.raises(InternalServerError):
        put(iter(PARTS), awaited=awaited)
    assert len(server.asked) == 3


@pytest.mark.parametrize("awaited", [False, True])
def test_parts_that_cannot_be_sent(server: Server, *, awaited: bool) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a"
        raise LookupError

    with pytest.raises(LookupError):
        put(broken(), awaited=awaited)
    with pytest.raises(TypeError, match="item 1 of the body is a str, not bytes"):
        put([b"a", "b"], awaited=awaited)
    if not awaited:
        with pytest.raises(TypeError, match="needs the async call"):
            put(later(PARTS), awaited=False)
    server.say(THING)
    put(b"next", awaited=awaited)
    assert server.asked[-1].body == b"next"


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("change", [-5, 5])
def test_a_file_that_changes_while_it_is_sent(
    server: Server, tmp_path: Path, change: int, *, awaited: bool
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 200_000)

    def resize(sent: int, _: int | None) -> None:
        if sent == 1 << 16:
            os.truncate(path, 200_000 + change)

    server.always = Say(data=THING)
    options = CallOptions(on_upload=resize, max_retries=0)

    def call() -> object:
        return (
            asyncio.run(put_bytes.aio(path, options=options))
            if awaited
            else put_bytes(path, options=options)
        )

    if change < 0:
        with pytest.raises(OSError, match="became shorter"):
            call()
        assert all(asked.size < 200_000 for asked in server.asked)
    else:
        call()
        assert server.asked[0].body == b"x" * 200_000


@pytest.mark.parametrize("awaited", [False, True])
def test_a_service_that_refuses_early(*, awaited: bool) -> None:
    """It responds to the headers, and closes: the response is what counts."""
    refusal = b"HTTP/1.1 413 Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"

    def refuse(listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                while b"\r\n\r\n" not in connection.recv(1 << 16):
                    pass
                connection.sendall(refusal)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(1 << 16):
                    pass

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=refuse, args=(listening,), daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        client = BaseClient(API, {}, base_url=url, max_retries=0)
        call, data = put_bytes.using(client), io.BytesIO(bytes(5 << 20))
        with client, pytest.raises(ContentTooLargeError):
            asyncio.run(call.aio(data)) if awaited else call(data)
        listening.shutdown(socket.SHUT_RDWR)


SENT = """
async def awaited(path):
    await files_api.send.aio({"file": path})

path, small = Path(sys.argv[1]), Path(sys.argv[2])
files_api.send({"file": small})
before = most()
with path.open("rb") as opened:
    files_api.send({"file": opened})
files_api.send({"file": path})
asyncio.run(awaited(path))
print(most() - before)
"""


@pytest.mark.slow
@pytest.mark.external
def test_a_large_file_is_not_held_in_memory(server: Server, tmp_path: Path) -> None:
    server.always = Say(data=THING)
    server.say(THING, Say(503, headers=SOON))
    large, small = tmp_path / "large", tmp_path / "small"
    small.write_bytes(b"x" * 200_000)
    with large.open("wb") as sparse:
        sparse.truncate(LARGE)
    grown = child(SENT, large, small)
    assert grown < 20_000, f"{grown} KiB more"
    assert [a.size > LARGE for a in server.asked] == [False, True, True, True, True]
