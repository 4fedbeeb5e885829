"""What an app does with the official client, and the same with ours: the server sees no difference.

Each test belongs to a row of `docs/migrating-from-openai.md`.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import openai
import pytest
from support.scripted_server import Say, Server, events

from official.questions import DELTA, MESSAGE, QUESTION, RESPONSE, same

if TYPE_CHECKING:
    from pathlib import Path

    from official.conftest import Clients

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("shared")]


def test_a_call(server: Server, clients: Clients) -> None:
    server.always = Say(data=RESPONSE)
    theirs = clients.theirs(lambda official: official.responses.create(**QUESTION))
    mine = clients.ours("create_response", **QUESTION)
    same(server)
    assert mine.model_dump(mode="json") == theirs.to_dict(mode="json") == RESPONSE
    assert json.loads(mine.model_dump_json()) == json.loads(theirs.to_json()) == RESPONSE


def test_more_headers_query_and_body(server: Server, clients: Clients) -> None:
    server.always = Say(data=RESPONSE)
    clients.theirs(
        lambda official: official.responses.create(
            **QUESTION,
            extra_headers={"x-trace": "1"},
            extra_query={"debug": "yes"},
            extra_body={"future": [1]},
            timeout=5.0,
        )
    )
    options = clients.package.CallOptions(
        headers={"x-trace": "1"}, query={"debug": "yes"}, body={"future": [1]}, timeout=5.0
    )
    clients.ours("create_response", **QUESTION, options=options)
    asked = same(server, headers=("x-trace",))
    assert asked.json["future"] == [1]
    assert asked.target.endswith("?debug=yes")


def test_options_of_a_call(server: Server, clients: Clients) -> None:
    soon = {"Retry-After-Ms": "1"}
    options = clients.package.CallOptions(max_retries=2)
    for call in (
        lambda: clients.theirs(
            lambda official: official.with_options(max_retries=2).responses.create(**QUESTION)
        ),
        lambda: clients.ours("create_response", **QUESTION, options=options),
    ):
        server.asked.clear()
        server.say(Say(500, {}, soon), Say(429, {}, soon), RESPONSE)
        assert call().id == "resp_1"
        assert len(server.asked) == 3


def test_a_timeout(server: Server, clients: Clients) -> None:
    server.always = Say(data=RESPONSE, pause=2.0)
    with pytest.raises(openai.APITimeoutError):
        clients.theirs(lambda one: one.with_options(timeout=0.05).responses.create(**QUESTION))
    options = clients.package.CallOptions(timeout=0.05)
    with pytest.raises(clients.package.APITimeoutError):
        clients.ours("create_response", **QUESTION, options=options)


def test_an_idempotency_key_that_the_app_chooses(server: Server, clients: Clients) -> None:
    server.always = Say(data=RESPONSE)
    key = {"Idempotency-Key": "order-7"}
    clients.theirs(lambda official: official.responses.create(**QUESTION, extra_headers=key))
    clients.ours("create_response", **QUESTION, options=clients.package.CallOptions(headers=key))
    assert same(server, headers=("idempotency-key",)).headers["idempotency-key"] == "order-7"


def test_a_raw_response(server: Server, clients: Clients) -> None:
    name = "x-ratelimit-remaining-requests"
    server.always = Say(data=RESPONSE, headers={name: "7"})
    theirs = clients.theirs(lambda one: one.responses.with_raw_response.create(**QUESTION))
    mine = clients.ours("create_response.raw", **QUESTION)
    assert theirs.headers[name] == mine.headers[name] == "7"
    assert theirs.status_code == mine.status == 200
    assert theirs.request_id == mine.request_id == "req_1"
    assert theirs.parse().id == mine.parse().id == "resp_1"


def test_a_response_that_is_streamed_into_a_file(
    server: Server, clients: Clients, tmp_path: Path
) -> None:
    said = Say(data=b"one\ntwo\n", headers={"Content-Type": "application/octet-stream"})
    server.always = said
    streamed = clients.official.files.with_streaming_response

    async def awaited() -> None:
        async with streamed.content("file_1") as response:
            await response.stream_to_file(tmp_path / "theirs")
        async with await clients.package.download_file.aio.raw("file_1") as response:
            await response.save(tmp_path / "ours")

    if clients.awaited:
        clients.runner.run(awaited())
    else:
        with streamed.content("file_1") as response:
            response.stream_to_file(tmp_path / "theirs")
        with clients.package.download_file.raw("file_1") as response:
            response.save(tmp_path / "ours")
    same(server)
    assert (tmp_path / "ours").read_bytes() == (tmp_path / "theirs").read_bytes() == said.data


def test_a_stream(server: Server, clients: Clients) -> None:
    done = json.dumps({"type": "response.completed", "sequence_number": 2, "response": RESPONSE})
    server.always = events(DELTA, f"event: response.completed\ndata: {done}\n\n")
    create = clients.package.create_response
    ours = create.aio if clients.awaited else create
    theirs = clients.read(lambda: clients.official.responses.create(**QUESTION, stream=True))
    mine = clients.read(lambda: ours.stream(**QUESTION))
    same(server)
    assert [one.to_dict() for one in theirs] == [one.model_dump() for one in mine]
    assert [one.type for one in mine] == ["response.output_text.delta", "response.completed"]


def test_members_that_are_missing_null_or_new(server: Server, clients: Clients) -> None:
    server.always = Say(data=RESPONSE)
    for found in (
        clients.theirs(lambda official: official.responses.create(**QUESTION)),
        clients.ours("create_response", **QUESTION),
    ):
        assert found.error is None
        assert "error" in found.model_fields_set
        assert found.background is None
        assert "background" not in found.model_fields_set
        assert found.model_extra["future_member"] == found.future_member == 5


def test_what_is_left_out(server: Server, clients: Clients) -> None:
    server.always = Say(data=RESPONSE)
    given: Any = {**QUESTION, "temperature": None}
    for omitted in (openai.omit, openai.NOT_GIVEN):
        clients.theirs(lambda one, left=omitted: one.responses.create(**given, instructions=left))
    clients.ours("create_response", **given, instructions=clients.package.omit)
    assert same(server).json == given


STATUSES = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
    500: "InternalServerError",
}


def test_errors(server: Server, clients: Clients) -> None:
    body = {"error": {"message": "No such model.", "type": "invalid_request_error"}}
    for status, name in STATUSES.items():
        server.always = Say(status, body)
        with pytest.raises(getattr(openai, name)):
            clients.theirs(lambda official: official.responses.create(**QUESTION))
        with pytest.raises(getattr(clients.package, name), match="No such model") as caught:
            clients.ours("create_response", **QUESTION)
        assert isinstance(caught.value, clients.package.APIStatusError)


def test_nested_parameters_and_what_a_call_returned(server: Server, clients: Clients) -> None:
    """The output of one response is part of the input of the next one."""
    server.always = Say(data=RESPONSE)
    text: Any = {"format": {"type": "json_object"}}
    question: Any = {"role": "user", "content": [{"type": "input_text", "text": "And?"}]}
    theirs = clients.theirs(lambda official: official.responses.create(**QUESTION))
    more: Any = {"model": "m", "text": text, "input": [*theirs.output, question]}
    clients.theirs(lambda official: official.responses.create(**more))
    mine = clients.ours("create_response", **QUESTION)
    clients.ours("create_response", model="m", text=text, input=[*mine.output, question])
    server.asked[:] = [server.asked[1], server.asked[3]]
    assert same(server).json["input"] == [MESSAGE, question]


def test_log_lines(server: Server, clients: Clients, caplog: pytest.LogCaptureFixture) -> None:
    server.always = Say(data=RESPONSE)
    with caplog.at_level(logging.DEBUG):
        clients.theirs(lambda official: official.responses.create(**QUESTION))
        clients.ours("create_response", **QUESTION)
    names = {record.name.partition(".")[0] for record in caplog.records}
    assert {"openai", "openai_client"} <= names
    assert "sk-test" not in caplog.text
