"""Each kind of change by small pieces of code, whose touched lines are marked with its code."""

from __future__ import annotations

import pytest
from support.bakery import NAME, changes, uses
from support.marked_lines import lines

from generator.diagnostics import DiagnosticLog

HEAD = f"import {NAME} as api\nfrom {NAME} import components, params\n"

PIECES = {
    "a removed function is found under every name": f"""
from {NAME} import cancel_order  # touched: function-removed
from {NAME}.orders import cancel_order as stop, get_order  # touched: function-removed
stop("1")  # touched: function-removed
run = api.orders.cancel_order  # touched: function-removed
api.cancel_order.aio.raw("1")  # touched: function-removed
getattr(api, "cancel_order")("1")  # touched: function-removed
getattr(api, "get_order")
calls = {{"get": get_order, "stop": stop}}  # touched: function-removed
bound = api.cancel_order.using(api.Client())  # touched: function-removed
bound("1")  # touched: function-removed
class Desk:
    stop = api.cancel_order  # touched: function-removed
    def close(self):
        self.stop("1")  # touched: function-removed
        other.cancel_order()
""",
    "a name that means something else is not the function": """
def cancel_order(order): ...
cancel_order("1")
def other(api):
    api.cancel_order("1")
""",
    "a mock names it in a text": f"""
from unittest import mock
with mock.patch("{NAME}.cancel_order"):  # touched: function-removed
    pass
with mock.patch("{NAME}.get_order"), mock.patch.object(api, "get_order"):
    pass
@mock.patch("{NAME}.orders.cancel_order")  # touched: function-removed
def test_it(stop, monkeypatch):
    monkeypatch.setattr("{NAME}.cancel_order", stop)  # touched: function-removed
mock.patch.object(api, "cancel_order")  # touched: function-removed
print("{NAME}.cancel_order")
""",
    "a removed module is found in every import": f"""
from {NAME} import reports as sales  # touched: module-removed
import {NAME}.reports  # touched: module-removed
from {NAME}.reports import sales_report  # touched: module-removed
import {NAME}.orders
api.reports.sales_report()  # touched: module-removed
sales.sales_report()  # touched: module-removed
""",
    "a moved function stays where the package exports it": """
report = api.sales_report  # may: result-widened
print(api.sales_report())  # touched: result-widened
api.sales_report()
""",
    "a removed view is found behind the others": """
api.list_recipes.iter()  # touched: view-removed
api.list_recipes.pages()  # touched: view-removed
api.list_recipes.aio.iter()  # touched: view-removed
api.list_recipes.using(api.Client()).iter()  # touched: view-removed
api.list_orders.iter()
api.list_recipes()
""",
    "a changed result touches the calls that use it": """
async def price() -> object:
    api.get_price("1")
    await api.get_price.aio("1")
    print(await api.get_price.aio("1"))  # touched: result-widened
    list(map(api.get_price, "ab"))  # touched: result-widened
    return api.get_price.attempt("1")  # touched: result-widened
with api.watch_order.stream("1") as events:  # touched: events-widened
    print(events)
api.watch_order("1")
""",
    "a removed argument is found by its name": """
import asyncio
from functools import partial
api.list_orders(after="1", limit=3)  # touched: argument-removed
api.list_orders.aio.attempt(limit=unknown)  # touched: argument-removed
api.list_orders(after="1")
api.list_orders(**{"limit": 3})  # touched: argument-removed
more = {"limit": 3}  # touched: argument-removed
api.list_orders(**more)
less: dict[str, object] = {}
less["limit"] = 3  # touched: argument-removed
api.list_orders(**less)
other = {"limit": 3}
print(other)
page = partial(api.list_orders, limit=3)  # touched: argument-removed
asyncio.to_thread(api.list_orders, limit=3)  # touched: argument-removed
api.list_orders(
    after="1",
    limit=3,  # touched: argument-removed
)
""",
    "a required argument is missed": """
api.create_order("bread", [], phone="1")
api.create_order("bread", [])  # touched: argument-added
api.create_order.request("bread", [])  # touched: argument-added
api.create_order(*unknown)
api.create_order(  # touched: argument-added
    "cake",
    [{"kind": "cake", "size": "huge"}],  # touched: attribute-narrowed
)
""",
    "a constant is judged by its value": """
ONCE = "lost"
api.list_orders(status="lost")  # touched: argument-narrowed
api.list_orders(status="open", sort="newest")
api.list_orders(sort="random")  # touched: type-narrowed
api.list_orders(status=ONCE)  # touched: argument-narrowed
api.list_orders(status="lost" if unknown else "open")  # touched: argument-narrowed
api.list_orders(status=api.omit)
api.list_orders(status=unknown)
""",
    "a setting is removed": """
api.Client(boss="x")  # touched: setting-removed
api.configure(shop="x", boss="y")  # touched: setting-removed
api.configure(shop="x")
api.get_order("1", boss="x")  # touched: argument-removed
""",
    "a removed type is found in annotations and patterns": f"""
from {NAME}.components import Report, Order  # touched: type-removed
def read(one: "list[Report]", other: components.Order) -> None: ...  # touched: type-removed
match unknown:
    case components.Report():  # touched: type-removed
        pass
isinstance(unknown, (components.Report, Order))  # touched: type-removed
""",
    "a dictionary is judged by the type that it is for": """
where: params.Address = {"street": "x"}  # touched: attribute-required
where = {"street": "x", "city": "Ely"}
where["fax"] = "1"  # touched: attribute-removed
where.get("fax")  # touched: attribute-removed
where.get("street")
params.Address(street="x")  # touched: attribute-required
lines: list[params.Line] = [
    {"kind": "cake", "size": "small"},
    {"kind": "cake", "size": "huge"},  # touched: attribute-narrowed
    {"kind": "bread", "count": 1, "sliced": True},
]
api.create_order(
    "x",
    [{"kind": "bread", "count": 1}],  # touched: attribute-required
    phone="1",
)
HOME = {"street": "x", "city": "Ely", "fax": "1"}  # touched: attribute-removed
api.create_order("x", [], phone="1", address=HOME)
def home() -> params.Address:
    return {"street": "x"}  # touched: attribute-required
more = {"street": ("x")}  # touched: attribute-required
more["fax"] = "1", "2"  # touched: attribute-removed
api.create_order("x", [], phone="1", address=more)
def outer():
    HOME = {"street": "x", "city": "Ely"}
    def inner():
        api.create_order("x", [], phone="1", address=HOME)
""",
    "a removed attribute is read, written, matched and built": """
order = api.get_order("1")
order.table = 3  # touched: attribute-removed
del order.table  # touched: attribute-removed
print(f"{order.id}: {order.table}")  # touched: attribute-removed
match order:
    case components.Order(id=str(), table=int(number)) if number:  # touched: attribute-removed
        pass
    case components.Order(id="x"):
        pass
components.Order(id="1", table=1)  # touched: attribute-removed
components.Order(id="1", total=1)
print(order.model_dump()["table"], order.model_dump()["id"])  # touched: attribute-removed
(
    api.get_order("1")
    .table  # touched: attribute-removed
)
class Mine(components.Order):
    extra: str = ""
Mine(id="1", total=1, extra="x")
""",
    "a widened attribute is touched where it is read": """
order = api.get_order("1")
print(order.baker.name)  # touched: attribute-widened
print(order.items[0].weight, order.items[0].name)  # touched: attribute-widened
components.Item(name="x", weight=1)
""",
    "a new constant matters where code distinguishes constants": """
order = api.get_order("1")
print(order.status)
if order.status == "open":  # may: type-widened
    pass
names = {"open": "Open"}
""",
    "comments that silence a checker do not hide anything": """
api.list_orders(limit=3)  # type: ignore  # touched: argument-removed
""",
    "decorators without types hide nothing": """
import functools, somewhere
def times(count):
    def outer(function):
        @functools.wraps(function)
        def inner(*args): ...
        return inner
    return outer
@times(3)
@somewhere.retried(
    on=ValueError,
)
@functools.lru_cache(maxsize=None)
def load(order_id: str):
    return api.get_order(order_id)
load("1").table  # touched: attribute-removed
""",
}


@pytest.mark.external
@pytest.mark.parametrize("about", PIECES)
def test_the_marked_lines_are_found_and_say_why(tmp_path, about):
    path = tmp_path / "code.py"
    path.write_text(HEAD + PIECES[about])
    log = DiagnosticLog()
    found: dict[tuple, set[str]] = {}
    for one in uses(path, *changes(), log=log):
        found.setdefault((one.path, one.line), set()).add(one.change.code)
    marks = lines(path)
    assert {line for line in found if marks.get(line, "?")[0] != "may"} == {
        line for line, (kind, _) in marks.items() if kind == "touched"
    }
    assert {line: codes for line, codes in found.items() if not codes & {*marks[line][1]}} == {}
    assert log.diagnostics == ()


@pytest.mark.external
@pytest.mark.parametrize(
    "expression",
    [
        "api.get_order.using(api.Client())('1').table",
        "api.get_order.raw('1').parse().table",
        "api.list_orders().data[0].table",
        "[one.table for one in api.list_orders.iter()]",
        "{one.id: one for one in api.list_orders.iter()}['1'].table",
        "sorted(api.list_orders.iter(), key=lambda one: one.table or 0)",
        "list(map(lambda one: one.table, api.list_orders().data))",
        "next(iter(api.list_orders.iter())).table",
        "(found := api.get_order('1')) and found.table",
        "(api.get_order('1') if unknown else api.get_order('2')).table",
        "components.Order.model_validate(unknown).table",
        "max(api.list_orders().data, key=operator.attrgetter('table', 'id'))",
        "getattr(api.get_order('1'), 'table')",
    ],
)
def test_a_removed_attribute_is_found_in_an_expression(tmp_path, expression):
    path = tmp_path / "code.py"
    path.write_text(f"{HEAD}import operator\nä = 'ä'; {expression}\n")
    (use,) = uses(path, *changes())
    assert (use.line, use.change.code, use.certain) == (4, "attribute-removed", True)
    assert use.text[use.column - 1 :].startswith(("table", "'table", "operator"))
