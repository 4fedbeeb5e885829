"""`python -m tests.load --seconds 120`: exit code 1 if a promise is broken."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import threading
import time
import urllib.request
from typing import TYPE_CHECKING, Any

from .calls import ERROR, VALUE, Load, imported
from .leftovers import held, megabytes, most_files
from .server import shop

if TYPE_CHECKING:
    from types import ModuleType

SETTLED = 0.25  # of the time: then the memory is as large as it becomes
GROWTH = 1.10
ENOUGH = 40.0  # seconds; memory of a shorter run says nothing


def threads(load: Load, many: int, memory: list[float]) -> None:
    """Call from many threads."""
    running = [threading.Thread(target=load.thread) for _ in range(many)]
    watching = threading.Thread(target=_watch, args=(load.until, memory))
    for one in (*running, watching):
        one.start()
    for one in (*running, watching):
        one.join()
    load.client.close()


def tasks(load: Load, many: int, memory: list[float]) -> None:
    """Call from many tasks of one event loop."""

    async def main() -> None:
        watching = asyncio.to_thread(_watch, load.until, memory)
        await asyncio.gather(watching, *(load.task(asyncio.sleep) for _ in range(many)))
        await load.client.aclose()
        left = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
        load.wrong.extend(f"task left: {one}"[:200] for one in left)

    asyncio.run(main())


def _watch(until: float, memory: list[float]) -> None:
    time.sleep(max((until - time.monotonic()) * SETTLED, 0))
    memory.append(megabytes())
    time.sleep(max(until - time.monotonic(), 0))
    memory.append(megabytes())


def run(package: ModuleType, client: Any, kind: str, many: int, seconds: float) -> list[str]:
    """Run one kind; print what came of it, and return what is wrong."""
    before, memory, url = held(), [megabytes()], client.settings["base_url"]
    load = Load(package, client, many, seconds, _ORDERS)
    start = next(_ORDERS)
    {"threads": threads, "tasks": tasks}[kind](load, many, memory)
    load.client = None
    left = held().more_than(before)
    with urllib.request.urlopen(f"{url}/ledger") as response:
        found = judged(load, range(start + 1, next(_ORDERS)), response.read())
    problems = [*load.wrong[:5], *(f"left: {one}" for one in left)]
    problems += [f"{what}: {len(one)}, such as {one[:5]}" for what, one in found.items() if one]
    if seconds >= ENOUGH and memory[2] > memory[1] * GROWTH:
        problems.append(f"memory grows: {memory[1]:.0f} to {memory[2]:.0f} MB")
    calls = sum(load.ended.values())
    print(f"{many} {kind}, {seconds:.0f} s: {calls} calls, {calls / seconds:.0f} a second")
    _line("memory, MB", " → ".join(f"{one:.0f}" for one in memory))
    counts = {what: len(one) for what, one in found.items()}
    for name, number in {**load.ended, **counts, "left over": len(left)}.items():
        _line(name, number)
    return [f"{kind}: {one}" for one in problems]


def _line(name: str, value: object) -> None:
    print(f"  {name:<24} {value!s:>16}", flush=True)


def judged(load: Load, orders: range, charges: bytes) -> dict[str, list[int]]:
    """Compare what the callers know with what the service charged."""
    twice, lost, free = [], [], []
    for order in orders:
        charged = charges[order] if order < len(charges) else 0
        if charged > 1:
            twice.append(order)
        if load.outcomes[order] not in (VALUE, ERROR):
            lost.append(order)
        if load.outcomes[order] == VALUE and load.pays(order) and not charged:
            free.append(order)
    return {"charged twice": twice, "lost": lost, "a value without a charge": free}


def main() -> int:
    """Run both kinds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--threads", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--timeout", type=float, default=10)
    given = parser.parse_args()
    most_files()
    package = imported()
    problems = []
    with shop() as url:
        for kind, many in (("threads", given.threads), ("tasks", given.tasks)):
            client = package.Client(base_url=url, timeout=given.timeout)
            problems += run(package, client, kind, many, given.seconds) if many else []
    print("\n".join(problems) or "every call is a value or a typed error, charged at most once")
    return int(bool(problems))


_ORDERS = itertools.count(1)

if __name__ == "__main__":
    raise SystemExit(main())
