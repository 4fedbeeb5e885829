"""The `threads` group of the OpenAI Assistants API.

API reference: https://platform.openai.com/docs/api-reference/threads

Every function can raise:
    RateLimitError: Too much was asked for in too short a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Literal

from . import _api, components, params
from ._runtime.operation import operation, paged_operation, streamed_operation
from ._runtime.paging import Cursor, PagedRequest
from ._runtime.parameters import Omit, omit
from ._runtime.request import CallOptions, Events, Request, StreamRequest
from ._runtime.results import Sink

call = partial(_api.call, headers={"OpenAI-Beta": "assistants=v2"})


@operation("POST", "/threads")
def create_thread(
    *,
    messages: Iterable[params.CreateMessageRequest] | Omit = omit,
    tool_resources: params.CreateThreadRequestToolResources | None | Omit = omit,
    metadata: components.Metadata | None | Omit = omit,
    stream_to: Sink[components.ThreadObject] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.ThreadObject]:
    """Start a new conversation, empty or with first messages.

    Endpoint: `POST https://api.openai.com/v1/threads`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        messages: [Messages](https://platform.openai.com/docs/api-reference/messages) that the
            conversation starts with. Example: `[{"role": "user", "content": "What is the square
            root of 1764?"}]`.
        tool_resources: What the assistant's tools work with in this thread, by kind of tool: files
            for the code interpreter, vector stores for file search. Example: `{"file_search":
            {"vector_store_ids": ["vs_4Hn8Wc"]}}`.
        metadata: Up to 16 notes of your own on an object, to find or to recognize it by. A key has
            at most 64 characters, a value at most 512. Example: `{"course": "algebra-1"}`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        json={"messages": messages, "tool_resources": tool_resources, "metadata": metadata},
        json_optional=True,
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@streamed_operation("POST", "/threads/runs")
def create_thread_and_run(
    assistant_id: str,
    *,
    thread: params.CreateThreadRequest | Omit = omit,
    model: components.CreateThreadAndRunRequestModel | str | None | Omit = omit,
    instructions: str | None | Omit = omit,
    tools: Iterable[params.RunObjectTool] | None | Omit = omit,
    tool_resources: params.CreateThreadAndRunRequestToolResources | None | Omit = omit,
    metadata: components.Metadata | None | Omit = omit,
    temperature: float | None | Omit = omit,
    top_p: float | None | Omit = omit,
    max_prompt_tokens: int | None | Omit = omit,
    max_completion_tokens: int | None | Omit = omit,
    truncation_strategy: params.TruncationObject | components.TruncationObject | None | Omit = omit,
    tool_choice: params.AssistantsApiToolChoiceOption | None | Omit = omit,
    parallel_tool_calls: components.ParallelToolCalls | Omit = omit,
    response_format: params.AssistantsApiResponseFormatOption | None | Omit = omit,
    stream_to: Sink[components.AssistantStreamEvent] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> StreamRequest[components.RunObject, components.AssistantStreamEvent]:
    """Start a conversation and have an assistant answer it, with one request.

    Endpoint: `POST https://api.openai.com/v1/threads/runs`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        assistant_id: Identifier of the assistant that does the run. Example: `"asst_9fKz3Qm1"`.
        thread: What a new thread starts with; with nothing given it is empty. Example:
            `{"messages": [{"role": "user", "content": "What is the square root of 1764?"}]}`.
        model: [Model](https://platform.openai.com/docs/api-reference/models) for this run alone, in
            place of the assistant's own. Example: `"gpt-4o-mini"`.
        instructions: System message for this run alone, in place of the assistant's own. Example:
            `"Answer in one sentence."`.
        tools: Tools for this run alone, in place of the assistant's own. Example: `[{"type":
            "file_search"}]`.
        tool_resources: What the tools work with, by kind of tool: files for the code interpreter,
            vector stores for file search. Example: `{"code_interpreter": {"file_ids":
            ["file-7rTq2KdLx"]}}`.
        metadata: Up to 16 notes of your own on an object, to find or to recognize it by. A key has
            at most 64 characters, a value at most 512. Example: `{"course": "algebra-1"}`.
        temperature: Sampling temperature between 0 and 2. A low value such as 0.2 gives steadier
            text, a high one such as 0.8 more varied text. The service's default: `1`. Example:
            `0.2`.
        top_p: Nucleus sampling: choose among the most likely tokens whose probabilities add up to
            this share, for example 0.1 for the top tenth. Change either this or the temperature.
            The service's default: `1`. Example: `0.9`.
        max_prompt_tokens: Budget of prompt tokens over all turns of the run. A run that would
            exceed it ends as `incomplete`, and `incomplete_details` says why. Example: `2000`.
        max_completion_tokens: Budget of completion tokens over all turns of the run. A run that
            would exceed it ends as `incomplete`, and `incomplete_details` says why. Example: `500`.
        truncation_strategy: How much of a long thread the model gets to read. Example: `{"type":
            "last_messages", "last_messages": 10}`.
        tool_choice: Which tool the model calls, if any. `none`: it answers without tools. `auto`:
            it decides by itself, the default. `required`: it has to call one or more before it
            answers. A tool, such as `{"type": "function", "function": {"name": "get_weather"}}`: it
            has to call that very one. Example: `"auto"`.
        parallel_tool_calls: Whether the model may call several functions at once; see [parallel
            calls](https://platform.openai.com/docs/guides/function-calling#configuring-parallel-function-calling).
            The service's default: `true`. Example: `false`.
        response_format: Form of the model's answer.

            `{"type": "json_schema", "json_schema": {…}}` turns on [Structured
            Outputs](https://platform.openai.com/docs/guides/structured-outputs): the answer keeps
            to the given JSON Schema. `{"type": "json_object"}` turns on JSON mode: the answer is
            JSON of any shape.

            **Important:** JSON mode also needs a message that asks for JSON; otherwise the model
            can emit white space until it runs out of tokens. An answer that was cut short
            (`finish_reason="length"`) may be broken JSON. Example: `{"type": "text"}`.
        stream_to: A callable or queue that gets each event as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return StreamRequest(
        json={
            "assistant_id": assistant_id,
            "thread": thread,
            "model": model,
            "instructions": instructions,
            "tools": tools,
            "tool_resources": tool_resources,
            "metadata": metadata,
            "temperature": temperature,
            "top_p": top_p,
            "max_prompt_tokens": max_prompt_tokens,
            "max_completion_tokens": max_completion_tokens,
            "truncation_strategy": truncation_strategy,
            "tool_choice": tool_choice,
            "parallel_tool_calls": parallel_tool_calls,
            "response_format": response_format,
        },
        events=Events(
            components.AssistantStreamEvent,
            flag="stream",
            envelope=True,
            carries_reply=True,
            ends=("[DONE]",),
        ),
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("GET", "/threads/{thread_id}")
def get_thread(
    thread_id: str,
    *,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.ThreadObject]:
    """Fetch one thread.

    Endpoint: `GET https://api.openai.com/v1/threads/{thread_id}`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread to fetch. Example: `"thread_5Lx8Rt"`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"thread_id": thread_id},
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("POST", "/threads/{thread_id}")
def modify_thread(
    thread_id: str,
    *,
    tool_resources: params.ModifyThreadRequestToolResources | None | Omit = omit,
    metadata: components.Metadata | None | Omit = omit,
    stream_to: Sink[components.ThreadObject] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.ThreadObject]:
    """Change the metadata or the tool resources of a thread.

    Endpoint: `POST https://api.openai.com/v1/threads/{thread_id}`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread to change. Example: `"thread_5Lx8Rt"`.
        tool_resources: What the assistant's tools work with in this thread, by kind of tool: files
            for the code interpreter, vector stores for file search. Example: `{"code_interpreter":
            {"file_ids": ["file-7rTq2KdLx"]}}`.
        metadata: Up to 16 notes of your own on an object, to find or to recognize it by. A key has
            at most 64 characters, a value at most 512. Example: `{"course": "algebra-1"}`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"thread_id": thread_id},
        json={"tool_resources": tool_resources, "metadata": metadata},
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("DELETE", "/threads/{thread_id}")
def delete_thread(
    thread_id: str,
    *,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.DeleteThreadResponse]:
    """Delete one thread with its messages.

    Endpoint: `DELETE https://api.openai.com/v1/threads/{thread_id}`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread to remove. Example: `"thread_5Lx8Rt"`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"thread_id": thread_id},
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@paged_operation("GET", "/threads/{thread_id}/messages")
def list_messages(
    thread_id: str,
    *,
    limit: int | Omit = omit,
    order: Literal["asc", "desc"] | Omit = omit,
    after: str | Omit = omit,
    before: str | Omit = omit,
    run_id: str | Omit = omit,
    stream_to: Sink[components.ListMessagesResponse] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> PagedRequest[components.ListMessagesResponse, components.MessageObject]:
    """List the messages of a thread, one page at a time.

    Endpoint: `GET https://api.openai.com/v1/threads/{thread_id}/messages`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread whose messages are listed. Example: `"thread_5Lx8Rt"`.
        limit: How many objects a page holds at most, from 1 to 100. The server takes 20 when it is
            left out. The service's default: `20`. Example: `50`.
        order: Which end to start from by creation time: `asc` gives the oldest first, `desc` the
            newest. The service's default: `"desc"`. Example: `"asc"`.
        after: Start behind the object with this ID. Pass the `last_id` of one page here to get the
            one that follows. Example: `"msg_6Jd1Ny"`.
        before: Stop ahead of the object with this ID. Pass the `first_id` of one page here to get
            the one that precedes it. Example: `"msg_6Jd1Ny"`.
        run_id: Only list messages that this run wrote. Example: `"run_7Hq2"`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return PagedRequest(
        path={"thread_id": thread_id},
        query={"limit": limit, "order": order, "after": after, "before": before, "run_id": run_id},
        pages=Cursor("after", items="data", next="last_id", more="has_more"),
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("POST", "/threads/{thread_id}/messages")
def create_message(
    thread_id: str,
    role: Literal["user", "assistant"],
    content: Iterable[params.CreateMessageRequestContentItem] | str,
    *,
    attachments: Iterable[params.CreateMessageRequestAttachment] | None | Omit = omit,
    metadata: components.Metadata | None | Omit = omit,
    stream_to: Sink[components.MessageObject] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.MessageObject]:
    """Add a message to a thread.

    Endpoint: `POST https://api.openai.com/v1/threads/{thread_id}/messages`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the
            [thread](https://platform.openai.com/docs/api-reference/threads) that receives the
            message. Example: `"thread_5Lx8Rt"`.
        role: Who speaks: `user` for a person's message, `assistant` to put an earlier answer into
            the conversation. Example: `"user"`.
        content: Example: `"What is the square root of 1764?"`.
        attachments: Files that come with the message, each with the tools that may read it.
            Example: `[{"file_id": "file-7rTq2KdLx", "tools": [{"type": "code_interpreter"}]}]`.
        metadata: Up to 16 notes of your own on an object, to find or to recognize it by. A key has
            at most 64 characters, a value at most 512. Example: `{"course": "algebra-1"}`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"thread_id": thread_id},
        json={"role": role, "content": content, "attachments": attachments, "metadata": metadata},
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("GET", "/threads/{thread_id}/messages/{message_id}")
def get_message(
    thread_id: str,
    message_id: str,
    *,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.MessageObject]:
    """Fetch one message.

    Endpoint: `GET https://api.openai.com/v1/threads/{thread_id}/messages/{message_id}`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the
            [thread](https://platform.openai.com/docs/api-reference/threads) that holds the message.
            Example: `"thread_5Lx8Rt"`.
        message_id: Identifier of the message to fetch. Example: `"msg_6Jd1Ny"`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"thread_id": thread_id, "message_id": message_id},
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("POST", "/threads/{thread_id}/messages/{message_id}")
def modify_message(
    thread_id: str,
    message_id: str,
    *,
    metadata: components.Metadata | None | Omit = omit,
    stream_to: Sink[components.MessageObject] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.MessageObject]:
    """Change the metadata of a message.

    Endpoint: `POST https://api.openai.com/v1/threads/{thread_id}/messages/{message_id}`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread that holds the message. Example: `"thread_5Lx8Rt"`.
        message_id: Identifier of the message to change. Example: `"msg_6Jd1Ny"`.
        metadata: Up to 16 notes of your own on an object, to find or to recognize it by. A key has
            at most 64 characters, a value at most 512. Example: `{"course": "algebra-1"}`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"thread_id": thread_id, "message_id": message_id},
        json={"metadata": metadata},
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("DELETE", "/threads/{thread_id}/messages/{message_id}")
def delete_message(
    thread_id: str,
    message_id: str,
    *,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.DeleteMessageResponse]:
    """Delete one message.

    Endpoint: `DELETE https://api.openai.com/v1/threads/{thread_id}/messages/{message_id}`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread that holds the message. Example: `"thread_5Lx8Rt"`.
        message_id: Identifier of the message to remove. Example: `"msg_6Jd1Ny"`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"thread_id": thread_id, "message_id": message_id},
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@paged_operation("GET", "/threads/{thread_id}/runs")
def list_runs(
    thread_id: str,
    *,
    limit: int | Omit = omit,
    order: Literal["asc", "desc"] | Omit = omit,
    after: str | Omit = omit,
    before: str | Omit = omit,
    stream_to: Sink[components.ListRunsResponse] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> PagedRequest[components.ListRunsResponse, components.RunObject]:
    """List the runs of a thread, one page at a time.

    Endpoint: `GET https://api.openai.com/v1/threads/{thread_id}/runs`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread whose runs are listed. Example: `"thread_5Lx8Rt"`.
        limit: How many objects a page holds at most, from 1 to 100. The server takes 20 when it is
            left out. The service's default: `20`. Example: `50`.
        order: Which end to start from by creation time: `asc` gives the oldest first, `desc` the
            newest. The service's default: `"desc"`. Example: `"asc"`.
        after: Start behind the object with this ID. Pass the `last_id` of one page here to get the
            one that follows. Example: `"run_7Hq2"`.
        before: Stop ahead of the object with this ID. Pass the `first_id` of one page here to get
            the one that precedes it. Example: `"run_7Hq2"`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return PagedRequest(
        path={"thread_id": thread_id},
        query={"limit": limit, "order": order, "after": after, "before": before},
        pages=Cursor("after", items="data", next="last_id", more="has_more"),
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@streamed_operation("POST", "/threads/{thread_id}/runs")
def create_run(
    thread_id: str,
    assistant_id: str,
    *,
    include: Iterable[Literal["step_details.tool_calls[*].file_search.results[*].content"]]
    | Omit = omit,
    model: components.AssistantSupportedModels | str | None | Omit = omit,
    reasoning_effort: components.ReasoningEffort | None | Omit = omit,
    instructions: str | None | Omit = omit,
    additional_instructions: str | None | Omit = omit,
    additional_messages: Iterable[params.CreateMessageRequest] | None | Omit = omit,
    tools: Iterable[params.RunObjectTool] | None | Omit = omit,
    metadata: components.Metadata | None | Omit = omit,
    temperature: float | None | Omit = omit,
    top_p: float | None | Omit = omit,
    max_prompt_tokens: int | None | Omit = omit,
    max_completion_tokens: int | None | Omit = omit,
    truncation_strategy: params.TruncationObject | components.TruncationObject | None | Omit = omit,
    tool_choice: params.AssistantsApiToolChoiceOption | None | Omit = omit,
    parallel_tool_calls: components.ParallelToolCalls | Omit = omit,
    response_format: params.AssistantsApiResponseFormatOption | None | Omit = omit,
    stream_to: Sink[components.AssistantStreamEvent] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> StreamRequest[components.RunObject, components.AssistantStreamEvent]:
    """Have an assistant work on a thread.

    Endpoint: `POST https://api.openai.com/v1/threads/{thread_id}/runs`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread to work on. Example: `"thread_5Lx8Rt"`.
        assistant_id: Identifier of the assistant that does the run. Example: `"asst_9fKz3Qm1"`.
        include: Extra fields that the reply shall carry. So far that can only be
            `step_details.tool_calls[*].file_search.results[*].content`, the text that a file search
            found; see [file search
            settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
            Example: `["step_details.tool_calls[*].file_search.results[*].content"]`.
        model: [Model](https://platform.openai.com/docs/api-reference/models) for this run alone, in
            place of the assistant's own. Example: `"gpt-4o-mini"`.
        reasoning_effort: How much a reasoning model thinks before it answers: less is faster and
            costs fewer tokens. Which values a model accepts is in the [reasoning
            guide](https://platform.openai.com/docs/guides/reasoning). The service's default:
            `"medium"`. Example: `"low"`.
        instructions: Instructions for this run alone, in place of [the assistant's
            own](https://platform.openai.com/docs/api-reference/assistants/createAssistant).
            Example: `"Answer in one sentence."`.
        additional_instructions: Instructions for this run alone, added behind those in force.
            Example: `"The user prefers metric units."`.
        additional_messages: Messages to add to the thread before the run starts. Example:
            `[{"role": "user", "content": "What is the square root of 1764?"}]`.
        tools: Tools for this run alone, in place of the assistant's own. Example: `[{"type":
            "file_search"}]`.
        metadata: Up to 16 notes of your own on an object, to find or to recognize it by. A key has
            at most 64 characters, a value at most 512. Example: `{"course": "algebra-1"}`.
        temperature: Sampling temperature between 0 and 2. A low value such as 0.2 gives steadier
            text, a high one such as 0.8 more varied text. The service's default: `1`. Example:
            `0.2`.
        top_p: Nucleus sampling: choose among the most likely tokens whose probabilities add up to
            this share, for example 0.1 for the top tenth. Change either this or the temperature.
            The service's default: `1`. Example: `0.9`.
        max_prompt_tokens: Budget of prompt tokens over all turns of the run. A run that would
            exceed it ends as `incomplete`, and `incomplete_details` says why. Example: `2000`.
        max_completion_tokens: Budget of completion tokens over all turns of the run. A run that
            would exceed it ends as `incomplete`, and `incomplete_details` says why. Example: `500`.
        truncation_strategy: How much of a long thread the model gets to read. Example: `{"type":
            "last_messages", "last_messages": 10}`.
        tool_choice: Which tool the model calls, if any. `none`: it answers without tools. `auto`:
            it decides by itself, the default. `required`: it has to call one or more before it
            answers. A tool, such as `{"type": "function", "function": {"name": "get_weather"}}`: it
            has to call that very one. Example: `"auto"`.
        parallel_tool_calls: Whether the model may call several functions at once; see [parallel
            calls](https://platform.openai.com/docs/guides/function-calling#configuring-parallel-function-calling).
            The service's default: `true`. Example: `false`.
        response_format: Form of the model's answer.

            `{"type": "json_schema", "json_schema": {…}}` turns on [Structured
            Outputs](https://platform.openai.com/docs/guides/structured-outputs): the answer keeps
            to the given JSON Schema. `{"type": "json_object"}` turns on JSON mode: the answer is
            JSON of any shape.

            **Important:** JSON mode also needs a message that asks for JSON; otherwise the model
            can emit white space until it runs out of tokens. An answer that was cut short
            (`finish_reason="length"`) may be broken JSON. Example: `{"type": "text"}`.
        stream_to: A callable or queue that gets each event as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return StreamRequest(
        path={"thread_id": thread_id},
        query={"include[]": include},
        json={
            "assistant_id": assistant_id,
            "model": model,
            "reasoning_effort": reasoning_effort,
            "instructions": instructions,
            "additional_instructions": additional_instructions,
            "additional_messages": additional_messages,
            "tools": tools,
            "metadata": metadata,
            "temperature": temperature,
            "top_p": top_p,
            "max_prompt_tokens": max_prompt_tokens,
            "max_completion_tokens": max_completion_tokens,
            "truncation_strategy": truncation_strategy,
            "tool_choice": tool_choice,
            "parallel_tool_calls": parallel_tool_calls,
            "response_format": response_format,
        },
        events=Events(
            components.AssistantStreamEvent,
            flag="stream",
            envelope=True,
            carries_reply=True,
            ends=("[DONE]",),
        ),
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("GET", "/threads/{thread_id}/runs/{run_id}")
def get_run(
    thread_id: str,
    run_id: str,
    *,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.RunObject]:
    """Fetch one run.

    Endpoint: `GET https://api.openai.com/v1/threads/{thread_id}/runs/{run_id}`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread that the run works on. Example: `"thread_5Lx8Rt"`.
        run_id: Identifier of the run to fetch. Example: `"run_7Hq2"`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"thread_id": thread_id, "run_id": run_id},
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("POST", "/threads/{thread_id}/runs/{run_id}")
def modify_run(
    thread_id: str,
    run_id: str,
    *,
    metadata: components.Metadata | None | Omit = omit,
    stream_to: Sink[components.RunObject] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.RunObject]:
    """Change the metadata of a run.

    Endpoint: `POST https://api.openai.com/v1/threads/{thread_id}/runs/{run_id}`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread that the run works on. Example: `"thread_5Lx8Rt"`.
        run_id: Identifier of the run to change. Example: `"run_7Hq2"`.
        metadata: Up to 16 notes of your own on an object, to find or to recognize it by. A key has
            at most 64 characters, a value at most 512. Example: `{"course": "algebra-1"}`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"thread_id": thread_id, "run_id": run_id},
        json={"metadata": metadata},
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("POST", "/threads/{thread_id}/runs/{run_id}/cancel")
def cancel_run(
    thread_id: str,
    run_id: str,
    *,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.RunObject]:
    """Ask for a run to stop; only one that is still working can be cancelled.

    Endpoint: `POST https://api.openai.com/v1/threads/{thread_id}/runs/{run_id}/cancel`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread that the run works on. Example: `"thread_5Lx8Rt"`.
        run_id: Identifier of the run to stop. Example: `"run_7Hq2"`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"thread_id": thread_id, "run_id": run_id},
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@paged_operation("GET", "/threads/{thread_id}/runs/{run_id}/steps")
def list_run_steps(
    thread_id: str,
    run_id: str,
    *,
    limit: int | Omit = omit,
    order: Literal["asc", "desc"] | Omit = omit,
    after: str | Omit = omit,
    before: str | Omit = omit,
    include: Iterable[Literal["step_details.tool_calls[*].file_search.results[*].content"]]
    | Omit = omit,
    stream_to: Sink[components.ListRunStepsResponse] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> PagedRequest[components.ListRunStepsResponse, components.RunStepObject]:
    """List the steps of a run, one page at a time.

    Endpoint: `GET https://api.openai.com/v1/threads/{thread_id}/runs/{run_id}/steps`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread that the run works on. Example: `"thread_5Lx8Rt"`.
        run_id: Identifier of the run whose steps are listed. Example: `"run_7Hq2"`.
        limit: How many objects a page holds at most, from 1 to 100. The server takes 20 when it is
            left out. The service's default: `20`. Example: `50`.
        order: Which end to start from by creation time: `asc` gives the oldest first, `desc` the
            newest. The service's default: `"desc"`. Example: `"asc"`.
        after: Start behind the object with this ID. Pass the `last_id` of one page here to get the
            one that follows. Example: `"step_8Vb4"`.
        before: Stop ahead of the object with this ID. Pass the `first_id` of one page here to get
            the one that precedes it. Example: `"step_8Vb4"`.
        include: Extra fields that the reply shall carry. So far that can only be
            `step_details.tool_calls[*].file_search.results[*].content`, the text that a file search
            found; see [file search
            settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
            Example: `["step_details.tool_calls[*].file_search.results[*].content"]`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return PagedRequest(
        path={"thread_id": thread_id, "run_id": run_id},
        query={
            "limit": limit,
            "order": order,
            "after": after,
            "before": before,
            "include[]": include,
        },
        pages=Cursor("after", items="data", next="last_id", more="has_more"),
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("GET", "/threads/{thread_id}/runs/{run_id}/steps/{step_id}")
def get_run_step(
    thread_id: str,
    run_id: str,
    step_id: str,
    *,
    include: Iterable[Literal["step_details.tool_calls[*].file_search.results[*].content"]]
    | Omit = omit,
    stream_to: Sink[components.RunStepObject] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.RunStepObject]:
    """Fetch one step of a run.

    Endpoint: `GET https://api.openai.com/v1/threads/{thread_id}/runs/{run_id}/steps/{step_id}`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread that the run works on. Example: `"thread_5Lx8Rt"`.
        run_id: Identifier of the run that took the step. Example: `"run_7Hq2"`.
        step_id: Identifier of the step to fetch. Example: `"step_8Vb4"`.
        include: Extra fields that the reply shall carry. So far that can only be
            `step_details.tool_calls[*].file_search.results[*].content`, the text that a file search
            found; see [file search
            settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
            Example: `["step_details.tool_calls[*].file_search.results[*].content"]`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"thread_id": thread_id, "run_id": run_id, "step_id": step_id},
        query={"include[]": include},
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@streamed_operation("POST", "/threads/{thread_id}/runs/{run_id}/submit_tool_outputs")
def submit_tool_outputs_to_run(
    thread_id: str,
    run_id: str,
    tool_outputs: Iterable[params.SubmitToolOutputsRunRequestToolOutput],
    *,
    stream_to: Sink[components.AssistantStreamEvent] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> StreamRequest[components.RunObject, components.AssistantStreamEvent]:
    """Hand the results of tool calls to a run that waits for them (`requires_action`), all of
    them at once.

    Endpoint: `POST https://api.openai.com/v1/threads/{thread_id}/runs/{run_id}/submit_tool_outputs`
    API reference: https://platform.openai.com/docs/api-reference/threads

    Args:
        thread_id: Identifier of the thread that the run works on. Example: `"thread_5Lx8Rt"`.
        run_id: Identifier of the run that waits for tool results. Example: `"run_7Hq2"`.
        tool_outputs: Results of the calls, one for each. Example: `[{"tool_call_id": "call_D3pV",
            "output": "22 degrees, sunny"}]`.
        stream_to: A callable or queue that gets each event as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return StreamRequest(
        path={"thread_id": thread_id, "run_id": run_id},
        json={"tool_outputs": tool_outputs},
        events=Events(
            components.AssistantStreamEvent,
            flag="stream",
            envelope=True,
            carries_reply=True,
            ends=("[DONE]",),
        ),
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )
