"""Recordings in other languages, files and the stores that hold them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

from formats import Part, user
from openai_client import (
    CallOptions,
    Client,
    create_chat_completion,
    create_transcription,
    create_translation,
    create_vector_store_file,
    list_files,
    list_vector_store_files,
    params,
    retrieve_file,
)
from openai_client.components import (
    CreateTranslationResponseJson,
    ListFilesResponse,
    OpenAIFile,
    VectorStoreFileObject,
)

PATIENT = CallOptions(timeout=300, max_retries=5)
REASONS = {
    "internal_error": "the service failed",  # may: attribute-widened
    "file_not_found": "the file is gone",  # may: attribute-widened
    "parsing_error": "the file cannot be read",  # may: attribute-widened
    "unhandled_mime_type": "this kind of file cannot be read",  # may: attribute-widened
}

translate = partial(create_translation, model="whisper-1", options=PATIENT)


def english(path: Path, form: str = "json") -> str:
    """Translate a recording."""
    answer = create_translation(
        path,
        "whisper-1",
        response_format=form,  # touched: argument-narrowed
    )
    return answer.text


def subtitles(path: Path, kind: Literal["srt", "vtt"]) -> str:
    """Translate a recording into subtitles."""
    return create_translation(path, "whisper-1", response_format=kind).text


def timed(path: Path) -> list[str]:
    """Transcribe a recording with the times."""
    heard = create_transcription(
        path,
        "whisper-1",
        response_format="verbose_json",
        timestamp_granularities=["segment"],
    )
    if isinstance(heard, CreateTranslationResponseJson) or not hasattr(heard, "segments"):
        return [heard.text]
    return [f"{one.start:.1f} {one.text}" for one in heard.segments or []]


def shortest(path: Path) -> str:
    """Translate with the settings that we always use."""
    return translate(path, temperature=0).text


def guess(path: Path) -> str:
    """Translate into the form that the name of the file asks for."""
    form = path.suffix[1:]
    reply = create_translation.raw(
        path,
        "whisper-1",
        response_format=form,  # touched: argument-narrowed
    )
    return reply.body.decode()


def listing(client: Client, purpose: str = "assistants") -> list[OpenAIFile]:
    """List our files for a purpose."""
    answer = list_files.using(client)(purpose=purpose)
    if answer.object != "list":  # touched: attribute-widened
        raise TypeError(f"no list but {answer.object}")  # touched: attribute-widened
    return [one for one in answer.data if one.status != "error"]


def kind(answer: ListFilesResponse) -> Literal["list"]:
    """Return the kind of an answer."""
    return answer.object  # touched: attribute-widened


def explain(one: VectorStoreFileObject) -> str:
    """Say why a file is not in its store."""
    if one.last_error is None:
        return one.status
    code = one.last_error.code  # touched: attribute-widened
    if code == "file_not_found":  # follows
        return f"{one.id} is gone"
    return f"{REASONS[code]}: {one.last_error.message}"  # follows


def broken(store_id: str) -> dict[str, int]:
    """Count what went wrong in a store."""
    counts = dict.fromkeys(REASONS, 0)
    for one in list_vector_store_files.iter(store_id, filter="failed"):
        error = one.last_error
        match error and error.code:  # touched: attribute-widened
            case None:
                continue
            case "internal_error" | "parsing_error" as code:  # follows
                counts[code] += one.usage_bytes
            case _:
                counts["file_not_found"] += 1
    return counts


def again(store_id: str) -> list[str]:
    """Put the files into the store again that the service lost."""
    tried: list[str] = []
    for one in list_vector_store_files.iter(store_id):
        if one.last_error and one.last_error.code == "internal_error":  # touched: attribute-widened
            tried.append(create_vector_store_file(store_id, one.id).id)
    return tried


def caption(url: str, *notes: str) -> str | None:
    """Describe a picture."""
    parts: list[Part]  # follows
    parts = [{"type": "image_url", "image_url": {"url": url}}]
    parts += [{"type": "text", "text": note} for note in notes]
    options: params.ChatCompletionStreamOptions = {"include_usage": True}
    said: list[str] = []
    with create_chat_completion.stream([user(*parts)], "gpt-4o", stream_options=options) as chunks:
        for chunk in chunks:
            if chunk.usage:
                print(chunk.usage.total_tokens)
            said.extend(one.delta.content or "" for one in chunk.choices)
    return "".join(said) or None


def names(ids) -> list[str]:
    """Return the names of files."""
    return [retrieve_file(one).filename for one in ids]


def first_kind(purpose):
    """Return the kind of what a list of files says it is."""
    return getattr(list_files(purpose=purpose), "object")  # touched: attribute-widened
