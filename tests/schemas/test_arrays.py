"""Lists whose first items have types of their own."""

from __future__ import annotations

import inspect
import json
import warnings
from pathlib import Path

import httpx2
import pytest
from support.checkers import mypy, pyright
from support.documents import NULL, STRING, ref, thing
from support.schema_packages import annotations, from_schemas, made

NUMBER, FLAG = {"type": "number"}, {"type": "boolean"}
PAIR = {"type": "array", "prefixItems": [STRING, NUMBER]}
EXACT = {**PAIR, "minItems": 2, "items": False}


@pytest.fixture
def types(tmp_path):
    """Make a package; return what a member and its argument are annotated, and the codes."""

    def make(schema):
        whole = {**thing(it=schema), "required": ["it"]}
        package, codes = made(tmp_path, whole, whole, Pair=EXACT)
        parameter = inspect.signature(package.do).parameters["it"].annotation
        return annotations(package.components, "DoResponse")["it"], parameter, codes

    return make


@pytest.fixture
def read(tmp_path):
    """Make a package whose result has a schema; return what reads replies, and their warnings."""

    def make(schema, **schemas):
        package = from_schemas(tmp_path, thing(it=schema), **schemas)

        def read(value):
            transport = httpx2.MockTransport(lambda _: httpx2.Response(200, json={"it": value}))
            with (
                httpx2.Client(transport=transport) as http,
                warnings.catch_warnings(record=True) as warned,
                package.Client(http_client=http) as client,
            ):
                warnings.simplefilter("always", package.DriftWarning)
                client.api.seen.clear()
                return package.do.using(client)(), [str(one.message) for one in warned]

        return read

    return make


@pytest.mark.parametrize(("schema", "printed"), [
    (EXACT, "tuple[str, float]"), (ref("Pair"), "Pair"),
    ({**PAIR, "minItems": 2, "maxItems": 2}, "tuple[str, float]"),
    ({**PAIR, "minItems": 2, "unevaluatedItems": False}, "tuple[str, float]"),
    ({"prefixItems": [STRING, NUMBER], "minItems": 2, "maxItems": 2}, "tuple[str, float]"),
    ({"allOf": [{"type": "array"}, EXACT]}, "tuple[str, float]"),
    ({**PAIR, "items": False}, "tuple[str, float] | list[str | float]"),
    ({**PAIR, "maxItems": 1, "minItems": 1}, "tuple[str]"),
    (PAIR, "tuple[str, float] | list[JsonValue]"),
    ({**PAIR, "minItems": 2}, "tuple[str, float] | list[JsonValue]"),
    ({**PAIR, "items": True}, "tuple[str, float] | list[JsonValue]"),
    ({**PAIR, "items": {}, "maxItems": 2, "minItems": 2}, "tuple[str, float]"),
    ({"prefixItems": [STRING, False], "minItems": 1}, "tuple[str]"),
    ({"type": "array", "items": False}, "tuple[()]"),
    ({"type": "array", "items": EXACT}, "list[tuple[str, float]]"),
    ({"prefixItems": [{"oneOf": [STRING, NULL]}, {}], "minItems": 2, "items": False},
     "tuple[str | None, JsonValue]"),
    ({"type": "array", "unevaluatedItems": STRING}, "list[str]"),
    ({"type": ["array", "null"], "items": STRING}, "list[str] | None"),
    ({"oneOf": [EXACT, STRING]}, "tuple[str, float] | str"),
])  # fmt: skip
def test_first_items_have_types_of_their_own(types, schema, printed):
    assert types(schema)[::2] == (printed, [])


@pytest.mark.parametrize("schema", [
    {**PAIR, "items": FLAG}, {**PAIR, "items": FLAG, "minItems": 3},
    {**PAIR, "unevaluatedItems": FLAG},
], ids=str)  # fmt: skip
def test_further_items_with_a_type_are_of_any_of_the_types(types, schema):
    found, _, codes = types(schema)
    assert found == "list[str | float | bool]"
    assert set(codes) == {"open-tuple"}


VALID = [
    (EXACT, ["a", 1]), ({**PAIR, "items": False}, ["a", 1]), ({**PAIR, "items": False}, ["a"]),
    ({**PAIR, "items": False}, []), (PAIR, ["a", 1, {"b": None}]), (PAIR, []), (PAIR, ["a", 1.5]),
    ({**PAIR, "items": FLAG}, ["a", 1, True]), ({**PAIR, "items": FLAG}, ["a"]),
    ({"type": "array", "items": False}, []),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "value"), VALID, ids=str)
def test_a_valid_list_is_read_as_it_is(read, schema, value):
    found, warned = read(schema)(value)
    assert warned == []
    assert json.dumps(json.loads(found.model_dump_json())) == json.dumps({"it": value})
    assert list(map(type, found.it)) == list(map(type, value))
    assert found.model_dump() == {"it": value}
    again = type(found).model_validate_json(found.model_dump_json())
    assert again.model_dump() == {"it": value}


def test_the_items_of_a_tuple_that_differs_are_read_one_by_one(read):
    pair = {**EXACT, "prefixItems": [ref("Part"), NUMBER]}
    read_pair = read(pair, Part=thing(name=STRING))
    found, warned = read_pair([{"name": "a"}, "b"])
    assert found.it[0].name == "a"
    assert found.it[1] == "b"
    assert "$.it[1]" in warned[0]
    found, warned = read_pair([{"name": "a"}])
    assert found.model_dump(mode="json") == {"it": [{"name": "a"}]}
    assert len(warned) == 1


@pytest.mark.slow
@pytest.mark.external
def test_type_checkers_accept_what_is_sent_and_returned(tmp_path):
    whole = thing(pair=EXACT, loose=PAIR, more={**PAIR, "items": FLAG}, none={"items": False})
    whole["required"] = list(whole["properties"])
    from_schemas(tmp_path, whole, whole)
    (tmp_path / "right.py").write_text("""
import client

client.do.request(("a", 1.5), ("a", 1.5), ("a", 1.5, True), ())
client.do.request(["a", 1.5], ["a", 1.5, {}], ["a", 1.5, True], [])
reply = client.do(["a", 1.5], [], [], [])
client.do.request(reply.pair, reply.loose, reply.more, reply.none)
name: str = reply.pair[0]
size: float = reply.pair[1]
""")
    (tmp_path / "wrong.py").write_text("""
import client

client.do.request((1.5, "a"), [], [], [])
client.do.request(("a",), [], [], [])
client.do.request([None], [], [], [])
client.do.request(["a", 1.5], [], [None], [])
""")
    assert "Success" in mypy("right.py", "3.11", tmp_path)
    assert mypy("wrong.py", "3.11", tmp_path).count("error:") == 4
    found = pyright(["right.py", "wrong.py"], "3.11", tmp_path)
    assert [Path(one["file"]).name for one in found] == ["wrong.py"] * 4


@pytest.mark.slow
@pytest.mark.external
def test_one_of_several_lists_of_objects_is_given(tmp_path):
    many = {"oneOf": [{"type": "array", "items": ref(name)} for name in ("Many", "One")]}
    schemas = {"One": thing(field=STRING, value=STRING), "Many": thing(kind=STRING, value=many)}
    from_schemas(tmp_path, None, thing(query=ref("Many")), **schemas)
    (tmp_path / "right.py").write_text("""
import client

client.do.request(query={"kind": "and", "value": [{"field": "a", "value": "b"}]})
client.do.request(query={"value": [{"kind": "or", "value": []}, {"field": "a"}]})
""")
    assert "Success" in mypy("right.py", "3.11", tmp_path)
    assert pyright("right.py", "3.11", tmp_path) == []
