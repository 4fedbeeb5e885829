"""Environment variables: named after the API, without repeated words, wherever the package is."""

from __future__ import annotations

import pytest
from server import Server
from support import documents
from support.packages import imported, make

from generator.naming import class_name, snake_case


def document(title: str, *schemes: str, **more: object) -> dict:
    declared = {one: {"type": "apiKey", "in": "header", "name": f"X-{one}"} for one in schemes}
    described = documents.document(
        {"/x": {"get": {**documents.operation(), "security": [{one: [] for one in schemes}]}}},
        components={"securitySchemes": declared},
        **more,
    )
    return {**described, "info": {"title": title, "version": "1"}}


def variables(folder, described, **options) -> list[str]:
    make(folder, described, **options)
    source = (folder / "_api.py").read_text()
    names = [line for line in source.split('"') if line.isupper() and "_" in line]
    return names[1:]  # without that of the base URL


@pytest.mark.parametrize(
    ("title", "scheme", "variable"),
    [
        ("Stripe API", "StripeKey", "STRIPE_KEY"),
        ("Stripe API", "bearerAuth", "STRIPE_BEARER_AUTH"),
        ("Stripe REST API v2 (beta)", "api_key", "STRIPE_API_KEY"),
        ("GitHub v3 REST API", "GitHubToken", "GITHUB_TOKEN"),
        ("The Acme Billing API", "acmeKey", "ACME_BILLING_KEY"),
        ("Acme", "acme", "ACME_KEY"),
        ("Pet-Store: Public Reference", "OAuth2", "PET_STORE_OAUTH2"),
        ("Café Manager", "key", "CAFE_MANAGER_KEY"),
        ("Sample Web API with fixes by someone", "key", "SAMPLE_WEB_KEY"),
        ("ContentTypesService", "key", "CONTENT_TYPES_SERVICE_KEY"),
        ("ContainerServiceClient", "key", "CONTAINER_SERVICE_KEY"),
        ("Client", "key", "CLIENT_KEY"),
        ("Contoso.Api", "key", "CONTOSO_KEY"),
        ("Contoso.Orders.WebApi", "key", "CONTOSO_ORDERS_KEY"),
        ("BakeryAPI", "key", "BAKERY_KEY"),
        ("Bakery.io ~ API Documentation", "project_id", "BAKERY_PROJECT_ID"),
        ("Bakery.com API", "key", "BAKERY_KEY"),
        ("Orders.NET API", "key", "ORDERS_KEY"),
        (".io", "key", "IO_KEY"),
        ("3scale", "key", "API_3SCALE_KEY"),
        ("", "key", "API_KEY"),
        ("宠物", "key", "API_KEY"),
    ],
)
def test_a_variable_has_the_name_of_the_api(tmp_path, title, scheme, variable):
    assert variables(tmp_path / "some_client", document(title, scheme)) == [variable]


@pytest.mark.parametrize(
    ("host", "variable"),
    [
        ("api.bakery.example", "BAKERY_KEY"),
        ("api.post-codes.example", "POST_CODES_KEY"),
        ("bakery-api.example", "BAKERY_KEY"),
    ],
)
def test_a_document_without_a_title_has_the_name_of_its_host(tmp_path, host, variable):
    described = document("API Reference", "key", url=f"https://{host}/v1")
    assert variables(tmp_path / "client", described) == [variable]


def test_a_variable_does_not_depend_on_the_folder(tmp_path):
    described = document("Stripe API", "StripeKey")
    assert variables(tmp_path / "one", described) == variables(tmp_path / "two", described)


def test_two_secrets_have_two_variables(tmp_path):
    described = document("Acme", "key", "acmeKey", "base_url")
    found = variables(tmp_path / "client", described)
    assert found == ["ACME_KEY", "ACME_ACME_KEY", "ACME_BASE_URL_"]


def test_a_profile_chooses_what_variables_start_with(tmp_path):
    (tmp_path / "mine.toml").write_text('environment_prefix = "MY_SHOP"\n')
    profile = str(tmp_path / "mine.toml")
    described = document("Stripe API", "StripeKey")
    found = variables(tmp_path / "client", described, profile=profile)
    assert found == ["MY_SHOP_STRIPE_KEY"]
    assert '"MY_SHOP_BASE_URL"' in (tmp_path / "client" / "_api.py").read_text()


def test_a_call_reads_the_variables(tmp_path, monkeypatch):
    described = document("Acme API", "AcmeKey")
    made = imported(tmp_path / "client", described)
    with Server(described) as server:
        monkeypatch.setenv("ACME_KEY", "k-1")
        monkeypatch.setenv("ACME_BASE_URL", server.url)
        made.do()
        assert server.last.headers["x-acmekey"] == "k-1"


@pytest.mark.parametrize(
    ("text", "snake", "capital"),
    [
        ("OAuth2", "oauth2", "OAuth2"),
        ("oAuth2", "oauth2", "Oauth2"),
        ("OAuth", "oauth", "OAuth"),
        ("getOAuthToken", "get_oauth_token", "GetOauthToken"),
        ("OrgOAuth2", "org_oauth2", "OrgOAuth2"),
        ("APIKeyAuth", "api_key_auth", "APIKeyAuth"),
    ],
)
def test_oauth_is_one_word(text, snake, capital):
    assert (snake_case(text), class_name(text)) == (snake, capital)
