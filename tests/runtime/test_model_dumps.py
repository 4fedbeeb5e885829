"""Models as pydantic's users know them: every option of a dump, validation, FastAPI, copies."""

from __future__ import annotations

import copy
import json
import pickle
import warnings
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import pydantic_core
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import (
    AwareDatetime,
    BaseModel,
    Field,
    SerializationInfo,
    TypeAdapter,
    ValidationError,
    computed_field,
    field_serializer,
    model_serializer,
    model_validator,
)
from runtime.model import Model, build

UPPER = "12345678-1234-1234-1234-123456789ABC"


class Gear(Model):
    teeth: int
    made_by: Annotated[str | None, Field(alias="made-by")] = None
    size: float | None = None


class Hub(Model):
    kind: str
    spokes: tuple[int, Gear] | None = None


class Order(Model):
    id: str
    gears: list[Gear] | None = None
    named: dict[str, Gear | list[Gear]] | None = None
    part: Gear | Hub | None = None
    pair: tuple[int, Gear] | None = None
    created: AwareDatetime | None = None
    key: UUID | None = None
    price: float | None = None
    note: str | None = None
    parent: Order | None = None


class Shown(Order):
    at: Annotated[datetime | None, Field(exclude=True)] = None

    @computed_field
    def twice(self) -> str:
        return self.id * 2

    @field_serializer("price")
    def _price(self, value: float | None, info: SerializationInfo) -> str:
        return f"{value} {(info.context or {}).get('currency')}"


class Named(BaseModel):
    """A model of an application, which has members of the package's types."""

    order: Order
    orders: list[Order] = []


GEAR = {"teeth": 3, "made-by": "x"}
DATA = {
    "id": "1",
    "gears": [GEAR, {"teeth": 4, "made-by": None, "secret": "s"}],
    "named": {"a": GEAR, "b": [GEAR]},
    "part": {"kind": "hub", "spokes": [1, GEAR]},
    "pair": [1, GEAR],
    "created": "2024-01-02T03:04:05.123456789Z",
    "key": UPPER,
    "note": None,
    "parent": {"id": "0", "secret": "s"},
    "secret": "s",
}


@pytest.fixture
def order() -> Order:
    return Order.model_validate_json(json.dumps(DATA))


def test_a_plain_dump_has_what_was_read(order: Order) -> None:
    whole = {**DATA, "created": order.created, "key": order.key}
    assert order.model_dump() == whole
    for written in (
        order.model_dump_json(),
        pydantic_core.to_json(order),
        TypeAdapter(Order).dump_json(order),
        TypeAdapter(dict[str, Order | int]).dump_json({"a": order})[5:-1],
        Named(order=order).model_dump_json(include={"order"})[9:-1],
    ):
        read = json.loads(written)
        assert UUID(read.pop("key")) == UUID(UPPER)
        assert datetime.fromisoformat(read.pop("created")) == order.created
        assert read == {name: one for name, one in DATA.items() if name not in {"key", "created"}}


SECRET: dict[str, Any] = {
    "secret": True,
    "gears": {"__all__": {"secret", "made_by"}},
    "named": {"a": {"made_by"}, "b": {"__all__": {"made_by"}}},
    "part": {"spokes": {1: {"made_by"}}},
    "pair": {1: {"made_by"}},
    "parent": {"secret"},
}


def test_what_is_excluded_is_never_written(order: Order) -> None:
    named = Named(order=order, orders=[order])
    both: dict[str, Any] = {"order": SECRET, "orders": {"__all__": SECRET}}
    listed = TypeAdapter(list[Order])
    for written in (
        json.dumps(order.model_dump(exclude=SECRET), default=str),
        json.dumps(order.model_dump(mode="json", exclude=SECRET)),
        order.model_dump_json(exclude=SECRET),
        named.model_dump_json(exclude=both),
        json.dumps(named.model_dump(exclude=both), default=str),
        listed.dump_json([order], exclude={"__all__": SECRET}).decode(),
    ):
        assert "secret" not in written
        assert "made-by" not in written
        assert '"teeth"' in written


@pytest.mark.parametrize(
    ("options", "written"),
    [
        ({"include": {"id"}}, {"id": "1"}),
        ({"include": {"gears": {0: {"made_by"}}}}, {"gears": [{"made-by": "x"}]}),
        ({"include": {"id", "note"}, "exclude_none": True}, {"id": "1"}),
        ({"include": {"id", "note"}, "exclude_defaults": True}, {"id": "1"}),
        ({"include": {"id", "price"}, "exclude_unset": True}, {"id": "1"}),
        ({"include": {"pair": {1}}, "by_alias": False}, {"pair": [{"teeth": 3, "made_by": "x"}]}),
        ({"include": {"pair"}, "round_trip": True}, {"pair": [1, GEAR]}),
        ({"include": {"pair"}, "serialize_as_any": True}, {"pair": [1, GEAR]}),
        (
            {"include": {"gears": {1}}, "exclude_none": True},
            {"gears": [{"teeth": 4, "secret": "s"}]},
        ),
    ],
)
def test_options_of_a_dump(order: Order, options: dict[str, Any], written: object) -> None:
    assert order.model_dump(**options) == written
    assert order.model_dump(mode="json", **options) == written
    assert json.loads(order.model_dump_json(**options)) == written
    inside = {name: {"order": one} if name == "include" else one for name, one in options.items()}
    assert Named(order=order).model_dump(**inside) == {"order": written}


def test_serializers_of_a_subclass() -> None:
    shown = Shown.model_validate({"id": "a", "price": 1, "at": "2024-01-01"})
    expected = {"id": "a", "price": "1.0 EUR", "twice": "aa"}
    assert shown.model_dump(context={"currency": "EUR"}) == expected
    assert json.loads(shown.model_dump_json(context={"currency": "EUR"})) == expected
    assert Shown(id="b").model_dump() == {"id": "b", "twice": "bb"}
    assert Shown(id="b").model_dump(round_trip=True) == {"id": "b"}

    class Plain(Order):
        @model_serializer
        def _plain(self) -> str:
            return self.id

        @model_validator(mode="after")
        def _check(self) -> Plain:
            return self

    assert Plain(id="x").model_dump() == "x"  # type: ignore[comparison-overlap]
    assert TypeAdapter(list[Plain]).dump_json([Plain(id="x")]) == b'["x"]'


def test_a_value_of_another_type_is_written_without_a_warning() -> None:
    other = build(Order, {"id": 5, "gears": {"a": 1}, "price": "much"}, {"x": build(Model, {}, {})})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert json.loads(other.model_dump_json()) == {
            "id": 5,
            "gears": {"a": 1},
            "price": "much",
            "x": {},
        }
        assert Named.model_construct(order=other).model_dump()["order"]["price"] == "much"


class Labels(Model):
    __pydantic_extra__: dict[str, Gear | None]


def test_members_without_a_name_are_written_as_they_are() -> None:
    data = {"a": GEAR, "b": {"teeth": 1, "secret": "s"}}
    labels = Labels.model_validate(data)
    assert labels.model_dump() == data
    assert labels.model_dump(exclude={"a": {"made_by"}, "b": {"secret"}}) == {
        "a": {"teeth": 3},
        "b": {"teeth": 1},
    }
    odd = build(Labels, {}, {"a": "none", "b": [1]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert json.loads(odd.model_dump_json()) == odd.model_dump() == {"a": "none", "b": [1]}


def test_models_accept_what_they_write(order: Order) -> None:
    for data in (order.model_dump(), order.model_dump(mode="json"), DATA):
        assert Order.model_validate(data) == order
        assert Named.model_validate({"order": data}).order == order
        assert TypeAdapter(list[Order]).validate_python([data]) == [order]
    assert Order.model_validate_json(order.model_dump_json()) == order
    assert Named.model_validate_json(Named(order=order).model_dump_json()).order == order
    assert Order.model_validate(order) is order
    with pytest.raises(ValidationError, match="teeth"):
        Order.model_validate({"id": "1", "gears": [{}]})


def test_models_are_copied(order: Order) -> None:
    for one in (copy.copy(order), copy.deepcopy(order), pickle.loads(pickle.dumps(order))):
        assert one == order
        assert one.model_dump_json() == order.model_dump_json()
    other = order.model_copy(update={"note": "n", "price": 1.5}, deep=True)
    assert other.model_dump(include={"note", "price"}) == {"note": "n", "price": 1.5}
    assert order.note is None


def test_the_schema_of_what_is_written_has_the_members() -> None:
    for mode in ("validation", "serialization"):
        schema = Order.model_json_schema(mode=mode)
        found = schema["$defs"]["Order"]["properties"]
        assert found.keys() == Order.model_fields.keys()
        assert schema["$defs"]["Gear"]["properties"]["made-by"]["anyOf"][0] == {"type": "string"}
    assert "twice" in Shown.model_json_schema(mode="serialization")["properties"]


def test_models_in_fastapi(order: Order) -> None:
    app = FastAPI()

    @app.post("/orders")
    def create(given: Order) -> Order:
        return given

    @app.get("/orders", response_model_exclude={"orders": {"__all__": SECRET}, "order": SECRET})
    def read() -> Named:
        return Named(order=order, orders=[order])

    create.__annotations__ = {"given": Order, "return": Order}
    with TestClient(app) as client:
        response = client.post("/orders", json=DATA)
        assert response.status_code == 200
        assert Order.model_validate(response.json()) == order
        assert response.json()["gears"] == DATA["gears"]
        assert "price" not in response.json()
        assert client.post("/orders", json={"id": []}).status_code == 422
        assert "secret" not in client.get("/orders").text
        schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["Gear"]["properties"].keys() == {"teeth", "made-by", "size"}
    for name in ("Order-Input", "Order-Output"):  # FastAPI has two of each class that holds itself
        assert schemas[name]["properties"].keys() == Order.model_fields.keys()


def test_models_are_made_by_hand_as_pydantic_makes_them() -> None:
    order = Order(id="1", created="2024-01-02T03:04:05Z", gears=[{"teeth": 3}])  # type: ignore[arg-type]
    assert order.created == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert order.model_dump(exclude={"created"}) == {"id": "1", "gears": [{"teeth": 3}]}
