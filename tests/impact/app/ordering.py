"""Places orders: arguments and dictionaries."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from ._vendor import bakery_client as bakery
from ._vendor.bakery_client import params

if TYPE_CHECKING:
    from ._vendor.bakery_client import components

USUAL: Final = "random"
SAFE: Final = "newest"
BREAD: params.BreadLine = {"kind": "bread", "count": 2}  # touched: attribute-required
HOME: params.Address = {"street": "Mill Lane 1", "city": "Ely"}


def configure(admin: bool) -> None:
    bakery.configure(shop="key", boss="key" if admin else None)  # touched: setting-removed
    bakery.Client(shop="key", timeout=3.0)


def order_bread(phone: str) -> str:
    done = bakery.create_order("bread", [BREAD], note=phone)  # touched: argument-added
    plain = {"sliced": True}
    bakery.create_order(  # touched: argument-added
        "rolls",
        [{"kind": "bread", "count": 2, "sliced": False}, {"kind": "cake", "text": "x"}],
        address={"street": "Mill Lane 2"},  # touched: attribute-required
        wish="warm",  # touched, unseen: argument-removed
    )
    print(plain)
    return done.id


def order_cake(size: components.Order, text: str | None = None) -> components.Order:
    line: params.CakeLine = {"kind": "cake", "size": "huge"}  # touched: attribute-narrowed
    fine: params.CakeLine = {"kind": "cake", "size": "small"}
    print(size.id, text)
    lines = [line, fine, params.CakeLine(kind="cake", size="huge")]  # touched: attribute-narrowed
    attempt = bakery.create_order.attempt("cake", lines)  # touched: argument-added
    match attempt:
        case bakery.Ok(order):
            print(order.table)  # touched: attribute-removed
            return order
        case bakery.Err(error):
            raise error


def address(street: str) -> params.Address:
    return {"street": street, "city": "Ely", "fax": "0"}  # touched: attribute-removed


def deliver(options: bakery.CallOptions) -> None:
    send = partial(bakery.create_order, "cake", address=HOME)
    send([{"kind": "cake"}])  # touched: argument-added
    send([], wish="none", options=options)  # touched: argument-added, argument-removed


def give_up(order_id: str) -> None:
    bakery.delete_order(order_id, "late")
    bakery.delete_order(order_id, reason="late")
    bakery.cancel_order(order_id)  # touched: function-removed
    stop = bakery.cancel_order.using(bakery.Client())  # touched: function-removed
    stop(order_id)  # touched, unseen: function-removed


def listed(sort: components.Sorting, limit: int) -> list[str]:
    first = bakery.list_orders(status="lost", sort="newest")  # touched: argument-narrowed
    bakery.list_orders(sort=USUAL)  # touched: type-narrowed
    bakery.list_orders(sort=SAFE, status="open")
    bakery.list_orders(sort=sort)  # may: type-narrowed
    bakery.list_orders.raw(limit=limit)  # touched: argument-removed
    bakery.list_orders(sort="oldest", status=bakery.omit)
    return [order.id for order in first.data]
