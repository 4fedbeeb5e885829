"""The arguments that every function has give way to those of the API."""

from __future__ import annotations

import inspect

import pytest
from support.checkers import RUFF, mypy, ruff
from support.documents import STRING, document, operation, ref, thing
from support.packages import imported

from generator.diagnostics import DiagnosticLog

NAMES = ("options", "base_url", "stream_to", "components", "params", "call", "omit", "operation")
BODY = {**thing(**dict.fromkeys(NAMES, STRING), call_options=STRING), "required": ["call"]}


@pytest.fixture
def package(tmp_path):
    described = document(
        {"/polls": {"post": operation(body=ref("Poll"), reply=ref("Poll"), name="send")}},
        {"Poll": BODY},
    )
    (tmp_path / "own.toml").write_text('stream_to = "optional-arguments"')
    profile = str(tmp_path / "own.toml")
    return imported(tmp_path / "client", described, DiagnosticLog(), profile=profile)


def test_the_names_of_the_api_stay(package):
    arguments = dict.fromkeys(NAMES, "x")
    request = package.send.request(**arguments, call_options="y")
    assert request.json == {**arguments, "call_options": "y"}


def test_those_of_every_function_have_other_names(package):
    names = list(inspect.signature(package.send).parameters)
    assert names[-3:] == ["call_stream_to", "call_base_url", "call_call_options"]
    request = package.send.request("x", call_base_url="https://example.com/v2")
    assert request.call.base_url == "https://example.com/v2"
    assert "call_call_options: Timeouts" in package.send.__doc__


@pytest.fixture
def stream(tmp_path):
    """A stream whose arguments are named like the modules of types and like the credential."""
    events = {"text/event-stream": {"schema": ref("Poll")}}
    names = ("components", "params", "token", "events")
    described = operation(body=thing(**dict.fromkeys(names, STRING)), name="send")
    described["responses"]["200"]["content"] = events
    schemes = {"token": {"type": "apiKey", "in": "header", "name": "X-Token"}}
    made = document(
        {"/polls": {"post": described}},
        components={"schemas": {"Poll": BODY}, "securitySchemes": schemes},
        security=[{"token": []}],
    )
    return imported(tmp_path / "client", made)


def test_a_stream_whose_argument_is_named_like_a_module(stream):
    request = stream.send.request(components="x", params="y")
    assert request.json["components"] == "x"
    assert request.events.type is stream.components.Poll


def test_a_credential_gives_way_too(stream):
    request = stream.send.request(token="of the API", call_token="secret")
    assert request.json["token"] == "of the API"
    assert request.call.credentials == {"token": "secret"}
    assert "call_token: Overrides the configured `token`." in stream.send.__doc__


@pytest.mark.slow
@pytest.mark.external
@pytest.mark.usefixtures("stream")
def test_the_stream_is_typed(tmp_path):
    assert "Success" in mypy("client", "3.11", tmp_path)
    assert ruff(tmp_path / "client", RUFF[1]) == ""


@pytest.mark.slow
@pytest.mark.external
def test_the_package_is_typed(package, tmp_path):
    assert package.send
    assert "Success" in mypy("client", "3.11", tmp_path)
