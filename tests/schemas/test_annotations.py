"""The annotations of models: what a member of each schema is, as the package prints it."""

from __future__ import annotations

import pytest
from support.documents import NULL, STRING, ref, thing
from support.schema_packages import annotations, from_schemas

A = ref("A")
SCHEMAS = {
    "anything": ({}, "JsonValue"),
    "null": (NULL, "None"),
    "text": (STRING, "str"),
    "number": ({"type": "integer"}, "int"),
    "file": ({**STRING, "format": "binary"}, "str"),
    "date": ({**STRING, "format": "date"}, "Date"),
    "time": ({**STRING, "format": "date-time"}, "AwareDatetime"),
    "uuid": ({**STRING, "format": "uuid"}, "UUID"),
    "constants": ({"enum": ["a", 1, True]}, "Literal['a', 1, True]"),
    "constants_apart": (
        {"oneOf": [{"const": "a"}, {"const": 1}, STRING, {"const": True}]},
        "Literal['a', 1, True] | str",
    ),
    "lists": ({"type": "array", "items": {"type": "array", "items": STRING}}, "list[list[str]]"),
    "dictionary": ({"type": "object", "additionalProperties": A}, "dict[str, A]"),
    "nullable": ({"anyOf": [A, NULL]}, "A | None"),
    "list_or_text": ({"anyOf": [{"type": "array", "items": STRING}, STRING]}, "list[str] | str"),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The annotations of the members of one class, each required but `left`."""
    members = {name: schema for name, (schema, _) in SCHEMAS.items()}
    secret = {**STRING, "writeOnly": True}
    whole = {**thing(**members, left=STRING, secret=secret), "required": [*members, "secret"]}
    made = from_schemas(tmp_path_factory.mktemp("annotations"), whole, A=thing(a=STRING))
    return annotations(made.components, "DoResponse")


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema(printed, name):
    assert printed[name] == SCHEMAS[name][1]


def test_what_may_be_missing_may_be_none_and_what_is_only_sent_is_not_there(printed):
    assert printed["left"] == "str | None"
    assert "secret" not in printed
