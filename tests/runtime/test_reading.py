"""Responses as they should be, and as they come."""

import json
import warnings
from datetime import date
from typing import Any

import pydantic_core
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from runtime.errors import DriftWarning
from runtime.model import Model
from runtime.reading import read
from support.runtime_api import THING, CodeTool, SearchTool, Thing, ThingEvent, create_thing
from support.scripted_server import Server

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "object", "name", "tools", "type", "parent", "class", "_x", "event"]
            )
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


def read_thing(data: Any) -> Thing:
    request = create_thing.request("a")
    thing: Thing = read(Thing, json.dumps(data).encode(), request.response_name, request.call.api)
    return thing


def leniently(annotation: object, data: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DriftWarning)
        request = create_thing.request("a")
        return read(annotation, json.dumps(data).encode(), request.response_name, request.call.api)


def test_a_good_response_is_typed_and_comes_out_as_it_came(server: Server) -> None:
    data = THING | {
        "class": "c",
        "weight": 1,
        "parent": THING,
        "labels": {"a": "b"},
        "tools": [{"type": "search", "limit": None}, {"type": "code"}],
    }
    server.say(data)
    thing = create_thing("a")
    assert thing.class_ == "c"
    assert isinstance(thing.tools[0], SearchTool)
    assert thing.model_dump() == data
    assert json.loads(thing.model_dump_json()) == data
    assert json.loads(pydantic_core.to_json(thing)) == data
    assert thing.mode is None
    assert "mode" not in thing.model_dump()
    assert thing.model_dump(by_alias=False)["class_"] == "c"


def test_models_can_be_made_by_hand() -> None:
    thing = Thing(id="x", object="thing", name=None, tools=[CodeTool(type="code")], class_="k")
    assert thing.model_dump() == THING | {"id": "x", "class": "k"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"mode": "turbo"}, r"\$\.mode: 'turbo' is not Literal\['fast', 'slow'\]"),
        ({"id": 7}, r"\$\.id: 7 is not str"),
        ({"tools": [{"type": "code"}, {"type": "mcp", "x": {"y": 1}}]}, r"\$\.tools\[1\]: .*'mcp'"),
        ({"tools": None}, r"\$\.tools: None is not list"),
        ({"object": "thing.v2"}, r"\$\.object"),
        ({"parent": {"id": "p"}}, r"\$\.parent\.object: missing; \$\.parent\.name: missing"),
        ({"labels": {"a": 1}}, r"\$\.labels\.a: 1 is not str"),
        ({"weight": "heavy"}, r"\$\.weight"),
    ],
)
def test_a_response_that_differs_is_read_with_a_warning(
    server: Server, change: dict[str, Any], named: str
) -> None:
    data = THING | change | {"new_field": {"deep": [1]}}
    server.say(data, data)
    with pytest.warns(DriftWarning, match=named) as caught:
        thing = create_thing("a")
    assert caught[0].filename == __file__
    assert "POST /things" in str(caught[0].message)
    assert str(caught[0].message).endswith("newer document, or correct this one with an overlay.")
    assert type(thing) is Thing
    assert thing.model_dump() == data
    assert json.loads(thing.model_dump_json()) == data
    create_thing("a")  # no second warning


def test_a_key_that_is_the_python_name_of_a_field_is_kept() -> None:
    thing = leniently(Thing, THING | {"class_": "x"})
    assert thing.model_dump() == THING | {"class_": "x"}


def test_missing_fields_read_as_none() -> None:
    thing = leniently(Thing, {"id": "x"})
    assert (thing.name, thing.tools, thing.weight) == (None, None, None)
    assert thing.model_dump() == {"id": "x"}


def test_an_unknown_variant_is_open() -> None:
    thing = leniently(Thing, THING | {"tools": [{"type": "mcp", "url": "u"}, {"type": "code"}]})
    assert type(thing.tools[0]) is Model
    assert (thing.tools[0].type, thing.tools[0].url) == ("mcp", "u")
    assert type(thing.tools[1]) is CodeTool
    event = leniently(ThingEvent, {"event": "thing.gone", "data": {"a": 1}})
    assert event.data == {"a": 1}


def test_ambiguous_unions_take_what_is_most_alike() -> None:
    class Wide(Model):
        a: int
        b: int

    class Narrow(Model):
        a: int

    assert type(leniently(list[Wide | Narrow], [{"a": "x"}])[0]) is Narrow
    assert type(leniently(Wide | Narrow | None, {"a": "x", "b": 1})) is Wide
    assert leniently(Wide | list[str] | None, [1]) == [1]
    assert leniently(list[int] | list[str], ["a", 1]) == ["a", 1]


def test_other_types_than_those_of_json_are_converted() -> None:
    class Dated(Model):
        on: date
        seen: set[int]
        more: date | None

    found = leniently(Dated, {"on": "2024-01-02", "seen": [1, 2], "more": "soon"})
    assert (found.on, found.seen, found.more) == (date(2024, 1, 2), {1, 2}, "soon")


def test_many_differences_are_counted() -> None:
    data = THING | {"tools": [{"type": f"new{n}"} for n in range(30)]}
    with pytest.warns(DriftWarning, match="and 20 more"):
        read_thing(data)


def test_texts_of_the_service_are_safe_to_print() -> None:
    data = THING | {"mode": "\x1b[31m\n\u202e" + "x" * 10_000}
    with pytest.warns(DriftWarning) as caught:
        read_thing(data)
    assert str(caught[0].message).isprintable()
    assert len(str(caught[0].message)) < 500


def test_deep_data_is_read() -> None:
    data: dict[str, Any] = {"id": 1}
    for _ in range(80):
        data = THING | {"parent": data}
    assert leniently(Thing, data).model_dump() == data


@given(JSON)
def test_any_json_is_read_and_kept(data: Any) -> None:
    for annotation in (Thing, list[Thing], ThingEvent, dict[str, Thing], Thing | str | None):
        value = leniently(annotation, data)
        assert json.loads(pydantic_core.to_json(value)) == data


@given(
    st.dictionaries(
        st.sampled_from([*(Thing.model_fields.keys() - {"class_"}), "class", "type"]), JSON
    )
)
def test_any_object_is_read_and_kept(change: dict[str, Any]) -> None:
    weight = change.get("weight")
    assume(not isinstance(weight, int) or abs(weight) <= 2**53)  # it is a float, none holds more
    data = THING | change
    value = leniently(Thing, data)
    assert type(value) is Thing
    assert json.loads(pydantic_core.to_json(value)) == data
