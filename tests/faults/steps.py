"""What a service does: good responses, statuses, and each way to fail."""

from __future__ import annotations

import itertools
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from .server import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .server import Kind, Wire

MODEL = {"id": "m1", "object": "model", "created": 7, "owned_by": "müller"}
MESSAGE = {"role": "assistant", "content": "héllo"}
COMPLETION = {
    "id": "c1", "object": "chat.completion", "created": 7, "model": "m1",
    "choices": [{"index": 0, "finish_reason": "stop", "message": MESSAGE}],
}  # fmt: skip
FILE = bytes(range(256)) * 8
TEXTS = ("hé", "l", "lo")


def chunk(text: str, **more: object) -> dict[str, object]:
    """One event of a stream."""
    choice = {"index": 0, "finish_reason": None, "delta": {"content": text}}
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 7, "model": "m1"}
    return head | {"choices": [choice]} | more


def event(data: object, end: str = "\n\n") -> bytes:
    """An event as it is sent."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return f"data: {text}{end}".encode()


EVENTS = [event(chunk(text)) for text in TEXTS]
DONE = event("[DONE]")
STREAM = b"".join([*EVENTS, DONE])
SSE = "text/event-stream"
RIGHT: dict[Kind, tuple[str, bytes]] = {
    "get": ("application/json", json.dumps(MODEL, ensure_ascii=False).encode()),
    "post": ("application/json", json.dumps(COMPLETION, ensure_ascii=False).encode()),
    "stream": (SSE, STREAM),
    "file": ("application/octet-stream", FILE),
}


def head(status: object = 200, version: str = "HTTP/1.1", **headers: object) -> bytes:
    """The start of a response; `_` in the name of a header is sent as `-`."""
    lines = [f"{version} {status} Said"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def framed(*pieces: bytes) -> list[bytes]:
    """Chunks of a chunked body, without the last one."""
    return [b"%x\r\n%s\r\n" % (len(one), one) for one in pieces]


def right(wire: Wire) -> tuple[str, bytes]:
    """The content type and the body of a good response."""
    assert wire.asked is not None
    return RIGHT[wire.asked.kind]


def reply(change: Callable[[bytes], bytes] = bytes, **headers: object) -> Step:
    """A good response, with other headers, or with a body that is changed."""

    def act(wire: Wire) -> bool:
        kind, body = right(wire)
        sent = change(body)
        usual = {"content_type": kind, "content_length": len(sent)}
        return wire.send(head(**usual | headers) + sent)

    return Step(act)


def body(content: bytes, kind: str = "application/json", **headers: object) -> Step:
    """A response of status 200 with this body."""
    return reply(lambda _: content, content_type=kind, **headers)


def status(code: int, error: object = None, **headers: object) -> Step:
    """A response with a status; an error of the client's, 429, or a wait is not carried out."""
    content = json.dumps(error or {"error": {"message": "no", "code": "x"}}).encode()
    usual = {"content_type": "application/json", "content_length": len(content)}
    asks = "retry_after" in headers or headers.get("x_should_retry") == "true"
    is_refused = asks or (code < 500 and code != 408)  # a gateway sends 408 when it loses patience
    sent = head(code, **usual | headers) + content
    return Step(lambda wire: wire.send(sent), charges=not is_refused)


def sends(
    *pieces: bytes, then: Callable[[Wire], object] | None = None, early: bool = False
) -> Step:
    """Send bytes as they are, then close, or do something else first."""

    def act(wire: Wire) -> None:
        wire.send(*pieces)
        if then:
            then(wire)

    return Step(act, early=early)


def stops(where: float, *, chunked: bool, then: Callable[[Wire], object] | None = None) -> Step:
    """A good response that stops after a part of its body."""

    def act(wire: Wire) -> None:
        kind, content = right(wire)
        part = content[: int(len(content) * where)]
        if chunked:
            start = b"%x\r\n" % len(content)  # the chunk is cut too
            wire.send(head(content_type=kind, transfer_encoding="chunked") + start + part)
        else:
            wire.send(head(content_type=kind, content_length=len(content)) + part)
        if then:
            then(wire)

    return Step(act)


def dripping(before: bytes, pieces: Iterable[bytes], every: float = 0.02) -> Step:
    """Bytes that come one by one, for ever."""

    def act(wire: Wire) -> None:
        wire.send(before)
        wire.drip(pieces, every)

    return Step(act)


def stream(*pieces: bytes, ended: bool = True, kind: str = SSE, pause: float = 0.0) -> Step:
    """A chunked stream of pieces; `ended` says whether the last chunk is sent."""

    def act(wire: Wire) -> bool:
        start = head(content_type=kind, transfer_encoding="chunked")
        last = [b"0\r\n\r\n"] if ended else []
        wire.send(start if kind else head(transfer_encoding="chunked"))
        wire.send(*framed(*pieces), every=pause)
        wire.send(*last)
        return ended

    return Step(act)


def first(one: Step) -> tuple[Step, Step]:
    """A fault that passes: the second response is good."""
    return one, GOOD


def waits(wire: Wire) -> None:
    """Say nothing more, but keep the connection."""
    wire.wait()


def resets(wire: Wire) -> None:
    """End the connection with RST."""
    wire.reset()


def forever(piece: bytes) -> Iterable[bytes]:
    """A piece again and again."""
    return itertools.repeat(piece)


GOOD = reply()
CLOSES = Step(lambda _: None)
RESETS = Step(resets)
HANGS = Step(waits)
EARLY_CLOSES = Step(lambda _: None, early=True)
EARLY_RESETS = Step(resets, early=True)


def good_by(version: str, *, length: bool) -> Step:
    """A good response of an old version of HTTP; without a length, it ends with the connection."""

    def act(wire: Wire) -> None:
        kind, content = right(wire)
        headers: dict[str, Any] = {"content_type": kind}
        if length:
            headers["content_length"] = len(content)
        wire.send(head(version=version, **headers) + content)

    return Step(act)


def after(*before: bytes) -> Step:
    """A good response after other bytes."""

    def act(wire: Wire) -> object:
        wire.send(*before)
        return GOOD.act(wire)

    return Step(act)


def in_chunks(*, extension: bytes = b"", trailer: bytes = b"", **headers: object) -> Step:
    """A good response in chunks of 100 bytes."""

    def act(wire: Wire) -> bool:
        kind, content = right(wire)
        wire.send(head(content_type=kind, transfer_encoding="chunked", **headers))
        for start in range(0, len(content), 100):
            piece = content[start : start + 100]
            wire.send(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece))
        return wire.send(b"0\r\n" + trailer + b"\r\n")

    return Step(act)


drip_of_body = partial(dripping, head(content_type="application/json", content_length=1_000_000))
