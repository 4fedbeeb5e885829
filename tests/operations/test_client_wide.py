"""Parameters of all operations, such as the version of the API: settings of the client."""

from __future__ import annotations

import inspect

import pytest
from support import documents
from support.packages import imported
from support.scripted_server import Say, Server

STRING = {"type": "string"}
VERSION = {"type": "string", "default": "2026-07-15"}


def header(name: str, schema: object = STRING, **more: object) -> dict:
    return {"name": name, "in": "header", "schema": schema, **more}


def query(name: str, schema: object = STRING, **more: object) -> dict:
    return {"name": name, "in": "query", "schema": schema, **more}


def document(*parameters: object, count: int = 2, **more: object) -> dict:
    """A document whose operations `do_0`, `do_1` have these parameters."""
    names = [f"do_{number}" for number in range(count)]
    operations = {one: documents.operation(*parameters, name=one) for one in names}
    return documents.document({f"/{one}": {"get": operations[one]} for one in names}, **more)


@pytest.fixture
def package(tmp_path):
    def package(described, **options):
        return imported(tmp_path / "client", described, **options)

    return package


@pytest.fixture
def service():
    with Server() as server:
        yield server


def settings(made) -> dict[str, str]:
    found = inspect.signature(made.configure).parameters
    return {name: one.annotation for name, one in found.items() if name != "settings"}


def signature(operation) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(operation).parameters)


def sent(service, name):
    return [one.headers.get(name) for one in service.asked]


@pytest.mark.parametrize("required", [True, False])
def test_a_header_with_a_default_is_a_setting_and_an_optional_argument(package, service, required):
    made = package(document(header("revision", VERSION, required=required, description="When.")))
    assert settings(made) == {"revision": "str | None"}
    argument = signature(made.do_0)["revision"]
    assert (argument.kind, argument.annotation) == (argument.KEYWORD_ONLY, "str | Omit")
    for given in ({}, {"revision": "2020"}, {"headers": {"Revision": "2021"}}):
        with made.configure(base_url=service.url, **given):
            made.do_0()
            made.do_1(revision="2022")
            made.do_1(options=made.CallOptions(headers={"REVISION": "2023"}))
    assert sent(service, "revision") == [
        *("2026-07-15", "2022", "2023"),
        *("2020", "2022", "2023"),
        *("2021", "2022", "2023"),
    ]
    assert "revision: When. The header `revision` of all calls." in made.configure.__doc__
    assert "Overrides the configured `revision`." in made.do_0.__doc__


def test_the_default_of_the_document_can_be_given_to_a_call(package, service):
    made = package(document(header("revision", VERSION, required=True)))
    with made.configure(base_url=service.url, revision="2020"):
        made.do_0(revision="2026-07-15")
    assert sent(service, "revision") == ["2026-07-15"]


def test_one_that_is_required_is_given_to_the_client_or_to_the_call(package, service):
    made = package(document(header("X-Account-Id", required=True)))
    assert settings(made) == {"x_account_id": "str | None"}
    with made.configure(base_url=service.url):
        made.do_0(x_account_id="1")
        made.do_0(options=made.CallOptions(headers={"x-account-id": "2"}))
        message = r"no x_account_id: give it to the call, or call configure\(x_account_id=\.\.\.\)"
        with pytest.raises(made.ConfigurationError, match=message):
            made.do_0()
    with made.configure(base_url=service.url, x_account_id="3"):
        made.do_1()
    assert sent(service, "x-account-id") == ["1", "2", "3"]


def test_a_query_parameter_for_the_version(package, service):
    version = query("api-version", {"type": "string", "enum": ["v1", "v2"]}, required=True)
    made = package(document(version))
    assert settings(made) == {"api_version": "Literal['v1', 'v2'] | None"}
    for given in ({"api_version": "v1"}, {"query": {"api-version": "v2"}}):
        with made.configure(base_url=service.url, **given):
            made.do_0()
            made.do_0(api_version="v2")
    found = [one.target.partition("?")[2] for one in service.asked]
    assert found == ["api-version=v1", "api-version=v2", "api-version=v2", "api-version=v2"]


def test_a_cookie_of_all_operations(package, service):
    cookie = {"name": "session", "in": "cookie", "required": True, "schema": {"type": "string"}}
    made = package(document(cookie))
    assert settings(made) == {"session": "str | None"}
    with made.configure(base_url=service.url):
        with pytest.raises(made.ConfigurationError, match="no session: give it to the call"):
            made.do_0()
        made.do_0(session="1")
    with made.configure(base_url=service.url, session="2"):
        made.do_0()
        made.do_1(session="3")
    assert sent(service, "cookie") == ["session=1", "session=2", "session=3"]
    assert "session: The cookie `session` of all calls. Required." in made.configure.__doc__


def test_the_only_constant_is_the_default(package, service):
    constant = header("Notion-Version", {"type": "string", "const": "2022-06-28"}, required=True)
    made = package(document(constant))
    with made.configure(base_url=service.url):
        made.do_0()
    with made.configure(base_url=service.url, notion_version="2025"):
        made.do_0()
    assert sent(service, "notion-version") == ["2022-06-28", "2025"]


def test_a_value_that_is_no_text(package, service):
    made = package(document(header("X-Site", {"type": "integer", "default": 7})))
    assert settings(made) == {"x_site": "int | None"}
    for given in ({}, {"x_site": 0}):
        with made.configure(base_url=service.url, **given):
            made.do_0()
    assert sent(service, "x-site") == ["7", "0"]


def test_parameters_of_the_path_item_and_by_reference(package):
    described = document()
    declared = {"version": header("Acme-Version", {"$ref": "#/components/schemas/Version"})}
    described["components"] = {
        "parameters": declared,
        "schemas": {"Version": {"type": "string", "enum": ["1", "2"], "default": "2"}},
    }
    for item in described["paths"].values():
        item["parameters"] = [{"$ref": "#/components/parameters/version"}]
    made = package(described)
    (kind,) = settings(made).values()
    assert kind in {"params.Version | None", "components.Version | None"}


@pytest.mark.parametrize(
    "parameter",
    [
        header("Idempotency-Key"),
        header("If-Match", required=True),
        header("X-Request-ID"),
        header("Prefer", VERSION),
        query("limit", {"type": "integer", "default": 10}),
        query("page"),
        query("filter", required=True),
        query("conversion"),
        header("X-Tags", {"type": "array", "items": STRING}),
    ],
    ids=lambda one: one["name"],
)
def test_one_that_differs_from_call_to_call_is_no_setting(package, parameter):
    assert settings(package(document(parameter))) == {}


def test_one_operation_shows_no_rule(package):
    assert settings(package(document(header("revision", VERSION), count=1))) == {}


def test_a_few_operations_may_lack_it(package, service):
    described = document(header("revision", VERSION, required=True), count=9)
    described["paths"]["/login"] = {"post": documents.operation(name="login")}
    made = package(described)
    assert settings(made) == {"revision": "str | None"}
    with made.configure(base_url=service.url):
        made.login()
        made.do_8()
    assert sent(service, "revision") == [None, "2026-07-15"]
    described["paths"]["/logout"] = {"post": documents.operation(name="logout")}
    assert settings(package(described)) == {}


def test_the_whole_document_decides(package):
    described = document(header("revision", VERSION))
    made = package(described, groups=["do_0"])
    assert settings(made) == {"revision": "str | None"}
    described["paths"]["/other"] = {"get": documents.operation(name="other")}
    assert settings(package(described, groups=["do_0"])) == {}


def test_operations_that_disagree_keep_their_own(package):
    described = document(header("revision", VERSION))
    other = header("revision", {"type": "string", "default": "2020"})
    described["paths"]["/do_1"]["get"]["parameters"] = [other]
    assert settings(package(described)) == {}


def test_where_it_is_required_it_stays_so(package, service):
    described = document(header("X-Team"))
    described["paths"]["/do_1"]["get"]["parameters"] = [header("X-Team", required=True)]
    made = package(described)
    assert signature(made.do_1)["x_team"].annotation == "str"
    with made.configure(base_url=service.url, x_team="a"):
        made.do_0()
        made.do_1("b")
    assert sent(service, "x-team") == ["a", "b"]


def test_a_key_is_no_second_setting(package):
    scheme = {"key": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}
    described = document(header("x-api-key"), security=[{"key": []}])
    described["components"] = {"securitySchemes": scheme}
    assert list(settings(package(described))) == ["key"]


@pytest.mark.parametrize("make", [header, query])
def test_a_key_that_no_scheme_declares_is_a_secret(package, service, make, monkeypatch, caplog):
    described = document(make("api_key", required=True))
    described["info"] = {"title": "Acme API", "version": "1"}
    made = package(described)
    monkeypatch.setenv("ACME_API_KEY", "very-secret-1")
    service.always = Say(400, {"message": "bad very-secret-1"})
    caplog.set_level("DEBUG")
    with made.configure(base_url=service.url, max_retries=0):
        error = made.do_0.attempt().error
        made.do_0.attempt(api_key="very-secret-2")
    seen = "".join(f"{one.target} {one.headers}" for one in service.asked)
    assert ("very-secret-1" in seen, "very-secret-2" in seen) == (True, True)
    assert "very-secret" not in f"{error!r} {error.raw_body} {caplog.text}"
    with made.configure(base_url=service.url, api_key="very-secret-3"):
        made.do_1.attempt()
    assert "very-secret-3" in f"{service.asked[-1].target} {service.asked[-1].headers}"


def test_a_profile_decides_otherwise(package, service, tmp_path):
    profile = tmp_path / "mine.toml"
    profile.write_text('client_parameters = ["debug"]\ncall_parameters = ["revision"]\n')
    made = package(document(header("revision", VERSION), query("debug")), profile=str(profile))
    assert settings(made) == {"debug": "str | None"}
    with made.configure(base_url=service.url, debug="yes"):
        made.do_0()
    assert service.asked[0].target.endswith("?debug=yes")


@pytest.mark.parametrize("name", ["server", "headers", "self", "base-url", "timeout", "query"])
def test_a_setting_of_any_name(package, service, name):
    made = package(document(header(name)))
    (setting,) = settings(made)
    with made.configure(base_url=service.url, **{setting: "x"}):
        made.do_0()
    assert sent(service, name) == ["x"]
