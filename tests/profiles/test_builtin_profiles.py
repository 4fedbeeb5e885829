"""The built-in profiles, each with a small document in the manner of its API, over a socket."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from support.documents import STRING, document, json, operation, ref, thing
from support.packages import imported
from support.scripted_server import Say, Server, events

from generator import resources
from generator.diagnostics import DiagnosticLog
from generator.document.document import load
from generator.profiles.profile_files import choose


@pytest.fixture
def service():
    with Server() as server:
        yield server


@pytest.fixture
def made(tmp_path, service, monkeypatch):
    """Make the package of a document, configured for the local server."""

    with ExitStack() as stack:

        def make(described, **environment):
            for name, value in environment.items():
                monkeypatch.setenv(name, value)
            package = imported(tmp_path / "client", described)
            stack.enter_context(package.configure(base_url=service.url, max_retries=0))
            return package

        yield make


def test_stripe(made, service):
    form = {"application/x-www-form-urlencoded": {"schema": ref("NewCharge")}}
    create = {
        "operationId": "PostCharges",
        "requestBody": {"content": form, "required": True},
        "responses": {"200": {"description": "ok", "content": json(thing(id=STRING))}},
    }
    strings = {"type": "array", "items": STRING}
    new = thing(amount={"type": "integer"}, expand=strings, metadata=thing(order=STRING))
    described = document(
        {"/v1/charges": {"post": create}}, {"NewCharge": new}, url="https://api.stripe.com/"
    )
    schemes = {kind: {"type": "http", "scheme": kind} for kind in ("basic", "bearer")}
    described["components"]["securitySchemes"] = schemes
    described["security"] = [{"basic": []}, {"bearer": []}]
    stripe = made(described, STRIPE_API_KEY="sk_1")

    service.say(Say(data={"id": "ch_1"}))
    charge = stripe.post_charges(amount=5, expand=["a", "b"], metadata={"order": "7"})
    assert charge.id == "ch_1"
    (asked,) = service.asked
    assert asked.headers["authorization"] == "Bearer sk_1"
    assert asked.body == b"amount=5&expand%5B%5D=a&expand%5B%5D=b&metadata%5Border%5D=7"
    assert "stripe-account" not in asked.headers
    assert len(asked.headers["idempotency-key"]) == 36

    refused = Say(status=402, data={"error": {}}, headers={"Request-Id": "req_7"})
    service.say(refused)
    with pytest.raises(stripe.APIStatusError) as caught:
        stripe.post_charges(stripe_account="acct_1", stripe_version="2026-01-01")
    assert caught.value.request_id == "req_7"
    assert service.asked[1].headers["stripe-account"] == "acct_1"
    assert service.asked[1].headers["stripe-version"] == "2026-01-01"


def test_github(made, service, monkeypatch):
    monkeypatch.delenv("GH_TOKEN", raising=False)
    described = document(
        {"/meta": {"get": operation(name="get_meta")}}, url="https://api.github.com"
    )
    github = made(described, GITHUB_TOKEN="ghp_1")
    github.get_meta()
    monkeypatch.delenv("GITHUB_TOKEN")
    github.get_meta()
    first, second = service.asked
    assert first.headers["authorization"] == "Bearer ghp_1"
    assert first.headers["x-github-api-version"] == "2022-11-28"
    assert "authorization" not in second.headers


def test_anthropic(made, service):
    variants = [thing(type={"const": kind}, n=STRING) for kind in ("message_start", "message_stop")]
    for one in variants:
        one["required"] = ["type"]
    create = operation(name="messages_post", body=thing(stream={"type": "boolean"}))
    create["responses"]["200"]["content"] = {
        **json(thing(id=STRING)),
        "text/event-stream": {"schema": ref("MessageStreamEvent")},
    }
    described = document(
        {"/v1/messages": {"post": create}},
        {"MessageStreamEvent": {"oneOf": variants}},
        url="https://api.anthropic.com",
    )
    anthropic = made(described, ANTHROPIC_API_KEY="sk-ant")
    start, stop = (f'data: {{"type": "message_{one}"}}\n\n' for one in ("start", "stop"))

    service.say(events(start, stop))
    with anthropic.messages_post.stream() as stream:
        assert [one.type for one in stream] == ["message_start", "message_stop"]
    (asked,) = service.asked
    assert asked.headers["x-api-key"] == "sk-ant"
    assert asked.headers["anthropic-version"] == "2023-06-01"

    service.say(events(start))
    with pytest.raises(anthropic.APIConnectionError), anthropic.messages_post.stream() as stream:
        list(stream)


def test_slack(made, service):
    token = {"name": "token", "in": "header", "required": True, "schema": STRING}
    post = operation(token, name="chat_postMessage", body=thing(text=STRING))
    access = operation({"name": "code", "in": "query", "schema": STRING}, name="oauth_v2_access")
    described = document(
        {
            "/chat.postMessage": {"post": {**post, "security": [{"slackAuth": ["chat:write"]}]}},
            "/oauth.v2.access": {"get": access},
        },
        url="https://slack.com/api",
    )
    described["components"]["securitySchemes"] = {"slackAuth": {"type": "oauth2", "flows": {}}}
    slack = made(described, SLACK_BOT_TOKEN="xoxb-1")
    slack.chat_post_message(text="Hi")
    slack.oauth_v2_access(code="c")
    posted, accessed = service.asked
    for code, error in (
        ("channel_not_found", slack.NotFoundError),
        ("invalid_auth", slack.AuthenticationError),
        ("fatal_error", slack.APIStatusError),
    ):
        service.say({"ok": False, "error": code})
        with pytest.raises(error, match=code) as caught:
            slack.chat_post_message(text="Hi")
        assert type(caught.value) is error
    assert posted.headers["authorization"] == "Bearer xoxb-1"
    assert "token" not in posted.headers
    assert "authorization" not in accessed.headers


def test_azure(made, service):
    described = document({"/a": {"get": operation(name="get_a")}})
    described["servers"] = [{"url": "https://management.azure.com"}]
    described["components"]["securitySchemes"] = {"azure_auth": {"type": "oauth2", "flows": {}}}
    described["security"] = [{"azure_auth": []}]
    azure = made(described, AZURE_AUTH="token")
    service.say(Say(status=404, data={}, headers={"x-ms-request-id": "r-1"}))
    with pytest.raises(azure.NotFoundError) as caught:
        azure.get_a()
    assert caught.value.request_id == "r-1"
    assert service.asked[0].headers["authorization"] == "Bearer token"


def test_azure_openai(made, service):
    described = document({"/a": {"get": operation(name="get_a")}})
    endpoint = {"endpoint": {"default": "your-resource-name.openai.azure.com"}}
    described["servers"] = [{"url": "https://{endpoint}/openai", "variables": endpoint}]
    azure = made(described, AZURE_OPENAI_API_KEY="k")
    azure.get_a()
    assert service.asked[0].headers["api-key"] == "k"


@pytest.mark.parametrize(
    "url", ["https://api.openai.com", "https://api.anthropic.com", "https://me.openai.azure.com"]
)
def test_a_post_is_sent_again_as_official_clients_do(made, service, url):
    described = document({"/a": {"post": operation(name="do_a")}}, url=url)
    package = made(described, OPENAI_API_KEY="k", ANTHROPIC_API_KEY="k", AZURE_OPENAI_API_KEY="k")
    service.say(Say(cut=True), Say(status=500, data={}), Say(status=409, data={}))
    package.do_a(options=package.CallOptions(retries=package.Retries(max=3, backoff=0.01)))
    assert len(service.asked) == 4


# Which one is chosen


@pytest.mark.parametrize(
    ("urls", "name"),
    [
        (["https://api.stripe.com/"], "stripe"),
        (["https://API.GitHub.com"], "github"),
        (["https://api.anthropic.com/v1"], "anthropic"),
        (["https://slack.com/api"], "slack"),
        (["https://management.azure.com"], "azure"),
        (["https://me.openai.azure.com/openai"], "azure_openai"),
        (["https://a.b.openai.azure.com"], "azure_openai"),
        (["https://api.stripe.com", "https://files.stripe.com"], "stripe"),
        (["/", "https://api.stripe.com"], "stripe"),
        (["https://azure.com"], "none"),
        (["https://evilazure.com"], "none"),
        (["https://management.azure.com.evil.com"], "none"),
        (["https://evil.com/api.stripe.com"], "none"),
        (["https://api.stripe.com@evil.com"], "none"),
        (["https://evil.com\\@api.stripe.com"], "none"),
        (["https://evil.com", "https://api.stripe.com"], "none"),
        (["https://api.stripe.com", "https://api.github.com"], "none"),
        (["https://*.azure.com"], "azure"),
        (["//api.stripe.com"], "stripe"),
        (["/"], "none"),
        ([], "none"),
    ],
)
def test_a_profile_is_chosen_by_the_hosts(tmp_path, urls, name):
    path = tmp_path / "spec.yaml"
    path.write_text(f"servers: {[{'url': url} for url in urls]}")
    assert choose(load(path, DiagnosticLog()), None).name == name


@pytest.mark.parametrize("name", resources.profile_names())
def test_a_profile_is_a_page_or_less(name):
    lines = resources.profile_file(name).read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# What ")
    assert len(lines) <= {"anthropic": 80, "openai": 400}.get(name, 40)


def test_openai_ends_no_part_of_a_completion_before_the_last(made, service):
    choice = thing(
        text=STRING,
        finish_reason={"type": "string", "enum": ["stop", "length"]},
    )
    choice["required"] = ["text", "finish_reason"]
    completion = thing(choices={"type": "array", "items": choice})
    create = operation(
        body=thing(prompt=STRING, stream={"type": "boolean"}),
        reply=ref("CreateCompletionResponse"),
        name="createCompletion",
    )
    described = document(
        {"/completions": {"post": create}},
        {"CreateCompletionResponse": completion},
        url="https://api.openai.com/v1",
    )
    openai = made(described, OPENAI_API_KEY="sk-1")
    start, end = '{"choices": [{"text": "a", "finish_reason": ', "}]}"
    parts = [f"{start}{one}{end}" for one in ("null", '"stop"')]
    service.say(events(*[f"data: {one}\n\n" for one in (*parts, "[DONE]")]))
    with openai.create_completion.stream(prompt="x") as stream:
        found = [one.choices[0].finish_reason for one in stream]
    assert found == [None, "stop"]  # without a warning that the service differs


def test_an_image_for_openai_needs_no_detail(tmp_path):
    image = thing(type={"const": "input_image"}, image_url=STRING, detail=STRING)
    image["required"] = ["type", "detail"]
    create = operation(body=thing(input=ref("InputImageContent")), name="createResponse")
    described = document(
        {"/responses": {"post": create}},
        {"InputImageContent": image},
        url="https://api.openai.com/v1",
    )
    imported(tmp_path / "client", described)
    source = (tmp_path / "client/params.py").read_text()
    assert "type: Literal" in source
    assert "detail: NotRequired[str]" in source
