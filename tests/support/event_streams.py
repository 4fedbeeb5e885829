"""The event streams of OpenAI's documents: what the service sends, and how a call reads it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from server import Answer, Kind, event

from support import sent

if TYPE_CHECKING:
    from server.reading import Object

    from support.caller import Caller
    from support.operations import Arguments, Called

# How the service ends each: the last event's kind, or `[DONE]`, which is data alone.
ENDS = {
    "create_speech": "speech.audio.done", "create_transcription": "transcript.text.done",
    "create_chat_completion": "[DONE]", "create_completion": "[DONE]",
    "create_image_edit": "image_edit.completed", "create_image": "image_generation.completed",
    "create_response": "response.completed", "get_response": "response.completed",
    "create_thread_and_run": "done", "create_run": "done", "submit_tool_outputs_to_run": "done",
    "beta_create_response": "response.completed", "beta_get_response": "response.completed",
}  # fmt: skip
UNKNOWN = {"new": {"deep": [1, None, "naïve ✓"]}}


def calls(operation: Called) -> list[Arguments]:
    """A call for each kind of body."""
    found = []
    for media_type in [*operation.bodies] or [None]:
        made = operation.arguments(Kind.EXAMPLE, optional=True, media_type=media_type)
        place, wire, _ = operation.flag
        if made.keywords.pop(wire, None):
            del made.sent[place][wire]
        if len(operation.bodies) > 1:
            made.keywords["media_type"] = media_type
        found.append(sent.prepared(made))
    return found


def known(caller: Caller, kind: Kind) -> list[Object]:
    """An event of each kind, errors excepted; the one that ends the stream is last."""
    values, operation = caller.server.values, caller.operation
    made = [values.make(variant, kind) for variant in values.variants(operation.events)]
    found = [one for one in made if name(one) != "error" and not one.get("error")]
    return sorted(found, key=lambda one: name(one) == ENDS[operation.name])


def unknown(first: Object) -> Object:
    """An event of a kind that the document does not know, in the manner of one that it knows."""
    if "data" in first:
        return {"event": "kind.of.tomorrow", "data": UNKNOWN}
    return first | UNKNOWN | {"type" if "type" in first else "object": "kind.of.tomorrow"}


def name(data: Object) -> str:
    """The kind of an event."""
    return data.get("event", data.get("type", ""))


def answer(operation: Called, events: list[Object], *, ended: bool = True, **more) -> Answer:
    """The events as the service sends them."""
    chunks = [
        event(one["event"], one["data"])
        if "data" in one and "event" in one
        else event(name(one), one)
        for one in events
    ]
    if ended and ENDS[operation.name] == "[DONE]":
        chunks.append(event("", "[DONE]"))
    return Answer.stream(*chunks, **more)


def stream(caller: Caller, arguments: Arguments, sink=None, *, awaited: bool) -> list:
    """The events of a call; with a sink, they are there instead."""
    given, keywords = arguments.positional, arguments.keywords
    if not awaited:
        with caller.warned(), caller.bound.stream(*given, **keywords) as events:
            return [*events] if sink is None else [events.to(sink)]

    async def main():
        async with caller.aio() as aio, aio.stream(*given, **keywords) as events:
            return [one async for one in events] if sink is None else [await events.to(sink)]

    with caller.warned():
        return asyncio.run(main())
