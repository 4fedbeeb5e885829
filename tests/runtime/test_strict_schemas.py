"""Strict schemas of types, next to those of OpenAI's own package."""

import enum
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.lib._pydantic import to_strict_json_schema
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, RootModel, TypeAdapter, create_model
from support import outputs_api
from support.packages import load
from typing_extensions import TypedDict

T = TypeVar("T")


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Part(BaseModel):
    """A part."""

    name: str = Field(description="Its name.", pattern="^[a-z]+$")
    size: int | None = Field(None, ge=1, le=9)


class Tree(BaseModel):
    part: Part
    other: Part = Field(description="Another part.")
    children: list["Tree"] = []
    parent: "Tree | None" = None
    level: Level = Level.LOW
    kind: Literal["a", "b"]
    one: Literal["x"]
    made: datetime
    day: date
    identity: uuid.UUID
    rate: float | int
    parts: list[Part] | None = Field(default=None, min_length=1)
    price: Decimal


class Pair(BaseModel, Generic[T]):
    left: T
    right: T | None = Field(alias="Right")


@dataclass
class Point:
    """A point."""

    x: int
    y: Part | None = None


class Line(BaseModel):
    ends: list[Point]


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: float


class Square(BaseModel):
    kind: Literal["square"]
    side: float


class Shapes(BaseModel):
    shapes: list[Annotated[Circle | Square, Field(discriminator="kind")]]
    names: set[str]
    home: HttpUrl
    file: Path


class Named(TypedDict):
    name: str
    level: Level


class Linked(BaseModel):
    text: str
    next: "Linked" = Field(description="The next one.")


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")

    a: int


@pytest.fixture(scope="module")
def strict_schema(tmp_path_factory):
    folder = outputs_api.package(tmp_path_factory) / outputs_api.NAME
    return load(folder, "strict_schemas_client").strict_schema


SAME = [Part, Tree, Pair[int], Pair[Part], Line, Circle]


@pytest.mark.parametrize("model", SAME, ids=lambda one: one.__name__)
def test_the_same_schema_as_the_official_client(strict_schema, model):
    assert strict_schema(model) == to_strict_json_schema(model)


@pytest.mark.parametrize("kind", [Point, Named], ids=lambda one: one.__name__)
def test_a_type_that_is_not_a_model(strict_schema, kind):
    assert strict_schema(kind) == to_strict_json_schema(TypeAdapter(kind))


FORBIDDEN = (
    *("allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas"),
    *("patternProperties", "prefixItems", "discriminator", "uniqueItems"),
)
FORMATS = ("date", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "time", "uuid")


def check(schema):
    """Check a schema by the rules of strict mode."""
    assert schema["type"] == "object"
    for part in parts(schema):
        assert not set(FORBIDDEN) & set(part)
        assert {"$ref", "anyOf", "const", "enum", "type"} & set(part)
        if "$ref" in part:
            assert set(part) <= {"$ref", "$defs"}
        if part.get("type") == "object":
            assert part["additionalProperties"] is False
            assert part["required"] == list(part["properties"])
        if part.get("type") == "array":
            assert part["items"]
        assert part.get("format", "date") in FORMATS
        assert part.get("default", 1) is not None
    jsonschema.Draft202012Validator.check_schema(schema)


def parts(schema):
    """Yield a schema and the schemas in it."""
    yield schema
    for key in ("properties", "$defs"):
        for one in schema.get(key, {}).values():
            yield from parts(one)
    for one in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from parts(one)


@pytest.mark.parametrize(
    "kind", [*SAME, Point, Named, Shapes, Linked, Open], ids=lambda one: one.__name__
)
def test_each_schema_follows_the_rules(strict_schema, kind):
    check(strict_schema(kind))


def test_what_the_official_client_leaves_to_the_service_to_refuse(strict_schema):
    schema = strict_schema(Shapes)["properties"]
    assert schema["shapes"]["items"] == {
        "anyOf": [{"$ref": "#/$defs/Circle"}, {"$ref": "#/$defs/Square"}]
    }
    assert schema["names"] == {"items": {"type": "string"}, "title": "Names", "type": "array"}
    assert "format" not in schema["home"]
    with pytest.raises(AssertionError):
        check(to_strict_json_schema(Shapes))


def test_a_type_that_holds_itself_keeps_its_description(strict_schema):
    linked = strict_schema(Linked)
    inner = linked["properties"]["next"]
    assert inner == {"anyOf": [{"$ref": "#/$defs/Linked"}], "description": "The next one."}


class Free(BaseModel):
    inner: list[dict[str, int]]


class Anything(BaseModel):
    value: Any


class Several(BaseModel):
    pair: tuple[int, str]


class Bare(BaseModel):
    items: list


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (Free, r"Free\.inner\[\]: strict mode cannot express this: its keys are not known; use"),
        (Anything, r"Anything\.value: .*give it a type"),
        (Several, r"Several\.pair: .*use a class"),
        (Bare, r"Bare\.items\[\]: .*give it a type"),
        (Pair[dict[str, Part]], r"\.left: .*keys"),
        (RootModel[list[int]], "is not an object"),
        (list[int], "is not an object"),
        (int, "int is not an object"),
        (create_model("Odd", kind=(type, ...)), "Odd has no JSON Schema"),
    ],
)
def test_what_strict_mode_cannot_express(strict_schema, kind, message):
    with pytest.raises(ValueError, match=message):
        strict_schema(kind)


def test_a_schema_may_be_changed(strict_schema):
    strict_schema(Part)["properties"].clear()
    assert strict_schema(Part)["properties"]


SCALARS = st.sampled_from([str, int, float, bool, date, uuid.UUID, Level, Part, Point, Circle])
TYPES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        inner.map(lambda one: list[one]),
        inner.map(lambda one: one | None),
        st.tuples(inner, inner).map(lambda pair: pair[0] | pair[1]),
    ),
    max_leaves=4,
)
FIELDS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(TYPES, st.sampled_from([..., None]), st.sampled_from([None, "Text."])),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(FIELDS)
def test_any_model_has_the_official_schema(strict_schema, fields):
    members = {
        name: (kind | None if default is None else kind, Field(default, description=text))
        for name, (kind, default, text) in OrderedDict(fields).items()
    }
    model = create_model("Made", **members)
    schema = strict_schema(model)
    check(schema)
    assert schema == to_strict_json_schema(model)
