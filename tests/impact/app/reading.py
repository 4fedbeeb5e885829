"""Reads what came back: attributes, pages, events."""

import asyncio
from collections.abc import Iterator

import bakery_app._vendor.bakery_client
from bakery_app._vendor.bakery_client import (  # follows
    cancel_order,  # touched, unseen: function-removed
    components,
    get_price,
    list_orders,
    list_recipes,
    reports,  # touched, unseen: module-removed
)
from bakery_app._vendor.bakery_client.reports import (  # touched: module-removed
    sales_report,  # touched, unseen: function-moved
)
from bakery_app.ordering import order_cake as bake

Report = components.Report  # touched: type-removed


def weigh(order: components.Order) -> float:
    heavy = [item.weight for item in order.items]  # touched, unseen: attribute-widened
    for number, item in enumerate(order.items):
        print(number, item.oven)  # touched: attribute-removed
        print(getattr(item, "oven", None))  # may: attribute-removed
    return sum(heavy)  # follows


def baker_of(order: components.Order | None) -> str:
    if order is None:
        return ""
    return order.baker.name  # touched: attribute-widened


def ready(order_id: str) -> bool:
    order = bakery_app._vendor.bakery_client.get_order(order_id)
    if order.status == "open":  # may: type-widened
        return False
    match order:
        case components.Order(table=table):  # touched: attribute-removed
            print(table)
    match order.status:  # may: type-widened
        case "baked":
            return True
        case _:
            return False


def tables() -> Iterator[int | None]:
    for order in list_orders.iter(after="1"):
        yield order.table  # touched: attribute-removed
    page = list_orders()
    yield page.data[0].table  # touched: attribute-removed
    first, *rest = page.data
    yield first.table  # touched: attribute-removed
    yield from (one.table for one in rest)  # touched: attribute-removed
    if (last := page.data[-1]).id:
        yield last.table  # touched: attribute-removed
    yield bake(first).table  # touched: attribute-removed


def titles() -> list[str]:
    return [recipe.title for recipe in list_recipes.iter()]  # touched: view-removed


def total(reported: Report) -> float:  # touched: type-removed
    price = get_price("bread")  # touched, unseen: result-widened
    get_price("rolls")
    print(reports.sales_report())  # touched, unseen: function-moved, result-widened
    return added(reported, sales_report()) + price * 2  # touched: result-widened


def added(one: "components.Report", other: "components.Report") -> float:  # touched: type-removed
    return one.total + other.total  # follows


class Kitchen:
    """Holds an order, and clients of its own."""

    def __init__(self, order_id: str) -> None:
        self.order = bakery_app._vendor.bakery_client.get_order(order_id)
        self.cancel = cancel_order  # touched, unseen: function-removed
        self.watch = bakery_app._vendor.bakery_client.watch_order

    @property
    def latest(self) -> components.Order:
        return self.order

    def close(self) -> None:
        print(self.order.table, self.latest.id)  # touched: attribute-removed
        self.cancel(self.latest.id)  # touched, unseen: function-removed

    async def follow(self) -> None:
        """Watch the order."""
        with self.watch.stream(self.order.id) as events:  # touched, unseen: events-widened
            for event in events:
                print(event.at)  # follows
        async with self.watch.aio.stream("1") as awaited:  # touched, unseen: events-widened
            async for event in awaited:
                print(event.type)  # follows
        done = await self.watch.aio(self.order.id, quiet=True)
        print(done.table)  # touched: attribute-removed
        both = await asyncio.gather(self.watch.aio("1"), self.watch.aio("2"))
        print(both[0].baker)  # touched, unseen: attribute-widened
