"""Server-sent events in every form, compared with the HTTP library and with the standard."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from runtime.errors import APIConnectionError, APIEventError, APIResponseError, DriftWarning
from runtime.request import CallOptions
from support.runtime_api import THING, SearchTool, list_rows, sent_events, watch
from support.scripted_server import Say, Server, events
from support.streamed import before_error, streamed

BOTH = pytest.mark.parametrize("awaited", [False, True])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=5)
LINES = st.one_of(
    st.builds("data:{}".format, TEXTS),
    st.builds("data: {}".format, TEXTS),
    st.builds("event: x{}".format, TEXTS),
    st.builds("id:{}".format, TEXTS),
    st.builds("retry: {}".format, st.integers(0, 9999)),
    st.builds(":{}".format, TEXTS),
    st.sampled_from(
        ["data", "event", "id", "retry", "id: a\0b", "retry: x", "", "", "", "data :x"]
    ),
)
BODIES = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r"])), max_size=25)


def as_httpx2(body: bytes) -> list[tuple[str, str, str | None, int | None]]:
    """The events of a body that ends with a blank line, as the HTTP library reads them."""
    headers = {"content-type": "text/event-stream"}
    response = httpx2.Response(
        200, headers=headers, content=body, request=httpx2.Request("GET", "http://x")
    )
    response.encoding = "utf-8-sig"
    source = httpx2.EventSource(response)
    return [(one.event, one.data, one.id or None, one.retry) for one in source if one.data]


def as_ours(stream: list[Any]) -> list[tuple[str, str, str | None, int | None]]:
    return [(one.event, one.data, one.id, one.retry) for one in stream]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
@given(
    lines=BODIES,
    bom=st.booleans(),
    cuts=st.lists(st.floats(0, 1), max_size=10),
    awaited=st.booleans(),
)
def test_events_are_as_the_standard_says(
    server: Server,
    *,
    lines: list[tuple[str, str]],
    bom: bool,
    cuts: list[float],
    awaited: bool,
) -> None:
    text = "\ufeff" * bom + ": begin\n" + "".join(line + end for line, end in lines) + "\n\n"
    body = text.encode()
    places = sorted({0, len(body), *(int(cut * len(body)) for cut in cuts)})
    pieces = [body[a:b] for a, b in itertools.pairwise(places)]
    server.say(Say(headers={"Content-Type": "text/event-stream"}, pieces=pieces))
    assert as_ours(streamed(sent_events, awaited=awaited)) == as_httpx2(body)


CASES: list[tuple[str, list[tuple[str, str, str | None, int | None]]]] = [
    ("data: YHOO\ndata: +2\ndata: 10\n\n", [("message", "YHOO\n+2\n10", None, None)]),
    (": test\n\ndata: a\nid: 1\n\ndata:b\nid\n\ndata:  c\n\n",
     [("message", "a", "1", None), ("message", "b", None, None), ("message", " c", None, None)]),
    ("data\n\ndata\ndata\n\ndata:\n\n", [("message", "\n", None, None)]),
    ("data:test\n\ndata: test\n\n", [("message", "test", None, None)] * 2),
    ("event: a\n\ndata: b\n\n", [("message", "b", None, None)]),
    ("id: 1\n\ndata: b\n\ndata: c\n\n", [("message", "b", "1", None), ("message", "c", "1", None)]),
    ("id: 1\nid: a\0b\ndata: c\n\n", [("message", "c", "1", None)]),
    ("retry: 5\nretry: -1\nretry: 1.5\nretry: \ndata: c\n\n", [("message", "c", None, 5)]),
    ("retry: " + "9" * 5000 + "\ndata: c\n\n", [("message", "c", None, 999_999_999)]),
    ("DATA: x\ndata : x\n data: x\ndata: c\nfoo\n\n", [("message", "c", None, None)]),
    ("foo: bar\n\ndata: c\n\n", [("message", "c", None, None)]),
    ("data: \ufeffa\n\n\ufeffdata: b\n\n", [("message", "\ufeffa", None, None)]),
    ("data: a\u2028b\x85c\x0b\x0cd\n\n", [("message", "a\u2028b\x85c\x0b\x0cd", None, None)]),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize(("text", "expected"), CASES, ids=range(len(CASES)))
def test_cases_of_the_standard(
    server: Server, text: str, expected: list[Any], *, awaited: bool
) -> None:
    server.say(events(text), events(*text))
    for _ in range(2):
        assert as_ours(streamed(sent_events, awaited=awaited)) == expected


def test_an_event_is_given_when_it_is_complete(server: Server) -> None:
    """A carriage return ends a line, though a line feed may follow."""
    server.say(events("data: a\r\r", "data: b\r\n\r", "\n", "data: c\r\n\r\n", pause=0.3))
    with sent_events.stream() as stream:
        found, started = iter(stream), time.monotonic()
        assert next(found).data == "a"
        assert time.monotonic() - started < 0.25
        assert next(found).data == "b"
        assert time.monotonic() - started < 0.55


@BOTH
def test_an_event_that_is_not_utf_8_is_an_error(server: Server, *, awaited: bool) -> None:
    """The standard replaces what is not UTF-8: that would be wrong data, and nobody would know."""
    data = json.dumps(THING | {"name": "é"}, ensure_ascii=False).encode("latin-1")
    server.always = Say(pieces=[f"data: {json.dumps(THING)}\n\ndata: ".encode() + data + b"\n\n"])
    for operation in (watch, sent_events):
        found, error = before_error(APIResponseError, operation, awaited=awaited)
        assert len(found) == 1
        assert "utf-8" in str(error)


ROW = b'{"type":"search","limit":%d}'


def rows(*pieces: bytes, **more: Any) -> Say:
    return Say(headers={"Content-Type": "application/jsonl"}, pieces=[*pieces], **more)


@BOTH
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n \n", b" \r\n\t\n"])
@pytest.mark.parametrize("last", [b"", b"\n"])
def test_json_lines_of_every_form(
    server: Server, end: bytes, last: bytes, *, awaited: bool
) -> None:
    body = b"\xef\xbb\xbf" + end.join(ROW % n for n in range(5)) + last
    size = 7
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    server.say(rows(*pieces), rows(*pieces))
    found = streamed(list_rows, awaited=awaited)
    assert list_rows() == found
    assert [row.limit for row in found] == [0, 1, 2, 3, 4]
    assert {type(row) for row in found} == {SearchTool}


@BOTH
@pytest.mark.parametrize("body", [b"", b"\n", b"\n" * 100_000, b" \r\n", b"\xef\xbb\xbf\n"])
def test_no_lines_are_no_items(server: Server, body: bytes, *, awaited: bool) -> None:
    server.say(Say(data=body, headers={"Content-Type": "application/jsonl"}))
    assert streamed(list_rows, awaited=awaited) == []
    server.say(Say(data=body, headers={"Content-Type": "text/event-stream"}))
    assert streamed(sent_events, awaited=awaited) == []


@BOTH
@pytest.mark.parametrize("half", [(ROW % 12)[:-1], b'{"type":', b"tru", b'"'])
@pytest.mark.parametrize("cut", [False, True])
def test_half_a_line_is_an_error(server: Server, half: bytes, *, cut: bool, awaited: bool) -> None:
    server.say(rows(ROW % 1 + b"\n", half, cut=cut))
    found, _ = before_error(APIConnectionError, list_rows, awaited=awaited)
    assert [row.limit for row in found] == [1]


@BOTH
def test_a_line_has_a_largest_size(server: Server, *, awaited: bool) -> None:
    server.say(rows(ROW % 1 + b"\n", *[b"1" * 1000] * 50))
    options = CallOptions(max_event_size=5000)
    found, error = before_error(APIResponseError, list_rows, awaited=awaited, options=options)
    assert "max_event_size" in str(error)
    assert len(found) == 1


@BOTH
def test_an_item_may_be_an_error(server: Server, *, awaited: bool) -> None:
    server.say(rows(ROW % 1 + b"\n", b'{"error":"out of credit"}\n', ROW % 2))
    found, error = before_error(APIEventError, list_rows, awaited=awaited)
    assert "out of credit" in str(error)
    assert len(found) == 1


def test_a_line_of_another_type_is_given_with_a_warning(server: Server) -> None:
    server.say(rows(b'{"type":"new"}\n'))
    with pytest.warns(DriftWarning):
        assert len(streamed(list_rows, awaited=False)) == 1
