"""A circle of many schemas is divided: any of its modules can be imported first."""

from __future__ import annotations

import ast
import itertools
import json
import pickle
import time
from typing import get_type_hints

import httpx2
import pytest
from support.caller import CERTIFICATES
from support.checkers import RUFF, mypy, pyright, ruff
from support.expandable import TOPICS, expandable_document
from support.packages import load, make
from support.processes import python
from support.sweeps import some

pytestmark = [pytest.mark.slow]
MOST_LINES = 3000
SMALL = 9  # topics: enough for several modules
IMPORT = """
import importlib, inspect, sys
from typing import get_type_hints
for name in sys.argv[1:]:
    module = importlib.import_module(name)
    own = [one for one in vars(module).values() if getattr(one, "__module__", "") == name]
    classes = [one for one in own if isinstance(one, type)]
    assert classes
    for one in classes[:3]:
        get_type_hints(one)
        assert inspect.getdoc(one) is not None or one
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A package of more than thousand schemas, most of them in one circle."""
    folder = tmp_path_factory.mktemp("circles") / "payments"
    make(folder, expandable_document(kinds=12))
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("circles") / "small"
    make(folder, expandable_document(SMALL))
    return folder


def modules(folder):
    return [
        ".".join(path.relative_to(folder.parent).with_suffix("").parts)
        for direction in ("components", "params")
        for path in sorted((folder / direction).glob("*.py"))
        if path.stem != "__init__"
    ]


def test_no_module_is_long_and_each_is_named_for_what_it_holds(folder):
    for direction in ("components", "params"):
        paths = [one for one in (folder / direction).glob("*.py") if one.stem != "__init__"]
        lengths = {path.stem: len(path.read_text().splitlines()) for path in paths}
        assert max(lengths.values()) <= MOST_LINES, lengths
        divided = {name: number for name, number in lengths.items() if name.startswith("shared")}
        assert len(divided) > 5
        assert sum(divided.values()) / len(divided) > 1000, lengths
        assert {name.removeprefix("shared_") for name in divided} <= set(TOPICS)


def test_what_is_deleted_is_with_what_it_was(folder):
    client = load(folder)
    places = [getattr(client.components, f"{start}Invoice") for start in ("", "Deleted")]
    assert len({one.__module__ for one in places}) == 1


@pytest.mark.external
def test_any_module_can_be_the_first(small):
    names = modules(small)
    assert len(names) > 4
    for name in names:
        python("-W", "error", "-c", IMPORT, name, cwd=small.parent)
    python("-W", "error", "-c", IMPORT, *reversed(names), cwd=small.parent)


def test_a_module_imports_types_of_others_only_for_aliases(small):
    for path in small.glob("components/shared_*.py"):
        tree = ast.parse(path.read_text())
        taken = {
            one.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shared_")
            for one in node.names
        }
        aliases = [node for node in tree.body if isinstance(node, ast.AnnAssign)]
        named = {one.id for node in aliases for one in ast.walk(node) if isinstance(one, ast.Name)}
        assert taken <= named


ACCOUNT = {
    "type": "account",
    "id": "a",
    "owner": {"type": "account.session", "id": "s", "owner": "x"},
    "parent": {"id": "d", "deleted": True},
    "related": None,
    "items": {"data": [], "has_more": False},
    "holder": {"type": "balance.entry", "id": "e", "extra": ["a", [1.5]]},
    "tagged": {"kind": "large", "of": {"type": "account", "id": "b"}, "held": "h"},
}


@pytest.fixture(scope="module")
def client(small):
    return load(small)


@pytest.mark.parametrize("change", [{}, {"status": 5, "items": 1}], ids=["exact", "different"])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_values_are_right(client, change):
    body = json.loads(json.dumps({**ACCOUNT, **change}))
    sent = []

    def answer(request):
        sent.append(request)
        return httpx2.Response(200, json=body)

    with (
        httpx2.Client(transport=httpx2.MockTransport(answer), verify=CERTIFICATES) as http,
        client.configure(http_client=http, max_retries=0),
    ):
        account = client.accounts.get_account("a")
        assert type(account) is client.components.Account
        assert type(account.owner) is client.components.AccountSession
        assert type(account.tagged) is client.components.AccountTaggedLarge
        assert type(account.tagged.of) is client.components.Account
        assert account.model_dump(mode="json", by_alias=True) == body
        if not change:
            assert account.holder.extra == ["a", [1.5]]
            assert account.parent.deleted is True
            client.accounts.create_account("account", "b", owner=account.owner)
            assert json.loads(sent[-1].content)["owner"] == ACCOUNT["owner"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_models_are_made_copied_and_pickled(client):
    made = client.components.Balance(
        type="balance",
        id="b",
        holder=client.components.CouponSchedule(type="coupon.schedule", id="c"),
    )
    assert pickle.loads(pickle.dumps(made)) == made == made.model_copy(deep=True)
    assert type(made.holder).__module__ != type(made).__module__
    assert "CouponSchedule" in str(get_type_hints(client.params.Balance)["holder"])


@pytest.mark.external
def test_mypy_has_no_finding(tmp_path):
    make(tmp_path / "client", expandable_document(SMALL, sent=False))  # see below
    assert len(modules(tmp_path / "client")) > 4
    assert mypy("client", "3.11", tmp_path).startswith("Success")


# mypy takes minutes for ten TypedDicts that hold each other, and pyright ends in an overflow of its
# stack for a hundred, also where they are in one module.
@pytest.mark.external
def test_pyright_and_ruff_have_no_finding(tmp_path, small):
    make(tmp_path / "client", expandable_document(3))
    divided = [one for one in modules(tmp_path / "client") if ".shared_" in one]
    assert len(divided) > 3
    assert pyright("client", "3.11", tmp_path) == []
    for selection in RUFF:
        assert ruff(small, f"{selection} --ignore=PYI051" if selection else "") == ""


def test_four_times_as_many_take_four_times_as_long(tmp_path):
    def seconds(topics):
        start = time.process_time()
        make(tmp_path / f"client_{topics}", expandable_document(topics, 9))
        return time.process_time() - start

    seconds(2)
    few, many = seconds(8), seconds(32)
    assert many < 7 * few, (few, many)


@pytest.mark.parametrize("added", some(["aardvark", "middle", "zebra"], 3))
def test_a_new_schema_moves_few_others(small, tmp_path, added):
    before = homes(small)
    spec = expandable_document(SMALL)
    schemas = spec["components"]["schemas"]
    schemas[added] = schemas["deleted_account"] | {"description": "A new one."}
    schemas["account"]["properties"]["added"] = {"$ref": f"#/components/schemas/{added}"}
    make(tmp_path / "client", spec)
    after = homes(tmp_path / "client")
    moved = [name for name in before if before[name] != after[name]]
    assert len(after) == len(before) + 1
    assert len(moved) <= len(before) // 20, moved


def homes(folder):
    """The module of each class and alias of responses."""
    found = {}
    for path, node in itertools.chain.from_iterable(
        ((path, node) for node in ast.parse(path.read_text()).body)
        for path in folder.glob("components/*.py")
        if path.stem != "__init__"
    ):
        if isinstance(node, ast.ClassDef):
            found[node.name] = path.stem
    return found
