"""Overlays that ask for more than opgen does are refused in little time."""

from __future__ import annotations

import json
import time

import pytest

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.document.document import load
from generator.document.overlay import apply

SECONDS = 20
TEXTS = {"texts": ["a" * 40 + "!", "a\rb", "abc"]}


@pytest.fixture
def run(tmp_path):
    """Apply actions to a document; its data, and the diagnostics as `code: message`."""

    def run(data, *actions, **more):
        document, overlay = tmp_path / "d.json", tmp_path / "o.json"
        document.write_text(json.dumps(data))
        overlay.write_text(json.dumps({"overlay": "1.1.0", "actions": actions, **more}))
        log, began = DiagnosticLog(), time.process_time()
        try:
            data = apply(load(document, log), load(overlay, log), log).data
        except OpgenError:
            data = None
        assert time.process_time() - began < SECONDS
        return data, [f"{one.code}: {one.message}" for one in log.diagnostics]

    return run


def targets(query):
    return {"target": query, "remove": True}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("$" + ".a" * 100_000, "the JSONPath is longer than 4096 characters"),
        ("$" + "..*" * 3, "the JSONPath matches more than 1000000 parts"),
        ("$..[?count($..*) > 1]", "the search takes more than 10000000 steps"),
        ("$..[?$..*[?$..zzz]]", "the search takes more than 10000000 steps"),
        ("$..[?search(@, '((a{1,999}){1,999}){1,999}')]", "the search takes more than"),
    ],
)
def test_a_search_is_bounded(run, query, reason):
    tree: dict = {"text": "a" * 100}
    for _ in range(6):
        tree = {f"m{n}": tree for n in range(7)}
    data, found = run(tree, targets(query))
    assert data is None
    assert found[0].startswith(f"overlay-limit: {reason}")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("$" + ".a" * 1500, "nested too deeply"),
        ("$[?" + "(" * 1500 + "@" + ")" * 1500 + "]", "recursion"),
        ("$.a[99999999999999999999]", "index out of range"),
        ("$.a[" + "9" * 4000 + "]", "index out of range"),
        ("$.a[?@ > 1e99999]", "a number in it is too large"),
        ("$.a[?@ > " + "9" * 4000 + "]", "a number in it is too large"),
        ("$..[?search(@, '(?=a)')]", "not an I-Regexp"),
        ("$.a | $.b", "unexpected token"),
    ],
)
def test_what_is_no_jsonpath_is_an_error_there(run, query, reason):
    data, found = run({"a": [1, "text"]}, targets(query))
    assert data is None
    assert found[0].startswith("overlay-target: the JSONPath is invalid: ")
    assert reason in found[0]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("$.texts[?search(@, '(a+)+$')]", [0, 1, 2]),
        ("$.texts[?search(@, '(a|aa)+!$')]", [1, 2]),
        ("$.texts[?match(@, 'a.b')]", [0, 1, 2]),  # a dot matches no line break
        ("$.texts[?match(@, 'a\\\\sb')]", [0, 2]),
        ("$.texts[?match(@, 'b|abc')]", [0, 1]),
        ("$.texts[?search(@, 'b')]", [0]),
        ("$.texts[?match(@, '\\\\p{L}+')]", [0, 1]),
        ("$.texts[?length(@) == 3]", [0]),
        ("$[?count(@.*) == 3]", None),
    ],
)
def test_a_pattern_takes_time_linear_in_the_text(run, query, left):
    data, found = run(TEXTS, targets(query))
    assert not [one for one in found if "no-match" not in one]
    assert data.get("texts") == (None if left is None else [TEXTS["texts"][n] for n in left])


@pytest.mark.parametrize("copied", [{"copy": "$"}, {"copy": "$.info"}])
def test_copies_that_double_are_bounded(run, copied):
    content = {"info": {"list": list(range(100))}, "other": {}}
    doubling = [{"target": "$.info", **copied}, {"target": "$.info.list", "copy": "$.info.list"}]
    data, found = run(content, *doubling * 40)
    assert data is None
    assert found == ["overlay-limit: the overlay adds more than 3000000 values to the document"]


def test_an_update_of_many_parts_is_bounded(run):
    wide = {"a": [{} for _ in range(3000)]}
    data, found = run(wide, {"target": "$.a[*]", "update": {"b": list(range(2000))}})
    assert data is None
    assert found == ["overlay-limit: the overlay adds more than 3000000 values to the document"]


def test_many_items_are_removed_in_little_time(run):
    items = [{"n": n} for n in range(5000)]
    adding = {"target": "$.a", "update": items}
    data, found = run({"a": []}, adding, targets("$.a[?@.n < 4999]"))
    assert (data, found) == ({"a": [{"n": 4999}]}, [])


def test_extends_that_is_no_url_is_a_warning(run):
    data, found = run({"a": 1}, targets("$.a"), extends="http://[")
    assert data == {}
    assert found == ["overlay-extends: the overlay is for 'http://[', not for 'd.json'"]


def test_a_deep_document_is_searched(run):
    tree: dict = {"x": 1}
    for _ in range(300):
        tree = {"a": tree}
    data, found = run(tree, targets("$..x"))
    assert found == []
    assert '"x"' not in json.dumps(data)
