"""Operations are divided among modules as a person would divide them, and stay where they are."""

from __future__ import annotations

import json

import pytest
from support.documents import document
from support.packages import load, make

from generator.diagnostics import DiagnosticLog
from generator.name_history import NO_HISTORY
from generator.options import Options
from generator.planning import plan
from generator.write.lock import read_lock, write_lock

DONE = {"responses": {"204": {"description": "done"}}}
WORDS = "alpha bravo carol delta echo foxtrot golf hotel india juliet kilo lima".split()  # noqa: SIM905  shorter
HUGE = [{"name": f"p{one}", "in": "query", "schema": {"type": "string"}} for one in range(60)]


def api(*operations: str, **more: object) -> dict:
    """A document of operations: `GET /path`, or `GET /path Tag`."""
    paths: dict[str, dict] = {}
    for one in operations:
        method, path, *tags = one.split(" ", 2)
        described = {**DONE, **({"tags": tags} if tags else {})}
        paths.setdefault(path, {})[method.lower()] = described
    return document(paths, **more)


@pytest.fixture
def planned(tmp_path):
    def planned(described: dict, history=NO_HISTORY, **options):
        spec = tmp_path / "spec.json"
        spec.write_text(json.dumps(described))
        options = {"all": not options.get("groups"), **options}
        chosen = Options(spec=spec, output=tmp_path / "client", **options)
        return plan(chosen, DiagnosticLog(), history=history)

    return planned


@pytest.fixture
def divided(planned):
    """The number of functions in each module."""

    def divided(described: dict, **options):
        package = planned(described, **options)
        return {str(group.name): len(group.operations) for group in package.groups}

    return divided


@pytest.mark.parametrize(
    ("paths", "groups"),
    [
        ("/a/x /b/x", "a b"),
        ("/api/v1/customers /api/v1/orders /api/v2/orders", "customers orders"),
        ("/v1/a /v2/b /v1beta1/c /2024-10/d /2.0/e", "a b c d e"),
        ("/crm/v3/deals /crm/v3/lists/{id}", "deals lists"),
        ("/{tenant}/users/{id} /{tenant}/roles", "roles users"),
        ("/rest/pets /rest/pets/{id} /rest/pets/{id}/photos", "pets"),
        ("/things/search", "things"),
        ("/api/pets /api/v1/shops /api /health", "api health pets shops"),
        ("/api/{id} /api/{id}/keys /rest/x", "api x"),
        ("/pets /pets/{id} /pets/{id}/photos", "pets"),
        ("/api/v{version}/x /api/v{version}/y", "x y"),
        ("/chat.post /chat.list /users.list", "chat users"),
        ("/Calls.json /Calls/{Sid}.json /Rooms:search", "calls rooms"),
        ("/ /{id} /x?y=1", "root x"),
        ("/v1", "root"),
        ("no/slash //y", "no y"),
        ("/2fa /class /é /a%20b", "a_20b class_ n_2fa é"),
        ("/list /str/{id}", "list_operations str_operations"),
    ],
)
def test_segments_that_all_paths_share_and_versions_name_no_group(divided, paths, groups):
    assert list(divided(api(*(f"GET {path}" for path in paths.split())))) == groups.split()


def test_every_path_names_a_module(divided):
    for path in ("/日本", "/a b", "/\u202e", "/..", "/__init__", "", "?x"):
        (name,) = divided(document({path: {"get": DONE}}))
        assert name.isidentifier(), path


def test_tiny_groups_go_together(divided):
    methods = [f"POST /send{word.title()}" for word in WORDS]
    assert divided(api(*methods)) == {"operations": 12}
    assert divided(api(*methods, "GET /rooms", "POST /rooms")) == {"operations": 12, "rooms": 2}
    calls = ["POST /getMe", "POST /sendMessage", "POST /close"]
    assert divided(api(*calls)) == {"operations": 3}
    few = ["GET /rooms", "POST /rooms", "GET /status", "GET /version"]
    assert divided(api(*few)) == {"rooms": 2, "status": 1, "version": 1}


TAGGED = [
    f"GET /x/{word} {tag}" for word, tag in zip(WORDS, ["Web Hooks", "Users"] * 6, strict=True)
]


@pytest.mark.parametrize(
    ("operations", "groups"),
    [
        (TAGGED, {"users": 6, "web_hooks": 6}),
        ([*TAGGED, "GET /x/zulu"], None),  # without a tag
        ([f"GET /{word[0] < 'f'}/{word} One" for word in WORDS], {"false": 7, "true": 5}),
        ([f"GET /{word[0] < 'f'}/{word} {word}" for word in WORDS], {"false": 7, "true": 5}),
        (["GET /a ShopV1Cart", "GET /b ShopV1Order"], {"cart": 1, "order": 1}),
        (["GET /a Card API", "GET /b Order API"], {"card": 1, "order": 1}),
        (["GET /a pet-controller", "GET /b LogRestApi"], {"log": 1, "pet": 1}),
        (["GET /a OAuth", "GET /b IPv6 VPCs"], {"ipv6_vpcs": 1, "oauth": 1}),
        (["GET /a Shop", "GET /b Shop Cart"], {"shop": 1, "shop_cart": 1}),
    ],
)
def test_tags_divide_where_they_divide_well(divided, operations, groups):
    expected = groups or {"operations": len(operations)}
    assert divided(api(*operations)) == expected


def test_the_first_tag_counts(divided):
    paths = {
        "/a": {"get": {**DONE, "tags": ["One", "Two"]}},
        "/b": {"get": {**DONE, "tags": ["Two"]}},
    }
    assert divided(document(paths)) == {"one": 1, "two": 1}


def test_the_division_can_be_said(divided, tmp_path):
    described = api("GET /a/b One", "GET /a/c Two", "GET /d Two")
    assert divided(described) == {"one": 1, "two": 2}
    assert divided(described, group_by="tag") == {"one": 1, "two": 2}
    assert divided(described, group_by="path") == {"a": 2, "d": 1}
    assert divided(described, group_by="none") == {"operations": 3}
    profile = tmp_path / "mine.toml"
    profile.write_text("group_by = 'path'")
    assert divided(described, profile=str(profile)) == {"a": 2, "d": 1}
    assert divided(described, profile=str(profile), group_by="none") == {"operations": 3}
    assert divided(api("GET /v1/b", "GET /v1/c"), group_by="segment") == {"v1": 2}
    assert divided(api("GET /v1/b One", "GET /v1/c"), group_by="tag") == {"c": 1, "one": 1}


def large(*operations: str) -> dict:
    """A document whose functions have 200 lines each."""
    described = api(*operations)
    for item in described["paths"].values():
        item["parameters"] = HUGE
    return described


def test_a_large_group_is_divided_by_the_next_segment(divided):
    parts = ["keys", "hooks", "pages"]
    paths = [f"GET /repos/{{owner}}/{part}/{word}" for part in parts for word in WORDS[:5]]
    others = ["GET /repos", "GET /repos/{owner}", "GET /teams", "GET /repos/{owner}/stars"]
    expected = {"repos": 3, **{f"repos_{part}": 5 for part in sorted(parts)}, "teams": 1}
    assert divided(large(*paths, *others)) == expected
    tagged = [f"{one} {'Repos' if 'repos' in one else 'Teams'}" for one in (*paths, *others)]
    assert divided(large(*tagged)) == expected
    assert divided(api(*paths, *others)) == {"repos": 18, "teams": 1}


def test_what_all_paths_share_names_no_part(divided):
    paths = [f"GET /accounts/{{id}}/{part}/{word}" for part in ("calls", "texts") for word in WORDS]
    assert divided(large("GET /accounts", *paths)) == {"accounts": 1, "calls": 12, "texts": 12}


def test_no_module_is_too_large(planned, tmp_path):
    paths = [f"GET /a/{part}/{word}" for part in WORDS for word in WORDS]
    package = planned(large(*paths, "GET /b"))
    make(tmp_path / "client", large(*paths, "GET /b"))
    lengths = [len(one.read_text().splitlines()) for one in (tmp_path / "client").glob("*.py")]
    assert len(package.operations) == 145
    assert 1500 < max(lengths) < 3000


def test_a_selection_changes_no_group(planned):
    paths = [f"GET /repos/{part}/{word}" for part in ("keys", "hooks") for word in WORDS]
    described = large(*paths, "GET /repos", "GET /teams")
    every = planned(described).history.division.groups
    for groups in (("repos",), ("repos-keys", "teams")):
        some = planned(described, groups=groups).history.division.groups
        assert some.items() < every.items()
    assert len(planned(described, groups=("repos",)).operations) == 25
    assert len(planned(described, groups=("repos_keys",)).operations) == 12


def test_parents_of_tags_nest(divided, planned):
    tags = [
        {"name": "flights", "summary": "Flights", "description": "All flights."},
        {"name": "domestic", "parent": "flights", "description": "Near."},
        {"name": "far", "parent": "domestic", "description": "Far."},
        {"name": "circle", "parent": "circle"},
        {"name": "orphan", "parent": "nobody"},
    ]
    names = ["flights", "domestic", "far", "circle", "orphan"]
    operations = [f"GET /x/{tag}/{word} {tag}" for tag in names for word in WORDS[:5]]
    described = api(*operations, tags=tags)
    assert divided(described) == {"circle": 5, "flights": 15, "orphan": 5}
    described = {**large(*operations), "tags": tags}
    package = planned(described)
    assert [str(one.name) for one in package.groups] == [
        "circle",
        "flights",
        "flights_domestic",
        "orphan",
    ]


def test_a_tag_describes_its_module(tmp_path):
    tags = [
        {
            "name": "Users",
            "summary": "People",
            "description": 'Who uses it.\n\nQuote: """ \\',
            "externalDocs": {"url": "https://example.com/users"},
        },
        {"name": "Shared", "description": "Of two groups of paths."},
    ]
    operations = ["GET /users Users", "POST /users Users", "GET /a Shared", "GET /b Shared"]
    make(tmp_path / "tagged", api(*operations, tags=tags))
    module = load(tmp_path / "tagged").users
    assert module.__doc__.splitlines()[:9] == [
        "The `users` group of T.",
        "",
        "People",
        "",
        "Who uses it.",
        "",
        'Quote: """ \\',
        "",
        "API reference: https://example.com/users",
    ]
    make(tmp_path / "paths", api(*operations, tags=tags), group_by="path")
    package = load(tmp_path / "paths")
    assert package.users.__doc__ == module.__doc__
    assert "groups of paths" not in package.a.__doc__


def locked(package, options: Options):
    """The history of a package as its lock keeps it."""
    return read_lock(write_lock({}, package, options, 0)).history


def test_functions_stay_in_their_modules(planned, tmp_path):
    """Also with other operations, unless another division is asked for."""
    options = Options(spec=tmp_path / "spec.json", output=tmp_path / "client")
    small = ["GET /repos/keys/a", "GET /repos/keys/b", "GET /repos/hooks/a", "GET /teams"]
    first = planned(api(*small))
    before = first.history.division.groups
    assert set(before.values()) == {"repos", "teams"}
    history = locked(first, options)
    assert history.division == first.history.division

    more = [f"GET /repos/{part}/{word}" for part in ("keys", "hooks") for word in WORDS[:8]]
    more += [f"GET /{word}" for word in WORDS]
    later = planned(large(*small, *more), history=history).history.division.groups
    assert later.items() > before.items()
    assert later["GET /repos/keys/alpha"] == "repos_keys"
    assert later["GET /alpha"] == "operations"

    # A tag on every operation does not change the division, but a user can.
    tagged = api(*(f"{one} {one[5:8]}" for one in small))
    assert planned(tagged, history=history).history.division.groups == before
    moved = planned(tagged, history=history, group_by="tag")
    assert set(moved.history.division.groups.values()) == {"rep", "tea"}
    # Without that option, the document decides again; here, as it did.
    back = planned(tagged, history=locked(moved, options))
    assert set(back.history.division.groups.values()) == {"rep", "tea"}


def test_a_lock_from_before_is_read(planned):
    """It has no groups, and names that are kept."""
    described = api("GET /v1/a", "GET /v1/b")
    functions = ["get_v1_a get_v1_a GET /v1/a", "get_v1_b get_v1_b GET /v1/b"]
    history = read_lock(json.dumps({"files": {}, "functions": functions}).encode()).history
    later = planned(described, history=history)
    assert later.history.division == planned(described).history.division
    assert [one.name for one in later.operations] == ["get_v1_a", "get_v1_b"]
