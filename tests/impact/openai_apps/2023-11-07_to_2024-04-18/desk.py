"""The help desk: chat with tools and pictures, recordings and old completions."""

from __future__ import annotations

import asyncio
import math
from pathlib import Path
from typing import Any, TypeAlias

import openai_client as oa
import openai_client.components as oc
from openai_client import params
from tuning import correct
from tutor import Lesson, answer_calls

Message: TypeAlias = params.ChatCompletionRequestMessage
LegacyModel = oc.CreateCompletionRequestModel  # touched: type-removed

TICKET: params.ChatCompletionToolFunction = {  # touched: type-removed
    "name": "open_ticket",
    "description": "Opens a ticket",
    "parameters": {"type": "object", "properties": {"title": {"type": "string"}}},
}


class Desk:
    """A conversation with one customer."""

    recorder = oa.create_transcription
    model: oc.CreateChatCompletionRequestModel = "gpt-3.5-turbo"

    def __init__(self, rules: str | None) -> None:
        self.history: list[Message] = [
            {
                "role": "system",
                "content": rules,  # touched: attribute-narrowed
            }
        ]
        self.spent = 0

    def say(self, text: str) -> str:
        """Send what the customer wrote."""
        self.history.append({"role": "user", "content": text})
        reply = oa.create_chat_completion(
            self.history,
            self.model,
            temperature=0.2,
            tools=[{"type": "function", "function": TICKET}],  # may: attribute-narrowed
            tool_choice={"type": "function"},  # touched: attribute-required
        )
        message = reply.choices[0].message
        self.history.append(message)
        if reply.usage is not None:
            self.spent += reply.usage.total_tokens
        for call in message.tool_calls or []:
            done = self.open_ticket(call.function.arguments)
            self.history.append({"role": "tool", "content": done, "tool_call_id": call.id})
        return message.content or ""

    def drop(self, call: oc.ChatCompletionMessageToolCall) -> None:
        """Say that a call gave nothing."""
        self.history.append(
            {
                "role": "tool",
                "content": None,  # touched: attribute-narrowed
                "tool_call_id": call.id,
            }
        )

    def show(self, url: str | None) -> None:
        """Show a picture to the model."""
        picture: params.ChatCompletionRequestMessageContentPartImageImageUrl
        picture = {"detail": "low", "data": 1}  # touched: attribute-required, attribute-removed
        if url:
            picture["url"] = url
        text: params.ChatCompletionRequestMessageContentPartText
        text = {"type": "text", "text": "Look at this."}
        self.history.append(
            {"role": "user", "content": [text, {"type": "image_url", "image_url": picture}]}
        )

    def open_ticket(self, arguments: str) -> str:
        """Pretend to open a ticket."""
        return f"opened {len(arguments)}"

    def hear(self, path: Path) -> str:
        """Turn a recording into text and send it."""
        heard = self.recorder(path, "whisper-1", language="en")  # touched: result-widened
        return self.say(heard.text)  # follows


def stream(question: str) -> str:
    """Print an answer as it comes."""
    parts: list[str] = []
    messages: list[Message] = [{"role": "user", "content": question}]
    with oa.create_chat_completion.stream(messages, "gpt-4", max_tokens=300) as chunks:
        for chunk in chunks:
            for choice in chunk.choices:
                if choice.delta.content:
                    print(choice.delta.content, end="")
                    parts.append(choice.delta.content)
    return "".join(parts)


async def transcripts(paths: list[Path]) -> dict[str, str]:
    """Turn many recordings into text at once."""
    hear = oa.create_transcription.aio
    done = await asyncio.gather(
        *(hear(path, "whisper-1") for path in paths)  # touched: result-widened
    )
    return {
        path.name: one.text  # follows
        for path, one in zip(paths, done, strict=True)
    }


def english(path: Path) -> oc.CreateTranslationResponse:  # may: type-narrowed
    """Translate a recording."""
    return oa.create_translation(path, "whisper-1", prompt="Hi")  # touched: result-widened


def english_text(path: Path) -> str:
    """Translate a recording and correct it."""
    return correct(english(path).text)  # follows


def is_recording(value: object) -> bool:
    """Say whether a value came from a recording."""
    kinds = (
        oc.CreateTranscriptionResponse,  # touched: type-narrowed
        oc.CreateTranslationResponse,  # touched: type-narrowed
    )
    return isinstance(value, kinds)


def surprise(prompt: str, model: LegacyModel = "davinci-002") -> list[float]:  # follows
    """Say how surprising each token is."""
    reply = oa.create_completion(model, prompt, logprobs=2, echo=True, max_tokens=0)
    logprobs = reply.choices[0].logprobs
    if logprobs is None:
        return []
    best: list[dict[str, int]] = logprobs.top_logprobs or []  # touched: attribute-widened
    worst = [-value for value in logprobs.token_logprobs or []]
    print([max(one.values(), default=0) for one in best])
    return [math.exp(value) for value in worst]


def checked(text: str) -> bool:
    """Say whether a text may be shown."""
    result = oa.create_moderation(text).results[0]
    scores = result.category_scores
    return not result.flagged and scores.hate < 0.1 and scores.self_harm < 0.1


def steps_of(lesson: Lesson, run_id: str) -> list[str]:
    """List the steps of a run of the tutor."""
    lines = []
    for step in oa.list_run_steps.iter(lesson.thread.id, run_id, order="asc"):
        if step.step_details.type == "tool_calls":
            for call in step.step_details.tool_calls:  # may: attribute-widened
                if isinstance(call, oc.RunStepDetailsToolCallsCodeObject):  # may: attribute-widened
                    lines.append(call.code_interpreter.input)
                elif isinstance(
                    call,
                    oc.RunStepDetailsToolCallsRetrievalObject,  # touched: type-removed
                ):
                    lines.append("searched")
                else:
                    lines.append(call.function.name)  # may: attribute-widened
        lines.append(f"{step.object} {step.status}")  # touched: attribute-widened
    return lines


def resume(lesson: Lesson, run_id: str):
    """Answer the calls of a run and list the files that it may read."""
    run = answer_calls(oa.get_run(lesson.thread.id, run_id))
    listed = getattr(run, "file_ids")  # touched: attribute-removed
    return sorted(listed)


def attach(thread_id: str, text: str, files) -> oc.MessageObject:
    """Put a message with files into a thread."""
    extra: dict[str, Any] = {"metadata": {"by": "desk"}}
    if files:
        return oa.create_message(
            thread_id,
            "user",
            text,
            file_ids=files,  # touched: argument-removed
        )
    return oa.create_message(thread_id, "user", text, **extra)
