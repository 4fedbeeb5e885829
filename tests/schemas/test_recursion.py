"""Schemas that contain themselves: through members, items, `allOf`, unions, siblings."""

from __future__ import annotations

import inspect

import pytest
from pydantic import TypeAdapter
from support.documents import NULL, STRING, ref, thing
from support.schema_packages import made

LIST = {"type": "array"}
OBJECT = {"type": "object"}
LEAF = {**thing(leaf=STRING), "required": ["leaf"]}


@pytest.fixture
def reader(tmp_path):
    """Make a package of a recursive schema; return what reads it, without conversions."""

    def make(schema, **named):
        package, codes = made(tmp_path, ref("A"), thing(a=ref("A")), A=schema, **named)
        assert codes == []
        assert "A" in inspect.getsource(package.params)
        return TypeAdapter(package.components.A).validate_python

    return make


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        ({**LIST, "items": {"allOf": [ref("A"), LIST]}}, [[[]], []]),
        ({**OBJECT, "additionalProperties": {"allOf": [ref("A"), OBJECT]}}, {"a": {"b": {}}}),
        ({**LIST, "items": {**ref("A"), "items": {}}}, [[[]], []]),
        ({"anyOf": [STRING, {**LIST, "items": {"allOf": [ref("A"), {"title": "x"}]}}]}, ["a", []]),
        ({"anyOf": [STRING, NULL, {**LIST, "items": ref("A")}]}, ["a", None, ["b", []]]),
    ],
    ids=str,
)
def test_of_lists_and_dictionaries(reader, schema, data):
    assert reader(schema)(data) == data


def test_of_two_lists_that_contain_each_other(reader):
    schema = {**LIST, "items": {"allOf": [ref("B"), {"maxItems": 3}]}}
    other = {**LIST, "items": {"allOf": [ref("A"), {"minItems": 1, **LIST}]}}
    assert reader(schema, B=other)([[[]]]) == [[[]]]


def test_of_a_member_that_is_more_than_its_owner(reader):
    more = {"allOf": [ref("A"), {"properties": {"more": STRING}}]}
    read = reader(thing(name=STRING, child=more))
    child = read({"name": "x", "child": {"more": "y", "child": {"more": "z"}}}).child
    assert (child.more, child.child.more) == ("y", "z")


def test_of_a_union_whose_variant_has_more_of_it(reader):
    child = {"allOf": [ref("Extra"), ref("A")]}
    node = {"anyOf": [{**thing(child=child), "required": ["child"]}, LEAF]}
    read = reader(node, Extra=thing(extra=STRING))
    value = read({"child": {"extra": "x", "child": {"extra": "y", "leaf": "z"}}})
    assert (value.child.extra, value.child.child.leaf) == ("x", "z")


def test_of_values_in_a_dictionary_with_more_members(reader):
    more = {"allOf": [ref("A"), {"properties": {"key": STRING}}]}
    read = reader(thing(kids={**OBJECT, "additionalProperties": more}))
    value = read({"kids": {"a": {"key": "x", "kids": {"b": {"key": "y"}}}}})
    assert value.kids["a"].kids["b"].key == "y"


def test_of_a_union_in_all_of(reader):
    inner = {"allOf": [ref("A"), {"required": ["b"], "properties": {"b": STRING}}]}
    items = {"allOf": [ref("A"), {"description": "Again."}]}
    read = reader({"allOf": [{"oneOf": [{**LIST, "items": items}, thing(a=inner)]}]})
    assert read([[], []]) == [[], []]
    assert read({"a": {"b": "x", "a": {"b": "y"}}}).a.a.b == "y"
