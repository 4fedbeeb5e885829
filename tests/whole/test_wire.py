"""What goes over the wire, to the byte of meaning: left out, null and given are three things,
and what one call returns another accepts.
"""

from __future__ import annotations

import json

import pytest
from server import Document, Kind, read
from support.operations import operations
from support.packages import GROUPS, OVERLAY, SPEC

pytestmark = pytest.mark.filterwarnings("ignore:The service marks:DeprecationWarning")

CONTENT = "step_details.tool_calls[*].file_search.results[*].content"
DOCUMENT = read(SPEC, OVERLAY)
OPERATIONS = operations(Document(DOCUMENT), GROUPS)


# Left out, null, given.


@pytest.mark.parametrize(
    ("keywords", "sent"),
    [
        ({}, {}),
        ({"name": None}, {"name": None}),
        ({"name": ""}, {"name": ""}),
        ({"tools": []}, {"tools": []}),
        ({"temperature": 0, "top_p": 1.0}, {"temperature": 0, "top_p": 1.0}),
        ({"metadata": {}, "tool_resources": None}, {"metadata": {}, "tool_resources": None}),
        ({"tools": map(dict, [{"type": "file_search"}])}, {"tools": [{"type": "file_search"}]}),
        ({"description": "naïve “✓”\n\x07"}, {"description": "naïve “✓”\n\x07"}),
    ],
    ids=lambda members: ",".join(members) or "nothing",
)
def test_a_body_is_what_was_given(oa, server, keywords, sent):
    oa.create_assistant("gpt-4o", **keywords)
    assert server.last.json == {"model": "gpt-4o", **sent}
    assert server.last.headers["content-type"] == "application/json"


def test_a_required_body_without_members_is_an_empty_object(oa, server):
    oa.modify_assistant("asst_1")
    assert server.last.body == b"{}"


def test_an_optional_body_without_members_is_no_body(oa, server):
    oa.create_thread()
    assert server.last.body == b""
    assert "content-type" not in server.last.headers
    oa.create_thread(metadata=None)
    assert server.last.json == {"metadata": None}


def test_a_query_is_what_was_given(oa, server):
    oa.list_assistants()
    assert server.last.query == ()
    oa.list_assistants(limit=5, order="desc", after=oa.omit)
    assert server.last.query == (("limit", "5"), ("order", "desc"))
    oa.get_run_step("t", "r", "s", include=[CONTENT])
    assert server.last.query == (("include[]", CONTENT),)


def test_path_parameters_are_escaped_whole(oa, server):
    thread = oa.get_thread("a/b?c#d%2e ü")
    assert server.last.path == "/v1/threads/a%2Fb%3Fc%23d%252e%20%C3%BC"
    assert thread.id == "a/b?c#d%2e ü"


@pytest.mark.parametrize("identifier", ["", ".", ".."])
def test_a_path_parameter_cannot_change_the_path(oa, server, identifier):
    with pytest.raises(ValueError, match="assistant_id"):
        oa.get_assistant(identifier)
    assert server.requests == []


def test_only_the_headers_that_are_needed(oa, server):
    oa.get_thread("thread_1")
    expected = {"accept", "accept-encoding", "authorization", "connection", "host"}
    assert set(server.last.headers) == expected | {"openai-beta", "user-agent"}


REQUIRED = {
    "create_assistant": {"model"},
    "create_message": {"role", "content"},
    "create_run": {"assistant_id"},
    "create_thread_and_run": {"assistant_id"},
    "submit_tool_outputs_to_run": {"tool_outputs"},
}


@pytest.mark.parametrize("operation", OPERATIONS, ids=repr)
def test_nothing_is_sent_that_nobody_gave(oa, server, operation):
    given = operation.arguments(Kind.EXAMPLE, optional=False)
    getattr(oa, operation.name)(*given.positional)
    assert server.last.query == ()
    sent = server.last.json if server.last.body else {}
    assert set(sent) == REQUIRED.get(operation.name, set())


def test_the_stream_flag_is_sent_by_the_stream_view_only(oa, server):
    oa.create_run("thread_1", "asst_1")
    assert "stream" not in server.last.json
    with oa.create_run.stream("thread_1", "asst_1") as events:
        list(events)
    assert server.last.json == {"assistant_id": "asst_1", "stream": True}


# What one call returns, another accepts.


def members(value, names):
    return {name: getattr(value, name) for name in names}


def test_what_came_back_goes_as_it_came(oa, server):
    server.kind = Kind.MOST
    assistant = oa.get_assistant("asst_1")
    came = json.loads(server.answers[-1].body)
    names = ["tools", "tool_resources", "metadata", "temperature", "top_p", "response_format"]
    oa.create_assistant(assistant.model, **members(assistant, names))
    assert server.last.json == {name: came[name] for name in ["model", *names]}

    run = oa.get_run("thread_1", "run_1")
    came = json.loads(server.answers[-1].body)
    names = ["tools", "metadata", "truncation_strategy", "tool_choice", "response_format"]
    names += ["max_prompt_tokens", "parallel_tool_calls", "instructions", "model"]
    oa.create_run("thread_1", run.assistant_id, **members(run, names))
    assert server.last.json == {name: came[name] for name in ["assistant_id", *names]}

    message = oa.get_message("thread_1", "msg_1")
    came = json.loads(server.answers[-1].body)
    oa.create_message("thread_1", message.role, "again", attachments=message.attachments)
    assert server.last.json["attachments"] == came["attachments"]

    thread = oa.get_thread("thread_1")
    came = json.loads(server.answers[-1].body)
    oa.modify_thread("thread_1", **members(thread, ["tool_resources", "metadata"]))
    assert server.last.json == {name: came[name] for name in ("tool_resources", "metadata")}


def test_models_and_dicts_mix(oa, server):
    assistant = oa.get_assistant("asst_1")
    oa.modify_assistant("asst_1", tools=[*assistant.tools, {"type": "file_search"}])
    assert server.last.json == {"tools": [{"type": "code_interpreter"}, {"type": "file_search"}]}
