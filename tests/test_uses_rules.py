"""Each rule of `find_uses` by small pieces of code, whose touched lines are marked."""

from __future__ import annotations

import sys

import pytest
from uses_here import NAME, breaking, uses

HEAD = f"import {NAME} as api\nfrom {NAME} import components, params\n"

removed = breaking("function-removed", function="cancel_order")
moved = breaking("function-moved", function="sales_report")
gone = breaking("module-removed", module="reports")
no_iter = breaking("view-removed", function="list_recipes", view="iter")
no_stream = breaking("view-removed", function="watch_order", view="stream")
limit = breaking("argument-removed", function="list_orders", argument="limit")
lines = breaking("argument-removed", function="create_order", argument="lines")
phone = breaking("argument-required", function="create_order", argument="phone")
note = breaking("argument-required", function="create_order", argument="note")
reason = breaking("argument-position", function="delete_order", argument="reason")
status = breaking("argument-narrowed", function="list_orders", argument="status", values=("lost",))
after = breaking("argument-narrowed", function="list_orders", argument="after")
price = breaking("result-widened", function="get_price", certain=False)
events = breaking("events-narrowed", function="watch_order")
report = breaking("type-removed", type="Report")
address = breaking("type-removed", type="Address", module="params")
table = breaking("attribute-removed", type="Order", attribute="table", direction="response")
oven = breaking("attribute-removed", type="Item", attribute="oven")
baker = breaking("attribute-optional", type="Order", attribute="baker", certain=False)
sliced = breaking("attribute-required", type="BreadLine", attribute="sliced", direction="request")
fax = breaking("attribute-removed", type="Address", attribute="fax", direction="request")
size = breaking("attribute-narrowed", type="CakeLine", attribute="size", values=("huge",))
sorting = breaking("type-narrowed", type="Sorting", values=("random",), module="components")
line = breaking("type-narrowed", type="NewOrderLine")
state = breaking("type-widened", type="OrderStatus", direction="response")
boss = breaking("setting-removed", argument="boss")


def check(tmp_path, code, *changes):
    """Hold what is found against the marks `touched` and `may`; a line holds one of them."""
    path = tmp_path / "code.py"
    path.write_text(HEAD + code)
    numbered = list(enumerate(path.read_text().splitlines(), 1))
    found = [(one.line, one.certain) for one in uses(path, *changes)]
    assert found == [
        (number, text.endswith("touched"))
        for number, text in numbered
        if text.endswith(("# touched", "# may"))
    ]


def test_a_removed_function_is_found_under_every_name(tmp_path):
    code = f"""
from {NAME} import cancel_order  # touched
from {NAME}.orders import cancel_order as stop, get_order  # touched
stop("1")  # touched
run = api.orders.cancel_order  # touched
run("1")  # touched
api.cancel_order.aio.raw("1")  # touched
getattr(api, "get_order")
calls = {{"get": get_order, "stop": stop}}  # touched
calls["stop"]("1")
class Desk:
    stop = api.cancel_order  # touched
    def close(self):
        self.stop("1")  # touched
        other.cancel_order()
"""
    check(tmp_path, code, removed)


def test_a_removed_reader_of_webhooks_is_found_though_it_is_no_operation(tmp_path):
    webhook = breaking("function-removed", function="parse_webhook")
    check(tmp_path, "event = api.parse_webhook(unknown)  # touched\n", webhook)


def test_a_name_that_means_something_else_is_not_the_function(tmp_path):
    code = """
def cancel_order(order): ...
cancel_order("1")
def other(api):
    api.cancel_order("1")
"""
    check(tmp_path, code, removed)


def test_a_moved_function_is_touched_only_where_its_module_is_named(tmp_path):
    code = f"""
from {NAME} import sales_report, reports
from {NAME}.reports import sales_report as sales  # touched
import {NAME}.reports
api.sales_report()
api.reports.sales_report()  # touched
reports.sales_report.aio()  # touched
sales()
sales_report()
"""
    check(tmp_path, code, moved)


def test_a_removed_module_is_found_in_every_import(tmp_path):
    code = f"""
from {NAME} import reports  # touched
from {NAME}.reports import sales_report  # touched
import {NAME}.reports  # touched
import {NAME}.orders
api.reports  # touched
"""
    check(tmp_path, code, gone)


def test_a_removed_view_is_found_behind_the_others(tmp_path):
    code = """
api.list_recipes.iter()  # touched
api.list_recipes.aio.iter()  # touched
api.list_recipes.using(api.Client()).iter()  # touched
api.list_orders.iter()
api.list_recipes.aio()
with api.watch_order.stream("1") as events:  # touched
    pass
"""
    check(tmp_path, code, no_iter, no_stream)


def test_a_removed_argument_is_found_by_keyword_and_by_position(tmp_path):
    code = """
from functools import partial
import asyncio
api.list_orders(after="1", limit=3)  # touched
api.list_orders.aio.attempt(limit=3)  # touched
api.list_orders(after="1")
api.list_orders(**{"limit": 3})  # touched
api.list_orders(**{"after": "3"})
more = {"limit": 3}  # touched
api.list_orders(**more)
api.list_orders(**unknown)  # may
api.create_order("bread", [])  # touched
api.create_order("bread", lines=[])  # touched
api.create_order(*unknown)  # may
page = partial(api.list_orders, limit=3)  # touched
page(after="1")
asyncio.to_thread(api.list_orders, limit=3)  # touched
(api.list_orders if unknown else unknown)(limit=3)  # may
def listed(**options):
    return api.list_orders(**options)  # may
"""
    check(tmp_path, code, limit, lines)


def test_the_place_of_an_argument_is_its_own_line_and_column(tmp_path):
    path = tmp_path / "code.py"
    path.write_text(f'import {NAME}\n{NAME}.list_orders(\n    after="ä", limit=3,\n)\n')
    (use,) = uses(path, limit)
    assert (use.line, use.column, use.text) == (3, 16, 'after="ä", limit=3,')


def test_a_required_argument_is_missed_where_it_is_not_given(tmp_path):
    code = """
from functools import partial
api.create_order("bread", [], phone="1", note="x")
api.create_order("bread", [], phone="1", note=api.omit)  # touched
api.create_order("bread", [], note="x")  # touched
api.create_order("bread", [], note="x", **unknown)  # may
api.create_order("bread", *unknown, note="x")  # may
api.create_order.request("bread", [], note="x")  # touched
order = partial(api.create_order, "bread", note="x")
order([])  # touched
order([], phone="1")
half = partial(api.create_order, phone="1", note="x")
half("bread", [])
"""
    check(tmp_path, code, phone, note)


def test_an_argument_that_is_no_longer_positional_is_found_by_position(tmp_path):
    code = """
from functools import partial
api.delete_order("1", "late")  # touched
api.delete_order("1", reason="late")
api.delete_order(*unknown)  # may
late = partial(api.delete_order, "1")
late("late")  # touched
"""
    check(tmp_path, code, reason)


def test_a_narrowed_argument_is_judged_by_its_value(tmp_path):
    code = """
ONCE = "lost"
TWICE = "lost"
if unknown:
    TWICE = "open"
FINE = "open"
class Settings:
    STATUS = "lost"
api.list_orders(status="lost")  # touched
api.list_orders(status="open")
api.list_orders(status=ONCE)  # touched
api.list_orders(status=TWICE)  # may
api.list_orders(status=FINE)
api.list_orders(status=unknown)  # may
api.list_orders(status="lost" if unknown else "open")  # touched
api.list_orders(status=api.omit)
api.list_orders(status=Settings.STATUS)  # touched
api.list_orders(status=api.get_order("1").status)
api.list_orders(status=api.get_order("1").id)  # may
api.list_orders(after=1)  # touched
api.list_orders(after=unknown)  # touched
api.list_orders(after="1")
api.list_orders(after=api.omit)
"""
    check(tmp_path, code, status, after)


def test_a_list_with_a_constant_that_is_accepted_no_longer_is_found(tmp_path):
    narrowed = breaking("argument-narrowed", function="list_orders", argument="sort", values=(1,))
    code = """
api.list_orders(sort=[2, 1])  # touched
api.list_orders(sort=[2, True])
api.list_orders(sort=[2, *unknown])  # may
api.list_orders(sort=[one for one in (1, 2)])  # touched
"""
    check(tmp_path, code, narrowed)


def test_a_changed_result_touches_the_calls_that_use_it(tmp_path):
    code = """
async def price():
    api.get_price("1")
    await api.get_price.aio("1")
    api.get_price.request("1")
    print(await api.get_price.aio("1"))  # may
    return api.get_price.attempt("1")  # may
"""
    check(tmp_path, code, price)


def test_changed_events_touch_streams_and_sinks(tmp_path):
    code = """
api.watch_order.stream("1").to(print)  # touched
api.watch_order("1", stream_to=print)  # may
api.watch_order("1")
"""
    check(tmp_path, code, events)


def test_a_removed_type_is_found_in_annotations_and_patterns(tmp_path):
    code = f"""
import typing as t
from {NAME}.components import Report, Order  # touched
if t.TYPE_CHECKING:
    from {NAME}.components import Report as Sales  # touched
def read(one: "list[Sales]", other: components.Order) -> "Order | None": ...  # touched
def show(one: t.Literal["Report"], other: "components.Report | None") -> None: ...  # touched
match unknown:
    case components.Report():  # touched
        pass
isinstance(unknown, (components.Report, Order))  # touched
t.cast("Report", unknown)  # touched
params.Address
components.Address
where: params.Address  # may
"""
    code = code.replace("# may", "# touched").replace("\nparams.Address", "")
    check(tmp_path, code, report, address)


@pytest.mark.parametrize(
    "expression",
    [
        "api.get_order('1').table",
        "api.get_order.using(api.Client())('1').table",
        "api.get_order.raw('1').parse().table",
        "api.list_orders().data[0].table",
        "[one.table for one in api.list_orders.iter()]",
        "{one.id: one for one in api.list_orders.iter()}['1'].table",
        "sorted(api.list_orders.iter(), key=lambda one: one.table)",
        "list(map(lambda one: one.table, api.list_orders().data))",
        "next(iter(api.list_orders.iter())).table",
        "[(number, one.table) for number, one in enumerate(api.list_orders.iter())]",
        "(found := api.get_order('1')) and found.table",
        "(api.get_order('1') if unknown else api.get_order('2')).table",
        "components.Order.model_validate(unknown).table",
        "components.Order(table=1)",
        "getattr(api.get_order('1'), 'table')",
    ],
)
def test_a_removed_attribute_is_found_in_an_expression(tmp_path, expression):
    check(tmp_path, f"{expression}  # touched\n", table)


def test_a_removed_attribute_is_found_wherever_the_code_tells_the_class(tmp_path):
    code = """
import asyncio, contextlib, dataclasses, functools, typing as t
Orders = t.Union[list[components.Order], None]
def first(orders: Orders, *others: components.Order, **named: components.Order):
    print(orders[0].table)  # touched
    print(others[0].table)  # touched
    print(named["x"].table)  # touched
    return orders[0]
first([]).table  # touched
def more(order: t.Optional["components.Order"] = None) -> tuple[str, components.Order]: ...
_, second = more()
second.table  # touched
async def later():
    order = await api.get_order.aio("1")
    order.table = 3  # touched
    async for one in api.list_orders.aio.iter():
        del one.table  # touched
    reply = await api.get_order.aio.raw("1")
    reply.parse().table  # touched
    done = await asyncio.gather(*[api.get_order.aio(each) for each in "12"])
    done[0].table  # touched
    return order
async def latest():
    (await later()).table  # touched
@contextlib.contextmanager
def opened():
    yield api.get_order("1")
with opened() as held:
    held.table  # touched
@dataclasses.dataclass
class Cart:
    order: components.Order
    @functools.cached_property
    def again(self):
        return self.order
    def show(self):
        return [self.again.table for _ in "1"]  # touched
class Small(Cart):
    def small(self):
        return self.order.table  # touched
Small(unknown).again.table  # touched
class Mine(components.Order):
    def mine(self):
        return self.table  # touched
kept = []
def keep(order_id):
    kept.append(api.get_order(order_id))
for one in kept:
    one.table
def kept_here():
    kept.append(api.get_order("1"))
    return kept[0].table  # touched
result = api.get_order.attempt("1")
if isinstance(result, api.Ok):
    result.value.table  # touched
match result:
    case api.Ok(components.Order(id="1") as found):
        found.table  # touched
    case api.Ok(value=components.Order(table=int())):  # touched
        pass
    case api.Err(error):
        error.table
"""
    check(tmp_path, code, table)


def test_an_attribute_of_what_the_code_does_not_tell_is_not_found(tmp_path):
    code = """
unknown.table
def show(order, page: list): order.table; page[0].table
api.get_order("1").baker.table
api.get_recipe("1").table
"""
    check(tmp_path, code, table)


def test_a_value_that_may_be_another_is_uncertain(tmp_path):
    code = """
order = api.get_order("1")
if unknown:
    order = unknown()
order.table  # may
maybe = None
maybe = api.get_order("1")
maybe.table  # touched
getattr(maybe, "table", None)  # may
maybe.baker  # may
"""
    check(tmp_path, code, table, baker)


def test_an_attribute_of_one_class_of_a_union_is_certain_if_only_that_has_it(tmp_path):
    code = """
def show(one: components.Order | components.Item | components.Report):
    one.table  # touched
    one.name
    one.total
"""
    check(tmp_path, code, table)


def test_dictionaries_are_judged_by_the_object_that_they_are_for(tmp_path):
    code = """
bread = {"kind": "bread", "count": 1}  # touched
api.create_order("x", [bread])
api.create_order("x", [{"kind": "bread", "count": 1, "sliced": True}])
api.create_order("x", [{"kind": "cake", "size": "small"}])
api.create_order("x", [{"kind": "cake", "size": "huge"}])  # touched
api.create_order("x", [{"kind": "cake", "size": unknown}])  # may
api.create_order("x", [{"kind": "bread", "count": 1, **unknown}])  # may
api.create_order("x", [{"kind": "bread", "count": 1} for _ in "12"])  # touched
api.create_order("x", [*[{"kind": "bread", "count": 1}]])  # touched
api.create_order("x", [dict(kind="bread", count=1)])  # touched
api.create_order("x", [params.BreadLine(kind="bread", count=1)])  # touched
added = []
added.append({"kind": "bread", "count": 1})  # touched
api.create_order("x", added)
elsewhere = {"kind": "bread", "count": 1}
api.create_order("x", [{"kind": unknown, "count": 1}])  # touched
api.create_order("x", [{"kind": unknown}])  # may
api.create_order("x", [{"sliced": False}])
api.create_order("x", [{"count": 1, **unknown}])  # may
homes: dict[str, params.Address] = {"x": {"street": "x", "fax": "1"}}  # touched
whole: params.NewOrder = {"recipe": "x", "lines": [{"kind": "bread", "count": 1}]}  # touched
def line(count: int) -> params.BreadLine:
    return {"kind": "bread", "count": count}  # touched
def send(lines: list[params.BreadLine | params.CakeLine], where: params.Address): ...
send([{"kind": "bread", "count": 1}], {"street": "x"})  # touched
send([], where={"street": "x", "fax": "1"})  # touched
where: params.Address = {"street": "x", "fax": "1"}  # touched
where["fax"]  # touched
where["street"]
api.create_order("x", [], address={"street": "x", **{"fax": "1"}})  # touched
"""
    check(tmp_path, code, sliced, size, fax)


def test_a_narrowed_alias_is_judged_wherever_it_is_expected(tmp_path):
    code = """
api.list_orders(sort="random")  # touched
api.list_orders(sort="newest")
api.list_orders(sort=unknown)  # may
how: components.Sorting = "random"  # touched
def show(sort: components.Sorting = "random"): ...  # touched
show("random")  # touched
show(sort="oldest")
"""
    check(tmp_path, code, sorting)


def test_a_comparison_with_a_widened_alias_may_miss_a_value(tmp_path):
    code = """
order = api.get_order("1")
order.status == "open"  # may
"open" == order.status  # may
order.status in ("open", "baked")  # may
order.id == "1"
match order.status:  # may
    case "open": ...
"""
    check(tmp_path, code, state)


def test_a_removed_setting_is_found_in_clients(tmp_path):
    code = f"""
from {NAME} import Client as Shop, configure
Shop(boss="x")  # touched
configure(shop="x", boss="y")  # touched
configure(shop="x")
api.Client(**unknown)  # may
other.configure(boss="x")
"""
    check(tmp_path, code, boss)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="`type` is a statement from 3.12 on")
def test_a_type_statement_names_what_it_stands_for(tmp_path):
    code = """
type Orders = list[components.Order]
def first(orders: Orders):
    return orders[0].table  # touched
"""
    check(tmp_path, code, table)


def test_what_stands_in_a_formatted_string_is_found_there(tmp_path):
    path = tmp_path / "code.py"
    path.write_text(f"from {NAME} import get_order\nf'a {{get_order(1).table}}'\n")
    (use,) = uses(path, table)
    assert (use.line, use.column) == (2, 19)


def test_what_does_not_break_is_not_looked_for(tmp_path):
    added = breaking("function-removed", kind="additive", function="cancel_order")
    check(tmp_path, "api.cancel_order('1')\n", added)
