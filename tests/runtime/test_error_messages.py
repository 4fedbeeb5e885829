"""The text of an error is the message of the service, in any of the shapes that services use."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.errors import APIEventError, APIStatusError
from runtime.messages import find_message
from runtime.request import CallOptions
from support.runtime_api import create_thing, run_thing
from support.scripted_server import Say, Server, events, typed

NO_RETRY = CallOptions(max_retries=0)
FIRST = "No such note"
MESSAGES = {
    "message": {"message": FIRST, "code": 7},
    "Message": {"Message": FIRST, "ErrorNumber": 7},
    "error": {"error": FIRST},
    "error.message": {"error": {"message": FIRST, "type": "invalid_request"}},
    "error.errors": {"error": {"errors": [{"reason": "required", "message": FIRST}]}},
    "error with another": {"type": "error", "error": {"type": "not_found", "message": FIRST}},
    "errors[0].message": {"errors": [{"code": "not_found", "message": FIRST}]},
    "errors[0].detail": {"errors": [{"category": "API", "detail": FIRST}]},
    "errors[0].title": {"errors": [{"status": "404", "title": FIRST}]},
    "errors as text": {"errors": FIRST},
    "errors of text": {"errors": [FIRST]},
    "JSON:API": {"errors": [{"status": "404", "title": "Not Found", "detail": FIRST}]},
    "GraphQL": {"data": None, "errors": [{"message": FIRST, "path": ["note"]}]},
    "detail": {"detail": FIRST},
    "detail.message": {"detail": {"code": "x", "message": FIRST}},
    "title": {"title": FIRST},
    "description": {"ok": False, "error_code": 404, "description": FIRST},
    "error_description": {"error": "invalid_request", "error_description": FIRST},
    "reason": {"error": "not_found", "reason": FIRST},
    "msg": {"code": 3, "msg": FIRST},
    "problem": {"type": "about:blank", "title": "Not Found", "status": 404, "detail": FIRST},
    "fault.faultstring": {"fault": {"faultstring": FIRST, "detail": {"errorcode": "x"}}},
    "Fault.Error": {"Fault": {"Error": [{"Message": FIRST, "code": "610"}], "type": "V"}},
    "error of Spring": {"status": 404, "error": "Not Found", "message": FIRST},
    "messages": {"statusCode": 404, "message": [FIRST], "error": "Not Found"},
    "errorMessages": {"errorMessages": [FIRST], "errors": {}},
    "err": {"status": 404, "err": FIRST},
    "status.message": {"status": {"message": FIRST, "status_code": 404}},
    "data.message": {"name": "NoteError", "data": {"message": FIRST}},
    "name of the error": {"NoteNotFound": {"message": FIRST}},
    "list": [{"message": FIRST, "errorCode": "NOT_FOUND"}],
    "text": FIRST,
    "weak message": {"message": "Not found", "errors": [{"message": FIRST}]},
}
OTHERS = [
    ({"type": "/no-credit", "title": "No credit", "detail": "You owe 3."}, "No credit: You owe 3."),
    ({"errors": [{"title": "Wrong.", "detail": "It is short."}]}, "Wrong: It is short."),
    (
        {"message": "Invalid", "errors": [{"field": "a", "code": "missing"}, {"resource": "X"}]},
        "Invalid: a: missing",
    ),
    ({"message": "Invalid", "errors": [{"code": "custom", "message": "too long"}]},
     "Invalid: too long"),
    ({"message": "It is too long.", "errors": [{"message": "too long"}]}, "It is too long."),
    ({"message": "Wrong", "errors": ["a", "b"]}, "Wrong: a; b"),
    ({"title": "Wrong.", "errors": [{"detail": "must be positive", "pointer": "#/profile/age"}]},
     "Wrong: profile → age: must be positive"),
    ({"error": "Validation failed: no text", "details": {"text": [{"error": "ERR_BLANK"}]}},
     "Validation failed: no text"),
    ({"error": "invalid", "details": {"age": ["is low"]}}, "age: is low"),
    ({"title": "Wrong", "errors": {"Name": ["Required."]}}, "Wrong: Name: Required."),
    ({"detail": [{"loc": ["body", "name"], "msg": "is required"}]}, "body → name: is required"),
    ({"errors": [{"field": "name", "message": "is short"}]}, "name: is short"),
    ({"errors": {"name": ["is short", "is odd"], "base": ["No."]}}, "name: is short; is odd; No."),
    ({"errors": {"title": ["is blank"]}}, "title: is blank"),
    ({"errorMessages": [], "errors": {"key": "is blank"}}, "key: is blank"),
    ({"name": ["is blank"], "non_field_errors": ["No."]}, "name: is blank; No."),
    ({"errors": [{"message": "a"}, {"message": "b"}]}, "a; b"),
    ({"error": {"code": 403, "status": "PERMISSION_DENIED"}}, "PERMISSION_DENIED"),
    ({"__type": "ValidationException"}, "ValidationException"),
    ({"error": "invalid_grant"}, "invalid_grant"),
    ({"code": "no_note"}, "no_note"),
]  # fmt: skip
NOTHING = [
    {}, [], None, 7, True, "", " \n", [1], {"error": True}, {"error": {"message": None}},
    {"message": "Not Found", "status": "404"}, {"status": "error"}, {"type": "about:blank"},
    {"id": 3, "list": [1, {"a": {}}]},
    {"error": {"error": {"error": {"error": {"error": {"error": {"error": "deep"}}}}}}},
]  # fmt: skip
PAGES = [
    ("text/html", "<html><head><title>502 Bad Gateway</title></head><h1>nginx</h1>", "Bad Gateway"),
    ("text/html", "<!DOCTYPE html><script>a('<b>')</script><h1>Ou&#233;</h1>\n<p>Why.", "Oué"),
    ("text/xml", '<?xml version="1.0"?><E><Code>X</Code><Message>No key</Message></E>', "No key"),
    ("text/xml", "<s:Fault><s:faultstring>Bad call</s:faultstring></s:Fault>", "Bad call"),
    ("text/plain", "\n  The first.\n  The second.", "The first."),
    ("text/plain", "", "Bad Gateway"),
]


def reason(server: Server, said: Say) -> str:
    server.say(said)
    with pytest.raises(APIStatusError) as caught:
        create_thing("a", options=NO_RETRY)
    return caught.value.reason


@pytest.mark.parametrize("body", MESSAGES.values(), ids=MESSAGES)
def test_the_message_of_the_service(server: Server, body: object) -> None:
    assert reason(server, Say(404, body)) == FIRST


@pytest.mark.parametrize(("body", "message"), OTHERS, ids=[one for _, one in OTHERS])
def test_a_message_from_several_members(server: Server, body: object, message: str) -> None:
    assert reason(server, Say(400, body)) == message


@pytest.mark.parametrize("body", NOTHING, ids=str)
def test_the_reason_phrase_where_nothing_is_said(server: Server, body: object) -> None:
    assert reason(server, Say(404, body)) == "Not Found"


def test_a_status_without_a_phrase(server: Server) -> None:
    assert reason(server, Say(499, {})) == "no reason given"


@pytest.mark.parametrize(("media_type", "body", "message"), PAGES)
def test_a_line_of_a_page(server: Server, media_type: str, body: str, message: str) -> None:
    said = typed(media_type, body.encode())
    said.status = 502
    assert reason(server, said) == message


def test_the_message_of_an_error_in_a_stream(server: Server) -> None:
    data = json.dumps({"type": "error", "errors": [{"detail": FIRST}]})
    server.say(events(f"event: error\ndata: {data}\n\n"))
    with run_thing.stream("t") as stream, pytest.raises(APIEventError) as caught:
        list(stream)
    assert (type(caught.value), caught.value.reason) == (APIEventError, FIRST)


def test_no_key_in_a_message_that_repeats_it(server: Server) -> None:
    server.say(
        Say(422, {"detail": [{"loc": ["header", "sk-secret-987"], "msg": "no sk-secret-987"}]})
    )
    with pytest.raises(APIStatusError, match=r"header → \*{3}: no \*{3}") as caught:
        create_thing("a", options=NO_RETRY, sample_api_key="sk-secret-987")
    assert "sk-secret" not in caught.value.reason


KEYS = st.sampled_from(["message", "error", "errors", "title", "detail", "loc", "data", "x"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS | st.text(), inner),
)


@given(VALUES, st.none() | st.integers())
def test_any_body_has_a_message(body: object, status: int | None) -> None:
    """A text for a person: never empty, never a printed object."""
    found = find_message(body, status)
    assert found.strip()
    assert found == find_message(json.loads(json.dumps(body)), status)


@pytest.mark.parametrize(
    "text", ["<" * 100_000, "<" + "a" * 100_000, "<script" * 20_000, "<a b" * 20_000, "<!--" * 9999]
)
def test_markup_without_an_end(text: str) -> None:
    assert len(find_message(text)) <= 5_000
