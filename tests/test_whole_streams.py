"""Each operation of OpenAI's whole document that answers with events, streamed."""

from __future__ import annotations

import asyncio
import queue
import warnings
from typing import TYPE_CHECKING

import pytest
import sent
from caller import Caller, plain
from server import Answer, Kind, event
from whole import called

if TYPE_CHECKING:
    from calls import Arguments, Called

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]

# How the service ends each: the last event's kind, or `[DONE]`, which is data alone.
ENDS = {
    "create_speech": "speech.audio.done",
    "create_transcription": "transcript.text.done",
    "create_chat_completion": "[DONE]",
    "create_completion": "[DONE]",
    "create_image_edit": "image_edit.completed",
    "create_image": "image_generation.completed",
    "create_response": "response.completed",
    "get_response": "response.completed",
    "create_thread_and_run": "done",
    "create_run": "done",
    "submit_tool_outputs_to_run": "done",
    "beta_create_response": "response.completed",
    "beta_get_response": "response.completed",
}
STREAMED = [one for one in called().values() if one.streams]
UNKNOWN = {"new": {"deep": [1, None, "naïve ✓"]}}

streamed = pytest.mark.parametrize("operation", STREAMED, ids=repr)
both = pytest.mark.parametrize("awaited", [False, True], ids=["now", "awaited"])


@pytest.fixture
def caller(whole_called, whole_server, operation):
    with Caller(whole_called, whole_server, operation) as caller:
        yield caller


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


def known(caller: Caller, kind: Kind) -> list:
    """An event of each kind, errors excepted; the one that ends the stream stands last."""
    values, operation = caller.server.values, caller.operation
    made = [values.make(variant, kind) for variant in values.variants(operation.events)]
    found = [one for one in made if name(one) != "error" and not one.get("error")]
    return sorted(found, key=lambda one: name(one) == ENDS[operation.name])


def unknown(first):
    if "data" in first:
        return {"event": "kind.of.tomorrow", "data": UNKNOWN}
    return first | UNKNOWN | {"type" if "type" in first else "object": "kind.of.tomorrow"}


def name(data) -> str:
    return data.get("event", data.get("type", ""))


def answer(operation: Called, events, *, ended: bool = True, **more) -> Answer:
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


def test_all_streams_are_known():
    assert {one.name for one in STREAMED} == set(ENDS)


@streamed
@both
def test_every_known_kind(caller, operation, awaited):
    server = caller.server
    for kind in Kind:
        events = known(caller, kind)
        for arguments in calls(operation):
            server.answer_next(answer(operation, events))
            assert plain(stream(caller, arguments, awaited=awaited)) == events
            asked = arguments.asking(operation.flag)
            sent.check(operation, asked, server.last, server.values)


@streamed
@both
def test_an_unknown_kind_keeps_its_data_and_warns_once(whole_called, caller, operation, awaited):
    first, *_, last = [*known(caller, Kind.EXAMPLE)] * 2
    events = [first, unknown(first), last]
    caller.server.answer_next(answer(operation, events))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = stream(caller, calls(operation)[0], awaited=awaited)
    assert plain(found) == events
    told = [str(one.message) for one in caught if one.category is whole_called.DriftWarning]
    assert len(told) == 1
    assert "kind.of.tomorrow" in told[0]


@streamed
@both
def test_sinks(whole_called, caller, operation, awaited):
    events = known(caller, Kind.LEAST)
    listed: list = []
    kept: queue.Queue = queue.Queue()
    later: asyncio.Queue = asyncio.Queue()
    for sink in (listed.append, kept, *([later] if awaited else [])):
        caller.server.answer_next(answer(operation, events))
        stream(caller, calls(operation)[0], sink, awaited=awaited)
    put = [later.get_nowait() for _ in range(later.qsize())] if awaited else listed
    for updates in (listed, [*kept.queue], put):
        assert updates[-1] == whole_called.Finished()
        assert plain([update.value for update in updates[:-1]]) == events


@streamed
@both
def test_a_stream_that_breaks_off_raises(whole_called, caller, operation, awaited):
    first = known(caller, Kind.EXAMPLE)[:1]
    for broken in (False, True):
        caller.server.answer_next(answer(operation, first, ended=False, broken=broken))
        updates: list = []
        with pytest.raises(whole_called.APIConnectionError):
            stream(caller, calls(operation)[0], updates.append, awaited=awaited)
        assert plain([update.value for update in updates[:-1]]) == first
        assert isinstance(updates[-1], whole_called.Failed)


@streamed
@both
def test_an_error_within_the_stream_raises(whole_called, caller, operation, awaited):
    first, *_ = known(caller, Kind.EXAMPLE)
    told = {"message": "too much", "type": "server_error", "code": "c", "param": None}
    wrong = event("error", {"type": "error", "sequence_number": 1, **told, "error": told})
    reply = answer(operation, [first], ended=False)
    caller.server.answer_next(Answer.stream(*reply.chunks, wrong))
    updates: list = []
    with pytest.raises(whole_called.APIError, match="too much"):
        stream(caller, calls(operation)[0], updates.append, awaited=awaited)
    assert plain([update.value for update in updates[:-1]]) == [first]
    assert isinstance(updates[-1], whole_called.Failed)
