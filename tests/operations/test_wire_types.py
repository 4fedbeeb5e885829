"""Calls with forms, files and sequences are clean for mypy and pyright in strict mode."""

from __future__ import annotations

import pytest
from support.body_packages import NOTHING, operation, reply
from support.checkers import RUFF, mypy, pyright, ruff
from support.documents import document, ref
from support.packages import make

pytestmark = [pytest.mark.slow, pytest.mark.external]

TEXTS = {"type": "array", "items": {"type": "string"}}
ROW = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
FILE = {"type": "string", "format": "binary"}
FORM = {
    "schema": {"type": "object", "properties": {"ids": TEXTS, "of": ref("Row"), "tags": TEXTS}},
    "encoding": {
        "ids": {"style": "pipeDelimited"},
        "of": {"style": "deepObject"},
        "tags": {"explode": False, "allowReserved": True},
    },
}
MIXED = {
    "itemSchema": {"oneOf": [ref("Row"), FILE]},
    "prefixEncoding": [{"contentType": "application/json"}],
    "itemEncoding": {"contentType": "image/png"},
}
SELECTION = {"application/x-www-form-urlencoded": {"schema": ref("Row")}}
QUERY = [{"name": "sel", "in": "querystring", "required": True, "content": SELECTION}]
CODE = """
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import client
from client import components, params

# pyright takes no generator expression of dictionaries for one of two kinds of iterables.
def some_rows() -> Iterator[params.Row]:
    for n in range(3):
        yield {"n": n}

async def more_rows() -> AsyncIterator[params.Row]:
    yield {"n": 1}

client.form(ids=["a"], of={"n": 1}, tags=("b",))
client.raw_file(Path("a.png"))
client.anything(b"x")
client.anything("x")
client.lines(some_rows())
client.lines([{"n": n} for n in range(3)])
client.lines(more_rows())
client.texts([components.Row(n=1)])
client.parts([{"n": 1}, Path("a.png")])
components.Counts(n=1)
rows: list[components.Row] | components.Counts = client.find({"n": 1})
with client.find.stream({"n": 1}) as found:
    numbers: list[int] = [row.n for row in found]
with client.news.stream() as events:
    for event in events:
        print(event.data.n, event.event)
"""


def described():
    def post(name, content):
        return {"post": operation(content=content, responses=NOTHING) | {"operationId": name}}

    event = {
        "type": "object",
        "required": ["data"],
        "properties": {
            "event": {"type": "string"},
            "data": {
                "type": "string",
                "contentMediaType": "application/json",
                "contentSchema": ref("Row"),
            },
        },
    }
    lines = reply({"application/jsonl": {"itemSchema": ref("Row")}})
    events = reply({"text/event-stream": {"itemSchema": event}})
    find = operation(responses=lines, parameters=QUERY) | {"operationId": "find"}
    news = operation(responses=events) | {"operationId": "news"}
    paths = {
        "/form": post("form", {"application/x-www-form-urlencoded": FORM}),
        "/raw": post("rawFile", {"image/png": {"schema": FILE}}),
        "/any": post("anything", {"*/*": {"schema": {"type": "string"}}}),
        "/lines": post("lines", {"application/x-ndjson": {"itemSchema": ref("Row")}}),
        "/texts": post("texts", {"application/json-seq": {"itemSchema": ref("Row")}}),
        "/parts": post("parts", {"multipart/mixed": MIXED}),
        "/find": {"get": find},
        "/news": {"get": news},
    }
    counts = ROW | {"additionalProperties": {"type": "integer"}}
    lines["200"]["content"]["application/json"] = {"schema": ref("Counts")}
    return document(paths, {"Row": ROW, "Counts": counts}, openapi="3.2.0")


def test_calls_and_package_are_clean(tmp_path):
    make(tmp_path / "client", described())
    (tmp_path / "user_code.py").write_text(CODE)
    for target in ("client", "user_code.py"):
        assert mypy(target, "3.11", tmp_path).startswith("Success")
        assert pyright(target, "3.11", tmp_path) == []
    assert ruff(tmp_path / "client", RUFF[1]) == ""
