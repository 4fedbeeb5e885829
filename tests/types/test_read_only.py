"""Members that only one direction has: `readOnly` is not sent back, `writeOnly` is not returned."""

from __future__ import annotations

import json

import httpx2
import pytest
from support.checkers import mypy
from support.documents import STRING, document, operation, ref, thing
from support.mock_calls import calling

KEY = {"type": "integer", "readOnly": True}
PART = {**thing(id=KEY, name=STRING), "required": ["id", "name"]}
WHOLE = {
    **thing(
        parts={"type": "array", "items": ref("Part")},
        by={"type": "object", "additionalProperties": ref("Part")},
        main=ref("Part"),
    ),
    "required": ["parts"],
}
SECRET = {**thing(name=STRING, key={**STRING, "writeOnly": True}), "required": ["name", "key"]}


def echo(schema: object, **schemas: object) -> dict[str, object]:
    """A document whose operation takes a list or a dictionary, and returns it."""
    return document({"/x": {"post": operation(body=schema, reply=schema)}}, schemas)


def list_of(schema: object) -> dict[str, object]:
    return {"type": "array", "items": schema}


def sent_back(calls, value):
    """What is sent when a response is sent back."""
    calls.reply = httpx2.Response(200, json=value)
    found = calls.package.do([] if isinstance(value, list) else {})
    models = found if isinstance(found, list) else list(found.values())
    whole = value if isinstance(value, list) else list(value.values())
    assert [one.model_dump(mode="json") for one in models] == whole
    calls.package.do(found)
    return json.loads(calls.last.content)


@pytest.mark.parametrize(
    ("schema", "value", "sent"),
    [
        (list_of(ref("Part")), [{"id": 1, "name": "n"}], [{"name": "n"}]),
        (
            {"type": "object", "additionalProperties": ref("Part")},
            {"id": {"id": 1, "name": "n"}},
            {"id": {"name": "n"}},
        ),
        (
            list_of(ref("Whole")),
            [{"parts": [PART_1 := {"id": 1, "name": "n"}], "by": {"a": PART_1}, "main": PART_1}],
            [{"parts": [{"name": "n"}], "by": {"a": {"name": "n"}}, "main": {"name": "n"}}],
        ),
        (
            list_of({"anyOf": [ref("Whole"), ref("Part")]}),
            [{"id": 1, "name": "n"}, {"parts": [PART_1]}],
            [{"name": "n"}, {"parts": [{"name": "n"}]}],
        ),
        # What the document does not have is sent back, whatever its name is.
        (list_of(ref("Part")), [{"name": "n", "x": PART_1}], [{"name": "n", "x": PART_1}]),
    ],
    ids=["list", "dictionary", "nested", "union", "unknown"],
)
@pytest.mark.filterwarnings("ignore:.*differs")
def test_a_read_only_member_is_not_sent_back(tmp_path, schema, value, sent):
    with calling(tmp_path, echo(schema, Part=PART, Whole=WHOLE)) as calls:
        assert sent_back(calls, value) == sent


@pytest.mark.parametrize(
    "member",
    [
        {"$ref": "#/components/schemas/Name", "readOnly": True},
        {"$ref": "#/components/schemas/Given"},
        {"$ref": "#/components/schemas/Given", "readOnly": False},
        {"allOf": [ref("Name")], "readOnly": True},
        {"allOf": [ref("Name"), {"readOnly": True}]},
        {"allOf": [{"allOf": [ref("Given")]}, {"maxLength": 5}]},
        {"anyOf": [ref("Given"), {"type": "null"}]},
        {**STRING, "readOnly": True, "x-order": 1},
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["name", "self", "first-name"])
def test_a_member_is_read_only_wherever_that_is_written(tmp_path, member, name):
    schemas = {"Name": STRING, "Given": {**STRING, "readOnly": True}}
    both = {**thing(**{name: member}, other=STRING), "required": [name, "other"]}
    with calling(tmp_path, echo(list_of(ref("Both")), Both=both, **schemas)) as calls:
        assert sent_back(calls, [{name: "a", "other": "b"}]) == [{"other": "b"}]
        keys = calls.package.params.Both.__annotations__
        assert list(keys) == ["other"]


def test_a_read_only_member_is_not_sent_in_a_form_or_a_query(tmp_path):
    parameter = {
        "name": "filter",
        "in": "query",
        "style": "deepObject",
        "explode": True,
        "schema": ref("Part"),
    }
    form = {"multipart/form-data": {"schema": thing(part=ref("Part"))}}
    described = operation(parameter, reply=ref("Part"))
    described["requestBody"] = {"required": True, "content": form}
    with calling(tmp_path, document({"/x": {"post": described}}, {"Part": PART})) as calls:
        calls.reply = httpx2.Response(200, json={"id": 1, "name": "n"})
        part = calls.package.do()
        calls.package.do(filter=part, part=part)
        assert calls.query == "filter%5Bname%5D=n"
        assert [(name, json.loads(text)) for name, text in calls.fields] == [
            ("part", {"name": "n"})
        ]


@pytest.mark.slow
@pytest.mark.external
def test_a_model_without_a_required_member_is_no_request_for_type_checkers(tmp_path):
    holder = thing(secret=ref("Secret"))
    optional = thing(key={**STRING, "writeOnly": True}, name=STRING)
    schemas = {"Secret": SECRET, "Holder": holder, "Optional": optional}
    paths = {
        f"/{name}": {
            "post": operation(body=list_of(ref(name)), reply=list_of(ref(name)), name=name.lower())
        }
        for name in schemas
    }
    with calling(tmp_path, document(paths, schemas)):
        (tmp_path / "use.py").write_text(
            "import client\n"
            "client.optional(client.optional([]))\n"
            "client.secret([{'name': 'n', 'key': 'k'}])\n"
            "client.secret(client.secret([]))  # wrong\n"
            "client.holder(client.holder([]))  # wrong\n"
        )
        lines = mypy("use.py", "3.11", tmp_path).splitlines()
        places = {line.partition(": ")[0] for line in lines if ": error: " in line}
        assert places == {"use.py:4", "use.py:5"}
