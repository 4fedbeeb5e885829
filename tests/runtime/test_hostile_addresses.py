"""Addresses and path parameters that an attacker gives: nothing is sent to another place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from runtime.addresses import find_address
from runtime.client import Api, BaseClient
from runtime.errors import ConfigurationError
from runtime.operation import Operation, operation
from runtime.request import Call, Request
from runtime.settings import Variable
from support.caller import HTTP

if TYPE_CHECKING:
    from support.scripted_server import Server

HOSTS = {
    "blank": "h.example evil.example",
    "blank-first": " h.example",
    "tab": "h.exa\tmple",
    "newline": "h.example\n",
    "return": "h.example\r\nX: y",
    "nul": "h.example\0",
    "escape": "h.exam\x1bple",
    "delete": "h.example\x7f",
    "next-line": "h.example\x85",
    "no-break": "h.example\xa0",
    "zero-width": "h.ex\u200bample",
    "backslash": "h.example\\.evil.example",
    "backslash-user": "h.example\\@evil.example",
    "user": "h.example@evil.example",
    "password": "h:x@evil.example",
    "wide-slash": "evil.example\uff0f.h.example",
    "wide-stop": "h\uff0eexample",
    "ideographic-stop": "h\u3002example",
    "wide-letter": "\uff48.example",
    "account-of": "evil.example\u2100.h.example",
    "fraction": "evil\u215fx.example",
    "wide-colon": "h.example\uff1a80",
    "encoded-slash": "evil.example%2f.h.example",
    "encoded-letter": "%65vil.example",
    "encoded-at": "h%40evil.example",
    "quote": 'h.example"',
    "angle": "<h.example>",
    "semicolon": "h.example;evil.example",
    "comma": "h.example,evil.example",
    "port-of-letters": "h.example:8x",
    "large-port": "h.example:99999",
    "long-port": "h.example:" + "0" * 20 + "80",
    "no-port-number": "h.example:-1",
    "two-ports": "h.example:80:81",
    "no-host": ":80",
    "no-label": "h..example",
    "long-label": "a" * 64 + ".example",
    "open-bracket": "[::1",
    "no-address": "[h.example]",
    "bracket": "[::1].example",
}


def call(given: str | None, client: BaseClient) -> Operation[[], None, Request[None]]:
    def read() -> Request[None]:
        return Request(call=Call(client.api, None, given, {}))

    return operation("GET", "/me")(read).using(client)


def bound(place: str, host: str, monkeypatch: pytest.MonkeyPatch) -> object:
    """Return an operation whose address has a host, from some place."""
    url = f"https://{host}/v1"
    template = "https://{at}/v1" if place == "variable" else "https://x.invalid/v1"
    api = Api(
        name="a", base_url=template, base_url_environment="A_URL", variables=(Variable("at"),)
    )
    settings = {"base_url": url} if place == "configure" else {}
    if place == "environment":
        monkeypatch.setenv("A_URL", url)
    client = BaseClient(api, {}, {"at": host}, max_retries=0, http_client=HTTP, **settings)  # type: ignore[arg-type]
    return call(url if place == "call" else None, client)


@pytest.mark.parametrize("place", ["configure", "call", "environment", "variable"])
@pytest.mark.parametrize("name", HOSTS)
def test_a_host_that_can_be_read_in_two_ways_is_refused(
    name: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "nul" and place == "environment":
        return  # no variable can have it
    with pytest.raises(ConfigurationError) as caught:
        bound(place, HOSTS[name], monkeypatch)()  # type: ignore[operator]
    assert "evil" not in str(caught.value)


@pytest.mark.parametrize(
    "path", ["/v1\\..\\x", "/v\t1", "/v 1", "/v\n", "/v\0", "/v\x1b", "/v\x7f"]
)
def test_a_path_of_a_base_url_has_no_character_that_others_read_differently(
    server: Server, path: str
) -> None:
    client = BaseClient(Api(name="a", base_url="https://x.invalid"), {}, http_client=HTTP)
    with pytest.raises(ConfigurationError):
        call(f"http://127.0.0.1:{server.port}{path}", client)()
    assert not server.asked


@pytest.mark.parametrize("host", ["LOCALHOST", "localhost", "127.0.0.1"])
def test_usual_hosts_are_called(server: Server, host: str) -> None:
    client = BaseClient(Api(name="a", base_url="https://x.invalid"), {}, http_client=HTTP)
    call(f"http://{host}:{server.port}/v1", client)()
    assert server.asked[0].target == "/v1/me"


@pytest.mark.parametrize("host", ["bücher.example", "例え.example", "a_b.example", "[::1]:80"])
def test_other_hosts_are_allowed(host: str) -> None:

    api = Api(name="a", base_url=f"https://{host}")
    request: Request[None] = Request(call=Call(api, None, None, {}))
    assert find_address(BaseClient(api, {}), request).url == f"https://{host}"


PARAMETERS = {
    "a/b": "/v1/me/a%2Fb",
    "%2e%2e": "/v1/me/%252e%252e",
    "a\\b": "/v1/me/a%5Cb",
    "a\0b": "/v1/me/a%00b",
    "a?b#c": "/v1/me/a%3Fb%23c",
    "a\r\nb": "/v1/me/a%0D%0Ab",
    "...": "/v1/me/...",
    "..": None,
    ".": None,
    "../x": None,
    "a/../../x": None,
    "..\\x": None,
    "": None,
}


@pytest.mark.parametrize("value", PARAMETERS)
@pytest.mark.parametrize("awaited", [False, True])
def test_a_path_parameter_stays_in_its_place(server: Server, value: str, *, awaited: bool) -> None:
    api = Api(name="a", base_url=server.url)

    def read() -> Request[None]:
        return Request(call=Call(api, None, None, {}), path={"id": value})

    made = operation("GET", "/me/{id}")(read).using(BaseClient(api, {}))

    def run() -> None:
        async def main() -> None:
            async with BaseClient(api, {}) as client:
                await made.using(client).aio()

        asyncio.run(main()) if awaited else made()

    if (sent := PARAMETERS[value]) is not None:
        run()
        assert server.asked[0].target == sent
        return
    with pytest.raises(ValueError, match="path parameter"):
        run()
    assert not server.asked
