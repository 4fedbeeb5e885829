"""Keywords next to `$ref`: they apply together with the target since OpenAPI 3.1."""

from __future__ import annotations

import inspect
import typing

import pytest
from support.documents import STRING, document_of, operation, ref, thing
from support.schema_packages import annotations, generated, made

from generator.diagnostics import DiagnosticLog

BASE = thing(a=STRING, b={"type": "integer"})
SENDER = {"type": "object", "required": ["a"], "properties": {"a": STRING}}


@pytest.fixture
def package(tmp_path):
    """Make a package in which nothing is degraded, and nothing is wrong."""

    def make(*schemas, **named):
        package, codes = made(tmp_path, *schemas, **named)
        assert codes == []
        return package

    return make


def hint(package, name, of):
    return typing.get_type_hints(vars(package.components)[of])[name]


def old(folder, reply, **schemas):
    """Make a package of an OpenAPI 3.0 document."""
    log = DiagnosticLog()
    document = {**document_of(operation(reply=reply), schemas), "openapi": "3.0.3"}
    return generated(folder, document, log), [one.code for one in log.diagnostics], log


def test_members_and_requirements_come_together(package):
    wide = {**ref("Base"), "required": ["a"], "properties": {"c": {"type": "boolean"}}}
    made = package(ref("Wide"), thing(one=ref("Wide")), Wide=wide, Base=BASE)
    assert annotations(made.components, "Wide") == {
        "a": "str",
        "b": "int | None",
        "c": "bool | None",
    }
    assert annotations(made.params, "Wide") == {
        "a": "str",
        "b": "NotRequired[int]",
        "c": "NotRequired[bool]",
    }


@pytest.mark.parametrize(
    ("siblings", "expected"),
    [
        ({"enum": ["red", "green"]}, typing.Literal["red", "green"]),
        ({"const": "red"}, typing.Literal["red"]),
        ({"type": "string", "maxLength": 3}, str),
        ({"default": "red"}, str),
        ({"pattern": "^r"}, str),
        ({"nullable": True}, str | None),
    ],
    ids=str,
)
def test_of_a_scalar(package, siblings, expected):
    whole = {**thing(colour={**ref("Colour"), **siblings}), "required": ["colour"]}
    made = package(ref("Whole"), Whole=whole, Colour=STRING)
    assert hint(made, "colour", "Whole") == expected


def test_a_narrower_format(package):
    made = package(thing(at={**ref("Text"), "format": "date"}), Text=STRING)
    assert annotations(made.components, "DoResponse")["at"] == "Date | None"


def test_what_forbids_null(package):
    some = {"type": ["string", "null"]}
    whole = {**thing(a={**ref("Maybe"), "type": "string"}, b=ref("Maybe")), "required": ["a", "b"]}
    made = package(ref("Whole"), Whole=whole, Maybe=some)
    assert (hint(made, "a", "Whole"), hint(made, "b", "Whole")) == (str, str | None)


@pytest.mark.parametrize(
    "siblings",
    [
        {"description": "Who sent it."},
        {"title": "Sender", "readOnly": True},
        {"example": {"a": "x"}, "examples": [{"a": "x"}], "default": {"a": "x"}},
        {"type": "object"},
        {"required": ["a"]},
        {"properties": {"a": {"type": "string"}}},
        {"additionalProperties": False},
        {"unevaluatedProperties": False},
        {"minProperties": 1, "x-order": 1},
    ],
    ids=str,
)
def test_what_makes_no_other_type_makes_no_class(package, siblings):
    made = package(thing(sender={**ref("Sender"), **siblings}), Sender=SENDER)
    classes = [name for name, one in vars(made.components).items() if inspect.isclass(one)]
    assert {one for one in classes if one.startswith(("Do", "Sender"))} == {"DoResponse", "Sender"}
    assert annotations(made.components, "DoResponse")["sender"] == "Sender | None"


def test_of_a_union(package):
    pets = {"oneOf": [ref("Cat"), ref("Dog")]}
    named = {**ref("Pet"), "properties": {"name": STRING}}
    made = package(
        ref("Named"), Named=named, Pet=pets, Cat=thing(purrs=STRING), Dog=thing(a=STRING)
    )
    assert set(made.components.NamedCat.model_fields) == {"purrs", "name"}
    assert set(made.components.NamedDog.model_fields) == {"a", "name"}


def test_of_a_union_with_what_it_has_already(package):
    pets = {"oneOf": [ref("Cat"), ref("Dog")]}
    made = package(
        thing(pet={**ref("Pet"), "type": "object"}),
        Pet=pets, Cat=thing(purrs=STRING), Dog=thing(a=STRING),
    )  # fmt: skip
    assert annotations(made.components, "DoResponse")["pet"] == "Pet | None"


def test_of_a_recursive_schema(package):
    node = thing(next={**ref("Node"), "required": ["value"]}, value=STRING)
    made = package(ref("Node"), Node=node)
    read = made.components.Node.model_validate({"next": {"value": "x", "next": {"value": "y"}}})
    assert read.next.next.value == "y"


def test_a_chain_of_references(package):
    chain = {
        "One": {**ref("Two"), "required": ["a"]},
        "Two": {**ref("Base"), "properties": {"c": STRING}},
    }
    made = package(ref("One"), Base=BASE, **chain)
    assert set(made.components.One.model_fields) == {"a", "b", "c"}
    assert made.components.One.model_fields["a"].is_required()


def test_in_all_of(package):
    made = package({"allOf": [{**ref("Base"), "required": ["a"]}, thing(c=STRING)]}, Base=BASE)
    fields = made.components.DoResponse.model_fields
    assert {name: one.is_required() for name, one in fields.items()} == {
        "a": True,
        "b": False,
        "c": False,
    }


def test_openapi_3_0_ignores_them_and_says_so(tmp_path):
    reply = {**ref("Base"), "required": ["a"], "properties": {"c": STRING}}
    package, codes, log = old(tmp_path, reply, Base=BASE)
    assert codes == ["ignored-siblings"]
    assert set(package.components.Base.model_fields) == {"a", "b"}
    (finding,) = log.diagnostics
    assert finding.is_fault
    assert [one.to_json() for one in finding.mend][-1]["update"] == {"allOf": [ref("Base")]}


def test_openapi_3_0_honours_annotations(tmp_path):
    reply = {**thing(base={**ref("Base"), "nullable": True, "description": "Below it."})}
    package, codes, _ = old(tmp_path, {**reply, "required": ["base"]}, Base=BASE)
    assert codes == []
    assert annotations(package.components, "DoResponse")["base"] == "Base | None"
    assert "Below it." in inspect.getsource(package.components)
