"""Each operation of OpenAI's whole document that answers with events, streamed."""

from __future__ import annotations

import asyncio
import queue
import warnings

import pytest
from server import Answer, Kind, event
from support import sent
from support.caller import Caller, both, plain
from support.event_streams import ENDS, answer, calls, known, stream, unknown
from support.openai_documents import called

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]

STREAMED = [one for one in called().values() if one.streams]
streamed = pytest.mark.parametrize("operation", STREAMED, ids=repr)


@pytest.fixture
def caller(whole_called, whole_server, operation):
    with Caller(whole_called, whole_server, operation) as caller:
        yield caller


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
    reported = [str(one.message) for one in caught if one.category is whole_called.DriftWarning]
    assert len(reported) == 1
    assert "kind.of.tomorrow" in reported[0]


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
    reported = {"message": "too much", "type": "server_error", "code": "c", "param": None}
    wrong = event("error", {"type": "error", "sequence_number": 1, **reported, "error": reported})
    reply = answer(operation, [first], ended=False)
    caller.server.answer_next(Answer.stream(*reply.chunks, wrong))
    updates: list = []
    with pytest.raises(whole_called.APIError, match="too much"):
        stream(caller, calls(operation)[0], updates.append, awaited=awaited)
    assert plain([update.value for update in updates[:-1]]) == [first]
    assert isinstance(updates[-1], whole_called.Failed)
