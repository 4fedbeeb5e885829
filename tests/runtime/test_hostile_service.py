"""What a service, or somebody in its place, cannot do to a client."""

import asyncio
import gzip
import io
import itertools
import json
import logging
import time
import traceback
import tracemalloc
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from runtime.errors import APIError, APIResponseError, APIStatusError, DriftWarning
from runtime.request import CallOptions
from runtime.webhooks import read_payload
from support.files_api import API, connect, download, export, send, subtitles
from support.runtime_api import KEY, THING, Thing, run_thing, watch
from support.scripted_server import Say, Server, events

NO_TEXT = ("idna", "rot13", "undefined", "punycode", "hex", "zlib", "base64")
ODD = ("utf-7", "utf-16", "unicode_escape", "mbcs", "'x'", "\xe9", "a" * 5000)


@pytest.mark.parametrize("charset", [*NO_TEXT, *ODD])
def test_any_charset_gives_text(server: Server, charset: str) -> None:
    headers = {"Content-Type": f"text/plain; charset={charset}"}
    server.say(Say(data=b"caf\xc3\xa9 100", headers=headers))
    found = subtitles()
    assert found == "caf\xe9 100" if charset in NO_TEXT else isinstance(found, str)


@pytest.mark.parametrize("name", ["caf\xe9", "caf\xc3\xa9"])
def test_an_error_with_a_header_that_is_not_ascii_is_told(server: Server, name: str) -> None:
    server.say(Say(404, {"error": {"message": "gone"}}, headers={"X-Name": name}))
    with pytest.raises(APIStatusError, match="gone") as caught:
        subtitles()
    assert caught.value.headers["x-name"] == "caf\xe9"


@pytest.mark.parametrize("data", [{"message": f"bad key {KEY}"}, f"bad key {KEY}", {KEY: [KEY]}])
def test_an_event_that_repeats_the_key_shows_it_nowhere(server: Server, data: Any) -> None:
    server.say(events(f"event: error\ndata: {json.dumps(data)}\n\n"))
    with pytest.raises(APIError) as caught, run_thing.stream("t") as stream:
        list(stream)
    assert KEY not in f"{caught.value} {vars(caught.value)} {caught.value.args}"
    assert KEY not in "".join(traceback.format_exception(caught.value))


HOSTILE: list[Any] = ["x", 5, [1], None, {"error": "x\x1b[31m\n"}, {"error": [1]}, {"error": 5}]


@pytest.mark.parametrize("data", [*HOSTILE, {"type": "error"}, {"message": {"message": {}}}])
def test_an_error_event_is_told_whatever_it_holds(server: Server, data: Any) -> None:
    server.say(events(f"event: error\ndata: {json.dumps(data)}\n\n"))
    with pytest.raises(APIError) as caught, run_thing.stream("t") as stream:
        list(stream)
    assert str(caught.value).isprintable()


def test_an_event_that_never_ends_is_given_up(server: Server) -> None:
    options = CallOptions(max_event_size=100_000)
    server.say(events(*["data: " + "x" * 9_990 + "\n"] * 9, "\n"), events(*["x" * 1000] * 200))
    with watch.stream(options=options) as stream, pytest.warns(DriftWarning):
        assert len(list(stream)) == 1
    with (
        pytest.raises(APIResponseError, match="100000 byte"),
        watch.stream(options=options) as stream,
    ):
        list(stream)


def test_the_own_log_shows_no_key(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "files")
    key = "sk-long-enough"
    server.say(Say(500, {"error": key}, headers={"Retry-After-Ms": "1"}))
    server.say(Say(400, {"error": key}, headers={"X-A": key}))
    with pytest.raises(APIError) as caught:
        export()
    said = [one.getMessage() for one in caplog.records if one.name == "files"]
    assert len(said) == 2
    assert key not in f"{said} {caught.value} {vars(caught.value)}"


@pytest.mark.parametrize("text", ["text/plain\r\nX-Evil: y", "text/plain\nX-Evil: y", "a\0b"])
def test_no_media_type_brings_a_header_in(server: Server, text: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)header"):
        send({"file": ("a.txt", b"x", text)})
    media_type: Any = f"application/sdp{text}"
    with pytest.raises(ValueError, match="header"):
        connect(body="x", media_type=media_type)
    assert server.asked == []


def test_no_name_brings_a_part_in(server: Server) -> None:
    server.say(THING)
    evil = 'a"\r\nX-Evil: y\r\n\r\n--'
    send({evil: (evil, b"x"), "deep": {evil: "1"}})
    lines = server.asked[0].body.split(b"\r\n")
    boundary = lines[0]
    assert lines.count(boundary) == 2
    assert not any(line.startswith(b"X-Evil") for line in lines)


def test_a_file_goes_where_the_caller_says(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    headers = {"Content-Disposition": 'attachment; filename="../evil"'}
    server.say(Say(data=b"abc", headers=headers), Say(data=b"abc", headers=headers))
    download.raw().save("mine")
    assert [path.name for path in tmp_path.rglob("*")] == ["here", "mine"]
    with pytest.raises(OSError, match="here"):
        download.raw().save(tmp_path / "here")  # a folder is no file
    assert [path.name for path in tmp_path.rglob("*")] == ["here", "mine"]


def test_a_small_download_that_swells_is_written_as_it_swells(
    server: Server, tmp_path: Path
) -> None:
    size = 60_000_000
    bomb = gzip.compress(bytes(size))
    server.say(Say(data=bomb, headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    try:
        download.raw().save(tmp_path / "zeros")
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()
    assert (tmp_path / "zeros").stat().st_size == size


def slowly() -> Iterator[bytes]:
    yield bytes(100_000)
    time.sleep(1)
    yield b"late"


def test_a_download_that_is_cancelled_leaves_nothing(server: Server, tmp_path: Path) -> None:
    async def main() -> None:
        server.say(Say(pieces=slowly()))
        reply = await download.aio.raw()
        begun = asyncio.Event()
        saving = asyncio.create_task(reply.save(tmp_path / "x", lambda *_: begun.set()))
        await begun.wait()
        saving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await saving
        server.say(Say(data=b"next"))
        assert await download.aio() == b"next"

    asyncio.run(main())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_a_download_that_is_stopped_leaves_nothing(
    server: Server, tmp_path: Path, error: BaseException
) -> None:
    def stop(*_: object) -> None:
        raise error

    server.say(Say(pieces=itertools.repeat(bytes(1000), 50)), Say(data=b"next"))
    with pytest.raises(type(error)):
        download.raw().save(tmp_path / "x", stop)
    assert list(tmp_path.iterdir()) == []
    assert download() == b"next"


def test_a_forged_webhook_writes_no_line_and_fills_no_memory() -> None:
    for kind in ("a\nCRITICAL: all is lost\x1b[2J", {"deep": ["x" * 9999]}, "y" * 9999):
        with pytest.warns(DriftWarning) as caught:
            read_payload(Thing, json.dumps({"type": kind}), API)
        text = str(caught[0].message)
        assert text.isprintable()
        assert len(text) < 800
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number in range(3000):
            read_payload(Thing, json.dumps({"type": f"new {number}"}), API)
    assert len(API.seen) <= 1000


@pytest.mark.parametrize("size", [10, 200_000])
def test_a_file_that_changes_while_it_is_sent(server: Server, tmp_path: Path, size: int) -> None:
    class Changing(io.FileIO):
        change = b""

        def read(self, size: int | None = -1, /) -> bytes:
            path.write_bytes(self.change)
            return super().read(size) or b""

    path = tmp_path / "log"
    path.write_bytes(bytes(size))
    server.always = Say(data=THING)
    with Changing(path) as file:
        file.change = bytes(3 * size)
        send({"file": file})
    (part,) = server.asked[0].parts
    assert part.content == bytes(size)
    with Changing(path) as file, pytest.raises(OSError, match="shorter"):
        send({"file": file})
    assert send({"file": b"next"}).id == "t1"


def test_an_upload_follows_nobody(server: Server) -> None:
    server.say(Say(307, headers={"Location": f"{server.url}/elsewhere"}))
    with pytest.raises(APIStatusError, match="redirects are not followed"):
        send({"file": b"x"})
    assert len(server.asked) == 1
