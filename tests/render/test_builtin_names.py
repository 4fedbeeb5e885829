"""Attributes and arguments with the names of builtin types, which annotations use too."""

from __future__ import annotations

import json

import pytest
from support.checkers import pyright
from support.documents import STRING, document, ref, thing
from support.packages import load, make

from generator.write.lock import read_lock

NUMBER = {"type": "integer"}
TEXTS = {"type": "array", "items": STRING}
PAIR = {"type": "array", "prefixItems": [NUMBER, STRING], "items": False}
COUNTS = {"type": "object", "additionalProperties": NUMBER}
MEMBERS = {
    "bytes": NUMBER,
    "int": NUMBER,
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "str": STRING,
    "list": TEXTS,
    "tuple": PAIR,
    "object": COUNTS,
    "type": STRING,
    "id": STRING,
    "self": STRING,
    "later": TEXTS,
    "inner": ref("Thing"),
}
FORBIDDEN = {"class": STRING, "copy": STRING, "dict": COUNTS, "model_dump": STRING}
SCHEMAS = {"Thing": {**thing(**MEMBERS, **FORBIDDEN), "required": ["bytes"]}}
QUERY = [
    {"name": name, "in": "query", "schema": MEMBERS[name]}
    for name in ("bytes", "str", "list", "object", "type", "id")
]
FORM = thing(file={"type": "string", "format": "binary"}, int=NUMBER, dict=STRING)
STREAM = {"text/event-stream": {"itemSchema": thing(data=STRING)}}
PDF = {"application/pdf": {}}


def operation(name, content, *parameters, body=None):
    made = {
        "operationId": name,
        "parameters": list(parameters),
        "responses": {"200": {"description": "ok", "content": content}},
    }
    if body:
        made["requestBody"] = {"content": {"multipart/form-data": {"schema": body}}}
    return made


DOCUMENT = document(
    {
        "/send": {
            "post": operation(
                "send", {"application/json": {"schema": ref("Thing")}}, *QUERY, body=FORM
            )
        },
        "/follow": {"get": operation("follow", STREAM, *QUERY)},
        "/get": {"get": operation("download", PDF, *QUERY)},
    },
    SCHEMAS,
)
USE = """
from typing_extensions import assert_type

import named
from named import components

def use(thing: components.Thing) -> None:
    assert_type(thing.bytes, int)
    assert_type(thing.int, int | None)
    assert_type(thing.str, str | None)
    assert_type(thing.list, list[str] | None)
    assert_type(thing.later, list[str] | None)
    assert_type(thing.inner, components.Thing | None)
    assert_type(thing.self, str | None)
    assert_type(named.send(bytes=1, str="a", list=["a"], file=b"x", int=1), components.Thing)
    assert_type(named.download(bytes=1), bytes)
    with named.follow.stream(str="a", type="b") as events:
        for event in events:
            assert_type(event.data, str | None)
    named.send(bytes="a")  # wrong
    components.Thing(bytes="a")  # wrong
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("builtins")
    make(made / "named", DOCUMENT)
    (made / "use.py").write_text(USE)
    return made


def test_attributes_keep_their_names(folder):
    components = load(folder / "named").components
    data = {
        "bytes": 1,
        "int": 2,
        "float": 1.5,
        "bool": True,
        "str": "a",
        "list": ["b"],
        "tuple": [1, "a"],
        "object": {"a": 1},
        "type": "t",
        "id": "i",
        "self": "s",
        "later": ["c"],
        "inner": {"bytes": 3},
        "class": "k",
        "copy": "c",
        "dict": {},
    }
    one = components.Thing.model_validate(data)
    assert all(getattr(one, name) == data[name] for name in ("bytes", "str", "list", "self"))
    assert one.inner.bytes == 3
    assert json.loads(one.model_dump_json(exclude_unset=True)) == data
    assert set(components.Thing.model_fields) == {
        *MEMBERS,
        *(f"{name}_" for name in FORBIDDEN),
    }
    built = components.Thing(bytes=1, self="s", list=["a"])
    assert (built.bytes, built.self, built.list) == (1, "s", ["a"])


def test_arguments_keep_their_names(folder):
    package = load(folder / "named")
    request = package.send.request(bytes=1, str="a", list=["a"], object={"a": 1}, dict="d")
    assert request.query["bytes"] == 1
    assert request.form["dict"] == "d"
    assert package.follow.request(str="a", bytes=1).query["str"] == "a"
    assert package.download.request(bytes=5).query["bytes"] == 5


@pytest.mark.slow
@pytest.mark.external
def test_a_type_checker_sees_the_builtin_types(folder):
    wrong = [number for number, line in enumerate(USE.splitlines(), 1) if "# wrong" in line]
    found = pyright(["named", "use.py"], "3.11", folder)
    assert sorted({one["range"]["start"]["line"] + 1 for one in found}) == wrong


def test_an_existing_package_keeps_its_names(tmp_path):
    made = make(tmp_path / "new", DOCUMENT)
    lock = json.loads(made.files["opgen.lock"])
    assert read_lock(json.dumps(lock).encode()).history.has_old_attributes is False
    del lock["attributes"]  # an older opgen did not write it
    history = read_lock(json.dumps(lock).encode()).history
    assert history.has_old_attributes
    old = make(tmp_path / "old", DOCUMENT, history=history)
    assert "attributes" not in json.loads(old.files["opgen.lock"])
    components = load(tmp_path / "old").components
    assert {"bytes_", "str_", "self_"} <= components.Thing.model_fields.keys()
    assert load(tmp_path / "old").download.request(bytes_=5).query["bytes"] == 5
