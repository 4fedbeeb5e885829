"""Responses that are bytes, text or JSON; read whole, in pieces, or into a file."""

import asyncio
import json

import pytest
from runtime.errors import (
    APIResponseError,
    DriftWarning,
)
from support.files_api import accept_it, download, export, subtitles, transcribe
from support.runtime_api import THING, Thing, create_thing
from support.scripted_server import Say, Server, typed

SOON = {"Retry-After-Ms": "1"}


def test_bytes_come_as_they_are(server: Server) -> None:
    body = json.dumps(THING).encode()
    for reply in (typed("application/zip", b"PK\x00\xff"), typed("application/json", body)):
        server.say(reply, reply)
        assert download() == reply.data
        assert download.raw().parse() == reply.data
    assert {asked.headers["accept"] for asked in server.asked} == {"application/zip"}
    server.say(Say(204))
    assert download() is None


def test_the_content_type_says_what_a_response_is(server: Server) -> None:
    body = json.dumps(THING).encode()
    for content_type in ("application/json", "Application/Problem+JSON; charset=utf-8"):
        server.say(typed(content_type, body))
        assert type(export()) is Thing
    for content_type in ("application/octet-stream", "text/csv", ""):
        server.say(typed(content_type, body))
        assert export() == body
    accepted = {asked.headers["accept"] for asked in server.asked}
    assert accepted == {"application/json, application/octet-stream"}


def test_text(server: Server) -> None:
    server.say(
        typed("text/vtt", "WEBVTT é".encode()),
        typed("text/plain; charset=latin-1", "é".encode("latin-1")),
        typed("text/plain; charset=nonsense", "é\xff".encode("latin-1")),
        typed("application/json", b'"quoted"'),
        typed("application/json", b'{"a": 1}'),
        typed("application/json", b"no json"),
    )
    found = [subtitles() for _ in range(6)]
    assert found == ["WEBVTT é", "é", "\ufffd\ufffd", "quoted", '{"a": 1}', "no json"]
    assert server.asked[0].headers["accept"] == "text/vtt"


def test_text_or_json(server: Server) -> None:
    server.say(THING, typed("text/plain", b"42"), typed("text/plain", b'{"id": 1}'))
    assert type(transcribe(b"x")) is Thing
    assert [transcribe(b"x"), transcribe(b"x")] == ["42", '{"id": 1}']


@pytest.mark.parametrize("body", [b"It was a dark night.", b"42", b'"quoted"', b"null"])
def test_text_where_only_json_is_declared_is_kept(server: Server, body: bytes) -> None:
    server.say(typed("text/plain; charset=utf-8", body))
    with pytest.warns(DriftWarning, match="is not Thing"):
        text: object = create_thing("a")
    assert text == body.decode()


def test_json_that_calls_itself_text_is_read(server: Server) -> None:
    server.say(typed("text/plain", json.dumps(THING).encode()))
    assert type(create_thing("a")) is Thing
    server.say(typed("text/plain", json.dumps(THING | {"id": 7}).encode()))
    with pytest.warns(DriftWarning, match="7 is not str"):
        assert type(create_thing("a")) is Thing
    server.say(typed("text/html", b"<html>"))
    with pytest.raises(APIResponseError, match="not JSON"):
        create_thing("a")


def test_no_content_where_it_may_be(server: Server) -> None:
    server.say(Say(202, b""), Say(204), THING)
    assert [accept_it(), accept_it()] == [None, None]
    assert type(accept_it()) is Thing


def test_a_raw_response_has_the_members_of_an_error_s_response(server: Server) -> None:
    server.say(THING, typed("text/vtt", "é".encode("latin-1")), typed("application/zip", b"PK"))
    response = create_thing.raw("a")
    assert response.status_code == response.status == 200
    assert response.json() == THING
    assert json.loads(response.text) == THING
    assert subtitles.raw().text == "\ufffd"
    with download.raw() as response, pytest.raises(ValueError, match="line 1"):
        response.json()
    assert response.text == "PK"


def test_an_awaited_raw_response_has_them_too(server: Server) -> None:
    server.say(THING, typed("application/zip", b"PK"))

    async def main() -> tuple[object, str]:
        response = await create_thing.aio.raw("a")
        async with await download.aio.raw() as file:
            await file.read()
            return response.json(), file.text

    assert asyncio.run(main()) == (THING, "PK")
