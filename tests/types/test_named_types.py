"""Each module of types imports what its annotations name, and each alias follows what it names."""

from __future__ import annotations

import importlib
from typing import get_type_hints, is_typeddict

from support.documents import STRING, document, operation, ref, thing
from support.packages import imported


def holder(**properties):
    """An object whose unnamed members have a type, so that a request also takes a mapping."""
    return {**thing(**properties), "additionalProperties": ref("Part")}


def hints(package):
    """Evaluate the annotations of all TypedDicts of requests; the names of these."""
    found = set()
    for module in ("params", "params.a", "params.b", "params.shared"):
        try:
            one = importlib.import_module(f"{package.__name__}.{module}")
        except ModuleNotFoundError:
            continue
        for value in vars(one).values():
            if is_typeddict(value):
                get_type_hints(value)
                found.add(value.__name__)
    return found


def test_a_mapping_of_the_members_of_an_object(tmp_path):
    schemas = {
        "Part": thing(size=STRING),
        "Open": holder(part=ref("Part")),
        "Uses": thing(**{"class": ref("Open")}),
        "Either": {"oneOf": [ref("Open"), {"type": "integer"}, {"type": "array", "items": STRING}]},
        "Loop": {**thing(n=STRING), "additionalProperties": ref("LoopOr")},
        "LoopOr": {"oneOf": [ref("Loop"), {"type": "array", "items": ref("LoopOr")}]},
    }
    paths = {
        f"/{group}/x": {
            "post": operation(
                body=thing(a=ref("Uses"), e=ref("Either"), l=ref("LoopOr"), **more),
                name=f"do_{group}",
            )
        }
        for group, more in {"a": {"o": ref("Open")}, "b": {"p": ref("Part")}}.items()
    }
    package = imported(tmp_path / "client", document(paths, schemas))
    assert {"Part", "Open", "Uses", "Loop"} <= hints(package)
    body = {"o": {"x": {"size": "1"}}, "e": {"part": {}}, "l": [{"y": []}]}
    assert body.items() <= package.do_a.request(**body).json.items()


def test_a_name_for_null_next_to_null(tmp_path):
    schemas = {
        "Nothing": {"type": "null"},
        "Maybe": {"oneOf": [ref("Nothing"), {"type": "null"}]},
        "Holder": thing(a=ref("Nothing"), b=ref("Maybe")),
    }
    streamed = operation(body=ref("Holder"), reply=ref("Holder"))
    event = {"anyOf": [ref("Nothing"), {"type": "null"}]}
    streamed["responses"]["200"]["content"] = {"application/jsonl": {"itemSchema": event}}
    paths = {"/x": {"post": operation(body=ref("Maybe"), reply=ref("Holder")), "put": streamed}}
    paths["/x"]["put"]["operationId"] = "stream"
    package = imported(tmp_path / "client", document(paths, schemas))
    assert package.stream.request(a=None).json["a"] is None
    assert package.do.request(None).json is None
    assert package.components.Holder.model_validate({"a": None}).a is None
