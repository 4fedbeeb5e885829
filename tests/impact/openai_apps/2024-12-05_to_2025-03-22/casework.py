"""Cases of a law office: a thread for each, with labels that we search by."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypedDict

import openai_client as oa
from openai_client import components, params

Labels = dict[str, object]


class CaseLabels(TypedDict):
    """The labels of every case."""

    number: int
    client: str


@dataclass
class Case:
    """A case of the office."""

    number: int
    client: str
    opened: date
    thread_id: str | None = None

    def labels(self) -> Labels:
        """Return the labels of the thread."""
        return {"number": self.number, "client": self.client}

    def texts(self) -> dict[str, str]:
        """Return the labels as texts."""
        return {key: str(value) for key, value in self.labels().items()}


def hire(
    model: components.CreateRunRequestModel | str,  # touched: type-removed
) -> components.AssistantObject:
    """Make the assistant of the office."""
    return oa.create_assistant(
        model,
        name="Clerk",
        instructions="Quote the paragraph.",
        tools=[{"type": "file_search"}, {"type": "code_interpreter"}],
        tool_resources={
            "file_search": {
                "vector_stores": [
                    {
                        "file_ids": [],
                        "metadata": {"year": 2024},  # touched: attribute-narrowed
                    }
                ]
            }
        },
        metadata={
            "office": "north",
            "desk": 4,  # touched: argument-narrowed
        },
    )


def rename(assistant_id: str, name: str) -> components.AssistantObject:
    """Give the assistant another name."""
    return oa.modify_assistant(assistant_id, name=name, metadata={"renamed": "yes"})


def close_down(assistant_id: str) -> bool:
    """Mark the assistant as one that is no longer used."""
    changed = oa.modify_assistant(
        assistant_id,
        metadata={"closed": True},  # touched: argument-narrowed
        temperature=None,
    )
    return changed.metadata is not None and bool(changed.metadata.get("closed"))


def open_case(case: Case, facts: Iterable[str]) -> components.ThreadObject:
    """Open the thread of a case."""
    thread = oa.create_thread(
        messages=[{"role": "user", "content": fact} for fact in facts],
        metadata=case.labels(),  # touched: argument-narrowed
    )
    case.thread_id = thread.id
    return thread


def open_quietly(case: Case) -> components.ThreadObject:
    """Open the thread of a case without facts."""
    return oa.create_thread(metadata=case.texts())


def note(case: Case, text: str, page: int | None = None) -> components.MessageObject:
    """Put a note into a case."""
    if case.thread_id is None:
        raise ValueError(case.number)
    if page is None:
        return oa.create_message(case.thread_id, "user", text)
    return oa.create_message(
        case.thread_id,
        "user",
        text,
        metadata={"page": page},  # touched: argument-narrowed
    )


def evidence(texts: Mapping[int, str]) -> params.CreateThreadRequest:
    """Describe a thread with evidence."""
    messages: list[params.CreateMessageRequest] = [
        {
            "role": "user",
            "content": text,
            "metadata": {"exhibit": number},  # touched: attribute-narrowed
        }
        for number, text in texts.items()
    ]
    described: params.CreateThreadRequest = {"messages": messages}
    described["metadata"] = {"exhibits": len(texts)}  # touched: attribute-narrowed
    return described


def judge(assistant_id: str, texts: Mapping[int, str]) -> components.RunObject:
    """Ask what the evidence shows."""
    return oa.create_thread_and_run(
        assistant_id,
        thread=evidence(texts),
        instructions="What does it show?",
        metadata={"kind": "judge", "count": str(len(texts))},
    )


def start(
    thread_id: str,
    assistant_id: str,
    model: components.CreateRunRequestModel = "gpt-4o",  # touched: type-removed
    **labels: Any,
) -> components.RunObject:
    """Start a run with labels."""
    return oa.create_run(
        thread_id,
        assistant_id,
        model=model,
        metadata=labels,  # may: argument-narrowed
        additional_messages=[{"role": "user", "content": "Begin."}],
    )


def number_runs(thread_id: str) -> int:
    """Number the runs of a thread."""
    number = 0
    for number, run in enumerate(oa.list_runs.iter(thread_id, order="asc"), start=1):
        oa.modify_run(thread_id, run.id, metadata={"number": number})  # touched: argument-narrowed
    return number


def copy_labels(source: str, target: str) -> components.ThreadObject:
    """Give a thread the labels of another."""
    labels = oa.get_thread(source).metadata
    return oa.modify_thread(target, metadata=labels)


def relabel(thread_id: str, labels: Labels) -> components.ThreadObject:
    """Give a thread other labels."""
    old = oa.get_thread(thread_id).metadata or {}
    merged = {**old, **labels}
    return oa.modify_thread(thread_id, metadata=merged)  # touched: argument-narrowed


def tag(thread_id: str, tags: Mapping[str, str]) -> components.ThreadObject:
    """Give a thread labels that are texts."""
    return oa.modify_thread(thread_id, metadata=tags)  # may: argument-narrowed


def from_case(case: Case, thread_id: str) -> None:
    """Write all that we know of a case into its thread."""
    known = asdict(case)
    oa.modify_thread(thread_id, metadata=known)  # may: argument-narrowed
    fixed: CaseLabels = {"number": case.number, "client": case.client}
    oa.modify_thread(thread_id, metadata=fixed)  # touched: argument-narrowed


def shelve(name: str, files: list[str], shelf: int) -> str:
    """Make a store for closed cases."""
    store = oa.create_vector_store(
        name=name,
        file_ids=files,
        expires_after={"anchor": "last_active_at", "days": 30},
        metadata={"shelf": shelf},  # touched: argument-narrowed
    )
    if not store.file_counts.total:
        oa.modify_vector_store(store.id, metadata={"empty": "yes"})
    return store.id


def move(store_id: str, shelf: float) -> None:
    """Put a store on another shelf."""
    labels: dict[str, object] = {"moved": "yes"}
    labels["shelf"] = shelf
    oa.modify_vector_store(store_id, metadata=labels)  # touched: argument-narrowed


async def mark_read(thread_id: str) -> int:
    """Mark the messages of a thread as read."""
    ids = [one.id async for one in oa.list_messages.aio.iter(thread_id) if not one.metadata]
    await asyncio.gather(
        *(
            oa.modify_message.aio(
                thread_id,
                one,
                metadata={"read": 1},  # touched: argument-narrowed
            )
            for one in ids
        )
    )
    return len(ids)


def mark(thread_id, message_id, value):
    """Mark one message."""
    labels = {"value": value, "count": 1}
    return oa.modify_message(thread_id, message_id, metadata=labels)  # touched: argument-narrowed


def client_of(thread_id: str) -> str:
    """Return whose case a thread is."""
    labels = oa.get_thread(thread_id).metadata or {}
    return str(labels.get("client", ""))
