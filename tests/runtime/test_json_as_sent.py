"""JSON as services send it: encodings, lone surrogates, large numbers, deep nesting, no body."""

from __future__ import annotations

import asyncio
import json
import time
import warnings
from typing import Any

import pytest
from runtime.errors import APIResponseError, BadRequestError
from runtime.failures import Failure
from runtime.parsing import DEEPEST
from support.runtime_api import THING, Thing, create_thing
from support.scripted_server import Say, Server

TEXT = json.dumps(THING | {"name": "é€"}, ensure_ascii=False)
LATIN = json.dumps(THING | {"name": "é"}, ensure_ascii=False)


def kind(charset: str) -> dict[str, str]:
    return {"content-type": f"application/json; charset={charset}"}


@pytest.mark.parametrize(
    ("body", "headers", "name"),
    [
        (b"\xef\xbb\xbf" + TEXT.encode(), {}, "é€"),
        (TEXT.encode("utf-16"), {}, "é€"),
        (TEXT.encode("utf-16-le"), {}, "é€"),
        (TEXT.encode("utf-16-be"), {}, "é€"),
        (TEXT.encode("utf-32"), {}, "é€"),
        (TEXT.encode("utf-32-be"), kind("utf-32"), "é€"),
        (TEXT.encode("cp1252"), kind("windows-1252"), "é€"),
        (LATIN.encode("latin-1"), kind("ISO-8859-1"), "é"),
        (LATIN.encode("latin-1"), kind('"latin1"'), "é"),
        (TEXT.encode(), kind("iso-8859-1"), "é€"),  # the declaration is wrong
        (TEXT.encode(), kind("punycode"), "é€"),
        (
            json.dumps(THING | {"name": "日本"}, ensure_ascii=False).encode("shift_jis"),
            kind("Shift_JIS"),
            "日本",
        ),
        (
            json.dumps(THING | {"name": "日本"}, ensure_ascii=False).encode("iso2022_jp"),
            kind("iso-2022-jp"),
            "日本",
        ),
    ],
)
def test_encodings(server: Server, body: bytes, headers: dict[str, str], name: str) -> None:
    server.say(Say(200, body, headers), Say(200, body, headers), Say(400, body, headers))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert create_thing("a").name == name
        assert asyncio.run(create_thing.aio("a")).name == name
    with pytest.raises(BadRequestError) as caught:
        create_thing("a")
    assert caught.value.body["name"] == name


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "utf-7", "rot13", "unicode_escape", "x" * 9]
)
def test_a_body_of_no_known_encoding_is_an_error_soon(server: Server, charset: str) -> None:
    body = b'{"id": "\xff' + b"a-" * 200_000 + b'"}'
    server.say(Say(200, body, kind(charset)), Say(400, body, kind(charset)))
    started = time.monotonic()
    with pytest.raises(APIResponseError, match="not JSON") as caught:
        create_thing("a")
    with pytest.raises(BadRequestError) as refused:
        create_thing("a")
    assert time.monotonic() - started < 2
    assert caught.value.body == refused.value.body == body.decode(errors="replace")


def test_a_lone_surrogate_is_a_character(server: Server) -> None:
    data = THING | {"name": "\ud800x", "labels": {"\udfff": "\udc00"}, "more": ["\ud800"]}
    server.say(Say(200, json.dumps(data).encode()), Say(400, json.dumps(data).encode()), THING)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        thing = create_thing("a")
    assert type(thing) is Thing
    assert thing.name == "\ud800x"
    assert thing.model_dump() == data
    with pytest.raises(BadRequestError) as caught:
        create_thing("a")
    assert caught.value.body == data
    create_thing(thing.name)  # can be sent back
    assert json.loads(server.asked[-1].body)["name"] == "\ud800x"


@pytest.mark.parametrize(
    "number",
    ["123456789012345678901234567890", "1" * 4000, "-0", "0.1", "1e22", "123456789.12345678"],
)
def test_numbers_are_not_changed(server: Server, number: str) -> None:
    body = json.dumps(THING)[:-1] + f', "weight": {number}, "more": {number}}}'
    server.say(Say(200, body.encode()))
    thing = create_thing("a")
    expected = json.loads(number)
    assert (thing.weight, thing.model_dump()["more"]) == (expected, expected)
    assert type(thing.weight) is type(expected)


def test_an_integer_that_python_refuses_is_an_error_that_says_so(server: Server) -> None:
    server.say(Say(200, b'{"weight": %s}' % (b"1" * 5000)))
    with pytest.raises(APIResponseError, match="4300 digits"):
        create_thing("a")


def test_of_two_members_with_one_name_the_last_is_read(server: Server) -> None:
    body = json.dumps(THING)[:-1] + ', "name": "a", "name": "b", "x": 1, "x": 2}'
    server.say(Say(200, body.encode()), Say(400, body.encode()))
    assert (create_thing("a").name, BadRequestError) == ("b", BadRequestError)
    with pytest.raises(BadRequestError) as caught:
        create_thing("a")
    assert (caught.value.body["name"], caught.value.body["x"]) == ("b", 2)


@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_no_body_where_json_is_declared(server: Server, body: bytes) -> None:
    server.say(Say(200, body), Say(200, body))
    with pytest.raises(APIResponseError, match="the response is empty") as caught:
        create_thing("a")
    assert caught.value.status == 200
    with pytest.raises(APIResponseError, match="the response is empty"):
        asyncio.run(create_thing.aio("a"))


def nested(levels: int) -> dict[str, Any]:
    data: dict[str, Any] = THING | {"name": "deepest"}
    for _ in range(levels):
        data = THING | {"parent": data}
    return data


def deep_json(levels: int) -> bytes:
    start = json.dumps(THING)[:-1]
    return (start + ', "parent": ').encode() * levels + json.dumps(THING).encode() + b"}" * levels


@pytest.mark.parametrize("levels", [150, 250, 600, DEEPEST - 3])
def test_deep_json_is_read(server: Server, levels: int) -> None:
    body = deep_json(levels)
    server.say(Say(200, body), Say(400, body))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        thing = create_thing("a")
    for _ in range(levels):
        assert type(thing) is Thing
        assert thing.parent is not None
        thing = thing.parent
    assert thing.parent is None
    with pytest.raises(BadRequestError) as caught:
        create_thing("a")
    found, depth = caught.value.body, 0
    while "parent" in found:
        found, depth = found["parent"], depth + 1
    assert depth == levels


@pytest.mark.parametrize("levels", [DEEPEST + 1, 100_000])
@pytest.mark.parametrize("start", [b"[", b'{"a":', b'{"parent":[', b'"\\"[",['])
def test_json_that_is_too_deep_is_an_error_soon(server: Server, levels: int, start: bytes) -> None:
    body = b"[" + start * levels
    server.say(Say(200, body), Say(200, body), Say(400, body))
    started = time.monotonic()
    with pytest.raises(APIResponseError, match="not JSON: ") as caught:
        create_thing("a")
    assert caught.value.raw_body == body
    with pytest.raises(APIResponseError, match="not JSON: "):
        asyncio.run(create_thing.aio("a"))
    with pytest.raises(BadRequestError) as refused:
        create_thing("a")
    assert refused.value.body == body.decode()
    assert time.monotonic() - started < 2


def test_brackets_in_strings_are_no_levels(server: Server) -> None:
    name = '[{\\"' * 5000
    server.say(Say(200, TEXT.replace("é€", "[{" * 5000 + "é").encode("latin-1"), kind("latin1")))
    assert create_thing("a").name == "[{" * 5000 + "é"
    server.say(Say(200, b"\xef\xbb\xbf" + json.dumps(THING | {"name": name}).encode()))
    assert create_thing("a").name == name


def test_a_failure_in_a_body_of_another_encoding_is_found() -> None:
    failure = Failure(when={"ok": False})
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"):
        assert failure.find('{"ok": false}'.encode(encoding), 400) == 400
        assert failure.find('{"ok": true}'.encode(encoding), 400) is None
