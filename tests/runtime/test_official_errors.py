"""The exceptions, next to those of OpenAI's own package, for the same responses over a socket."""

from __future__ import annotations

import asyncio
import copy
import pickle
from typing import TYPE_CHECKING, Any

import openai
import pytest
from runtime import errors
from runtime.errors import APIError, APIStatusError
from runtime.request import CallOptions
from runtime.results import Err
from support.runtime_api import create_thing, run_thing
from support.scripted_server import Say, Server, events

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_RETRY = CallOptions(max_retries=0, timeout=0.5)
STATUSES = (400, 401, 403, 404, 409, 418, 422, 429, 500, 503)
FULL = {"message": "No.", "type": "invalid_request_error", "param": "a", "code": "bad_a"}
HTML = {"Content-Type": "text/html"}
BODIES: dict[str, Say] = {
    "an error": Say(400, {"error": FULL}),
    "without an envelope": Say(400, FULL),
    "a text": Say(400, {"error": "No."}),
    "a message": Say(400, {"message": "No."}),
    "nulls": Say(400, {"error": {"message": None, "type": None, "param": None, "code": None}}),
    "null": Say(400, {"error": None}),
    "a number as code": Say(400, {"error": {**FULL, "code": 7}}),
    "other members": Say(400, {"error": {"message": "No.", "more": [1]}}),
    "HTML": Say(400, b"<h1>Bad gateway</h1>", headers=HTML),
    "nothing": Say(400, b""),
    "no JSON": Say(400, b'{"error": {"code"', headers={"Content-Type": "application/json"}),
    "text in JSON": Say(400, "No."),
    "an empty list": Say(400, []),
    "a number": Say(400, 7),
}


@pytest.fixture
def official(server: Server) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key="sk-1", base_url=server.url, max_retries=0, timeout=0.5) as client:
        yield client


def raised(*, awaited: bool = False) -> APIError:
    """The error of a call."""
    if awaited:
        result = asyncio.run(create_thing.aio.attempt("a", options=NO_RETRY))
    else:
        result = create_thing.attempt("a", options=NO_RETRY)
    assert isinstance(result, Err)
    return result.error


def theirs(client: openai.OpenAI) -> openai.APIError:
    """The error of a call of the official client."""
    with pytest.raises(openai.APIError) as caught:
        client.models.retrieve("m")
    return caught.value


def shared(error: Any) -> dict[str, object]:
    """What both exceptions say in the same words."""
    found = {name: getattr(error, name) for name in ("code", "param", "type")}
    if getattr(error, "response", None) is not None:
        response = error.response
        found |= {name: getattr(error, name) for name in ("status_code", "request_id")}
        found |= {name: getattr(response, name) for name in ("status_code", "text", "content")}
        found["header"] = response.headers["X-More"]
        found["json"] = json_of(response)
    return found


def json_of(response: Any) -> object:
    try:
        return response.json()
    except ValueError:
        return ValueError


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_the_same_class(
    server: Server, official: openai.OpenAI, status: int, *, awaited: bool
) -> None:
    server.always = Say(status, {"error": FULL}, headers={"X-More": "1"})
    ours, other = raised(awaited=awaited), theirs(official)
    assert type(ours).__name__ == type(other).__name__
    assert shared(ours) == shared(other)
    assert ours.message == "No."


@pytest.mark.parametrize("name", BODIES)
def test_each_body_gives_the_same_members(
    server: Server, official: openai.OpenAI, name: str
) -> None:
    say = BODIES[name]
    server.always = Say(say.status, say.data, headers={**say.headers, "X-More": "1"})
    assert shared(raised()) == shared(theirs(official))


@pytest.mark.parametrize("say", [Say(raw=b""), Say(data={}, pause=1.0, pieces=[b"{", b"}"])])
def test_without_a_response(server: Server, official: openai.OpenAI, say: Say) -> None:
    server.always = say
    ours, other = raised(), theirs(official)
    assert isinstance(ours, errors.APIConnectionError)
    assert type(ours).__name__ == type(other).__name__
    assert shared(ours) == shared(other) == dict.fromkeys(("code", "param", "type"))
    assert (ours.status_code, ours.response) == (None, None)


@pytest.mark.parametrize(
    ("body", "code", "kind"),
    [
        ({"errors": [{"code": "x", "type": "t"}]}, "x", "t"),
        ({"fault": {"errorCode": "x", "type": "t"}}, "x", "t"),
        ({"faults": [{"code": "x"}]}, "x", None),
        ({"fault": {"code": "x"}, "id": "1"}, None, None),
        ([{"errorCode": "NO"}], "NO", None),
        ({"error_code": 17, "error_type": "rate"}, "17", "rate"),
        ({"error": {"code": None}, "code": 5}, None, None),
        ({"error": {"code": {"a": 1}, "type": ["t"]}}, None, None),
        ({"error": {"code": True}}, None, None),
        ({"error": [[[[]]]], "code": 1.5}, "1.5", None),
    ],
)
def test_other_services(server: Server, body: object, code: str | None, kind: str | None) -> None:
    server.always = Say(400, body)
    error = raised()
    assert (error.code, error.type, error.param) == (code, kind, None)


def test_an_event_that_is_an_error(server: Server) -> None:
    server.say(events('event: error\ndata: {"error": {"message": "No.", "code": "late"}}\n\n'))
    with pytest.raises(errors.APIEventError) as caught, run_thing.stream("t1") as stream:
        list(stream)
    error = caught.value
    assert (error.message, error.code, error.status_code) == ("No.", "late", 200)
    assert error.response is not None
    assert error.response.headers["content-type"] == "text/event-stream"


def test_the_response_names_the_request(server: Server) -> None:
    server.always = Say(404, {"error": FULL})
    error = raised()
    assert isinstance(error, APIStatusError)
    response = error.response
    assert (response.method, response.url) == ("POST", f"{server.url}/things")
    assert (repr(response), response.json()) == ("<ErrorResponse 404>", {"error": FULL})
    assert error.request_id == "req_1"


def test_copies_and_pickles(server: Server) -> None:
    server.always = Say(429, {"error": FULL}, headers={"X-More": "1"})
    error = raised()
    for one in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert type(one) is type(error)
        assert (shared(one), str(one), repr(one)) == (shared(error), str(error), repr(error))


def test_the_response_shows_no_secret(server: Server) -> None:
    server.always = Say(401, {"error": {"message": "bad", "code": "Bearer sk-secret-9876543210"}})
    options = CallOptions(max_retries=0, query={"api_key": "sk-query-9876543210"})
    with pytest.raises(APIError) as caught:
        create_thing("a", sample_api_key="sk-secret-9876543210", options=options)
    response = caught.value.response
    assert response is not None
    shown = (response.text, str(response.json()), response.url, str(caught.value.code))
    assert "9876543210" not in "".join(shown)
