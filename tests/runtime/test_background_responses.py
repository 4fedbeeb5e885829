"""Responses in the background: `parse`, `stream` and `until_done` of one operation."""

from __future__ import annotations

import asyncio
import pickle
import sys

import openai
import pytest
from pydantic import BaseModel
from support import outputs_api
from support.outputs_api import events, message, response
from support.packages import load
from support.scripted_server import Say, Server

NAME = "background_client"
TEXT = '{"text":"hi"}'
QUICK = {"api_key": "sk-1", "max_retries": 0}


class Answer(BaseModel):
    text: str


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    return load(outputs_api.package(tmp_path_factory) / outputs_api.NAME, NAME)


@pytest.fixture
def client(api, server: Server):
    with api.Client(**QUICK, base_url=server.url, poll_interval=0.001) as made:
        yield made


def done(client, operation, is_awaited, *args, **kwargs):
    view = operation.using(client)
    if is_awaited:
        return asyncio.run(view.aio.until_done(*args, **kwargs))
    return view.until_done(*args, **kwargs)


@pytest.mark.parametrize("is_awaited", [False, True])
@pytest.mark.parametrize("status", ["completed", "failed", "cancelled", "incomplete"])
def test_a_response_in_the_background_is_read_until_its_end(
    api, client, server, status, is_awaited
):
    last = {**message("x"), "status": status}
    said = [response(status="queued"), response(status="in_progress"), last]
    server.say(*said, *said)
    found = done(client, api.create_response, is_awaited, input="hi", background=True)
    assert (found.status, found.id) == (status, "r")
    with openai.OpenAI(**QUICK, base_url=server.url) as official:
        one = official.responses.create(input="hi", background=True)
        while one.status in {"queued", "in_progress"}:
            one = official.responses.retrieve(one.id)
    assert one.status == found.status
    ours, theirs = server.asked[:3], server.asked[3:]
    assert [(one.method, one.target) for one in ours] == [
        (one.method, one.target) for one in theirs
    ]
    assert [one.method for one in ours] == ["POST", "GET", "GET"]
    assert ours[0].json == theirs[0].json == {"input": "hi", "background": True}


@pytest.mark.parametrize("is_awaited", [False, True])
def test_its_output_is_parsed_when_it_is_done(api, client, server, is_awaited):
    server.say(response(status="queued"), message(TEXT))
    create, read = api.create_response.using(client), api.get_response.using(client)
    if is_awaited:
        started = asyncio.run(create.aio.parse(Answer, input="hi", background=True))
        client.close()
        whole = asyncio.run(read.aio.until_done(started.response.id))
    else:
        started = create.parse(Answer, input="hi", background=True)
        whole = read.until_done(started.response.id)
    assert started.parsed is None
    assert api.create_response.read_output(Answer, whole).value == Answer(text="hi")
    assert server.asked[0].json["text"]["format"]["name"] == "Answer"


def test_it_streams_and_parses_as_before(api, client, server):
    last = {"type": "response.completed", "response": message(TEXT)}
    server.say(
        Say(pieces=[events(last)], headers={"Content-Type": "text/event-stream"}), message(TEXT)
    )
    create = api.create_response.using(client)
    with create.parse_stream(Answer, input="hi") as stream:
        assert stream.final().value == Answer(text="hi")
    assert create.parse(Answer, input="hi").value == Answer(text="hi")


def test_a_chat_completion_has_no_job(api):
    assert not hasattr(api.create_chat_completion, "until_done")
    assert not hasattr(api.create_chat_completion.aio, "until_done")


def test_it_can_be_pickled_and_a_type_is_refused(api):
    for view in (api.create_response, api.create_response.aio):
        assert pickle.loads(pickle.dumps(view)) == view
    with pytest.raises(TypeError, match=r"create_response\.parse\(Answer"):
        api.create_response.until_done(input="hi", text_format=Answer)


def test_without_the_operation_that_reads_it_has_no_job(tmp_path):
    document = outputs_api.DOCUMENT
    paths = {name: one for name, one in document["paths"].items() if "{" not in name}
    outputs_api.make(tmp_path / "unread_client", {**document, "paths": paths})
    package = load(tmp_path / "unread_client")
    assert not hasattr(package.create_response, "until_done")
    assert hasattr(package.create_response, "parse")
    assert not (tmp_path / "unread_client/polled_outputs.py").exists()
    assert not (tmp_path / "unread_client/_runtime/polling.py").exists()
    assert f"{package.__name__}._runtime.polling" not in sys.modules
