"""Reading changes nothing: a value of another type stays as it came, and is dumped as it came."""

from __future__ import annotations

import copy
import json
import pickle
import warnings
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

import pydantic_core
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AwareDatetime, Field
from runtime.errors import DriftWarning
from runtime.model import Model
from runtime.reading import read
from runtime.styles import encode_query
from support.runtime_api import create_thing

UPPER = "12345678-1234-1234-1234-123456789ABC"
NANOSECONDS = "2020-01-01T00:00:00.123456789Z"


class Part(Model):
    n: int
    class_: Annotated[float | None, Field(alias="class")] = None


class Order(Model):
    i: int | None = None
    f: float | None = None
    b: bool | None = None
    s: str | None = None
    at: AwareDatetime | None = None
    on: date | None = None
    id: UUID | None = None
    one: Literal[1] | None = None
    yes: Literal[True] | None = None
    kind: Literal["a", "b"] | None = None
    either: int | str | None = None
    part: Part | None = None
    parts: list[Part] | None = None
    named: dict[str, Part | bool] | None = None
    type: list[float] | None = None


def read_it(annotation: object, data: Any) -> tuple[Any, list[str]]:
    """Return JSON as a type, and the warnings on the way."""
    request = create_thing.request("a")
    request.call.api.seen.clear()
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = read(annotation, body, request.response_name, request.call.api)
    assert {one.category for one in caught} <= {DriftWarning}
    return value, [str(one.message) for one in caught]


def text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def dumped(value: Any) -> str:
    return text(json.loads(pydantic_core.to_json(value)))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("i", "5"),
        ("i", True),
        ("i", 1.5),
        ("f", "1.5"),
        ("f", False),
        ("b", 1),
        ("b", "yes"),
        ("s", 5),
        ("s", True),
        ("at", 1_700_000_000),
        ("at", "1700000000"),
        ("at", "2020-01-01"),
        ("at", "2020-01-01T00:00:00"),
        ("at", "2020-01-01T23:59:60Z"),
        ("on", 0),
        ("on", "0"),
        ("on", "2020-01-01T00:00:00Z"),
        ("on", "20200101"),
        ("id", "urn:uuid:" + UPPER),
        ("id", 5),
        ("one", True),
        ("one", "1"),
        ("yes", 1),
        ("kind", 1),
        ("either", True),
        ("type", [1, "2", True]),
        ("part", {"n": "1", "class": "2"}),
        ("parts", [{"n": 1}, {"n": True}]),
        ("named", {"x": {"n": 1}, "y": 1}),
        ("named", [1]),
    ],
)
def test_a_value_of_another_type_stays_as_it_came(member: str, value: object) -> None:
    order, told = read_it(Order, {member: value, "i": 1} if member != "i" else {member: value})
    assert len(told) == 1
    assert f"$.{member}" in told[0]
    assert type(order) is Order
    assert text(order.model_dump(mode="json")[member]) == text(value)
    assert text(json.loads(order.model_dump_json())[member]) == text(value)
    if not isinstance(value, (list, dict)):
        assert type(getattr(order, member)) is type(value)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("i", 1.0),
        ("i", 2**70),
        ("f", 1),
        ("f", 2**53 + 1),
        ("one", 1.0),
        ("at", "2020-01-01T00:00:00Z"),
        ("at", "2020-01-01T00:00:00.000Z"),
        ("at", "2020-01-01T00:00:00+00:00"),
        ("at", "2020-01-01t00:00:00.5-00:00"),
        ("at", "2020-01-01 00:00:00+0100"),
        ("at", NANOSECONDS),
        ("id", UPPER),
        ("id", UPPER.replace("-", "")),
        ("id", UPPER.lower()),
        ("type", [1, 2.0, -0.5]),
    ],
)
def test_a_value_that_fits_is_dumped_as_it_came(member: str, value: object) -> None:
    order, told = read_it(Order, {member: value})
    assert told == []
    assert text(order.model_dump(mode="json")) == text({member: value})
    assert dumped([order]) == text([{member: value}])


@pytest.mark.parametrize(
    ("annotation", "data"),
    [(list[int], ["1", True, 2]), (dict[str, bool], {"a": 1}), (int, True), (str, 5), (bool, "no")],
)
def test_a_response_that_is_no_object_stays_as_it_came(annotation: object, data: object) -> None:
    value, told = read_it(annotation, data)
    assert len(told) == 1
    assert text(value) == text(data)


@pytest.mark.parametrize("number", [b"1e400", b"NaN", b"-Infinity"])
def test_a_number_that_no_float_holds_is_reported(number: bytes) -> None:
    order, told = read_it(Order, b'{"f": %s}' % number)
    assert len(told) == 1
    assert b"null" not in order.model_dump_json().encode()


def test_times_and_uuids_are_values_with_their_text() -> None:
    order, _ = read_it(Order, {"at": NANOSECONDS, "id": UPPER})
    moment, identity = order.at, order.id
    assert moment == datetime(2020, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)
    assert identity == UUID(UPPER)
    assert hash(identity) == hash(UUID(UPPER))
    for copied in (copy.deepcopy(order), pickle.loads(pickle.dumps(order))):
        assert copied.model_dump(mode="json") == {"at": NANOSECONDS, "id": UPPER}
    later = order.model_copy(update={"at": moment + timedelta(seconds=1)})
    assert later.model_dump(mode="json")["at"] == "2020-01-01T00:00:01.123456+00:00"
    assert encode_query({"id": identity, "at": moment}) == (
        f"id={UPPER}&at=2020-01-01T00%3A00%3A00.123456789Z"
    )


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "5", "true", "a", NANOSECONDS, "2020-01-01", UPPER, "2020-01-01T00:00Z"])
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["n", "class", "class_", *Order.model_fields]), inner, max_size=5
        )
    ),
    max_leaves=15,
)
TYPES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(
        [
            *(int, float, bool, str, AwareDatetime, date, UUID, Part, Order, type(None)),
            *(Literal[1], Literal["a", 5, True], Literal[False]),
        ]
    ),
    lambda inner: (
        inner.map(lambda one: list[one])  # type: ignore[valid-type]
        | inner.map(lambda one: dict[str, one])  # type: ignore[valid-type]
        | st.tuples(inner, inner).map(lambda two: two[0] | two[1])
        | st.tuples(inner, inner).map(lambda two: tuple[two[0], two[1]])  # type: ignore[valid-type]
        | st.dictionaries(st.sampled_from(["n", "i", "type", "at"]), inner, max_size=3).map(
            lambda members: type("Made", (Model,), {"__annotations__": members})
        )
    ),
    max_leaves=6,
)


@given(TYPES, JSON)
def test_any_json_is_dumped_as_it_came(annotation: Any, data: Any) -> None:
    value, _ = read_it(annotation, data)
    assert dumped(value) == text(data)


@given(st.dictionaries(st.sampled_from(list(Order.model_fields)), JSON))
def test_any_object_is_dumped_as_it_came(data: dict[str, Any]) -> None:
    value, _ = read_it(Order, data)
    assert type(value) is Order
    assert text(value.model_dump(mode="json")) == text(data)
    assert text(json.loads(value.model_dump_json())) == text(data)


def test_a_warning_names_types_as_annotations_do() -> None:
    _, (message,) = read_it(Order, {"i": "5", "kind": 3})
    assert "$.i: '5' is not int or None" in message
    assert "$.kind: 3 is not Literal['a', 'b'] or None" in message
