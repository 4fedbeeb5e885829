"""The table of faults that fill memory, or take long: each runs in a process of its own."""

from __future__ import annotations

import gzip
import itertools
import zlib
from functools import cache
from typing import TYPE_CHECKING

from .row import BAD, LATE, LOST, Row, group
from .server import Step
from .steps import SSE, head, sends

if TYPE_CHECKING:
    from .server import Kind, Wire

_MEGABYTE = b"x" * (1 << 20)
_BOUNDS = f"{BAD}|{LOST}|{LATE} 1"


@cache
def _bomb(codings: int) -> bytes:
    """Zeros, 300 MB of them, coded once or twice: one block of them again and again."""
    packing = zlib.compressobj(wbits=-15)
    block = packing.compress(bytes(1 << 20)) + packing.flush(zlib.Z_FULL_FLUSH)
    bomb = gzip.compress(b"")[:10] + block * 300
    for _ in range(codings - 1):
        bomb = gzip.compress(bomb)
    return bomb


def _exploding(codings: int, kind: str) -> Step:
    def act(wire: Wire) -> None:
        content = _bomb(codings)
        coding = ", ".join(["gzip"] * codings)
        wire.send(
            head(content_type=kind, content_encoding=coding, content_length=len(content)), content
        )

    return Step(act)


def _pours(start: bytes, piece: bytes) -> Step:
    """Bytes as fast as they are taken: 300 MB of them."""
    return sends(start, *itertools.repeat(piece, (300 << 20) // len(piece)))


def _row(name: str, step: Step, kinds: str, expected: str = _BOUNDS) -> Row:
    named: tuple[Kind, ...] = ("get", "post", "stream", "file")
    results = {kind: expected for kind in named if kind in kinds.split()}
    return Row(name, (step,), results, heavy=True, within=3.0)


HEAVY_ROWS = group(
    "size",
    _row("a gzip bomb of 300 MB", _exploding(1, "application/json"), "get"),
    _row("a gzip bomb in a gzip bomb", _exploding(2, "application/json"), "get file"),
    _row("a gzip bomb as a stream", _exploding(1, SSE), "stream"),
    _row("a body without end", _pours(head(content_type="application/json"), _MEGABYTE),
         "get file"),
    _row("an error without end", _pours(head(500), _MEGABYTE), "post",
         f"{_BOUNDS.removesuffix(' 1')}|InternalServerError 1"),
    _row("a head without end", _pours(b"HTTP/1.1 200 OK\r\n", b"X-A: 1\r\n" * 9999),
         "post", f"{LOST}|{LATE} 1"),
    _row("an event without end", _pours(head(content_type=SSE) + b"data: ", _MEGABYTE),
         "stream"),
    _row("a line of 100 MB", sends(head(content_length=100 << 20), b'{"id": "', *[_MEGABYTE] * 100),
         "get"),
)  # fmt: skip
