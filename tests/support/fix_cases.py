"""Code before and after `--fix`, by what changes in it; each piece is a module of an app.

A comment `# left: code` marks a line that is left to do by hand.
"""

from __future__ import annotations

from typing import Final

from support.fix_more_cases import MORE

CASES: Final[dict[str, tuple[str, str]]] = {
    **MORE,
    "a function, called by every name": (
        """
import shop
import shop as s
from shop import orders
shop.get_order("1").id  # kept
s.get_order.raw("1").status
orders.get_order.using(shop.Client())("1")
shop.orders.get_order.attempt("1")
async def load() -> str:
    return (await s.get_order.aio("1")).id
print(f"{shop.get_order('1').id!r:>4}")
""",
        """
import shop
import shop as s
from shop import orders
shop.fetch_order("1").id  # kept
s.fetch_order.raw("1").status
orders.fetch_order.using(shop.Client())("1")
shop.orders.fetch_order.attempt("1")
async def load() -> str:
    return (await s.fetch_order.aio("1")).id
print(f"{shop.fetch_order('1').id!r:>4}")
""",
    ),
    "a function, imported": (
        """
from shop import (
    get_order,  # one order
    list_orders,
)
from shop.orders import get_order as load
__all__ = ["get_order", "list_orders"]
load("1")
get_order("1")
read = get_order
read("1")
ids = [one for one in map(get_order, "123")]
def other(get_order: int) -> int:
    return get_order
""",
        """
from shop import (
    fetch_order,  # one order
    list_orders,
)
from shop.orders import fetch_order as load
__all__ = ["fetch_order", "list_orders"]
load("1")
fetch_order("1")
read = fetch_order
read("1")
ids = [one for one in map(fetch_order, "123")]
def other(get_order: int) -> int:
    return get_order
""",
    ),
    "a function whose new name the app has already": (
        """
from shop import get_order
def fetch_order(number: int) -> str:
    return get_order(str(number)).id
get_order("2")
""",
        """
from shop import fetch_order as get_order
def fetch_order(number: int) -> str:
    return get_order(str(number)).id
get_order("2")
""",
    ),
    "a function imported in functions, twice": (
        """
from typing import Any
def one() -> str:
    from shop import get_order
    return get_order("1").id
def two() -> str:
    from shop import get_order as load, list_orders
    list_orders()
    return load("1").id
def three(get_order: Any) -> str:
    return get_order("1").id
""",
        """
from typing import Any
def one() -> str:
    from shop import fetch_order
    return fetch_order("1").id
def two() -> str:
    from shop import fetch_order as load, list_orders
    list_orders()
    return load("1").id
def three(get_order: Any) -> str:
    return get_order("1").id
""",
    ),
    "a function that another library has too": (
        """
import shop
class Store:
    def get_order(self, order_id: str) -> str:
        return shop.get_order(order_id).id
Store().get_order(order_id="1")
""",
        """
import shop
class Store:
    def get_order(self, order_id: str) -> str:
        return shop.fetch_order(order_id).id
Store().get_order(order_id="1")
""",
    ),
    "a function in strings": (
        """
from unittest import mock
import shop
with mock.patch("shop.get_order"), mock.patch('shop.orders.get_order', autospec=True):
    getattr(shop, "get_order")("1")
@mock.patch("shop.get_order")
def test_order(get: mock.Mock) -> None:
    print("get_order", shop.get_order("get_order").id)
mock.patch.object(shop, "get_order")
""",
        """
from unittest import mock
import shop
with mock.patch("shop.fetch_order"), mock.patch('shop.orders.fetch_order', autospec=True):
    getattr(shop, "fetch_order")("1")
@mock.patch("shop.fetch_order")
def test_order(get: mock.Mock) -> None:
    print("get_order", shop.fetch_order("get_order").id)
mock.patch.object(shop, "fetch_order")
""",
    ),
    "an argument": (
        """
from functools import partial
import shop
shop.list_orders(since="1", sort="oldest")
shop.get_order(order_id="1")
shop.get_order.raw(order_id=dict(order_id="1")["order_id"])
partial(shop.list_orders, since="2")()
options = {"since": "3"}
shop.list_orders(**options)
shop.list_orders(**{"since": "4"})
""",
        """
from functools import partial
import shop
shop.list_orders(created_since="1", sort="oldest")
shop.fetch_order(id="1")
shop.fetch_order.raw(id=dict(order_id="1")["order_id"])
partial(shop.list_orders, created_since="2")()
options = {"created_since": "3"}
shop.list_orders(**options)
shop.list_orders(**{"created_since": "4"})
""",
    ),
    "an argument that is gone, with its default": (
        """
import shop
shop.list_orders(limit=20)
shop.list_orders(limit=20, sort="oldest")
shop.list_orders(sort="oldest", limit=None)
shop.list_orders(sort="oldest", limit=shop.omit,)
shop.list_orders(
    limit=20,
)
shop.list_orders(
    # by age
    sort="oldest",
    limit=20,  # as many as a page has
    # what is open
    status="open",
)
shop.list_orders(
    sort="oldest",
    limit=20,
)
shop.create_order([], gift=False, note="x")
shop.list_orders(limit=50)  # left: argument-removed
shop.create_order([], gift=0)  # left: argument-removed
""",
        """
import shop
shop.list_orders()
shop.list_orders(sort="oldest")
shop.list_orders(sort="oldest")
shop.list_orders(sort="oldest",)
shop.list_orders()
shop.list_orders(
    # by age
    sort="oldest",
    # what is open
    status="open",
)
shop.list_orders(
    sort="oldest",
)
shop.create_order([], note="x")
shop.list_orders(limit=50)  # left: argument-removed
shop.create_order([], gift=0)  # left: argument-removed
""",
    ),
    "an argument that is only given by name": (
        """
import shop
shop.rate_order("1", 5, "good")
shop.rate_order.raw("1", 5, text="good")
shop.rate_order("1", int("2"), "bad")
three = ("1", 2, "x")
shop.rate_order(*three)  # left: argument-position
""",
        """
import shop
shop.rate_order("1", stars=5, text="good")
shop.rate_order.raw("1", stars=5, text="good")
shop.rate_order("1", stars=int("2"), text="bad")
three = ("1", 2, "x")
shop.rate_order(*three)  # left: argument-position
""",
    ),
    "a setting": (
        """
import shop
shop.configure(key="a", boss="b")
client = shop.Client(boss="b", legacy=None)
shop.Client(legacy="c")  # left: setting-removed
""",
        """
import shop
shop.configure(key="a", chief="b")
client = shop.Client(chief="b")
shop.Client(legacy="c")  # left: setting-removed
""",
    ),
    "a type, with an old constant": (
        """
from shop.components import Item
first = Item(name="bread", state="stale")
second: Item = Item(name="roll")
""",
        """
from shop.components import StockItem
first = StockItem(name="bread", state="aged")
second: StockItem = StockItem(name="roll")
""",
    ),
    "a type": (
        """
from __future__ import annotations
import shop
from shop import components as c
from shop.components import Item, Order
def names(items: list[Item], more: "list[c.Item]", last: "Item") -> list[str]:
    return [one.name for one in items if isinstance(one, (Item, Order))]
def name(value: object) -> str:
    match value:
        case Item(name=name):
            return name
        case shop.components.Item():
            return ""
    return "Item"
class Mine(Item):
    \"\"\"An Item.\"\"\"
""",
        """
from __future__ import annotations
import shop
from shop import components as c
from shop.components import StockItem, Order
def names(items: list[StockItem], more: "list[c.StockItem]", last: "StockItem") -> list[str]:
    return [one.name for one in items if isinstance(one, (StockItem, Order))]
def name(value: object) -> str:
    match value:
        case StockItem(name=name):
            return name
        case shop.components.StockItem():
            return ""
    return "Item"
class Mine(StockItem):
    \"\"\"An Item.\"\"\"
""",
    ),
}
