"""What a process holds: files and sockets, threads, event loops, memory."""

from __future__ import annotations

import asyncio
import gc
import resource
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Held(NamedTuple):
    """What this process holds now."""

    files: Counter[str]
    threads: tuple[str, ...]
    loops: int

    def more_than(self, other: Held) -> list[str]:
        """What it holds more than before."""
        threads = Counter(self.threads) - Counter(other.threads)
        found = [*(self.files - other.files).elements(), *threads.elements()]
        return found + ["event loop"] * (self.loops - other.loops)


def held() -> Held:
    """Return what this process holds."""
    gc.collect()
    files = []
    for one in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the folder itself
            files.append(str(one.readlink()).split(":")[0])
    threads = tuple(sorted(one.name for one in threading.enumerate()))
    loops = [one for one in gc.get_objects() if isinstance(one, asyncio.AbstractEventLoop)]
    return Held(Counter(files), threads, len(loops))


def megabytes() -> float:
    """The memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / (1 << 20)


def most_files() -> None:
    """Allow as many files and sockets as the system does."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
