"""A call from its arguments to its result, in every view."""

import asyncio
import threading

import pytest
from runtime.errors import DriftWarning, NotFoundError
from runtime.request import CallOptions
from runtime.results import Err, Ok
from support.runtime_api import (
    KEY,
    THING,
    SearchTool,
    Thing,
    create_thing,
    find,
    get_thing,
    touch,
)
from support.scripted_server import Say, Server


def test_omitted_null_and_given_differ_on_the_wire(server: Server) -> None:
    server.say(THING, THING)
    create_thing(None)
    create_thing("a", mode="fast", tools=(SearchTool(type="search") for _ in range(2)))
    first, second = server.asked
    assert first.json == {"name": None}
    assert second.json == {"name": "a", "mode": "fast", "tools": [{"type": "search"}] * 2}
    assert first.headers["sample-beta"] == "v2"
    assert first.headers["authorization"] == f"Bearer {KEY}"
    assert first.headers["content-type"] == "application/json"
    assert "x-tenant" not in first.headers
    assert first.target == "/v1/things"


def test_what_one_call_returns_another_accepts(server: Server) -> None:
    tools = [{"type": "code"}, {"type": "search", "limit": 3}, {"type": "new", "x": [1]}]
    server.say(THING | {"tools": tools}, THING)
    with pytest.warns(DriftWarning, match="new"):
        thing = create_thing("a")
    create_thing("b", tools=thing.tools)
    assert server.asked[1].json["tools"] == tools


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_json_lacks_is_refused(server: Server, number: float) -> None:
    options = CallOptions(body={"deep": [{"number": number}]})
    with pytest.raises(ValueError):  # noqa: PT011  the JSON parser says why
        create_thing("a", options=options)
    assert server.asked == []
    server.say(THING)
    create_thing("NaN Infinity")
    assert server.asked[0].json["name"] == "NaN Infinity"


def test_a_body_without_members_is_not_sent(server: Server) -> None:
    server.say(Say(204), Say(204))
    assert touch() is None
    touch(note="x")
    assert server.asked[0].body == b""
    assert "content-type" not in server.asked[0].headers
    assert server.asked[1].json == {"note": "x"}


def test_parameters_stand_where_they_belong(server: Server) -> None:
    find(
        ids=["a", "b c"],
        filter_={"size": {"min": 1}, "kind": ["x", "y"]},
        verbose=False,
        trace="t",
        session="a;b",
    )
    find(ids=None)
    find()
    target = server.asked[0].target
    assert target == (
        "/v1/find?beta=true&ids=a,b%20c&filter%5Bsize%5D%5Bmin%5D=1"
        "&filter%5Bkind%5D%5B%5D=x&filter%5Bkind%5D%5B%5D=y&verbose=false"
    )
    assert server.asked[0].headers["cookie"] == "session=a%3Bb"
    assert server.asked[0].headers["x-trace"] == "t"
    assert server.asked[1].target == "/v1/find?beta=true"
    assert server.asked[2].target == "/v1/find?beta=true"
    assert not {"cookie", "x-trace"} & server.asked[2].headers.keys()


def test_attempt_gives_ok_or_err(server: Server) -> None:
    server.say(THING, Say(404, {"error": {"message": "no such thing"}}))
    match create_thing.attempt("a"):
        case Ok(thing):
            assert thing.id == "t1"
        case Err():
            pytest.fail("the call was good")
    match get_thing.attempt("x"):
        case Err(NotFoundError() as error):
            assert error.reason == "no such thing"
        case _:
            pytest.fail("the call was not good")


def test_raw_shows_the_response(server: Server) -> None:
    server.say(THING)
    reply = create_thing.raw("a")
    assert (reply.status, reply.request_id, reply.headers["x-request-ID"]) == (
        200,
        "req_1",
        "req_1",
    )
    assert reply.parse().model_dump() == THING
    assert reply.body.startswith(b'{"id"')
    assert 0 < reply.elapsed < 10


def test_request_describes_and_sends_nothing(server: Server) -> None:
    request = create_thing.request("a", sample_api_key="sk-very-secret")
    assert (request.method, request.url_path, request.returns) == ("POST", "/things", Thing)
    assert "sk-very-secret" not in repr(request)
    parts = repr(request).partition("json=")[2]
    assert parts.startswith("{'name': 'a'")
    assert parts.endswith(", method='POST', url_path='/things', returns=" + f"{Thing!r})")
    assert server.asked == []


def test_awaited_views(server: Server) -> None:
    server.always = Say(data=THING)

    async def calls() -> None:
        assert (await create_thing.aio("a")).id == "t1"
        assert (await create_thing.aio.raw("a")).status == 200
        assert isinstance(await create_thing.aio.attempt("a"), Ok)
        assert create_thing.aio.request("a").method == "POST"
        many = await asyncio.gather(*(get_thing.aio(str(n)) for n in range(20)))
        assert len(many) == 20

    asyncio.run(calls())
    asyncio.run(calls())  # another event loop has its own connections
    assert asyncio.run(create_thing.aio("a")).id == "t1"


def test_a_blocking_call_inside_an_event_loop(server: Server) -> None:
    server.always = Say(data=THING)

    async def calls() -> str:
        return create_thing("a").id

    assert asyncio.run(calls()) == "t1"
    assert create_thing("a").id == "t1"


def test_threads_share_a_client(server: Server) -> None:
    server.always = Say(data=THING)
    threads = [threading.Thread(target=create_thing, args=("a",)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.asked) == 16
