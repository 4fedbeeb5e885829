"""Arguments that a function does not have, and those of OpenAI's own client among them."""

from __future__ import annotations

import asyncio
import copy
import inspect
import pickle
import queue
from typing import TYPE_CHECKING, Any

import openai
import pytest
from runtime.operation import operation
from runtime.parameters import omit
from runtime.request import Call, CallOptions, Request
from runtime.results import Failed
from support.runtime_api import (
    API,
    THING,
    Client,
    Thing,
    create_thing,
    get_thing,
    list_things,
    run_thing,
)
from support.scripted_server import Say, Server

if TYPE_CHECKING:
    from collections.abc import Callable

STREAM = (
    "run_thing has no argument 'stream': run_thing.stream(...) returns the events, and "
    "run_thing(...) the whole response; awaited, they are run_thing.aio.stream(...) and "
    "run_thing.aio(...)"
)
OPTIONS: dict[str, tuple[dict[str, object], str]] = {
    "timeout": ({"timeout": 1}, "argument 'timeout': pass options=CallOptions(timeout=...)"),
    "headers": ({"extra_headers": {}}, "pass options=CallOptions(headers=...)"),
    "query": ({"extra_query": {}}, "pass options=CallOptions(query=...)"),
    "body": ({"extra_body": {}}, "pass options=CallOptions(body=...)"),
    "retries": ({"max_retries": 0}, "pass options=CallOptions(max_retries=...)"),
    "key": (
        {"idempotency_key": "k"},
        "pass options=CallOptions(headers={'Idempotency-Key': ...})",
    ),
    "two": (
        {"timeout": 1, "extra_query": {}},
        "arguments 'timeout', 'extra_query': pass options=CallOptions(timeout=..., query=...)",
    ),
    "client": ({"client": None}, "pass options=CallOptions(client=...)"),
    "near": ({"mod": "fast"}, "create_thing has no argument 'mod': did you mean 'mode'?"),
    "stream": ({"stream": True}, "leave it out, because this operation returns no stream"),
    "both": ({"mod": 1, "timeout": 1}, "CallOptions(timeout=...); did you mean 'mode'?"),
}


def views(of: Any) -> list[Callable[..., object]]:
    ways = [of, of.aio, of.request]
    names = ("attempt", "raw", "iter", "pages", "stream")
    return ways + [getattr(one, name) for one in ways[:2] for name in names if hasattr(one, name)]


@pytest.mark.parametrize("view", views(run_thing))
@pytest.mark.parametrize("value", [True, False, None])
def test_stream_names_the_view(view: Callable[..., object], value: object) -> None:
    with pytest.raises(TypeError) as caught:
        view("t1", stream=value)
    assert str(caught.value) == STREAM
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("name", OPTIONS)
def test_options_are_named(name: str) -> None:
    given, message = OPTIONS[name]
    for view in views(create_thing):
        with pytest.raises(TypeError) as caught:
            view("a", **given)
        assert message in str(caught.value)


def test_a_page_is_asked_for_in_the_same_way() -> None:
    for view in views(list_things):
        with pytest.raises(TypeError, match=r"options=CallOptions\(timeout=...\)"):
            view(timeout=1)


def test_too_many_by_position() -> None:
    call: Any = get_thing
    with pytest.raises(TypeError) as caught:
        call("a", "b")
    start = "get_thing takes only thing_id by position, but 2 were given: pass the others by name"
    assert str(caught.value).startswith(start)


def test_what_is_missing_is_as_python_says_it() -> None:
    call: Any = get_thing
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'thing_id'"):
        call()


@pytest.mark.parametrize("options", [{"timeout": 3}, 3, CallOptions])
def test_options_of_another_type(options: object) -> None:
    call: Any = get_thing
    with pytest.raises(TypeError, match=r"options is a \w+: give CallOptions\(...\)"):
        call("a", options=options)


def test_no_value_is_shown() -> None:
    call: Any = create_thing
    with pytest.raises(TypeError) as caught:
        call("a", api_keys="sk-secret-9876543210")
    assert "sk-secret" not in str(caught.value)


def test_an_argument_of_the_api_with_such_a_name_is_that(server: Server) -> None:
    def wait(
        *,
        timeout: int | object = omit,
        stream: bool | object = omit,
        extra_body: str | object = omit,
        options: CallOptions | None = None,
    ) -> Request[Thing]:
        body = {"timeout": timeout, "stream": stream, "extra_body": extra_body}
        return Request(json=body, call=Call(API, options, None, {"api_key": None}))

    wait.__globals__["Request"] = Request
    server.say(Say(data=THING))
    operation("POST", "/things")(wait)(timeout=3, stream=True, extra_body="x")
    assert server.asked[-1].json == {"timeout": 3, "stream": True, "extra_body": "x"}


def test_an_error_of_the_function_itself_stays() -> None:
    def broken() -> Request[Thing]:
        raise TypeError("mine")

    with pytest.raises(TypeError, match="mine"):
        operation("POST", "/things")(broken)()


def test_a_sink_receives_the_same_error() -> None:
    sink: queue.Queue[Any] = queue.Queue()
    with pytest.raises(TypeError):
        run_thing("t1", stream=True, stream_to=sink)
    update = sink.get_nowait()
    assert isinstance(update, Failed)
    assert str(update.error) == STREAM


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("extra_headers", "CallOptions has no option 'extra_headers': did you mean 'headers'?"),
        ("extra_body", "did you mean 'body'?"),
        ("extra_query", "did you mean 'query'?"),
        ("timeouts", "did you mean 'timeout'?"),
        ("idempotency_key", "headers={'Idempotency-Key': ...}"),
        ("zzz", "no name is like 'zzz'"),
    ],
)
def test_wrong_options(given: str, message: str) -> None:
    make: Any = CallOptions
    with pytest.raises(TypeError) as caught:
        make(**{given: {}})
    assert message in str(caught.value)


def test_options_stay_what_they_are() -> None:
    options = CallOptions(timeout=1, headers={"a": "b"})
    assert pickle.loads(pickle.dumps(options)) == copy.deepcopy(options) == options
    assert "timeout" in inspect.signature(CallOptions).parameters
    make: Any = CallOptions
    with pytest.raises(TypeError, match="takes 1 positional argument"):
        make(1)


def test_wrong_settings() -> None:
    make: Any = Client
    with pytest.raises(TypeError, match="did you mean 'headers'"):
        make(default_headers={})
    with pytest.raises(TypeError, match="did you mean 'max_retries'"):
        make(max_retry=1)


@pytest.mark.parametrize("name", ["X-Own", "User-Agent", "Authorization", "Accept"])
@pytest.mark.parametrize("awaited", [False, True])
def test_a_header_is_taken_away(server: Server, name: str, *, awaited: bool) -> None:
    """As with `Omit()` of the official client."""
    server.always = Say(data=THING)
    client = Client(api_key="sk-1", headers={"X-Own": "1"})
    options = CallOptions(headers={name: omit, "X-Other": "2"})
    call = create_thing.using(client)
    if awaited:
        asyncio.run(call.aio("a", options=options))
    else:
        call("a", options=options)
    client.close()
    ours = server.asked[-1].headers
    with openai.OpenAI(
        api_key="sk-1", base_url=server.url, default_headers={"X-Own": "1"}
    ) as other:
        extra: Any = {name: openai.Omit(), "X-Other": "2"}
        other.models.retrieve("m", extra_headers=extra)
    theirs = server.asked[-1].headers
    assert (ours["x-other"], theirs["x-other"]) == ("2", "2")
    if name in {"X-Own", "Authorization"}:
        assert name.lower() not in ours
        assert name.lower() not in theirs


def test_without_a_key_when_its_header_is_taken_away(server: Server) -> None:
    server.always = Say(data=THING)
    client = Client(idempotency_header="Idempotency-Key")
    options = CallOptions(headers={"Idempotency-Key": omit})
    create_thing.using(client)("a", options=options)
    assert "idempotency-key" not in server.asked[-1].headers
    create_thing.using(client)("a")
    assert "idempotency-key" in server.asked[-1].headers
    client.close()


def test_parameters_and_members_are_taken_away(server: Server) -> None:
    server.always = Say(data=THING)
    client = Client(api_key="sk-1", query={"a": "1", "b": "2"})
    options = CallOptions(query={"a": omit}, body={"name": omit, "x": 1})
    create_thing.using(client)("a", options=options)
    client.close()
    assert (server.asked[-1].target.rpartition("?")[2], server.asked[-1].json) == ("b=2", {"x": 1})
