"""How a user's code is judged by type checkers; the lines that are marked must be reported."""

import asyncio
import queue
from typing import assert_type

from runtime.errors import NotFoundError
from runtime.request import Request
from runtime.results import AsyncReply, Data, Err, Failed, Finished, Ok, Reply
from runtime_api import (
    Client,
    Created,
    Thing,
    ThingEvent,
    create_thing,
    list_things,
    old_thing,
    run_thing,
)


def right() -> None:
    assert_type(create_thing("a", mode="fast"), Thing)
    assert_type(create_thing.raw("a"), Reply[Thing])
    assert_type(create_thing.raw("a").parse(), Thing)
    assert_type(create_thing.request("a"), Request[Thing])
    assert_type(create_thing.using(Client())("a"), Thing)
    assert_type(create_thing("a").tools[0].type == "code", bool)
    for thing in list_things.iter(order="asc"):
        assert_type(thing, Thing)
    with run_thing.stream("t") as events:
        for event in events:
            if isinstance(event, Created):
                assert_type(event.data, Thing)
    match create_thing.attempt("a"):
        case Ok(value):
            assert_type(value, Thing)
        case Err(NotFoundError() as error):
            assert_type(error, NotFoundError)
        case Err(error):
            print(error.status)


async def awaited() -> None:
    assert_type(await create_thing.aio("a"), Thing)
    assert_type(await create_thing.aio.raw("a"), AsyncReply[Thing])
    async for thing in list_things.aio.iter():
        assert_type(thing, Thing)
    async with run_thing.aio.stream("t") as events:
        async for event in events:
            print(event.event)


def sinks() -> None:
    def listen(update: Data[Thing] | Finished | Failed) -> None:
        print(update)

    told: queue.Queue[Data[Thing] | Finished | Failed] = queue.Queue()
    waiting: asyncio.Queue[Data[ThingEvent] | Finished | Failed] = asyncio.Queue()
    create_thing("a", stream_to=listen)
    create_thing("a", stream_to=told)
    run_thing("a", stream_to=waiting)


def wrong() -> None:
    create_thing()  # no
    create_thing("a", "fast")  # no
    create_thing("a", moode="fast")  # no
    create_thing(1)  # no
    create_thing("a", mode=None)  # no
    list_things(order="up")  # no
    list_things.iter(order="up")  # no
    create_thing.raw("a").nothing()  # no
    create_thing.iter("a")  # no
    create_thing.stream("a")  # no
    print(create_thing("a").nothing)  # no
    print(create_thing.attempt("a").value)  # no
    old_thing()  # no: deprecated
    create_thing("a", stream_to=queue.Queue[int]())  # no


async def wrong_awaited() -> None:
    await create_thing("a")  # no
    await create_thing.aio("a", moode="fast")  # no
    for _ in list_things.aio.iter():  # no
        pass
