"""The forms of answers that the team uses, for chats and for assistants."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import openai_client as oa
from openai_client import components, params
from openai_client.params import (
    ChatCompletionRequestMessage,
    ChatCompletionRequestMessageContentPart,  # touched: type-removed
    ChatCompletionRequestMessageContentPartImage,
    ChatCompletionRequestMessageContentPartText,
)

Part: TypeAlias = ChatCompletionRequestMessageContentPart  # touched: type-removed
Style = Literal["text", "json"]

JSON: params.CreateChatCompletionRequestResponseFormat  # may: type-narrowed
JSON = {"type": "json_object"}
TEXT: params.AssistantsApiResponseFormat = {"type": "text"}  # touched: type-removed
NOTHING: params.CreateChatCompletionRequestResponseFormat = {}  # touched: type-narrowed

__all__ = ["JSON", "TEXT", "Part", "Style", "ask", "ask_form", "picture", "words"]


def words(text: str) -> ChatCompletionRequestMessageContentPartText:
    """Wrap words for a message of several parts."""
    return {"type": "text", "text": text}


def picture(url: str, *, sharp: bool = False) -> ChatCompletionRequestMessageContentPartImage:
    """Wrap the address of a picture."""
    return {"type": "image_url", "image_url": {"url": url, "detail": "high" if sharp else "low"}}


def user(*parts: Part) -> ChatCompletionRequestMessage:  # follows
    """Make a message of several parts."""
    return {"role": "user", "content": list(parts)}


def chat_format(style: Style) -> dict[str, Any]:
    """Return the arguments that ask for a form, for a chat."""
    if style == "json":
        return {"response_format": {"type": "json_object"}, "temperature": 0}
    return {"response_format": {}, "temperature": 0.7}  # touched: argument-narrowed


def ask(question: str, style: Style = "text", *urls: str) -> str:
    """Ask with pictures, in one of our forms."""
    message = user(words(question), *(picture(url) for url in urls))
    reply = oa.create_chat_completion([message], "gpt-4o", **chat_format(style))
    return reply.choices[0].message.content or ""


def ask_form(question: str, seed: int | None = None) -> components.CreateChatCompletionResponse:
    """Ask for an answer in JSON."""
    messages: list[ChatCompletionRequestMessage] = [
        {"role": "system", "content": "Answer in JSON."},
        {"role": "user", "content": question},
    ]
    return oa.create_chat_completion(
        messages,
        "gpt-4o",
        response_format={"type": "json_object"},
        parallel_tool_calls=False,
        seed=seed,
        service_tier="auto",
    )


def ask_plain(question: str) -> components.CreateChatCompletionResponse:
    """Ask without any form."""
    return oa.create_chat_completion(
        [{"role": "user", "content": question}],
        "gpt-4o",
        response_format={},  # touched: argument-narrowed
        max_tokens=200,
        stop=["\n\n"],
    )


def form_of(assistant: components.AssistantObject) -> str:
    """Say in which form an assistant answers."""
    form = assistant.response_format  # may: type-widened
    if form is None or form == "auto":
        return "as it likes"
    if form == "none":  # touched: type-narrowed, type-widened
        return "plain"
    if isinstance(form, components.AssistantsApiResponseFormat):  # touched: type-removed
        return form.type or "text"  # follows
    return "unknown"
