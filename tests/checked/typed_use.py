"""How a user's code is judged by type checkers; the lines that are marked must be reported."""

import asyncio
import io
import queue
import tempfile
from pathlib import Path
from typing import IO, BinaryIO, assert_type

from runtime.error_details import ErrorResponse
from runtime.errors import NotFoundError
from runtime.raw_responses import AsyncRawResponse, RawResponse
from runtime.request import Request
from runtime.results import Data, Err, Failed, Finished, Ok
from support.files_api import download, edit, export, speak, subtitles, transcribe
from support.runtime_api import (
    Client,
    Created,
    Thing,
    ThingEvent,
    Things,
    create_thing,
    list_things,
    old_thing,
    run_thing,
)


def right() -> None:
    assert_type(create_thing("a", mode="fast"), Thing)
    assert_type(create_thing.raw("a"), RawResponse[Thing])
    assert_type(create_thing.raw("a").parse(), Thing)
    assert_type(create_thing.request("a"), Request[Thing])
    assert_type(create_thing.using(Client())("a"), Thing)
    assert_type(create_thing("a").tools[0].type == "code", bool)
    for thing in list_things.iter(order="asc"):
        assert_type(thing, Thing)
    for page in list_things.using(Client()).pages(order="asc"):
        assert_type(page, Things)
    with run_thing.stream("t") as events:
        for event in events:
            if isinstance(event, Created):
                assert_type(event.data, Thing)
        assert_type(events.final(), Thing)
    match create_thing.attempt("a"):
        case Ok(value):
            assert_type(value, Thing)
        case Err(NotFoundError() as error):
            assert_type(error, NotFoundError)
            assert_type(error.status_code, int)
            assert_type(error.code, str | None)
            assert_type(error.response, ErrorResponse)
            assert_type(error.response.headers["x"], str)
        case Err(error):
            print(error.status)
            assert_type(error.status_code, int | None)
            assert_type(error.response, ErrorResponse | None)
            assert_type(error.type, str | None)
            assert_type(error.param, str | None)
            assert_type(error.message, str)


async def awaited() -> None:
    assert_type(await create_thing.aio("a"), Thing)
    assert_type(await create_thing.aio.raw("a"), AsyncRawResponse[Thing])
    async for thing in list_things.aio.iter():
        assert_type(thing, Thing)
    async for page in list_things.using(Client()).aio.pages():
        assert_type(page, Things)
    async with run_thing.aio.stream("t") as events:
        async for event in events:
            print(event.event)
        assert_type(await events.final(), Thing)


def files(binary: BinaryIO, either: IO[bytes]) -> None:
    transcribe(b"x")
    transcribe(Path("x"))
    transcribe(io.BytesIO())
    transcribe(binary)
    transcribe(("name", either))
    transcribe(("name", Path("x"), "audio/mpeg"))
    with Path("x").open("rb") as opened, tempfile.TemporaryFile() as temporary:
        transcribe(opened)
        transcribe(temporary)
        edit("p", image=[opened, ("name", temporary), b"x"])
    edit("p", image=b"x", media_type="multipart/form-data")
    assert_type(transcribe(b"x"), Thing | str)


def replies() -> None:
    assert_type(download(), bytes)
    assert_type(download.raw(), RawResponse[bytes])
    assert_type(download.raw().parse(), bytes)
    assert_type(export.raw().parse(), bytes | Thing)
    assert_type(subtitles.raw().parse(), str)
    with export.raw() as reply:
        assert_type(reply.body, bytes)
        reply.save("file", progress=print)
        for chunk in reply.chunks():
            assert_type(chunk, bytes)


async def awaited_replies() -> None:
    assert_type(await download.aio.raw(), AsyncRawResponse[bytes])
    assert_type((await subtitles.aio.raw()).parse(), str)
    async with await export.aio.raw() as reply:
        assert_type(await reply.read(), bytes)
        assert_type(reply.body, bytes)
        await reply.save(Path("file"))
        async for chunk in reply.chunks():
            assert_type(chunk, bytes)


def sinks() -> None:
    def listen(update: Data[Thing] | Finished | Failed) -> None:
        print(update)

    queued: queue.Queue[Data[Thing] | Finished | Failed] = queue.Queue()
    waiting: asyncio.Queue[Data[ThingEvent] | Finished | Failed] = asyncio.Queue()
    create_thing("a", stream_to=listen)
    create_thing("a", stream_to=queued)
    run_thing("a", stream_to=waiting)
    speak(stream_to=listen)


def wrong() -> None:
    create_thing()  # no
    create_thing("a", "fast")  # no
    create_thing("a", moode="fast")  # no
    create_thing(1)  # no
    create_thing("a", mode=None)  # no
    list_things(order="up")  # no
    list_things.iter(order="up")  # no
    list_things.pages(order="up")  # no
    create_thing.raw("a").nothing()  # no
    create_thing.iter("a")  # no
    create_thing.stream("a")  # no
    print(create_thing("a").nothing)  # no
    print(create_thing.attempt("a").value)  # no
    old_thing()  # no: deprecated
    create_thing("a", stream_to=queue.Queue[int]())  # no


def wrong_files(text: IO[str]) -> None:
    transcribe("x.mp3")  # no
    transcribe(text)  # no
    transcribe((b"x", "name"))  # no
    transcribe(("name", b"x", 1))  # no
    edit("p", image=["x"])  # no
    edit("p", media_type="text/plain")  # no
    download.raw().read()  # no
    download.raw().save(1)  # no


async def wrong_replies() -> None:
    (await download.aio.raw()).close()  # no
    for _ in (await download.aio.raw()).chunks():  # no
        pass


async def wrong_awaited() -> None:
    await create_thing("a")  # no
    await create_thing.aio("a", moode="fast")  # no
    for _ in list_things.aio.iter():  # no
        pass
