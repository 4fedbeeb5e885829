"""Calls in processes of their own, whose memory is limited: `python -m tests.faults.child FOLDER`.

The process reads a call from each line of its input, and makes it in a fork of itself: so it
imports the packages once.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, Any

from . import calls

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
ROOM = 400 << 20  # bytes of the address space that a call may add
MOST = 120 << 20  # bytes of memory that it may use


@dataclass
class Child:
    """A process that makes one call at a time."""

    ask: IO[str]
    output: IO[str]
    lock: Lock = field(default_factory=Lock)

    def call(self, who: str, url: str, call: calls.Call, *, awaited: bool) -> calls.Ended:
        """Make a call."""
        given = {"who": who, "url": url, "call": asdict(call), "awaited": awaited}
        with self.lock:
            print(json.dumps(given), file=self.ask, flush=True)
            found = json.loads(self.output.readline())
        return calls.Ended(**found) if found else calls.Ended("crash", 0.0)


@contextmanager
def child(folder: Path) -> Iterator[Child]:
    """A process for the package in a folder; it ends with the context."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.child", str(folder)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        yield Child(running.stdin, running.stdout)
        running.stdin.close()


def _ended(package: Any, openai: Any, given: dict[str, Any]) -> calls.Ended:
    """Make a call in this process."""
    limit = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    call, mode = calls.Call(**given["call"]), given["awaited"]
    if given["who"] == "ours":
        ended = calls.ours(package, given["url"], call, awaited=mode)
    else:
        ended = calls.theirs(openai, given["url"], call, awaited=mode)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    if grown > MOST or ended.result == "MemoryError":
        return replace(ended, result="fills memory", detail=f"{grown >> 20} MB; {ended.detail}")
    return ended


def main(folder: str) -> None:
    """Read calls, and print how they ended."""
    import openai

    package = calls.opgen(Path(folder))
    for line in sys.stdin:
        if (process := os.fork()) == 0:
            print(json.dumps(asdict(_ended(package, openai, json.loads(line)))), flush=True)
            os._exit(0)
        if os.waitpid(process, 0)[1]:
            print("null", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
