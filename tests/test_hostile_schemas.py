"""Small documents that would take a generator for ever, and names that are somebody else's."""

from __future__ import annotations

import time

import pytest
from packages import load
from test_hostile import generate

SECONDS = 10  # what doubles with each level would take minutes


def text(name):
    return {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}


def tagged(value):
    return {"type": "object", "required": ["t"], "properties": {"t": {"const": value}}}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def levels(schema, end, count=26):
    """Schemas of which each holds the next, by however many ways."""
    return {**{f"N{n}": schema(n, ref(f"N{n + 1}")) for n in range(count)}, f"N{count}": end}


def pair(number):
    """An object that any two others share constants with."""
    members = {f"t{n}": {"enum": ["a", "bc"[number >> n & 1]]} for n in range(12)}
    return {"type": "object", "required": list(members), "properties": members}


BOMBS = {
    "unions that meet again": levels(lambda n, more: {"oneOf": [more, more, text(f"k{n}")]}, {}),
    "unions of conjunctions": levels(
        lambda n, more: {"anyOf": [more, {"allOf": [more, text(f"k{n}")]}]}, text("z"), 20
    ),
    "conjunctions of unions": levels(
        lambda n, more: {"allOf": [{"oneOf": [more, text(f"{k}{n}")]} for k in "kl"]}, text("z")
    ),
    "conjunctions that meet again": levels(lambda _, more: {"allOf": [more, more]}, text("z")),
    "many unions at once": {
        "N0": {"allOf": [{"oneOf": [text(f"a{n}"), text(f"b{n}")]} for n in range(30)]}
    },
    "tags within tags": levels(lambda n, more: {"oneOf": [more, tagged(f"m{n}")]}, tagged("z")),
    "tags that meet again": {
        **levels(lambda n, more: {"oneOf": [more, ref(f"N{n + 2}"), tagged(f"m{n}")]}, tagged("z")),
        "N27": tagged("y"),
    },
    "very many constants": {"N0": {"enum": [f"value {n}" for n in range(30_000)]}},
    "tags that tell little": {"N0": {"oneOf": [pair(n) for n in range(60)]}},
}


def document(schemas, groups=("things",)):
    content = {"application/json": {"schema": ref("N0")}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sample", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:1"}],
        "paths": {
            f"/{group}/one": {
                "post": {
                    "operationId": f"send{number}",
                    "requestBody": {"content": content},
                    "responses": {"200": {"content": content}},
                }
            }
            for number, group in enumerate(groups)
        },
        "components": {"schemas": schemas},
    }


@pytest.mark.parametrize("schemas", BOMBS.values(), ids=BOMBS)
def test_few_schemas_take_little_time(schemas, tmp_path):
    began = time.monotonic()
    files, diagnostics = generate(tmp_path, document(schemas))
    assert time.monotonic() - began < SECONDS
    assert files, [one.render() for one in diagnostics]
    assert sum(map(len, files.values())) < 1_000_000
    assert load(tmp_path / "hostile").send0


def test_two_attributes_tell_variants_apart(tmp_path):
    variants = [
        {
            "type": "object",
            "required": ["kind", "size"],
            "properties": {"kind": {"const": kind}, "size": {"const": size}},
        }
        for kind, size in ("ab", "ac", "db")
    ]
    schemas = {"N0": {"oneOf": variants}}
    files, _ = generate(tmp_path, document(schemas))
    source = files["components.py"].decode()
    assert source.count('discriminator="kind"') == source.count('discriminator="size"') == 1


DEVICES = ("con", "PRN", "aux", "nul", "com1", "lpt9")
OWN = ("str", "object", "list", "globals", "getattr", "shared", "components", "params", "_api")


def test_no_group_takes_the_name_of_a_device_or_of_what_the_package_needs(tmp_path):
    groups = [*DEVICES, *OWN, "a", "b", "a-and-b", "webhooks"]
    common = {f"C{n}": text("c") for n in range(6)}
    held = {**text("id"), "properties": {name: ref(name) for name in common}}
    files, diagnostics = generate(tmp_path, document({"N0": held, **common}, groups))
    assert files, [one.render() for one in diagnostics]
    stems = {name.partition("/")[0].removesuffix(".py") for name in files}
    inner = {name.rpartition("/")[2].removesuffix(".py") for name in files}
    assert not {one.lower() for one in DEVICES} & (stems | inner)
    package = load(tmp_path / "hostile")
    for _ in "ab":  # the second time everything is there already
        for name in package.__all__:
            assert getattr(package, name) is not None
    for number in range(len(groups)):
        assert getattr(package, f"send{number}").request().url_path == f"/{groups[number]}/one"
