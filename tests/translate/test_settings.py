"""All settings of a client together: for a type checker, in the report, and in `help`."""

from __future__ import annotations

import pytest
from runtime.client import ClientSettings
from support import documents
from support.checkers import mypy, pyright, ruff
from support.packages import imported, make

from generator.commands.first_call import first_call
from generator.reserved_names import SETTINGS

DOCUMENT = documents.document(
    {
        f"/{name}": {
            "get": {
                **documents.operation(
                    {
                        "name": "Acme-Version",
                        "in": "header",
                        "schema": {"$ref": "#/components/schemas/Version"},
                    },
                    {"name": "X-Account", "in": "header", "required": True, "schema": {}},
                    name=name,
                )
            }
        }
        for name in ("one", "two")
    },
    {"Version": {"type": "string", "enum": ["1", "2", "3", "4"], "default": "3"}},
    security=[{"login": []}, {"acmeKey": []}],
)
DOCUMENT["info"] = {"title": "Acme API", "version": "1"}
DOCUMENT["components"]["securitySchemes"] = {
    "login": {"type": "http", "scheme": "basic", "description": "Of the portal."},
    "acmeKey": {"type": "apiKey", "in": "query", "name": "key"},
}
DOCUMENT["servers"] = [
    {"url": "https://{token}.acme.example", "variables": {"token": {"default": "t"}}},
    {
        "url": "https://{region}.test.example",
        "description": "Sandbox",
        "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}},
    },
]
for one in DOCUMENT["paths"].values():
    one["get"]["parameters"][1]["schema"] = {"type": "string"}

APP = """
import client

api = client.configure(
    login=("me", "secret"), acme_key="k", server="sandbox", region="us", token="t",
    acme_version="2", x_account="7", timeout=3.0,
)
with client.Client(login="me:secret") as other:
    client.one.using(other)(x_account="1", acme_version="4", login=("a", "b"))
client.two()
"""
WRONG = """
client.configure(server="moon")
client.configure(region="mars")
client.configure(acme_version="9")
client.configure(acme_key=("a", "b"))
client.one(acme_version="9")
"""


def test_the_report_has_the_settings(tmp_path):
    settings = make(tmp_path / "client", DOCUMENT).report.to_json()["settings"]
    assert [tuple(one.values()) for one in settings] == [
        ("login", "credential", "header Authorization: Basic …", ["ACME_LOGIN"], True),
        ("acme_key", "credential", "query key", ["ACME_KEY"], True),
        ("server", "servers", "base URL: acme, sandbox", [], False),
        ("token", "server variable", "base URL: {token}", ["ACME_TOKEN"], True),
        ("region", "server variable", "base URL: {region}", ["ACME_REGION"], False),
        ("acme_version", "parameter of all operations", "header Acme-Version", [], False),
        ("x_account", "parameter of all operations", "header X-Account", [], False),
    ]


def test_each_setting_is_described(tmp_path):
    made = imported(tmp_path / "client", DOCUMENT)
    for described in (made.configure.__doc__, made.Client.__doc__):
        text = " ".join(described.split())
        assert (
            "login: Of the portal. A user and a password, or one text `user:password`, or" in text
        )
        assert "Default: `ACME_LOGIN` in the environment." in text
        assert "`sandbox` is `https://{region}.test.example`. Default: the first one." in text
        assert "acme_version: The header `Acme-Version` of all calls. Default: `3`." in text
        assert "x_account: The header `X-Account` of all calls. Required." in text


def test_the_first_call_has_what_is_needed(tmp_path):
    package = make(tmp_path / "client", DOCUMENT).package
    _, _, configure, call = first_call(package, "client")
    assert configure.startswith('client.configure(login="...", token="...", x_account="...")')
    assert call == "print(client.one())"


@pytest.mark.external
def test_type_checkers_know_the_settings(tmp_path):
    make(tmp_path / "client", DOCUMENT)
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "wrong.py").write_text(f"import client\n{WRONG}")
    targets = [tmp_path / "app.py", tmp_path / "client"]
    assert "Success" in mypy(targets, "3.11", tmp_path)
    assert pyright(targets, "3.11", tmp_path) == []
    assert mypy(tmp_path / "wrong.py", "3.11", tmp_path).count("error:") == WRONG.count("client.")
    assert ruff(tmp_path / "client", "") == ""


def test_no_credential_or_variable_takes_the_name_of_a_setting() -> None:
    assert ClientSettings.__annotations__.keys() <= SETTINGS
