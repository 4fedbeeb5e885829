"""The table of the faults of streams: each is what one call of a stream must end with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from . import steps as to
from .row import BAD, LATE, LOST, Row, group
from .steps import DONE, EVENTS, SSE, STREAM, TEXTS, chunk, dripping, event, forever, head

if TYPE_CHECKING:
    from collections.abc import Callable

    from .server import Step, Wire

EVENT_ERROR = "APIEventError 1"
_FEWER = EVENTS[:-1]  # without the last one, the text is a wrong one
_ERROR = {"error": {"message": "overloaded", "code": "busy"}}


def _row(name: str, step: Step, expected: str, *, within: float = 3.0) -> Row:
    return Row(name, (step,), {"stream": expected}, within=within)


def _open(*pieces: bytes, then: Callable[[Wire], object] | None = None) -> Step:
    """A stream that ends with the connection."""
    return to.sends(head(content_type=SSE), *pieces, then=then)


def _typed(kind: str) -> Row:
    return _row(f"content type: {kind or 'none'}", to.stream(STREAM, kind=kind), "value 1")


def _changed(name: str, content: bytes, expected: str = "value 1") -> Row:
    return _row(name, to.stream(content), expected)


def _bytes(content: bytes) -> list[bytes]:
    return [content[at : at + 1] for at in range(len(content))]


ENDS = group(
    "the end of a stream",
    _row("closes between events", to.stream(*_FEWER, ended=False), f"{LOST} 1"),
    _row("closes in an event", to.stream(*_FEWER, EVENTS[0][:30], ended=False), f"{LOST} 1"),
    _row("RST in an event", _open(*_FEWER, EVENTS[0][:30], then=to.resets), f"{LOST} 1"),
    _row("ends in an event, as if it were whole", to.stream(*_FEWER, EVENTS[0][:30]),
         f"{LOST}|{BAD} 1"),
    _row("ends in a character", to.stream(*_FEWER, "data: é".encode()[:-1]), f"{LOST}|{BAD} 1"),
    _row("ends without `[DONE]`", to.stream(*_FEWER), f"{LOST} 1"),
    _row("ends with the connection", _open(*_FEWER), f"{LOST} 1"),
    _row("is empty", to.stream(), f"{LOST}|{BAD} 1"),
    _row("`[DONE]` and no blank line", to.stream(*EVENTS, b"data: [DONE]"), "value 1"),
    _row("`[DONE] ` with blanks", to.stream(*EVENTS, b"data:  [DONE] \n\n"), "value 1"),
    _row("`[DONE]`, then closes", to.stream(STREAM, ended=False), "value 1"),
    _row("`[DONE]`, then RST", _open(STREAM, then=to.resets), f"value|{LOST}"),
    _row("`[DONE]`, then silence", _open(STREAM, then=to.waits), "value 1", within=1.0),
    _row("`[DONE]`, then more for ever",
         dripping(head(content_type=SSE) + STREAM, forever(EVENTS[0])), "value 1", within=1.0),
    _row("silence in the stream", to.stream(*_FEWER, ended=False, pause=1.0), LATE),
    _row("comments for ever", dripping(head(content_type=SSE), forever(b": wait\n\n")), LATE,
         within=2.8),
    _row("byte by byte, for ever", dripping(head(content_type=SSE) + b"data: ", forever(b"x")),
         LATE, within=2.8),
)  # fmt: skip
EVENT_ROWS = group(
    "the events",
    _changed("CRLF", STREAM.replace(b"\n", b"\r\n")),
    _changed("CR", STREAM.replace(b"\n", b"\r")),
    _changed("a BOM", b"\xef\xbb\xbf" + STREAM),
    _changed("comments, empty data, unknown fields",
             b": hi\n\ndata:\n\nfoo: 1\n\nid: \0\nretry: x\n\n" + STREAM),
    _changed("one event in several `data` lines",
             b"data: " + json.dumps(chunk(TEXTS[0]), indent=1).replace("\n", "\ndata: ").encode()
             + b"\n\n" + b"".join(EVENTS[1:]) + DONE),
    _row("byte by byte, also in characters", to.stream(*_bytes(STREAM)), "value 1"),
    _changed("an event that is not JSON",
             EVENTS[0] + event('{"id": "c1", "cho') + DONE, f"{BAD} 1"),
    _changed("an event that is not UTF-8", EVENTS[0] + b"data: \xff\xfe\n\n" + DONE, f"{BAD} 1"),
    _changed("`event: error`",
             EVENTS[0] + b"event: error\n" + event(_ERROR["error"]), EVENT_ERROR),
    _changed('`{"error": …}`', EVENTS[0] + event(_ERROR), EVENT_ERROR),
    _changed('`{"error": …}`, 500 levels deep',
             EVENTS[0] + event('{"error":' + "[" * 500 + "]" * 500 + "}") + DONE, EVENT_ERROR),
    _changed("an event 100,000 levels deep",
             EVENTS[0] + event("[" * 100_000 + "]" * 100_000) + DONE, f"{BAD} 1"),
)  # fmt: skip
TYPES = group(
    "the content type of a stream",
    *map(_typed, ("", "text/plain", "application/octet-stream", "text/event-stream;charset=utf-8",
                  "TEXT/Event-Stream", "application/json")),
    _row("JSON with an error, and status 200",
         to.sends(head(content_type="application/json"), json.dumps(_ERROR).encode()),
         "APIEventError|APIResponseError|APIStatusError 1"),
    _row("HTML, and status 200",
         to.sends(head(content_type="text/html"), b"<html>Maintenance</html>"), f"{BAD} 1"),
)  # fmt: skip
STREAM_ROWS = [*ENDS, *EVENT_ROWS, *TYPES]
