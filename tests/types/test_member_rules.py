"""`[[computed]]` and `[[decoded]]` of a profile: what the models have, and what is warned of."""

from __future__ import annotations

import asyncio
import base64
import struct
import warnings

import pytest
from support.caller import both
from support.documents import NULL, STRING, document, operation, ref, tagged, thing
from support.packages import imported, make
from support.plans import plan_of
from support.scripted_server import Server

from generator.diagnostics import DiagnosticLog
from generator.diff.compare import compare
from generator.impact.find import find_uses

NUMBERS = {"type": "array", "items": {"type": "number"}}
ORDER = {
    **thing(
        id=STRING,
        lines={"type": "array", "items": ref("Either")},
        summary={"oneOf": [STRING, NULL], "description": "What SDKs make of the notes."},
        weights=NUMBERS,
        parent=ref("Order"),
    ),
    "required": ["id", "lines", "weights"],
}
SCHEMAS = {
    "Order": ORDER,
    "Food": {**tagged("food", price={"type": "integer"}), "required": ["type", "price"]},
    "Note": {**tagged("note", text=STRING), "required": ["type", "text"]},
    "Either": {"oneOf": [ref("Food"), ref("Note")]},
    "Bill": {"allOf": [ref("Order"), thing(total={"type": "integer"})]},
}
PATHS = {
    "/orders": {"post": operation(name="order", body=ref("Order"), reply=ref("Order"))},
    "/bills": {"get": operation(name="bill", reply=ref("Bill"))},
}
RULES = """
[[computed]]
schemas = ["Order"]
member = "summary"
join = "lines[type=note].text"

[[computed]]
schemas = ["Order"]
member = "firstPrice"
first = "lines[type=food].price"
description = "The price of the first food."

[[computed]]
schemas = ["Order"]
member = "prices"
each = "lines.price"

[[decoded]]
schemas = ["Order"]
member = "weights"
format = "float32"
"""
LINES = [
    {"type": "note", "text": "no "},
    {"type": "food", "price": 3},
    {"type": "food", "price": 4},
    {"type": "note", "text": "salt"},
]
WEIGHTS = [0.5, -2.0, 3.25]
ENCODED = base64.b64encode(struct.pack("<3f", *WEIGHTS)).decode()
SENT = {"id": "o", "lines": LINES, "weights": WEIGHTS}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("orders")
    (folder / "own.toml").write_text(RULES)
    return imported(folder / "client", document(PATHS, SCHEMAS), profile=str(folder / "own.toml"))


@pytest.fixture
def order(client):
    """Read an order as the service sends it."""

    def read(awaited=False, name="order", **members):
        given = {"id": "o", "lines": [], "weights": []} if name == "order" else {}
        call = getattr(client, name)
        with Server() as server:
            server.say({**SENT, **members})
            made = {"base_url": server.url, **given}
            return asyncio.run(call.aio(**made)) if awaited else call(**made)

    return read


@both
def test_members_are_computed(order, awaited):
    found = order(awaited=awaited)
    assert (found.summary, found.first_price, found.prices) == ("no salt", 3, [3, 4])


def test_what_a_schema_takes_over_is_computed_and_read_too(order):
    assert order(name="bill", total=7).summary == "no salt"
    assert order(name="bill", weights=ENCODED).weights == WEIGHTS


def test_a_computed_member_has_the_text_of_the_document_or_of_the_rule(client):
    order = client.components.Order
    assert order.summary.__doc__ == "What SDKs make of the notes."
    assert order.first_price.__doc__ == "The price of the first food."
    assert order.prices.__doc__ == "Computed from `lines.price`. The service does not send it."


def test_a_computed_member_is_neither_a_field_nor_sent(client, order):
    found = order()
    assert found.model_dump() == SENT
    assert "summary" not in str(client.components.Order.model_json_schema())
    assert "summary" not in client.params.Order.__annotations__
    with pytest.raises(AttributeError):
        found.summary = "x"


def test_a_member_that_the_service_sends_all_the_same_is_kept(order):
    found = order(summary="theirs")
    assert found.summary == "no salt"
    assert found.model_extra == {"summary": "theirs"}
    assert found.model_dump() == {**SENT, "summary": "theirs"}


def test_numbers_are_read_from_text(order):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = order(weights=ENCODED)
    assert found.weights == WEIGHTS
    assert found.model_dump() == SENT


@pytest.mark.parametrize("text", ["AAAA", "no base64", 3, None])
def test_text_that_has_no_numbers_is_kept_with_a_warning(client, order, text):
    client.Client().api.seen.clear()
    with pytest.warns(client.DriftWarning, match=r"\$\.weights: .* is not"):
        found = order(weights=text)
    assert found.weights == text
    assert found.summary == "no salt"


def test_a_new_rule_is_a_change_of_the_package(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(RULES)
    before = plan_of(tmp_path, document(PATHS, SCHEMAS))
    after = plan_of(tmp_path, document(PATHS, SCHEMAS), profile=path)
    found = {one.target.attribute for one in compare(before, after) if one.target.type == "Order"}
    assert found == {"summary", "first_price", "prices"}
    assert list(compare(after, after)) == []


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ('schemas = ["Ordr"]\nmember = "a"\njoin = "id"', "there is no schema 'Ordr'"),
        ('schemas = ["Order"]\nmember = "a"\njoin = "lnes.text"', "no member 'lnes'"),
        ('schemas = ["Order"]\nmember = "a"\njoin = "lines[type=nte].text"', "has the type 'nte'"),
        ('schemas = ["Order"]\nmember = "a"\njoin = "lines.price"', "'lines.price' is not text"),
        ('schemas = ["Either"]\nmember = "a"\njoin = "id"', "'Either' is not an object"),
    ],
)
def test_a_rule_that_does_not_fit_is_a_warning(tmp_path, rule, message):
    path = tmp_path / "own.toml"
    path.write_text(f"[[computed]]\n{rule}\n")
    log = DiagnosticLog()
    make(tmp_path / "client", document(PATHS, SCHEMAS), log, profile=str(path))
    assert [one.code for one in log.diagnostics] == ["rule-without-effect"]
    assert message in log.diagnostics[0].message
    assert log.diagnostics[0].location.line > 1


@pytest.mark.external
def test_an_app_that_reads_a_computed_member_is_found(tmp_path):
    """It cannot be set, and the constructor does not take it."""
    path, app = tmp_path / "own.toml", tmp_path / "app.py"
    path.write_text(RULES)
    app.write_text(
        "import shop\n"
        'found = shop.order(id="o", lines=[], weights=[])\n'
        "print(found.first_price, found.summary.upper(), sum(found.weights))\n"
    )
    before = plan_of(tmp_path, document(PATHS, SCHEMAS), profile=path)
    food = {**tagged("food", price=STRING), "required": ["type", "price"]}
    after = plan_of(tmp_path, document(PATHS, {**SCHEMAS, "Food": food}), profile=path)
    log = DiagnosticLog()
    uses = find_uses(compare(before, after), before, after, "shop", app, log)
    assert [(one.line, one.column, one.change.target.attribute) for one in uses] == [
        (3, 13, "first_price")
    ]
    assert not log.diagnostics
