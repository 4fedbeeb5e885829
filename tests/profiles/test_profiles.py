import inspect
import json
import re
from pathlib import Path

import pytest
from pydantic_core import to_json
from support import documents
from support.documents import STRING, document_of, ref, thing
from support.openai_documents import DATES
from support.schema_packages import generated
from support.sweeps import some

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.document.document import load
from generator.document.resolve import Resolver
from generator.document.select import Selection
from generator.profiles.profile_files import choose
from generator.profiles.security import add_credentials
from generator.resources import profile_names


@pytest.fixture
def document(tmp_path):
    def document(text):
        path = tmp_path / "spec.yaml"
        path.write_text(text)
        return load(path, DiagnosticLog())

    return document


OPENAI = "servers: [{url: 'https://api.openai.com/v1'}]"


@pytest.mark.parametrize(
    ("text", "name", "chosen"),
    [
        (OPENAI, None, "openai"),
        (OPENAI, "none", "none"),
        ("servers: [{url: 'https://example.com/'}]", None, "none"),
        ("servers: [{url: 'https://example.com/'}]", "openai", "openai"),
        ("servers: [{url: 'https://api.openai.com.evil.org/'}]", None, "none"),
        ("servers: [{url: 'https://[broken'}, 3, {url: 4}, {}]", None, "none"),
        ("servers: text", None, "none"),
        ("a: 1", None, "none"),
    ],
)
def test_which_profile(document, text, name, chosen):
    assert choose(document(text), name).name == chosen


def test_the_openai_profile(document):
    profile = choose(document(OPENAI), None)
    key, admin, organization = profile.credentials
    assert (key.setting, key.argument) == ("api_key", "openai_api_key")
    assert (key.header, key.prefix, key.required) == ("Authorization", "Bearer ", True)
    assert key.environment == ("OPENAI_API_KEY",)
    assert (admin.setting, admin.argument) == ("admin_key", "openai_admin_key")
    assert (admin.environment, admin.required) == (("OPENAI_ADMIN_KEY",), True)
    assert admin.groups == ("organization", "projects")
    assert (organization.setting, organization.former) == ("organization", "organization_key")
    assert organization.argument == "openai_organization_key"
    assert organization.header == "OpenAI-Organization"
    assert organization.environment == ("OPENAI_ORGANIZATION_KEY", "OPENAI_ORG_ID")
    assert not organization.required
    assert profile.base_url_environment == "OPENAI_BASE_URL"
    groups = {group for rule in profile.headers for group in rule.groups}
    assert groups == {"assistants", "threads", "vector_stores", "chatkit"}
    assert profile.reference.format(group="threads").endswith("/api-reference/threads")
    assert (profile.paging[0].cursor, profile.paging[0].next) == ("after", "last_id")
    assert all(path.is_file() for path in profile.overlays)
    assert profile.overlays


def test_a_request_may_take_back_what_was_answered(tmp_path):
    """The service takes it; the document has another schema for it."""
    profile = tmp_path / "own.toml"
    profile.write_text('[accepts]\nInput = "Output"\nOther = "Missing"\n')
    schemas = {
        "Input": {"oneOf": [STRING, ref("Given")]},
        "Given": thing(a=STRING),
        "Output": thing(b=STRING),
    }
    content, reply = ({"application/json": {"schema": ref(one)}} for one in ("Input", "Output"))
    described = {
        "operationId": "do",
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"description": "", "content": reply}},
    }
    made = generated(tmp_path, document_of(described, schemas), profile=str(profile))
    assert "Input: TypeAlias = Given | str | components.Output" in inspect.getsource(made.params)
    request = made.do.request(made.components.Output.model_validate({"b": "x"}))
    assert to_json(request.json) == b'{"b":"x"}'


def test_pages_without_a_member_more_are_paged_by_the_cursor_alone(tmp_path):
    profile = tmp_path / "own.toml"
    profile.write_text('[[paging]]\ncursor = "after"\nitems = "data"\nnext = "next"\n')
    page = thing(data={"type": "array", "items": STRING}, next=STRING)
    content = {"application/json": {"schema": page}}
    described = {
        "operationId": "do",
        "parameters": [{"name": "after", "in": "query", "schema": STRING}],
        "responses": {"200": {"description": "", "content": content}},
    }
    made = generated(tmp_path, documents.document({"/x": {"get": described}}), profile=str(profile))
    pages = made.do.request().pages
    assert (pages.parameter, pages.items, pages.next, pages.more) == ("after", "data", "next", "")


def test_an_unknown_profile(document):
    with pytest.raises(OpgenError) as caught:
        choose(document("a: 1"), "openia")
    (one,) = caught.value.diagnostics
    assert (one.code, one.help) == ("unknown-profile", "did you mean 'openai'?")
    assert "openai" in profile_names()


SCHEMES = """
security: []
components:
  securitySchemes:
    basicAuth: {type: http, scheme: Basic}
    tokenAuth: {type: http, scheme: bearer, description: The token.}
    X-Key: {type: apiKey, in: header, name: X-Api-Key}
    queryKey: {type: apiKey, in: query, name: key}
    query_key: {type: apiKey, in: cookie, name: session}
    login: {type: oauth2, flows: {}}
    id: {type: openIdConnect, openIdConnectUrl: 'https://example.com'}
    digest: {type: http, scheme: digest}
    mutual: {type: mutualTLS}
    broken: {type: apiKey}
    odd: [1]
    again: {$ref: '#/components/securitySchemes/tokenAuth'}
"""


def test_credentials_of_the_document(document):
    made = document(SCHEMES)
    log = DiagnosticLog()
    nothing = Selection((), ())
    profile = add_credentials(choose(made, None), made, nothing, Resolver(log), log)
    found = {
        one.setting: (one.header or one.query or one.cookie, one.prefix)
        for one in profile.credentials
    }
    assert found == {
        "basic_auth": ("Authorization", "Basic "),
        "token_auth": ("Authorization", "Bearer "),
        "x_key": ("X-Api-Key", ""),
        "query_key_": ("key", ""),  # the other scheme has this very name
        "query_key": ("session", ""),
        "login": ("Authorization", "Bearer "),
        "id": ("Authorization", "Bearer "),
        "digest": ("Authorization", ""),
        "again": ("Authorization", "Bearer "),
    }
    by_setting = {one.setting: one for one in profile.credentials}
    assert by_setting["token_auth"].environment == ("API_TOKEN_AUTH",)
    assert by_setting["token_auth"].description == "The token."
    assert by_setting["query_key"].cookie == "session"
    assert [one.basic for one in profile.credentials].count(True) == 1
    assert profile.base_url_environment == "API_BASE_URL"


def test_a_profile_with_credentials_keeps_them(document):
    made = document(OPENAI + "\n" + SCHEMES)
    profile = choose(made, None)
    nothing = Selection((), ())
    log = DiagnosticLog()
    kept = add_credentials(profile, made, nothing, Resolver(log), log)
    assert kept.credentials == profile.credentials


def test_a_profile_of_the_users_own(document, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'overlays = ["o.yaml"]\n[[credentials]]\nsetting = "key"\nargument = "my_key"\n'
        'query = "k"\n'
    )
    profile = choose(document("a: 1"), str(path))
    assert profile.name == "mine"
    assert profile.overlays == (tmp_path / "o.yaml",)
    assert profile.credentials[0].argument == "my_key"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a =", 1),
        ("links = ''\nhosts = [\n'a',\n= 1]", 4),
        ("hosts = " + "[" * 5000, 1),
        ("\nlinks = 3", 2),
        ("links = ''\nlnks = ''", 2),
        ("hosts = 'a'", 1),
        ("[[credentials]]\nargument = 'a'", 1),
        ("[[credentials]]\nsetting = 'a'\nargument = 'a'\nheader = 'A'\nrequired = 'x'", 5),
        ("[[credentials]]\nsetting = 'a'\nargument = 'a'", 1),
        ("[[credentials]]\nsetting = 'a'\nargument = 'a'\nheader = 'A'\nquery = 'b'", 1),
        ("credentials = [1]", 1),
        ("[[credentials]]\nsetting = 'a'\nargument = 'a'\nheader = 'A'\ngroups = ['b']", 5),
        ("headers = 1", 1),
        ("[[headers]]\ngroups = ['a']\nsend = 'b'", 3),
        ("[[headers]]\ngroups = ['a']\nsend = {b = 1}", 3),
        ("[[headers]]\ngroup = ['a']", 2),
        ("[[streams]]\nevents = 'a'\nend = ['b']", 3),
        ("[[streams]]\nevents = 'a'\ntext = {'*' = 'a..b'}", 3),
        ("[[streams]]\nevents = 'a'\nresult = [{path = 'a]'}]", 3),
        ("[[streams]]\nevents = 'a'\n[[streams.result]]\nhow = 'added'", 4),
        ("[[streams]]\nevents = 'a'\n[[streams.result]]\nfrom = 'a'", 4),
        ("[[paging]]\ncursors = 'a'", 2),
        (f"names = {'9' * 5000}", 1),
        ("errors = 1", 1),
        ("\n[errors]\ncode = 'a'", 2),
        ("[errors]\nhas = ['a']\nstatuses = {b = 404}", 3),
        ("[errors]\nhas = ['a']\ncode = 'c'\nstatuses = {b = 200}", 4),
        ("[errors]\nhas = ['a']\ncode = 'c'\nstatuses = {b = '404'}", 4),
        ("[errors]\nwhen = {a = [1]}", 2),
        ("[errors]\nwhen = {a = {b = 1}}", 2),
        ("hosts = []\nenvironment_prefix = 'my-api'", 2),
        ("base_url_environment = '1_URL'", 1),
        ("request_id = 'Request Id'", 1),
        ("idempotency = 'Idempotency Key'", 1),
        ("repeat = 'POST'", 1),
        ("[[credentials]]\nsetting = 'a'\nargument = 'a'\nheader = 'A B'", 4),
        ("[[credentials]]\nsetting = 'a'\nargument = 'a'\nheader = 'A'\nenvironment = ['A B']", 5),
        ("[[credentials]]\nsetting = 'a'\nargument = 'b'\nquery = 'c'\n" * 2, 6),
    ],
)
def test_a_broken_profile(document, tmp_path, text, line):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(OpgenError) as caught:
        choose(document("a: 1"), str(path))
    (one,) = caught.value.diagnostics
    assert (one.code, one.location.line) == ("invalid-profile", line)


def sent(profile, group):
    """The headers of a group."""
    return dict(
        item for rule in profile.headers if group in rule.groups for item in rule.send.items()
    )


def test_a_header_of_a_group_may_depend_on_a_path(document, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        "[[headers]]\ngroups = ['new-pets', 'b']\nsend = {Beta = '2', Other = 'x'}\n"
        "[[headers]]\ngroups = ['new-pets']\npath = '/old'\nsend = {Beta = '1'}\n"
    )
    new, old = (choose(document(f"paths: {{{key}: {{}}}}"), str(path)) for key in ("/new", "/old"))
    both = {"Beta": "2", "Other": "x"}
    assert [sent(new, group) for group in ("new_pets", "b", "c")] == [both, both, {}]
    assert sent(old, "new_pets") == {"Beta": "1", "Other": "x"}
    assert sent(old, "b") == both


@pytest.mark.corpus
@pytest.mark.parametrize("date", some(DATES, 3))
def test_the_beta_headers_are_those_of_the_documents_examples(shared, date):
    source = load(shared / f"specs/openai/{date}.yaml", DiagnosticLog())
    shown = {}
    for path, item in source.data["paths"].items():
        examples = "".join(json.dumps(one.get("x-oaiMeta")) for one in item.values() if one)
        for beta in re.findall(r"OpenAI-Beta: ([a-z_]+=v\d)", examples):
            shown.setdefault(path.split("/")[1], set()).add(beta)
    profile = choose(source, None)
    groups = {group for rule in profile.headers for group in rule.groups}
    betas = {group: {sent(profile, group)["OpenAI-Beta"]} for group in groups}
    assert shown == {group: one for group, one in betas.items() if group in shown}
    there = {path.split("/")[1] for path in source.data["paths"]}
    assert there.isdisjoint(betas.keys() - shown.keys())


def test_a_profile_that_is_not_there(document):
    with pytest.raises(OpgenError, match="no-such-file"):
        choose(document("a: 1"), str(Path("nowhere") / "mine.toml"))
