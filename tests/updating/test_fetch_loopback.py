"""Documents by http, from a service that runs on this computer."""

from __future__ import annotations

import pytest
from support.command import done, opgen
from support.fetching import fails, got
from support.scripted_server import Say, Server
from support.update_project import ONE, TWO

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


def test_the_loopback_address_of_ipv6_is_this_computer():
    assert "cannot be fetched: " in fails("http://[::1]:1/a", "cannot-fetch")


def test_an_address_of_every_computer_is_refused_with_what_to_write():
    assert "such as http://localhost:8000" in fails("http://0.0.0.0:8000/a", "insecure-source")
    fails("http://host.docker.internal:8000/a", "insecure-source")
    fails("http://api.localhost:8000/a", "insecure-source")


def test_a_service_in_development_is_updated_after_it_starts_again(service, project):
    assert project.is_dir()
    url = f"http://localhost:{service.port}/openapi.json"
    service.always = Say(data=ONE)
    done("update", url)
    with Server() as again:
        again.always = Say(data=TWO)
        assert "`get_toy`: new" in done("update", f"http://localhost:{again.port}/openapi.json")
    assert "cannot be fetched: " in opgen("update").output
    done("check")


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
