"""The ID of a request, on its result."""

from __future__ import annotations

import asyncio
import copy
import pickle

import openai
import pytest
from support.runtime_api import THING, Client, Thing, create_thing, list_things
from support.scripted_server import Say, Server

NAMED = Say(data=THING, headers={"X-Request-ID": "req_7"})


def of(value: object) -> object:
    return getattr(value, "_request_id", "none")


def made(*, awaited: bool) -> Thing:
    return asyncio.run(create_thing.aio("a")) if awaited else create_thing("a")


@pytest.mark.parametrize("awaited", [False, True])
def test_a_result_has_it(server: Server, *, awaited: bool) -> None:
    server.say(NAMED)
    thing = made(awaited=awaited)
    assert of(thing) == "req_7"
    assert of(thing.tools[0]) is None
    assert thing.tools[0].type == "code"


def test_it_is_as_that_of_the_official_client(server: Server) -> None:
    model = {"id": "m", "object": "model", "created": 1, "owned_by": "me"}
    server.say(Say(data=model, headers={"X-Request-ID": "req_7"}), NAMED)
    with openai.OpenAI(api_key="sk-1", base_url=server.url) as client:
        assert client.models.retrieve("m")._request_id == of(create_thing("a")) == "req_7"


def test_it_is_no_part_of_the_data(server: Server) -> None:
    server.say(NAMED)
    thing, plain = create_thing("a"), Thing.model_validate(THING)
    assert thing == plain
    assert of(plain) is None
    assert thing.model_dump() == plain.model_dump() == THING
    assert thing.model_dump_json() == plain.model_dump_json()
    assert thing.model_fields_set == plain.model_fields_set
    assert dict(thing) == dict(plain)
    assert repr(thing) == repr(plain)
    assert "req_7" not in str(thing.model_extra)


def test_a_copy_and_a_pickle_have_it(server: Server) -> None:
    server.say(NAMED)
    thing = create_thing("a")
    for one in (copy.copy(thing), copy.deepcopy(thing), pickle.loads(pickle.dumps(thing))):
        assert (of(one), one) == ("req_7", thing)


def test_a_member_with_that_name_is_data(server: Server) -> None:
    server.say(Say(data={**THING, "_request_id": "x", "request_id": "y"}))
    thing = create_thing("a")
    assert (of(thing), thing.model_extra) == ("req_1", {"_request_id": "x", "request_id": "y"})
    assert thing.model_dump()["_request_id"] == "x"


@pytest.mark.filterwarnings("ignore::runtime.errors.DriftWarning")
def test_a_result_that_drifts_has_it(server: Server) -> None:
    server.say(Say(data={"id": 7}, headers={"X-Request-ID": "req_7"}))
    assert of(create_thing("a")) == "req_7"


def test_pages_and_raw_responses_have_it(server: Server) -> None:
    page = {"data": [THING], "has_more": False, "last_id": "t1"}
    server.say(Say(data=page), Say(data=THING))
    assert [of(one) for one in list_things.pages()] == ["req_1"]
    assert of(create_thing.raw("a").parse()) == "req_1"


def test_without_the_header_it_is_none(server: Server) -> None:
    server.say(Say(data=THING, headers={"X-Request-ID": ""}))
    assert of(create_thing.using(Client(api_key="k"))("a")) is None
