"""A shop whose schemas have types of the app: plain classes, dataclasses, models, and more."""

from __future__ import annotations

import copy

from generator.options import Entry

MONEY = {"$ref": "#/components/schemas/Money"}
SKU = {"$ref": "#/components/schemas/Sku"}
POINT = {"$ref": "#/components/schemas/Point"}
ORDER = {"$ref": "#/components/schemas/Order"}


def _json(schema):
    return {"description": "", "content": {"application/json": {"schema": schema}}}


def _parameter(name, schema, place="query"):
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def _operation(name, response, *parameters, body=None, **more):
    content = {"requestBody": {"required": True, **_json(body)}} if body else {}
    responses = {"200": _json(response), "400": _json({"properties": {"limit": MONEY}})}
    return {
        "operationId": name,
        "tags": ["shop"],
        "parameters": list(parameters),
        "responses": responses,
        **content,
        **more,
    }


_FORM = {"content": {"application/x-www-form-urlencoded": {"schema": ORDER}}}
_EVENTS = {"200": {"description": "", "content": {"text/event-stream": {"schema": POINT}}}}
_TEXT = {"type": "string"}
_CARD = {"properties": {"kind": {"const": "card"}, "fee": MONEY}, "required": ["kind", "fee"]}
_CASH = {"properties": {"kind": {"const": "cash"}, "fee": _TEXT}, "required": ["kind", "fee"]}

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://shop.test"}],
    "paths": {
        "/orders": {
            "get": _operation(
                "list_orders",
                {"type": "array", "items": ORDER},
                _parameter("least", MONEY),
                _parameter("skus", {"type": "array", "items": SKU}),
                _parameter("X-Limit", MONEY, "header"),
            ),
            "post": _operation("create_order", ORDER, body=ORDER),
            "put": _operation("send_form", ORDER, requestBody=_FORM),
        },
        "/prices/{sku}": {"get": _operation("get_price", MONEY, _parameter("sku", SKU, "path"))},
        "/points": {
            "post": _operation("add_point", POINT, body=POINT),
            "get": _operation("watch_points", POINT, responses=_EVENTS),
        },
    },
    "webhooks": {
        "paid": {
            "post": {
                "requestBody": _json({"type": "object", "properties": {"price": MONEY}}),
                "responses": {"200": {"description": ""}},
            }
        }
    },
    "components": {
        "schemas": {
            "Money": {"type": "string", "description": "An amount."},
            "Sku": {"type": "string"},
            "Tree": {
                "anyOf": [MONEY, {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}]
            },
            "Point": {"type": "object", "properties": {"x": {"type": "number"}}},
            "Card": {"type": "object", **_CARD},
            "Cash": {"type": "object", **_CASH},
            "Order": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string"},
                    "price": MONEY,
                    "old_price": {"anyOf": [MONEY, {"type": "null"}]},
                    "price_in_all_of": {"allOf": [MONEY], "description": "As OpenAPI 3.0 has it."},
                    "discounts": {"type": "object", "additionalProperties": MONEY},
                    "prices": {"type": "array", "items": MONEY},
                    "pair": {
                        "type": "array",
                        "prefixItems": [MONEY, {"type": "integer"}],
                        "items": False,
                        "minItems": 2,
                    },
                    "payment": {
                        "oneOf": [
                            {"$ref": "#/components/schemas/Card"},
                            {"$ref": "#/components/schemas/Cash"},
                        ],
                        "discriminator": {"propertyName": "kind"},
                    },
                    "either": {"anyOf": [MONEY, {"$ref": "#/components/schemas/Cash"}]},
                    "tree": {"$ref": "#/components/schemas/Tree"},
                    "sku": SKU,
                    "where": POINT,
                    "weight": {"type": "number", "format": "decimal"},
                    "tax": {"type": "string", "format": "decimal"},
                    "rate": {"type": "number"},
                    "parts": {"type": "array", "items": ORDER},
                },
            },
        }
    },
}

KINDS = '''\
"""Types of the app."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Annotated

from pydantic import AfterValidator, PlainSerializer

Sku = Annotated[str, AfterValidator(str.upper), PlainSerializer(str.lower)]


@dataclass
class Point:
    """A dataclass."""

    x: float
    label: str = ""


class Rate(Enum):
    """An enumeration."""

    HALF = 0.5
    WHOLE = 1


def decimal(text: str) -> Decimal:
    """Return a number."""
    return Decimal(text)
'''

CUSTOM = '''\
"""Code of the app in the package."""

from __future__ import annotations

from decimal import Decimal

from pydantic_core import core_schema

from . import Client, components


class Money:
    """A class that tells pydantic how it is read and written."""

    def __init__(self, amount: Decimal | int) -> None:
        self.amount = Decimal(amount)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and other.amount == self.amount

    def __hash__(self) -> int:
        return hash(self.amount)

    def __repr__(self) -> str:
        return f"Money({self.amount})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: object
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls,
            core_schema.decimal_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(str_of),
        )


def str_of(money: Money) -> str:
    """Return the text of an amount."""
    return str(money.amount)


class ShopClient(Client):
    """A client of the app."""


class LargeOrder(components.Order):
    """A model of the app, in a module that the models import."""

    @property
    def total(self) -> Decimal:
        """The sum of the prices."""
        return sum((one.amount for one in self.prices or []), Decimal(0))
'''

TYPES = {
    "Money": ".custom.Money",
    "Sku": "my_app.kinds.Sku",
    "Point": "my_app.kinds.Point",
    "format:decimal": "decimal.Decimal",
    "#/components/schemas/Order/properties/rate": "my_app.kinds.Rate",
}


def entries(types=None):
    return tuple(Entry(key, value) for key, value in (types or TYPES).items())


def document():
    return copy.deepcopy(DOCUMENT)
