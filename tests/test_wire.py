"""What goes over the wire, to the byte of meaning: left out, null and given are three things,
what one call returns another accepts, and a reply that differs from the document loses nothing.
"""

from __future__ import annotations

import copy
import json
import warnings

import pytest
from calls import operations
from packages import GROUPS, OVERLAY, SPEC, assistants, assistants_folder, load
from server import Answer, Document, Kind, Server, Values, read

pytestmark = pytest.mark.filterwarnings("ignore:The service marks:DeprecationWarning")

CONTENT = "step_details.tool_calls[*].file_search.results[*].content"
DOCUMENT = read(SPEC, OVERLAY)
OPERATIONS = operations(Document(DOCUMENT), GROUPS)


@pytest.fixture(scope="module")
def running():
    with Server(DOCUMENT) as server:
        yield server


@pytest.fixture
def server(running):
    running.reset()
    yield running
    assert running.rejected == []


@pytest.fixture(scope="module")
def package():
    return assistants()


@pytest.fixture
def oa(package, server):
    with package.configure(api_key="sk-test", base_url=server.url, max_retries=0):
        yield package


def made(name, kind):
    """A value for a named schema."""
    return Values(Document(DOCUMENT)).make({"$ref": f"#/components/schemas/{name}"}, kind)


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
        (
            {"tools": (tool for tool in ({"type": "file_search"},))},
            {"tools": [{"type": "file_search"}]},
        ),
        ({"description": "naïve “✓”\n\x07"}, {"description": "naïve “✓”\n\x07"}),
    ],
    ids=str,
)
def test_a_body_is_what_was_given(oa, server, keywords, sent):
    oa.create_assistant("gpt-4o", **keywords)
    assert server.last.json == {"model": "gpt-4o", **sent}
    assert server.last.headers["content-type"] == "application/json"


def test_omit_is_nothing(oa, server):
    oa.create_assistant("gpt-4o", name=oa.omit, metadata=oa.omit)
    assert server.last.json == {"model": "gpt-4o"}


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


def test_further_members_of_one_call(oa, server):
    options = oa.CallOptions(headers={"X-Trace": "7"})
    oa.get_thread("thread_1", options=options)
    assert server.last.headers["x-trace"] == "7"


# What one call returns, another accepts.


def test_an_assistant_goes_back_as_it_came(oa, server):
    server.kind = Kind.MOST
    assistant = oa.get_assistant("asst_1")
    came = json.loads(server.answers[-1].body)
    names = ["tools", "tool_resources", "metadata", "temperature", "top_p", "response_format"]
    server.kind = Kind.EXAMPLE
    oa.modify_assistant("asst_1", **{name: getattr(assistant, name) for name in names})
    assert server.last.json == {name: came[name] for name in names}
    oa.create_assistant(assistant.model, **{name: getattr(assistant, name) for name in names})
    assert server.last.json == {name: came[name] for name in ["model", *names]}


def test_a_run_is_repeated_from_its_parts(oa, server):
    server.kind = Kind.MOST
    run = oa.get_run("thread_1", "run_1")
    came = json.loads(server.answers[-1].body)
    names = ["tools", "metadata", "truncation_strategy", "tool_choice", "response_format"]
    names += ["max_prompt_tokens", "parallel_tool_calls", "instructions", "model"]
    oa.create_run("thread_1", run.assistant_id, **{name: getattr(run, name) for name in names})
    assert server.last.json == {name: came[name] for name in ["assistant_id", *names]}


def test_a_message_and_a_thread_go_back(oa, server):
    server.kind = Kind.MOST
    message = oa.get_message("thread_1", "msg_1")
    came = json.loads(server.answers[-1].body)
    oa.create_message("thread_1", message.role, "again", attachments=message.attachments)
    assert server.last.json["attachments"] == came["attachments"]
    thread = oa.get_thread("thread_1")
    came = json.loads(server.answers[-1].body)
    oa.modify_thread("thread_1", tool_resources=thread.tool_resources, metadata=thread.metadata)
    assert server.last.json == {name: came[name] for name in ("tool_resources", "metadata")}


def test_models_and_dicts_mix(oa, server):
    assistant = oa.get_assistant("asst_1")
    oa.modify_assistant("asst_1", tools=[*assistant.tools, {"type": "file_search"}])
    assert server.last.json == {"tools": [{"type": "code_interpreter"}, {"type": "file_search"}]}


# Replies that differ from the document.


def changed(data, *path, value):
    """A copy of `data` with another value at `path`; `...` takes the member away."""
    result = copy.deepcopy(data)
    *most, last = path
    place = result
    for key in most:
        place = place[key]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return result


ASSISTANT = made("AssistantObject", Kind.MOST)
RUN = made("RunObject", Kind.MOST)
MCP = {"type": "mcp", "server": {"url": "https://example.com", "headers": [1, None, 2.5]}}

# The document does not forbid these, or forbids them to the service alone: nothing to warn of.
QUIET = {
    "a new field": changed(ASSISTANT, "colour", value={"red": [1, 2]}),
    "a new field deep inside": changed(ASSISTANT, "tools", 1, "file_search", "new", value=True),
    "text over its limit": changed(ASSISTANT, "name", value="x" * 300),
    "a number over its limit": changed(ASSISTANT, "temperature", value=9.5),
    "a list over its limit": changed(ASSISTANT, "tools", value=[{"type": "file_search"}] * 200),
}
# These differ from it, at these paths.
TOLD = {
    "a new value of an enum": (
        changed(ASSISTANT, "object", value="assistant.v3"),
        ["$.object"],
    ),
    "a new value of an enum deep inside": (
        changed(ASSISTANT, "tools", 1, "file_search", "ranking_options", "ranker", value="new"),
        ["$.tools[1].file_search.ranking_options.ranker"],
    ),
    "a new kind of tool": (changed(ASSISTANT, "tools", 0, value=MCP), ["$.tools[0]"]),
    "a missing field": (changed(ASSISTANT, "created_at", value=...), ["$.created_at"]),
    "a missing field deep inside": (
        changed(ASSISTANT, "tools", 2, "function", "name", value=...),
        ["$.tools[2].function.name"],
    ),
    "null where it may not be": (changed(ASSISTANT, "model", value=None), ["$.model"]),
    "another type": (changed(ASSISTANT, "created_at", value="yesterday"), ["$.created_at"]),
    "an object for a text": (changed(ASSISTANT, "name", value={"de": "x"}), ["$.name"]),
    "a text for an object": (changed(ASSISTANT, "tool_resources", value="x"), ["$.tool_resources"]),
    "nothing of it": ({}, ["$.id", "$.tools"]),
    "all at once": (
        {
            **changed(changed(ASSISTANT, "tools", 0, value=MCP), "id", value=...),
            "object": "assistant.v3",
            "colour": "red",
            "name": "x" * 300,
        },
        ["$.tools[0]", "$.id", "$.object"],
    ),
}


@pytest.mark.parametrize("body", QUIET.values(), ids=QUIET)
def test_what_the_document_leaves_open_is_kept(oa, server, body):
    server.answer_next(Answer.of(body))
    assert oa.get_assistant("asst_1").model_dump(mode="json") == body


@pytest.mark.parametrize(("body", "paths"), TOLD.values(), ids=TOLD)
def test_drift_is_read_and_told_once(server, body, paths):
    oa = load(assistants_folder())  # one that has not warned of anything yet
    server.answer_next(*[Answer.of(body)] * 3)
    options = {"openai_api_key": "sk-test", "base_url": server.url}
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assistant = oa.get_assistant("asst_1", **options)
        again = oa.get_assistant("asst_1", **options)
    (drift,) = [one for one in told if one.category is not DeprecationWarning]
    assert drift.category is oa.DriftWarning
    assert drift.filename == __file__
    for path in paths:
        assert f" {path}: " in str(drift.message)
    assert type(assistant) is oa.components.AssistantObject
    assert assistant.model_dump(mode="json") == body
    assert json.loads(assistant.model_dump_json()) == body
    assert again.model_dump() == assistant.model_dump()
    oa._api.API.client.close()


def test_drifted_data_is_still_typed(oa, server):
    body, _ = TOLD["all at once"]
    server.answer_next(Answer.of(body))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", oa.DriftWarning)
        assistant = oa.get_assistant("asst_1")
    assert assistant.id is None
    assert assistant.object == "assistant.v3"
    assert assistant.colour == "red"
    assert assistant.tools[0].type == "mcp"
    assert assistant.tools[0].server == MCP["server"]
    assert type(assistant.tools[1]) is oa.components.AssistantToolsFileSearch
    assert assistant.tool_resources.code_interpreter.file_ids


def test_an_unknown_tool_goes_back_as_it_came(oa, server):
    server.answer_next(Answer.of(changed(ASSISTANT, "tools", 0, value=MCP)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", oa.DriftWarning)
        tools = oa.get_assistant("asst_1").tools
    request = oa.modify_assistant.request("asst_1", tools=tools)
    outcome = oa.modify_assistant.attempt("asst_1", tools=tools)
    assert server.last.json["tools"][0] == MCP
    assert request.json["tools"] is tools
    assert isinstance(outcome.error, oa.BadRequestError)  # the document does not know the tool
    server.rejected.clear()


def test_an_unknown_event_is_kept(server):
    oa = load(assistants_folder())
    new = {"id": "x", "object": "thread.colour"}
    server.answer_next(
        Answer.stream(
            b"event: thread.colour.changed\ndata: " + json.dumps(new).encode() + b"\n\n",
            b"event: thread.run.completed\ndata: " + json.dumps(RUN).encode() + b"\n\n",
            b"event: done\ndata: [DONE]\n\n",
        )
    )
    with (
        oa.Client(api_key="sk-test", base_url=server.url) as client,
        pytest.warns(oa.DriftWarning, match=r"thread\.colour\.changed"),
        oa.create_run.using(client).stream("thread_1", "asst_1") as stream,
    ):
        first, second, last = stream
    assert first.event == "thread.colour.changed"
    assert first.data == new
    assert first.model_dump(mode="json") == {"event": "thread.colour.changed", "data": new}
    assert second.data.model_dump(mode="json") == RUN
    assert last.data == "[DONE]"
