"""The calls that a test makes of an operation, and the checks of each."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from server import Kind, holds_file

from support import sent
from support.caller import plain
from support.operations import FORM, JSON, Arguments, Called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server import Answer

    from support.caller import Caller

# What a call is given, and what it gets: nothing optional, all of it, nulls, all there can be.
ROUNDS = (
    (Kind.EXAMPLE, False, Kind.LEAST),
    (Kind.EXAMPLE, True, Kind.EXAMPLE),
    (Kind.LEAST, True, Kind.EXAMPLE),
    (Kind.MOST, True, Kind.MOST),
)
# What is declared and cannot be: a file has no form in JSON. An entry not needed fails its test.
UNSENDABLE = {("create_skill", JSON), ("create_skill_version", JSON)}


def rounds(caller: Caller) -> Iterator[Arguments]:
    """The arguments of each round, for each kind of body and each way to succeed."""
    operation, server = caller.operation, caller.server
    for media_type in [one for one in operation.bodies if sendable(operation, one)] or [None]:
        for kind, optional, reply in ROUNDS:
            server.kind = reply
            arguments = operation.arguments(kind, optional=optional, media_type=media_type)
            for server.success in operation.replies:
                yield chosen(operation, sent.prepared(arguments))


def sendable(operation: Called, media_type: str) -> bool:
    """Whether a body of this kind can be sent at all."""
    return (operation.name, media_type) not in UNSENDABLE


def chosen(operation: Called, arguments: Arguments) -> Arguments:
    """The same with `media_type` named, where what is passed does not say it."""
    if len(operation.bodies) < 2 or by_what_is_passed(operation, arguments) == arguments.media_type:
        return arguments
    return replace(arguments, keywords={**arguments.keywords, "media_type": arguments.media_type})


def by_what_is_passed(operation: Called, arguments: Arguments) -> str:
    """The kind of body that the arguments alone make."""
    given = {*arguments.sent.get("body", {}), *arguments.sent.get("whole", {})}
    fitting = [
        media_type
        for media_type in operation.bodies
        if given <= {one.wire for one in operation.members if media_type in one.schemas}
    ]
    if FORM in fitting and holds_file(arguments.body):
        return FORM
    return JSON if JSON in fitting else fitting[0]


def check(caller: Caller, arguments: Arguments, result: object) -> None:
    """The request held what the call was given, and the result is what the service answered."""
    server, operation = caller.server, caller.operation
    sent.check(operation, arguments, server.last, server.values)
    check_result(result, server.answers[-1])


def check_result(result: object, answer: Answer) -> None:
    media_type = answer.headers.get("content-type", "")
    if "json" in media_type:
        assert plain(result) == json.loads(answer.body)
    elif isinstance(result, str):
        assert result.encode() == answer.body
    else:
        assert result == (answer.body if media_type else None)


def check_pages(caller: Caller, *, awaited: bool) -> None:
    """All items come, a page at a time, each page asked for by the last item before it."""
    server = caller.server
    server.reset()
    arguments = caller.operation.arguments(Kind.EXAMPLE, optional=True)
    given, keywords = arguments.positional, {**arguments.keywords, "limit": 2}

    async def main() -> list:
        async with caller.aio() as aio:
            return [item async for item in aio.iter(*given, **keywords)]

    with caller.warned():
        items = asyncio.run(main()) if awaited else [*caller.bound.iter(*given, **keywords)]
    pages = [json.loads(answer.body) for answer in server.answers]
    assert [len(page["data"]) for page in pages] == [2, 2, 1]
    assert plain(items) == [item for page in pages for item in page["data"]]
    cursors = [dict(request.query)["after"] for request in server.requests[1:]]
    assert cursors == [page["last_id"] for page in pages[:-1]]
