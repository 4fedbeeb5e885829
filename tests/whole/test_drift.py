"""A response that differs from the document is read all the same: nothing of it is lost, and one
warning names the places.
"""

from __future__ import annotations

import copy
import json
import warnings

import pytest
from server import Answer, Document, Kind, Values, read
from support.packages import OVERLAY, SPEC, assistants_folder, load

pytestmark = pytest.mark.filterwarnings("ignore:The service marks:DeprecationWarning")

DOCUMENT = read(SPEC, OVERLAY)


def made(name, kind):
    """A value for a named schema."""
    return Values(Document(DOCUMENT)).make({"$ref": f"#/components/schemas/{name}"}, kind)


def changed(data, *path, value):
    """A copy of `data` with another value at `path`; `...` takes the member away."""
    result = copy.deepcopy(data)
    *most, last = path
    place = result
    for key in most:
        place = place[key]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return result


ASSISTANT = made("AssistantObject", Kind.MOST)
MCP = {"type": "mcp", "server": {"url": "https://example.com", "headers": [1, None, 2.5]}}

# The document does not forbid these, or forbids them to the service alone: nothing to warn of.
QUIET = {
    "a new field": changed(ASSISTANT, "colour", value={"red": [1, 2]}),
    "a new field deep inside": changed(ASSISTANT, "tools", 1, "file_search", "new", value=True),
    "text over its limit": changed(ASSISTANT, "name", value="x" * 300),
    "a number over its limit": changed(ASSISTANT, "temperature", value=9.5),
    "a list over its limit": changed(ASSISTANT, "tools", value=[{"type": "file_search"}] * 200),
}
# These differ from it, at these paths.
DRIFTS = {
    "a new value of an enum": (
        changed(ASSISTANT, "object", value="assistant.v3"),
        ["$.object"],
    ),
    "a new value of an enum deep inside": (
        changed(ASSISTANT, "tools", 1, "file_search", "ranking_options", "ranker", value="new"),
        ["$.tools[1].file_search.ranking_options.ranker"],
    ),
    "a new kind of tool": (changed(ASSISTANT, "tools", 0, value=MCP), ["$.tools[0]"]),
    "a missing field": (changed(ASSISTANT, "created_at", value=...), ["$.created_at"]),
    "a missing field deep inside": (
        changed(ASSISTANT, "tools", 2, "function", "name", value=...),
        ["$.tools[2].function.name"],
    ),
    "null where it may not be": (changed(ASSISTANT, "model", value=None), ["$.model"]),
    "another type": (changed(ASSISTANT, "created_at", value="yesterday"), ["$.created_at"]),
    "an object for a text": (changed(ASSISTANT, "name", value={"de": "x"}), ["$.name"]),
    "a text for an object": (changed(ASSISTANT, "tool_resources", value="x"), ["$.tool_resources"]),
    "nothing of it": ({}, ["$.id", "$.tools"]),
    "all at once": (
        {
            **changed(changed(ASSISTANT, "tools", 0, value=MCP), "id", value=...),
            "object": "assistant.v3",
            "colour": "red",
            "name": "x" * 300,
        },
        ["$.tools[0]", "$.id", "$.object"],
    ),
}


@pytest.mark.parametrize("body", QUIET.values(), ids=QUIET)
def test_what_the_document_leaves_open_is_kept(oa, server, body):
    server.answer_next(Answer.of(body))
    assert oa.get_assistant("asst_1").model_dump(mode="json") == body


@pytest.mark.parametrize(("body", "paths"), DRIFTS.values(), ids=DRIFTS)
def test_drift_is_read_and_told_once(server, body, paths):
    oa = load(assistants_folder())  # one that has not warned of anything yet
    server.answer_next(*[Answer.of(body)] * 3)
    options = {"openai_api_key": "sk-test", "base_url": server.url}
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        assistant = oa.get_assistant("asst_1", **options)
        again = oa.get_assistant("asst_1", **options)
    (drift,) = [one for one in warned if one.category is not DeprecationWarning]
    assert drift.category is oa.DriftWarning
    assert drift.filename == __file__
    for path in paths:
        assert f" {path}: " in str(drift.message)
    assert type(assistant) is oa.components.AssistantObject
    assert assistant.model_dump(mode="json") == body
    assert json.loads(assistant.model_dump_json()) == body
    assert again.model_dump() == assistant.model_dump()
    oa._api.API.client.close()
