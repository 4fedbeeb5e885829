"""Which keys a call sends: those that its operation's `security` names, and never another."""

from __future__ import annotations

import inspect

import httpx2
import pytest
from server import Server
from support import documents
from support.packages import imported

from generator.diagnostics import DiagnosticLog

SCHEMES = {name: {"type": "apiKey", "in": "header", "name": f"X-{name}"} for name in ("one", "two")}


def document(usual: object, **operations: object) -> dict:
    """A document with an operation per keyword, whose value is its security; None for no word."""
    paths = {
        f"/{name}": {
            "get": {
                "operationId": name,
                "responses": {"204": {"description": "nothing"}},
                **({} if security is None else {"security": security}),
            }
        }
        for name, security in operations.items()
    }
    more = {} if usual is None else {"security": usual}
    four = {"four": {"type": "http", "scheme": "bearer"}} if "four" in str(operations) else {}
    schemes = {**SCHEMES, **four}
    return documents.document(paths, components={"securitySchemes": schemes}, **more)


@pytest.fixture
def package(tmp_path):
    def package(described, profile=None):
        return imported(tmp_path / "client", described, profile=profile)

    return package


def keys(request):
    return {name: value for name, value in request.headers.items() if name in ("x-one", "x-two")}


def takes(operation):
    return [name for name in inspect.signature(operation).parameters if name in ("one", "two")]


GIVEN = {"one": "key one", "two": "key two"}
ONE, TWO, BOTH = [{"one": []}], [{"two": []}], [{"one": [], "two": []}]


@pytest.mark.parametrize(
    ("usual", "own", "names"),
    [
        (ONE, None, ["one"]),
        (ONE, TWO, ["two"]),
        (ONE, BOTH, ["one", "two"]),
        (ONE, [], []),
        (ONE, [{}], []),
        (ONE, [*TWO, {}], ["two"]),
        (None, TWO, ["two"]),
        ([], None, []),
        (None, None, ["one", "two"]),  # no word of who asks for the keys: they may be given
    ],
    ids=str,
)
def test_an_operation_takes_and_sends_what_its_security_names(package, usual, own, names):
    described = document(usual, find=own, other=BOTH if usual or own else usual)
    made = package(described)
    assert takes(made.find) == names
    asked = inspect.signature(made.configure).parameters
    given = {name: key for name, key in GIVEN.items() if name in asked}
    with Server(described) as server, made.configure(base_url=server.url, **given):
        made.find()
        assert keys(server.last) == {f"x-{name}": f"key {name}" for name in names}
        assert server.rejected == []


def test_an_operation_beside_one_with_security_asks_for_none(package):
    made = package(document(None, find=ONE, other=None))
    assert (takes(made.find), takes(made.other)) == (["one"], [])


@pytest.mark.parametrize(
    ("find", "other", "missing"),
    [
        (ONE, TWO, "no one: "),
        (BOTH, BOTH, "no one and two: "),
        ([*ONE, *BOTH], BOTH, "no one: "),
        ([*ONE, *TWO], [], "no one or two: "),
        ([*TWO, *ONE], ONE, "no two or one: "),
        ([*BOTH, {"four": []}], ONE, "no one and two, or four: give one=... and two=..., or four"),
        ([*ONE, {}], ONE, None),
        ([{}, *ONE], ONE, None),
        ([], ONE, None),
        (None, None, None),
    ],
    ids=str,
)
def test_a_call_that_no_alternative_allows_is_not_sent(package, find, other, missing):
    described = document(None, find=find, other=other)
    made = package(described)
    with Server(described) as server, made.configure(base_url=server.url, max_retries=0):
        if missing:
            with pytest.raises(made.ConfigurationError, match=missing):
                made.find()
            assert server.requests == []
        else:
            made.find.attempt()
            assert keys(server.last) == {}


def test_a_header_authorization_without_a_scheme_is_given_whole(package):
    described = documents.document({"/x": {"get": documents.operation()}}, security=ONE)
    scheme = {"type": "apiKey", "in": "header", "name": "Authorization"}
    described["components"]["securitySchemes"] = {"one": scheme}
    about = " ".join(package(described).configure.__doc__.split())
    assert "one: The whole value of the header `Authorization`. Default: `T_ONE`" in about


@pytest.mark.parametrize(
    ("security", "client", "call", "sent"),
    [
        ([*ONE, *TWO], "one two", "", "one"),  # the first of the document
        ([*TWO, *ONE], "one two", "", "two"),
        ([*TWO, *ONE], "one", "", "one"),
        ([*ONE, *TWO], "one", "two", "two"),  # what the call itself gives is sent
        ([*BOTH, *TWO], "two", "", "two"),  # one half of another is not sent
        ([*BOTH, *TWO], "two", "one", "one two"),
        ([*TWO, *BOTH], "one two", "", "two"),
        ([{}, *ONE], "one", "", "one"),  # a key that is there is sent
        ([{}, *BOTH], "one", "", ""),
        ([{"unknown": []}, *ONE], "", "", ""),  # nothing here can judge that
        ([{"unknown": []}, *ONE], "one", "", "one"),
        ([{"unknown": [], "two": []}], "one two", "", "two"),
    ],
    ids=str,
)
def test_one_alternative_is_sent_whole_and_nothing_else(package, security, client, call, sent):
    described = document(None, find=security, other=BOTH)
    made = package(described)
    given = {name: GIVEN[name] for name in client.split()}
    with Server(described) as server, made.configure(base_url=server.url, max_retries=0, **given):
        made.find.attempt(**{name: GIVEN[name] for name in call.split()})
        assert keys(server.last) == {f"x-{name}": f"key {name}" for name in sent.split()}


@pytest.mark.parametrize("security", [{"one": []}, ["one", {"two": []}]], ids=str)
def test_a_security_that_is_not_a_list_of_objects_is_read_as_one(package, security):
    assert "one" in takes(package(document(ONE, find=security, other=ONE)).find)


def test_a_security_that_cannot_be_served_is_a_local_fault(tmp_path):
    security, message = [{"three": []}, *ONE], "there is no security scheme 'three'"
    log = DiagnosticLog()
    described = document(ONE, find=security, other=security, third=None)
    made = imported(tmp_path / "client", described, log)
    faults = [one for one in log.diagnostics if one.code == "malformed-security"]
    assert {message in one.message and bool(one.mend) for one in faults} == {True}
    assert len(faults) == 1
    assert takes(made.third) == ["one"]


def test_a_scheme_may_be_named_by_its_place(package):
    described = document(None, find=[{"#/components/securitySchemes/one": []}], other=TWO)
    assert takes(package(described).find) == ["one"]


def test_of_two_schemes_for_one_header_one_is_enough(package):
    described = document(None, find=[{"basic": [], "bearer": [], "one": []}], other=BOTH)
    described["components"]["securitySchemes"] |= {
        name: {"type": "http", "scheme": name} for name in ("basic", "bearer")
    }
    made = package(described)
    with Server(described) as server, made.configure(base_url=server.url, one="1"):
        made.find.attempt(bearer="token")
        assert server.last.headers["authorization"] == "Bearer token"
        made.find.attempt(basic="me:secret")
        assert server.last.headers["authorization"].startswith("Basic ")
        with pytest.raises(made.ConfigurationError, match="no basic or bearer: give basic="):
            made.find()


def test_a_query_key_and_a_cookie_are_one_alternative(package):
    described = document(None, find=[{"query": [], "cookie": []}, *ONE])
    described["components"]["securitySchemes"] |= {
        name: {"type": "apiKey", "in": name, "name": name} for name in ("query", "cookie")
    }
    made = package(described)
    with Server(described) as server, made.configure(base_url=server.url, query_="q", one="1"):
        made.find.attempt()
        assert (server.last.query, keys(server.last)) == ((), {"x-one": "1"})
        made.find.attempt(cookie="c")
        assert (server.last.query, server.last.headers["cookie"]) == ((("query", "q"),), "cookie=c")
        assert keys(server.last) == {}


@pytest.mark.parametrize(
    "settings",
    [
        {"auth": ("me", "secret")},
        {"headers": {"X-ONE": "own", "x-two": "own"}},
    ],
    ids=str,
)
def test_an_http_client_may_have_credentials_of_its_own(package, settings):
    described = document(None, find=BOTH, other=[*ONE, *BOTH])
    made = package(described)
    http = httpx2.Client(**settings)
    with http, Server(described) as server, made.configure(base_url=server.url, http_client=http):
        for operation in (made.find, made.other):
            operation.attempt()
            if "auth" in settings:
                assert server.last.headers["authorization"].startswith("Basic ")
            else:
                assert keys(server.last) == {"x-one": "own", "x-two": "own"}


def test_headers_of_a_client_or_a_call_count_as_given(package):
    described = document(None, find=BOTH)
    made = package(described)
    options = made.CallOptions(headers={"X-One": "own"})
    with Server(described) as server, made.configure(base_url=server.url, headers={"X-Two": "2"}):
        made.find(options=options)
        assert keys(server.last) == {"x-one": "own", "x-two": "2"}
        with pytest.raises(made.ConfigurationError, match="no one: "):
            made.find()


def test_an_open_operation_leaves_the_key_required_elsewhere(package):
    described = document(ONE, find=[*ONE, {}], other=None)
    made = package(described)
    with Server(described) as server, made.configure(base_url=server.url):
        made.find()
        with pytest.raises(made.ConfigurationError, match="no one: "):
            made.other()


def test_a_client_takes_the_keys_that_its_operations_ask_for(package):
    made = package(document(ONE, find=None))
    assert list(inspect.signature(made.Client).parameters) == ["one", "settings"]


def test_a_profile_says_which_groups_ask_for_a_key(package, tmp_path):
    (tmp_path / "mine.toml").write_text(
        '[[credentials]]\nsetting = "key"\nargument = "my_key"\nheader = "X-one"\nscheme = "one"\n'
        '[[credentials]]\nsetting = "boss"\nargument = "boss"\nheader = "X-two"\n'
        'scheme = "undeclared"\ngroups = ["staff"]\n'
        '[[credentials]]\nsetting = "tenant"\nargument = "tenant"\nheader = "X-Tenant"\n'
    )
    described = document(ONE, find=None, staff=None, public=[])
    made = package(described, str(tmp_path / "mine.toml"))
    sent = {}
    keywords = {"key": "1", "boss": "2", "tenant": "t"}
    with Server(described) as server, made.configure(base_url=server.url, **keywords):
        for name in ("find", "staff", "public"):
            getattr(made, name).attempt()
            assert server.last.headers["x-tenant"] == "t"
            sent[name] = keys(server.last)
    assert sent == {"find": {"x-one": "1"}, "staff": {"x-two": "2"}, "public": {}}


def test_a_profile_serves_a_scheme_of_another_name(package, tmp_path):
    """So it is with services that speak another one's API, described in words of their own."""
    (tmp_path / "mine.toml").write_text(
        '[[credentials]]\nsetting = "key"\nargument = "my_key"\nheader = "X-one"\nscheme = "theirs"'
    )
    described = document(ONE, find=None, public=[])
    made = package(described, str(tmp_path / "mine.toml"))
    with Server(described) as server, made.configure(base_url=server.url, key="1"):
        made.find()
        made.public()
        assert [keys(one) for one in server.requests] == [{"x-one": "1"}, {}]


OWN = ("super", "isinstance", "credentials", "named", "call", "omit", "self", "str", "API", "dict")


@pytest.mark.parametrize("name", OWN)
def test_a_scheme_named_like_what_the_client_uses(name, package):
    scheme = {name: {"type": "apiKey", "in": "header", "name": "X-Key"}}
    described = documents.document(
        {"/x": {"get": {**documents.operation(), "security": [{name: []}]}}},
        components={"securitySchemes": scheme},
    )
    client = package(described)
    (setting,) = inspect.signature(client.Client).parameters.keys() - {"settings"}
    with Server(described) as server, client.configure(base_url=server.url, **{setting: "secret"}):
        client.do()
        assert server.last.headers["x-key"] == "secret"


def test_the_error_says_the_shortest_ways(package):
    security = [*BOTH, *ONE, {"four": []}]
    described = document(None, find=security, other=BOTH)
    made = package(described)
    with pytest.raises(made.ConfigurationError) as caught:
        made.find()
    assert str(caught.value) == (
        "no one or four: give one=... or four=... to the call, call configure(one=...) or "
        "configure(four=...), or set T_ONE or T_FOUR in the environment"
    )
    with pytest.raises(
        made.ConfigurationError, match=r"no two: give two=\.\.\. to the call, call "
    ):
        made.other.using(made.Client(one="1"))()
