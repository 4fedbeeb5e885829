"""Each call of each row, by both packages, blocking and awaited: many at a time."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias
from unittest.mock import patch

import httpcore2

from . import calls, package
from .server import Service

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .row import Row
    from .server import Kind

ROOT = Path(__file__).resolve().parents[2]
THREADS = 24
PROCESSES = 2
Who: TypeAlias = Literal["ours", "theirs"]


@dataclass(frozen=True)
class Measured:
    """How one call ended, and what the service saw of it."""

    ended: calls.Ended
    requests: int
    charged: int
    pause: float | None  # seconds between the first two requests

    @property
    def result(self) -> str:
        """The result; a POST that may have been carried out twice is the worst."""
        return "charged twice" if self.charged > 1 else self.ended.result


class Cell(NamedTuple):
    """One kind of call of a row: the results of blocking and of awaited calls."""

    row: Row
    kind: Kind
    ours: tuple[Measured, ...]
    theirs: tuple[Measured, ...]

    @property
    def name(self) -> str:
        """The fault and the kind of call."""
        return f"{self.row.name} [{self.kind}]"


def measured(rows: Iterable[Row], threads: int = THREADS) -> list[Cell]:
    """Call the services of all rows."""
    folder = package.written()
    calls.opgen(folder), _openai()
    context = cache(httpcore2.default_ssl_context)  # most of the time of a client's first call
    with (
        patch.object(httpcore2, "default_ssl_context", context),
        warnings.catch_warnings(),
        ThreadPoolExecutor(threads) as light,
        ThreadPoolExecutor(PROCESSES) as heavy,
    ):
        warnings.simplefilter("ignore")  # services that break their document are warned of
        waiting = []
        for row in sorted(rows, key=lambda one: not one.heavy):
            pool = heavy if row.heavy else light
            for kind in row.expected:
                run = partial(_measure, row, kind, folder)
                both = [(who, awaited) for who in ("ours", "theirs") for awaited in (False, True)]
                both = both[:3] if row.heavy else both  # the other one takes long
                waiting.append((row, kind, [pool.submit(run, *one) for one in both]))
        done = [(row, kind, [one.result() for one in four]) for row, kind, four in waiting]
    cells = [Cell(row, kind, tuple(four[:2]), tuple(four[2:])) for row, kind, four in done]
    return sorted(cells, key=lambda one: one.row.heavy)


def _openai():
    import openai

    return openai


def _measure(row: Row, kind: Kind, folder: Path, who: Who, awaited: bool) -> Measured:
    call = calls.Call(kind, row.size, keyed=row.keyed, warm=row.warm)
    with Service(row.steps) as service:
        run = _in_child if row.heavy else called
        ended = run(who, folder, service.url, call, awaited=awaited)
        times = [one.at for one in service.arrived]
    pause = times[1] - times[0] if len(times) > 1 else None
    return Measured(ended, len(times), service.charged(int(row.warm)), pause)


def called(who: Who, folder: Path, url: str, call: calls.Call, *, awaited: bool) -> calls.Ended:
    """Call a service by one of the packages."""
    if who == "ours":
        return calls.ours(calls.opgen(folder), url, call, awaited=awaited)
    return calls.theirs(_openai(), url, call, awaited=awaited)


def _in_child(who: Who, folder: Path, url: str, call: calls.Call, *, awaited: bool) -> calls.Ended:
    """The same in a process of its own, whose memory is limited."""
    given = {"who": who, "folder": str(folder), "url": url, "call": asdict(call)}
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.child"]
    sent = json.dumps(given | {"awaited": awaited})
    done = subprocess.run(
        command, input=sent, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )
    if done.returncode:
        return calls.Ended("crash", 0.0, detail=done.stderr[-300:])
    return calls.Ended(**json.loads(done.stdout.splitlines()[-1]))
