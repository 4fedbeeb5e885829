"""Forms, held against those of OpenAI's own package."""

import json
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from server.forms import Part
from support.files_api import API, connect, send
from support.runtime_api import THING
from support.scripted_server import Asked, Say, Server


@pytest.fixture(autouse=True)
def _answer(server: Server) -> None:
    server.always = Say(data=THING)


@pytest.fixture
def official(server: Server) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key="sk-1", base_url=server.url, max_retries=0) as client:
        yield client


IMAGES = [b"one", ("two.webp", b"two"), ("three", b"three", "image/png")]
CHUNKING = {"type": "server_vad", "threshold": 0.25, "silence_duration_ms": 300}
OFFICIAL: dict[str, tuple[Any, dict[str, Any]]] = {
    "images": (
        lambda client, **given: client.images.edit(**given),
        {"image": IMAGES, "prompt": "p é", "n": 2, "mask": b"m", "output_format": None},
    ),
    "one image": (
        lambda client, **given: client.images.edit(**given),
        {"image": IMAGES[1], "prompt": "p", "stream": False},
    ),
    "transcription": (
        lambda client, **given: client.audio.transcriptions.create(**given),
        {
            "file": ("speech.mp3", b"\x00\xff"),
            "model": "whisper-1",
            "timestamp_granularities": ["word", "segment"],
            "include": ["logprobs"],
            "chunking_strategy": CHUNKING,
            "known_speaker_names": ["a", "b"],
            "temperature": 0.5,
        },
    ),
    "file": (
        lambda client, **given: client.files.create(**given),
        {
            "file": ("a.jsonl", b"{}"),
            "purpose": "batch",
            "expires_after": {"anchor": "created_at", "seconds": 3600},
        },
    ),
    "part": (
        lambda client, **given: client.uploads.parts.create("u", **given),
        {"data": b"\r\n--x--\r\n"},
    ),
    "skill": (
        lambda client, **given: client.skills.create(**given),
        {"files": [("s/SKILL.md", b"# s"), ("s/a.py", b"pass")]},
    ),
    "zipped skill": (
        lambda client, **given: client.skills.create(**given),
        {"files": ("s.zip", b"PK")},
    ),
    "voice": (
        lambda client, **given: client.audio.voices.create(**given),
        {"audio_sample": ("s.wav", b"w"), "consent": "c", "name": "n"},
    ),
}


@pytest.mark.parametrize("name", OFFICIAL)
def test_a_form_is_what_the_official_package_sends(
    server: Server, official: openai.OpenAI, name: str
) -> None:
    call, members = OFFICIAL[name]
    call(official, **members)
    send(members)
    theirs, ours = server.asked
    assert sorted(ours.parts, key=by_name) == sorted(theirs.parts, key=by_name)
    assert bare(ours) == bare(theirs)


def by_name(part: Part) -> str:
    return part.name


def bare(asked: Asked) -> list[bytes]:
    """The parts byte for byte; those of different names may come in another order."""
    return sorted(
        asked.body.split(b"--" + asked.boundary), key=lambda part: part.partition(b"\r\n\r\n")[0]
    )


def test_the_types_of_parts_are_those_of_the_official_package(
    server: Server, official: openai.OpenAI
) -> None:
    session: Any = {"type": "realtime", "output_modalities": ["audio"]}
    server.always = Say(data=b"v=1", headers={"Content-Type": "application/sdp"})
    official.realtime.calls.create(sdp="v=0", session=session)
    connect(sdp="v=0", session=session)
    theirs, ours = map(bare, server.asked)
    assert [heads(part) for part in ours] == [heads(part) for part in theirs]
    assert json.loads(theirs[2].partition(b"\r\n\r\n")[2]) == session


def heads(part: bytes) -> list[bytes]:
    return sorted(part.partition(b"\r\n\r\n")[0].lower().split(b"\r\n"))


def test_the_api_says_how_forms_are_written() -> None:
    assert API.form_style == "brackets"
