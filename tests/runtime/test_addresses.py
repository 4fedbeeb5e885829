"""The values of variables in base URLs: each stays in its place."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from runtime.addresses import find_address
from runtime.client import Api, BaseClient
from runtime.errors import ConfigurationError
from runtime.operation import operation
from runtime.request import Call, Request
from runtime.settings import Variable

TEMPLATES = (
    "https://{at}.h.example/v1",
    "https://h.example/v1/{at}/x",
    "https://h.example:{at}/v1",
)
HOSTILE = st.one_of(st.text(max_size=12), st.text("a.-:/@?#%\\ {}[]0", max_size=8))


def address(template: str, value: str, **more: Any) -> str:
    api = Api(name="a", base_url=template, variables=(Variable("at", default="1", **more),))
    request: Request[None] = Request(call=Call(api, None, None, {}))
    return find_address(BaseClient(api, {}, {"at": value}), request).url


@pytest.mark.parametrize("template", TEMPLATES)
@settings(max_examples=100, deadline=None, derandomize=True)
@given(HOSTILE)
@example("h.other/")
@example("h.other/?@")
@example("8080@h.other")
@example("{at}")
@example("../../up")
@example("℀")
def test_a_value_stays_in_its_place(template: str, value: str) -> None:
    try:
        url = httpx2.URL(address(template, value))
    except (ConfigurationError, httpx2.InvalidURL):  # the second is one too when it is sent
        return
    assert (url.scheme, url.query, url.fragment, url.userinfo) == ("https", b"", "", b"")
    assert url.host == "h.example" or url.host.endswith(".h.example")
    assert url.path.startswith("/v1")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12))
def test_a_secret_in_a_path_arrives_as_it_is(value: str) -> None:
    try:
        url = address("https://h.example/bot{at}", value, secret=True)
    except ConfigurationError:
        assert value.strip(".") == ""
        return
    assert httpx2.URL(url).path == f"/bot{value}"


def test_values_are_not_replaced_in_values() -> None:
    variables = (Variable("a", default="{b}"), Variable("b", default="x"))
    api = Api(name="a", base_url="https://h.example/{a}/{b}", variables=variables)
    request: Request[None] = Request(call=Call(api, None, None, {}))
    assert find_address(BaseClient(api, {}), request).url == "https://h.example/%7Bb%7D/x"


@pytest.mark.parametrize("value", [".other", "-other", "other", ":80", "@other"])
def test_a_path_after_the_host_stays_a_path(value: str) -> None:
    variables = (Variable("path", default="/v1"),)
    api = Api(name="a", base_url="https://h.example{path}", variables=variables)
    request: Request[None] = Request(call=Call(api, None, None, {}))
    assert find_address(BaseClient(api, {}, {"path": "/v2"}), request).url.endswith("e/v2")
    with pytest.raises(ConfigurationError):
        find_address(BaseClient(api, {}, {"path": value}), request)


@pytest.mark.parametrize("host", ["a..b", f"{'a' * 64}.b", "a:99999999", "a\ud800", ".b"])
def test_a_host_that_cannot_be_looked_up_is_refused(host: str) -> None:
    client = BaseClient(Api(name="a", base_url="https://h.example"), {}, base_url=f"https://{host}")

    def get() -> Request[None]:
        return Request(call=Call(client.api, None, None, {}))

    with pytest.raises(ConfigurationError):
        operation("GET", "/x")(get).using(client)()
