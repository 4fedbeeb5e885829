"""The `assistants` group of the OpenAI Assistants API.

API reference: https://platform.openai.com/docs/api-reference/assistants

Every function can raise:
    RateLimitError: Too much was asked for in too short a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Literal

from typing_extensions import deprecated

from . import _api, components, params
from ._runtime.operation import operation, paged_operation
from ._runtime.paging import Cursor, PagedRequest
from ._runtime.parameters import Omit, omit
from ._runtime.request import CallOptions, Request
from ._runtime.results import Sink

call = partial(_api.call, headers={"OpenAI-Beta": "assistants=v2"})


@paged_operation("GET", "/assistants")
@deprecated("The service marks `list_assistants` as deprecated.")
def list_assistants(
    *,
    limit: int | Omit = omit,
    order: Literal["asc", "desc"] | Omit = omit,
    after: str | Omit = omit,
    before: str | Omit = omit,
    stream_to: Sink[components.ListAssistantsResponse] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> PagedRequest[components.ListAssistantsResponse, components.AssistantObject]:
    """List the assistants of your organization, one page at a time.

    Endpoint: `GET https://api.openai.com/v1/assistants`
    API reference: https://platform.openai.com/docs/api-reference/assistants

    Args:
        limit: How many objects a page holds at most, from 1 to 100. The server takes 20 when it is
            left out. The service's default: `20`. Example: `50`.
        order: Which end to start from by creation time: `asc` gives the oldest first, `desc` the
            newest. The service's default: `"desc"`. Example: `"asc"`.
        after: Start behind the object with this ID. Pass the `last_id` of one page here to get the
            one that follows. Example: `"asst_9fKz3Qm1"`.
        before: Stop ahead of the object with this ID. Pass the `first_id` of one page here to get
            the one that precedes it. Example: `"asst_9fKz3Qm1"`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return PagedRequest(
        query={"limit": limit, "order": order, "after": after, "before": before},
        pages=Cursor("after", items="data", next="last_id", more="has_more"),
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("POST", "/assistants")
@deprecated("The service marks `create_assistant` as deprecated.")
def create_assistant(
    model: components.AssistantSupportedModels | str,
    *,
    name: str | None | Omit = omit,
    description: str | None | Omit = omit,
    instructions: str | None | Omit = omit,
    reasoning_effort: components.ReasoningEffort | None | Omit = omit,
    tools: Iterable[params.RunObjectTool] | Omit = omit,
    tool_resources: params.CreateAssistantRequestToolResources | None | Omit = omit,
    metadata: components.Metadata | None | Omit = omit,
    temperature: float | None | Omit = omit,
    top_p: float | None | Omit = omit,
    response_format: params.AssistantsApiResponseFormatOption | None | Omit = omit,
    stream_to: Sink[components.AssistantObject] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.AssistantObject]:
    """Create an assistant: a model together with its instructions and tools.

    Endpoint: `POST https://api.openai.com/v1/assistants`
    API reference: https://platform.openai.com/docs/api-reference/assistants

    Args:
        model: Model that does the work. [List
            models](https://platform.openai.com/docs/api-reference/models/list) shows those open to
            you; the [model overview](https://platform.openai.com/docs/models) says what each is
            good at. Example: `"gpt-4o"`.
        name: Display name of the assistant, at most 256 characters. Example: `"Math Tutor"`.
        description: What the assistant is for, at most 512 characters. Example: `"Helps with school
            mathematics."`.
        instructions: System instructions that steer the assistant, at most 256,000 characters.
            Example: `"Explain each step of the calculation before you give the result."`.
        reasoning_effort: How much a reasoning model thinks before it answers: less is faster and
            costs fewer tokens. Which values a model accepts is in the [reasoning
            guide](https://platform.openai.com/docs/guides/reasoning). The service's default:
            `"medium"`. Example: `"low"`.
        tools: Tools that the assistant may use, at most 128: code interpreter, file search, or
            functions of your own. The service's default: `[]`. Example: `[{"type":
            "code_interpreter"}]`.
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
        response_format: Form of the model's answer.

            `{"type": "json_schema", "json_schema": {…}}` turns on [Structured
            Outputs](https://platform.openai.com/docs/guides/structured-outputs): the answer keeps
            to the given JSON Schema. `{"type": "json_object"}` turns on JSON mode: the answer is
            JSON of any shape.

            **Important:** JSON mode also needs a message that asks for JSON; otherwise the model
            can emit white space until it runs out of tokens. An answer that was cut short
            (`finish_reason="length"`) may be broken JSON. Example: `{"type": "json_object"}`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        json={
            "model": model,
            "name": name,
            "description": description,
            "instructions": instructions,
            "reasoning_effort": reasoning_effort,
            "tools": tools,
            "tool_resources": tool_resources,
            "metadata": metadata,
            "temperature": temperature,
            "top_p": top_p,
            "response_format": response_format,
        },
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("GET", "/assistants/{assistant_id}")
@deprecated("The service marks `get_assistant` as deprecated.")
def get_assistant(
    assistant_id: str,
    *,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.AssistantObject]:
    """Fetch one assistant.

    Endpoint: `GET https://api.openai.com/v1/assistants/{assistant_id}`
    API reference: https://platform.openai.com/docs/api-reference/assistants

    Args:
        assistant_id: Identifier of the assistant to fetch. Example: `"asst_9fKz3Qm1"`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"assistant_id": assistant_id},
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("POST", "/assistants/{assistant_id}")
@deprecated("The service marks `modify_assistant` as deprecated.")
def modify_assistant(
    assistant_id: str,
    *,
    model: components.AssistantSupportedModels | str | Omit = omit,
    reasoning_effort: components.ReasoningEffort | None | Omit = omit,
    name: str | None | Omit = omit,
    description: str | None | Omit = omit,
    instructions: str | None | Omit = omit,
    tools: Iterable[params.RunObjectTool] | Omit = omit,
    tool_resources: params.ModifyAssistantRequestToolResources | None | Omit = omit,
    metadata: components.Metadata | None | Omit = omit,
    temperature: float | None | Omit = omit,
    top_p: float | None | Omit = omit,
    response_format: params.AssistantsApiResponseFormatOption | None | Omit = omit,
    stream_to: Sink[components.AssistantObject] | None = None,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.AssistantObject]:
    """Change an assistant. Whatever is left out of the request stays as it was.

    Endpoint: `POST https://api.openai.com/v1/assistants/{assistant_id}`
    API reference: https://platform.openai.com/docs/api-reference/assistants

    Args:
        assistant_id: Identifier of the assistant to change. Example: `"asst_9fKz3Qm1"`.
        model: Model that does the work. [List
            models](https://platform.openai.com/docs/api-reference/models/list) shows those open to
            you; the [model overview](https://platform.openai.com/docs/models) says what each is
            good at. Example: `"gpt-4o"`.
        reasoning_effort: How much a reasoning model thinks before it answers: less is faster and
            costs fewer tokens. Which values a model accepts is in the [reasoning
            guide](https://platform.openai.com/docs/guides/reasoning). The service's default:
            `"medium"`. Example: `"low"`.
        name: Display name of the assistant, at most 256 characters. Example: `"Math Tutor"`.
        description: What the assistant is for, at most 512 characters. Example: `"Helps with school
            mathematics."`.
        instructions: System instructions that steer the assistant, at most 256,000 characters.
            Example: `"Explain each step of the calculation before you give the result."`.
        tools: Tools that the assistant may use, at most 128: code interpreter, file search, or
            functions of your own. The service's default: `[]`. Example: `[{"type":
            "code_interpreter"}]`.
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
        response_format: Form of the model's answer.

            `{"type": "json_schema", "json_schema": {…}}` turns on [Structured
            Outputs](https://platform.openai.com/docs/guides/structured-outputs): the answer keeps
            to the given JSON Schema. `{"type": "json_object"}` turns on JSON mode: the answer is
            JSON of any shape.

            **Important:** JSON mode also needs a message that asks for JSON; otherwise the model
            can emit white space until it runs out of tokens. An answer that was cut short
            (`finish_reason="length"`) may be broken JSON. Example: `"auto"`.
        stream_to: A callable or queue that gets the result as `Data`, then `Finished`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"assistant_id": assistant_id},
        json={
            "model": model,
            "reasoning_effort": reasoning_effort,
            "name": name,
            "description": description,
            "instructions": instructions,
            "tools": tools,
            "tool_resources": tool_resources,
            "metadata": metadata,
            "temperature": temperature,
            "top_p": top_p,
            "response_format": response_format,
        },
        sink=stream_to,
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )


@operation("DELETE", "/assistants/{assistant_id}")
@deprecated("The service marks `delete_assistant` as deprecated.")
def delete_assistant(
    assistant_id: str,
    *,
    openai_api_key: str | None = None,
    openai_organization_key: str | None = None,
    base_url: str | None = None,
    options: CallOptions | None = None,
) -> Request[components.DeleteAssistantResponse]:
    """Delete one assistant for good.

    Endpoint: `DELETE https://api.openai.com/v1/assistants/{assistant_id}`
    API reference: https://platform.openai.com/docs/api-reference/assistants

    Args:
        assistant_id: Identifier of the assistant to remove. Example: `"asst_9fKz3Qm1"`.
        openai_api_key: Overrides the configured `api_key`.
        openai_organization_key: Overrides the configured `organization_key`.
        base_url: Overrides the configured address.
        options: Timeouts, retries, headers and the client of this call.
    """
    return Request(
        path={"assistant_id": assistant_id},
        call=call(options, base_url, openai_api_key, openai_organization_key),
    )
