"""Accounts of `.netrc`: for their hosts, if the URL and the headers have no credentials."""

from __future__ import annotations

import base64

import pytest
from support.fetching import fetch_with, rejected
from support.https_server import DOCUMENT

from generator.diagnostics import DiagnosticLog
from generator.updating.fetch import fetch

pytestmark = pytest.mark.usefixtures("trusted", "no_accounts")


@pytest.fixture
def accounts(tmp_path, monkeypatch):
    def write(text, name=".netrc"):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o644)
        monkeypatch.setenv("NETRC", str(tmp_path / name))

    return write


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def sent(server):
    return [headers.get("Authorization") for _, headers in server.seen]


def test_the_account_of_the_host_is_sent(server, accounts):
    accounts("machine other.example login a password b\nmachine 127.0.0.1 login me password s:\xfc")
    assert fetch_with(server.url()).content == DOCUMENT
    assert sent(server) == [basic("me", "s:\xfc")]


def test_the_file_in_the_home_folder(server, tmp_path, monkeypatch):
    monkeypatch.delenv("NETRC")
    monkeypatch.setenv("HOME", str(tmp_path))
    fetch_with(server.url())
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password it\n")
    fetch_with(server.url())
    assert sent(server) == [None, basic("me", "it")]


def test_other_credentials_are_better(server, accounts):
    accounts("machine 127.0.0.1 login me password it")
    fetch_with(server.url(user="you:other@"))
    fetch_with(server.url(), "authorization: Bearer x")
    assert sent(server) == [basic("you", "other"), None]
    assert server.seen[1][1]["authorization"] == "Bearer x"
    fetch_with(server.url(), "X-Team: a")
    assert sent(server)[2] == basic("me", "it")


def test_the_default_is_for_the_host_of_the_url_only(server, other, accounts):
    accounts("default login me password it")
    location = other.url().replace("127.0.0.1", "localhost")
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=location)
    fetch_with(server.url())
    assert sent(server) == [basic("me", "it")]
    assert sent(other) == [None]


def test_a_redirect_gets_the_account_of_its_own_host(server, other, accounts):
    accounts("machine localhost login me password it")
    location = other.url().replace("127.0.0.1", "localhost")
    server.routes["/"] = lambda to: to.answer(b"", 302, Location=location)
    fetch_with(server.url())
    assert sent(server) == [None]
    assert sent(other) == [basic("me", "it")]


@pytest.mark.parametrize("text", ["S3CRET", "machine a S3CRET b"])
def test_a_file_that_cannot_be_read_is_a_warning(server, accounts, text):
    accounts(text)
    log = DiagnosticLog()
    assert fetch(server.url(), log).content == DOCUMENT
    (one,) = log.diagnostics
    assert (one.code, one.severity) == ("bad-netrc", "warning")
    assert "S3CRET" not in one.render()
    assert ".netrc" in one.message
    assert sent(server) == [None]


def test_a_wrong_account(server, accounts):
    accounts("machine 127.0.0.1 login me password S3CRET")
    server.routes["/"] = lambda to: to.answer(b"", 401)
    assert "S3CRET" not in rejected("cannot-fetch", server.url())
