"""Ratios of two things measured in turn, A B A B …, so that a machine whose speed drifts does
not decide; their medians are compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("OPGEN_SHARED", ROOT.parent / "shared"))
DOCUMENT = SHARED / "specs/openai/2026-08-21.yaml"
BIN = Path(sys.executable).parent
_PER_MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Ratio:
    """One claim: `ours` takes at most `limit` of what `theirs` takes."""

    name: str
    ours: float
    theirs: float
    limit: float
    unit: str = "s"

    @property
    def value(self) -> float:
        return self.ours / self.theirs

    def __str__(self) -> str:
        verdict = "ok" if self.value <= self.limit else "TOO MUCH"
        return (
            f"{self.name:<58} {self.ours:9.4f} /{self.theirs:9.4f} {self.unit:<2} = "
            f"{self.value:5.2f}  (at most {self.limit:.2f})  {verdict}"
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """A claim that cannot be measured, since the other generator writes nothing."""

    name: str
    value: float = 0.0
    limit: float = 1.0

    def __str__(self) -> str:
        return f"{self.name:<58} refused by it"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: seconds, megabytes at the most, and seconds of the processor."""

    seconds: float
    megabytes: float = 0.0
    processor: float = 0.0


Run = Callable[[], Cost]


def timed(run: Callable[[], object]) -> Run:
    """Something in this process."""

    def cost() -> Cost:
        start = time.perf_counter()
        run()
        return Cost(time.perf_counter() - start)

    return cost


def process(*command: str | Path, cwd: Path) -> Run:
    """A process of its own; what it prints is not shown, unless it fails."""
    arguments = [str(part) for part in command]
    # Another generator looks for its ruff on PATH.
    path = f"{Path(arguments[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path}

    def cost() -> Cost:
        start = time.perf_counter()
        with tempfile.TemporaryFile() as said:
            running = subprocess.Popen(
                arguments, cwd=cwd, env=environment, stdout=said, stderr=subprocess.STDOUT
            )
            _, status, used = os.wait4(running.pid, 0)
            running.returncode = os.waitstatus_to_exitcode(status)
            taken = time.perf_counter() - start
            said.seek(0)
            assert running.returncode == 0, said.read().decode()
        return Cost(taken, used.ru_maxrss / _PER_MEGABYTE, used.ru_utime + used.ru_stime)

    return cost


def in_turn(rounds: int, *runs: Run) -> list[Cost]:
    """The median of each, measured alternately."""
    samples: list[list[Cost]] = [[] for _ in runs]
    for _ in range(rounds):
        for run, found in zip(runs, samples, strict=True):
            found.append(run())
    return [
        Cost(
            statistics.median(one.seconds for one in found),
            statistics.median(one.megabytes for one in found),
            statistics.median(one.processor for one in found),
        )
        for found in samples
    ]
