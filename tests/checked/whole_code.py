"""How users call the whole API. Both checkers must refuse the lines marked `wrong`, and no other."""

import asyncio
import queue
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openai_client as oa
from openai_client import components, params
from pydantic import BaseModel
from typing_extensions import assert_type
from werkzeug.datastructures import Headers


def what_was_answered_goes_back() -> None:
    history: list[params.InputItem] = [{"role": "user", "content": "Hello"}]
    response = oa.create_response(model="gpt-5", input=history)
    history += response.output
    oa.create_response(model="gpt-5", input=[*history, *response.output])
    messages: list[params.ChatCompletionRequestMessage] = [{"role": "user", "content": "Hello"}]
    completion = oa.create_chat_completion(messages, "gpt-5")
    messages.append(completion.choices[0].message)
    for item in response.output:
        match item:
            case components.OutputMessage(content=content):
                assert_type(content, list[components.OutputMessageContent])
            case components.FunctionToolCall(arguments=arguments):
                assert_type(arguments, str)
            case _:
                pass


def files(path: Path) -> None:
    with path.open("rb") as file:
        for content in (path, b"{}", file, ("a.jsonl", b"{}"), ("a.jsonl", path, "text/plain")):
            oa.create_file(content, "fine-tune")
    named: list[oa.File] = [(None, b"{}"), ("a", b"{}", None), ("a", path, "a/b", {"X-A": "1"})]
    oa.create_skill(files=named)
    oa.create_file((None, file, None, {}), "fine-tune")
    oa.create_file("a.jsonl", "fine-tune")  # wrong
    oa.create_file(("a.jsonl", "{}"), "fine-tune")  # wrong
    oa.create_file(("a.jsonl", b"{}", "a/b", {"X-A": 1}), "fine-tune")  # wrong
    oa.create_file(path, "tune")  # wrong
    oa.create_image_edit("A hat", image=[path, b"..."], media_type="multipart/form-data")
    oa.create_image_edit("A hat", images=[{"file_id": "file_1"}])
    oa.create_image_edit("A hat", media_type="text/plain")  # wrong
    assert_type(oa.download_file("file_1"), bytes)
    assert_type(oa.retrieve_file("file_1").bytes, int)
    oa.create_upload("a.jsonl", purpose="batch", bytes=5, mime_type="text/jsonl")
    with oa.download_file.raw("file_1") as reply:
        reply.save(path, progress=lambda received, total: print(received, total or "?"))
    assert_type(oa.create_realtime_call(body="v=0"), str)


def lists(names: list[str], some: Sequence[str], counts: Mapping[str, int]) -> None:
    for many in (
        names,
        some,
        tuple(names),
        set(names),
        frozenset(names),
        counts.keys(),
        deque("a"),
    ):
        oa.create_vector_store(file_ids=many)
    oa.create_vector_store(file_ids=[name for name in names if name])
    oa.create_vector_store(file_ids=names or [], metadata=dict.fromkeys(names, "a"))
    oa.create_vector_store(file_ids={name: name for name in names}.values())
    oa.create_vector_store(file_ids=counts)  # wrong
    oa.create_vector_store(file_ids={"a": 1})  # wrong
    oa.create_vector_store(file_ids="file_1")  # wrong


def literals(texts: dict[str, str], tags: Mapping[str, str]) -> None:
    oa.create_moderation("text")
    oa.create_moderation(["text", "more"])
    oa.create_moderation([{"type": "text", "text": "text"}])
    url: params.CreateModerationRequestInputItemImageUrlImageUrl = {"url": "https://a.test"}
    oa.create_moderation([{"type": "image_url", "image_url": url}, {"type": "text", "text": "a"}])
    oa.create_moderation([{"type": "text", "txt": "text"}])  # wrong
    oa.create_embedding(["a"], "m")
    oa.create_embedding([1, 2], "m")
    oa.create_embedding([[1, 2], [3]], "m")
    oa.create_completion("m", ["a"], stop=["a"])
    oa.create_completion("m", [[1], [2]], stop="a")
    oa.create_vector_store_file("vs_1", "file_1", attributes=texts)
    oa.create_vector_store(metadata=tags)
    oa.create_response(model="m", input="a", tools=[{"type": "web_search"}], metadata=texts)
    oa.create_response(
        input=[{"role": "user", "content": [{"type": "input_text", "text": "a"}]}],
        tools=[{"type": "file_search", "vector_store_ids": ["vs_1"]}],
        include=["file_search_call.results"],
    )
    oa.create_chat_completion(
        [
            {"role": "system", "content": "a"},
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u"}}]},
        ],
        "m",
        stop=["a"],
        modalities=["text"],
    )


async def streams() -> None:
    updates = queue.Queue[object]()
    with oa.create_chat_completion.stream(
        [{"role": "user", "content": "Hello"}], "gpt-5"
    ) as events:
        for event in events:
            assert_type(event, components.CreateChatCompletionStreamResponse)
        assert_type(events.final(), components.CreateChatCompletionResponse)
        assert_type("".join(events.text()), str)
    with oa.create_response.stream(model="gpt-5", input="Hello") as answered:
        answered.to(updates)
    async with oa.get_response.aio.stream("resp_1") as again:
        async for one in again:
            if isinstance(one, components.ResponseTextDeltaEvent):
                assert_type(one.delta, str)
        async for piece in again.text():
            assert_type(piece, str)
        assert_type(await again.final(), components.Response)
    reply = await oa.create_speech.aio.raw("Hello", "tts-1", "alloy")
    await reply.save("hello.mp3")
    assert_type(await reply.read(), bytes)
    oa.list_models.stream()  # wrong


class Plan(BaseModel):
    title: str


@dataclass
class Point:
    x: int


def weather(city: str) -> str:
    return city


async def structured_output() -> None:
    tools = [oa.function_tool(weather), oa.function_tool(Plan)]
    result = oa.create_response.parse(Plan, model="gpt-5", input="Hello", tools=tools)
    assert_type(result, oa.Parsed[Plan, components.Response])
    assert_type(result.parsed, Plan | None)
    assert_type(result.value, Plan)
    assert_type(result.refusal, str | None)
    for call in result.tool_calls:
        if isinstance(call.arguments, Point):
            assert_type(call.arguments.x, int)
    messages: list[params.ChatCompletionRequestMessage] = [{"role": "user", "content": "Hello"}]
    tool = oa.chat_function_tool(weather)
    chat = await oa.create_chat_completion.aio.parse(Point, messages, "gpt-5", tools=[tool])
    assert_type(chat, oa.Parsed[Point, components.CreateChatCompletionResponse])
    with oa.create_response.parse_stream(Plan, input="Hello") as events:
        for event in events:
            assert_type(event, components.ResponseStreamEvent)
        assert_type(events.final().value, Plan)
    async with oa.create_response.aio.parse_stream(Point, input="Hello") as awaited:
        assert_type((await awaited.final()).parsed, Point | None)
    assert_type(oa.create_response.read_output(Point, result.response).parsed, Point | None)
    oa.create_response.parse(Plan, inptu="Hello")  # wrong
    oa.create_response.parse("Plan", input="Hello")  # wrong
    oa.create_response.parse(input="Hello")  # wrong


async def jobs() -> None:
    options = oa.CallOptions(poll_interval=0.5, poll_timeout=60)
    run = oa.create_run.until_done("thread_1", assistant_id="asst_1", options=options)
    assert_type(run, components.RunObject)
    assert_type(await oa.get_run.aio.until_done("thread_1", "run_1"), components.RunObject)
    assert_type(oa.get_response.until_done("resp_1"), components.Response)
    response = await oa.create_response.aio.until_done(input="Hello", background=True)
    assert_type(response, components.Response)
    client = oa.Client(poll_interval=1, poll_timeout=None)
    video = oa.create_video.using(client).until_done("a cat")
    assert_type(video, components.VideoResource)
    oa.create_run.until_done("thread_1", assistant_id=1)  # wrong
    oa.list_runs.until_done("thread_1")  # wrong
    oa.get_run.until_done("thread_1", "run_1", poll_interval=1)  # wrong
    upload = oa.upload_in_parts(b"a", "batch", filename="a", progress=lambda one: print(one.sent))
    assert_type(upload, components.Upload)
    assert_type(await oa.upload_in_parts.aio(Path("a"), "batch"), components.Upload)
    oa.upload_in_parts("a", "batch")  # wrong
    oa.upload_in_parts(Path("a"), "batch", filenam="a")  # wrong


def keys_and_webhooks(body: bytes, headers: dict[str, str], flask: Headers) -> None:
    oa.configure(api_key="sk", admin_key="sk-admin")
    oa.list_projects(openai_admin_key="sk-admin")
    oa.list_projects(openai_api_key="sk")  # wrong
    oa.list_models(openai_admin_key="sk-admin")  # wrong
    oa.parse_webhook(body, "headers")  # wrong
    oa.parse_webhook(body, flask)
    event = oa.parse_webhook(body, headers, "whsec_")
    if event.type == "response.completed":
        assert_type(event, components.WebhookResponseCompleted)
    assert_type(asyncio.run(oa.beta_create_response.aio()), components.BetaResponse)
