"""A question to a service, its response, and how two requests are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from support.scripted_server import Asked, Server

QUESTION: dict[str, Any] = {"model": "gpt-5.5", "input": "Hello!"}
MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "status": "completed",
    "content": [{"type": "output_text", "text": "Hi.", "annotations": [], "logprobs": []}],
}
RESPONSE = {
    "id": "resp_1",
    "object": "response",
    "created_at": 1,
    "status": "completed",
    "error": None,
    "incomplete_details": None,
    "instructions": None,
    "metadata": {},
    "model": "gpt-5.5",
    "output": [MESSAGE],
    "parallel_tool_calls": True,
    "temperature": 1.0,
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1.0,
    "future_member": 5,
}
DELTA = (
    'event: response.output_text.delta\ndata: {"type": "response.output_text.delta", "item_id": '
    '"msg_1", "output_index": 0, "content_index": 0, "delta": "Hi.", "logprobs": [], '
    '"sequence_number": 1}\n\n'
)


def same(server: Server, *, headers: tuple[str, ...] = ()) -> Asked:
    """Check that the last two requests are equal, and return the second one."""
    theirs, mine = server.asked[-2:]
    names = (
        "authorization",
        "content-type",
        "openai-organization",
        "openai-project",
        "openai-beta",
        *headers,
    )
    for one in names:
        assert theirs.headers.get(one) == mine.headers.get(one), one
    assert (theirs.method, theirs.target) == (mine.method, mine.target)
    assert (theirs.json if theirs.body else None) == (mine.json if mine.body else None)
    return mine
