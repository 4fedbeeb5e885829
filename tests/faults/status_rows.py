"""The table of statuses, and of the calls that a service asks for, or may get twice."""

from __future__ import annotations

import time
from dataclasses import replace
from email.utils import formatdate
from typing import TYPE_CHECKING

from . import steps as to
from .row import AGAIN, LOST, SERVER, Row, every, group, once
from .server import Step
from .steps import HANGS, first, head, sends, status, stops

if TYPE_CHECKING:
    from .server import Kind, Wire


def _retried(code: int, error: str) -> Row:
    """A status that passes: a POST is not sent again, since it may have been carried out."""
    expected: dict[Kind, str] = {"get": "value 2", "post": f"{error} 1", "stream": f"{error} 1"}
    return Row(f"{code}, then works", first(status(code)), expected)


def _wait(shown: str, low: float, high: float, code: int = 429, **headers: object) -> Row:
    """A status with a wait: the service asks for another attempt."""
    steps = first(status(code, **headers))
    return Row(f"{code}, `{shown}`, then works", steps, AGAIN, pause=(low, high))


def _date(seconds: float) -> str:
    return formatdate(time.time() + seconds, usegmt=True)


def _dated(shown: str, seconds: float, low: float, high: float) -> Row:
    step = Step(lambda wire: status(429, retry_after=_date(seconds)).act(wire), charges=False)
    return Row(f"429, `Retry-After: {shown}`, then works", first(step), AGAIN, pause=(low, high))


BACKOFF = (0.35, 1.0)  # seconds of the first pause, by the client's own choice
STATUSES = group(
    "the status",
    *(_retried(code, SERVER) for code in (500, 502, 503, 504, 520)),
    _retried(408, "RequestTimeoutError"),
    Row("a burst of 500", (status(500),), once(SERVER)),
    Row("a storm of 429", (status(429),), every("RateLimitError 2")),
    Row("400", (status(400),), every("BadRequestError 1")),
    Row("409", (status(409),), {"post": "ConflictError 1"}),
    Row("425", (status(425),), {"post": "APIStatusError 1"}),
    Row("500, `X-Should-Retry: true`, then works",
        first(status(500, x_should_retry="true")), AGAIN),
    Row("500, `X-Should-Retry: false`", (status(500, x_should_retry="false"),),
        every(f"{SERVER} 1")),
    _wait("Retry-After: 1", 0.95, 1.6, retry_after=1),
    _wait("Retry-After: 0.2", 0.19, 0.8, retry_after=0.2),
    _wait("Retry-After: 0", 0.0, 1.0, retry_after=0),
    _wait("Retry-After-Ms: 100", 0.09, 0.7, retry_after_ms=100),
    _wait("Retry-After: -5", *BACKOFF, retry_after=-5),
    _wait("Retry-After: soon", *BACKOFF, retry_after="soon"),
    _wait("Retry-After: nan", *BACKOFF, retry_after="nan"),
    _wait("Retry-After: 0.2", 0.19, 0.8, code=503, retry_after=0.2),
    _dated("a date", 1.5, 0.3, 1.7),
    _dated("a date that is past", -500, 0.0, 1.0),
    Row("429, `Retry-After: 999999`", (status(429, retry_after=999_999),),
        every("RateLimitError 1"), within=0.6),
    Row("429, `Retry-After: inf`", (status(429, retry_after="inf"),), {"get": "RateLimitError"}),
    Row("429, `Retry-After: 1e400`", (status(429, retry_after="1e400"),),
        {"get": "RateLimitError"}),
)  # fmt: skip


def _elsewhere(location: str, code: int = 302) -> Step:
    return sends(head(code, location=location, content_length=0, connection="close"))


_POSTS: dict[Kind, str] = {"post": "value 2", "stream": "value 2"}
KEYED = group(
    "with an idempotency key",
    *(Row(f"{name}, then works, with a key", first(step), _POSTS, keyed=True) for name, step in (
        ("closes after the request", to.CLOSES), ("RST after the request", to.RESETS),
        ("silence after the request", HANGS), ("500", status(500)), ("503", status(503)),
        ("408", status(408)),
    )),
    Row("stops in the body, then works, with a key", first(stops(0.5, chunked=False)),
        {"post": "value 2"}, keyed=True),
    Row("garbage in place of HTTP, with a key", (sends(bytes(range(1, 200)) * 20),),
        {"post": f"{LOST} 2", "stream": f"{LOST} 2"}, keyed=True),
)  # fmt: skip


def _to_another_host(wire: Wire) -> None:
    url = wire.service.url.replace("127.0.0.1", "localhost")
    wire.send(head(302, location=f"{url}/models/m1", content_length=0, connection="close"))


REDIRECTS = group(
    "redirects that are followed",
    Row("to itself", (_elsewhere("/models/m1"),), {"get": "APIStatusError|APIConnectionError"}),
    Row("to another path, which works", first(_elsewhere("/models/other")), {"get": "value 2"}),
    Row("to another host, which works", first(Step(_to_another_host)), {"get": "value 2"}),
    Row("without a location", (sends(head(302, content_length=0)),), {"get": "APIStatusError 1"}),
    Row("to a bad URL", (_elsewhere("http://[::1"),), {"get": "APIStatusError 1"}),
    Row("to a bad port", (_elsewhere("http://a:99999/"),), {"get": "APIStatusError 1"}),
    Row("to a host that is not valid", (_elsewhere("http://a..b/"),), {"get": "APIStatusError 1"}),
    Row("to a file", (_elsewhere("file:///etc/passwd"),), {"get": "APIStatusError 1"}),
    Row("307 of a POST", first(replace(_elsewhere("/x", 307), charges=False)), {"post": "value 2"}),
    Row("304, unasked", (sends(head(304)),), {"get": "APIStatusError 1"}),
)  # fmt: skip
STATUS_ROWS = [*STATUSES, *KEYED, *REDIRECTS]
