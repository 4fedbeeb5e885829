"""Values that are copied, and that go to other processes."""

from __future__ import annotations

import asyncio
import copy
import multiprocessing
import pickle
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from runtime.errors import NotFoundError
from runtime.parameters import DeepObject, Delimited, Omit, omit
from runtime.request import CallOptions
from runtime.results import Data, Err, Failed, Finished, Ok
from support import runtime_api
from support.runtime_api import (
    API,
    THING,
    Client,
    create_thing,
    find,
    get_thing,
    list_things,
    run_thing,
)
from support.scripted_server import Say, Server

if TYPE_CHECKING:
    from collections.abc import Callable

# The classes of pydantic, which describe the types of events, have no pickles of the older ones.
PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)


def copies(value: Any) -> list[Any]:
    return [
        copy.copy(value),
        copy.deepcopy(value),
        *(pickle.loads(pickle.dumps(value, protocol)) for protocol in PROTOCOLS),
    ]


VALUES: dict[str, Any] = {
    "omit": omit,
    "the type of omit": Omit,
    "options": CallOptions(timeout=3, headers={"a": "b"}, query={"c": [omit, 1]}),
    "a request": create_thing.request("a", tools=[{"type": "code"}]),
    "a request with a sink": create_thing.request("a", stream_to=print),
    "a request with styles": find.request(ids=["a"], filter_={"a": {"b": 1}}, session="s"),
    "a request for a page": list_things.request(order="asc"),
    "a request for a stream": run_thing.request("t1", options=CallOptions(max_retries=1)),
    "styles": [Delimited([1], "|", pairs=True), DeepObject({"a": omit})],
    "results": [Ok(1), Data([1]), Finished(), HTTPStatus.OK],
    "operations": [create_thing, list_things, run_thing],
    "awaited operations": [create_thing.aio, list_things.aio, run_thing.aio],
    "an API": API,
}


@pytest.mark.parametrize("name", VALUES)
def test_values_are_equal_after_a_copy(name: str) -> None:
    for one in copies(VALUES[name]):
        assert one == VALUES[name]
        assert repr(one) == repr(VALUES[name])


def test_single_values_stay_single() -> None:
    for value in (omit, create_thing, create_thing.aio, API):
        for one in copies(value):
            assert one is value
    assert all(one.call.api is API for one in copies(get_thing.request("t1")))
    assert all(one.max_retries is omit for one in copies(CallOptions(timeout=1)))


def test_failures_keep_their_errors(server: Server) -> None:
    server.always = Say(404, {"error": "gone"})
    outcome = get_thing.attempt("t1")
    assert isinstance(outcome, Err)
    for one in (*copies(outcome), *copies(Failed(outcome.error))):
        assert type(one.error) is NotFoundError
        assert str(one.error) == str(outcome.error)
        assert one.error.body == {"error": "gone"}


def test_a_client_is_copied_as_its_settings(server: Server) -> None:
    server.always = Say(data=THING)
    with Client(
        api_key="sk-copied", tenant="acme", headers={"X-A": "1"}, query={"q": [1]}, max_retries=0
    ) as client:
        get_thing.using(client)("t1")
        for one in copies(client):
            assert one is not client
            assert one.connection is not client.connection
            with one:
                get_thing("t1", options=CallOptions(client=one))
            assert "sk-copied" not in repr(one)
        assert client.settings == {"query": {"q": [1]}, "max_retries": 0}
        deep = copy.deepcopy(client)
        assert deep.settings["query"] is not client.settings["query"]
    first, *others = server.asked
    for asked in others:
        assert (asked.target, asked.headers) == (first.target, first.headers)
    assert first.headers["authorization"] == "Bearer sk-copied"


@pytest.mark.parametrize("view", ["", "aio", "aio.attempt", "raw"])
def test_bound_views_are_copied_with_their_client(server: Server, view: str) -> None:
    server.always = Say(data=THING)
    bound: Any = get_thing.using(Client(api_key="sk-bound"))
    for name in filter(None, view.split(".")):
        bound = getattr(bound, name)
    for one in copies(bound):
        result = one("t1")
        if "aio" in view:
            asyncio.run(result)
    assert {asked.headers["authorization"] for asked in server.asked} == {"Bearer sk-bound"}
    assert len(server.asked) == len(copies(1))


def test_lent_clients_are_shared_and_not_pickled() -> None:
    with httpx2.Client() as http:
        client = Client(http_client=http, tenant="acme")
        for one in (copy.copy(client), copy.deepcopy(client)):
            assert one.connection.http(awaited=False) is http
        request = get_thing.request("t1", options=CallOptions(client=client))
        for value in (client, get_thing.using(client), request):
            with pytest.raises(TypeError, match="cannot be pickled, because its http_client"):
                pickle.dumps(value)
            copy.deepcopy(value)


def test_a_setting_that_has_no_pickle_is_named() -> None:
    client = Client(query={"q": lambda: 1})
    with pytest.raises(TypeError, match="because its query cannot"):
        pickle.dumps(client)


def _work(make: Callable[[], Any], sent: Any, back: Any) -> None:
    """Use in another process what was sent to it."""
    operation, awaited, request, options = sent
    thing = operation("t1")
    again = asyncio.run(awaited("t1"))
    back.put((thing.id, again.id, request, options, request.call.api is make().API))


def _api() -> Any:
    return runtime_api


@pytest.mark.slow
def test_views_and_requests_work_in_another_process(server: Server) -> None:
    server.always = Say(data=THING)
    context = multiprocessing.get_context("spawn")
    back: Any = context.Queue()
    bound = get_thing.using(Client(api_key="sk-there", base_url=server.url))
    options = CallOptions(timeout=5)
    request = get_thing.request("t2", options=options)
    process = context.Process(target=_work, args=(_api, (bound, bound.aio, request, options), back))
    process.start()
    assert back.get(timeout=30) == ("t1", "t1", request, options, True)
    process.join(30)
    assert {asked.headers["authorization"] for asked in server.asked} == {"Bearer sk-there"}
