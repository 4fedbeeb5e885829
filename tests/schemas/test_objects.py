"""Members of objects: those without a name, those that only `required` has, and impossible ones."""

from __future__ import annotations

import inspect
import warnings
from pathlib import Path

import httpx2
import pytest
from support.checkers import mypy, pyright
from support.documents import NULL, STRING, ref, thing
from support.schema_packages import annotations, from_schemas, made

INTEGER = {"type": "integer"}
CLOSED = {"additionalProperties": False}
NAMED = thing(name=STRING)


@pytest.fixture
def types(tmp_path):
    """Make a package; return what each class of its components is annotated."""

    def make(reply, **schemas):
        package, codes = made(tmp_path, reply, **schemas)
        assert codes == []
        names = [name for name in vars(package.components) if name[:1].isupper()]
        source = inspect.getsource(package.components)
        return {
            name: annotations(package.components, name)
            for name in names
            if f"class {name}(" in source
        }

    return make


@pytest.fixture
def read(tmp_path):
    """Make a package whose result has a schema; return what reads a reply, and its warnings."""

    def make(schema, reply, **schemas):
        made = from_schemas(tmp_path, schema, **schemas)
        transport = httpx2.MockTransport(lambda _: httpx2.Response(200, json=reply))
        with (
            httpx2.Client(transport=transport) as http,
            warnings.catch_warnings(record=True) as warned,
            made.Client(http_client=http) as client,
        ):
            warnings.simplefilter("always", made.DriftWarning)
            return made.do.using(client)(), [str(one.message) for one in warned]

    return make


@pytest.mark.parametrize(("schema", "printed"), [
    ({"type": "object", "patternProperties": {"^a": STRING}, **CLOSED}, "dict[str, str]"),
    ({"patternProperties": {"^a": STRING}}, "dict[str, str]"),
    ({"patternProperties": {"^a": STRING, "^b": INTEGER}, **CLOSED}, "dict[str, str | int]"),
    ({"patternProperties": {"^a": STRING}, "additionalProperties": INTEGER},
     "dict[str, str | int]"),
    ({"patternProperties": {"^a": STRING}, "additionalProperties": True}, "dict[str, JsonValue]"),
    ({"patternProperties": {"^a": {"type": ["string", "null"]}}}, "dict[str, str | None]"),
    ({"patternProperties": {"^a": {"oneOf": [STRING, NULL]}, "^b": NULL}}, "dict[str, str | None]"),
    ({"patternProperties": {"^a": False, "^b": INTEGER}}, "dict[str, int]"),
    ({"type": "object", "unevaluatedProperties": INTEGER}, "dict[str, int]"),
    ({"unevaluatedProperties": INTEGER}, "dict[str, int]"),
    ({"type": "object", "unevaluatedProperties": False}, "dict[str, JsonValue]"),
    ({"type": "object", "additionalProperties": True}, "dict[str, JsonValue]"),
    ({"required": ["ghost"], "additionalProperties": INTEGER}, "dict[str, int]"),
    ({"allOf": [{"required": ["a"]}, {"additionalProperties": INTEGER}]}, "dict[str, int]"),
    ({"allOf": [{"patternProperties": {"^a": STRING}}, {"type": "object"}]}, "dict[str, str]"),
])  # fmt: skip
def test_the_values_of_a_dictionary_are_typed(types, schema, printed):
    reply = {**thing(it=schema), "required": ["it"]}
    assert types(reply)["DoResponse"]["it"] == printed


FURTHER = [
    {**NAMED, "additionalProperties": INTEGER},
    {**NAMED, "patternProperties": {"^a": INTEGER}},
    {**NAMED, "patternProperties": {"^a": INTEGER}, **CLOSED},
    {**NAMED, "unevaluatedProperties": INTEGER},
    {"allOf": [ref("Named")], "unevaluatedProperties": INTEGER},
    {"allOf": [ref("Named")], "additionalProperties": INTEGER},
    {"allOf": [ref("Named"), {"additionalProperties": INTEGER}]},
    {"allOf": [ref("Named"), {"type": "object", "patternProperties": {"^a": INTEGER}}]},
]


@pytest.mark.parametrize("schema", FURTHER, ids=str)
def test_members_without_a_name_are_typed_next_to_others(types, schema):
    found = types(schema, Named=NAMED)["DoResponse"]
    assert found == {"name": "str | None", "__pydantic_extra__": "dict[str, int]"}


@pytest.mark.parametrize("more", [{}, CLOSED, {"additionalProperties": True},
    {"additionalProperties": {}}, {"unevaluatedProperties": False},
    {"patternProperties": {"^x-": {}}}], ids=str)  # fmt: skip
def test_members_that_can_be_anything_have_no_type(types, more):
    assert types({**NAMED, **more})["DoResponse"] == {"name": "str | None"}


def test_members_without_a_name_are_read(read):
    tree = {**NAMED, "additionalProperties": ref("Tree")}
    data = {"name": "a", "left": {"name": "b", "right": {"name": "c"}}}
    value, warned = read(ref("Tree"), data, Tree=tree)
    assert warned == []
    assert value.left.right.name == "c"
    assert value.__pydantic_extra__["left"].name == "b"
    assert value.model_dump() == data


def test_a_member_without_a_name_that_differs_is_read_leniently(read):
    tree = {**NAMED, "additionalProperties": ref("Tree")}
    data = {"name": 1, "left": {"name": "b"}, "right": "none"}
    value, warned = read(ref("Tree"), data, Tree=tree)
    assert "$.name" in warned[0]
    assert "$.right" in warned[0]
    assert value.left.name == "b"
    assert value.model_dump() == data


def test_members_without_a_name_of_a_body_are_given_in_the_options(tmp_path):
    package, codes = made(tmp_path, None, {**NAMED, "additionalProperties": INTEGER})
    assert codes == ["additional-members"]
    assert package.do.request(name="a").json == {"name": "a"}


@pytest.mark.parametrize(("schema", "printed"), [
    ({**NAMED, "required": ["name", "ghost"]}, {"name": "str", "ghost": "JsonValue"}),
    ({"type": "object", "required": ["ghost"]}, {"ghost": "JsonValue"}),
    ({**NAMED, "required": ["ghost"], "additionalProperties": INTEGER},
     {"name": "str | None", "ghost": "int", "__pydantic_extra__": "dict[str, int]"}),
    ({"allOf": [NAMED, {"required": ["ghost"]}]}, {"name": "str | None", "ghost": "JsonValue"}),
    ({"allOf": [NAMED, {"required": ["name"]}]}, {"name": "str"}),
    ({"allOf": [{"type": "object", "required": ["name"]}, ref("Named")]}, {"name": "str"}),
    ({**NAMED, "required": ["Name", "name"]}, {"name": "str", "name_":
     "Annotated[JsonValue, Field(alias='Name')]"}),
])  # fmt: skip
def test_a_required_member_that_is_not_described_is_there(types, schema, printed):
    assert types(schema, Named=NAMED)["DoResponse"] == printed


def test_a_required_member_that_is_not_described_is_an_argument(tmp_path):
    made = from_schemas(tmp_path, None, {**NAMED, "required": ["name", "ghost"]})
    parameters = inspect.signature(made.do).parameters
    assert parameters["ghost"].annotation == "object"
    assert parameters["ghost"].default is inspect.Parameter.empty
    assert made.do.request("a", {"b": 1}).json == {"name": "a", "ghost": {"b": 1}}


IMPOSSIBLE = [
    False,
    {"not": {}},
    {"not": True},
    {"type": "string", "not": {}},
    {"allOf": [STRING, False]},
    {"oneOf": [False, {"not": {}}]},
    ref("Never"),
]


@pytest.mark.parametrize("never", IMPOSSIBLE, ids=str)
def test_a_member_that_is_impossible_is_left_out(tmp_path, never):
    schema = thing(it=STRING, no=never)
    made = from_schemas(tmp_path, schema, schema, Never=False)
    assert annotations(made.components, "DoResponse") == {"it": "str | None"}
    assert "no" not in inspect.signature(made.do).parameters


@pytest.mark.parametrize("never", IMPOSSIBLE, ids=str)
def test_an_impossible_variant_is_left_out(types, never):
    either = {"oneOf": [never, STRING, INTEGER]}
    found = types(thing(it=either, one={"anyOf": [STRING, never]}), Never=False)
    assert found["DoResponse"] == {"it": "str | int | None", "one": "str | None"}


def test_a_member_that_another_schema_forbids_is_left_out(types):
    schema = {"allOf": [thing(a=STRING, b=STRING), {"properties": {"b": False}}]}
    assert types(schema)["DoResponse"] == {"a": "str | None"}


def test_a_member_of_any_value(types):
    assert types(thing(it=True))["DoResponse"] == {"it": "JsonValue | None"}


@pytest.mark.slow
@pytest.mark.external
def test_type_checkers_know_members_without_a_name(tmp_path):
    label = {**thing(name=STRING), "required": ["name"], "additionalProperties": INTEGER}
    whole = {**thing(label=ref("Label")), "required": ["label"]}
    from_schemas(tmp_path, whole, whole, Label=label)
    (tmp_path / "right.py").write_text("""
import client

client.do.request({"name": "a"})
client.do.request({"name": "a", "size": 3})
reply = client.do({"name": "a"})
client.do.request(reply.label)
size: int = reply.label.__pydantic_extra__["size"]
""")
    (tmp_path / "wrong.py").write_text("""
import client

client.do.request({"name": "a", "size": [3]})
client.do.request("a")
size: str = client.do({"name": "a"}).label.__pydantic_extra__["size"]
""")
    assert "Success" in mypy(["client", "right.py"], "3.11", tmp_path)
    assert mypy("wrong.py", "3.11", tmp_path).count("error:") == 3
    found = pyright(["client", "right.py", "wrong.py"], "3.11", tmp_path)
    assert [Path(one["file"]).name for one in found] == ["wrong.py"] * 3
