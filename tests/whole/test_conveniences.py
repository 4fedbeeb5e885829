"""What OpenAI's official client adds to its API, held against it over a socket."""

from __future__ import annotations

import asyncio
import base64
import struct

import openai
import pytest
from support.caller import both
from support.deliveries import SECRET, delivery
from support.openai_documents import NEWEST, generated
from support.packages import load
from support.scripted_server import Say, Server

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.usefixtures("shared")]
TEXT = {"type": "output_text", "annotations": [], "logprobs": []}
MESSAGE = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed"}
RESPONSE = {
    "id": "resp_1",
    "object": "response",
    "created_at": 1,
    "model": "gpt-5",
    "status": "completed",
    "output": [
        {"id": "rs_1", "type": "reasoning", "summary": []},
        {**MESSAGE, "content": [{**TEXT, "text": "One, "}, {"type": "refusal", "refusal": "no"}]},
        {**MESSAGE, "id": "msg_2", "content": [{**TEXT, "text": "two."}]},
    ],
    "error": None,
    "incomplete_details": None,
    "instructions": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "temperature": 1,
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1,
}
VECTOR = [0.0023064255, -0.009327292, 1.5]
PACKED = struct.pack("<3f", *VECTOR)


def embeddings(given):
    item = {"object": "embedding", "index": 0, "embedding": given}
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "data": [item], "model": "m", "usage": usage}


@pytest.fixture(scope="module")
def oa(tmp_path_factory):
    return load(generated(tmp_path_factory) / "openai_client")


@pytest.fixture
def server():
    with Server() as running:
        yield running


def run(oa, server, name, awaited, **given):
    """Call a function of ours, with a client for the server."""

    async def main():
        async with oa.Client(api_key="sk", base_url=server.url) as client:
            return await getattr(oa, name).using(client).aio(**given)

    if awaited:
        return asyncio.run(main())
    with oa.Client(api_key="sk", base_url=server.url) as client:
        return getattr(oa, name).using(client)(**given)


ENVIRONMENT = {"OPENAI_API_KEY": "sk-env", "OPENAI_ORG_ID": "org-env", "OPENAI_PROJECT_ID": "p-env"}
NAMES = ("authorization", "openai-organization", "openai-project")


@both
@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({}, ["Bearer sk-env", "org-env", "p-env"]),
        (
            {"api_key": "sk", "organization": "org", "project": "proj_1"},
            ["Bearer sk", "org", "proj_1"],
        ),
        ({"api_key": lambda: "sk-made"}, ["Bearer sk-made", "org-env", "p-env"]),
    ],
)
def test_the_settings_of_the_client_have_their_names(oa, server, monkeypatch, awaited, given, sent):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    server.always = Say(data={"object": "list", "data": []})

    async def key():
        return given["api_key"]()

    async def main():
        live = {"api_key": key} if callable(given.get("api_key")) else {}
        async with oa.Client(base_url=server.url, **{**given, **live}) as client:
            await oa.list_models.using(client).aio()
        async with openai.AsyncOpenAI(base_url=server.url, **{**given, **live}) as client:
            await client.models.list()

    if awaited:
        asyncio.run(main())
    else:
        with oa.Client(base_url=server.url, **given) as client:
            oa.list_models.using(client)()
        with openai.OpenAI(base_url=server.url, **given) as client:
            client.models.list()
    assert [[one.headers[name] for name in NAMES] for one in server.asked] == [sent] * 2


def test_a_former_name_of_a_setting_still_works(oa, server):
    server.say({"object": "list", "data": []})
    with oa.Client(base_url=server.url, api_key="sk", organization_key="org") as client:
        oa.list_models.using(client)()
    assert server.asked[0].headers["openai-organization"] == "org"


def test_a_key_is_fetched_for_each_call(oa, server):
    """Both ask the function once for each request."""
    server.always = Say(data={"object": "list", "data": []})
    keys = iter("abcd")
    with oa.Client(base_url=server.url, api_key=lambda: next(keys)) as client:
        oa.list_models.using(client)()
        oa.list_models.using(client)()
    with openai.OpenAI(base_url=server.url, api_key=lambda: next(keys)) as client:
        client.models.list()
        client.models.list()
    assert [one.headers["authorization"][-1] for one in server.asked] == list("abcd")


def test_the_secret_of_webhooks_is_a_setting(oa, monkeypatch):
    event = {"id": "evt_1", "object": "event", "created_at": 1, "type": "batch.completed"}
    body, headers = delivery({**event, "data": {"id": "batch_1"}})
    monkeypatch.delenv("OPENAI_WEBHOOK_SECRET", raising=False)
    with pytest.raises(oa.ConfigurationError, match="OPENAI_WEBHOOK_SECRET in the environment"):
        oa.parse_webhook(body, headers)
    monkeypatch.setenv("OPENAI_WEBHOOK_SECRET", SECRET)
    official = openai.OpenAI(api_key="sk")
    assert oa.parse_webhook(body, headers).id == official.webhooks.unwrap(body, headers).id
    monkeypatch.setenv("OPENAI_WEBHOOK_SECRET", "whsec_b3RoZXI=")
    with pytest.raises(oa.WebhookVerificationError):
        oa.parse_webhook(body, headers)
    client = oa.Client(webhook_secret=SECRET)
    monkeypatch.setattr(client.api, "client", client)
    assert oa.parse_webhook(body, headers).type == "batch.completed"
    with pytest.raises(oa.WebhookVerificationError):
        oa.parse_webhook(body, headers, "whsec_b3RoZXI=")


def theirs(server, awaited, call, **given):
    """Call a method of the official client."""

    async def main():
        async with openai.AsyncOpenAI(api_key="sk", base_url=server.url) as client:
            return await call(client, **given)

    if awaited:
        return asyncio.run(main())
    with openai.OpenAI(api_key="sk", base_url=server.url) as client:
        return call(client, **given)


@both
@pytest.mark.parametrize("output", [RESPONSE["output"], [], RESPONSE["output"][:1]])
def test_the_text_of_a_response_is_joined(oa, server, awaited, output):
    data = {**RESPONSE, "output": output}
    server.say(data, data)
    given = {"model": "gpt-5", "input": "Count."}
    ours = run(oa, server, "create_response", awaited, **given)
    other = theirs(server, awaited, lambda client, **more: client.responses.create(**more), **given)
    assert ours.output_text == other.output_text == ("One, two." if len(output) == 3 else "")
    assert ours.model_dump() == data
    assert server.asked[0].json == server.asked[1].json


@pytest.mark.parametrize(
    ("date", "names"),
    [("2024-12-05", []), ("2025-03-22", ["Response"]), (NEWEST, ["BetaResponse", "Response"])],
)
def test_each_document_with_responses_has_their_text(tmp_path_factory, date, names):
    types = load(generated(tmp_path_factory, date) / "openai_client").components
    has_text = [one for one in dir(types) if hasattr(getattr(types, one), "output_text")]
    assert has_text == names


@both
def test_base64_embeddings_are_numbers(oa, server, awaited):
    """The official client asks for base64 by itself, and returns numbers."""
    server.say(*[embeddings(base64.b64encode(PACKED).decode())] * 2)
    given = {"model": "m", "input": "text"}
    ours = run(oa, server, "create_embedding", awaited, encoding_format="base64", **given)
    other = theirs(
        server, awaited, lambda client, **more: client.embeddings.create(**more), **given
    )
    assert ours.data[0].embedding == other.data[0].embedding == list(struct.unpack("<3f", PACKED))
    assert server.asked[0].json == server.asked[1].json
    assert ours.model_dump() == other.model_dump()
