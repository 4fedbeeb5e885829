"""Every operation, over a real socket, in every view: what is sent is what the document asks for
(openapi-core judges), and what comes back is read into the declared type without a warning.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import queue
from dataclasses import replace

import pytest
from server import Answer, Document, Kind, Server, read
from support.caller import Caller
from support.operations import Arguments, Called, operations
from support.packages import GROUPS, OVERLAY, SPEC, assistants

DOCUMENT = read(SPEC, OVERLAY)
OPERATIONS = operations(Document(DOCUMENT), GROUPS)
PAGED = [operation for operation in OPERATIONS if operation.paged]
STREAMED = [operation for operation in OPERATIONS if operation.streams]
WITH_OPTIONS = [operation for operation in OPERATIONS if operation.has_options]

# What a call is given, and what it gets: nothing optional, all of it, nulls, all there can be.
ROUNDS = (
    (Kind.EXAMPLE, False, Kind.LEAST),
    (Kind.EXAMPLE, True, Kind.EXAMPLE),
    (Kind.LEAST, True, Kind.EXAMPLE),
    (Kind.MOST, True, Kind.MOST),
)

every = pytest.mark.parametrize("operation", OPERATIONS, ids=repr)
paged = pytest.mark.parametrize("operation", PAGED, ids=repr)
streamed = pytest.mark.parametrize("operation", STREAMED, ids=repr)
with_options = pytest.mark.parametrize("operation", WITH_OPTIONS, ids=repr)


@pytest.fixture(scope="module")
def running():
    with Server(DOCUMENT) as server:
        yield server


@pytest.fixture(scope="module")
def oa():
    return assistants()


def rounds(operation: Called, server: Server):
    for kind, optional, reply in ROUNDS:
        server.kind = reply
        yield operation.arguments(kind, optional=optional)


def answered(server: Server):
    return json.loads(server.answers[-1].body)


def sent_events(answer: Answer):
    for chunk in answer.chunks:
        head, _, data = chunk.decode().strip().partition("\n")
        text = data.removeprefix("data: ")
        yield {
            "event": head.removeprefix("event: "),
            "data": text if text == "[DONE]" else json.loads(text),
        }


def dumped(values):
    return [value.model_dump(mode="json") for value in values]


def check_result(result, caller: Caller, arguments: Arguments):
    with caller.warned():
        returns = caller.bound.request(*arguments.positional, **arguments.keywords).returns
    assert type(result) is returns
    assert result.model_dump(mode="json") == answered(caller.server)


def test_the_document_has_all_operations():
    assert [operation.name for operation in OPERATIONS].count("create_assistant") == 1
    assert len(OPERATIONS) == 23
    assert len(PAGED) == 4
    assert len(STREAMED) == 3


@every
def test_call(oa, server, operation):
    with Caller(oa, server, operation) as caller:
        for arguments in rounds(operation, server):
            check_result(caller.sync("", arguments), caller, arguments)


@every
def test_call_awaited(oa, server, operation):
    with Caller(oa, server, operation) as caller:
        for arguments in rounds(operation, server):
            check_result(caller.awaited("", arguments), caller, arguments)


@every
def test_attempt(oa, server, operation):
    with Caller(oa, server, operation) as caller:
        for arguments in rounds(operation, server):
            for outcome in (
                caller.sync("attempt", arguments),
                caller.awaited("attempt", arguments),
            ):
                assert isinstance(outcome, oa.Ok)
                check_result(outcome.value, caller, arguments)


@every
def test_attempt_that_fails(oa, server, operation):
    arguments = operation.arguments(Kind.EXAMPLE, optional=False)
    body = {"error": {"message": "none such", "type": "t", "param": None, "code": None}}
    server.answer_next(*[Answer.of(body, status=404)] * 2)
    with Caller(oa, server, operation) as caller:
        for outcome in (caller.sync("attempt", arguments), caller.awaited("attempt", arguments)):
            assert isinstance(outcome, oa.Err)
            assert isinstance(outcome.error, oa.NotFoundError)
            assert outcome.error.body == body
            assert (outcome.error.method, outcome.error.status) == (operation.method, 404)


@every
def test_raw(oa, server, operation):
    with Caller(oa, server, operation) as caller:
        for arguments in rounds(operation, server):
            for reply in (caller.sync("raw", arguments), caller.awaited("raw", arguments)):
                assert reply.status == 200
                assert reply.body == server.answers[-1].body
                assert reply.request_id == reply.headers["X-Request-ID"]
                check_result(reply.parse(), caller, arguments)


@every
def test_request_is_described_but_not_sent(oa, server, operation):
    with Caller(oa, server, operation) as caller:
        for arguments in rounds(operation, server):
            request = caller.sync("request", arguments)
            assert request.method == operation.method
            assert request.url_path == operation.path
    assert server.requests == []


@every
def test_credentials_and_address_of_one_call(oa, server, operation):
    arguments = operation.arguments(Kind.EXAMPLE, optional=False)
    overrides = {
        "openai_api_key": "sk-one",
        "openai_organization_key": "org-one",
        "base_url": server.url,
    }
    function = getattr(oa, operation.name)
    with Caller(oa, server, operation) as caller, caller.warned():
        function(*arguments.positional, **overrides, options=oa.CallOptions(client=caller.client))
    assert server.last.headers["authorization"] == "Bearer sk-one"
    assert server.last.headers["openai-organization"] == "org-one"
    assert server.last.headers["openai-beta"] == "assistants=v2"


@paged
def test_iter_reads_every_page(oa, server, operation):
    arguments = operation.arguments(Kind.EXAMPLE, optional=True)
    keywords = {**arguments.keywords, "limit": 2}
    with Caller(oa, server, operation) as caller:
        with caller.warned():
            items = list(caller.bound.iter(*arguments.positional, **keywords))
        check_pages(server, items)
        server.reset()

        async def main():
            async with caller.aio() as aio:
                found = aio.iter(*arguments.positional, **keywords)
                return [item async for item in found]

        with caller.warned():
            items = asyncio.run(main())
        check_pages(server, items)


def check_pages(server: Server, items):
    pages = [json.loads(answer.body) for answer in server.answers]
    assert [len(page["data"]) for page in pages] == [2, 2, 1]
    assert dumped(items) == [item for page in pages for item in page["data"]]
    cursors = [dict(request.query)["after"] for request in server.requests[1:]]
    assert cursors == [page["last_id"] for page in pages[:-1]]


@streamed
def test_stream(oa, server, operation):
    with Caller(oa, server, operation) as caller:
        for arguments in rounds(operation, server):
            with caller.bound.stream(*arguments.positional, **arguments.keywords) as events:
                check_events(server, list(events))

            async def main(arguments=arguments):
                async with (
                    caller.aio() as aio,
                    aio.stream(*arguments.positional, **arguments.keywords) as events,
                ):
                    return [event async for event in events]

            check_events(server, asyncio.run(main()))


def check_events(server: Server, events):
    expected = list(sent_events(server.answers[-1]))
    assert dumped(events) == expected
    names = [event["event"] for event in expected]
    assert names[0] == "thread.created"
    assert names[-1] == "done"
    assert len(set(names)) == 24
    assert server.last.json["stream"] is True


@streamed
def test_stream_to_sinks(oa, server, operation):
    arguments = operation.arguments(Kind.EXAMPLE, optional=True)
    taken: queue.Queue = queue.Queue()
    with Caller(oa, server, operation) as caller:
        with caller.bound.stream(*arguments.positional, **arguments.keywords) as events:
            events.to(taken)
        check_updates(oa, server, list(taken.queue))

        async def main():
            updates: asyncio.Queue = asyncio.Queue()
            async with (
                caller.aio() as aio,
                aio.stream(*arguments.positional, **arguments.keywords) as events,
            ):
                await events.to(updates)
            return [updates.get_nowait() for _ in range(updates.qsize())]

        check_updates(oa, server, asyncio.run(main()))


def check_updates(oa, server: Server, updates):
    assert updates[-1] == oa.Finished()
    assert all(isinstance(update, oa.Data) for update in updates[:-1])
    check_events(server, [update.value for update in updates[:-1]])


@with_options
def test_stream_to(oa, server, operation):
    with Caller(oa, server, operation) as caller:
        for arguments in rounds(operation, server):
            updates: list = []
            keywords = {**arguments.keywords, "stream_to": updates.append}
            given = replace(arguments, keywords=keywords)
            result = caller.sync("", given)
            check_streamed_to(oa, operation, server, updates, result)
            updates.clear()
            result = caller.awaited("", given)
            check_streamed_to(oa, operation, server, updates, result)


def check_streamed_to(oa, operation: Called, server: Server, updates, result):
    if not operation.streams:
        assert updates == [oa.Data(result), oa.Finished()]
        assert result.model_dump(mode="json") == answered(server)
        return
    check_updates(oa, server, updates)
    runs = [
        event["data"]
        for event in sent_events(server.answers[-1])
        if isinstance(event["data"], dict) and event["data"]["object"] == "thread.run"
    ]
    assert result.model_dump(mode="json") == runs[-1]


@every
def test_stream_to_is_where_options_are(oa, operation):
    parameters = inspect.signature(getattr(oa, operation.name)).parameters
    assert ("stream_to" in parameters) is operation.has_options
    assert "stream" not in parameters
