"""Each call of each row, by both packages, blocking and awaited: many at a time."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias
from unittest.mock import patch

import httpcore2

from . import calls, package
from .child import Child, child
from .server import Service

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .row import Row
    from .server import Kind

THREADS = 24
Who: TypeAlias = Literal["ours", "theirs"]


@dataclass(frozen=True)
class Measured:
    """How one call ended, and what the service saw of it."""

    ended: calls.Ended
    requests: int
    charged: int
    leaks: bool  # a request to another host has the credential
    pause: float | None  # seconds between the first two requests

    @property
    def result(self) -> str:
        """The result; a POST that may have been carried out twice is the worst."""
        if self.leaks:
            return "key at another host"
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
    import openai

    folder = package.written()
    packages: dict[Who, Any] = {"ours": calls.opgen(folder), "theirs": openai}
    context = cache(httpcore2.default_ssl_context)  # most of the time of a client's first call
    with (
        patch.object(httpcore2, "default_ssl_context", context),
        warnings.catch_warnings(),
        child(folder) as one,
        child(folder) as other,
        ThreadPoolExecutor(threads) as light,
        ThreadPoolExecutor(2) as heavy,
    ):
        warnings.simplefilter("ignore")  # services that break their document are warned of
        waiting = []
        for row in sorted(rows, key=lambda one: not one.heavy):
            makers = {"ours": one, "theirs": other} if row.heavy else packages
            for kind in row.expected:
                runs = [(who, awaited) for who in makers for awaited in (False, True)]
                pool, runs = (heavy, runs[:3]) if row.heavy else (light, runs)
                run = partial(_measure, row, kind, makers)
                waiting.append((row, kind, [pool.submit(run, *which) for which in runs]))
        done = [(row, kind, [run.result() for run in runs]) for row, kind, runs in waiting]
    cells = [Cell(row, kind, tuple(runs[:2]), tuple(runs[2:])) for row, kind, runs in done]
    return sorted(cells, key=lambda one: one.row.heavy)


def _measure(row: Row, kind: Kind, makers: dict[Who, Any], who: Who, awaited: bool) -> Measured:
    call, maker = calls.Call(kind, row.size, keyed=row.keyed, warm=row.warm), makers[who]
    with Service(row.steps) as service:
        if isinstance(maker, Child):
            ended = maker.call(who, service.url, call, awaited=awaited)
        elif who == "ours":
            ended = calls.ours(maker, service.url, call, awaited=awaited)
        else:
            ended = calls.theirs(maker, service.url, call, awaited=awaited)
        times = [one.at for one in service.arrived]
        charged, leaks = service.charged(int(row.warm)), service.leaks()
    pause = times[1] - times[0] if len(times) > 1 else None
    return Measured(ended, len(times), charged, leaks, pause)
