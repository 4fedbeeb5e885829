"""How users call the package. Both checkers must refuse the lines marked `wrong`, and no other."""

import asyncio
import queue
from collections.abc import AsyncIterator

import openai_assistants as oa
from openai_assistants import components, params
from typing_extensions import assert_type


def right(event: components.AssistantStreamEvent) -> None:
    tutor = oa.create_assistant("gpt-4o", name="Math Tutor", tools=[{"type": "code_interpreter"}])
    assert_type(tutor, components.AssistantObject)
    assert_type(tutor.name, str | None)
    assert_type(tutor.metadata, dict[str, str] | None)
    oa.create_assistant("a-model-of-another-vendor", name=None, description=oa.omit)
    oa.create_assistant(model=tutor.model, tools=tutor.tools, metadata=tutor.metadata)
    oa.modify_assistant(tutor.id, tools=tutor.tools, response_format=tutor.response_format)
    oa.create_assistant("gpt-4o", tools=(tool for tool in tutor.tools))
    oa.create_assistant("gpt-4o", tool_resources={"code_interpreter": {"file_ids": ["file_1"]}})
    tool: params.AssistantToolsFunction = {"type": "function", "function": {"name": "f"}}
    oa.create_assistant("gpt-4o", tools=[tool, {"type": "file_search"}])
    oa.create_assistant("gpt-4o", response_format="auto", reasoning_effort="low", top_p=1)
    for assistant in oa.list_assistants.iter(order="asc", limit=2):
        assert_type(assistant, components.AssistantObject)
    assert_type(oa.list_assistants().data, list[components.AssistantObject])
    assert_type(oa.get_assistant.raw("asst_1").parse(), components.AssistantObject)
    match oa.get_assistant.attempt("asst_1"):
        case oa.Ok(found):
            assert_type(found, components.AssistantObject)
        case oa.Err(oa.NotFoundError() as error):
            assert_type(error.request_id, str | None)
        case oa.Err(error):
            assert_type(error, oa.APIError)
    assert_type(oa.delete_assistant("asst_1").deleted, bool)
    oa.create_message("thread_1", "user", "Hello")
    oa.create_run("thread_1", "asst_1", include=None or oa.omit, parallel_tool_calls=True)
    oa.submit_tool_outputs_to_run("thread_1", "run_1", [{"tool_call_id": "1", "output": "2"}])
    with oa.create_run.stream("thread_1", "asst_1") as events:
        for one in events:
            if one.event == "thread.message.delta":
                assert_type(one.data, components.MessageDeltaObject)
        assert_type(events.final(), components.RunObject)
    oa.get_run.using(oa.Client(api_key="sk", max_retries=5))("thread_1", "run_1")
    oa.get_run("thread_1", "run_1", options=oa.CallOptions(timeout=3.0))
    rules = oa.Retries(max=1, methods=["POST"], when=lambda attempt: attempt.number < 2)
    oa.get_run("thread_1", "run_1", options=oa.CallOptions(retries=rules))
    oa.configure(
        retries=rules, idempotency_header="Idempotency-Key", on_request=seen, on_retry=noted
    )
    received: queue.Queue[oa.Data[components.RunObject] | oa.Failed | oa.Finished] = queue.Queue()
    oa.modify_run("thread_1", "run_1", stream_to=received)
    if event.event == "error":
        assert_type(event.data.message, str)


def seen(attempt: oa.Attempt) -> None:
    attempt.request.headers["x-signature"] = attempt.method
    assert_type(attempt.error, oa.APIError | None)


async def noted(attempt: oa.Attempt) -> None:
    assert_type(attempt.delay, float | None)


async def awaited() -> AsyncIterator[str]:
    tutor = await oa.create_assistant.aio("gpt-4o", instructions="Teach.")
    assert_type(tutor, components.AssistantObject)
    async for assistant in oa.list_assistants.aio.iter(limit=2):
        yield assistant.id
    async with oa.create_run.aio.stream("thread_1", tutor.id) as events:
        async for one in events:
            yield one.event
        assert_type(await events.final(), components.RunObject)
    reply = await oa.get_thread.aio.raw("thread_1")
    assert_type(reply.parse(), components.ThreadObject)
    assert_type(
        await oa.get_thread.aio.attempt("thread_1"), oa.Ok[components.ThreadObject] | oa.Err
    )
    await asyncio.sleep(0)


def by_name(
    reply: oa.RawResponse[str], events: oa.EventStream[components.AssistantStreamEvent]
) -> None:
    assert_type(reply.parse(), str)
    with events:
        assert_type(next(iter(events)), components.AssistantStreamEvent)


async def by_name_awaited(
    reply: oa.AsyncRawResponse[str], events: oa.AsyncEventStream[components.AssistantStreamEvent]
) -> None:
    assert_type(reply.parse(), str)
    async with events:
        assert_type(await anext(aiter(events)), components.AssistantStreamEvent)


def wrong(tutor: components.AssistantObject) -> None:
    oa.create_assistant()  # wrong: the model is required
    oa.create_assistant("gpt-4o", "Math Tutor")  # wrong: the name is a keyword
    oa.create_assistant("gpt-4o", naem="Math Tutor")  # wrong: a typo
    oa.create_assistant(4)  # wrong: not a string
    oa.create_assistant("gpt-4o", name=4)  # wrong: not a string
    oa.create_assistant("gpt-4o", tools=[{"type": "code_interpeter"}])  # wrong: no such tool
    oa.create_assistant("gpt-4o", tools=[{"type": "function"}])  # wrong: which function?
    oa.create_assistant("gpt-4o", tools={"type": "file_search"})  # wrong: a list is wanted
    oa.create_assistant("gpt-4o", reasoning_effort="hard")  # wrong: no such effort
    oa.create_assistant("gpt-4o", response_format="json")  # wrong: no such format
    oa.create_thread(tool_resources={"code_interpreter": {"files": []}})  # wrong: a typo
    oa.create_thread(tool_resources={"code_interpreter": {"file_ids": "f"}})  # wrong: str
    oa.create_assistant("gpt-4o", stream=True)  # wrong: no such argument
    oa.create_run("thread_1", "asst_1", stream=True)  # wrong: `.stream(...)` sets it
    oa.list_assistants(order="up")  # wrong: no such order
    oa.list_assistants(limit="20")  # wrong: not a number
    oa.list_assistants("asst_1")  # wrong: nothing is positional
    oa.list_assistants.stream()  # wrong: nothing streams
    oa.get_assistant.iter("asst_1")  # wrong: no pages
    oa.get_assistant(tutor)  # wrong: the model is not its id
    oa.modify_assistant()  # wrong: which assistant?
    oa.get_assistant.attempt("asst_1").id  # wrong: an outcome is not an assistant
    oa.create_assistant.raw("gpt-4o", name=4)  # wrong: every view has the signature
    tutor.nmae  # wrong: a typo
    oa.create_asistant("gpt-4o")  # wrong: no such function
    oa.configure(api_keys="sk")  # wrong: a typo
    oa.get_run("thread_1")  # wrong: which run?
    oa.create_message("thread_1", "system", "Hello")  # wrong: no such role


async def wrong_awaited() -> None:
    await oa.create_assistant.aio("gpt-4o", naem="Math Tutor")  # wrong: a typo
    await oa.create_assistant("gpt-4o")  # wrong: not awaitable
    for _ in oa.list_assistants.aio.iter():  # wrong: `async for`
        pass
