"""Credentials that are functions: called for each call, and once more when a value is refused."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

import pytest
from runtime.client import Api, BaseClient
from runtime.credentials import Credential
from runtime.errors import APIStatusError, ConfigurationError
from runtime.operation import Operation, operation
from runtime.request import Call, Request
from support.caller import HTTP, both
from support.scripted_server import Say, Server

if TYPE_CHECKING:
    from collections.abc import Callable

PLACES = {
    "header": Credential("key", header="X-Key"),
    "bearer": Credential("key", header="Authorization", prefix="Bearer "),
    "query": Credential("key", query="key"),
    "cookie": Credential("key", cookie="key"),
    "basic": Credential("key", header="Authorization", prefix="Basic ", basic=True),
}


def bound(server: Server, key: object, place: str = "bearer", method: str = "GET") -> Any:
    """Return an operation with a key, and a query and a cookie of its own."""
    api = Api(name="a", base_url=server.url, credentials=(PLACES[place],))

    def read(key: Any = None) -> Request[None]:
        call = Call(api, None, None, {"key": key})
        body: Any = {"json": {"a": 1}} if method == "POST" else {}
        return Request(call=call, query={"q": "a b"}, cookies={"c": "d"}, **body)

    client = BaseClient(api, {"key": key}, max_retries=0, http_client=HTTP)  # type: ignore[dict-item]
    made: Operation[..., None, Any] = operation(method, "/me")(read)
    return made.using(client)


def run(one: Any, *, awaited: bool, **given: Any) -> None:
    async def main() -> None:
        async with BaseClient(one._client.api, one._client.credentials, max_retries=0) as client:
            await one.using(client).aio(**given)

    asyncio.run(main()) if awaited else one(**given)


def sent(server: Server, place: str) -> list[str]:
    """What each request had in the place of the key."""
    if place == "query":
        return [one.target.partition("?q=a%20b&key=")[2] for one in server.asked]
    if place == "cookie":
        return [one.headers["cookie"].partition("c=d; key=")[2] for one in server.asked]
    name = "x-key" if place == "header" else "authorization"
    texts = [one.headers[name].rpartition(" ")[2] for one in server.asked]
    return [base64.b64decode(one).decode() for one in texts] if place == "basic" else texts


def counted(values: list[Any], *, later: bool) -> Callable[[], Any]:
    """Return a function that returns a value after the other, async or not."""
    left = list(values)

    def now() -> Any:
        return left.pop(0)

    async def soon() -> Any:
        await asyncio.sleep(0)
        return left.pop(0)

    return soon if later else now


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("later", [False, True], ids=["function", "async"])
@both
def test_each_call_uses_the_function(
    server: Server, place: str, *, later: bool, awaited: bool
) -> None:
    if later and not awaited:
        return
    one = bound(server, counted(["first", "second"], later=later), place)
    run(one, awaited=awaited)
    run(one, awaited=awaited)
    end = ":" if place == "basic" else ""
    assert sent(server, place) == [f"first{end}", f"second{end}"]


@both
def test_the_argument_of_a_call_may_be_a_function(server: Server, *, awaited: bool) -> None:
    run(bound(server, "client"), awaited=awaited, key=lambda: "call")
    assert sent(server, "bearer") == ["call"]


@both
def test_a_user_and_a_password_may_come_from_a_function(server: Server, *, awaited: bool) -> None:
    run(bound(server, lambda: ("me", "pass"), "basic"), awaited=awaited)
    assert sent(server, "basic") == ["me:pass"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("method", ["GET", "POST"])
@both
def test_a_refused_value_is_replaced_once(
    server: Server, place: str, method: str, *, awaited: bool
) -> None:
    server.say(Say(401))
    one = bound(server, counted(["first", "second"], later=False), place, method)
    run(one, awaited=awaited)
    end = ":" if place == "basic" else ""
    assert sent(server, place) == [f"first{end}", f"second{end}"]
    assert len({one.body for one in server.asked}) == 1


@both
def test_a_second_refusal_is_an_error(server: Server, *, awaited: bool) -> None:
    server.always = Say(401, {"message": "not first-key, not second-key"})
    one = bound(server, counted(["first-key", "second-key"], later=False))
    with pytest.raises(APIStatusError, match=r"not \*\*\*, not \*\*\*"):
        run(one, awaited=awaited)
    assert len(server.asked) == 2


@both
def test_the_same_value_is_not_sent_again(server: Server, *, awaited: bool) -> None:
    server.say(Say(401))
    with pytest.raises(APIStatusError):
        run(bound(server, lambda: "same"), awaited=awaited)
    assert len(server.asked) == 1


@pytest.mark.filterwarnings("error")
def test_an_async_function_needs_an_awaited_call(server: Server) -> None:
    with pytest.raises(ConfigurationError, match="key is an async function") as caught:
        run(bound(server, counted(["x"], later=True)), awaited=False)
    assert "await operation.aio" in str(caught.value)
    assert not server.asked


@pytest.mark.parametrize("value", ["", None, 5, b"x"])
@both
def test_a_function_must_return_a_text(server: Server, value: object, *, awaited: bool) -> None:
    with pytest.raises(ConfigurationError, match=r"the function for key returned an? .*: return"):
        run(bound(server, lambda: value), awaited=awaited)
    assert not server.asked


@both
def test_an_error_of_the_function_is_raised_as_it_is(server: Server, *, awaited: bool) -> None:
    def fail() -> str:
        raise LookupError("no key in the vault")

    with pytest.raises(LookupError, match="no key in the vault"):
        run(bound(server, fail), awaited=awaited)
    assert not server.asked
