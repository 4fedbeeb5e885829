"""Documents by http, from a service that runs on this computer."""

from __future__ import annotations

import pytest
from support.fetching import fails, got
from support.scripted_server import Say, Server

DOCUMENT = b"openapi: 3.1.0"


@pytest.fixture
def service():
    with Server() as server:
        server.always = Say(data=DOCUMENT)
        yield server


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_plain_http_is_allowed_to_this_computer(service, host):
    found = got(f"http://{host}:{service.port}/a")
    assert found.content == DOCUMENT
    assert found.origin.url == f"http://{host.lower()}:{service.port}/a"


def test_no_proxy_is_between(service, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert got(f"http://127.0.0.1:{service.port}/").content == DOCUMENT


def test_a_redirect_stays_on_this_computer(service):
    url = f"http://127.0.0.1:{service.port}"
    service.say(Say(status=302, headers={"Location": f"http://localhost:{service.port}/b"}))
    assert got(f"{url}/a").content == DOCUMENT
    assert [one.target for one in service.asked] == ["/a", "/b"]
    service.say(Say(status=302, headers={"Location": "http://example.com/"}))
    assert "redirects to 'http://example.com/'" in fails(url, "insecure-source")
