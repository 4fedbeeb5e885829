"""HTTP basic and other schemes: what a value may be, and what is sent of it."""

from __future__ import annotations

import base64
import inspect

import pytest
from server import Server
from support import documents
from support.packages import imported
from support.scripted_server import Say
from support.scripted_server import Server as Service

from generator.diagnostics import DiagnosticLog


def package(folder, log=None, **scheme):
    described = documents.document(
        {"/x": {"get": {**documents.operation(), "security": [{"login": []}]}}},
        components={"securitySchemes": {"login": {"type": "http", **scheme}}},
    )
    return described, imported(folder / "client", described, log)


@pytest.fixture(scope="module")
def basic(tmp_path_factory):
    return package(tmp_path_factory.mktemp("basic"), scheme="basic")


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (("me", "pass:word"), "me:pass:word"),
        (("sk_1", ""), "sk_1:"),
        ("me:pass:word", "me:pass:word"),
        ("sk_1", "sk_1:"),  # a key alone, as `curl -u sk_1:` sends it
        ("mé:ü", "mé:ü"),
    ],
)
@pytest.mark.parametrize("place", ["client", "call"])
def test_basic_takes_a_user_and_a_password(basic, value, sent, place):
    described, made = basic
    client = {"login": value} if place == "client" else {}
    with Server(described) as server, made.configure(base_url=server.url, **client):
        made.do(**({"login": value} if place == "call" else {}))
        kind, _, text = server.last.headers["authorization"].partition(" ")
    assert (kind, base64.b64decode(text).decode()) == ("Basic", sent)


def test_basic_from_the_environment(basic, monkeypatch):
    described, made = basic
    monkeypatch.setenv("T_LOGIN", "me:pass")
    with Server(described) as server, made.configure(base_url=server.url):
        made.do()
        assert server.last.headers["authorization"] == "Basic bWU6cGFzcw=="


def test_a_user_with_a_colon_is_refused(basic):
    _, made = basic
    with pytest.raises(made.ConfigurationError, match="login: a user must not contain ':'"):
        made.do(login=("a:b", "secret"))


def test_the_type_says_what_a_value_may_be(basic):
    _, made = basic
    kind = "LoginSource | None"
    for function in (made.configure, made.Client, made.do):
        assert inspect.signature(function).parameters["login"].annotation == kind


def test_the_description_of_a_scheme_is_shown_where_it_is_given(tmp_path):
    text = 'The key of the desk.\n\nIt says """ and more.'
    _, made = package(tmp_path, scheme="bearer", description=text)
    for described in (made.configure, made.Client, made.do):
        assert "login: The key of the desk." in inspect.getdoc(described)
    assert "Default: `T_LOGIN` in the environment." in " ".join(made.configure.__doc__.split())
    assert "The key of the desk. Overrides the configured `login`." in made.do.__doc__


def test_no_part_of_a_pair_is_shown(basic):
    _, made = basic
    with Service() as service, made.configure(base_url=service.url, max_retries=0):
        service.always = Say(400, {"message": "bad pass-word-1 of someone"})
        with pytest.raises(made.BadRequestError) as caught:
            made.do(login=("someone", "pass-word-1"))
    assert "pass-word-1" not in f"{caught.value!r}{caught.value.raw_body}"


@pytest.mark.parametrize(
    "scheme",
    [{"type": "basic"}, {"type": "apiKey", "in": "body", "name": "key"}, {"type": "apiKey"}],
    ids=str,
)
def test_a_scheme_that_cannot_be_read_is_reported(tmp_path, scheme):
    log = DiagnosticLog()
    _, made = package(tmp_path, log, scheme="bearer", **scheme)
    (found,) = [one for one in log.diagnostics if one.code == "malformed-security"]
    assert "the security scheme 'login' has no type that is known" in found.message
    assert found.mend
    assert "login" not in inspect.signature(made.do).parameters


@pytest.mark.parametrize(("scheme", "warned"), [("digest", 1), ("Token", 1), ("Bearer", 0)])
def test_an_unknown_scheme_is_reported_and_sent_as_it_is(tmp_path, scheme, warned):
    log = DiagnosticLog()
    described, made = package(tmp_path, log, scheme=scheme)
    found = [one for one in log.diagnostics if one.code == "unknown-http-scheme"]
    assert len(found) == warned
    with Server(described) as server, made.configure(base_url=server.url, login=f"{scheme} x"):
        made.do.attempt()
        prefix = "" if warned else "Bearer "
        assert server.last.headers["authorization"] == f"{prefix}{scheme} x"
