"""Every operation, over a real socket, in every view: what is sent is what the document asks for
(openapi-core judges), and what comes back is read into the declared type without a warning.
"""

from __future__ import annotations

import inspect
import json
from dataclasses import replace

import pytest
from server import Answer, Document, Kind, read
from support.caller import Caller, both, plain
from support.event_streams import stream
from support.operations import operations
from support.packages import GROUPS, OVERLAY, SPEC
from support.rounds import check, check_pages, rounds

OPERATIONS = operations(Document(read(SPEC, OVERLAY)), GROUPS)


def those(chosen):
    return pytest.mark.parametrize("operation", [*filter(chosen, OPERATIONS)], ids=repr)


every = those(lambda _: True)
paged = those(lambda one: one.paged)
streamed = those(lambda one: one.streams)
with_options = those(lambda one: one.has_options)


@pytest.fixture
def caller(package, server, operation):
    with Caller(package, server, operation) as caller:
        yield caller


def check_typed(caller, arguments, result):
    """The result is what the service answered, and of the declared type."""
    with caller.warned():
        request = caller.bound.request(*arguments.positional, **arguments.keywords)
    assert type(result) is request.returns
    check(caller, arguments, result)


def test_the_document_has_all_operations():
    assert [operation.name for operation in OPERATIONS].count("create_assistant") == 1
    assert len(OPERATIONS) == 23
    assert sum(operation.paged for operation in OPERATIONS) == 4
    assert sum(operation.streams for operation in OPERATIONS) == 3


@every
@both
def test_call(caller, awaited):
    for arguments in rounds(caller):
        check_typed(caller, arguments, caller.call("", arguments, awaited=awaited))


@every
@both
def test_attempt(package, caller, awaited):
    for arguments in rounds(caller):
        outcome = caller.call("attempt", arguments, awaited=awaited)
        assert isinstance(outcome, package.Ok)
        check_typed(caller, arguments, outcome.value)


@every
@both
def test_attempt_that_fails(package, caller, operation, awaited):
    arguments = operation.arguments(Kind.EXAMPLE, optional=False)
    body = {"error": {"message": "none such", "type": "t", "param": None, "code": None}}
    caller.server.answer_next(Answer.of(body, status=404))
    outcome = caller.call("attempt", arguments, awaited=awaited)
    assert isinstance(outcome, package.Err)
    assert isinstance(outcome.error, package.NotFoundError)
    assert outcome.error.body == body
    assert (outcome.error.method, outcome.error.status) == (operation.method, 404)


@every
@both
def test_raw(caller, awaited):
    for arguments in rounds(caller):
        reply = caller.call("raw", arguments, awaited=awaited)
        assert reply.status == 200
        assert reply.body == caller.server.answers[-1].body
        assert reply.request_id == reply.headers["X-Request-ID"]
        check_typed(caller, arguments, reply.parse())


@every
def test_request_is_described_but_not_sent(caller, operation):
    for arguments in rounds(caller):
        request = caller.sync("request", arguments)
        assert request.method == operation.method
        assert request.url_path == operation.path
    assert caller.server.requests == []


@every
def test_credentials_and_address_of_one_call(package, caller, operation):
    arguments = operation.arguments(Kind.EXAMPLE, optional=False)
    overrides = {
        "openai_api_key": "sk-one",
        "openai_organization_key": "org-one",
        "base_url": caller.server.url,
        "options": package.CallOptions(client=caller.client),
    }
    with caller.warned():
        getattr(package, operation.name)(*arguments.positional, **overrides)
    headers = caller.server.last.headers
    assert headers["authorization"] == "Bearer sk-one"
    assert headers["openai-organization"] == "org-one"
    assert headers["openai-beta"] == "assistants=v2"


@paged
@both
def test_iter_reads_every_page(caller, awaited):
    check_pages(caller, awaited=awaited)


def sent_events(server):
    """The events of the last answer, as JSON."""
    for chunk in server.answers[-1].chunks:
        head, _, data = chunk.decode().strip().partition("\n")
        text = data.removeprefix("data: ")
        value = text if text == "[DONE]" else json.loads(text)
        yield {"event": head.removeprefix("event: "), "data": value}


def check_events(server, events):
    expected = list(sent_events(server))
    assert plain(events) == expected
    names = [event["event"] for event in expected]
    assert names[0] == "thread.created"
    assert names[-1] == "done"
    assert len(set(names)) == 24
    assert server.last.json["stream"] is True


def check_updates(package, server, updates):
    assert updates[-1] == package.Finished()
    assert all(isinstance(update, package.Data) for update in updates[:-1])
    check_events(server, [update.value for update in updates[:-1]])


def free_rounds(caller):
    """The arguments of each round; the server answers as the request asks for it."""
    for arguments in rounds(caller):
        caller.server.success = None
        yield arguments


@streamed
@both
def test_stream(package, caller, awaited):
    for arguments in free_rounds(caller):
        check_events(caller.server, stream(caller, arguments, awaited=awaited))
        updates: list = []
        stream(caller, arguments, updates.append, awaited=awaited)
        check_updates(package, caller.server, updates)


@with_options
@both
def test_stream_to(package, caller, operation, awaited):
    for arguments in free_rounds(caller):
        updates: list = []
        given = replace(arguments, keywords={**arguments.keywords, "stream_to": updates.append})
        result = caller.call("", given, awaited=awaited)
        if not operation.streams:
            assert updates == [package.Data(result), package.Finished()]
            check(caller, arguments, result)
            continue
        check_updates(package, caller.server, updates)
        data = [event["data"] for event in sent_events(caller.server)]
        runs = [one for one in data if one != "[DONE]" and one["object"] == "thread.run"]
        assert plain(result) == runs[-1]


@every
def test_stream_to_is_where_options_are(package, operation):
    parameters = inspect.signature(getattr(package, operation.name)).parameters
    assert ("stream_to" in parameters) is operation.has_options
    assert "stream" not in parameters
