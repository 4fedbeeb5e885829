"""Unions of lists and of dictionaries of objects: type checkers find the right object."""

from __future__ import annotations

import pytest
from support.checkers import mypy, pyright
from support.documents import STRING, document, operation, ref
from support.packages import imported

APP = """
import client

client.send(lists=[{"a": "x"}], named=[{"b": "x"}], mixed=[{"a": "x"}])
client.send(lists=[{"b": "x"}], named=[{"a": "x"}], mixed="text", nested=[[{"b": "x"}]])
client.send(dictionaries={"k": {"a": "x"}}, named_dictionaries={"k": {"b": "x"}}, mixed=None)
client.send_whole([{"b": "x"}])
"""
WRONG = """
import client

client.send(lists=[{"c": "x"}])
client.send(named_dictionaries={"k": {"a": 1}})
"""


def array(items: object) -> dict[str, object]:
    return {"type": "array", "items": items}


def dictionary(values: object) -> dict[str, object]:
    return {"type": "object", "additionalProperties": values}


def either(kind, *first: object) -> dict[str, object]:
    return {"oneOf": [*first, kind(ref("A")), kind(ref("B"))]}


@pytest.fixture
def package(tmp_path):
    body = {
        "lists": either(array),
        "named": {"oneOf": [ref("ListOfA"), ref("ListOfB")]},
        "mixed": either(array, STRING, {"type": "null"}),
        "nested": array(either(array)),
        "dictionaries": either(dictionary),
        "named_dictionaries": {"anyOf": [ref("MapOfA"), ref("MapOfB")]},
        "tree": ref("Tree"),
    }
    objects = {
        name: {"type": "object", "required": [key], "properties": {key: STRING}}
        for name, key in (("A", "a"), ("B", "b"))
    }
    schemas = {
        **objects,
        "ListOfA": array(ref("A")),
        "ListOfB": array(ref("B")),
        "MapOfA": dictionary(ref("A")),
        "MapOfB": dictionary(ref("B")),
        "Tree": array({"oneOf": [ref("Tree"), array(ref("A")), ref("ListOfB")]}),
    }
    paths = {
        "/x": {"post": operation(body={"type": "object", "properties": body}, name="send")},
        "/y": {"post": operation(body=either(array), name="send whole")},
    }
    return imported(tmp_path / "client", document(paths, schemas))


def test_what_is_sent(package):
    request = package.send.request(lists=[{"a": "x"}], dictionaries={"k": {"b": "x"}})
    assert request.json["lists"] == [{"a": "x"}]
    assert request.json["dictionaries"] == {"k": {"b": "x"}}


@pytest.mark.slow
@pytest.mark.external
@pytest.mark.usefixtures("package")
def test_type_checkers_find_the_object(tmp_path):
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "wrong.py").write_text(WRONG)
    assert mypy("app.py", "3.11", tmp_path).startswith("Success")
    assert mypy("wrong.py", "3.11", tmp_path).count(" error: ") >= 2
    assert pyright("app.py", "3.11", tmp_path) == []
