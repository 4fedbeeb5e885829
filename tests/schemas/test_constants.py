"""Constants: `type` says how they are read, and they are typed as far as Python can say it."""

from __future__ import annotations

import json
import warnings

import pytest
from pydantic import TypeAdapter
from support.documents import STRING, thing
from support.packages import imported
from support.schema_packages import annotations, made

YAML = """
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /x:
    get:
      operationId: do
      parameters:
        - {name: release, in: query, schema: {type: string, enum: [1.10, 1.20]}}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                properties:
                  number: {type: string, enum: [1, 0x10, +3]}
                  release: {type: string, enum: [1.0, 1.10, 1e3]}
                  flag: {type: string, enum: [on, yes, true, False]}
                  day: {type: string, enum: [2020-01-01]}
                  text:
                    type: string
                    enum: &texts
                      - 1.50
                  again: {type: string, enum: *texts}
                  constant: {type: string, const: 2.0}
"""
PRINTED = {
    "number": ["1", "0x10", "+3"],
    "release": ["1.0", "1.10", "1e3"],
    "flag": ["on", "yes", "true", "False"],
    "day": ["2020-01-01"],
    "text": ["1.50"],
    "again": ["1.50"],
    "constant": ["2.0"],
}


@pytest.fixture
def types(tmp_path):
    """Make a package; return what the attributes of its result are annotated, and its codes."""

    def make(**members):
        package, codes = made(tmp_path, {**thing(**members), "required": list(members)})
        return annotations(package.components, "DoResponse"), codes

    return make


@pytest.fixture
def read(tmp_path):
    """Return what reads JSON as a schema says, exactly."""

    def make(schema):
        package, codes = made(tmp_path, schema)
        assert codes == []
        adapter = TypeAdapter(package.components.DoResponse, config={"strict": True})
        return adapter.validate_json

    return make


def test_a_schema_of_strings_has_the_constants_that_are_written(tmp_path):
    (tmp_path / "document.yaml").write_text(YAML)
    package = imported(tmp_path / "client", tmp_path / "document.yaml")
    found = annotations(package.components, "DoResponse")
    assert {name: found[name] for name in PRINTED} == {
        name: f"Literal[{', '.join(map(repr, values))}] | None" for name, values in PRINTED.items()
    }
    assert package.do.request(release="1.10").query == {"release": "1.10"}


@pytest.mark.parametrize(("schema", "printed"), [
    ({"type": "string", "enum": [1, 2]}, "Literal['1', '2']"),
    ({"type": "string", "enum": [True, 1.5]}, "Literal['true', '1.5']"),
    ({"type": "string", "const": 3}, "Literal['3']"),
    ({"type": "integer", "enum": ["1", "-2"]}, "Literal[1, -2]"),
    ({"type": "integer", "enum": [1.0, 2]}, "Literal[1, 2]"),
    ({"type": "boolean", "enum": ["true"]}, "Literal[True]"),
    ({"type": "number", "enum": ["1.5", 2]}, "float"),
    ({"type": ["string", "null"], "enum": ["a", None]}, "Literal['a'] | None"),
    ({"type": ["string", "integer"], "enum": ["1", 1]}, "Literal['1', 1]"),
    ({"type": "string", "nullable": True, "enum": [1]}, "Literal['1'] | None"),
    ({"allOf": [{"type": "string"}, {"enum": [1, 2]}]}, "Literal['1', '2']"),
    ({"allOf": [{"enum": ["1"]}, {"type": "integer"}]}, "Literal[1]"),
    ({"enum": [True, 1, "1"]}, "Literal[True, 1, '1']"),
    ({"enum": ["auto", 1.5, 2]}, "Literal['auto', 2] | float"),
    ({"const": 1.5}, "float"), ({"const": [1]}, "list[int]"), ({"const": []}, "list[JsonValue]"),
    ({"enum": [{"a": 1}, {"a": 2}]}, "dict[str, int]"),
    ({"enum": ["a", ["b", None]]}, "Literal['a'] | list[str | None]"),
    ({"enum": [None, 1.5]}, "float | None"), ({"enum": []}, "JsonValue"),
    ({"enum": [2**64 - 1, 1]}, "Literal[1] | int"), ({"const": -(2**63)}, f"Literal[{-(2**63)}]"),
])  # fmt: skip
def test_constants_are_typed(types, schema, printed):
    assert types(it=schema) == ({"it": printed}, [])


def test_objects_among_constants_have_the_members_that_are_described(types):
    described = {**thing(a=STRING), "enum": [{"a": "b"}]}
    assert types(it=described)[0] == {"it": "DoResponseIt"}


def test_a_constant_that_no_type_reads_is_left_out(types):
    found, codes = types(it={"type": "integer", "enum": [1, "many"]}, other={
        "type": "boolean", "enum": ["perhaps"]
    })  # fmt: skip
    assert found == {"it": "Literal[1]", "other": "bool"}
    assert codes == ["malformed-schema", "malformed-schema"]


def test_an_enumeration_that_no_type_reads_is_one_fault(tmp_path):
    schema = {"type": "object", "enum": ["A", "B"], "properties": {"x": STRING}}
    module, codes = made(tmp_path, thing(kind=schema))
    assert codes == ["malformed-schema"]
    assert annotations(module.components, "DoResponse") == {"kind": "DoResponseKind | None"}


@pytest.mark.parametrize(
    "value", [2**64 - 1, 2**63, -(2**63) - 1, 1, "auto", 1.5, 2, [1, 2], {"a": [1]}]
)
def test_constants_are_read_as_they_are(read, value):
    constants = [2**64 - 1, 2**63, -(2**63) - 1, 1, "auto", 1.5, 2, [1, 2], {"a": [1]}]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read({"enum": constants})(json.dumps(value))
    assert (found, type(found)) == (value, type(value))
