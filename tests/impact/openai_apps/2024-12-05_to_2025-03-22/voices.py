"""Talks with a voice: answers as sound, streams with their cost, checked questions."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import openai_client as oa
from openai_client import params
from openai_client.components import (
    ChatCompletionStreamResponseDelta,
    CompletionUsage,
    CreateChatCompletionRequestAudioVoice,  # touched: type-removed
    CreateChatCompletionRequestModel,  # touched: type-removed
    CreateChatCompletionStreamResponse,
    CreateChatCompletionStreamResponseUsage,  # touched: type-removed
    CreateModerationResponseResult,
    CreateTranscriptionResponseVerboseJson,
    CreateTranslationResponseVerboseJson,
)

SOUND: params.ChatCompletionModalities = ["text", "audio"]  # touched: type-removed
VOICES: tuple[str, ...] = get_args(CreateChatCompletionRequestAudioVoice)  # touched: type-removed


@dataclass
class Settings:
    """How the service talks."""

    model: CreateChatCompletionRequestModel = "gpt-4o-audio-preview"  # touched: type-removed
    voice: CreateChatCompletionRequestAudioVoice = "alloy"  # touched: type-removed
    limit: int = 500


@dataclass
class Spent:
    """What a stream cost."""

    usage: CreateChatCompletionStreamResponseUsage | None = None  # touched: type-removed

    def total(self) -> int:
        """Return the tokens in all."""
        return self.usage.total_tokens if self.usage else 0  # follows


def talk(settings: Settings, text: str, path: Path) -> CompletionUsage | None:
    """Answer aloud, into a file."""
    audio: params.CreateChatCompletionRequestAudio = {"voice": settings.voice, "format": "mp3"}
    reply = oa.create_chat_completion(
        [{"role": "user", "content": text}],
        settings.model,
        modalities=SOUND,
        audio=audio,
        max_completion_tokens=settings.limit,
        store=True,
        metadata={"app": "voices"},
    )
    spoken = reply.choices[0].message.audio
    if spoken is not None:
        path.write_bytes(base64.b64decode(spoken.data))
        print(spoken.transcript, spoken.expires_at)
    return reply.usage


def stream(text: str, spent: Spent) -> Iterator[str]:
    """Yield the answer as it comes and keep what it cost."""
    with oa.create_chat_completion.stream(
        [{"role": "user", "content": text}],
        "gpt-4o-mini",
        stream_options={"include_usage": True},
    ) as chunks:
        for chunk in chunks:
            if chunk.usage is not None:  # touched: attribute-widened
                spent.usage = chunk.usage  # touched: attribute-widened
            for choice in chunk.choices:
                yield choice.delta.content or ""


def last_usage(chunks: list[CreateChatCompletionStreamResponse]) -> int:
    """Return the tokens that the last piece tells."""
    totals = [one.usage.total_tokens for one in chunks if one.usage]  # touched: attribute-widened
    return totals[-1] if totals else 0


def speaker(delta: ChatCompletionStreamResponseDelta) -> str:  # follows
    """Say who speaks."""
    match delta.role:  # may: attribute-widened
        case "assistant" | None:
            return "service"
        case "system" | "tool":
            return "app"
        case "user":
            return "person"


def crimes(result: CreateModerationResponseResult) -> list[str]:
    """Name what a text must not hold."""
    flags: dict[str, bool] = {
        "hate": result.categories.hate,
        "violence": result.categories.violence,
        "illicit": result.categories.illicit,  # touched: attribute-widened
        "illicit violence": result.categories.illicit_violent,  # touched: attribute-widened
        "self harm": result.categories.self_harm,
    }
    return [name for name, flag in flags.items() if flag]


def allowed(text: str, threshold: float = 0.3) -> bool:
    """Say whether a question may be put."""
    answer = oa.create_moderation(text, model="omni-moderation-latest")
    first = answer.results[0]
    if first.categories.illicit:  # touched: attribute-widened
        return False
    scores = first.category_scores
    return not first.flagged and max(scores.hate, scores.illicit) < threshold


def seconds(path: Path) -> float:
    """Measure a recording."""
    heard = oa.create_transcription(path, "whisper-1", response_format="verbose_json")
    if isinstance(heard, CreateTranscriptionResponseVerboseJson):
        return float(heard.duration)  # touched: attribute-widened
    return 0.0


def title(path: Path) -> str:
    """Name a recording by its length and language."""
    match oa.create_translation(path, "whisper-1", response_format="verbose_json"):
        case CreateTranslationResponseVerboseJson(
            duration=length,  # touched: attribute-widened
            language=language,
        ):
            return f"{language}, " + length  # follows
        case other:
            return other.text[:20]


def long(answer: CreateTranslationResponseVerboseJson) -> bool:
    """Say whether a recording is long."""
    return answer.duration.partition(".")[0] > "600"  # touched: attribute-widened


def usage_of(chunk):
    """Return the cost that a piece tells, if it does."""
    pieces: list[CreateChatCompletionStreamResponse] = [chunk]
    return getattr(pieces[0], "usage", None)  # touched: attribute-widened
