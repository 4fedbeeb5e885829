"""What an error tells, and what it must not."""

import asyncio
import logging
import pickle
import traceback

import pytest
from runtime import errors
from runtime.errors import (
    APIError,
    APIResponseError,
    APIStatusError,
    InternalServerError,
    NotFoundError,
)
from runtime.request import CallOptions
from support.paths import TEMPLATES
from support.runtime_api import API, KEY, THING, Client, create_thing, get_thing
from support.scripted_server import Say, Server

NO_RETRY = CallOptions(max_retries=0)


@pytest.mark.parametrize(("status", "name"), [
    (400, "BadRequestError"), (401, "AuthenticationError"), (403, "PermissionDeniedError"),
    (404, "NotFoundError"), (409, "ConflictError"), (410, "GoneError"), (418, "APIStatusError"),
    (422, "UnprocessableEntityError"), (429, "RateLimitError"), (500, "InternalServerError"),
    (503, "InternalServerError"), (304, "APIStatusError"),
])  # fmt: skip
def test_each_status_has_its_error(server: Server, status: int, name: str) -> None:
    server.say(Say(status, {"error": {"message": "why", "code": 7}}))
    with pytest.raises(APIStatusError) as caught:
        create_thing("a", options=NO_RETRY)
    assert type(caught.value) is getattr(errors, name)
    assert caught.value.status == status


def test_what_an_error_carries(server: Server) -> None:
    body = {"error": {"message": "no such thing"}}
    server.say(Say(404, body, headers={"X-More": "1"}))
    with pytest.raises(NotFoundError) as caught:
        get_thing("a b")
    error = caught.value
    assert str(error) == "GET /things/a%20b: 404 no such thing (request id req_1)"
    assert (error.method, error.path, error.status) == ("GET", "/things/a%20b", 404)
    assert (error.body, error.request_id, error.headers["x-more"]) == (body, "req_1", "1")
    assert error.raw_body.startswith(b'{"error"')
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.body) == (NotFoundError, str(error), body)
    assert again.headers["X-More"] == "1"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\xff\xfe", "\\ufffd\\ufffd"),
        ({"message": "\x1b[31mred\n\u202eevil"}, "\\x1b[31mred\\n\\u202eevil"),
    ],
)
def test_the_reason_is_found_and_safe_to_print(server: Server, body: object, reason: str) -> None:
    server.say(Say(400, body))
    with pytest.raises(APIStatusError) as caught:
        create_thing("a")
    assert f"400 {reason} (request" in str(caught.value).replace("\ufffd", "\\ufffd")


def test_a_long_reason_is_cut(server: Server) -> None:
    server.say(Say(400, {"message": "x" * 100_000}))
    with pytest.raises(APIStatusError) as caught:
        create_thing("a")
    assert len(str(caught.value)) < 1000
    assert len(caught.value.raw_body) > 100_000


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b"\xff", b'{"a":1}x', b"[" * 100_000])
def test_a_response_that_is_no_json(server: Server, body: bytes) -> None:
    server.say(Say(200, body))
    with pytest.raises(APIResponseError, match="not JSON") as caught:
        create_thing("a")
    assert caught.value.raw_body == body
    assert caught.value.status == 200


@pytest.mark.parametrize("awaited", [False, True])
def test_no_key_is_shown_anywhere(
    server: Server, caplog: pytest.LogCaptureFixture, *, awaited: bool
) -> None:
    """Even if the service repeats the key in its response."""
    key = "sk-secret-9876543210"
    server.always = Say(500, {"error": {"message": f"bad key Bearer {key}"}})
    client = Client(api_key="sk-client-9876543210", headers={"X-Other-Key": "other-secret-123"})
    call = create_thing.using(client)
    options = CallOptions(max_retries=0, headers={"X-Third": "third-secret-123"})

    def fail() -> None:
        if awaited:
            asyncio.run(call.aio("a", options=options, sample_api_key=key))
        else:
            call("a", options=options, sample_api_key=key)

    with caplog.at_level(logging.DEBUG), pytest.raises(InternalServerError) as caught:
        fail()
    client.close()
    error = caught.value
    frames = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours = [f for f in frames.stack if f.filename.startswith(str(TEMPLATES))]
    shown = [
        str(error), repr(error), str(error.body), repr(error.raw_body), repr(pickle.dumps(error)),
        repr(client), repr(API), caplog.text, repr(options),
        *(str(f.locals) for f in ours),
    ]  # fmt: skip
    assert ours
    for text in shown:
        for secret in (key, "sk-client-9876543210", "other-secret-123", "third-secret-123"):
            assert secret not in text


def test_no_key_in_errors_before_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("sk-secret\r\nX-Evil: 1", "sk-secret…", "sk-secret\x00"):
        with pytest.raises(ValueError, match="Authorization") as caught:
            create_thing.using(Client(api_key=key))("a")
        assert "sk-secret" not in repr(caught.value)
    monkeypatch.setenv("SAMPLE_KEY", KEY + "\n")
    with pytest.raises(ValueError, match="line breaks"):
        create_thing("a")


def test_attempt_keeps_other_errors(server: Server) -> None:
    with pytest.raises(ValueError, match="thing_id"):
        get_thing.attempt("..")
    server.say(THING)
    assert not isinstance(ValueError(), APIError)
