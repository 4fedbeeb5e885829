"""The package of the shop, and the calls that each thread and each task makes."""

from __future__ import annotations

import importlib
import random
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.faults.package import written

from .server import ORDERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

VALUE, ERROR = 1, 2  # how the call for an order ended; 0: it did not
RATE = 600  # calls in a second, if the computer is as fast
_ORDER = {"order": {"type": "integer"}, "text": {"type": "string"}}
_CONTENT = {"schema": {"$ref": "#/components/schemas/Order"}}
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
_KEY = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
_PROFILE = """
[[streams]]
events = "Order"
ends = ["[DONE]"]
"""


def _operation(name: str, *parameters: object, body: bool = False, kind: str = "") -> object:
    schema = {"type": "object", "required": ["order"], "properties": {"order": _ORDER["order"]}}
    sent = {"required": True, "content": {"application/json": {"schema": schema}}}
    good = {"description": "Good.", "content": {kind or "application/json": _CONTENT}}
    made = {"operationId": name, "parameters": [*parameters], "responses": {"200": good}}
    return made | ({"requestBody": sent} if body else {})


DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://shop.example"}],
    "paths": {
        "/orders": {"post": _operation("payWithKey", _KEY, body=True)},
        "/payments": {"post": _operation("payWithoutKey", body=True)},
        "/orders/{id}": {"get": _operation("getOrder", _ID)},
        "/orders/{id}/events": {"get": _operation("watchOrder", _ID, kind="text/event-stream")},
    },
    "components": {
        "schemas": {"Order": {"type": "object", "required": [*_ORDER], "properties": _ORDER}}
    },
}


def imported() -> ModuleType:
    """Generate the package and import it."""
    sys.path.insert(0, str(written("load_shop", DOCUMENT, _PROFILE)))
    return importlib.import_module("load_shop")


@dataclass
class Load:
    """What is called, until when, and what came of it."""

    package: Any
    client: Any
    many: int
    seconds: float
    orders: Iterator[int]
    outcomes: bytearray = field(default_factory=lambda: bytearray(ORDERS))
    ended: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.until = time.monotonic() + self.seconds

    @staticmethod
    def pays(order: int) -> bool:
        """Whether the call for an order is a payment."""
        return order % 6 < 4

    def note(self, name: str, order: int, outcome: int) -> None:
        """Note how a call ended."""
        self.outcomes[order] = outcome
        with self.lock:
            self.ended[name] += 1

    def check(self, order: int, *found: Any) -> None:
        """Note a value; one of another order is wrong."""
        good = bool(found) and all(one.order == order for one in found)
        if not good:
            self.wrong.append(f"order {order}: {found!r}"[:300])
        self.note("value", order, VALUE)

    def failed(self, order: int, error: Exception) -> None:
        """Note an error; one that is not of the package is wrong."""
        if not isinstance(error, self.package.APIError):
            self.wrong.append(f"order {order}: {type(error).__name__}: {error}"[:300])
        self.note(type(error).__name__, order, ERROR)

    def chosen(self) -> tuple[str, int]:
        """The next order, and the function to call."""
        order = next(self.orders)
        names = ("pay_with_key", "pay_without_key", "pay_with_key", "pay_without_key", "get_order")
        return (*names, "watch_order")[order % 6], order

    def nap(self) -> float:
        """Seconds until the next call."""
        return random.uniform(0, 2 * self.many / RATE)

    def thread(self) -> None:
        """Make one call after the other."""
        while time.monotonic() < self.until:
            name, order = self.chosen()
            function = getattr(self.package, name).using(self.client)
            try:
                if name == "watch_order":
                    with function.stream(order) as events:
                        self.check(order, *events)
                else:
                    self.check(order, function(order))
            except Exception as error:  # noqa: BLE001  each is an outcome
                self.failed(order, error)
            time.sleep(self.nap())

    async def task(self, sleep: Any) -> None:
        """Make one awaited call after the other."""
        await sleep(self.nap())
        while time.monotonic() < self.until:
            name, order = self.chosen()
            function = getattr(self.package, name).using(self.client).aio
            try:
                if name == "watch_order":
                    async with function.stream(order) as events:
                        self.check(order, *[one async for one in events])
                else:
                    self.check(order, await function(order))
            except Exception as error:  # noqa: BLE001  each is an outcome
                self.failed(order, error)
            await sleep(self.nap())
