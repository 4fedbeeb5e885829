"""How streams end, and what is a stream: services and gateways differ in both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from runtime.errors import APIConnectionError, APIEventError, APIResponseError
from runtime.request import CallOptions
from support.files_api import speak
from support.runtime_api import THING, list_rows, sent_events, watch
from support.scripted_server import Say, Server, events
from support.streamed import before_error, streamed

if TYPE_CHECKING:
    from collections.abc import Iterable

BOTH = pytest.mark.parametrize("awaited", [False, True])
DATA = f"data: {json.dumps(THING)}"
SPOKEN = 'data: {"type": "said", "text": "a"}\n\n'
COMPLETED = 'data: {"type": "completed"}\n\n'


def closed(body: str, kind: str = "text/event-stream") -> Say:
    """A response that only the end of the connection ends."""
    return Say(raw=f"HTTP/1.0 200 OK\r\ncontent-type: {kind}\r\n\r\n{body}".encode())


@BOTH
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r", "\r\r"])
def test_the_last_event_needs_no_blank_line(server: Server, end: str, *, awaited: bool) -> None:
    server.always = events(f"{DATA}\n\n", f"{DATA}{end}")
    assert [thing.id for thing in streamed(watch, awaited=awaited)] == ["t1", "t1"]


@BOTH
@pytest.mark.parametrize("tail", [DATA[:-1], DATA[:30], "data: [DONE", "event: x", "dat", 'data:"'])
def test_a_half_event_is_an_error(server: Server, tail: str, *, awaited: bool) -> None:
    for said in (events(f"{DATA}\n\n", tail), closed(f"{DATA}\n\n{tail}")):
        server.say(said)
        found, error = before_error(APIConnectionError, watch, awaited=awaited)
        assert "within an event" in str(error)
        assert len(found) == 1


@BOTH
def test_without_a_mark_of_the_end_a_line_may_be_cut(server: Server, *, awaited: bool) -> None:
    server.say(closed(f"{DATA}\n\n{DATA}"))
    found, _ = before_error(APIConnectionError, watch, awaited=awaited)
    assert len(found) == 1
    server.say(closed(f"{DATA}\n\n{DATA}\n"))
    assert len(streamed(watch, awaited=awaited)) == 2


@BOTH
@pytest.mark.parametrize("tail", ["\n\n", ": bye", "id: 7", "retry: 5\n", "   ", "id"])
def test_what_is_no_event_may_be_last(server: Server, tail: str, *, awaited: bool) -> None:
    server.say(events(f"{DATA}\n\n", tail), closed(f"{DATA}\n\n{tail}"))
    for _ in range(2):
        assert len(streamed(watch, awaited=awaited)) == 1


@BOTH
@pytest.mark.parametrize(
    "done", ["data:[DONE]", "data: [DONE] ", "data:  [DONE]\t", "data:[DONE]\r"]
)
def test_done_may_have_blanks(server: Server, done: str, *, awaited: bool) -> None:
    server.always = events(SPOKEN, f"{done}\n\n", "data: {")
    assert len(streamed(speak, awaited=awaited)) == 1
    server.always = events(SPOKEN, done)
    assert len(streamed(speak, awaited=awaited)) == 1


@BOTH
def test_the_name_of_an_event_without_data_ends_a_stream(server: Server, *, awaited: bool) -> None:
    server.say(events(SPOKEN, "event: completed\ndata:\n\n"), events(SPOKEN, "event: error\n\n"))
    assert len(streamed(speak, awaited=awaited)) == 1
    before_error(APIEventError, speak, awaited=awaited)


@BOTH
@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/octet-stream", "text/event-stream;charset=utf-8", "x",
     'TEXT/Event-Stream ; charset="utf-8"', "text/event-stream, text/event-stream",
     "application/json", "text/event-stream; charset=latin-1"],
)  # fmt: skip
def test_the_body_says_whether_it_is_a_stream(server: Server, kind: str, *, awaited: bool) -> None:
    text = SPOKEN.replace('"a"', '"é"')
    server.always = Say(headers={"Content-Type": kind}, pieces=[text.encode(), COMPLETED.encode()])
    assert [one.type for one in streamed(speak, awaited=awaited)] == ["said", "completed"]


def test_a_content_type_may_come_twice(server: Server) -> None:
    kind = "text/event-stream"
    headers = {"Content-Type": kind, "content-type": kind}
    server.say(Say(headers=headers, pieces=[SPOKEN.encode(), COMPLETED.encode()]))
    assert len(streamed(speak, awaited=False)) == 2


PAGE = "<html>\n\n<body><h1>Bad gateway</h1></body>\n\n</html>"
REFUSALS: list[tuple[str, Any]] = [
    ("application/json", '{"error": {"message": "out of credit"}}'),
    ("text/event-stream", '{"error": {"message": "out of credit"}}\n\n'),
    ("", '\ufeff\n\n{\n\n"error": {"message": "out of credit"}}\n'),
    ("text/plain", "out of credit"),
    ("text/event-stream", "out of credit\n\n"),
    ("text/html", PAGE.replace("Bad gateway", "out of credit")),
]


@BOTH
@pytest.mark.parametrize("operation", [speak, watch, list_rows])
@pytest.mark.parametrize(("kind", "body"), REFUSALS)
def test_another_body_is_an_error_with_it(
    server: Server, operation: Any, kind: str, body: str, *, awaited: bool
) -> None:
    server.say(Say(data=body.encode(), headers={"Content-Type": kind}))
    found, error = before_error(
        APIEventError if _is_item(operation, body) else APIResponseError, operation, awaited=awaited
    )
    assert not found
    assert "out of credit" in str(error)
    assert "out of credit" in error.raw_body.decode()
    assert error.status == 200


def _is_item(operation: Any, body: str) -> bool:
    return operation is list_rows and body.startswith('{"')


def test_an_endless_page_is_not_read_to_its_end(server: Server) -> None:
    def page() -> Iterable[bytes]:
        yield b"<html>\n\n"
        for _ in range(100):
            yield b"x" * 100_000

    server.say(Say(headers={"Content-Type": "text/html"}, pieces=page()))
    with pytest.raises(APIResponseError) as caught:
        streamed(speak, awaited=False)
    assert len(caught.value.raw_body) < 2_000_000


@BOTH
@pytest.mark.parametrize(
    "raw",
    [
        '10\r\ndata: {"type":"s',  # within an event
        'a\r\ndata: "\xc3',  # within a character
        "zz\r\ndata: 1\n\n",  # no length of a chunk
        "5\r\ndata: 1\n\n\r\n0\r\n\r\n",  # a wrong length
    ],
)
def test_a_connection_that_breaks(server: Server, raw: str, *, awaited: bool) -> None:
    first = f"{len(DATA) + 2:x}\r\n{DATA}\n\n\r\n"
    head = (
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    )
    for operation in (watch, sent_events):
        server.say(Say(raw=f"{head}{first}{raw}".encode("latin-1")))
        found, _ = before_error(APIConnectionError, operation, awaited=awaited)
        assert len(found) == 1


@BOTH
def test_a_body_that_is_shorter_than_its_length(server: Server, *, awaited: bool) -> None:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: {len(DATA) + 9}"
    server.say(Say(raw=f"{head}\r\n\r\n{DATA}\n\n".encode()))
    found, _ = before_error(APIConnectionError, watch, awaited=awaited)
    assert len(found) == 1


ERRORS = [
    "event: error\ndata: {}",
    'data: {"error": {"message": "oh"}}',
    'data: {"type": "error"}',
    '\ufeffdata: {"typ\\u0065": "\\u0065rror"}',
    'data: {"error": "oh", "big": "' + "x" * 1_000_000 + '"}',
    "event: error\ndata: not JSON",
    "event: error\ndata: " + "[" * 100_000 + "]" * 100_000,
]


@BOTH
@pytest.mark.parametrize("text", ERRORS, ids=range(len(ERRORS)))
def test_an_error_in_any_form_is_raised(server: Server, text: str, *, awaited: bool) -> None:
    server.say(events(f"{text}\n\n", SPOKEN, COMPLETED))
    before_error(APIEventError, speak, awaited=awaited)


@pytest.mark.parametrize("depth", [150, 250, 2000])
def test_a_deep_error_is_raised(server: Server, depth: int) -> None:
    text = '{"error":' * depth + "1" + "}" * depth
    server.say(events(f"data: {text}\n\n", SPOKEN, COMPLETED))
    with pytest.raises((APIEventError, APIResponseError)) as caught:
        streamed(speak, awaited=False)
    assert caught.value.raw_body == text.encode()


def test_nothing_follows_an_error(server: Server) -> None:
    server.say(events(ERRORS[0] + "\n\n", SPOKEN, COMPLETED))
    with speak.stream() as stream:
        with pytest.raises(APIEventError):
            next(iter(stream))
        assert list(stream) == []


@BOTH
def test_an_event_has_a_largest_size(server: Server, *, awaited: bool) -> None:
    options = CallOptions(max_event_size=1000)
    large = f'data: {{"type": "said", "text": "{"x" * 2000}"}}\n\n'
    endless = [SPOKEN, *["data: x" * 100] * 100]
    for pieces in ([SPOKEN, large, COMPLETED], [SPOKEN + large + COMPLETED], endless):
        server.say(events(*pieces))
        found, error = before_error(APIResponseError, speak, awaited=awaited, options=options)
        assert len(found) == 1
        assert "max_event_size" in str(error)
    for allowed in (None, CallOptions(max_event_size=None)):
        server.say(events(SPOKEN, large, COMPLETED))
        assert len(streamed(speak, awaited=awaited, options=allowed)) == 3


@BOTH
def test_a_large_event_in_many_pieces(server: Server, *, awaited: bool) -> None:
    text = "é" * 10_000_000
    body = f'data: {{"type": "said", "text": "{text}"}}\n\n{COMPLETED}'.encode()
    pieces = [body[at : at + 32_767] for at in range(0, len(body), 32_767)]
    server.say(Say(headers={"Content-Type": "text/event-stream"}, pieces=pieces))
    assert streamed(speak, awaited=awaited)[0].text == text
