"""One call in this process, whose memory is limited: `python -m tests.faults.child`."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict, replace
from pathlib import Path

from . import calls
from .measure import called

ROOM = 400 << 20  # bytes of the address space that a call may add
MOST = 120 << 20  # bytes of memory that it may use


def main() -> None:
    """Read what to call, and print how it ended."""
    given = json.load(sys.stdin)
    folder, call = Path(given["folder"]), calls.Call(**given["call"])
    if given["who"] == "ours":
        calls.opgen(folder)
    __import__("httpx2"), __import__("openai") if given["who"] == "theirs" else None
    limit = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ended = called(given["who"], folder, given["url"], call, awaited=given["awaited"])
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    if grown > MOST or ended.result == "MemoryError":
        ended = replace(ended, result="fills memory", detail=f"{grown >> 20} MB; {ended.detail}")
    print(json.dumps(asdict(ended)))


if __name__ == "__main__":
    main()
