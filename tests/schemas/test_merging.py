"""Schemas that hold at once: allOf, members next to a union, and recursive schemas."""

from __future__ import annotations

import inspect
import typing

import pytest
from pydantic import AwareDatetime, TypeAdapter
from support.documents import NULL, STRING, ref, tagged, thing
from support.schema_packages import annotations, made

CAT = {**thing(kind={"const": "cat"}, purrs={"type": "boolean"}), "required": ["kind"]}
DOG = {**thing(kind={"const": "dog"}, barks={"type": "boolean"}), "required": ["kind"]}


@pytest.fixture
def package(tmp_path):
    """Make a package in which nothing is degraded."""

    def make(*schemas, **named):
        package, codes = made(tmp_path, *schemas, **named)
        assert codes == []
        return package

    return make


def hint(package, name, of="DoResponse"):
    return typing.get_type_hints(vars(package.components)[of])[name]


@pytest.mark.parametrize(
    ("base", "more", "expected"),
    [
        (STRING, {"description": "said again"}, str),
        (STRING, {"enum": ["a", "b"]}, typing.Literal["a", "b"]),
        ({"enum": ["a", "b", "c"]}, {"enum": ["b", "a"]}, typing.Literal["b", "a"]),
        ({"enum": ["a"]}, STRING, typing.Literal["a"]),
        ({"enum": ["a", "b"]}, {"enum": ["b", "c"]}, typing.Literal["b", "c"]),
        ({"type": "number"}, {"type": "integer"}, int),
        ({"type": "integer"}, {"type": "number"}, int),
        (STRING, {"nullable": True}, str | None),
        (STRING, {"type": ["string", "null"]}, str | None),
        ({"type": ["string", "null"]}, STRING, str),
        ({"type": "array", "items": STRING}, {"type": "array", "maxItems": 3}, list[str]),
        ({"anyOf": [STRING, {"type": "integer"}]}, {"type": "integer"}, int),
        (STRING, {"type": "string", "format": "date-time"}, AwareDatetime),
    ],
    ids=str,
)
def test_a_member_said_twice_means_the_narrower(package, base, more, expected):
    parts = [{**thing(a=base), "required": ["a"]}, thing(a=more)]
    assert hint(package({"allOf": parts}), "a") == expected


def test_members_of_an_inline_object_come_together(package):
    parts = [ref("Base"), thing(meta=thing(b=STRING))]
    made = package({"allOf": parts}, Base=thing(meta=thing(a=STRING)))
    assert set(made.components.DoResponseMeta.model_fields) == {"a", "b"}


def test_what_one_part_describes_is_told_by_the_last_that_does(package):
    parts = [thing(a={**STRING, "description": "One."}), thing(a={"description": "Other."})]
    assert "Other." in inspect.getsource(package({"allOf": parts}).components.DoResponse)


@pytest.mark.parametrize(("parts", "good"), [
    ([STRING, {"maxLength": 3}], "a"), ([{"type": "array"}, {"items": STRING}], ["a"]),
    ([ref("Word"), {"type": "string", "minLength": 1}], "a"),
    ([ref("Word"), {"enum": ["a"]}], "a"),
], ids=str)  # fmt: skip
def test_all_of_what_is_no_object(package, parts, good):
    made = package({**thing(a={"allOf": parts}), "required": ["a"]}, Word=STRING)
    assert made.components.DoResponse.model_validate({"a": good}).a == good


UNION = {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind"}}


@pytest.mark.parametrize("schema", [
    {"allOf": [thing(name=STRING), UNION]}, {**thing(name=STRING), **UNION},
    {"allOf": [thing(name=STRING)], **UNION}, {"allOf": [thing(name=STRING), ref("Animal")]},
], ids=str)  # fmt: skip
def test_members_beside_a_union_belong_to_each_variant(package, schema):
    made = package(ref("Pet"), ref("Pet"), Pet=schema, Cat=CAT, Dog=DOG, Animal=UNION)
    pet = TypeAdapter(made.components.Pet)
    read = pet.validate_json('{"kind": "cat", "name": "Tom", "purrs": true}')
    assert (type(read).__name__, read.name, read.purrs) == ("PetCat", "Tom", True)
    source = inspect.getsource(made.components)
    assert 'Pet: TypeAlias = Annotated[PetCat | PetDog, Field(discriminator="kind")]' in source
    assert "class PetDog(TypedDict)" in inspect.getsource(made.params)


def test_variants_that_hold_the_members_already_stay_as_they_are(package):
    pet = {**thing(kind={"enum": ["cat", "dog"]}), "required": ["kind"], **UNION}
    made = package(ref("Pet"), Pet=pet, Cat=CAT, Dog=DOG)
    names = {name for name in vars(made.components) if name.startswith(("Pet", "Cat", "Dog"))}
    assert names == {"Pet", "Cat", "Dog"}


def test_a_base_that_lists_what_derives_from_it(package):
    cat = {"allOf": [ref("Pet"), thing(purrs={"type": "boolean"})]}
    dog = {"allOf": [ref("Pet"), thing(barks={"type": "boolean"})]}
    pet = {**thing(name=STRING), "oneOf": [ref("Cat"), ref("Dog")]}
    made = package(ref("Pet"), Pet=pet, Cat=cat, Dog=dog)
    assert set(made.components.Cat.model_fields) == {"name", "purrs"}
    assert made.components.Pet == made.components.Cat | made.components.Dog


def test_what_is_inline_beside_a_union_is_defined_once(package):
    pet = {**thing(collar=thing(size=STRING)), "oneOf": [CAT, DOG]}
    made = package(pet)
    assert [name for name in vars(made.components) if name.endswith("Collar")] == [
        "DoResponseCollar"
    ]


def test_what_is_inline_in_a_base_is_named_after_the_base(package):
    base = thing(mode=thing(a=STRING))
    one, other = ({"allOf": [ref("Base"), thing(**{key: STRING})]} for key in "bc")
    made = package(thing(one=ref("One"), other=ref("Other")), Base=base, One=one, Other=other)
    assert [name for name in vars(made.components) if name.endswith("Mode")] == ["BaseMode"]


@pytest.mark.parametrize("key", ["anyOf", "oneOf"])
def test_branches_that_only_require_change_nothing(package, key):
    demands = [{"required": ["a"]}, {"required": ["b"], "title": "B"}, {"type": "object"}]
    made = package({**thing(a=STRING, b=STRING), key: demands})
    assert set(made.components.DoResponse.model_fields) == {"a", "b"}


def test_what_nothing_can_be_is_counted(tmp_path):
    package, codes = made(tmp_path, {"allOf": [thing(a=STRING), thing(a={"type": "integer"})]})
    assert codes == ["unmerged-all-of"]
    assert hint(package, "a") == int | None


@pytest.mark.parametrize(
    ("anchor", "again"),
    [
        ({"$recursiveAnchor": True}, {"$recursiveRef": "#"}),
        ({}, {"$recursiveRef": "#"}),
        ({"$dynamicAnchor": "node"}, {"$dynamicRef": "#node"}),
    ],
    ids=str,
)
def test_a_schema_that_refers_to_itself_without_a_name(package, anchor, again):
    items = {"oneOf": [ref("Leaf"), again], "discriminator": {"propertyName": "type"}}
    tree = {**tagged("tree", of={"type": "array", "items": items}), **anchor}
    made = package(ref("Tree"), ref("Tree"), Tree=tree, Leaf=tagged("leaf", value=STRING))
    of = [{"type": "leaf", "value": "x"}, {"type": "tree", "of": []}]
    read = made.components.Tree.model_validate({"type": "tree", "of": of})
    assert [type(one).__name__ for one in read.of] == ["Leaf", "Tree"]
    assert "object" not in annotations(made.params, "Tree")["of"]


def test_a_recursive_reference_may_be_null(package):
    tree = {**thing(of={"anyOf": [{"$recursiveRef": "#"}, NULL]}), "$recursiveAnchor": True}
    made = package(ref("Tree"), Tree=tree)
    assert annotations(made.components, "Tree")["of"].strip("'") == "Tree | None"


def test_a_recursive_reference_without_a_target_is_a_fault(tmp_path):
    package, codes = made(tmp_path, thing(of={"$recursiveRef": "#"}))
    assert codes == ["ref-target"]
    assert annotations(package.components, "DoResponse")["of"] == "JsonValue | None"


def test_members_behind_a_reference(tmp_path):
    parts = [ref("Base"), {"properties": ref("Shared/properties")}]
    package, codes = made(tmp_path, {"allOf": parts}, Base=thing(a=STRING), Shared=thing(b=STRING))
    assert set(package.components.DoResponse.model_fields) == {"a", "b"}
    assert codes == ["referenced-properties"]


def test_a_member_called_like_a_reference(package):
    made = package(thing(**{"$ref": STRING, "a": STRING}))
    assert set(made.components.DoResponse.model_fields) == {"ref", "a"}


def test_many_alternatives_are_not_multiplied_out(tmp_path):
    unions = [{"anyOf": [thing(**{f"a{n}{i}": STRING}) for i in range(9)]} for n in range(4)]
    _, codes = made(tmp_path, {"allOf": unions})
    assert codes == ["unmerged-all-of"]
