"""What an import takes, and what one group of many takes compared with that group alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .generating import opgen
from .measure import Ratio, in_turn, process

if TYPE_CHECKING:
    from pathlib import Path

    from .measure import Run

CALLS = {
    "assistants": 'create_assistant("gpt-4o")',
    "audio": "list_voice_consents()",
    "chat": "list_chat_completions()",
    "models": "list_models()",
    "responses": 'list_response_input_items("resp_1")',
}
_LIMIT = 1.3
_ROUNDS = 15


def imports(folder: Path) -> list[Ratio]:
    ours = _python(folder, "from openai_assistants import create_assistant")
    theirs = _python(folder, "import openai")
    ours(), theirs()
    mine, other = in_turn(_ROUNDS, ours, theirs)
    name = "import of create_assistant / import openai"
    return [Ratio(name, mine.seconds, other.seconds, 0.5)]


def one_of_many(folder: Path, everything: Path, url: str) -> list[Ratio]:
    """Import one group and make one call, with the package of all groups and of that one."""
    return [ratio for group in CALLS for ratio in _one_of_many(folder, everything, url, group)]


def _one_of_many(folder: Path, everything: Path, url: str, group: str) -> list[Ratio]:
    alone = folder / group
    alone.mkdir()
    opgen(alone / "openai_client", "--group", group)()
    code = (
        f"from openai_client import {group}, configure\n"
        f"configure(api_key='sk', base_url={url!r}, max_retries=0)\n"
        f"{group}.{CALLS[group]}"
    )
    ours, theirs = _python(everything, code), _python(alone, code)
    ours(), theirs()
    mine, other = in_turn(_ROUNDS, ours, theirs)
    name = f"{group} of all groups, one call / of that group alone"
    return [
        Ratio(name, mine.seconds, other.seconds, _LIMIT),
        Ratio(name, mine.megabytes, other.megabytes, _LIMIT, "MB"),
    ]


def _python(folder: Path, code: str) -> Run:
    return process(sys.executable, "-W", "ignore", "-c", code, cwd=folder)
