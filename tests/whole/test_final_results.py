"""The whole results of OpenAI's streams, held against those of its official package."""

from __future__ import annotations

import asyncio
import json
from operator import attrgetter
from typing import Any

import openai
import pytest
from support.scripted_server import Server, events

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]
both = pytest.mark.parametrize("awaited", [False, True])
HELLO: Any = [{"role": "user", "content": "Hello"}]


@pytest.fixture
def service():
    with Server() as running:
        yield running


@pytest.fixture
def oa(whole_called):
    return whole_called


class Ours:
    """The whole result that the package makes of a stream, and the text in it."""

    def __init__(self, package: Any, url: str, *, awaited: bool) -> None:
        self.awaited = awaited
        self.client = package.Client(api_key="sk-test", base_url=url, max_retries=0)

    def final(self, operation: Any, *given: Any, **more: Any) -> tuple[Any, str]:
        bound = operation.using(self.client)
        if self.awaited:
            return asyncio.run(self._awaited(bound, *given, **more))
        with self.client, bound.stream(*given, **more) as stream:
            text = "".join(stream.text())
            return stream.final(), text

    async def _awaited(self, bound: Any, *given: Any, **more: Any) -> tuple[Any, str]:
        async with self.client, bound.aio.stream(*given, **more) as stream:
            text = "".join([piece async for piece in stream.text()])
            return await stream.final(), text


class Official:
    """What the official package makes of a stream."""

    def __init__(self, url: str, *, awaited: bool) -> None:
        self.url, self.awaited = url, awaited

    def final(self, helper: str, getter: str, *given: Any, **more: Any) -> Any:
        if self.awaited:
            return asyncio.run(self._awaited(helper, getter, *given, **more))
        with (
            openai.OpenAI(api_key="sk-1", base_url=self.url, max_retries=0) as client,
            attrgetter(helper)(client)(*given, **more) as stream,
        ):
            return getattr(stream, getter)()

    async def _awaited(self, helper: str, getter: str, *given: Any, **more: Any) -> Any:
        async with (
            openai.AsyncOpenAI(api_key="sk-1", base_url=self.url, max_retries=0) as client,
            attrgetter(helper)(client)(*given, **more) as stream,
        ):
            return await getattr(stream, getter)()


@pytest.fixture
def ours(whole_called, service, awaited):
    return lambda: Ours(whole_called, service.url, awaited=awaited)


@pytest.fixture
def official(service, awaited):
    return Official(service.url, awaited=awaited)


def lines(*data: Any, done: bool = False) -> list[str]:
    found = [f"event: {one['type']}\n" if "type" in one else "" for one in data]
    dumped = (json.dumps(one, ensure_ascii=False) for one in data)
    sent = [f"{name}data: {text}\n\n" for name, text in zip(found, dumped, strict=True)]
    return [*sent, "data: [DONE]\n\n"] if done else sent


def cut_up(sent: list[str], size: int = 7):
    """The same bytes in pieces that divide characters, as a network may."""
    whole = "".join(sent).encode()
    said = events()
    said.pieces = [whole[start : start + size] for start in range(0, len(whole), size)]
    return said


def bare(data: Any) -> Any:
    """Data without null, and without what the official package adds to each result."""
    if isinstance(data, dict):
        added = ("parsed", "parsed_arguments")
        return {k: bare(v) for k, v in data.items() if v is not None and k not in added}
    return [bare(one) for one in data] if isinstance(data, list) else data


def plain(whole: Any) -> Any:
    return bare(whole.model_dump(mode="json", exclude_unset=True))


def chunk(*choices: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": "gpt-5",
        "choices": list(choices),
        "service_tier": "default",
        "system_fingerprint": "fp_1",
        "obfuscation": "aXb",
        "usage": None,
        **more,
    }


def choice(number: int = 0, *, finish: str | None = None, log: Any = None, **delta: Any) -> Any:
    return {"index": number, "delta": delta, "finish_reason": finish, "logprobs": log}


def logged(text: str) -> Any:
    one = {"token": text, "logprob": -0.5, "bytes": [*text.encode()], "top_logprobs": []}
    return {"content": [one], "refusal": None}


def tool(number: int, arguments: str, **first: Any) -> Any:
    name = {"name": first.pop("name")} if "name" in first else {}
    return {"index": number, **first, "function": {**name, "arguments": arguments}}


WORDS = [
    chunk(choice(role="assistant", content="", refusal=None)),
    chunk(choice(content="naïve ", log=logged("naïve "))),
    chunk(choice(content="")),
    chunk(choice(content="✓ 🎉", log=logged("✓ 🎉"))),
    chunk(choice(finish="stop")),
]
TOOLS = [
    chunk(choice(role="assistant", content=None)),
    chunk(choice(tool_calls=[tool(0, "", id="call_a", type="function", name="weather")])),
    chunk(choice(tool_calls=[tool(0, '{"city"')])),
    chunk(choice(tool_calls=[tool(1, "", id="call_b", type="function", name="time")])),
    chunk(choice(tool_calls=[tool(1, "{}"), tool(0, ': "Zürich"}')])),
    chunk(choice(finish="tool_calls")),
]
REFUSED = [
    chunk(choice(role="assistant", content=None)),
    chunk(choice(refusal="I can")),
    chunk(choice(refusal="not.")),
    chunk(choice(finish="stop")),
]
SEVERAL = [
    chunk(choice(0, role="assistant", content="")),
    chunk(choice(1, role="assistant", content="")),
    chunk(choice(1, content="B")),
    chunk(choice(0, content="A"), choice(1, content="b")),
    chunk(choice(0, content="a")),
    chunk(choice(1, finish="length")),
    chunk(choice(0, finish="stop")),
]
USAGE = chunk(usage={"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7})
CHATS = {
    "words": ([*WORDS, USAGE], "naïve ✓ 🎉"),
    "tools": ([*TOOLS, USAGE], ""),
    "refused": (REFUSED, ""),
    "several": ([*SEVERAL, USAGE], "Aa"),
}


@both
@pytest.mark.parametrize("name", CHATS)
def test_a_chat(oa, ours, service, official, name):
    chunks, text = CHATS[name]
    if name == "several":  # the official package refuses a text that is cut by its length
        chunks = [json.loads(json.dumps(one).replace('"length"', '"stop"')) for one in chunks]
    service.say(*[cut_up(lines(*chunks, done=True)) for _ in range(2)])
    getter = "get_final_completion"
    theirs = official.final("chat.completions.stream", getter, model="gpt-5", messages=HELLO)
    whole, found = ours().final(oa.create_chat_completion, HELLO, "gpt-5")
    assert type(whole) is oa.components.CreateChatCompletionResponse
    assert plain(whole) == bare(theirs.to_dict())
    assert found == text


@pytest.mark.parametrize("awaited", [False])
def test_a_chat_of_a_service_that_repeats_members(oa, ours, service):
    """Services with the same API repeat the role and IDs, or send empty IDs."""
    repeated = [
        chunk(id="", model="", created=0),
        chunk(choice(role="assistant", content="Hel")),
        chunk(choice(role="assistant", content="lo", reasoning_content="Be")),
        chunk(
            choice(
                role="assistant", tool_calls=[tool(0, "{", id="call_a", type="function", name="f")]
            )
        ),
        chunk(choice(tool_calls=[tool(0, "}", id="", type="function")], reasoning_content=" nice")),
        chunk(choice(finish="stop", content=None)),
    ]
    service.say(events(*lines(*repeated, done=True)))
    whole, _ = ours().final(oa.create_chat_completion, HELLO, "gpt-5")
    message = whole.choices[0].message
    assert (whole.id, whole.model, message.role) == ("chatcmpl-1", "gpt-5", "assistant")
    assert message.content == "Hello"
    assert message.model_dump()["reasoning_content"] == "Be nice"
    assert message.tool_calls[0].id == "call_a"
    assert message.tool_calls[0].function.arguments == "{}"


@both
def test_a_chat_that_breaks_off_has_no_result(oa, ours, service):
    for sent in (lines(*WORDS), lines(*WORDS[:2])):
        service.say(events(*sent), events(*sent, cut=True))
        for _ in range(2):
            with pytest.raises(oa.APIConnectionError):
                ours().final(oa.create_chat_completion, HELLO, "gpt-5")
    service.say(events("data: [DONE]\n\n"))
    with pytest.raises(oa.APIResponseError, match="carried no CreateChatCompletionResponse"):
        ours().final(oa.create_chat_completion, HELLO, "gpt-5")


RESPONSE = {
    "id": "resp_1",
    "object": "response",
    "created_at": 1700000000,
    "status": "in_progress",
    "error": None,
    "incomplete_details": None,
    "instructions": None,
    "metadata": {},
    "model": "gpt-5",
    "output": [],
    "parallel_tool_calls": True,
    "temperature": 1.0,
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1.0,
}
PART = {"type": "output_text", "text": "", "annotations": [], "logprobs": []}
REFUSAL = {"type": "refusal", "refusal": "No."}
MESSAGE = {"id": "msg_1", "type": "message", "role": "assistant", "status": "in_progress"}
CALL = {"id": "fc_1", "type": "function_call", "call_id": "call_1", "name": "f", "arguments": ""}


def answer(kind: str = "completed", **more: Any) -> list[dict[str, Any]]:
    """The events of a response with a text, a refusal and a call of a function."""
    text = {"item_id": "msg_1", "output_index": 0, "content_index": 0, "logprobs": []}
    message = MESSAGE | {"content": [PART | {"text": "Grüß dich"}, REFUSAL], "status": "completed"}
    call = CALL | {"arguments": "{}", "status": "completed"}
    found: list[dict[str, Any]] = [
        {"type": "response.created", "response": RESPONSE},
        {"type": "response.in_progress", "response": RESPONSE},
        {
            "type": "response.output_item.added",
            "output_index": 0,
            "item": MESSAGE | {"content": []},
        },
        {"type": "response.content_part.added", **text, "part": PART},
        {"type": "response.output_text.delta", **text, "delta": "Grüß "},
        {"type": "response.output_text.delta", **text, "delta": ""},
        {"type": "response.output_text.delta", **text, "delta": "dich"},
        {"type": "response.output_text.done", **text, "text": "Grüß dich"},
        {"type": "response.output_item.done", "output_index": 0, "item": message},
        {"type": "response.output_item.added", "output_index": 1, "item": CALL},
        {
            "type": "response.function_call_arguments.delta",
            "item_id": "fc_1",
            "output_index": 1,
            "delta": "{}",
        },
        {"type": "response.output_item.done", "output_index": 1, "item": call},
        {
            "type": f"response.{kind}",
            "response": RESPONSE | {"status": kind, "output": [message, call], **more},
        },
    ]
    return [{**one, "sequence_number": number} for number, one in enumerate(found)]


@both
def test_a_response(oa, ours, service, official):
    service.say(*[cut_up(lines(*answer())) for _ in range(2)])
    given: Any = {"model": "gpt-5", "input": "Hello"}
    theirs = official.final("responses.stream", "get_final_response", **given)
    whole, text = ours().final(oa.create_response, **given)
    assert type(whole) is oa.components.Response
    assert plain(whole) == bare(theirs.to_dict())
    assert text == "Grüß dich"


@both
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("failed", {"error": {"code": "server_error", "message": "oh"}}),
        ("incomplete", {"incomplete_details": {"reason": "max_output_tokens"}}),
    ],
)
def test_a_response_that_is_not_completed(oa, ours, service, official, kind, more):
    """The official package raises a RuntimeError; the response says why."""
    service.say(*[events(*lines(*answer(kind, **more))) for _ in range(2)])
    given: Any = {"model": "gpt-5", "input": "Hello"}
    with pytest.raises(RuntimeError):
        official.final("responses.stream", "get_final_response", **given)
    whole, _ = ours().final(oa.create_response, **given)
    assert whole.status == kind
    assert plain(whole)[next(iter(more))] == more[next(iter(more))]


@both
@pytest.mark.parametrize("end", [[], ["data: [DONE]\n\n"]])
def test_a_half_response_is_no_result(oa, ours, service, end):
    service.say(events(*lines(*answer()[:-1]), *end))
    with pytest.raises(oa.APIConnectionError, match="before its last event"):
        ours().final(oa.create_response, model="gpt-5", input="Hello")


@both
def test_the_text_of_completions(oa, ours, service):
    chunks = [completion(text="A"), completion(1, text="x"), completion(text="b", finish="length")]
    service.say(events(*lines(*chunks, done=True)))
    whole, text = ours().final(oa.create_completion, "gpt-3.5-turbo-instruct", "A")
    assert text == "Ab"
    assert [one.text for one in whole.choices] == ["Ab", "x"]
    assert whole.choices[0].logprobs.tokens == ["A", "b"]
    assert whole.choices[0].finish_reason == "length"


def completion(number: int = 0, *, text: str, finish: str = "stop") -> dict[str, Any]:
    log = {"tokens": [text], "token_logprobs": [-0.5], "top_logprobs": [{}], "text_offset": [0]}
    one = {"index": number, "text": text, "logprobs": log, "finish_reason": finish}
    more = {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "gpt"}
    return {**more, "choices": [one]}


@both
def test_a_run(oa, ours, service, official):
    def event(name: str, data: Any) -> str:
        return f"event: {name}\ndata: {json.dumps(data)}\n\n"

    def delta(text: str, index: int = 0) -> Any:
        part = {"index": index, "type": "text", "text": {"value": text, "annotations": []}}
        return {
            "id": "msg_1",
            "object": "thread.message.delta",
            "delta": {"role": "assistant", "content": [part]},
        }

    sent = [
        event("thread.run.created", RUN),
        event("thread.message.created", THREAD_MESSAGE),
        event("thread.message.delta", delta("Hel")),
        event("thread.message.delta", delta("lo")),
        event("thread.run.requires_action", RUN | {"status": "requires_action"}),
        event("done", "[DONE]").replace('"', ""),
    ]
    service.say(events(*sent), events(*sent))
    given = {"thread_id": "thread_1", "assistant_id": "asst_1"}
    with pytest.warns(DeprecationWarning, match="Assistants API"):
        theirs = official.final("beta.threads.runs.stream", "get_final_run", **given)
    whole, text = ours().final(oa.create_run, "thread_1", "asst_1")
    assert text == "Hello"
    assert whole.status == "requires_action"
    assert plain(whole) == bare(theirs.to_dict())


RUN = {
    "id": "run_1",
    "object": "thread.run",
    "created_at": 1,
    "thread_id": "thread_1",
    "assistant_id": "asst_1",
    "status": "queued",
    "required_action": None,
    "last_error": None,
    "expires_at": None,
    "started_at": None,
    "cancelled_at": None,
    "failed_at": None,
    "completed_at": None,
    "incomplete_details": None,
    "model": "gpt-4o",
    "instructions": "",
    "tools": [],
    "metadata": {},
    "usage": None,
    "temperature": 1,
    "top_p": 1,
    "max_prompt_tokens": None,
    "max_completion_tokens": None,
    "truncation_strategy": {"type": "auto", "last_messages": None},
    "tool_choice": "auto",
    "parallel_tool_calls": True,
    "response_format": "auto",
}
THREAD_MESSAGE = {
    "id": "msg_1",
    "object": "thread.message",
    "created_at": 1,
    "thread_id": "thread_1",
    "status": "in_progress",
    "incomplete_details": None,
    "completed_at": None,
    "incomplete_at": None,
    "role": "assistant",
    "content": [],
    "assistant_id": "asst_1",
    "run_id": "run_1",
    "attachments": [],
    "metadata": {},
}


IMAGE = {
    "created_at": 7,
    "size": "1024x1024",
    "quality": "low",
    "background": "opaque",
    "output_format": "png",
}
USED = {
    "total_tokens": 3,
    "input_tokens": 1,
    "output_tokens": 2,
    "input_tokens_details": {"text_tokens": 1, "image_tokens": 0},
}


@pytest.mark.parametrize("kind", ["image_generation", "image_edit"])
def test_an_image(oa, service, kind):
    data = {"b64_json": "QUI=", "usage": USED, **IMAGE}
    partial = {"type": f"{kind}.partial_image", "partial_image_index": 0, **IMAGE}
    sent = lines({**partial, "b64_json": "QQ=="}, {"type": f"{kind}.completed", **data})
    service.say(events(*sent), events(*sent))
    client = oa.Client(api_key="sk-test", base_url=service.url)
    operation = oa.create_image if kind == "image_generation" else oa.create_image_edit
    given = {} if kind == "image_generation" else {"image": b"x"}
    with client, operation.using(client).stream(prompt="A cat", **given) as stream:
        with pytest.raises(TypeError, match="no rule says which member of its events is text"):
            stream.text()
        whole = stream.final()
    assert type(whole) is oa.components.ImagesResponse
    assert whole.created == 7
    assert [one.b64_json for one in whole.data] == ["QUI="]
    assert whole.usage.total_tokens == 3
    assert whole.model_extra == {}


@both
def test_a_transcript(oa, ours, service):
    tokens = {"type": "tokens", "input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    service.say(
        events(
            *lines(
                {"type": "transcript.text.delta", "delta": "Hel"},
                {"type": "transcript.text.delta", "delta": "lo"},
                {"type": "transcript.text.done", "text": "Hello", "usage": tokens},
            )
        )
    )
    whole, text = ours().final(oa.create_transcription, ("a.mp3", b"x"), "gpt-4o-transcribe")
    assert text == whole.text == "Hello"
    assert type(whole) is oa.components.CreateTranscriptionResponseJson


def test_speech_has_no_whole_result(oa, service):
    service.always = events()
    client = oa.Client(api_key="sk-test", base_url=service.url)
    speech = oa.create_speech.using(client).stream("Hello", "tts-1", "alloy")
    with client, speech, pytest.raises(TypeError, match="POST /audio/speech: no rule says"):
        speech.final()
