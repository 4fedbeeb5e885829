"""Files that are sent: whole, again, and without being held in memory."""

import asyncio
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from runtime.client import BaseClient
from runtime.errors import APIConnectionError, BadRequestError, InternalServerError
from runtime.request import CallOptions
from runtime.retries import Retries
from support.child_process import child
from support.files_api import API, send
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
