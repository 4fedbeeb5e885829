"""Servers and the variables in their URLs: settings of the client, and what is then called."""

from __future__ import annotations

import inspect

import httpx2
import pytest
from support import documents
from support.packages import imported
from support.scripted_server import Server

from generator.diagnostics import DiagnosticLog

REGION = {"default": "eu", "enum": ["eu", "us"], "description": "Where the data is."}


def document(*servers: object, own: object = None) -> dict:
    described = documents.document({"/x": {"get": documents.operation()}})
    if own:
        described["paths"]["/own"] = {"servers": own, "get": documents.operation(name="own")}
    return {**described, "info": {"title": "Shop API", "version": "1"}, "servers": [*servers]}


def one_of(*names: str) -> str:
    """The annotation of a setting with these values."""
    return f"Literal[{', '.join(map(repr, names))}] | None"


class Sent:
    """What an HTTP client of the package's user was asked for."""

    def __init__(self):
        self.urls: list[str] = []
        self.client = httpx2.Client(transport=httpx2.MockTransport(self._reply))

    def _reply(self, request: httpx2.Request) -> httpx2.Response:
        self.urls.append(str(request.url))
        return httpx2.Response(200, json={})


@pytest.fixture
def sent():
    sent = Sent()
    with sent.client:
        yield sent


def server(url: str, **variables: object) -> dict:
    declared = {
        name: {"default": one} if isinstance(one, str) else one for name, one in variables.items()
    }
    return {"url": url, "variables": declared}


def test_a_variable_is_a_setting(tmp_path):
    with Server() as service:
        url = f"http://127.0.0.1:{service.port}/{{shop}}/{{region}}/"
        made = imported(tmp_path / "client", document(server(url, shop="acme", region=REGION)))
        for given in ({}, {"shop": "Wérk & co", "region": "us"}, {"shop": "a/b"}):
            with made.configure(**given):
                made.do()
        with made.Client(region="us") as client:
            made.do.using(client)()
            made.do.using(client)(base_url=f"http://127.0.0.1:{service.port}/else")
    assert [one.target for one in service.asked] == [
        "/acme/eu/x",
        "/W%C3%A9rk%20&%20co/us/x",
        "/a/b/eu/x",
        "/acme/us/x",
        "/else/x",
    ]
    kinds = {
        name: one.annotation for name, one in inspect.signature(made.Client).parameters.items()
    }
    assert kinds["shop"] == "str | None"
    assert kinds["region"] == one_of("eu", "us")
    assert (
        "Where the data is. Default: `SHOP_REGION` in the environment, else `eu`."
        in made.configure.__doc__
    )


@pytest.mark.parametrize(
    ("url", "given", "called"),
    [
        ("https://{shop}.example.com/v1", "big-1.eu", "https://big-1.eu.example.com/v1/x"),
        ("{shop}://example.com", "http", "http://example.com/x"),
        ("{shop}", "https://up.example.com/v1", "https://up.example.com/v1/x"),
        ("{shop}/v2", "https://up.example.com", "https://up.example.com/v2/x"),
        ("https://{shop}", "localhost:9200", "https://localhost:9200/x"),
        ("https://{shop}/v1", "[::1]:90", "https://[::1]:90/v1/x"),
        ("https://example.com:{shop}/", "8443", "https://example.com:8443/x"),
        ("https://example.com{shop}", "/v7", "https://example.com/v7/x"),
        ("https://example.com/{shop}", "a?b#c", "https://example.com/a%3Fb%23c/x"),
    ],
)
def test_a_value_is_written_as_its_place_needs(tmp_path, sent, url, given, called):
    made = imported(tmp_path / "client", document(server(url, shop="https")))
    made.configure(shop=given, http_client=sent.client)
    made.do()
    assert sent.urls == [called]


HOSTILE = (
    "evil.com/",
    "evil.com?",
    "evil.com#",
    "me@evil.com",
    "evil.com\\",
    " ",
    "x y",
    "x\n",
    "%2f",
    "..",
    "evil\u2100",
)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "url", ["https://{shop}.example.com", "https://{shop}/v1", "{shop}://h.com", "https://h:{shop}"]
)
def test_a_value_cannot_change_the_host(tmp_path_factory, sent, url, value):
    made = _package(tmp_path_factory, url)
    made.configure(shop=value, http_client=sent.client)
    with pytest.raises(made.ConfigurationError) as caught:
        made.do()
    assert sent.urls == []
    assert value.strip() not in str(caught.value) or not value.strip()


_PACKAGES: dict[str, object] = {}


def _package(tmp_path_factory, url):
    if url not in _PACKAGES:
        folder = tmp_path_factory.mktemp("shop") / "client"
        _PACKAGES[url] = imported(folder, document(server(url, shop="https")))
    return _PACKAGES[url]


@pytest.mark.parametrize("value", [".", "..", "../up", "a/../b"])
def test_a_value_cannot_leave_its_path(tmp_path_factory, sent, value):
    made = _package(tmp_path_factory, "https://h.example/a/{shop}")
    made.configure(shop=value, http_client=sent.client)
    with pytest.raises(made.ConfigurationError):
        made.do()


def test_a_variable_is_read_from_the_environment(tmp_path, sent, monkeypatch):
    url = "https://{shop}.example:{port}/{region}"
    made = imported(
        tmp_path / "client", document(server(url, shop="demo", port="443", region=REGION))
    )
    monkeypatch.setenv("SHOP_REGION", "us")
    monkeypatch.setenv("SHOP_KEY", "a secret of something else")
    monkeypatch.setenv("SHOP_PORT", "tcp://10.0.0.1:443")  # of Kubernetes
    for given in ({}, {"region": "eu"}):
        made.configure(http_client=sent.client, **given)
        made.do()
    assert sent.urls == ["https://demo.example/us/x", "https://demo.example/eu/x"]
    about = " ".join(made.configure.__doc__.split())
    assert "Default: `SHOP_REGION` in the environment, else `eu`." in about
    assert "port: Default: `443`." in about
    monkeypatch.setenv("SHOP_REGION", "mars")
    made.configure(http_client=sent.client)
    with pytest.raises(made.ConfigurationError, match="region must be 'eu' or 'us'"):
        made.do()


def test_a_value_that_is_not_allowed_is_refused(tmp_path, sent):
    url = "https://{region}.example.com:{port}"
    ports = {"default": 443, "enum": [443, 8443]}
    made = imported(tmp_path / "client", document(server(url, region=REGION, port=ports)))
    made.configure(region="mars", http_client=sent.client)
    with pytest.raises(made.ConfigurationError, match="region must be 'eu' or 'us'"):
        made.do()
    made.configure(port="8443", http_client=sent.client)
    made.do()
    assert sent.urls == ["https://eu.example.com:8443/x"]


@pytest.mark.parametrize("declared", [{}, {"tenant": {}}, {"tenant": {"description": "Yours."}}])
def test_a_variable_without_a_default_is_required(tmp_path, sent, declared):
    log = DiagnosticLog()
    described = document({"url": "https://{tenant}.example.com", "variables": declared})
    made = imported(tmp_path / "client", described, log)
    assert [one.code for one in log.diagnostics] == ["server-variable"]
    made.configure(http_client=sent.client)
    with pytest.raises(
        made.ConfigurationError, match=r"no tenant: call configure\(tenant=\.\.\.\)"
    ):
        made.do()
    made.configure(tenant="acme", http_client=sent.client)
    made.do()
    assert sent.urls == ["https://acme.example.com/x"]


def test_several_servers_have_names(tmp_path, sent, monkeypatch):
    live = {"url": "https://api.shop.example/v1", "description": "Live server (real money)"}
    test = {"url": "https://test.shop.example/{version}", "description": "The sandbox environment"}
    test["variables"] = {"version": {"default": "v9"}}
    made = imported(tmp_path / "client", document(live, test))
    kinds = inspect.signature(made.configure).parameters
    assert kinds["server"].annotation == one_of("live", "sandbox")
    for given in ({}, {"server": "sandbox"}, {"server": "sandbox", "version": "v1"}):
        made.configure(http_client=sent.client, **given)
        made.do()
    made.configure(server="sandbox", base_url="https://own.example", http_client=sent.client)
    made.do()
    monkeypatch.setenv("SHOP_BASE_URL", "https://environment.example")
    for given in ({}, {"server": "live"}):
        made.configure(http_client=sent.client, **given)
        made.do()
    assert sent.urls == [
        "https://api.shop.example/v1/x",
        "https://test.shop.example/v9/x",
        "https://test.shop.example/v1/x",
        "https://own.example/x",
        "https://environment.example/x",
        "https://api.shop.example/v1/x",
    ]
    made.configure(server="moon", http_client=sent.client)
    with pytest.raises(made.ConfigurationError, match="no server 'moon'; use 'live' or 'sandbox'"):
        made.do()


@pytest.mark.parametrize(
    ("servers", "names"),
    [
        ([("https://a.example", "Cloud"), ("http://b", "Self-hosted")], ["cloud", "self_hosted"]),
        ([("https://s.a.example", "Pay Sandbox"), ("https://b", "Pay Live")], ["sandbox", "live"]),
        ([("https://api.eu.a.example", ""), ("https://api.us.a.example", "")], ["eu", "us"]),
        ([("https://a.example/v1", ""), ("https://a.example/v2", "")], ["v1", "v2"]),
        ([("https://one.example", "Shop server"), ("https://two.example", "")], ["one", "two"]),
        ([("https://one.example", "Main"), ("https://two.example", "Main")], ["one", "two"]),
        ([("https://a.example", "Live"), ("/v1", "Relative")], None),
        ([("https://a.example", "Live"), ("https://a.example/", "Again")], None),
    ],
)  # fmt: skip
def test_the_name_of_a_server_comes_from_what_tells_it_apart(tmp_path, servers, names):
    listed = [{"url": url, "description": text} for url, text in servers]
    made = imported(tmp_path / "client", document(*listed))
    found = inspect.signature(made.configure).parameters.get("server")
    assert (found and found.annotation) == (one_of(*names) if names else None)


def test_a_server_of_openapi_3_2_has_a_name(tmp_path):
    listed = [{"url": f"https://{one}.example", "name": f"prod-{one}"} for one in ("a", "b")]
    made = imported(tmp_path / "client", document(*listed))
    kind = inspect.signature(made.configure).parameters["server"].annotation
    assert kind == one_of("prod-a", "prod-b")


def test_a_server_of_one_operation_has_variables_too(tmp_path, sent):
    own = [server("https://up.example/{region}", region={**REGION, "default": "us"})]
    usual = server("https://{region}.example", region=REGION)
    made = imported(tmp_path / "client", document(usual, own=own))
    for given in ({}, {"region": "eu"}):
        made.configure(http_client=sent.client, **given)
        made.do()
        made.own()
    assert sent.urls == [
        "https://eu.example/x",
        "https://up.example/us/own",
        "https://eu.example/x",
        "https://up.example/eu/own",
    ]


def test_the_servers_of_one_operation_are_chosen_by_name(tmp_path, sent):
    usual = [("https://api.example", "Live"), ("https://api.test.example", "Sandbox")]
    own = [("https://up.example/{region}", "Live uploads"), ("https://up.test", "Sandbox uploads")]
    listed, uploads = (
        [{"url": url, "description": text} for url, text in each] for each in (usual, own)
    )
    uploads[0]["variables"] = {"region": REGION}
    made = imported(tmp_path / "client", document(*listed, own=uploads))
    for given in ({}, {"server": "sandbox"}, {"server": "live", "region": "us"}):
        made.configure(http_client=sent.client, **given)
        made.do()
        made.own()
    assert sent.urls == [
        *("https://api.example/x", "https://up.example/eu/own"),
        *("https://api.test.example/x", "https://up.test/own"),
        *("https://api.example/x", "https://up.example/us/own"),
    ]


def test_one_operation_alone_may_have_several_servers(tmp_path, sent):
    own = [{"url": f"https://{one}.example"} for one in ("eu", "us")]
    made = imported(tmp_path / "client", document({"url": "https://a.example"}, own=own))
    kinds = inspect.signature(made.configure).parameters
    assert kinds["server"].annotation == one_of("eu", "us")
    assert "Some operations have servers of their own" in made.configure.__doc__
    for given in ({}, {"server": "us"}):
        made.configure(http_client=sent.client, **given)
        made.do()
        made.own()
    assert sent.urls == [
        *("https://a.example/x", "https://eu.example/own"),
        *("https://a.example/x", "https://us.example/own"),
    ]


def test_a_server_alone_is_that_of_its_operation(tmp_path, sent):
    usual = [{"url": f"https://{one}.example"} for one in ("live", "test")]
    made = imported(tmp_path / "client", document(*usual, own=[{"url": "https://files.example"}]))
    made.configure(http_client=sent.client, server="test")
    made.own()
    assert sent.urls == ["https://files.example/own"]


def test_a_base_url_may_have_the_variables(tmp_path, sent, monkeypatch):
    made = imported(
        tmp_path / "client", document(server("https://h.example/bot{token}", token="0"))
    )
    monkeypatch.setenv("SHOP_BASE_URL", "http://localhost:8081/mine/bot{token}")
    monkeypatch.setenv("SHOP_TOKEN", "12:ab")
    made.configure(http_client=sent.client)
    made.do()
    made.configure(token="34:cd", base_url="http://other:1/{token}", http_client=sent.client)
    made.do()
    made.configure(base_url="http://other:1/{unknown}", http_client=sent.client)
    with pytest.raises(made.ConfigurationError):
        made.do()
    assert sent.urls == ["http://localhost:8081/mine/bot12:ab/x", "http://other:1/34:cd/x"]


@pytest.mark.parametrize(
    ("name", "profile", "hidden"),
    [
        ("token", "", True),
        ("apiKey", "", True),
        ("shop", "", False),
        ("hash", 'secrets = ["hash"]\n', True),
    ],
)
def test_a_variable_that_is_a_secret_is_not_shown(tmp_path, name, profile, hidden):
    (tmp_path / "mine.toml").write_text(profile)
    described = document(server(f"http://127.0.0.1:1/a{{{name}}}", **{name: "0"}))
    made = imported(tmp_path / "client", described, profile=str(tmp_path / "mine.toml"))
    (setting,) = inspect.signature(made.Client).parameters.keys() - {"settings"}
    client = made.configure(**{setting: "very-secret-1"}, max_retries=0)
    with client, pytest.raises(made.APIConnectionError) as caught:
        made.do()
    shown = f"{caught.value} {client!r} {made.do.request()!r}"
    assert ("very-secret-1" in shown) is not hidden
    assert "http://127.0.0.1:1/a" in shown


NAMES = (
    "server",
    "base_url",
    "token",
    "self",
    "settings",
    "values",
    "call",
    "class",
    "API",
    "x-y",
    "1",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_variable_may_have_any_name(tmp_path, sent, name):
    servers = server(f"https://h.example/{{{name}}}", **{name: "0"}), {"url": "https://i.example"}
    described = document(*servers)
    described["security"] = [{"token": []}]
    schemes = {"token": {"type": "http", "scheme": "bearer"}}
    described["components"] = {"securitySchemes": schemes}
    made = imported(tmp_path / "client", described)
    taken = {"settings", "token", "server"}
    (setting,) = [one for one in inspect.signature(made.Client).parameters if one not in taken]
    made.configure(token="t", **{setting: "value"}, http_client=sent.client)
    made.do()
    assert sent.urls == ["https://h.example/value/x"]


@pytest.mark.parametrize(
    "url",
    [
        "https://h.test/v1?key=1",
        "https://h.test/v1#part",
        "https://me:secret@h.test/v1",
        "https://h.test/a b",
        "https://h.test\\v1",
    ],
)
def test_a_url_that_no_call_can_begin_with_is_no_server(tmp_path, url):
    log = DiagnosticLog()
    made = imported(tmp_path / "client", document(server(url)), log)
    assert [one.code for one in log.diagnostics] == ["no-address"]
    with pytest.raises(made.ConfigurationError):
        made.do()


def test_a_scheme_is_read_in_any_case(tmp_path, sent):
    log = DiagnosticLog()
    made = imported(tmp_path / "client", document(server("HTTPS://API.test/v1")), log)
    assert not log.diagnostics
    with made.Client(http_client=sent.client) as client:
        made.do.using(client)()
    assert sent.urls == ["https://api.test/v1/x"]
