"""Malformed schemas: each costs itself at most, and is read as it can only be meant."""

from __future__ import annotations

import pytest
from pydantic import JsonValue
from support.documents import STRING, operation, ref, thing
from support.repaired import repaired
from support.schema_packages import annotations

WHOLE: dict = {"Pet": thing(name=STRING), "Size": {"type": "integer"}}


def annotation(folder, schema: object) -> tuple[str, list[str]]:
    """Return the annotation of a member with this schema, and the codes of the faults."""
    faulty = {"type": "object", "required": ["m"], "properties": {"m": schema, "other": STRING}}
    paths = {"/x": {"get": operation(reply=ref("Thing"), name="do")}}
    made = repaired(folder, paths, {**WHOLE, "Thing": faulty})
    members = annotations(made.package.components, "Thing")
    assert members["other"] == "str | None"
    return members["m"], made.codes


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": ["string", None]}, "str | None"),
        ({"type": [None, "string", "integer"]}, "str | int | None"),
        ({"anyOf": [STRING, {"type": None}]}, "str | None"),
        ({"oneOf": [STRING, None]}, "str | None"),
        ({"type": ["string", "null", 1]}, "str | None"),
        ({"type": ["String", "NULL"]}, "str | None"),
        ({"type": "String"}, "str"),
        ({"type": "int"}, "int"),
        ({"type": "int64"}, "int"),
        ({"type": "float"}, "float"),
        ({"type": "bool"}, "bool"),
        ({"type": "Date"}, "Date"),
        ({"type": "datetime"}, "AwareDatetime"),
        ({"type": "uuid"}, "UUID"),
        ({"type": "any"}, "JsonValue"),
        ({"type": "Pet"}, "Pet"),
        ({"type": "no-such-type"}, "JsonValue"),
        ({"type": []}, "JsonValue"),
        ({"type": {}}, "JsonValue"),
        ({"type": 3}, "JsonValue"),
        ({"type": None}, "JsonValue"),
        ("string", "str"),
        ("#/components/schemas/Pet", "Pet"),
        ("Pet", "Pet"),
        ("x y", "JsonValue"),
        (None, "JsonValue"),
        (3, "JsonValue"),
        ([], "JsonValue"),
        ({"type": "array", "items": [STRING]}, "list[str]"),
        ({"type": "array", "items": []}, "list[JsonValue]"),
        ({"type": "array", "items": "string"}, "list[str]"),
        ({"type": "array", "items": None}, "list[JsonValue]"),
        ({"type": "object", "additionalProperties": "string"}, "dict[str, str]"),
        ({"type": "object", "additionalProperties": "true"}, "dict[str, JsonValue]"),
        ({"type": "object", "additionalProperties": 1}, "dict[str, JsonValue]"),
        ({"type": "string", "enum": "a"}, "Literal['a']"),
        ({"type": "string", "enum": None}, "str"),
        ({"type": "string", "enum": {"a": "b"}}, "str"),
        ({"allOf": ref("Pet")}, "Pet"),
        ({"allOf": "Pet"}, "Pet"),
        ({"allOf": None, "type": "string"}, "str"),
        ({"anyOf": {"type": "string"}}, "str"),
        ({"type": "string", "nullable": "true"}, "str | None"),
        ({"type": "string", "nullable": "no"}, "str"),
        ({"type": "string", "nullable": []}, "str"),
        ({"type": "string", "format": 3}, "str"),
        ({"type": "string", "format": ["date"]}, "str"),
        ({"$ref": 3}, "JsonValue"),
        ({"$ref": None, "type": "string"}, "str"),
        ({"type": "string", "description": 3, "title": None}, "str"),
        ({"type": "string", "required": False}, "str"),
    ],
    ids=str,
)
def test_a_member(tmp_path, schema, expected):
    found, codes = annotation(tmp_path, schema)
    assert found == expected
    assert codes


def test_what_is_right_is_no_fault(tmp_path):
    schema = {"type": ["string", "null"], "enum": ["a", None], "nullable": False, "default": 3}
    found, codes = annotation(tmp_path, schema)
    assert codes == []
    assert found == "Literal['a'] | None"


@pytest.mark.parametrize(
    "properties",
    [
        [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}],
        [{"a": {"type": "string"}}, {"b": {"type": "integer"}}],
        {"a": "string", "b": "int"},
    ],
)
def test_properties(tmp_path, properties):
    paths = {"/x": {"get": operation(reply=ref("Thing"), name="do")}}
    schemas = {"Thing": {"type": "object", "properties": properties}}
    made = repaired(tmp_path, paths, schemas)
    members = annotations(made.package.components, "Thing")
    assert members == {"a": "str | None", "b": "int | None"}
    assert set(made.codes) == {"malformed-schema"}


@pytest.mark.parametrize("flag", [True, "true"])
def test_a_property_that_says_itself_that_it_is_required(tmp_path, flag):
    properties = {"a": {**STRING, "required": flag}, "b": STRING, "c": {**STRING, "required": True}}
    paths = {"/x": {"post": operation(body=ref("Thing"), name="do")}}
    schemas = {"Thing": {"type": "object", "required": ["b"], "properties": properties}}
    made = repaired(tmp_path, paths, schemas)
    assert made.package.do.request("1", "2", "3").json == {"a": "1", "b": "2", "c": "3"}


@pytest.mark.parametrize("component", ["string", None, [], 3, "x y", ["a"]])
def test_a_component_that_is_no_schema(tmp_path, component):
    paths = {"/x": {"get": operation(reply=thing(a=ref("Faulty"), b=STRING), name="do")}}
    made = repaired(tmp_path, paths, {"Faulty": component})
    reply = annotations(made.package.components, "DoResponse")
    assert reply["b"] == "str | None"
    assert made.codes == ["malformed-schema"] or made.codes == ["malformed-object"]
    assert made.package.components.Faulty == (str if component == "string" else JsonValue)


def test_a_discriminator_of_swagger_2(tmp_path):
    union = {"oneOf": [ref("A"), ref("B")], "discriminator": "kind"}
    schemas = {one: thing(kind={"const": one}, name=STRING) for one in "AB"}
    paths = {"/x": {"get": operation(reply=union, name="do")}}
    assert repaired(tmp_path, paths, schemas).codes == ["malformed-discriminator"]


def test_a_tuple_of_an_older_draft(tmp_path):
    schema = {"type": "array", "items": [STRING, {"type": "integer"}]}
    found, codes = annotation(tmp_path, schema)
    assert codes == ["malformed-schema"]
    assert found.startswith("tuple[str, int")


@pytest.mark.parametrize("mapping", [None, 3, "x", [], {"a": 3, "b": "#/components/schemas/B"}])
def test_a_mapping_that_is_no_mapping(tmp_path, mapping):
    union = {
        "oneOf": [ref("A"), ref("B")],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    schemas = {one: thing(kind={"const": one}, name=STRING) for one in "AB"}
    paths = {"/x": {"get": operation(reply=union, name="do")}}
    assert "malformed-discriminator" in repaired(tmp_path, paths, schemas).codes
