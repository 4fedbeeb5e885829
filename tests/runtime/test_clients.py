"""Clients: their settings, credentials and connections."""

import asyncio
import copy
import gc
import inspect
import os
import pickle
import pydoc
import warnings
from pathlib import Path
from typing import Any

import httpx2
import pytest
from runtime.client import Api, BaseClient
from runtime.connection import Connection
from runtime.errors import APIConnectionError, ConfigurationError
from runtime.operation import Operation
from runtime.parameters import omit
from runtime.request import CallOptions
from support.files_api import administer, look
from support.paths import TEMPLATES, TESTS
from support.processes import python
from support.runtime_api import (
    API,
    KEY,
    THING,
    Client,
    create_thing,
    delete_thing,
    get_thing,
    list_things,
    old_thing,
    run_thing,
)
from support.scripted_server import Say, Server, events


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
    monkeypatch.setenv("SAMPLE_TENANT", " \n")  # blank is not set
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
    assert server.asked[1].target == "/v1/things?p=1&order=asc"

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


def test_a_closed_client_opens_again(server: Server) -> None:
    server.always = Say(data=THING)
    with Client() as client:
        get_thing.using(client)("a")
        client.close()
        get_thing.using(client)("a")
    assert server.connections == 2


def test_a_client_closes_its_connections_when_nothing_uses_it(server: Server) -> None:
    server.always = Say(data=THING)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        get_thing.using(Client())("a")
        gc.collect()
    assert caught == []


def test_an_app_that_closes_nothing_ends_without_a_warning(server: Server) -> None:
    server.always = Say(data=THING)
    code = "client = Client(); get_thing.using(client)('a'); get_thing('a')"
    imports = "from support.runtime_api import Client, get_thing"
    folders = os.pathsep.join(map(str, (TEMPLATES, TESTS)))
    done = python("-X", "dev", "-c", f"{imports}; {code}", PYTHONPATH=folders)
    assert done.stderr == ""
    assert len(server.asked) == 2


def test_a_stream_outlives_the_client_that_was_replaced(server: Server) -> None:
    def replace() -> None:
        API.use(Client())
        gc.collect()

    async def awaited() -> None:
        async with run_thing.aio.stream("t1") as stream:
            replace()
            await asyncio.sleep(0)
            assert [one.event async for one in stream] == ["thing.delta", "done"]

    pieces = "event: thing.delta\ndata: {}\n\n", "event: done\ndata: [DONE]\n\n"
    server.always = events(*pieces, pause=0.05)
    replace()
    with run_thing.stream("t1") as stream:
        replace()
        assert [one.event for one in stream] == ["thing.delta", "done"]
    asyncio.run(awaited())


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
    for one in (create_thing, list_things):
        awaited = pickle.loads(pickle.dumps(one.aio))
        assert repr(awaited) == repr(one.aio) == f"<awaited {one!r}>"
        assert type(awaited) is type(one.aio)
    assert isinstance(create_thing, Operation)


def test_options_pickle_with_what_they_leave_out() -> None:
    options = CallOptions(timeout=1)
    assert pickle.loads(pickle.dumps(options)) == options
    assert pickle.loads(pickle.dumps(options)).max_retries is omit


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
        "heavy = {'httpx2', 'pydantic', 'asyncio', 'pathlib', 'runtime.encoding'}; "
        "print(heavy & set(sys.modules))"
    )
    templates = str(Path(inspect.getfile(Operation)).parents[1])
    assert python("-c", code, cwd=templates).stdout.strip() == "set()"


def test_a_client_that_outlives_its_modules_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = Connection(None, None)
    for name in ("suppress", "httpx2"):
        monkeypatch.setattr(f"runtime.connection.{name}", None)
    connection.__del__()
