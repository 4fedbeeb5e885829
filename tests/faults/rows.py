"""The table: what each fault of one response must lead to, by the kind of call."""

from __future__ import annotations

import gzip
import time
import zlib
from typing import TYPE_CHECKING

from . import steps as to
from .row import BAD, LATE, LOST, MAY, SERVER, Row, every, group, once
from .server import Step
from .steps import GOOD, HANGS, RIGHT, body, first, head, sends, status, stops

if TYPE_CHECKING:
    from .server import Kind, Wire

RESULT = RIGHT["get"][1]
CONNECTIONS = group(
    "the connection",
    Row("refuses", (), every(LOST)),
    Row("accepts, then nothing", (HANGS,), once(LATE)),
    Row("closes when accepted", (to.EARLY_CLOSES,), {"get": f"{LOST} 2"}),
    Row("RST when accepted", (to.EARLY_RESETS,), {"get": f"{LOST} 2"}),
    Row("closes after the request", (to.CLOSES,), once(LOST)),
    Row("closes after the request, then works", first(to.CLOSES), MAY),
    Row("RST after the request", (to.RESETS,), once(LOST)),
    Row("RST after the request, then works", first(to.RESETS), MAY),
    Row("silence after the request, then works", first(HANGS),
        {"get": "value 2", "post": f"{LATE} 1", "stream": f"{LATE} 1"}),
    Row("closes a kept connection while it is idle",
        (Step(lambda wire: GOOD.act(wire) and None), GOOD), every("value 2"), warm=True),
    Row("closes a kept connection at the next request", (GOOD, to.CLOSES, GOOD),
        {"get": "value 3", "post": f"{LOST} 2", "stream": f"{LOST} 2"}, warm=True),
    Row("TLS on a port without TLS", (sends(b"\x15\x03\x01\x00\x02\x02\x46"),), once(LOST)),
    Row("garbage in place of HTTP", (sends(bytes(range(1, 200)) * 20),), once(LOST)),
    Row("HTTP/0.9: a body alone", (sends(RESULT),), once(LOST)),
    Row("responds before the request",
        (sends(head(413, content_length=0), then=to.waits, early=True),),
        {"post": "ContentTooLargeError"}, size=3_000_000),
)  # fmt: skip
HEADERS = group(
    "the head",
    Row("stops in the head", (sends(b"HTTP/1.1 200 OK\r\nContent-Ty"),), once(LOST)),
    Row("silence in the head",
        (sends(b"HTTP/1.1 200 OK\r\nContent-Ty", then=to.waits),), once(LATE)),
    Row("the head byte by byte, for ever",
        (to.dripping(b"HTTP/1.1 200 OK\r\nX-A: ", to.forever(b"x")),), every(LATE), within=2.8),
    Row("103 for ever", (to.dripping(b"", to.forever(head(103))),), every(LATE), within=2.8),
    Row("a header of 1 MB", (sends(b"HTTP/1.1 200 OK\r\nX-A: ", b"x" * (1 << 20)),), once(LOST)),
    Row("20,000 headers", (sends(b"HTTP/1.1 200 OK\r\n", b"X-A: 1\r\n" * 20_000),), once(LOST)),
    Row("a header without a colon", (sends(b"HTTP/1.1 200 OK\r\nnothing\r\n\r\n"),), once(LOST)),
    Row("NUL in a header", (sends(b"HTTP/1.1 200 OK\r\nX-A: a\0b\r\n\r\n"),), once(LOST)),
    Row("a header that is not ASCII", (to.reply(x_name="m\xfcller"),), every("value 1")),
    Row("status 99999", (sends(head(99999, content_length=0)),), once(LOST)),
    Row("status 999", (status(999),), {"get": f"{SERVER} 2", "post": f"{SERVER} 1"}),
    Row("100 before the response", (to.after(head(100)),), every("value 1")),
    Row("103 before the response",
        (to.after(head(103, link="</a>"), head(103)),), every("value 1")),
    Row("101, unasked", (sends(head(101, upgrade="x", connection="upgrade")),),
        {"get": f"{LOST}|APIStatusError"}),
    Row("HTTP/1.0 with a length", (to.good_by("HTTP/1.0", length=True),), every("value 1")),
    Row("HTTP/1.0 without a length", (to.good_by("HTTP/1.0", length=False),), every("value 1")),
    Row("the same header twice",
        (sends(head(200, x_a=1, X_A=2, content_length=len(RESULT)) + RESULT),), {"get": "value 1"}),
)  # fmt: skip


def _lengths(*lengths: object) -> Step:
    lines = b"".join(f"Content-Length: {one}\r\n".encode() for one in lengths)
    return sends(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n" + RESULT)


def _chunk(size: bytes) -> Step:
    start = head(content_type="application/json", transfer_encoding="chunked")
    return sends(start, size, b"\r\n", RESULT, b"\r\n0\r\n\r\n")


def _file(expected: str) -> dict[Kind, str]:
    return {"get": expected, "file": expected}


SIZE = len(RESULT)
_RESPONSE = head(content_type="application/json", content_length=SIZE) + RESULT
_FORGED = _RESPONSE.replace(b"m1", b"xx")


def _forge(wire: Wire) -> None:
    """Send a second response when the first one was read."""
    time.sleep(0.12)
    wire.send(_FORGED)
    wire.wait()


BODIES = group(
    "the body",
    Row("stops in the body", (stops(0.5, chunked=False),), once(LOST) | {"file": f"{LOST} 2"}),
    Row("stops in the body, then works", first(stops(0.5, chunked=False)),
        MAY | {"file": "value 2"}),
    Row("stops in a chunk", (stops(0.5, chunked=True),), once(LOST) | {"file": f"{LOST} 2"}),
    Row("no last chunk", (stops(1, chunked=True),),
        {"get": f"{LOST} 2", "post": f"{LOST} 1", "file": f"{LOST} 2"}),
    Row("RST in the body", (stops(0.5, chunked=False, then=to.resets),),
        once(LOST) | {"file": f"{LOST} 2"}),
    Row("silence in the body", (stops(0.5, chunked=False, then=to.waits),), once(LATE)),
    Row("the body byte by byte, for ever", (to.drip_of_body(to.forever(b" ")),),
        {"get": LATE, "post": LATE}, within=2.8),
    Row("Content-Length too long", (_lengths(SIZE + 9),), {"get": f"{LOST} 2"}),
    Row("Content-Length too short", (_lengths(SIZE - 9),), {"get": f"{BAD} 1"}),
    Row("Content-Length negative", (_lengths(-5),), {"get": f"{LOST} 2"}),
    Row("Content-Length not a number", (_lengths("many"),), {"get": f"{LOST} 2"}),
    Row("Content-Length of 10**20", (_lengths(10**20),), {"get": f"{LOST}|{BAD}"}),
    Row("Content-Length twice, the same", (_lengths(SIZE, SIZE),), {"get": "value 1"}),
    Row("Content-Length twice, different", (_lengths(SIZE, 5),), {"get": f"{LOST} 2"}),
    Row("Content-Length and chunks", (to.in_chunks(content_length=5),), every("value 1")),
    Row("chunks with extensions and trailers",
        (to.in_chunks(extension=b";a=b", trailer=b"X-Sum: 1\r\n"),), every("value 1")),
    Row("a chunk of no size", (_chunk(b"zz"),), {"get": f"{LOST} 2"}),
    Row("a chunk of a negative size", (_chunk(b"-5"),), {"get": f"{LOST} 2"}),
    Row("a chunk of 2**64 bytes", (_chunk(b"f" * 16),), {"get": f"{LOST} 2"}),
    Row("two responses to one request, then a second call",
        (sends(_RESPONSE + _FORGED, then=to.waits), GOOD), {"get": "value 2"}, warm=True),
    Row("two responses, one later, then a second call",
        (sends(_RESPONSE, then=_forge), GOOD), {"get": "value 2"}, warm=True),
    Row("204 with a body", (sends(head(204, content_length=SIZE) + RESULT),), {"get": "None 1"}),
    Row("204", (sends(head(204)),), {"get": "None 1"}),
    Row("a length, but no body", (sends(head(content_length=50), then=to.waits),),
        {"get": f"{LATE} 2", "post": f"{LATE} 1"}),
)  # fmt: skip


def _coded(content: bytes, coding: str) -> Step:
    return body(content, content_encoding=coding)


def _json(charset: str, codec: str = "utf-8") -> Step:
    return body(RESULT.decode().encode(codec), f"application/json; charset={charset}")


GZIPPED = gzip.compress(RESULT)
CODINGS = group(
    "the coding",
    Row("gzip", (to.reply(gzip.compress, content_encoding="gzip"),), every("value 1")),
    Row("gzip that is none", (_coded(RESULT, "gzip"),), {"get": f"{LOST}|{BAD} 1"}),
    Row("gzip that stops",
        (to.reply(lambda one: gzip.compress(one)[:-20], content_encoding="gzip"),),
        {"get": f"{LOST}|{BAD}", "file": f"{LOST}|{BAD}"}),
    Row("gzip without its checksum",
        (to.reply(lambda one: gzip.compress(one)[:-8], content_encoding="gzip"),),
        {"file": f"{LOST}|{BAD}"}),
    Row("deflate that is gzip", (_coded(GZIPPED, "deflate"),), {"get": f"{LOST}|{BAD} 1"}),
    Row("raw deflate", (_coded(zlib.compress(RESULT)[2:-4], "deflate"),), {"get": "value 1"}),
    Row("an unknown coding, the body as it is", (_coded(RESULT, "x-new"),), {"get": "value 1"}),
    Row("an unknown charset", (_json("x-99"),), {"get": "value 1"}),
    Row("a wrong charset", (_json("ascii"),), {"get": "value 1"}),
    Row("UTF-8 with a BOM", (body(b"\xef\xbb\xbf" + RESULT),), {"get": "value 1"}),
    Row("UTF-16", (body(RESULT.decode().encode("utf-16")),), {"get": "value 1"}),
    Row("UTF-16, declared", (_json("utf-16", "utf-16"),), {"get": "value 1"}),
    Row("ISO 8859-1, declared", (_json("iso-8859-1", "latin-1"),), {"get": "value 1"}),
)  # fmt: skip
_DEEP = b"[" * 100_000 + b"]" * 100_000
CONTENTS = group(
    "the content",
    Row("an empty 200", (body(b""),), {"get": BAD, "post": BAD}),
    Row("HTML with 200", (body(b"<html>Maintenance</html>", "text/html"),),
        {"get": BAD, "post": BAD}),
    Row("JSON that stops", (body(RESULT[:-9]),), {"get": f"{BAD} 1"}),
    Row("no content type", (sends(head(content_length=SIZE) + RESULT),), {"get": "value 1"}),
    Row("JSON as text/plain", (body(RESULT, "text/plain"),), {"get": "value 1"}),
    Row("JSON 100,000 levels deep", (body(_DEEP),), {"get": f"{BAD} 1"}),
    Row("an error 100,000 levels deep",
        (sends(head(400, content_length=len(_DEEP)) + _DEEP),), {"get": "BadRequestError 1"}),
    Row("404 with HTML",
        (sends(head(404, content_type="text/html", content_length=6) + b"<html>"),),
        {"get": "NotFoundError 1"}),
)  # fmt: skip
ROWS = [*CONNECTIONS, *HEADERS, *BODIES, *CODINGS, *CONTENTS]
