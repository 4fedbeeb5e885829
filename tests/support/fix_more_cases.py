"""More code before and after `--fix`: see `fix_cases`."""

from __future__ import annotations

from typing import Final

MORE: Final[dict[str, tuple[str, str]]] = {
    "an attribute": (
        """
from operator import attrgetter
import shop
from shop import components, params
order = shop.get_order("1")
print(order.table, order.lines[0].recipe, f"{order.table}")
getattr(order, "table")
sorted(shop.list_orders().data, key=attrgetter("id", "table"))
match order:
    case components.Order(id="1", table=int(table)):
        print(table)
line: params.Line = {"recipe": "bread", "count": 1}
shop.create_order([{"count": 2, "recipe": "cake"}, params.Line(recipe="bun", count=3)])
other = {"recipe": "soup", "table": 1}
print(line, other["recipe"], other["table"])
""",
        """
from operator import attrgetter
import shop
from shop import components, params
order = shop.fetch_order("1")
print(order.table_number, order.lines[0].recipe_name, f"{order.table_number}")
getattr(order, "table_number")
sorted(shop.list_orders().data, key=attrgetter("id", "table_number"))
match order:
    case components.Order(id="1", table_number=int(table)):
        print(table)
line: params.Line = {"recipe_name": "bread", "count": 1}
shop.create_order([{"count": 2, "recipe_name": "cake"}, params.Line(recipe_name="bun", count=3)])
other = {"recipe": "soup", "table": 1}
print(line, other["recipe"], other["table"])
""",
    ),
    "a constant": (
        """
import shop
from shop import params
shop.list_orders(status="lost", sort='newest')
def listed(gone: bool) -> None:
    shop.list_orders(status="lost" if gone else "open")
shop.list_orders(status="open", sort="oldest")
order = shop.get_order("lost")
if order.stage == "baked" or "baked" != order.stage:
    print("baked")
if order.stage in ("open", "baked"):
    pass
if order.stage == "open":
    pass
match order.stage:
    case "open":
        pass
    case "baked" | "burnt":
        pass
line: params.Line = {"recipe": "huge", "count": 1, "size": "huge"}
print("baked", {"size": "huge"})
""",
        """
import shop
from shop import params
shop.list_orders(status="missing", sort='latest')
def listed(gone: bool) -> None:
    shop.list_orders(status="missing" if gone else "open")
shop.list_orders(status="open", sort="oldest")
order = shop.fetch_order("lost")
if order.stage == "done" or "done" != order.stage:
    print("baked")
if order.stage in ("open", "done"):
    pass
if order.stage == "open":
    pass
match order.stage:
    case "open":
        pass
    case "done" | "burnt":
        pass
line: params.Line = {"recipe_name": "huge", "count": 1, "size": "giant"}
print("baked", {"size": "huge"})
""",
    ),
    "a function in another module": (
        """
import shop
from shop import orders
from shop.orders import list_orders, pay_order  # paid
from unittest.mock import patch
pay_order("1")
orders.pay_order("2")
shop.orders.pay_order(order_id="3")
shop.pay_order("4")
with patch("shop.orders.pay_order"):
    list_orders()
def late() -> None:
    from shop.orders import pay_order as pay
    pay("5")
from shop.orders import (
    remove_line,  # a line
    # paid later
    pay_order as later,  # later
)
""",
        """
import shop
from shop import orders, checkout
from shop.orders import list_orders; from shop.checkout import pay_order  # paid
from unittest.mock import patch
pay_order("1")
checkout.pay_order("2")
shop.checkout.pay_order(id="3")
shop.pay_order("4")
with patch("shop.checkout.pay_order"):
    list_orders()
def late() -> None:
    from shop.checkout import pay_order as pay
    pay("5")
from shop.orders import (
    remove_line,  # a line
    # paid later
)
from shop.checkout import pay_order as later  # later
""",
    ),
    "a module": (
        """
from unittest.mock import patch
import shop
import shop.stock as s
from shop import stock
from shop.stock import list_stock
list_stock()[0].name
stock.list_stock()
s.list_stock()
shop.stock.list_stock()
with patch("shop.stock.list_stock"):
    print("shop.stock", "shop.stock.list_stock")
""",
        """
from unittest.mock import patch
import shop
import shop.inventory as s
from shop import inventory
from shop.inventory import list_stock
list_stock()[0].name
inventory.list_stock()
s.list_stock()
shop.inventory.list_stock()
with patch("shop.inventory.list_stock"):
    print("shop.stock", "shop.stock.list_stock")
""",
    ),
    "what only a person can do": (
        """
import shop
shop.cancel_order("1")  # left: function-removed
shop.get_order("1")
shop.list_orders(limit=5, since="1")  # left: argument-removed
kind = "lost"
shop.list_orders(status=kind)  # left: value-renamed
""",
        """
import shop
shop.cancel_order("1")  # left: function-removed
shop.fetch_order("1")
shop.list_orders(limit=5, created_since="1")  # left: argument-removed
kind = "lost"
shop.list_orders(status=kind)  # left: value-renamed
""",
    ),
}
