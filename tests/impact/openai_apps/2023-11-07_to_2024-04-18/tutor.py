"""A tutor built on assistants: set-up, conversations and the outputs of tools."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openai_client as oa
from openai_client import components, params

NAME = "Maths tutor"
DONE = {"completed", "failed", "cancelled", "expired"}


def add(left: float, right: float) -> float:
    """Add two numbers."""
    return left + right


def power(base: float, exponent: float) -> float:
    """Raise a number to a power."""
    return float(base**exponent)


TOOLS: dict[str, Callable[..., float]] = {"add": add, "power": power}

SEARCH: params.AssistantToolsRetrieval = {"type": "retrieval"}  # touched: type-removed


def function_tool(name: str, about: str) -> params.AssistantToolsFunction:
    """Describe one of our functions."""
    schema = {"type": "object", "properties": {"left": {"type": "number"}}}
    return {
        "type": "function",
        "function": {  # may: attribute-narrowed
            "name": name,
            "description": about,
            "parameters": schema,
        },
    }


@dataclass
class Lesson:
    """What we remember of one conversation."""

    thread: components.ThreadObject
    assistant: components.AssistantObject
    files: list[str] = field(default_factory=list)
    runs: dict[str, components.RunObject] = field(default_factory=dict)

    @property
    def material(self) -> set[str]:
        """All files that the tutor may read."""
        return {*self.files, *self.assistant.file_ids}  # touched: attribute-removed

    def remember(self, run: components.RunObject) -> None:
        """Keep the newest state of a run."""
        self.runs[run.id] = run


def upload(folder: Path) -> list[components.OpenAIFile]:
    """Send every text of a folder."""
    return [oa.create_file(path, "assistants") for path in sorted(folder.glob("*.txt"))]


def set_up(folder: Path, model: str = "gpt-4") -> components.AssistantObject:
    """Make the tutor with the texts of a folder."""
    uploaded = upload(folder)
    return oa.create_assistant(
        model,
        name=NAME,
        instructions="Explain each step.",
        tools=[
            {"type": "code_interpreter"},
            {"type": "retrieval"},  # touched: argument-narrowed
            function_tool("add", "Adds two numbers"),
            function_tool("power", "Raises to a power"),
        ],
        file_ids=[one.id for one in uploaded],  # touched: argument-removed
        metadata={"team": "school"},
    )


def replace_material(assistant: components.AssistantObject, ids: list[str]) -> None:
    """Let the tutor read other texts."""
    for old in oa.list_assistant_files.iter(assistant.id):  # touched: function-removed
        oa.delete_assistant_file(assistant.id, old.id)  # touched: function-removed
        oa.delete_file(old.id)
    for new in ids:
        oa.create_assistant_file(assistant.id, new)  # touched: function-removed
    oa.modify_assistant(assistant.id, name=assistant.name, metadata={"texts": len(ids)})


def clear_material(assistant_id: str) -> bool:
    """Take every text away; say whether there is none left."""
    settings: dict[str, Any] = {"instructions": "Use no texts."}
    oa.modify_assistant(assistant_id, **settings)
    cleared = oa.modify_assistant(
        assistant_id,
        description=None,
        file_ids=[],  # touched: argument-removed
    )
    return not cleared.file_ids  # touched: attribute-removed


def describe_tools(assistant: components.AssistantObject) -> Iterator[str]:
    """Yield a line for each tool."""
    for tool in assistant.tools:  # may: attribute-widened
        if isinstance(tool, components.AssistantToolsFunction):  # may: attribute-widened
            yield f"function {tool.function.name}"  # touched: attribute-narrowed
        elif isinstance(tool, components.AssistantToolsRetrieval):  # touched: type-removed
            yield "search in texts"
        else:
            yield tool.type  # may: attribute-widened


def answer_calls(run: components.RunObject) -> components.RunObject:
    """Run our functions for a run that waits for them."""
    if run.required_action is None:
        return run
    outputs: list[params.SubmitToolOutputsRunRequestToolOutput] = []
    for call in run.required_action.submit_tool_outputs.tool_calls:
        arguments: dict[str, float] = json.loads(call.function.arguments)
        result = TOOLS[call.function.name](**arguments)
        outputs.append({"tool_call_id": call.id, "output": json.dumps(result)})
    return oa.submit_tool_outputs_to_run(run.thread_id, run.id, outputs)


def wait(run: components.RunObject, pause: float = 1.0) -> components.RunObject:
    """Wait until a run is over, and answer its calls meanwhile."""
    while run.status not in DONE:
        if run.status == "requires_action":
            run = answer_calls(run)
            continue
        if run.expires_at < time.time():  # touched: attribute-widened
            return oa.cancel_run(run.thread_id, run.id)
        time.sleep(pause)
        run = oa.get_run(run.thread_id, run.id)
    return run


def explain(error: components.RunObjectLastError) -> str:  # follows
    """Say in plain words why a run failed."""
    match error.code:  # may: attribute-widened
        case "rate_limit_exceeded":
            return "too many requests"
        case "server_error":
            return "the service is down"


def ask(lesson: Lesson, question: str, *files: str) -> list[str]:
    """Put a question and return the answers."""
    thread_id = lesson.thread.id
    oa.create_message(
        thread_id,
        "user",
        question,
        file_ids=list(files),  # touched: argument-removed
    )
    run = oa.create_run(thread_id, lesson.assistant.id, instructions="Be brief.")
    run = wait(run)
    lesson.remember(run)
    if run.last_error is not None:
        return [f"{explain(run.last_error)}: {run.last_error.message}"]
    page = oa.list_messages(thread_id, order="desc", limit=5)
    return [text for message in page.data for text in texts(message)]


def texts(message: components.MessageObject) -> Iterator[str]:
    """Yield the texts of a message and mention its files."""
    for part in message.content:
        if isinstance(part, components.MessageContentTextObject):
            yield part.text.value
        else:
            yield f"[image {part.image_file.file_id}]"
    if message.file_ids:  # touched: attribute-removed
        yield f"{len(message.file_ids)} files"  # touched: attribute-removed


async def message_files(thread_id: str, message_id: str) -> list[str]:
    """Return the names of the files of a message."""
    ids = [
        item.id  # follows
        async for item in oa.list_message_files.aio.iter(  # touched: function-removed
            thread_id, message_id
        )
    ]
    found = await asyncio.gather(*(oa.retrieve_file.aio(one) for one in ids))
    return [one.filename for one in found]


def quick(assistant_id: str, question: str, attached: str) -> components.RunObject:
    """Ask in one call, without a lesson."""
    return oa.create_thread_and_run(
        assistant_id,
        thread={
            "messages": [
                {
                    "role": "user",
                    "content": question,
                    "file_ids": [attached],  # touched: attribute-removed
                },
                {"role": "user", "content": "Answer in one sentence."},
            ],
            "metadata": {"kind": "quick"},
        },
        tools=[SEARCH, {"type": "code_interpreter"}],  # touched: argument-narrowed
    )


def watch(thread_id: str, assistant_id: str) -> components.RunObject:
    """Start a run and print it as soon as it comes."""

    def show(update: oa.Data[components.RunObject] | oa.Finished | oa.Failed) -> None:
        match update:
            case oa.Data(run):
                print(run.id, run.status)
            case oa.Failed(error):
                print(error)
            case _:
                print("over")

    return oa.create_run(
        thread_id,
        assistant_id,
        metadata={"watched": True},
        stream_to=show,  # touched: argument-narrowed
    )


def summary(runs: Mapping[str, components.RunObject]) -> dict[str, int]:
    """Count runs by status, leaving out what is no run."""
    counts: dict[str, int] = {}
    for run in runs.values():
        if run.object != "assistant.run":  # touched: attribute-widened
            continue
        counts[run.status] = counts.get(run.status, 0) + 1
    return counts
