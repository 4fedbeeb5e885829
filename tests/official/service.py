"""What a service like OpenAI's says to the app of `docs/examples/openai`, request by request."""

from __future__ import annotations

import json
from typing import Any

from support.scripted_server import Say, events

_SOON = {"openai-poll-after-ms": "1", "retry-after-ms": "1"}
_FILE = {
    "id": "file_1", "object": "file", "bytes": 20, "created_at": 1, "filename": "handbook.md",
    "purpose": "assistants", "status": "processed",
}  # fmt: skip
_STORE = {
    "id": "vs_1", "object": "vector_store", "created_at": 1, "name": "handbook", "usage_bytes": 0,
    "status": "completed", "last_active_at": None, "metadata": {},
    "file_counts": {"in_progress": 0, "completed": 0, "failed": 0, "cancelled": 0, "total": 0},
}  # fmt: skip
_INDEXED = {
    "id": "file_1", "object": "vector_store.file", "created_at": 1, "usage_bytes": 20,
    "vector_store_id": "vs_1", "last_error": None,
}  # fmt: skip
_ASSISTANT = {
    "id": "asst_1", "object": "assistant", "created_at": 1, "name": None, "description": None,
    "model": "gpt-5.5", "instructions": "Answer from the handbook.", "metadata": {},
    "tools": [{"type": "file_search"}],
}  # fmt: skip
_THREAD = {
    "id": "thread_1", "object": "thread", "created_at": 1, "tool_resources": None, "metadata": {},
}  # fmt: skip
_RUN = {
    "id": "run_1", "object": "thread.run", "created_at": 1, "thread_id": "thread_1",
    "assistant_id": "asst_1", "required_action": None, "last_error": None, "expires_at": None,
    "started_at": None, "cancelled_at": None, "failed_at": None, "completed_at": None,
    "incomplete_details": None, "model": "gpt-5.5", "instructions": "", "usage": None,
    "tools": [{"type": "file_search"}], "metadata": {}, "max_prompt_tokens": None,
    "max_completion_tokens": None, "response_format": "auto", "tool_choice": "auto",
    "truncation_strategy": {"type": "auto", "last_messages": None}, "parallel_tool_calls": True,
}  # fmt: skip
_USAGE = {
    "input_tokens": 30, "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
    "output_tokens": 12, "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 42,
}  # fmt: skip
_BATCH = {
    "id": "batch_1", "object": "batch", "endpoint": "/v1/responses", "input_file_id": "file_1",
    "completion_window": "24h", "created_at": 1,
}  # fmt: skip
_HARMS = (
    "hate", "hate/threatening", "harassment", "harassment/threatening", "illicit",
    "illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions", "sexual",
    "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip
PLAN = {"title": "A day off", "steps": [{"action": "Ask Ada.", "owner": "you"},
                                        {"action": "Rest.", "owner": None}]}  # fmt: skip


def _message(name: str, role: str, *texts: str) -> dict[str, Any]:
    content = [{"type": "text", "text": {"value": text, "annotations": []}} for text in texts]
    return {
        "id": name, "object": "thread.message", "created_at": 1, "thread_id": "thread_1",
        "status": "completed", "incomplete_details": None, "completed_at": 1, "content": content,
        "incomplete_at": None, "role": role, "assistant_id": None, "run_id": None,
        "attachments": [], "metadata": {},
    }  # fmt: skip


def _page(*found: dict[str, Any], more: bool) -> dict[str, Any]:
    ends = {"first_id": found[0]["id"], "last_id": found[-1]["id"]}
    return {"object": "list", "data": [*found], "has_more": more, **ends}


def _response(text: str, *, status: str = "completed") -> dict[str, Any]:
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    message = {
        "id": "msg_1", "type": "message", "role": "assistant", "status": "completed",
        "content": [part],
    }  # fmt: skip
    return {
        "id": "resp_1", "object": "response", "created_at": 1, "status": status, "error": None,
        "incomplete_details": None, "instructions": None, "metadata": {}, "model": "gpt-5.5",
        "output": [message] if text else [], "parallel_tool_calls": True, "temperature": 1.0,
        "tool_choice": "auto", "tools": [], "top_p": 1.0, "usage": _USAGE if text else None,
    }  # fmt: skip


def _stream(*pieces: str) -> Say:
    """Return the events of a response whose text comes in pieces."""
    at = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    whole = _response("".join(pieces))
    message = whole["output"][0]
    part = message["content"][0]
    begun = {**message, "status": "in_progress", "content": []}
    sent: list[dict[str, Any]] = [
        {"type": "response.created", "response": _response("", status="in_progress")},
        {"type": "response.output_item.added", "output_index": 0, "item": begun},
        {"type": "response.content_part.added", **at, "part": {**part, "text": ""}},
        *({"type": "response.output_text.delta", **at, "delta": one, "logprobs": []}
          for one in pieces),
        {"type": "response.output_text.done", **at, "text": part["text"], "logprobs": []},
        {"type": "response.content_part.done", **at, "part": part},
        {"type": "response.output_item.done", "output_index": 0, "item": message},
        {"type": "response.completed", "response": whole},
    ]  # fmt: skip
    numbered = ({**one, "sequence_number": number} for number, one in enumerate(sent))
    return events(*(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in numbered))


def _moderation() -> dict[str, Any]:
    result = {
        "flagged": False,
        "categories": dict.fromkeys(_HARMS, False),
        "category_scores": dict.fromkeys(_HARMS, 0.1),
        "category_applied_input_types": {harm: ["text"] for harm in _HARMS},
    }
    return {"id": "modr_1", "model": "omni-moderation-latest", "results": [result]}


def script() -> list[Say]:
    """Return the responses in the order of the requests of the app."""
    lines = b'{"custom_id": "0"}\n{"custom_id": "1"}\n'
    said: list[Any] = [
        _FILE,
        _STORE,
        {**_INDEXED, "status": "in_progress"},
        {**_INDEXED, "status": "in_progress"},
        {**_INDEXED, "status": "completed"},
        Say(500, {"error": {"message": "Try again."}}, _SOON),
        _ASSISTANT,
        _THREAD,
        {**_RUN, "status": "queued"},
        {**_RUN, "status": "in_progress"},
        {**_RUN, "status": "completed"},
        _page(_message("msg_1", "user", "How?"), _message("msg_2", "assistant", "Ask."), more=True),
        _page(_message("msg_3", "assistant", "Then", "rest."), more=False),
        _moderation(),
        _stream("Ask ", "and ", "rest."),
        _response(json.dumps(PLAN)),
        _FILE,
        {**_BATCH, "status": "validating"},
        {**_BATCH, "status": "in_progress"},
        {**_BATCH, "status": "completed", "output_file_id": "file_2"},
        Say(data=lines, headers={"Content-Type": "application/octet-stream"}),
    ]
    return [one if isinstance(one, Say) else Say(data=one, headers=_SOON) for one in said]
