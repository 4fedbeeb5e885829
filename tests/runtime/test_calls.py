"""A call from its arguments to its result, in every view."""

import asyncio
import copy
import inspect
import pickle
import pydoc
import subprocess
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

import httpx2
import pytest
from runtime.client import Api, BaseClient
from runtime.errors import APIConnectionError, ConfigurationError, DriftWarning, NotFoundError
from runtime.operation import Operation
from runtime.request import CallOptions
from runtime.results import Err, Ok
from support.files_api import administer, look
from support.runtime_api import (
    API,
    KEY,
    THING,
    Client,
    SearchTool,
    Thing,
    create_thing,
    delete_thing,
    find,
    get_thing,
    list_things,
    old_thing,
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
        "&filter%5Bkind%5D=x&filter%5Bkind%5D=y&verbose=false"
    )
    assert server.asked[0].headers["cookie"] == "session=a%3Bb"
    assert server.asked[0].headers["x-trace"] == "t"
    assert server.asked[1].target == "/v1/find?beta=true&ids="
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


def test_raw_shows_the_reply(server: Server) -> None:
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


def test_options_override_the_client(server: Server) -> None:
    server.always = Say(data=THING)
    with Client(headers={"X-A": "1", "X-B": "1"}, query={"q": 1}) as client:
        options = CallOptions(
            headers={"x-b": "2"}, query={"r": [1, 2]}, body={"extra": True}, client=client
        )
        create_thing("a", options=options)
    asked = server.asked[0]
    assert (asked.headers["x-a"], asked.headers["x-b"]) == ("1", "2")
    assert asked.target == "/v1/things?q=1&r=1&r=2"
    assert asked.json == {"name": "a", "extra": True}


def test_a_misspelt_setting_is_refused() -> None:
    misspelt: dict[str, Any] = {"apikey": "sk", "time_out": 3}
    with pytest.raises(
        TypeError, match=r"no settings 'apikey', 'time_out'; it has api_key, .* time"
    ):
        Client(**misspelt)


def test_credentials_come_from_call_then_client_then_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.always = Say(data=THING)
    with Client(api_key="sk-client", tenant="acme") as client:
        create_thing.using(client)("a")
        create_thing.using(client)("a", sample_api_key="sk-call")
        create_thing("a", options=CallOptions(client=client))
    monkeypatch.setenv("SAMPLE_ORG", "from-environment")
    create_thing("a")
    given = [(a.headers["authorization"], a.headers.get("x-tenant")) for a in server.asked]
    assert given == [
        ("Bearer sk-client", "acme"),
        ("Bearer sk-call", "acme"),
        ("Bearer sk-client", "acme"),
        (f"Bearer {KEY}", "from-environment"),
    ]


def test_a_header_of_the_caller_takes_the_place_of_a_credential(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAMPLE_KEY")
    server.say(THING)
    create_thing("a", options=CallOptions(headers={"authorization": "Basic x"}))
    assert server.asked[0].headers["authorization"] == "Basic x"


def test_a_missing_key_says_how_to_give_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAMPLE_KEY")
    with pytest.raises(ConfigurationError) as caught:
        create_thing("a")
    for way in ("sample_api_key=", "configure(api_key=", "SAMPLE_KEY"):
        assert way in str(caught.value)


def test_only_named_credentials_are_sent(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    server.always = Say(data={})
    with pytest.raises(ConfigurationError, match="no admin_key"):
        administer()
    look()  # the service answers without it
    monkeypatch.setenv("ADMIN_KEY", "sk-admin")
    look()
    administer()
    administer(key="sk-mine")
    assert [asked.headers.get("x-admin") for asked in server.asked] == [
        None,
        "sk-admin",
        "sk-admin",
        "sk-mine",
    ]
    assert not any("authorization" in asked.headers for asked in server.asked)


@pytest.mark.parametrize(
    "base_url",
    ["sample.invalid/v1", "ftp://x/v1", "https://", "http://x/v1?y=1", "http://u:p@x/v1", "//x"],
)
def test_a_bad_base_url_is_refused(base_url: str) -> None:
    with pytest.raises(ConfigurationError, match="base_url"):
        create_thing("a", base_url=base_url)


def test_base_url_of_the_call_wins(server: Server) -> None:
    server.say(THING)
    create_thing("a", base_url=f"http://127.0.0.1:{server.port}/other/")
    assert server.asked[0].target == "/other/things"


def test_a_client_of_another_api_is_refused() -> None:
    other = BaseClient(Api(name="other", base_url="https://other.invalid"), {})
    with pytest.raises(ConfigurationError, match="sample"):
        create_thing.using(other)("a")


def test_lent_http_clients_are_used_and_left_open(server: Server) -> None:
    server.always = Say(data=THING)
    with httpx2.Client(headers={"X-Mine": "1", "User-Agent": "me"}, params={"p": "1"}) as http:
        with Client(http_client=http) as client:
            get_thing.using(client)("a")
            list_things.using(client).raw(order="asc")
        assert not http.is_closed
    assert server.asked[0].headers["x-mine"] == "1"
    assert server.asked[0].target == "/v1/things/a?p=1"
    assert server.asked[1].target == "/v1/things?order=asc&p=1"

    async def awaited() -> None:
        async with httpx2.AsyncClient() as ahttp:
            async with Client(async_http_client=ahttp) as client:
                await get_thing.using(client).aio("a")
            assert not ahttp.is_closed

    asyncio.run(awaited())


def test_connections_are_kept(server: Server) -> None:
    server.always = Say(data=THING)
    for _ in range(5):
        create_thing("a")
    assert server.connections == 1


def test_a_closed_client_opens_anew(server: Server) -> None:
    server.always = Say(data=THING)
    with Client() as client:
        get_thing.using(client)("a")
        client.close()
        get_thing.using(client)("a")
    assert server.connections == 2


def test_the_default_client_is_made_once() -> None:
    api = Api(name="fresh", base_url="https://fresh.invalid")
    clients = {id(api.client) for _ in range(3)}
    assert len(clients) == 1
    mine = Client()
    assert API.use(mine) is mine


def test_help_and_signature_show_the_function() -> None:
    signature = inspect.signature(create_thing)
    assert list(signature.parameters) == [
        "name", "mode", "tools", "stream_to", "sample_api_key", "base_url", "options",
    ]  # fmt: skip
    assert signature.return_annotation == "Thing"
    assert inspect.signature(list_things).return_annotation == "Things"
    text = pydoc.plain(pydoc.render_doc(create_thing))
    assert "create_thing(name: 'str | None'" in text
    assert "Create a thing." in text
    assert "mode: 'str | Omit' = omit" in text
    assert create_thing.__name__ == "create_thing"
    assert create_thing.__module__ == "support.runtime_api"
    assert pydoc.plain(pydoc.render_doc(create_thing.aio)).count("create_thing(")


def test_operations_pickle_and_copy_by_name() -> None:
    assert pickle.loads(pickle.dumps(create_thing)) is create_thing
    assert copy.deepcopy(create_thing) is create_thing
    assert isinstance(create_thing, Operation)


def test_deprecation_warns_at_the_line_of_the_caller(server: Server) -> None:
    server.always = Say(data=THING)
    for call in (old_thing, old_thing.raw, old_thing.attempt, old_thing.request):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            call()
        assert [(w.category, w.filename) for w in caught] == [(DeprecationWarning, __file__)]
    with pytest.warns(DeprecationWarning, match="old_thing"):
        asyncio.run(old_thing.aio())
    assert old_thing.__doc__ == "Get the old thing."


def test_unreachable_service() -> None:
    with pytest.raises(APIConnectionError, match=r"http://127.0.0.1:1/things"):
        create_thing("a", base_url="http://127.0.0.1:1", options=CallOptions(max_retries=0))


def test_delete_without_content(server: Server) -> None:
    server.say(Say(204), Say(200, {"ignored": True}))
    assert delete_thing("a") is None
    assert delete_thing("a/b") is None
    assert [a.target for a in server.asked] == ["/v1/things/a", "/v1/things/a%2Fb"]


def test_import_is_light() -> None:
    code = (
        "import sys, runtime, runtime.operation, runtime.request, runtime.files; "
        "heavy = {'httpx2', 'pydantic', 'asyncio', 'pathlib', 'runtime.bodies'}; "
        "print(heavy & set(sys.modules))"
    )
    templates = str(Path(inspect.getfile(Operation)).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=templates, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
