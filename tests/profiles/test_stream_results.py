"""A profile says what the events of a stream are together, and which of them have text."""

from __future__ import annotations

import asyncio
import json as json_module

import pytest
from support.documents import STRING, document, operation, ref, thing
from support.packages import imported
from support.scripted_server import Say, Server, events

from generator.diagnostics import DiagnosticLog

NULLABLE = {"type": ["string", "null"]}
INTEGER = {"type": "integer"}
STRINGS = {"type": "array", "items": STRING}


def streaming(reply: str, event: str, kind: str = "text/event-stream", **more: object):
    flag = thing(stream={"type": "boolean"}, prompt=STRING)
    made = operation(body=flag, reply=ref(reply), **more)
    made["responses"]["200"]["content"][kind] = {"schema": ref(event)}
    return {"post": made}


def listed(schema: object) -> dict[str, object]:
    return {"type": "array", "items": schema}


SCHEMAS = {
    "Talk": thing(id=STRING, message=thing(role=STRING, text=NULLABLE), done={"type": "boolean"}),
    "Said": thing(message=thing(role=STRING, text=STRING), done={"type": "boolean"}),
    "Message": {
        **thing(id=STRING, content=listed(ref("Block")), stop_reason=NULLABLE),
        "required": ["id", "content"],
    },
    "Block": {
        "type": "object",
        "required": ["type"],
        "properties": {
            "type": STRING,
            "text": STRING,
            "thinking": STRING,
            "signature": STRING,
            "input": {},
            "citations": listed({}),
        },
    },
    "MessageStreamEvent": {
        "type": "object",
        "required": ["type"],
        "properties": {"type": STRING},
    },
}
PATHS = {
    "/talk": streaming("Talk", "Said", "application/x-ndjson", name="talk"),
    "/messages": streaming("Message", "MessageStreamEvent", name="messages"),
}
LINES = """
[[streams]]
events = "Said"
text = { "*" = "message.text" }
result = [
    { path = "message.text" },
    { how = "last" },
]
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """A package with a profile of its own, and one with that of Anthropic."""
    folder = tmp_path_factory.mktemp("results")
    (folder / "own.toml").write_text(LINES)
    log = DiagnosticLog()
    described = document(PATHS, SCHEMAS)
    own = imported(folder / "own", described, log, profile=str(folder / "own.toml"))
    other = imported(folder / "other", described, DiagnosticLog(), profile="anthropic")
    assert [one.code for one in log.diagnostics if one.code == "rule-without-effect"] == []
    return own, other


@pytest.fixture
def server():
    with Server() as running:
        yield running


def received(package, server, name, *, awaited, **settings):
    """The text of a stream and its whole result, at once or after its text."""
    client = package.Client(base_url=server.url, max_retries=0, **settings)
    bound = getattr(package, name).using(client)

    async def ask():
        async with client, bound.aio.stream(prompt="x") as stream:
            text = [piece async for piece in stream.text()]
            return text, await stream.final()

    if awaited:
        return asyncio.run(ask())
    with client, bound.stream(prompt="x") as stream:
        return list(stream.text()), stream.final()


def lines(*items: object, cut: bool = False) -> Say:
    said = [json_module.dumps(one).encode() + b"\n" for one in items]
    return Say(headers={"Content-Type": "application/x-ndjson"}, pieces=said, cut=cut)


def item(text: str, *, done: bool = False, **more: object) -> dict[str, object]:
    return {"message": {"role": "assistant", "text": text}, "done": done, **more}


@pytest.mark.parametrize("awaited", [False, True])
def test_json_lines_are_joined(packages, server, awaited):
    server.say(lines(item("Hé"), item(""), item("llo"), item("", done=True, id="t1")))
    text, whole = received(packages[0], server, "talk", awaited=awaited)
    assert text == ["Hé", "llo"]
    assert type(whole) is packages[0].components.Talk
    assert whole.model_dump() == {
        "id": "t1",
        "message": {"role": "assistant", "text": "Héllo"},
        "done": True,
    }


@pytest.mark.parametrize("awaited", [False, True])
def test_lines_that_break_off_have_no_result(packages, server, awaited):
    server.say(lines(item("Hé"), item("llo"), cut=True))
    with pytest.raises(packages[0].APIConnectionError):
        received(packages[0], server, "talk", awaited=awaited)


def event(kind: str, **data: object) -> str:
    return f"event: {kind}\ndata: {json_module.dumps({'type': kind, **data})}\n\n"


def delta(index: int, kind: str, **more: object) -> str:
    return event("content_block_delta", index=index, delta={"type": f"{kind}_delta", **more})


TOOL = {"type": "tool_use", "id": "tool_1", "name": "f", "input": {}}
TEXT = {"type": "text", "text": ""}
MESSAGE = [
    event("message_start", message={"id": "m1", "content": [], "stop_reason": None}),
    event("content_block_start", index=0, content_block={"type": "thinking", "thinking": ""}),
    event("ping"),
    delta(0, "thinking", thinking="Hm"),
    delta(0, "thinking", thinking="m."),
    delta(0, "signature", signature="s1"),
    event("content_block_stop", index=0),
    event("content_block_start", index=1, content_block=TEXT),
    delta(1, "text", text="Hel"),
    delta(1, "citations", citation={"n": 1}),
    delta(1, "text", text="lo"),
    event("content_block_start", index=2, content_block=TOOL),
    event("content_block_start", index=3, content_block=TOOL),
    delta(3, "input_json", partial_json='{"b'),
    delta(2, "input_json", partial_json=""),
    delta(3, "input_json", partial_json='": [1]}'),
    event("message_delta", delta={"stop_reason": "tool_use"}, usage={"output_tokens": 3}),
]


@pytest.mark.parametrize("awaited", [False, True])
def test_the_blocks_of_a_message(packages, server, awaited):
    halves = events(*MESSAGE), events(*MESSAGE, "data: [DONE]\n\n")
    server.say(events(*MESSAGE, event("message_stop")), *halves)
    key = {"api_key": "k"}
    text, whole = received(packages[1], server, "messages", awaited=awaited, **key)
    assert text == ["Hel", "lo"]
    assert whole.model_dump(exclude_unset=True) == {
        "id": "m1",
        "content": [
            {"type": "thinking", "thinking": "Hmm.", "signature": "s1"},
            {"type": "text", "text": "Hello", "citations": [{"n": 1}]},
            TOOL,
            {**TOOL, "input": {"b": [1]}},
        ],
        "stop_reason": "tool_use",
        "usage": {"output_tokens": 3},
    }
    for _ in halves:
        with pytest.raises(packages[1].APIConnectionError, match="before its last event"):
            received(packages[1], server, "messages", awaited=awaited, **key)


def test_events_that_come_again_are_joined_once(packages, server):
    """An event without an ID follows the last one with an ID, so it is sent again."""
    package = packages[1]
    first, second, more, last = MESSAGE[0], MESSAGE[7], MESSAGE[8], MESSAGE[10]
    server.say(
        events("retry: 1\nid: 1\n" + first, "id: 2\n" + second, more, cut=True),
        events(more, "id: 3\n" + last, event("message_stop")),
    )
    options = package.CallOptions(max_resumes=1)
    client = package.Client(api_key="k", base_url=server.url)
    bound = package.messages.using(client)
    with client, bound.stream(prompt="x", options=options) as stream:
        whole = stream.final()
    assert [one.text for one in whole.content if one.text] == ["Hello"]
    assert server.asked[1].headers["last-event-id"] == "2"


def test_a_stream_without_rules_says_what_is_missing(packages, server):
    server.always = events(event("message_stop"))
    bound = packages[0].messages.using(packages[0].Client(base_url=server.url))
    with bound.stream(prompt="x") as stream:
        with pytest.raises(TypeError, match="POST /messages: no rule says how its events make"):
            stream.final()
        with pytest.raises(TypeError, match="no rule says which member of its events is text"):
            stream.text()
        assert [one.type for one in stream] == ["message_stop"]
