"""A crew of assistants: hire, instruct and watch what they search."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import openai_client as oa
from formats import TEXT, ask_form
from openai_client import components, params

Option = params.AssistantsApiResponseFormatOption  # may: type-narrowed


@dataclass
class Role:
    """What we want of an assistant."""

    name: str
    model: components.CreateAssistantRequestModel = "gpt-4o"
    form: Option = "none"  # touched: type-narrowed
    tools: list[params.CreateAssistantRequestTool] = field(default_factory=list)


def searcher(results: int) -> params.AssistantToolsFileSearch:
    """Describe the search, with a number of results."""
    return {"type": "file_search", "file_search": {"max_num_results": results}}


ROLES = [
    Role("clerk", form="auto", tools=[{"type": "code_interpreter"}]),
    Role("librarian", tools=[searcher(8)]),
    Role("lister", form={"type": "json_object"}),
    Role("writer", form={}),  # touched: type-narrowed
    Role("poet", form=TEXT),  # follows
    Role("judge", form="none"),  # touched: type-narrowed
]


def hire(role: Role, store: str | None = None) -> components.AssistantObject:
    """Make the assistant of a role."""
    resources: params.CreateAssistantRequestToolResources = {}
    if store is not None:
        resources["file_search"] = {"vector_store_ids": [store]}
    return oa.create_assistant(
        role.model,
        name=role.name,
        tools=role.tools,
        tool_resources=resources,
        response_format=role.form,
        top_p=0.9,
    )


def relax(assistant_id: str) -> components.AssistantObject:
    """Let an assistant answer in any form."""
    return oa.modify_assistant(
        assistant_id,
        description=None,
        response_format="none",  # touched: type-narrowed
    )


def strict_json(assistant_id: str) -> components.AssistantObject:
    """Let an assistant answer in JSON only."""
    form: params.AssistantsApiResponseFormat = {"type": "json_object"}  # touched: type-removed
    return oa.modify_assistant(assistant_id, response_format=form)


def same_form(model: components.AssistantObject, *others: str) -> list[str]:
    """Give other assistants the form of this one."""
    if model.response_format is None:  # may: type-widened
        return []
    changed = [oa.modify_assistant(one, response_format=model.response_format) for one in others]
    return [one.id for one in changed if one.name]


def run(thread_id: str, assistant_id: str, **more: Any) -> components.RunObject:
    """Start a run with the settings of the crew."""
    settings: dict[str, Any] = {"max_prompt_tokens": 4000, "parallel_tool_calls": True}
    settings.update(more)
    return oa.create_run(thread_id, assistant_id, **settings)


def plain_run(thread_id: str, assistant_id: str) -> components.RunObject:
    """Start a run that answers in any form."""
    return oa.create_run(
        thread_id,
        assistant_id,
        tool_choice="required",
        truncation_strategy={"type": "last_messages", "last_messages": 10},
        response_format="none",  # touched: type-narrowed
    )


def one_shot(assistant_id: str, text: str) -> components.RunObject:
    """Ask in a thread of its own."""
    return oa.create_thread_and_run(
        assistant_id,
        thread={"messages": [{"role": "user", "content": text}]},
        response_format={},  # touched: type-narrowed
    )


def asked_plain(one: components.RunObject) -> bool:
    """Say whether a run had no form to keep to."""
    return one.response_format in ("none", None)  # touched: type-narrowed


def searches(thread_id: str, run_id: str) -> Iterator[dict[str, object]]:
    """Yield what the searches of a run were told."""
    for step in oa.list_run_steps.iter(thread_id, run_id):
        details = step.step_details
        if isinstance(details, components.RunStepDetailsToolCallsObject):
            for call in details.tool_calls:
                match call:
                    case components.RunStepDetailsToolCallsFileSearchObject():
                        yield dict(call.file_search)  # touched: attribute-widened
                    case components.RunStepDetailsToolCallsFunctionObject():
                        yield json.loads(call.function.arguments)
                    case components.RunStepDetailsToolCallsCodeObject():
                        yield {"code": call.code_interpreter.input}


def search_results(call: components.RunStepDetailsToolCallsFileSearchObject) -> int:
    """Count the results of a search."""
    results = call.file_search.get("results", [])  # touched: attribute-widened
    return len(results) if isinstance(results, list) else 0


def text_of(message: components.MessageObject) -> str:
    """Return the text of a message."""
    lines = []
    for part in message.content:  # may: attribute-widened
        match part:  # may: attribute-widened
            case components.MessageContentTextObject():
                lines.append(part.text.value)
            case components.MessageContentImageUrlObject():
                lines.append(part.image_url.url)
            case _:
                lines.append(part.image_file.file_id)  # may: attribute-widened
    return "\n".join(lines)


async def everybody(thread_ids: list[str]) -> Counter[str]:
    """Count the messages of all threads by their role."""
    counts: Counter[str] = Counter()

    async def count(thread_id: str) -> None:
        async for message in oa.list_messages.aio.iter(thread_id, limit=100):
            counts[message.role] += 1

    await asyncio.gather(*(count(one) for one in thread_ids))
    return counts


FORMS: dict[str, Callable[[str], components.AssistantObject]] = {
    "plain": relax,
    "json": strict_json,
}


def settle(kind: str, assistant_id: str) -> str | None:
    """Bring an assistant into one of the forms, and check it by a question."""
    assistant = FORMS[kind](assistant_id)
    reply = ask_form(f"Is {assistant.name} ready?", seed=1)
    return reply.choices[0].message.content if reply.system_fingerprint else None
