"""Schemas that are nested, chained and large: all of them are read."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from support.documents import STRING, ref, thing
from support.response_packages import ResponsePackage

if TYPE_CHECKING:
    from collections.abc import Callable

    Schema = dict[str, Any]

DEEP = 1_000


def nested(within: Callable[[Schema], Schema], count: int = DEEP) -> Schema:
    """A schema within a schema, many times."""
    schema: Schema = STRING
    for _ in range(count):
        schema = within(schema)
    return schema


def chain(link: Callable[[int, Schema], Schema], count: int = DEEP) -> dict[str, Schema]:
    """Components that each refer to the next one."""
    links = {f"N{n}": link(n, ref(f"N{n + 1}")) for n in range(count)}
    return {**links, f"N{count}": thing(end=STRING)}


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Make a package of a schema, and return what an operation returns for this JSON."""
    # The test itself writes a document that is nested deeply.
    written = json.dumps
    monkeypatch.setattr(json, "dumps", lambda *given, **more: deeply(written, *given, **more))

    def make(schema, data, schemas=None):
        made = ResponsePackage(tmp_path, schema, schemas or {})
        assert made.codes == []
        return made.call(data)

    return make


def deeply(function, *given, **more):
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(max(usual, 10_000))
    try:
        return function(*given, **more)
    finally:
        sys.setrecursionlimit(usual)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("within", "data"),
    [
        (lambda inner: {"type": "array", "items": inner}, [[[]], []]),
        (lambda inner: {"type": "object", "additionalProperties": inner}, {"a": {"b": {}}}),
        (lambda inner: {"anyOf": [{"type": "array", "items": inner}, {"type": "null"}]}, [[None]]),
    ],
    ids=["lists", "dictionaries", "lists or null"],
)
def test_lists_and_dictionaries_within_each_other(read, within, data):
    assert read(nested(within), data) == (data, 0)


@pytest.mark.slow
def test_objects_within_each_other(read):
    value, warned = read(nested(lambda inner: thing(a=inner)), {"a": {"a": {}}})
    assert (type(value.a.a).__name__, warned) == ("DoResponseAA", 0)


@pytest.mark.slow
@pytest.mark.parametrize(
    "link",
    [
        lambda n, following: {"allOf": [following, thing(**{f"p{n}": STRING})]},
        lambda n, following: {**following, "properties": {f"p{n}": STRING}},
    ],
    ids=["all of", "siblings"],
)
def test_chains_of_schemas_that_add_members(read, link):
    data = {"p0": "a", f"p{DEEP - 1}": "b", "end": "c"}
    value, warned = read(ref("N0"), data, chain(link))
    assert (type(value).__name__, value.end, warned) == ("N0", "c", 0)


@pytest.mark.slow
def test_chains_of_members(read):
    value, warned = read(ref("N0"), {"n": {"n": {}}}, chain(lambda _, more: thing(n=more)))
    assert (type(value.n.n).__name__, warned) == ("N2", 0)


@pytest.mark.slow
@pytest.mark.parametrize("by", ["names", "mapping", "constants", "base"])
def test_unions_of_many_variants(read, by):
    kind = {"const": "v"} if by == "constants" else STRING
    variants = {
        f"V{n}": {
            **thing(kind={**kind, **({"const": f"v{n}"} if "const" in kind else {})}, p=STRING),
            "required": ["kind"],
        }
        for n in range(DEEP)
    }
    described: Schema = {"propertyName": "kind"}
    if by == "mapping":
        described["mapping"] = {f"v{n}": f"V{n}" for n in range(DEEP)}
    schema: Schema = {"oneOf": [ref(name) for name in variants], "discriminator": described}
    if by == "base":
        schema = {**thing(kind=STRING), "discriminator": described}
        variants = {f"V{n}": {"allOf": [ref("U"), thing(p=STRING)]} for n in range(DEEP)}
    tag = "v77" if by in ("mapping", "constants") else "V77"
    value, warned = read(ref("U"), {"kind": tag, "p": "x"}, {"U": schema, **variants})
    assert (type(value).__name__, warned) == ("V77", 0)


@pytest.mark.slow
def test_members_next_to_a_union_of_many_variants(read):
    variants = {f"V{n}": {**thing(**{f"p{n}": STRING}), "required": [f"p{n}"]} for n in range(DEEP)}
    schema = {**thing(id=STRING), "oneOf": [ref(name) for name in variants]}
    value, warned = read(ref("U"), {"id": "x", "p77": "y"}, {"U": schema, **variants})
    assert (value.id, value.p77, warned) == ("x", "y", 0)
