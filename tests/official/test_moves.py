"""What an app does with the official client, and the same with ours: the server sees no difference.

Each test belongs to a row of `docs/migrating-from-openai.md`.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import httpx2
import openai
import pytest
from support.scripted_server import Asked, Say, Server, events

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("shared")]

QUESTION: dict[str, Any] = {"model": "gpt-5.5", "input": "Hello!"}
MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "status": "completed",
    "content": [{"type": "output_text", "text": "Hi.", "annotations": [], "logprobs": []}],
}
RESPONSE = {
    "id": "resp_1",
    "object": "response",
    "created_at": 1,
    "status": "completed",
    "error": None,
    "incomplete_details": None,
    "instructions": None,
    "metadata": {},
    "model": "gpt-5.5",
    "output": [MESSAGE],
    "parallel_tool_calls": True,
    "temperature": 1.0,
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1.0,
    "future_member": 5,
}
DELTA = (
    'event: response.output_text.delta\ndata: {"type": "response.output_text.delta", "item_id": '
    '"msg_1", "output_index": 0, "content_index": 0, "delta": "Hi.", "logprobs": [], '
    '"sequence_number": 1}\n\n'
)


def same(server: Server, *, headers: tuple[str, ...] = ()) -> Asked:
    """Check that the last two requests are equal, and return the second one."""
    theirs, mine = server.asked[-2:]
    names = (
        "authorization",
        "content-type",
        "openai-organization",
        "openai-project",
        "openai-beta",
        *headers,
    )
    for one in names:
        assert theirs.headers.get(one) == mine.headers.get(one), one
    assert (theirs.method, theirs.target) == (mine.method, mine.target)
    assert (theirs.json if theirs.body else None) == (mine.json if mine.body else None)
    return mine


def test_a_call(server: Server, official: openai.OpenAI, ours: Any) -> None:
    server.always = Say(data=RESPONSE)
    theirs = official.responses.create(**QUESTION)
    mine = ours.create_response(**QUESTION)
    same(server)
    assert mine.model_dump(mode="json") == theirs.to_dict(mode="json") == RESPONSE


def test_an_awaited_call(server: Server, ours: Any) -> None:
    server.always = Say(data=RESPONSE)

    async def main() -> tuple[Any, Any]:
        async with (
            openai.AsyncOpenAI(api_key="sk-test", base_url=server.url) as official,
            ours.Client(api_key="sk-test", base_url=server.url) as client,
        ):
            theirs = await official.responses.create(**QUESTION)
            return theirs, await ours.create_response.using(client).aio(**QUESTION)

    theirs, mine = asyncio.run(main())
    same(server)
    assert mine.model_dump(mode="json") == theirs.to_dict(mode="json")


def test_settings_of_the_environment(
    server: Server, whole_called: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.always = Say(data=RESPONSE)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-1")
    with openai.OpenAI() as official, whole_called.Client() as client:
        official.responses.create(**QUESTION)
        whole_called.create_response.using(client)(**QUESTION)
    asked = same(server)
    assert asked.headers["authorization"] == "Bearer sk-environment"
    assert asked.headers["openai-organization"] == "org-1"
    assert asked.headers["openai-project"] == "proj-1"


def test_settings_of_the_client(server: Server, whole_called: ModuleType) -> None:
    server.always = Say(data=RESPONSE)
    shared: Any = {"api_key": "sk-1", "base_url": server.url, "timeout": 20.0, "max_retries": 1}
    official = openai.OpenAI(
        **shared,
        organization="org-1",
        project="proj-1",
        default_headers={"x-team": "search"},
        default_query={"region": "eu"},
    )
    client = whole_called.Client(
        **shared,
        organization="org-1",
        project="proj-1",
        headers={"x-team": "search"},
        query={"region": "eu"},
    )
    with official, client:
        official.responses.create(**QUESTION)
        whole_called.create_response.using(client)(**QUESTION)
    assert same(server, headers=("x-team",)).target.endswith("?region=eu")


def test_the_client_of_the_module(server: Server, whole_called: ModuleType) -> None:
    server.always = Say(data=RESPONSE)
    openai.api_key, openai.base_url = "sk-1", f"{server.url}/"
    try:
        openai.responses.create(**QUESTION)
    finally:
        openai.api_key = openai.base_url = None
    with whole_called.configure(api_key="sk-1", base_url=server.url):
        whole_called.create_response(**QUESTION)
    same(server)


def test_more_headers_query_and_body(server: Server, official: openai.OpenAI, ours: Any) -> None:
    server.always = Say(data=RESPONSE)
    official.responses.create(
        **QUESTION,
        extra_headers={"x-trace": "1"},
        extra_query={"debug": "yes"},
        extra_body={"future": [1]},
        timeout=5.0,
    )
    options = ours.CallOptions(
        headers={"x-trace": "1"}, query={"debug": "yes"}, body={"future": [1]}, timeout=5.0
    )
    ours.create_response(**QUESTION, options=options)
    asked = same(server, headers=("x-trace",))
    assert asked.json["future"] == [1]
    assert asked.target.endswith("?debug=yes")


def test_options_of_a_call(server: Server, official: openai.OpenAI, ours: Any) -> None:
    soon = {"Retry-After-Ms": "1"}
    for call in (
        lambda: official.with_options(max_retries=2).responses.create(**QUESTION),
        lambda: ours.create_response(**QUESTION, options=ours.CallOptions(max_retries=2)),
    ):
        server.asked.clear()
        server.say(Say(500, {}, soon), Say(429, {}, soon), RESPONSE)
        assert call().id == "resp_1"
        assert len(server.asked) == 3


def test_a_timeout(server: Server, official: openai.OpenAI, ours: Any) -> None:
    server.always = Say(data=RESPONSE, pause=2.0)
    with pytest.raises(openai.APITimeoutError):
        official.with_options(timeout=0.05).responses.create(**QUESTION)
    with pytest.raises(ours.APITimeoutError):
        ours.create_response(**QUESTION, options=ours.CallOptions(timeout=0.05))


def test_an_idempotency_key_that_the_app_chooses(
    server: Server, official: openai.OpenAI, ours: Any
) -> None:
    server.always = Say(data=RESPONSE)
    header = {"Idempotency-Key": "order-7"}
    official.responses.create(**QUESTION, extra_headers=header)
    ours.create_response(**QUESTION, options=ours.CallOptions(headers=header))
    assert same(server, headers=("idempotency-key",)).headers["idempotency-key"] == "order-7"


def test_a_raw_response(server: Server, official: openai.OpenAI, ours: Any) -> None:
    server.always = Say(data=RESPONSE, headers={"x-ratelimit-remaining-requests": "7"})
    theirs = official.responses.with_raw_response.create(**QUESTION)
    mine = ours.create_response.raw(**QUESTION)
    name = "x-ratelimit-remaining-requests"
    assert theirs.headers[name] == mine.headers[name] == "7"
    assert theirs.status_code == mine.status == 200
    assert theirs.request_id == mine.request_id == "req_1"
    assert theirs.parse().id == mine.parse().id == "resp_1"


def test_a_response_that_is_streamed_into_a_file(
    server: Server, official: openai.OpenAI, ours: Any, tmp_path: Path
) -> None:
    said = Say(data=b"one\ntwo\n", headers={"Content-Type": "application/octet-stream"})
    server.always = said
    with official.files.with_streaming_response.content("file_1") as response:
        response.stream_to_file(tmp_path / "theirs")
    with ours.download_file.raw("file_1") as response:
        response.save(tmp_path / "ours")
    same(server)
    assert (tmp_path / "ours").read_bytes() == (tmp_path / "theirs").read_bytes() == said.data


def test_a_stream(server: Server, official: openai.OpenAI, ours: Any) -> None:
    done = 'event: response.completed\ndata: {"type": "response.completed", "sequence_number": 2, '
    server.always = events(DELTA, f'{done}"response": {{"id": "resp_1", "output": []}}}}\n\n')
    theirs = [event.type for event in official.responses.create(**QUESTION, stream=True)]
    with ours.create_response.stream(**QUESTION) as stream, pytest.warns(ours.DriftWarning):
        mine = [event.type for event in stream]
    same(server)
    assert mine == theirs == ["response.output_text.delta", "response.completed"]


def test_members_that_are_missing_null_or_new(
    server: Server, official: openai.OpenAI, ours: Any
) -> None:
    server.always = Say(data=RESPONSE)
    for found in (official.responses.create(**QUESTION), ours.create_response(**QUESTION)):
        assert found.error is None
        assert "error" in found.model_fields_set
        assert found.background is None
        assert "background" not in found.model_fields_set
        assert found.model_extra["future_member"] == found.future_member == 5


def test_what_is_left_out(server: Server, official: openai.OpenAI, ours: Any) -> None:
    server.always = Say(data=RESPONSE)
    official.responses.create(**QUESTION, instructions=openai.omit, temperature=None)
    ours.create_response(**QUESTION, instructions=ours.omit, temperature=None)
    assert same(server).json == QUESTION | {"temperature": None}


def test_errors(server: Server, official: openai.OpenAI, ours: Any) -> None:
    body = {"error": {"message": "No such model.", "type": "invalid_request_error"}}
    for status, name in (
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
    ):
        server.always = Say(status, body)
        with pytest.raises(getattr(openai, name)):
            official.responses.create(**QUESTION)
        with pytest.raises(getattr(ours, name), match="No such model") as caught:
            ours.create_response(**QUESTION)
        assert isinstance(caught.value, ours.APIStatusError)


def test_a_service_that_cannot_be_reached(whole_called: ModuleType) -> None:
    nowhere: Any = {"api_key": "k", "base_url": "http://127.0.0.1:1/v1", "max_retries": 0}
    with openai.OpenAI(**nowhere) as official, pytest.raises(openai.APIConnectionError):
        official.responses.create(**QUESTION)
    with whole_called.Client(**nowhere) as client, pytest.raises(whole_called.APIConnectionError):
        whole_called.create_response.using(client)(**QUESTION)


def test_an_http_client_of_the_app(server: Server, whole_called: ModuleType) -> None:
    """Both send to a proxy, which is the server here."""
    server.always = Say(data=RESPONSE)
    there: Any = {"api_key": "sk-1", "base_url": "http://api.example.com/v1"}
    proxy = server.url.removesuffix("/v1")
    with httpx2.Client(proxy=proxy) as theirs, httpx2.Client(proxy=proxy) as mine:
        openai.OpenAI(**there, http_client=theirs).responses.create(**QUESTION)
        client = whole_called.Client(**there, http_client=mine)
        whole_called.create_response.using(client)(**QUESTION)
    assert same(server).target == "http://api.example.com/v1/responses"


def test_nested_parameters_and_what_a_call_returned(
    server: Server, official: openai.OpenAI, ours: Any
) -> None:
    """The output of one response is part of the input of the next one."""
    server.always = Say(data=RESPONSE)
    text: Any = {"format": {"type": "json_object"}}
    asked: Any = {"role": "user", "content": [{"type": "input_text", "text": "And?"}]}
    theirs = official.responses.create(**QUESTION)
    official.responses.create(model="m", text=text, input=[*theirs.output, asked])
    mine = ours.create_response(**QUESTION)
    ours.create_response(model="m", text=text, input=[*mine.output, asked])
    server.asked[:] = [server.asked[1], server.asked[3]]
    assert same(server).json["input"] == [MESSAGE, asked]


def test_log_lines(
    server: Server, official: openai.OpenAI, ours: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server.always = Say(data=RESPONSE)
    with caplog.at_level(logging.DEBUG):
        official.responses.create(**QUESTION)
        ours.create_response(**QUESTION)
    names = {record.name.partition(".")[0] for record in caplog.records}
    assert {"openai", "openai_client"} <= names
    assert "sk-test" not in caplog.text
