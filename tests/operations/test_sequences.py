"""Sequences: server-sent events, JSON lines, JSON text sequences and multipart, both ways."""

from __future__ import annotations

import asyncio
import inspect
import json

import httpx2
import pytest
from support.body_packages import NOTHING, operation, reply
from support.documents import document, ref
from support.mock_calls import calling
from support.packages import imported
from support.scripted_server import Say, Server

ROW = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
ROWS = b'{"n":1}\n\r\n{"n":2}\r\n{"n":3}'
TEXTS = b'\x1e{"n":1}\n\x1e{\n"n":2}\n\x1e{"n":3}\n'
MIXED = (
    b"ignored\r\n--b\r\nContent-Type: application/json\r\n\r\n"
    b'{"n":1}\r\n--b \r\n\r\n{"n":2}\r\n--b\r\n\r\n{"n":3}\r\n--b--\r\nignored'
)
LINES = ["application/jsonl", "application/x-ndjson", "application/vnd.x+ndjson; charset=utf-8"]
SEQUENCES = [*((one, ROWS) for one in LINES), ("application/json-seq", TEXTS)]


def rows(media_type, media, method="get", **more):
    described = operation(responses=reply({media_type: media}), **more)
    return document({"/rows": {method: described}}, {"Row": ROW}, openapi="3.2.0")


@pytest.mark.parametrize(("media_type", "body"), [*SEQUENCES, ("multipart/mixed", MIXED)])
def test_items_are_read_one_by_one(tmp_path, media_type, body):
    described = rows(media_type, {"itemSchema": ref("Row")})
    boundary = "; boundary=b" if "multipart" in media_type else ""
    with calling(tmp_path, described) as calls:
        headers = {"content-type": media_type + boundary}
        calls.reply = httpx2.Response(200, headers=headers, content=body)
        with calls.package.send.stream() as items:
            found = list(items)
        assert [one.n for one in found] == [1, 2, 3]
        assert {type(one) for one in found} == {calls.package.components.Row}
        assert calls.last.headers["accept"] == media_type
        assert calls.codes == []


@pytest.mark.parametrize(("media_type", "body"), SEQUENCES)
def test_a_plain_call_returns_all_items(tmp_path, media_type, body):
    with calling(tmp_path, rows(media_type, {"itemSchema": ref("Row")})) as calls:
        assert calls.package.send.__annotations__["return"] == "list[components.Row]"
        for received in (media_type, "application/octet-stream"):
            headers = {"content-type": received}
            calls.reply = httpx2.Response(200, headers=headers, content=body)
            assert [one.n for one in calls.package.send()] == [1, 2, 3]
            assert calls.last.headers["accept"] == media_type
        calls.reply = httpx2.Response(200, json=[{"n": 4}])
        assert [one.n for one in calls.package.send()] == [4]


@pytest.mark.parametrize("schema", [ref("Row"), {"type": "array", "items": ref("Row")}])
def test_before_openapi_3_2_the_schema_describes_a_line(tmp_path, schema):
    described = rows("application/x-ndjson", {"schema": schema}) | {"openapi": "3.0.3"}
    with calling(tmp_path, described) as calls:
        calls.reply = httpx2.Response(
            200, headers={"content-type": "application/x-ndjson"}, content=ROWS
        )
        assert [one.n for one in calls.package.send()] == [1, 2, 3]


@pytest.mark.parametrize("media", [{}, {"schema": {"type": "string", "format": "binary"}}])
def test_lines_that_are_not_described_are_bytes(tmp_path, media):
    with calling(tmp_path, rows("application/x-ndjson", media)) as calls:
        assert calls.package.send.__annotations__["return"] == "bytes"


def test_items_arrive_in_pieces(tmp_path):
    package = imported(tmp_path / "client", rows(LINES[0], {"itemSchema": ref("Row")}))
    text = json.dumps({"n": 1, "more": "a\u2028b"}, ensure_ascii=False).encode() + b"\n"
    pieces = [bytes([one]) for one in text * 2]
    with Server() as server, package.configure(base_url=server.url, max_retries=0):
        server.always = Say(headers={"Content-Type": LINES[0]}, pieces=pieces)
        with package.send.stream() as items:
            assert [one.more for one in items] == ["a\u2028b"] * 2

        async def main():
            async with (
                package.Client(base_url=server.url) as client,
                package.send.using(client).aio.stream() as items,
            ):
                return [one.n async for one in items]

        assert asyncio.run(main()) == [1, 1]


@pytest.mark.parametrize(
    ("media_type", "received", "body", "error", "reason"),
    [
        (LINES[0], LINES[0], b'{"n":1}\n{"n":', "APIConnectionError", "ended within"),
        ("multipart/mixed", "multipart/mixed; boundary=b", MIXED[:80], "APIConnectionError",
         "ended within a part"),
        ("multipart/mixed", "multipart/mixed", MIXED, "APIResponseError", "no boundary"),
    ],
)  # fmt: skip
def test_a_sequence_that_breaks_off(tmp_path, media_type, received, body, error, reason):
    with calling(tmp_path, rows(media_type, {"itemSchema": ref("Row")})) as calls:
        calls.reply = httpx2.Response(200, headers={"content-type": received}, content=body)
        with (
            calls.package.send.stream() as items,
            pytest.raises(getattr(calls.package, error), match=reason),
        ):
            list(items)


@pytest.mark.parametrize(("schema", "value"), [({"format": "binary"}, b"1"), ({}, "1")])
def test_parts_that_are_not_json(tmp_path, schema, value):
    described = rows("multipart/mixed", {"itemSchema": {"type": "string", **schema}})
    with calling(tmp_path, described) as calls:
        headers = {"content-type": 'multipart/mixed; boundary="b"'}
        body = b"--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--\r\n"
        calls.reply = httpx2.Response(200, headers=headers, content=body)
        with calls.package.send.stream() as items:
            assert list(items) == [value]


EVENTS = b'id: 7\nevent: a\ndata: {"n":1}\n\n'
JSON_ROW = {"type": "string", "contentMediaType": "application/json", "contentSchema": ref("Row")}


def event(data):
    fields = {"event": {"type": "string"}, "data": data, "id": {"type": "string"}}
    return {"type": "object", "required": ["data"], "properties": fields}


def test_an_item_schema_describes_the_fields_of_an_event(tmp_path):
    media = {"itemSchema": {"oneOf": [event(JSON_ROW)]}}
    with calling(tmp_path, rows("text/event-stream", media)) as calls:
        headers = {"content-type": "text/event-stream"}
        calls.reply = httpx2.Response(200, headers=headers, content=EVENTS)
        with calls.package.send.stream() as events:
            (one,) = events
        assert (one.event, one.id, one.data.n) == ("a", "7", 1)
        assert type(one.data) is calls.package.components.Row


@pytest.mark.parametrize("items", [ref("Row"), event(ref("Row"))], ids=["data", "events"])
def test_a_schema_may_describe_the_list_of_all_events(tmp_path, items):
    media = {"schema": {"type": "array", "items": items}}
    with calling(tmp_path, rows("text/event-stream", media)) as calls:
        headers = {"content-type": "text/event-stream"}
        calls.reply = httpx2.Response(200, headers=headers, content=EVENTS)
        with calls.package.send.stream() as events:
            (one,) = events
        data = one if items == ref("Row") else one.data
        assert type(data) is calls.package.components.Row
        assert data.n == 1


def test_data_that_is_described_as_text_stays_text(tmp_path):
    media = {"itemSchema": event({"type": "string"})}
    with calling(tmp_path, rows("text/event-stream", media)) as calls:
        headers = {"content-type": "text/event-stream"}
        content = EVENTS + b"data: 5\n\n"
        calls.reply = httpx2.Response(200, headers=headers, content=content)
        with calls.package.send.stream() as events:
            assert [one.data for one in events] == ['{"n":1}', "5"]


@pytest.mark.parametrize("media", [{}, {"schema": {}}, {"schema": {"type": "string"}}])
def test_an_event_that_is_not_described_is_the_whole_event(tmp_path, media):
    with calling(tmp_path, rows("text/event-stream", media)) as calls:
        headers = {"content-type": "text/event-stream"}
        content = b"event: delete\ndata: 5\nid: 7\n\nretry: 10\ndata: {\ndata: }\n\n"
        calls.reply = httpx2.Response(200, headers=headers, content=content)
        with calls.package.send.stream() as events:
            one, other = events
        assert (one.event, one.data, one.id, one.retry) == ("delete", "5", "7", None)
        assert (other.event, other.data, other.retry) == ("message", "{\n}", 10)
        assert type(one) is calls.package.components.SendEvent


def upload(media_type, media):
    described = operation(content={media_type: media}, responses=NOTHING)
    return document({"/rows": {"post": described}}, {"Row": ROW}, openapi="3.2.0")


@pytest.mark.parametrize(
    ("media_type", "sent"),
    [(one, b'{"n":1}\n{"n":2}\n') for one in LINES]
    + [("application/json-seq", b'\x1e{"n":1}\n\x1e{"n":2}\n')],
)
def test_items_are_sent_one_by_one(tmp_path, media_type, sent):
    described = upload(media_type, {"itemSchema": ref("Row")})
    package = imported(tmp_path / "client", described)
    annotation = inspect.signature(package.send).parameters["body"].annotation
    assert annotation == "Iterable[params.Row] | AsyncIterable[params.Row]"
    with Server() as server, package.configure(base_url=server.url, max_retries=1):
        server.say(Say(503, headers={"Retry-After": "0"}), Say(204), Say(204))
        package.send([{"n": 1}, {"n": 2}])
        package.send({"n": n} for n in (1, 2))
        assert [one.body for one in server.asked] == [sent] * 3
        kinds = {one.headers["content-type"] for one in server.asked}
        assert kinds == {media_type}

        async def main():
            async with package.Client(base_url=server.url) as client:
                await package.send.using(client).aio({"n": n} for n in (1, 2))

        server.say(Say(204))
        asyncio.run(main())
        assert server.asked[-1].body == sent


class Rows:
    """Rows that come slowly, and note what becomes of them."""

    def __init__(self, count, error=None):
        self.count, self.error, self.closed = count, error, False

    async def rows(self):
        try:
            for n in range(self.count):
                await asyncio.sleep(0.01)
                yield {"n": n}
            if self.error:
                raise self.error
        finally:
            self.closed = True


@pytest.mark.parametrize("media_type", [*LINES, "application/json-seq", "multipart/mixed"])
def test_items_of_an_async_iterator_are_sent_as_they_come(tmp_path, media_type):
    package = imported(tmp_path / "client", upload(media_type, {"itemSchema": ref("Row")}))
    found = Rows(3)

    async def main():
        async with package.Client(base_url=server.url) as client:
            await package.send.using(client).aio(found.rows())
            await package.send.using(client).aio({"n": n} for n in range(3))

    with Server() as server:
        server.always = Say(204)
        asyncio.run(main())
        (first, second) = server.asked
        same = first.headers["content-type"], second.headers["content-type"]
        if media_type == "multipart/mixed":
            assert first.body.replace(first.boundary, second.boundary) == second.body
        else:
            assert first.body == second.body
            assert same == (media_type, media_type)
        assert first.body.count(b'{"n":') == 3
        assert found.closed


@pytest.mark.parametrize("error", [LookupError("oh"), OSError("disk"), TimeoutError("late")])
def test_an_error_of_an_iterator_ends_the_call(tmp_path, error):
    package = imported(tmp_path / "client", upload(LINES[0], {"itemSchema": ref("Row")}))
    found = Rows(3, error)

    def plain():
        yield {"n": 1}
        raise error

    async def main():
        async with package.Client(base_url=server.url) as client:
            with pytest.raises(type(error)):
                await package.send.using(client).aio.attempt(found.rows())
            with pytest.raises(type(error)):
                await package.send.using(client).aio.attempt(plain())

    with Server() as server, package.configure(base_url=server.url):
        server.always = Say(204)
        asyncio.run(main())
        with pytest.raises(type(error)):
            package.send.attempt(plain())
        assert found.closed
        assert server.connections <= 3


def test_a_call_that_sends_items_can_be_cancelled(tmp_path):
    package = imported(tmp_path / "client", upload(LINES[0], {"itemSchema": ref("Row")}))
    found = Rows(1_000_000)

    async def main():
        async with package.Client(base_url=server.url) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await package.send.using(client).aio(found.rows())
            assert found.closed
            await package.send.using(client).aio([{"n": 1}])

    with Server() as server:
        server.always = Say(204)
        asyncio.run(main())
        assert server.asked[-1].body == b'{"n":1}\n'


def test_a_blocking_call_takes_no_async_iterator(tmp_path):
    package = imported(tmp_path / "client", upload(LINES[0], {"itemSchema": ref("Row")}))
    with Server() as server, package.configure(base_url=server.url):
        with pytest.raises(TypeError, match="aio"):
            package.send(Rows(3).rows())
        assert server.connections == 0


def test_an_iterator_is_not_sent_again(tmp_path):
    package = imported(tmp_path / "client", upload(LINES[0], {"itemSchema": ref("Row")}))
    with Server() as server, package.configure(base_url=server.url, max_retries=1):
        server.say(Say(503, headers={"Retry-After": "0"}), Say(204))
        with pytest.raises(package.APIStatusError):
            package.send({"n": n} for n in (1, 2))
        assert len(server.asked) == 1


def test_the_parts_of_a_multipart_are_sent_one_by_one(tmp_path):
    media = {
        "itemSchema": {"oneOf": [ref("Row"), {"type": "string", "format": "binary"}]},
        "prefixEncoding": [{"contentType": "application/vnd.row+json"}],
        "itemEncoding": {"contentType": "image/png"},
    }
    package = imported(tmp_path / "client", upload("multipart/mixed", media))
    path = tmp_path / "a.png"
    path.write_bytes(b"2")
    with Server() as server, package.configure(base_url=server.url, max_retries=0):
        server.always = Say(204)
        package.send([{"n": 1}, path, ("a", b"3", "image/x")])
        (asked,) = server.asked
        assert asked.headers["content-type"].startswith("multipart/mixed; boundary=")
        parts = asked.body.split(b"--" + asked.boundary)
        assert parts == [
            b"",
            b'\r\nContent-Type: application/vnd.row+json\r\n\r\n{"n":1}\r\n',
            b"\r\nContent-Type: image/png\r\n\r\n2\r\n",
            b"\r\nContent-Type: image/x\r\n\r\n3\r\n",
            b"--\r\n",
        ]
