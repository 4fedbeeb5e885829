"""A document with OpenAI's two operations for text, as small as its profile needs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.documents import STRING, document, operation, ref, tagged, thing
from support.openai_documents import once
from support.packages import make

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

NAME = "outputs_client"
ANY = {"type": "object", "additionalProperties": True}
NULLABLE = {"anyOf": [STRING, {"type": "null"}]}


def listed(schema: object) -> dict[str, object]:
    return {"type": "array", "items": schema}


def needing(*names: str, **properties: object) -> dict[str, object]:
    return {**thing(**properties), "required": [*names]}


FUNCTION = {
    "name": STRING,
    "description": {"type": "string"},
    "parameters": ANY,
    "strict": {"type": "boolean"},
}
CALL = tagged("function_call", call_id=STRING, name=STRING, arguments=STRING)
PART = {
    "oneOf": [tagged("output_text", text=STRING), tagged("refusal", refusal=STRING)],
}
MESSAGE = tagged("message", content=listed(PART), phase=NULLABLE, role=STRING)
SCHEMAS = {
    "FunctionTool": needing("type", "name", type={"const": "function"}, **FUNCTION),
    "ChatCompletionTool": needing(
        "type", "function", type={"const": "function"}, function=needing("name", **FUNCTION)
    ),
    "ResponseTextParam": thing(format=ANY, verbosity=NULLABLE),
    "Response": needing(
        "id",
        id=STRING,
        status=STRING,
        text=ref("ResponseTextParam"),
        incomplete_details=thing(reason=STRING),
        error=thing(message=STRING),
        output=listed({"oneOf": [MESSAGE, CALL]}),
    ),
    "ResponseStreamEvent": {
        "oneOf": [
            tagged("response.output_text.delta", delta=STRING),
            tagged("response.completed", response=ref("Response")),
        ]
    },
    "CreateChatCompletionResponse": needing(
        "id",
        id=STRING,
        choices=listed(
            thing(
                index={"type": "integer"},
                finish_reason=STRING,
                message=thing(
                    role=STRING,
                    content=NULLABLE,
                    refusal=NULLABLE,
                    tool_calls=listed(
                        tagged("function", id=STRING, function=thing(name=STRING, arguments=STRING))
                    ),
                ),
            )
        ),
    ),
    "CreateChatCompletionStreamResponse": needing(
        "id",
        id=STRING,
        choices=listed(
            thing(
                index={"type": "integer"},
                delta=thing(role=STRING, content=NULLABLE, refusal=NULLABLE),
                finish_reason=NULLABLE,
            )
        ),
    ),
}


def creating(name: str, body: object, result: str, events: str) -> dict[str, object]:
    content = {
        "application/json": {"schema": ref(result)},
        "text/event-stream": {"schema": ref(events)},
    }
    return {
        "post": {
            "operationId": name,
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": {"200": {"description": "ok", "content": content}},
        }
    }


RESPONSE = thing(
    model=STRING,
    input=STRING,
    text=ref("ResponseTextParam"),
    tools=listed(ref("FunctionTool")),
    stream={"type": "boolean"},
    background={"type": "boolean"},
)
CHAT = needing(
    *("model", "messages"),
    model=STRING,
    messages=listed(ANY),
    n={"type": "integer"},
    response_format=ANY,
    tools=listed(ref("ChatCompletionTool")),
    stream={"type": "boolean"},
)
RESPONSE_ID = {"name": "response_id", "in": "path", "required": True, "schema": STRING}
DOCUMENT = document(
    {
        "/responses": creating("createResponse", RESPONSE, "Response", "ResponseStreamEvent"),
        "/chat/completions": creating(
            "createChatCompletion",
            CHAT,
            "CreateChatCompletionResponse",
            "CreateChatCompletionStreamResponse",
        ),
        "/responses/{response_id}": {
            "get": operation(RESPONSE_ID, reply=ref("Response"), name="getResponse")
        },
    },
    SCHEMAS,
    url="https://api.openai.com/v1",
)


def package(factory: pytest.TempPathFactory) -> Path:
    """The folder that has the package, made once for all workers."""
    return once(factory, "outputs", lambda made: make(made / NAME, DOCUMENT))


def message(*texts: str, **more: object) -> dict[str, object]:
    """A response with a message."""
    content = [{"type": "output_text", "text": one, "annotations": []} for one in texts]
    return response({"type": "message", "id": "m", "role": "assistant", "content": content, **more})


def response(*output: object, **more: object) -> dict[str, object]:
    return {"id": "r", "object": "response", "status": "completed", "output": [*output], **more}


def completion(*messages: object, finish: str = "stop") -> dict[str, object]:
    """A chat completion with these choices."""
    choices = [
        {"index": index, "finish_reason": finish, "message": {"role": "assistant", **one}}
        for index, one in enumerate(messages)
    ]
    return {"id": "c", "object": "chat.completion", "choices": choices}


def events(*data: object) -> bytes:
    """A stream of these events."""
    texts = [one if isinstance(one, str) else json.dumps(one) for one in data]
    return "".join(f"data: {one}\n\n" for one in texts).encode()
