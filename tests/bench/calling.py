"""What a call takes, compared with bare httpx2 and the openai package."""

from __future__ import annotations

import json
import sys
import warnings
from typing import TYPE_CHECKING

from .measure import Ratio, in_turn, timed

if TYPE_CHECKING:
    from pathlib import Path


def calls(folder: Path, url: str) -> list[Ratio]:
    warnings.simplefilter("ignore", DeprecationWarning)
    sys.path.insert(0, str(folder))
    import httpx2
    import openai
    import openai_assistants as oa

    tools = [{"type": "code_interpreter"}]
    body = {"model": "gpt-4o", "name": "Math Tutor", "tools": tools}
    headers = {"Authorization": "Bearer sk", "OpenAI-Beta": "assistants=v2"}
    bare = httpx2.Client(base_url=url)
    official = openai.OpenAI(api_key="sk", base_url=url, max_retries=0).beta.assistants
    oa.configure(api_key="sk", base_url=url, max_retries=0)

    def ours() -> None:
        for _ in range(50):
            oa.create_assistant("gpt-4o", name="Math Tutor", tools=tools)

    def plain() -> None:
        for _ in range(50):
            json.loads(bare.post("/assistants", json=body, headers=headers).content)

    def theirs() -> None:
        for _ in range(50):
            official.create(model="gpt-4o", name="Math Tutor", tools=tools)

    ours(), plain(), theirs()
    mine, least, other = in_turn(21, timed(ours), timed(plain), timed(theirs))
    return [
        Ratio("50 calls / bare httpx2 POST and json.loads", mine.seconds, least.seconds, 1.10),
        Ratio("50 calls / the openai package", mine.seconds, other.seconds, 0.55),
    ]
