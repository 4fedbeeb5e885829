"""`[[settings]]`: what a client sends with all calls, although the document does not say so."""

from __future__ import annotations

import pytest
from support.documents import STRING, document, operation
from support.packages import imported, make
from support.scripted_server import Server

from generator.diagnostics import DiagnosticLog, OpgenError

TEAM = {"name": "Team", "in": "header", "schema": STRING}
PATHS = {
    "/one": {"get": operation(TEAM, name="one")},
    "/two": {"get": operation(name="two")},
}
RULES = """
[[settings]]
setting = "team"
header = "Team"
environment = ["OUR_TEAM"]
description = "Who pays."

[[settings]]
setting = "trial"
query = "is-trial"

[[settings]]
setting = "flavor"
cookie = "flavor"
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("settings")
    (folder / "own.toml").write_text(RULES)
    return imported(folder / "client", document(PATHS), profile=str(folder / "own.toml"))


@pytest.mark.parametrize(
    ("given", "call", "sent"),
    [
        ({}, {}, ("env", "/v1/one", None)),
        (
            {"team": "t", "trial": "yes", "flavor": "a b"},
            {},
            ("t", "/v1/one?is-trial=yes", "flavor=a%20b"),
        ),
        ({"team": "t"}, {"team": "call"}, ("call", "/v1/one", None)),
        ({"headers": {"team": "header"}}, {}, ("header", "/v1/one", None)),
    ],
)
def test_each_call_sends_the_settings(client, monkeypatch, given, call, sent):
    monkeypatch.setenv("OUR_TEAM", "env")
    with Server() as server, client.Client(base_url=server.url, **given) as one:
        server.say({}, {})
        client.one.using(one)(**call)
        client.two.using(one)()
        found = [(a.headers["team"], a.target, a.headers.get("cookie")) for a in server.asked]
    assert found[0] == sent
    if not call:
        assert found[1] == (sent[0], sent[1].replace("one", "two"), sent[2])


def test_a_setting_has_its_text(client):
    assert "team: Who pays. The header `Team` of all calls." in client.Client.__doc__


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ('setting = "a"', "needs exactly one of header, query and cookie"),
        ('setting = "a"\nheader = "a"\nquery = "b"', "needs exactly one of header"),
        ('setting = "timeout"\nheader = "a"', "'setting' is a reserved name"),
        ('setting = "a"\nheader = "a b"', "cannot be the name of a header"),
        ('setting = "a"\nheader = "a"\nenvironment = ["1"]', "cannot be the name of an environ"),
        (
            'setting = "A"\nheader = "a"\n[[settings]]\nsetting = "a"\nquery = "b"',
            "another setting",
        ),
    ],
)
def test_a_wrong_setting_is_an_error(tmp_path, rule, message):
    path = tmp_path / "own.toml"
    path.write_text(f"[[settings]]\n{rule}\n")
    with pytest.raises(OpgenError, match=message):
        make(tmp_path / "client", document(PATHS), DiagnosticLog(), profile=str(path))
