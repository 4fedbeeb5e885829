"""What `opgen diff` says of a value whose schema changes: sent by a call, and answered to it."""

from __future__ import annotations

import pytest
from support.diff_documents import (
    INTEGER,
    answered,
    any_of,
    changes,
    constants,
    described,
    lists,
    parameter,
    sent,
)
from support.documents import NULL, STRING, document_of, operation, ref, tagged, thing

NUMBER = {"type": "number"}
BOOLEAN = {"type": "boolean"}
MAYBE = {"type": ["string", "null"]}
TIME = {"type": "string", "format": "date-time"}


def maps(values):
    return {"type": "object", "additionalProperties": values}


# Before, after, what is said of an argument, what is said of a response.
CASES = {
    "another type": (
        (STRING, INTEGER),
        ["breaking now takes `int` instead of `str`"],
        ["breaking now returns `int` instead of `str`"],
    ),
    "a wider number": (
        (INTEGER, NUMBER),
        ["additive also accepts `float`"],
        ["breaking may also return `float`"],
    ),
    "a narrower number": (
        (NUMBER, INTEGER),
        ["breaking of `float`, only `int` is still accepted"],
        ["additive of `float`, only `int` is still possible"],
    ),
    "constants of a text": (
        (STRING, constants("a", "b")),
        ["breaking of `str`, only `'a'`, `'b'` are still accepted"],
        ["additive of `str`, only `'a'` or `'b'` is still possible"],
    ),
    "any text": (
        (constants("a"), STRING),
        ["additive also accepts `str`"],
        ["breaking may also return `str`"],
    ),
    "any text next to some": (
        (constants("a"), any_of(STRING, constants("a", "b"))),
        ["additive also accepts `str`"],
        ["breaking may also return `str`"],
    ),
    "more constants next to any text": (
        (any_of(STRING, constants("a")), any_of(STRING, constants("a", "b"))),
        [],
        [],
    ),
    "any number of some": (
        ({"enum": [1, 2]}, NUMBER),
        ["additive also accepts `float`"],
        ["breaking may also return `float`"],
    ),
    "other constants": (
        (constants("a", "b"), constants("c", "a")),
        ["breaking `'b'` is no longer accepted", "additive new value `'c'`"],
        ["may break new value `'c'`", "additive no longer returns `'b'`"],
    ),
    "a constant next to a number": (
        (INTEGER, any_of(INTEGER, constants("auto"))),
        ["additive new value `'auto'`"],
        ["breaking new value `'auto'`"],
    ),
    "null": (
        (STRING, MAYBE),
        ["additive also accepts `None`"],
        ["breaking may also return `None`"],
    ),
    "no null": (
        (any_of(STRING, NULL), STRING),
        ["breaking `None` is no longer accepted"],
        ["additive no longer returns `None`"],
    ),
    "null another way": ((MAYBE, {"oneOf": [STRING, NULL]}), [], []),
    "any value": (
        (STRING, {}),
        ["additive also accepts `object`"],
        ["breaking may also return `object`"],
    ),
    "no longer any value": (
        ({}, STRING),
        ["breaking of `object`, only `str` is still accepted"],
        ["additive of `object`, only `str` is still possible"],
    ),
    "a text that is a time": (
        (STRING, TIME),
        [
            "may break of `str`, only `AwareDatetime` is still accepted",
            "additive also accepts `AwareDatetime`",
        ],
        ["breaking now returns `AwareDatetime` instead of `str`"],
    ),
    "a time that is any text": (
        (TIME, STRING),
        ["breaking now takes `str` instead of `AwareDatetime`"],
        ["breaking now returns `str` instead of `AwareDatetime`"],
    ),
    "a list of others": (
        (lists(STRING), lists(INTEGER)),
        ["breaking now takes `list[int]` instead of `list[str]`"],
        ["breaking now returns `list[int]` instead of `list[str]`"],
    ),
    "a list of more": (
        (lists(STRING), lists(MAYBE)),
        ["additive also accepts `list[str | None]`"],
        ["breaking may also return `list[str | None]`"],
    ),
    "a list of less": (
        (lists(MAYBE), lists(STRING)),
        ["breaking of `list[str | None]`, only `list[str]` is still accepted"],
        ["additive of `list[str | None]`, only `list[str]` is still possible"],
    ),
    "a list of more constants": (
        (lists(constants("a")), lists(constants("a", "b"))),
        ["additive new value `'b'`"],
        ["may break new value `'b'`"],
    ),
    "a list of lists": (
        (lists(lists(constants("a", "b"))), lists(lists(constants("a")))),
        ["breaking `'b'` is no longer accepted"],
        ["additive no longer returns `'b'`"],
    ),
    "a list next to a text": (
        (any_of(STRING, lists(constants("a", "b"))), any_of(STRING, lists(constants("a")))),
        ['breaking of `list[Literal["a", "b"]]`, only `list[Literal["a"]]` is still accepted'],
        ['additive of `list[Literal["a", "b"]]`, only `list[Literal["a"]]` is still possible'],
    ),
    "a list of others next to a text": (
        (any_of(STRING, lists(STRING)), any_of(STRING, lists(INTEGER))),
        ["breaking `list[str]` is no longer accepted", "additive also accepts `list[int]`"],
        ["breaking may also return `list[int]`", "additive no longer returns `list[str]`"],
    ),
    "a dictionary of others": (
        (maps(STRING), maps(INTEGER)),
        ["breaking now takes `dict[str, int]` instead of `dict[str, str]`"],
        ["breaking now returns `dict[str, int]` instead of `dict[str, str]`"],
    ),
    "a list or a dictionary": (
        (lists(STRING), maps(STRING)),
        ["breaking now takes `dict[str, str]` instead of `list[str]`"],
        ["breaking now returns `dict[str, str]` instead of `list[str]`"],
    ),
    "a branch more": (
        (any_of(STRING, INTEGER), any_of(STRING, INTEGER, BOOLEAN)),
        ["additive also accepts `bool`"],
        ["breaking may also return `bool`"],
    ),
    "branches in another order": (
        (any_of(STRING, INTEGER, NULL), any_of(NULL, INTEGER, STRING)),
        [],
        [],
    ),
    "a class in place of a dictionary": (
        (maps(STRING), ref("Thing")),
        ["breaking now takes `Thing` instead of `dict[str, str]`"],
        ["breaking now returns `Thing` instead of `dict[str, str]`"],
    ),
}
SCHEMAS = {
    "Thing": thing(a=STRING),
    "Choice": any_of(ref("Letters"), INTEGER),
    "Letters": constants("a", "b"),
    "Chosen": any_of(ref("Words"), INTEGER),
    "Words": constants("a", "b"),
    "Tree": any_of(STRING, lists(ref("Tree"))),
    "Nest": any_of(STRING, lists(ref("Nest"))),
    "Bush": any_of(STRING, lists(ref("Bush")), INTEGER),
    "Ring": any_of(STRING, lists(ref("Ring")), maps(ref("Ring"))),
    "Chain": any_of(STRING, lists(ref("Chain")), maps(ref("Chain"))),
}


def of_function(found):
    """What is said of the function itself: types come and go with what names them."""
    return [
        line.replace(f" {one['code']} {one['subject']}:", "")
        for one, line in zip(found, described(found), strict=True)
        if one["target"].get("function")
    ]


@pytest.mark.parametrize(("schemas", "expected"), [one[:2] for one in CASES.values()], ids=CASES)
def test_what_an_argument_takes(tmp_path, schemas, expected):
    found = changes(tmp_path, *(sent(one, **SCHEMAS) for one in schemas))
    assert of_function(found) == expected
    directions = {one["target"]["direction"] for one in found if one["target"].get("argument")}
    assert directions <= {"request"}


@pytest.mark.parametrize(
    ("schemas", "expected"), [(one[0], one[2]) for one in CASES.values()], ids=CASES
)
def test_what_a_response_is(tmp_path, schemas, expected):
    found = changes(tmp_path, *(answered(one, **SCHEMAS) for one in schemas))
    assert of_function(found) == expected


@pytest.mark.parametrize("place", ["path", "query", "header", "cookie"])
def test_it_is_the_same_wherever_an_argument_goes(tmp_path, place):
    documents = []
    for values in (("a", "b", "c"), ("a", "c")):
        made = operation(parameter("x", constants(*values), place, required=True))
        document = document_of(made, {})
        path = "/x/{x}" if place == "path" else "/x"
        documents.append({**document, "paths": {path: {"post": made}}})
    (one,) = changes(tmp_path, *documents)
    assert described([one]) == ["breaking argument-narrowed `do`, `x`: `'b'` is no longer accepted"]
    assert one["target"] == {
        "module": "x",
        "function": "do",
        "argument": "x",
        "values": ["b"],
        "direction": "request",
    }


SAME = {
    "an alias introduced": (constants("a", "b"), ref("Letters")),
    "an alias of an alias introduced": (any_of(constants("a", "b"), INTEGER), ref("Choice")),
    "an alias renamed": (ref("Letters"), ref("Words")),
    "an alias of an alias renamed": (ref("Choice"), ref("Chosen")),
    "a list of a renamed alias": (lists(ref("Letters")), lists(ref("Words"))),
    "a recursive alias renamed": (ref("Tree"), ref("Nest")),
    "an alias recursive twice renamed": (ref("Ring"), ref("Chain")),
    "one branch": (STRING, {"anyOf": [STRING]}),
    "a branch twice": (STRING, {"anyOf": [STRING, constants("a"), STRING]}),
    "allOf of one": (ref("Letters"), {"allOf": [ref("Letters")]}),
    "limits": (STRING, {**STRING, "maxLength": 3, "pattern": "x"}),
}


@pytest.mark.parametrize("way", [1, -1], ids=["there", "back"])
@pytest.mark.parametrize("schemas", SAME.values(), ids=SAME)
@pytest.mark.parametrize("make", [sent, answered])
def test_another_way_to_say_the_same_is_no_change(tmp_path, make, schemas, way):
    found = changes(tmp_path, *(make(one, **SCHEMAS) for one in schemas[::way]))
    assert {one["code"] for one in found} <= {"type-added", "type-removed", "type-renamed"}
    names = {one["target"]["type"] for one in found}
    assert names <= {*SCHEMAS, "DoResponse"}


def test_a_change_of_a_recursive_alias_is_told_once(tmp_path):
    found = changes(tmp_path, *(sent(ref(one), **SCHEMAS) for one in ("Tree", "Bush")))
    assert of_function(found) == ["additive also accepts `int`"]


@pytest.mark.parametrize("form", ["nullable", "type"])
def test_null_of_either_version_is_the_same(tmp_path, form):
    old = {"nullable": {**STRING, "nullable": True}, "type": STRING}[form]
    documents = [{**answered(old), "openapi": "3.0.3"}, answered(MAYBE)]
    lines = of_function(changes(tmp_path, *documents))
    assert lines == ([] if form == "nullable" else ["breaking may also return `None`"])


def test_a_tagged_variant_is_told_by_its_name(tmp_path):
    names = ("a", "b", "c")
    schemas = {name.title(): tagged(name) for name in names}
    unions = [
        {"oneOf": [ref(one.title()) for one in some], "discriminator": {"propertyName": "type"}}
        for some in (names[:2], names)
    ]
    found = changes(tmp_path, *(answered(thing(x=lists(one)), **schemas) for one in unions))
    assert described(found) == [
        "may break attribute-widened `DoResponse.x`: new variant `C`",
        "additive type-added `C`: new",
    ]
