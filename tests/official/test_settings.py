"""How both clients are configured, and that the server sees no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2
import openai
import pytest
from support.scripted_server import Say, Server

from official.questions import QUESTION, RESPONSE, same

if TYPE_CHECKING:
    from types import ModuleType

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("shared")]


def test_settings_of_the_environment(
    server: Server, whole_called: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.always = Say(data=RESPONSE)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-1")
    with openai.OpenAI() as official, whole_called.Client() as client:
        official.responses.create(**QUESTION)
        whole_called.create_response.using(client)(**QUESTION)
    asked = same(server)
    assert asked.headers["authorization"] == "Bearer sk-environment"
    assert asked.headers["openai-organization"] == "org-1"
    assert asked.headers["openai-project"] == "proj-1"


def test_settings_of_the_client(server: Server, whole_called: ModuleType) -> None:
    server.always = Say(data=RESPONSE)
    shared: Any = {"api_key": "sk-1", "base_url": server.url, "timeout": 20.0, "max_retries": 1}
    official = openai.OpenAI(
        **shared,
        organization="org-1",
        project="proj-1",
        default_headers={"x-team": "search"},
        default_query={"region": "eu"},
    )
    client = whole_called.Client(
        **shared,
        organization="org-1",
        project="proj-1",
        headers={"x-team": "search"},
        query={"region": "eu"},
    )
    with official, client:
        official.responses.create(**QUESTION)
        whole_called.create_response.using(client)(**QUESTION)
    assert same(server, headers=("x-team",)).target.endswith("?region=eu")


def test_the_client_of_the_module(server: Server, whole_called: ModuleType) -> None:
    server.always = Say(data=RESPONSE)
    openai.api_key, openai.base_url = "sk-1", f"{server.url}/"
    try:
        openai.responses.create(**QUESTION)
    finally:
        openai.api_key = openai.base_url = None
    with whole_called.configure(api_key="sk-1", base_url=server.url):
        whole_called.create_response(**QUESTION)
    same(server)


def test_a_service_that_cannot_be_reached(whole_called: ModuleType) -> None:
    nowhere: Any = {"api_key": "k", "base_url": "http://127.0.0.1:1/v1", "max_retries": 0}
    with openai.OpenAI(**nowhere) as official, pytest.raises(openai.APIConnectionError):
        official.responses.create(**QUESTION)
    with whole_called.Client(**nowhere) as client, pytest.raises(whole_called.APIConnectionError):
        whole_called.create_response.using(client)(**QUESTION)


def test_an_http_client_of_the_app(server: Server, whole_called: ModuleType) -> None:
    """Both send to a proxy, which is the server here."""
    server.always = Say(data=RESPONSE)
    there: Any = {"api_key": "sk-1", "base_url": "http://api.example.com/v1"}
    proxy = server.url.removesuffix("/v1")
    with httpx2.Client(proxy=proxy) as theirs, httpx2.Client(proxy=proxy) as mine:
        openai.OpenAI(**there, http_client=theirs).responses.create(**QUESTION)
        client = whole_called.Client(**there, http_client=mine)
        whole_called.create_response.using(client)(**QUESTION)
    assert same(server).target == "http://api.example.com/v1/responses"
