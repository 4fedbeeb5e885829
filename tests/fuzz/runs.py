"""Run trials in child processes, restart a child that dies, and write what failed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .trials import ROOT, draw

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MUTATED: Final[Mapping[str, float]] = {
    "mutant": 0.6, "overlay": 0.1, "profile": 0.1, "lock": 0.1, "configuration": 0.1,
}  # fmt: skip
"""The kinds of mutated input, and how many there are of each."""
_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Run:
    """Trials of one kind: the numbers from `first` to before `last`."""

    kind: str
    seed: int
    first: int
    last: int


@dataclass(slots=True)
class Result:
    """What a run gave: its faults, and how many trials there were and gave a package."""

    faults: list[str] = field(default_factory=list)
    trials: int = 0
    packages: int = 0
    slowest: float = 0.0
    megabytes: int = 0

    def count(self, said: Mapping[str, float]) -> None:
        """Count what a child says."""
        if "done" in said:
            self.trials += 1
            self.packages += bool(said["package"])
            self.slowest = max(self.slowest, said["seconds"])
        self.megabytes = max(self.megabytes, int(said.get("megabytes", 0)))

    def add(self, other: Result) -> None:
        """Add another result."""
        self.faults += other.faults
        self.trials += other.trials
        self.packages += other.packages
        self.slowest = max(self.slowest, other.slowest)
        self.megabytes = max(self.megabytes, other.megabytes)


def run_all(runs: list[Run], folder: Path, processes: int, failures: Path | None) -> list[str]:
    """Run all trials, some at a time; return the faults."""
    chunks = [
        Run(one.kind, one.seed, start, min(start + _CHUNK, one.last))
        for one in runs
        for start in range(one.first, one.last, _CHUNK)
    ]
    total = Result()
    with ThreadPoolExecutor(processes) as pool:
        for result in pool.map(lambda one: run_chunk(one, folder, failures), chunks):
            total.add(result)
            print(
                f"{total.trials} trials, {total.packages} packages, {len(total.faults)} faults, "
                f"at most {total.slowest} s and {total.megabytes} MB",
                flush=True,
            )
    return total.faults


def run_chunk(run: Run, folder: Path, failures: Path | None) -> Result:
    """Run some trials in one child; if it dies, go on after the trial that killed it."""
    result, first = Result(), run.first
    while first < run.last:
        rest = Run(run.kind, run.seed, first, run.last)
        started = _run_child(rest, folder, result, failures)
        if started is None:
            break
        _report(run, started, {"message": "the process died"}, result, failures)
        first = started + 1
    return result


def _run_child(run: Run, folder: Path, result: Result, failures: Path | None) -> int | None:
    """Run a child; return the number of the trial that killed it, None if it ended well."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {
        **os.environ, "PYTHONPATH": path, "OPGEN_FUZZ_FOLDER": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1", "OPGEN_TRACEBACK": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.fuzz.child", run.kind, run.seed, run.first, run.last]
    started = run.first
    with subprocess.Popen(
        list(map(str, command)), cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            said = json.loads(line)
            started = said.get("start", started)
            if "fault" in said:
                _report(run, said["fault"], said, result, failures)
            result.count(said)
            if "end" in said:
                return None
    return started


def _report(
    run: Run, number: int, said: Mapping[str, object], result: Result, failures: Path | None
) -> None:
    """Keep a fault, and write the files of its trial."""
    name = f"{run.kind}-{run.seed}-{number}"
    result.faults.append(f"{name}: {said['message']}\n{said.get('traceback', '')}")
    print(f"FAULT {name}: {str(said['message'])[:300]}", flush=True)
    if failures is None:
        return
    folder = failures / name
    folder.mkdir(parents=True, exist_ok=True)
    trial = draw(run.kind, run.seed, number)
    for file, content in {**trial.files, **trial.edits}.items():
        (folder / file).write_bytes(content)
    commands = "\n".join("opgen " + " ".join(one) for one in trial.commands)
    (folder / "fault.txt").write_text(f"{commands}\n\n{result.faults[-1]}", encoding="utf-8")
