"""Responses of every media type, and streams: a small document in, a call over a socket out."""

from __future__ import annotations

import asyncio

import pytest
from server import Answer
from support.body_packages import (
    CARRYING,
    EVENT,
    FILE,
    NOTE,
    NOTHING,
    TEXT,
    making,
    of,
    operation,
    reply,
)


@pytest.fixture
def made(tmp_path):
    with making(tmp_path) as make:
        yield make


class TestReplies:
    def test_bytes(self, made, tmp_path):
        package = made("get", operation(responses=reply({"application/zip": of(FILE)})))
        answer = Answer(headers={"content-type": "application/zip"}, body=b"PK\x00")
        package.server.answer_next(answer, answer, answer)
        assert package.send() == b"PK\x00"
        assert package.server.last.headers["accept"] == "application/zip"
        target = tmp_path / "target.zip"
        received = []
        package.send.raw().save(target, progress=lambda *counts: received.append(counts))
        assert target.read_bytes() == b"PK\x00"
        assert received[-1] == (3, 3)
        assert b"".join(package.send.raw().chunks()) == b"PK\x00"
        assert package.report.degraded == ()

    def test_bytes_awaited(self, made, tmp_path):
        package = made("get", operation(responses=reply({"application/zip": of(FILE)})))
        answer = Answer(headers={"content-type": "application/zip"}, body=b"PK\x00")
        package.server.answer_next(answer, answer)

        async def main():
            assert await package.send.aio() == b"PK\x00"
            found = await package.send.aio.raw()
            await found.save(tmp_path / "target.zip")

        asyncio.run(main())
        assert (tmp_path / "target.zip").read_bytes() == b"PK\x00"

    def test_text(self, made):
        package = made("get", operation(responses=reply({"application/sdp": of(TEXT)}, "201")))
        package.server.answer_next(
            Answer(status=201, headers={"content-type": "application/sdp"}, body=b"v=0")
        )
        assert package.send() == "v=0"
        assert "-> Request[str]" in package.source
        assert package.report.degraded == ()

    def test_json_or_bytes_by_the_type_of_the_response(self, made):
        content = {"application/json": of(NOTE), "application/pdf": of(FILE)}
        package = made("get", operation(responses=reply(content)))
        package.server.answer_next(
            Answer(headers={"content-type": "application/pdf"}, body=b"%PDF"),
            Answer.of({"text": "a"}),
        )
        assert package.send() == b"%PDF"
        assert package.send().text == "a"
        assert package.report.degraded == ()

    def test_several_statuses(self, made):
        other = {"type": "object", "required": ["job"], "properties": {"job": TEXT}}
        responses = {
            **reply({"application/json": of(NOTE)}),
            **reply({"application/json": of(other)}, "202"),
            **NOTHING,
        }
        package = made("get", operation(responses=responses))
        package.server.answer_next(
            Answer.of({"text": "a"}), Answer.of({"job": "b"}, status=202), Answer(status=204)
        )
        assert package.send().text == "a"
        assert package.send().job == "b"
        assert package.send() is None

    def test_a_notation_that_cannot_be_read_is_counted_unless_json_says_the_same(self, made):
        package = made("get", operation(responses=reply({"application/xml": of(NOTE)})))
        assert [one.code for one in package.report.degraded] == ["response-media-type"]
        assert "-> Request[str]" in package.source

    def test_the_same_in_another_notation_is_not_asked_for(self, made):
        content = {"application/xml": of(NOTE), "application/json": of(NOTE)}
        package = made("get", operation(responses=reply(content)))
        assert package.report.degraded == ()
        assert "accept=" not in package.source


class TestStreams:
    def described(self, event: dict = EVENT, **more):
        content = {
            "application/json": of({"$ref": "#/components/schemas/Note"}),
            "text/event-stream": of(event),
        }
        return operation(responses=reply(content), **more)

    def test_the_flag_may_be_a_query_parameter(self, made):
        flag = {"name": "stream", "in": "query", "schema": {"type": "boolean"}}
        package = made("get", self.described(parameters=[flag]), Note=NOTE)
        package.server.answer_next(Answer.stream(b'data: {"type": "a"}\n\n'))
        with package.send.stream() as events:
            assert [event.type for event in events] == ["a"]
        assert dict(package.server.last.query) == {"stream": "true"}
        package.server.answer_next(Answer.of({"text": "a"}))
        assert package.send().text == "a"
        assert package.server.last.query == ()

    def test_the_call_returns_the_response_that_the_stream_carries(self, made):
        package = made("post", self.described(), Note=NOTE)
        package.server.answer_next(Answer.stream(b'data: {"type": "a"}\n\n', CARRYING))
        updates = []
        assert package.send(stream_to=updates.append).text == "x"
        assert [type(one).__name__ for one in updates] == ["Data", "Data", "Finished"]

    def test_a_stream_of_pieces_carries_no_response(self, made):
        piece = {"type": "object", "required": ["delta"], "properties": {"delta": TEXT}}
        package = made("post", self.described(piece), Note=NOTE)
        package.server.answer_next(Answer.of({"text": "whole"}))
        updates = []
        result = package.send(stream_to=updates.append)
        assert [type(one).__name__ for one in updates] == ["Data", "Finished"]
        assert updates[0].value is result

    def test_how_a_profile_says_it_is_asked_and_ends(self, made, tmp_path):
        profile = tmp_path / "own.toml"
        profile.write_text(
            '[[streams]]\nevents = "Piece"\nends = ["end"]\nflag = "format"\nvalue = "events"\n'
        )
        piece = {"type": "object", "required": ["type"], "properties": {"type": TEXT}}
        asked = {"type": "object", "properties": {"format": TEXT}}
        described = self.described(
            {"$ref": "#/components/schemas/Piece"}, content={"application/json": of(asked)}
        )
        package = made("post", described, profile=str(profile), Note=NOTE, Piece=piece)
        package.server.answer_next(
            Answer.stream(b'data: {"type": "end"}\n\n'), Answer.stream(b'data: {"type": "a"}\n\n')
        )
        with package.send.stream() as events:
            assert [event.type for event in events] == ["end"]
        assert package.server.last.json == {"format": "events"}
        with (
            package.send.stream() as events,
            pytest.raises(package.package.APIConnectionError, match="ended"),
        ):
            list(events)
