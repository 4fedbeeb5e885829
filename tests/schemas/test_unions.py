"""Unions of objects: selected by a tag if the data has one, and read leniently otherwise."""

from __future__ import annotations

import ast
import inspect
import warnings

import httpx2
import pytest
from pydantic import TypeAdapter
from support.documents import STRING, document, operation, ref, tagged, thing
from support.packages import imported
from support.schema_packages import from_schemas


@pytest.fixture
def union(tmp_path):
    """Make a union of these schemas; return its printed meaning and a function that reads it."""

    def make(schema, **named):
        made = from_schemas(tmp_path, ref("U"), U=schema, **named)
        source = inspect.getsource(made.components).partition("\nU: TypeAlias = ")[2]
        adapter = TypeAdapter(made.components.U)
        printed = ast.unparse(ast.parse(source.split("\n\n")[0]).body[0]).replace("'", '"')
        return printed, adapter.validate_python

    return make


ROLES = {
    role: {**tagged("message", role={"const": role}), "required": ["type", "role"]}
    for role in ("User", "Reply")
}


def one_of(*names):
    return {"oneOf": [ref(name) if isinstance(name, str) else name for name in names]}


def test_beside_what_is_no_object(union):
    choice = one_of({"enum": ["auto", "none"]}, "A", "B")
    printed, read = union(choice, A=tagged("a"), B=tagged("b"))
    assert printed == 'Literal["auto", "none"] | Annotated[A | B, Field(discriminator="type")]'
    assert read("auto") == "auto"
    assert type(read({"type": "b"})).__name__ == "B"


def test_a_tag_of_several_constants(union):
    many = {**thing(type={"enum": ["b", "c"]}), "required": ["type"]}
    printed, read = union(one_of("A", "B"), A=tagged("a"), B=many)
    assert printed == 'Annotated[A | B, Field(discriminator="type")]'
    assert type(read({"type": "c"})).__name__ == "B"


def test_variants_that_share_a_tag_are_told_apart_by_another(union):
    printed, read = union(one_of("User", "Reply", "Doc"), Doc=tagged("file"), **ROLES)
    inner = 'Annotated[User | Reply, Field(discriminator="role")]'
    assert printed == f'Annotated[{inner} | Doc, Field(discriminator="type")]'
    assert type(read({"type": "message", "role": "Reply"})).__name__ == "Reply"


def test_a_variant_that_need_not_have_the_tag_stands_beside_the_others(union):
    loose = thing(type={"const": "b"}, x=STRING)
    printed, read = union(one_of("A", "B", "C"), A=tagged("a"), B=loose, C=tagged("c"))
    assert printed == 'Annotated[A | C, Field(discriminator="type")] | B'
    assert type(read({"type": "b"})).__name__ == "B"
    assert type(read({"x": "1"})).__name__ == "B"
    assert type(read({"type": "c"})).__name__ == "C"


def test_a_union_within_a_union(union):
    inner = one_of("A", "B")
    printed, read = union(
        one_of("Inner", "C"), Inner=inner, A=tagged("a"), B=tagged("b"), C=tagged("c")
    )
    assert printed == 'Annotated[Inner | C, Field(discriminator="type")]'
    assert type(read({"type": "b"})).__name__ == "B"


def test_an_inner_union_that_needs_no_tag_is_not_dispatched_with_the_others(union):
    inner = one_of("A", "B", "L")
    loose = thing(type={"const": "l"})
    schemas = {name.upper(): tagged(name) for name in "abcd"}
    printed, read = union(one_of("Inner", "C", "D"), Inner=inner, L=loose, **schemas)
    assert printed == 'Inner | Annotated[C | D, Field(discriminator="type")]'
    assert [type(read({"type": name})).__name__ for name in "abcdl"] == ["A", "B", "C", "D", "L"]


def test_a_variant_by_another_name(union):
    printed, read = union(one_of("A", "B"), A=ref("X"), B=tagged("b"), X=tagged("a"))
    assert 'Field(discriminator="type")' in printed
    assert type(read({"type": "a"})).__name__ == "X"


def test_the_tag_in_a_merged_variant(union):
    base = {**thing(type=STRING, id=STRING), "required": ["type", "id"]}
    variants = {name.upper(): {"allOf": [ref("Base"), tagged(name)]} for name in ("a", "b")}
    printed, read = union(one_of("A", "B"), Base=base, **variants)
    assert printed == 'Annotated[A | B, Field(discriminator="type")]'
    assert read({"type": "b", "id": "1"}).id == "1"


@pytest.mark.parametrize(
    "variants",
    [
        {"A": thing(x=STRING), "B": thing(y=STRING)},
        {"A": tagged("same", x=STRING), "B": tagged("same", y=STRING)},
        {"A": tagged("a"), "B": thing(type={"const": "b"})},
    ],
    ids=str,
)
def test_what_no_tag_tells_apart_is_tried(union, variants):
    printed, _ = union(one_of("A", "B"), **variants)
    assert printed == "A | B"


@pytest.mark.parametrize(("data", "known"), [
    ({"type": "video", "x": 1}, False), ({"type": "message", "role": "Tool"}, False),
    ({"role": "User"}, False), ("manual", False), ("auto", True),
    ({"type": "message", "role": "User"}, True),
], ids=str)  # fmt: skip
def test_an_unknown_tag_is_read_leniently(tmp_path, data, known):
    choice = one_of({"enum": ["auto"]}, "User", "Reply", "Doc")
    made = from_schemas(tmp_path, thing(u=choice), Doc=tagged("file"), **ROLES)

    def answer(_request):
        return httpx2.Response(200, json={"u": data})

    with (
        httpx2.Client(transport=httpx2.MockTransport(answer)) as http,
        warnings.catch_warnings(record=True) as warned,
        made.Client(http_client=http) as client,
    ):
        warnings.simplefilter("always", made.DriftWarning)
        reply = made.do.using(client)()
    assert reply.model_dump() == {"u": data}
    assert [one.category for one in warned] == ([] if known else [made.DriftWarning])


@pytest.mark.parametrize(
    "schema",
    [
        {"anyOf": [False]},
        {"oneOf": [False, {"not": {}}]},
        {"anyOf": [{"allOf": [False, STRING]}]},
        {"oneOf": []},
        False,
    ],
    ids=str,
)
def test_of_what_no_value_is_valid_for(schema, tmp_path):
    parameter = {"name": "a", "in": "query", "required": True, "schema": schema}
    described = document({"/x": {"get": operation(parameter)}})
    assert imported(tmp_path / "client", described).do.request(1).query == {"a": 1}
