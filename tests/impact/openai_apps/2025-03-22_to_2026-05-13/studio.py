"""A studio: talks in real time, pictures, recordings and the models made of them."""

from __future__ import annotations

import base64
import math
from functools import partial
from pathlib import Path
from typing import TypeAlias

import openai_client as oa
from agent import Agent, text_of
from openai_client import components as oc
from openai_client import params

Heard: TypeAlias = (
    params.RealtimeTranscriptionSessionCreateRequestInputAudioTranscription  # touched: type-removed
)
DPO: params.FineTuneDPOMethodHyperparameters = {"beta": 0.1, "n_epochs": 2}  # touched: type-removed

edit = partial(oa.create_image_edit, model="dall-e-2", size="512x512")


def talk(voice: oc.VoiceIdsShared, tools: list[params.RealtimeSessionCreateRequestTool]) -> str:
    """Open a talk and return its secret."""
    session = oa.create_realtime_session(  # touched: argument-added
        model="gpt-4o-realtime-preview",  # touched: argument-removed
        voice=voice,
        instructions="Speak slowly.",
        tools=tools,
        turn_detection={
            "type": "server_vad",
            "threshold": 0.4,
            "create_response": True,  # touched: attribute-removed
        },
        input_audio_transcription={
            "model": "whisper-1",
            "language": "en",  # touched: attribute-removed
        },
    )
    print(session.voice, session.temperature)  # touched: attribute-removed
    return session.client_secret.value  # touched: attribute-removed


def describe(session: oc.RealtimeSessionCreateResponse) -> dict[str, object]:
    """Describe a talk for the log."""
    return {
        "sound": session.input_audio_format,  # touched: attribute-removed
        "kinds": session.modalities or [],  # touched: attribute-removed
        "tools": [tool.name for tool in session.tools or []],  # touched: attribute-widened
        "rules": session.instructions,
        "pause": session.turn_detection and session.turn_detection.silence_duration_ms,
    }


def listen(language: str) -> oc.RealtimeTranscriptionSessionCreateResponse:
    """Open a session that only listens."""
    heard: Heard = {"model": "gpt-4o-transcribe", "language": language}  # follows
    return oa.create_realtime_transcription_session(
        modalities=["text"],  # touched: argument-removed
        input_audio_format="pcm16",
        input_audio_transcription=heard,  # may: argument-narrowed
        turn_detection={"type": "server_vad", "silence_duration_ms": 300},
        include=["logprobs"],  # touched: argument-narrowed
    )


def language_of(session: oc.RealtimeTranscriptionSessionCreateResponse) -> str | None:
    """Return the language that a session hears."""
    heard = session.input_audio_transcription  # touched: attribute-widened
    return heard.language if heard else None


def paint(prompt: str, folder: Path) -> list[Path]:
    """Paint pictures into a folder."""
    made = oa.create_image(prompt, model="dall-e-3", n=2, response_format="b64_json")
    paths = []
    for number, image in enumerate(made.data):  # touched: attribute-widened
        if image.b64_json:
            path = folder / f"{number}.png"
            path.write_bytes(base64.b64decode(image.b64_json))
            paths.append(path)
    return paths


def change(path: Path, prompt: str) -> str:
    """Change a picture and return its address."""
    made = oa.create_image_edit(path, prompt, n=1)  # touched: argument-position
    return made.data[0].url or ""  # touched: attribute-widened


def repaint(path: Path) -> str | None:
    """Change a picture in the way that we always do."""
    made = edit(
        path,  # touched: argument-position
        "In water colours",
    )
    return made.data[0].revised_prompt  # touched: attribute-widened


def named(path: Path) -> oc.ImagesResponse:
    """Change a picture, all by names."""
    return oa.create_image_edit(prompt="Brighter", image=path)


def sure(path: Path) -> float:
    """Say how sure the model is of a recording."""
    listen_to = oa.create_transcription
    heard = listen_to(path, "gpt-4o-transcribe", include=["logprobs"])  # may: result-widened
    if not isinstance(heard, oc.CreateTranscriptionResponseJson):  # may: result-widened
        return 1.0
    values = [one.logprob for one in heard.logprobs or []]  # touched: attribute-widened
    return math.exp(sum(values) / len(values)) if values else 0.0  # follows


def least_sure(
    event: oc.TranscriptTextDoneEvent,
) -> oc.LogProbProperties | None:  # touched: type-removed
    """Return the word that the model is least sure of."""
    words = event.logprobs or []  # touched: attribute-widened
    return min(words, key=lambda one: one.logprob, default=None)  # follows


def dictate(path: Path) -> str:
    """Print a recording as it is read."""
    with oa.create_transcription.stream(path, "gpt-4o-mini-transcribe") as events:
        for event in events:  # may: type-widened
            if event.type == "transcript.text.delta":  # may: type-widened
                print(event.delta, end="")
            else:
                return event.text  # may: type-widened
    return ""


def train(file_id: str, *, prefer: bool) -> oc.FineTuningJob:
    """Start a job by one of two methods."""
    method: params.FineTuneMethod
    if prefer:
        method = {"type": "dpo", "dpo": {"hyperparameters": DPO}}  # may: attribute-narrowed
    else:
        method = {"supervised": {"hyperparameters": {"n_epochs": 3}}}  # touched: attribute-required
    return oa.create_fine_tuning_job("gpt-4o-mini", file_id, method=method, seed=3)


def epochs(job: oc.FineTuningJob) -> object:
    """Return how many epochs a job was told."""
    if job.method is None:
        return None
    dpo = job.method.dpo
    if dpo is not None and dpo.hyperparameters is not None:  # touched: attribute-narrowed
        return dpo.hyperparameters.n_epochs  # touched: attribute-narrowed
    return job.hyperparameters.n_epochs


def share(checkpoint: str, project_ids: list[str]) -> list[str]:
    """Let projects use a checkpoint."""
    given = oa.create_fine_tuning_checkpoint_permission(
        permission_id=checkpoint,  # touched: argument-renamed
        project_ids=project_ids,
    )
    return [one.project_id for one in given.data]


def shared(checkpoint: str) -> list[str]:
    """Return the projects that may use a checkpoint."""
    listed = oa.list_fine_tuning_checkpoint_permissions.iter(checkpoint, order="ascending")
    return [one.project_id for one in listed]


def unshare(permission_id: str) -> bool:
    """Take a permission back."""
    taken = oa.delete_fine_tuning_checkpoint_permission(permission_id)  # touched: argument-added
    return taken.deleted


async def caption(agent: Agent, path: Path) -> str:
    """Let the agent name a picture."""
    name = await agent.ask(f"Name the picture {path.stem}")
    return name or (text_of(agent.last) if agent.last else "")


def tier(reply: oc.CreateChatCompletionResponse) -> bool:
    """Say whether a reply came by the dear way."""
    return reply.service_tier == "scale"  # may: attribute-widened


def calls(reply: oc.CreateChatCompletionResponse) -> list[str]:
    """Return the functions that a reply asks for."""
    asked = reply.choices[0].message.tool_calls or []
    return [one.function.name for one in asked]  # touched: type-widened
