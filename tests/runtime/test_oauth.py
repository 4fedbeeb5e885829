"""OAuth 2.0: how a client gets its tokens, keeps and renews them."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
import trio
from support.caller import both
from support.oauth_server import OAuthServer, document
from support.packages import imported

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

CLIENT = {"client_id": "me & co", "client_secret": "s3cret+/=:é"}
USER = {"username": "anna", "password": "pass wörd&1"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return imported(tmp_path_factory.mktemp("oauth") / "shop", document("http://127.0.0.1:1"))


@pytest.fixture
def service() -> Iterator[OAuthServer]:
    with OAuthServer() as running:
        yield running


def client(shop: ModuleType, service: OAuthServer, /, **settings: Any) -> Any:
    return shop.Client(**{"base_url": service.url, "max_retries": 0, **settings})


def call(
    shop: ModuleType, made: Any, *, awaited: bool = False, times: int = 1, **given: Any
) -> None:
    """Call `get_me` some times, one after the other."""

    async def main() -> None:
        async with made:
            for _ in range(times):
                await shop.get_me.using(made).aio(**given)

    if awaited:
        asyncio.run(main())
        return
    for _ in range(times):
        shop.get_me.using(made)(**given)


@both
def test_client_credentials_are_requested_once(
    shop: ModuleType, service: OAuthServer, *, awaited: bool
) -> None:
    call(shop, client(shop, service, **CLIENT), awaited=awaited, times=3)
    assert service.grants == [{"grant_type": "client_credentials", "scope": "read write"}]
    assert service.logins == [("me & co", "s3cret+/=:é")]
    assert service.paths == ["/token"]
    assert service.calls == ["Bearer token-1"] * 3


@both
def test_a_user_and_a_password(shop: ModuleType, service: OAuthServer, *, awaited: bool) -> None:
    call(shop, client(shop, service, **USER, scopes=["a", "b"]), awaited=awaited, times=2)
    assert service.grants == [{"grant_type": "password", **USER, "scope": "a b"}]
    assert service.logins == [None]


@both
def test_a_refresh_token_is_replaced_by_the_one_that_the_service_gives(
    shop: ModuleType, service: OAuthServer, *, awaited: bool
) -> None:
    service.more = {"refresh_token": "refresh-2", "scope": "read"}
    taken: list[Any] = []
    made = client(shop, service, client_id="me", refresh_token="refresh-1", on_token=taken.append)
    call(shop, made, awaited=awaited)
    service.revoke()
    call(shop, made, awaited=awaited)
    assert service.paths == ["/refresh"] * 2
    assert [one["refresh_token"] for one in service.grants] == ["refresh-1", "refresh-2"]
    assert service.grants[0]["client_id"] == "me"
    assert "scope" not in service.grants[0]
    assert [one.refresh_token for one in taken] == ["refresh-2"] * 2
    assert taken[0] == shop.Token("token-1", "refresh-2", 3600.0, "read")
    assert "refresh-2" not in repr(taken)
    assert "token-1" not in repr(taken)


def test_a_short_secret_hides_no_other_text(shop: ModuleType, service: OAuthServer) -> None:
    service.say(400, {"error": "invalid_grant"})
    with pytest.raises(shop.TokenError, match="invalid_grant"):
        call(shop, client(shop, service, client_id="a", refresh_token="r"))


def test_a_password_is_used_again_when_its_refresh_token_is_refused(
    shop: ModuleType, service: OAuthServer
) -> None:
    service.more = {"refresh_token": "r"}
    made = client(shop, service, **USER)
    call(shop, made)
    service.revoke()
    service.say(400, {"error": "invalid_grant"})
    call(shop, made)
    kinds = [one["grant_type"] for one in service.grants]
    assert kinds == ["password", "refresh_token", "password"]


@both
def test_a_token_that_is_given_wins(
    shop: ModuleType, service: OAuthServer, monkeypatch: pytest.MonkeyPatch, *, awaited: bool
) -> None:
    service.valid = {"own"}
    monkeypatch.setenv("T_CLIENT_ID", "x")
    monkeypatch.setenv("T_CLIENT_SECRET", "y")
    call(shop, client(shop, service, **CLIENT, oauth="own"), awaited=awaited)
    call(shop, client(shop, service, **CLIENT), awaited=awaited, oauth="own")
    monkeypatch.setenv("T_OAUTH", "own")
    call(shop, client(shop, service), awaited=awaited)
    assert service.grants == []
    call(shop, client(shop, service, **CLIENT), awaited=awaited)
    assert len(service.grants) == 1


def test_the_environment(
    shop: ModuleType, service: OAuthServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("T_CLIENT_ID", "x")
    monkeypatch.setenv("T_CLIENT_SECRET", "y")
    monkeypatch.setenv("T_TOKEN_URL", f"{service.url}/other/?a=b")
    call(shop, client(shop, service, base_url=f"{service.url}/v1"))
    assert service.logins == [("x", "y")]
    assert service.paths == ["/other/?a=b"]


def test_what_is_missing_is_said(shop: ModuleType, service: OAuthServer) -> None:
    with pytest.raises(shop.ConfigurationError) as caught:
        call(shop, client(shop, service))
    assert "configure(client_id=..., client_secret=...)" in str(caught.value)
    for given, why in (
        ({"client_id": "x"}, "client_id needs client_secret"),
        ({"client_secret": "x"}, "client_secret needs client_id"),
        ({"username": "x"}, "username needs password"),
        ({**CLIENT, "token_url": "ftp://h/"}, "token_url must be like https://host/path"),
    ):
        with pytest.raises(shop.ConfigurationError, match=why):
            call(shop, client(shop, service, **given))
    assert not service.grants


def test_a_service_that_takes_the_secret_in_the_body_only(
    shop: ModuleType, service: OAuthServer
) -> None:
    service.takes_basic = False
    made = client(shop, service, **CLIENT)
    call(shop, made)
    service.revoke()
    call(shop, made)
    in_body = {"grant_type": "client_credentials", "scope": "read write", **CLIENT}
    assert service.logins == [("me & co", "s3cret+/=:é"), None, None]  # tried once
    assert service.grants[1:] == [in_body] * 2


def test_the_settings_of_another_flow_are_not_for_a_scheme(
    tmp_path: Path, service: OAuthServer
) -> None:
    """Of two schemes that an operation takes, the one counts that a token can be requested for."""
    described = document(service.url, "authorizationCode")
    schemes: Any = described["components"]
    other = {"clientCredentials": {"tokenUrl": "/other", "scopes": {}}}
    schemes["securitySchemes"]["app"] = {"type": "oauth2", "flows": other}
    paths: Any = described["paths"]
    paths["/me"]["get"]["security"].append({"app": []})
    made = imported(tmp_path / "shop", described)
    call(made, client(made, service, **CLIENT))
    assert service.paths == ["/other"]
    with pytest.raises(made.ConfigurationError, match="no oauth or app"):
        call(made, client(made, service))


@pytest.mark.parametrize("url", ["token", "/token", "{url}/token"])
def test_a_relative_url_is_relative_to_the_server(
    tmp_path: Path, service: OAuthServer, url: str
) -> None:
    flow = {"tokenUrl": url.format(url=service.url), "scopes": {}}
    made = imported(tmp_path / "shop", document("http://x.invalid/v1", clientCredentials=flow))
    call(made, client(made, service, **CLIENT, base_url=f"{service.url}/v1"))
    assert service.paths == ["/v1/token" if url == "token" else "/token"]


LIVES: dict[str, tuple[object, int]] = {
    "missing": (None, 1),
    "number": (3600, 1),
    "text": ("3600", 1),
    "huge": (1e300, 1),
    "very-huge": (10**400, 1),
    "infinite": ("inf", 1),
    "not-a-number": ("nan", 1),
    "other-text": ("soon", 1),
    "list": ([1], 1),
    "zero": (0, 3),
    "negative": (-5, 3),
}


@pytest.mark.parametrize("name", LIVES)
@both
def test_a_token_is_used_as_long_as_it_lives(
    shop: ModuleType, service: OAuthServer, name: str, *, awaited: bool
) -> None:
    life, requests = LIVES[name]
    service.more = {"expires_in": life}
    call(shop, client(shop, service, **CLIENT), awaited=awaited, times=3)
    assert len(service.grants) == requests


def test_a_token_is_renewed_before_it_ends(shop: ModuleType, service: OAuthServer) -> None:
    service.more = {"expires_in": 1}
    made = client(shop, service, **CLIENT)
    call(shop, made, times=2)
    time.sleep(0.85)  # four fifths of its life
    call(shop, made, times=2)
    assert service.calls == ["Bearer token-1"] * 2 + ["Bearer token-2"] * 2


def test_a_valid_token_is_used_when_the_service_of_tokens_is_down(
    shop: ModuleType, service: OAuthServer
) -> None:
    service.more = {"expires_in": 1}
    made = client(shop, service, **CLIENT)
    call(shop, made)
    time.sleep(0.85)
    service.say(503, {})
    call(shop, made)
    assert service.calls == ["Bearer token-1"] * 2
    assert len(service.grants) == 2


@both
def test_a_refused_token_is_renewed_once_and_the_call_sent_once_more(
    shop: ModuleType, service: OAuthServer, *, awaited: bool
) -> None:
    made = client(shop, service, **CLIENT)

    async def main() -> None:
        async with made:
            await shop.post_me.using(made).aio({})
            service.revoke()
            await shop.post_me.using(made).aio({"a": 1})

    if awaited:
        asyncio.run(main())
    else:
        shop.post_me.using(made)({})
        service.revoke()
        shop.post_me.using(made)({"a": 1})
    assert service.calls == ["Bearer token-1"] * 2 + ["Bearer token-2"]
    assert service.charged == 2


@both
def test_a_new_token_that_is_refused_is_an_error(
    shop: ModuleType, service: OAuthServer, *, awaited: bool
) -> None:
    service.more = {"access_token": "other"}
    with pytest.raises(shop.AuthenticationError) as caught:
        call(shop, client(shop, service, **CLIENT), awaited=awaited)
    assert service.calls == ["Bearer other"]  # the service gave no other one
    assert len(service.grants) == 2
    assert "other" not in str(caught.value)
    assert "Bearer *** is not valid" in str(caught.value)


def test_threads_wait_for_one_token(shop: ModuleType, service: OAuthServer) -> None:
    service.pause = 0.2
    made = client(shop, service, **CLIENT)
    with ThreadPoolExecutor(50) as pool:
        for _ in range(2):
            list(pool.map(lambda _: call(shop, made), range(50)))
            service.revoke()
    assert len(service.grants) == 2
    assert service.charged == 100


@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_tasks_wait_for_one_token(shop: ModuleType, service: OAuthServer, library: str) -> None:
    service.pause = 0.2
    made = client(shop, service, **CLIENT)
    one = shop.get_me.using(made).aio

    async def many() -> None:
        async with made, trio.open_nursery() as nursery:
            for _ in range(50):
                nursery.start_soon(one)

    async def gathered() -> None:
        async with made:
            await asyncio.gather(*(one() for _ in range(50)))

    if library == "trio":
        trio.run(many)
    else:
        asyncio.run(gathered())
    assert len(service.grants) == 1
    assert service.charged == 50


def test_threads_and_loops_wait_for_one_token(shop: ModuleType, service: OAuthServer) -> None:
    service.pause = 0.2
    made = client(shop, service, **CLIENT)
    with ThreadPoolExecutor(20) as pool:
        kinds = [True, False] * 10
        list(pool.map(lambda awaited: call(shop, made, awaited=awaited), kinds))
    assert len(service.grants) == 1


def test_a_blocking_call_in_a_task_does_not_wait_for_its_own_thread(
    shop: ModuleType, service: OAuthServer
) -> None:
    service.pause = 0.2
    made = client(shop, service, **CLIENT)

    async def main() -> None:
        async with made:
            task = asyncio.create_task(shop.get_me.using(made).aio())
            await asyncio.sleep(0.05)
            call(shop, made)  # the task has asked for a token, and cannot go on meanwhile
            await task

    asyncio.run(asyncio.wait_for(main(), 5))
    assert service.charged >= 1


def test_calls_that_wait_get_the_error_of_the_one_that_asked(
    shop: ModuleType, service: OAuthServer
) -> None:
    service.pause = 0.2
    for _ in range(50):
        service.say(400, {"error": "invalid_scope"})
    made = client(shop, service, **CLIENT)

    async def main() -> list[BaseException | None]:
        async with made:
            calls = (shop.get_me.using(made).aio() for _ in range(20))
            return await asyncio.gather(*calls, return_exceptions=True)

    found = asyncio.run(main())
    assert {type(one) for one in found} == {shop.TokenError}
    assert len({id(one) for one in found}) == 20
    assert len(service.grants) == 1


def test_a_cancelled_call_leaves_the_others_their_turn(
    shop: ModuleType, service: OAuthServer
) -> None:
    service.pause = 0.2
    made = client(shop, service, **CLIENT)

    async def main() -> None:
        async with made:
            first = asyncio.create_task(shop.get_me.using(made).aio())
            await asyncio.sleep(0.05)
            second = asyncio.create_task(shop.get_me.using(made).aio())
            await asyncio.sleep(0.05)
            first.cancel()
            await second

    asyncio.run(main())
    assert service.charged == 1


@both
def test_the_time_of_the_call_includes_its_token(
    shop: ModuleType, service: OAuthServer, *, awaited: bool
) -> None:
    service.pause = 1.0
    made = client(shop, service, **CLIENT, total_timeout=0.2)
    began = time.monotonic()
    with pytest.raises(shop.APITimeoutError):
        call(shop, made, awaited=awaited)
    assert time.monotonic() - began < 0.6


def test_the_time_of_the_call_includes_the_wait_for_another(
    shop: ModuleType, service: OAuthServer
) -> None:
    service.pause = 1.0
    made = client(shop, service, **CLIENT)
    other = threading.Thread(target=call, args=(shop, made))
    other.start()
    time.sleep(0.1)
    with pytest.raises(shop.APITimeoutError):
        call(shop, made, options=shop.CallOptions(total_timeout=0.2))
    other.join()
    assert service.charged == 1


REFUSALS = {
    "code": (
        (400, {"error": "invalid_scope", "error_description": "no such scope"}),
        "invalid_scope: no such scope",
    ),
    "code-with-success": ((200, {"error": "bad_code", "error_description": "x"}), "bad_code: x"),
    "html": ((502, b"<h1>Bad gateway</h1>"), "Bad gateway"),
    "no-json": ((200, b"access_token=x"), "not a JSON object"),
    "list": ((200, []), "not a JSON object"),
    "empty": ((200, b""), "not a JSON object"),
    "no-token": ((200, {"token_type": "bearer"}), "no valid one"),
    "null": ((200, {"access_token": None}), "no valid one"),
    "number": ((200, {"access_token": 5}), "no valid one"),
    "blank": ((200, {"access_token": " "}), "no valid one"),
    "line-break": ((200, {"access_token": "a\r\nX: y"}), "no valid one"),
    "not-ascii": ((200, {"access_token": "é"}), "no valid one"),
    "other-type": ((200, {"access_token": "abcdef", "token_type": "mac"}), "type is not"),
    "deep": ((200, b"[" * 100_000), "not a JSON object"),
}


@pytest.mark.parametrize("name", REFUSALS)
@both
def test_a_service_that_gives_no_token(
    shop: ModuleType, service: OAuthServer, name: str, *, awaited: bool
) -> None:
    (status, data), reason = REFUSALS[name]
    service.say(status, data)
    with pytest.raises(shop.TokenError, match=reason) as caught:
        call(shop, client(shop, service, **CLIENT), awaited=awaited)
    assert isinstance(caught.value, shop.APIError)
    assert caught.value.status == status
    assert caught.value.error == (data.get("error", "") if isinstance(data, dict) else "")
    assert "abcdef" not in repr(caught.value.raw_body)
    assert str(caught.value).startswith("POST /token: ")
    assert service.calls == []


def test_an_attempt_returns_the_error(shop: ModuleType, service: OAuthServer) -> None:
    service.say(400, {"error": "invalid_scope"})
    result = shop.get_me.using(client(shop, service, **CLIENT)).attempt()
    assert isinstance(result, shop.Err)
    assert isinstance(result.error, shop.TokenError)


@pytest.mark.parametrize("kind", ["Bearer", "BEARER", None])
def test_the_type_of_a_token_has_any_case(
    shop: ModuleType, service: OAuthServer, kind: str | None
) -> None:
    service.more = {"token_type": kind}
    call(shop, client(shop, service, **CLIENT))
    assert service.charged == 1


@both
def test_a_token_request_follows_no_redirect(
    shop: ModuleType, service: OAuthServer, *, awaited: bool
) -> None:
    with OAuthServer() as other:
        service.say(307, b"", Location=f"{other.url}/token")
        made = client(shop, service, **CLIENT, follow_redirects=True)
        with pytest.raises(shop.TokenError, match="redirects are not followed"):
            call(shop, made, awaited=awaited)
        assert not other.grants


def test_a_token_request_is_retried(shop: ModuleType, service: OAuthServer) -> None:
    service.say(429, {}, **{"Retry-After": "0"})
    service.say(500, {})
    call(shop, client(shop, service, **CLIENT, max_retries=2))
    assert len(service.grants) == 3
    assert service.charged == 1


@pytest.mark.parametrize("status", [408, 500, 502, 504])
def test_a_token_request_that_changes_nothing_is_repeated(
    shop: ModuleType, service: OAuthServer, status: int
) -> None:
    service.say(status, {})
    call(shop, client(shop, service, **CLIENT, max_retries=1))
    assert len(service.grants) == 2
    service.say(status, {})
    with pytest.raises(shop.TokenError):
        call(shop, client(shop, service, refresh_token="once", max_retries=1))
    assert len(service.grants) == 3


def test_calls_that_wait_hear_that_there_is_no_connection(
    shop: ModuleType, service: OAuthServer
) -> None:
    """Each of them would wait for its own timeout else, one after the other."""
    service.pause = 10.0
    made = client(shop, service, **CLIENT, timeout=0.3)
    began = time.monotonic()
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: shop.get_me.using(made).attempt(), range(20)))
    assert {type(one.error) for one in found} == {shop.APITimeoutError}
    assert time.monotonic() - began < 3


def test_the_http_client_that_is_lent_requests_the_token(shop: ModuleType) -> None:
    seen: list[str] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(f"{request.method} {request.url.path} {request.headers['authorization'][:6]}")
        return httpx2.Response(200, json={"access_token": "abc", "token_type": "bearer"})

    with httpx2.Client(transport=httpx2.MockTransport(respond), auth=("lent", "auth")) as http:
        made = shop.Client(
            base_url="https://h.invalid", client_id="a", client_secret="b", http_client=http
        )
        call(shop, made)
    assert seen[0] == "POST /token Basic "


@pytest.mark.parametrize("place", ["basic", "body", "password", "refresh"])
def test_no_error_shows_what_the_service_repeats(
    shop: ModuleType, service: OAuthServer, place: str
) -> None:
    secrets = [CLIENT["client_secret"], USER["password"], "refresh-1"]
    given: dict[str, Any] = dict(CLIENT)
    given |= USER if place == "password" else {}
    given |= {"refresh_token": "refresh-1"} if place == "refresh" else {}
    service.takes_basic = place != "body"
    if place == "body":
        service.say(401, {"error": "invalid_client"})
    said = " and ".join(secrets)
    service.say(400, {"error": "invalid_scope", "error_description": f"no {said}"})
    with pytest.raises(shop.TokenError) as caught:
        call(shop, client(shop, service, **given))
    error = caught.value
    shown = f"{error} {error!r} {error.body} {error.raw_body!r} {error.args}"
    sent = {"basic": 1, "body": 1, "password": 2, "refresh": 2}[place]
    assert sum(one in shown for one in secrets) == 3 - sent


def test_a_secret_may_be_a_function(shop: ModuleType, service: OAuthServer) -> None:
    secrets = iter(["one", "two"])
    made = client(shop, service, client_id="me", client_secret=lambda: next(secrets))
    call(shop, made, times=2)
    service.revoke()
    call(shop, made)
    assert service.logins == [("me", "one"), ("me", "two")]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_process_that_is_forked_while_a_token_is_requested_gets_its_own(
    shop: ModuleType, service: OAuthServer
) -> None:
    service.pause = 0.3
    made = client(shop, service, **CLIENT)
    other = threading.Thread(target=call, args=(shop, made))
    other.start()
    time.sleep(0.1)
    if (child := os.fork()) == 0:
        try:
            call(shop, made)
        except BaseException:  # noqa: BLE001 - the child must end here
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    other.join()
    assert len(service.grants) == 2
