"""A schema in, types out: what each construct of a document becomes, imported and used."""

from __future__ import annotations

import functools
import inspect
import json
import typing
from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError
from support import schema_packages
from support.documents import NULL, STRING, document, operation, ref, tagged, thing
from support.packages import imported
from support.schema_packages import from_schemas


@pytest.fixture
def package(tmp_path):
    """Make a package from the schemas of one operation's body and response."""
    return functools.partial(from_schemas, tmp_path)


@pytest.mark.parametrize("schema", [
    {"type": "string", "nullable": True}, {"type": ["string", "null"]}, {"anyOf": [STRING, NULL]},
    {"oneOf": [NULL, STRING]}, {"anyOf": [{"type": "string", "nullable": True}]},
    {"allOf": [STRING, {"nullable": True}]}, {"anyOf": [STRING, {"nullable": True}]},
    ref("Nothing"),
], ids=json.dumps)  # fmt: skip
def test_every_way_to_say_or_null_is_the_same(package, schema):
    made = package(thing(a=schema), Nothing={"type": ["string", "null"]})
    hints = typing.get_type_hints(made.components.DoResponse)
    assert hints["a"] == str | None


def test_a_union_of_nullable_alone_is_anything(package):
    made = package(thing(a={"anyOf": [{"nullable": True}]}))
    assert made.components.DoResponse.model_validate({"a": [1]}).a == [1]


def test_a_named_nullable_schema_keeps_its_name_and_null_is_said_where_it_is_used(package):
    made = package(thing(m=ref("Meta")), Meta={"anyOf": [thing(a=STRING), NULL]})
    assert made.components.DoResponse.model_fields["m"].annotation == made.components.Meta | None
    assert issubclass(made.components.Meta, made.components.Model)


@pytest.mark.parametrize(
    "nothing",
    [NULL, {"enum": [None]}, {"const": None}, {"allOf": [ref("Other")]}, {"oneOf": [NULL, NULL]}],
    ids=json.dumps,
)
def test_what_is_only_null_has_no_name(package, nothing):
    either = {"anyOf": [ref("Nothing"), ref("Other")]}
    members = {"a": ref("Nothing"), "b": either, "c": {"anyOf": [STRING, ref("Nothing")]}}
    made = package(thing(**members), thing(**members), Nothing=nothing, Other=NULL)
    hints = typing.get_type_hints(made.components.DoResponse)
    assert (hints["a"], hints["b"], hints["c"]) == (type(None), type(None), str | None)
    given = inspect.signature(made.do, eval_str=True).parameters["a"].annotation
    assert given == None | made.Omit


def test_a_response_may_be_null_or_nothing(tmp_path):
    described = operation(reply=ref("Nothing"))
    described["responses"]["204"] = {"description": "none"}
    made = imported(tmp_path / "it", document({"/x": {"get": described}}, {"Nothing": NULL}))
    assert made.do.request().returns is None


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"enum": ["a", "b"]}, "a", "c"),
        ({"enum": ["a", None]}, None, 1),
        ({"const": "a"}, "a", "b"),
        ({"const": 7}, 7, 8),
        ({"enum": [True]}, True, False),
        ({"type": "number", "enum": [0.5, 1]}, 0.7, "x"),
        ({"type": ["integer", "string"]}, 1, []),
        ({"type": "array", "items": {"type": "integer"}}, [1], ["a"]),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {"a": 1}, {"a": "b"}),
        ({"type": "object"}, {"a": [None]}, []),
        ({"type": "string", "maxLength": 1, "pattern": "^x$"}, "longer", 1),
        ({}, {"any": ["thing"]}, ...),
        (True, [1, None], ...),
    ],
    ids=str,
)
def test_values(package, schema, good, bad):
    made = package({**thing(a=schema), "required": ["a"]})
    model = made.components.DoResponse
    text = json.dumps({"a": good})
    assert json.loads(model.model_validate_json(text).model_dump_json()) == {"a": good}
    if bad is not ...:
        with pytest.raises(ValidationError):
            model.model_validate_json(json.dumps({"a": bad}))


def test_all_of_is_merged_into_one_class(package):
    parts = [ref("Base"), {**thing(b=STRING), "required": ["b"]}]
    made = package({"allOf": parts}, Base={**thing(a=STRING), "required": ["a"]})
    fields = made.components.DoResponse.model_fields
    assert {name: field.is_required() for name, field in fields.items()} == {"a": True, "b": True}


def test_a_union_is_dispatched_by_its_tag(package):
    union = {"oneOf": [ref("A"), ref("B")]}
    made = package(thing(of=union), A=tagged("a", x=STRING), B=tagged("b", x=STRING))
    reply = made.components.DoResponse.model_validate_json('{"of": {"type": "b", "x": "1"}}')
    assert isinstance(reply.of, made.components.B)
    source = inspect.getsource(made.components)
    assert 'DoResponseOf: TypeAlias = Annotated[A | B, Field(discriminator="type")]' in source


def test_variants_are_named_by_what_tells_them_apart_and_never_counted(package):
    inline = [
        tagged("auto"),
        {**thing(x=STRING), "title": "A fixed size"},
        {**thing(y=STRING), "required": ["y"]},
        thing(z=STRING),
    ]
    made = package(thing(strategy={"oneOf": inline}))
    names = {name for name in vars(made.components) if name.startswith("DoResponseStrategy")}
    assert names == {
        "DoResponseStrategy",
        "DoResponseStrategyAuto",
        "DoResponseStrategyAFixedSize",
        "DoResponseStrategyY",
        "DoResponseStrategyVariant",
    }


def test_a_schema_that_holds_itself(package):
    tree = thing(value=STRING, children={"type": "array", "items": ref("Tree")})
    made = package(ref("Tree"), ref("Tree"), Tree=tree)
    read = made.components.Tree.model_validate_json('{"children": [{"children": []}]}')
    assert read.children[0].children == []
    assert "children: NotRequired[Iterable[Tree | components.Tree]]" in inspect.getsource(
        made.params
    )


def test_an_alias_that_holds_itself(package):
    value = {"anyOf": [STRING, {"type": "array", "items": ref("Value")}]}
    made = package(thing(v=ref("Value")), thing(v=ref("Value")), Value=value)
    read = made.components.DoResponse.model_validate_json('{"v": [["a"], "b"]}')
    assert read.v == [["a"], "b"]


def test_read_only_is_not_sent_and_write_only_does_not_come_back(package):
    both = thing(id={**STRING, "readOnly": True}, secret={**STRING, "writeOnly": True}, name=STRING)
    made = package(ref("User"), ref("User"), User=both)
    parameters = inspect.signature(made.do).parameters
    assert "secret" in parameters
    assert "id" not in parameters
    assert list(made.components.User.model_fields) == ["id", "name"]


def test_names_that_python_or_pydantic_has_already(package):
    names = ("class", "schema", "model_dump", "copy", "from", "x-y", "_z", "self", "json")
    made = package(thing(**dict.fromkeys(names, STRING)), thing(**dict.fromkeys(names, STRING)))
    reply = dict.fromkeys(names, "v")
    read = made.components.DoResponse.model_validate_json(json.dumps(reply))
    assert read.model_dump() == reply
    parameters = inspect.signature(made.do).parameters
    given = {name: "v" for name, one in parameters.items() if one.annotation == "str | Omit"}
    assert made.do.request(**given).json == reply


def test_schemas_named_like_what_the_modules_use(package):
    names = ("Model", "Field", "Literal", "Annotated", "str", "datetime", "TypedDict", "Any")
    schemas = {name: thing(a=STRING) for name in names}
    everything = thing(**{f"of_{name}": ref(name) for name in names}, when={
        "type": "string", "format": "date-time"
    })  # fmt: skip
    made = package(everything, everything, **schemas)
    read = made.components.DoResponse.model_validate_json('{"of_str": {"a": "b"}}')
    assert read.of_str.a == "b"


def test_members_named_like_types(package):
    names = ("date", "datetime", "list", "str", "object", "Date", "type")
    day = {"type": "string", "format": "date"}
    many = {"type": "array", "items": {"type": "string"}}
    members = thing(**dict.fromkeys(names, day), more=many, any={})
    made = package(ref("Day"), ref("Day"), Day=members)
    reply = {**dict.fromkeys(names, "2026-01-02"), "more": ["a"], "any": {"b": 1}}
    read = made.components.Day.model_validate_json(json.dumps(reply))
    assert read.date == date(2026, 1, 2)
    assert json.loads(read.model_dump_json()) == reply
    parameters = inspect.signature(made.do, eval_str=True).parameters
    assert parameters["date"].annotation == date | str | made.Omit


def test_a_function_named_like_its_group(package):
    made = package(operation="x")
    assert inspect.signature(made.x).return_annotation == "None"
    assert made.x_operations.x is made.x


def test_a_response_that_is_a_plain_list(package):
    made = package({"type": "array", "items": ref("Item")}, Item=thing(a=STRING))
    annotation = inspect.signature(made.do).return_annotation
    assert annotation == "components.DoResponse"
    read = TypeAdapter(made.components.DoResponse).validate_json('[{"a": "1"}]')
    assert isinstance(read[0], made.components.Item)


def test_a_body_that_is_no_object_is_one_argument(package):
    made = package(None, {"type": "array", "items": STRING})
    assert made.do.request(["a"]).json == ["a"]


def test_a_name_made_of_two_is_not_taken_for_the_schema_of_that_name(package):
    foo = thing(bar=thing(inner=STRING))
    made = package(thing(f=ref("FooBar")), FooBar={"anyOf": [ref("Foo"), STRING]}, Foo=foo)
    read = made.components.DoResponse.model_validate_json('{"f": {"bar": {"inner": "x"}}}')
    assert isinstance(read.f, made.components.Foo)
    assert read.f.bar.inner == "x"


def test_a_chain_of_schemas_may_be_long(package):
    chain = {f"A{n}": thing(next=ref(f"A{n + 1}")) for n in range(400)}
    made = package(ref("A0"), A400=STRING, **chain)
    assert made.components.A0.model_fields["next"].annotation == made.components.A1 | None
    assert made.components.A399.model_fields["next"].annotation == str | None


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"allOf": [ref("A")]}},
        {"A": {"oneOf": [ref("A"), STRING]}},
        {"A": {"anyOf": [ref("B"), STRING]}, "B": {"anyOf": [ref("A"), {"type": "integer"}]}},
    ],
    ids=str,
)
def test_a_schema_that_is_nothing_but_itself_is_any_json(tmp_path, schemas):
    package, codes = schema_packages.made(tmp_path, ref("A"), **schemas)
    assert codes == ["circular-ref"]
    assert TypeAdapter(package.components.A).validate_python([1, None]) == [1, None]


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [ref("A"), {"required": ["a"]}]},
        {"allOf": [ref("A")], "required": ["a"]},
        {"allOf": [ref("A"), thing(a={"description": "said again"})], "required": ["a"]},
    ],
    ids=str,
)
def test_what_all_of_requires_is_required(package, schema):
    made = package(schema, A=thing(a=STRING, b=STRING))
    fields = made.components.DoResponse.model_fields
    assert {name: (f.annotation, f.is_required()) for name, f in fields.items()} == {
        "a": (str, True),
        "b": (str | None, False),
    }


def test_a_reference_that_is_no_text_is_any_json(tmp_path):
    package, codes = schema_packages.made(tmp_path, {"$ref": 5})
    assert codes == ["malformed-schema", "unresolved-ref"]
    assert TypeAdapter(package.components.DoResponse).validate_python([1, None]) == [1, None]


def test_a_required_member_that_is_no_text_is_passed_over(package):
    made = package({**thing(a=STRING), "required": [{}, "a"]})
    assert made.components.DoResponse.model_fields["a"].is_required()


def test_json_of_no_schema_is_any_json(package):
    made = package(reply=True, body=True)
    annotation = inspect.signature(made.do).return_annotation
    assert annotation == "components.DoResponse"
    assert TypeAdapter(made.components.DoResponse).validate_json("[1]") == [1]
    assert made.do.request({"a": [None]}).json == {"a": [None]}
