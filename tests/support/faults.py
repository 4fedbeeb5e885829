"""Runs of a command, each with a fault at another operation of the file system."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.paths import TESTS
from support.processes import python
from support.sweeps import EVERY_CASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLED = 77


def runs(template: Path, kind: str, *arguments: str) -> Iterator[tuple[Path, int, str, str]]:
    """Run a command in copies of a folder, as `faulty_runs.py` describes it.

    Gives for each run its folder, its exit code, the operation and what the command said.
    """
    folder = template.with_name(f"runs-{kind}-{arguments[0]}")
    folder.mkdir()
    script, alone = TESTS / "support/faulty_runs.py", {"PYTHONDONTWRITEBYTECODE": "1"}
    every = EVERY_CASE or arguments[0] == "vendor"  # which takes little time
    if every:
        alone["OPGEN_EVERY_CASE"] = "1"
    found = json.loads(
        python(script, template, folder, kind, *arguments, cwd=template, **alone).stdout
    )
    assert len(found) > (5 if every else 2)
    for number, (code, where, said) in enumerate(found, 1):
        yield folder / str(number), code, where, said
