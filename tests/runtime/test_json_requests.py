"""Values in a JSON request: sent by value, or refused before anything is sent."""

from __future__ import annotations

import asyncio
import json
import math
from collections import OrderedDict, UserDict, UserList, deque
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from http import HTTPStatus
from numbers import Integral, Real
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretBytes, SecretStr, field_serializer
from pydantic.dataclasses import dataclass as known_dataclass
from runtime.errors import APIError
from runtime.model import Model, encode_json
from runtime.parsing import DEEPEST
from support.runtime_api import THING, create_thing

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.scripted_server import Server


class Word(str, Enum):  # noqa: UP042  a StrEnum has another `str`
    A = "a"


class Level(IntEnum):
    HIGH = 3


class Pair(NamedTuple):
    a: int
    b: str


@dataclass
class Data:
    a: object


class LongFloat(float):
    def __repr__(self) -> str:
        return "LongFloat"


class LongDecimal(Decimal):
    def __str__(self) -> str:
        return "LongDecimal"


class Price(Enum):
    HIGH = Decimal("1.50")


class Int8:
    """A number of another library, which is no `int`."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __int__(self) -> int:
        return self.value


class Float32(Int8):
    def __float__(self) -> float:
        return self.value / 2


Integral.register(Int8)
Real.register(Float32)
Big = Model.model_validate({"id": "x", "n": 1})


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (Decimal("1.10"), "1.10"),
        (Decimal("-0.12345678901234567890"), "-0.12345678901234567890"),
        (Decimal(5), "5"),
        (Decimal("1E+2"), "100"),
        ([Decimal("1.5"), "1.5", {"a": Decimal("0.5")}], '[1.5,"1.5",{"a":0.5}]'),
        (Word.A, '"a"'),
        (Level.HIGH, "3"),
        (HTTPStatus.OK, "200"),
        (LongFloat(1.5), "1.5"),
        (Int8(3), "3"),
        (2**70, str(2**70)),
        (1e22, "1e+22"),
        (True, "true"),
        (Pair(1, "b"), '[1,"b"]'),
        (Data(1), '{"a":1}'),
        (datetime(2024, 1, 2, tzinfo=UTC), '"2024-01-02T00:00:00Z"'),
        (date(2024, 1, 2), '"2024-01-02"'),
        (timedelta(hours=1), '"PT1H"'),
        (UUID(int=1), f'"{UUID(int=1)}"'),
        (Path("/a"), '"/a"'),
        ({1}, "[1]"),
        (deque([Level.HIGH]), "[3]"),
        (range(3), "[0,1,2]"),
        ((one for one in (1, 2)), "[1,2]"),
        (MappingProxyType({"a": 1}), '{"a":1}'),
        (OrderedDict(a=Word.A), '{"a":"a"}'),
        ({Word.A: 1, Level.HIGH: 2}, '{"a":1,"3":2}'),
        (Big, '{"id":"x","n":1}'),
        (MappingProxyType({"a": [Decimal("1.50")]}), '{"a":[1.50]}'),
        (UserDict(a=Decimal("1.50")), '{"a":1.50}'),
        (UserList([Decimal("1.50")]), "[1.50]"),
        ({Decimal("1.50")}, "[1.50]"),
        (deque([Decimal("1.50")]), "[1.50]"),
        ((one for one in (Decimal("1.50"),)), "[1.50]"),
        (Data(Decimal("1.50")), '{"a":1.50}'),
        (Price.HIGH, "1.50"),
        (Model.model_construct(price=Decimal("1.50")), '{"price":1.50}'),
        (Model.model_construct(all=[{"a": Decimal("1.50")}]), '{"all":[{"a":1.50}]}'),
        (
            {"a": Model.model_construct(b=Model.model_construct(c=Price.HIGH))},
            '{"a":{"b":{"c":1.50}}}',
        ),
        (LongDecimal("1.50"), "1.50"),
        ({LongFloat(1.5): 1}, '{"1.5":1}'),
        ("NaN Infinity", '"NaN Infinity"'),
        ("\ud800é", '"\\ud800\\u00e9"'),
    ],
)
def test_values_are_sent_by_value(server: Server, value: Any, sent: str) -> None:
    server.say(THING)
    create_thing("a", mode=value)
    assert server.asked[-1].body.decode() == f'{{"name":"a","mode":{sent}}}'


NAN = math.nan
REFUSED: list[tuple[Callable[[Any], Any], str]] = [
    (lambda bad: bad, r"\.mode is"),
    (lambda bad: [1.5, bad], r"\.mode\[1\] is"),
    (lambda bad: {"a": [{"b": bad}]}, r"\.mode\.a\[0\]\.b is"),
    (lambda bad: {bad: 1}, r"a key of the body\.mode is"),
    (lambda bad: (1, bad), r"\.mode\[1\] is"),
    (lambda bad: Own(any=bad), r"\.mode\.any is"),
    (lambda bad: [Own(any=[{"a": bad}])], r"\.mode\[0\]\.any\[0\]\.a is"),
    (lambda bad: Own(any=Own(further=bad)), r"\.mode\.any\.further is"),
    (lambda bad: Data(Known(bad)), r"\.mode\.a\.any is"),
]


class Own(BaseModel):
    """A model of the app, which pydantic writes with null for NaN."""

    model_config = ConfigDict(extra="allow")

    any: Any = None


@known_dataclass
class Known:
    any: Any


class Unsent(BaseModel):
    """A model of the app that does not send the value."""

    a: float = Field(default=math.nan, exclude=True)
    b: float = math.nan

    @field_serializer("b")
    def _without(self, value: float) -> float | None:
        return value if math.isfinite(value) else None


def test_a_model_of_the_app_may_leave_out_what_is_no_number(server: Server) -> None:
    server.say(THING)
    create_thing("a", mode=cast("Any", [Unsent()]))
    assert server.asked[0].json["mode"] == [{"b": None}]


@pytest.mark.parametrize(
    "bad", [NAN, -math.inf, LongFloat("nan"), Decimal("NaN"), Decimal("-Infinity")]
)
@pytest.mark.parametrize(("make", "named"), REFUSED)
def test_what_is_no_number_is_refused(
    server: Server, bad: object, make: Callable[[Any], Any], named: str
) -> None:
    with pytest.raises(ValueError, match=named) as caught:
        create_thing("a", mode=make(bad))
    assert not isinstance(caught.value, APIError)
    with pytest.raises(ValueError, match=named):
        asyncio.run(create_thing.aio("a", mode=make(bad)))
    assert server.asked == []


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (object(), "a value of object cannot be sent as JSON"),
        (b"\xff", "invalid utf-8"),
        ([Fraction(1, 2)], "a fraction is not a number of JSON"),
        ([Model], r"the body\.mode\[0\] is the class Model: send an instance or plain data"),
        (SecretStr("sk-hidden"), r"a SecretStr hides its value: send get_secret_value\(\)"),
        ([{"key": SecretBytes(b"sk-hidden")}], "a SecretBytes hides its value"),
        (Model.model_construct(n=NAN), r"the body\.mode\.n is NaN"),
        ((one for one in (NAN,)), r"the body\.mode\[0\] is NaN"),
    ],
)
def test_what_json_cannot_hold_is_refused(server: Server, value: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        create_thing("a", mode=value)
    assert server.asked == []


def test_deep_requests() -> None:
    value: Any = Big
    for _ in range(DEEPEST - 1):
        value = [value]
    assert encode_json(value) == b"[" * (DEEPEST - 1) + b'{"id":"x","n":1}' + b"]" * (DEEPEST - 1)
    for levels in (1, 100_000):
        for _ in range(levels):
            value = [value]
        with pytest.raises(ValueError, match="more than 1000 levels"):
            encode_json(value)
    while isinstance(value, list):  # freed level by level
        value = value[0]
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(ValueError, match=r"levels|Circular"):
        encode_json(circle)
    again: list[Any] = []
    itself = Model.model_construct(again=again)
    again.append({"it": itself})
    with pytest.raises(ValueError, match=r"levels|Circular"):
        encode_json({"a": itself})


def test_what_was_sent_is_read_again() -> None:
    data = {"a": [1, 1.5, "x", None, True, {"b": "\udc00"}]}
    assert json.loads(encode_json(data)) == data
