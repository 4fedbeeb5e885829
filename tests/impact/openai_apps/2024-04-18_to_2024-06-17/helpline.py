"""A help line: an assistant that searches our files and streams its answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never

import openai_client as oa
from openai_client import components, params
from stores import make

Kind = Literal["search", "code"]
ATTACH_TO: dict[Kind, list[Literal["file_search", "code_interpreter"]]] = {
    "search": ["file_search"],
    "code": ["code_interpreter"],
}


def attachment(file_id: str, kind: Kind) -> params.CreateMessageRequestAttachment:
    """Describe a file that goes with a message."""
    return {
        "file_id": file_id,
        "tools": ATTACH_TO[kind],  # touched: attribute-narrowed
    }


def both(file_id: str) -> params.CreateMessageRequestAttachment:
    """Describe a file that every tool may read."""
    described: params.CreateMessageRequestAttachment = {"file_id": file_id}
    described["tools"] = ["file_search", "code_interpreter"]  # touched: attribute-narrowed
    return described


def open_thread(question: str, file_ids: list[str]) -> components.ThreadObject:
    """Open a thread with a first question and its files."""
    return oa.create_thread(
        messages=[
            {
                "role": "user",
                "content": question,
                "attachments": [
                    {
                        "file_id": one,
                        "tools": ["file_search"],  # touched: attribute-narrowed
                    }
                    for one in file_ids
                ],
            }
        ],
        tool_resources={"file_search": {"vector_stores": [{"file_ids": file_ids}]}},
    )


def more(thread_id: str, text: str, *file_ids: str) -> components.MessageObject:
    """Put a further message into a thread."""
    if not file_ids:
        return oa.create_message(thread_id, "user", text, attachments=None)
    return oa.create_message(
        thread_id,
        "user",
        text,
        attachments=[attachment(one, "search") for one in file_ids],
    )


def stream(thread_id: str, assistant_id: str) -> Iterator[str]:
    """Yield the answer of the assistant as it comes."""
    choice: params.AssistantsNamedToolChoice = {"type": "file_search"}
    with oa.create_run.stream(
        thread_id, assistant_id, tool_choice=choice, max_prompt_tokens=2000
    ) as events:
        for event in events:
            match event:  # may: type-widened
                case components.MessageStreamEventThreadMessageDelta():
                    yield from deltas(event.data)
                case components.MessageStreamEventThreadMessageCompleted():
                    yield from sources(event.data)
                case components.RunStreamEventThreadRunFailed(data=run) if run.last_error:
                    yield f"[{run.last_error.code}]"
                case components.ErrorEvent():
                    yield f"[{event.data.message}]"
                case _:
                    pass


def deltas(message: components.MessageDeltaObject) -> Iterator[str]:
    """Yield the text of a piece of a message."""
    for part in message.delta.content or []:  # may: attribute-widened
        if part.type == "text":  # may: attribute-widened
            if part.text and part.text.value:
                yield part.text.value
        elif part.image_file is not None:  # may: attribute-widened
            yield f"[{part.image_file.file_id}]"  # may: attribute-widened


def sources(message: components.MessageObject) -> Iterator[str]:
    """Yield what the message was made from."""
    for part in message.content:  # may: attribute-widened
        if isinstance(part, components.MessageContentTextObject):  # may: attribute-widened
            for note in part.text.annotations:
                if isinstance(note, components.MessageContentTextAnnotationsFilePathObject):
                    yield f"made {note.file_path.file_id}"
                    continue
                cited = note.file_citation
                quote = cited.quote.strip()  # touched: attribute-removed
                yield f"{note.text} {cited.file_id}: {quote}"
        else:
            yield part.image_file.file_id  # may: attribute-widened


def searchable(message: components.MessageObject) -> list[str]:
    """Return the attached files that can be searched."""
    return [
        one.file_id
        for one in message.attachments or []
        if one.file_id and "file_search" in (one.tools or [])  # touched: attribute-widened
    ]


def finished(run: components.RunObject) -> bool:
    """Say whether a run has ended, however it did."""
    match run.status:  # may: attribute-widened
        case "queued" | "in_progress" | "requires_action" | "cancelling":
            return False
        case "completed" | "failed" | "cancelled" | "expired":
            return True
        case never:
            assert_never(never)  # follows


def tool_of(run: components.RunObject) -> str:
    """Say which tool a run had to use."""
    chosen = run.tool_choice  # may: type-widened
    if chosen is None or chosen == "auto" or chosen == "none":
        return "any"
    return chosen.type  # may: type-widened


def hire(name: str, store_name: str) -> components.AssistantObject:
    """Make the assistant with an empty store."""
    store = make(store_name, [])
    return oa.create_assistant(
        "gpt-4-turbo",
        name=name,
        tools=[{"type": "file_search"}],
        tool_resources={"file_search": {"vector_store_ids": [store.id]}},
        temperature=0.1,
        response_format="auto",
    )


def label(event: components.RunStreamEvent) -> str:  # follows
    """Name an event of a run."""
    match event:  # may: type-widened
        case (
            components.RunStreamEventThreadRunCompleted()
            | components.RunStreamEventThreadRunFailed()
            | components.RunStreamEventThreadRunCancelled()
            | components.RunStreamEventThreadRunExpired()
        ):
            return "over"
        case (
            components.RunStreamEventThreadRunCreated()
            | components.RunStreamEventThreadRunQueued()
            | components.RunStreamEventThreadRunInProgress()
            | components.RunStreamEventThreadRunRequiresAction()
            | components.RunStreamEventThreadRunCancelling()
        ):
            return "running"
