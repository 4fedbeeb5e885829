"""The overlay actions that a fault comes with: copied into an overlay, they correct it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, DiagnosticLog, Severity
from generator.document.document import Document, Node, load
from generator.document.mending import addition, removal, replacement
from generator.document.overlay import apply
from generator.document.source import SourceFile

HEAD = "overlay: 1.0.0\ninfo: {title: Corrections, version: '1'}\nactions:\n"
CONTROLS = "".join(map(chr, range(32)))
NEVER = "".join(sorted({*CONTROLS} - {*"\b\t\n\f\r"}))
KEYS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=NEVER), max_size=12)


def document_of(data):
    return Document("spec.json", data, SourceFile("spec.json", "", json.dumps(data)), is_json=True)


def corrected(document, actions, folder):
    """Apply what a diagnostic with these actions prints."""
    shown = Diagnostic(Severity.WARNING, "c", "m", mend=actions).render()
    lines = [line for line in shown.split("\n") if line.startswith("    ")]
    assert all(line.isprintable() for line in lines)
    (folder / "overlay.yaml").write_text(HEAD + "\n".join(lines), encoding="utf-8")
    log = DiagnosticLog()
    result = apply(document, load(folder / "overlay.yaml", log, "overlay"), log)
    assert log.diagnostics == ()
    return result.data


@given(outer=KEYS, inner=KEYS)
def test_any_key_can_be_a_target(tmp_path_factory, outer, inner):
    folder = tmp_path_factory.mktemp("overlay")
    document = document_of({outer: [{inner: 1, f"{inner}'": 2}], f"{outer}\\": 3})
    part = document.root[outer][0]
    assert corrected(document, removal(part[inner]), folder) == {
        outer: [{f"{inner}'": 2}],
        f"{outer}\\": 3,
    }
    assert corrected(document, addition(part, {inner: outer}), folder)[outer][0][inner] == outer
    assert corrected(document, replacement(part[inner], [outer]), folder)[outer][0] == {
        f"{inner}'": 2,
        inner: [outer],
    }


def test_items_are_found_by_their_content_so_that_all_actions_can_be_applied(tmp_path):
    items = [{"$ref": "#/a'"}, {"name": "b", "in": "query"}, {"$ref": '#/"c'}, {"$ref": "#/d"}]
    document = document_of({"parameters": items})
    nodes = list(document.root.items("parameters"))
    actions = removal(nodes[0]) + removal(nodes[1]) + removal(nodes[2])
    assert corrected(document, actions, tmp_path) == {"parameters": [{"$ref": "#/d"}]}


def test_items_without_a_name_are_found_by_their_content(tmp_path):
    items = ["a'b", 1, True, {"in": "query", "schema": {}}, {"name": "b", "in": "query"}, "1"]
    document = document_of({"parameters": items})
    nodes = list(document.root.items("parameters"))
    actions = removal(nodes[0]) + removal(nodes[1]) + removal(nodes[2]) + removal(nodes[3])
    left = [{"name": "b", "in": "query"}, "1"]
    assert corrected(document, actions, tmp_path) == {"parameters": left}


@pytest.mark.parametrize("removed", range(3))
def test_items_that_differ_in_other_members_are_found_by_their_index(tmp_path, removed):
    items = [{"name": "b", "in": "query", "required": True}, {"name": "b", "in": "query"}, {}]
    document = document_of({"parameters": items})
    nodes = list(document.root.items("parameters"))
    left = [one for one in items if one is not items[removed]]
    assert corrected(document, removal(nodes[removed]), tmp_path) == {"parameters": left}


@pytest.mark.parametrize("items", [[{}, 1], [{"name": "a"}, 1], [{"name": "a", "in": "b"}] * 2])
def test_other_items_are_found_by_their_index(items, tmp_path):
    document = document_of({"list": [0, *items]})
    part = document.root["list"][1]
    left = corrected(document, removal(part), tmp_path)["list"]
    assert part.value not in left or len(left) == 2


def test_single_values_are_replaced_in_lists_too(tmp_path):
    document = document_of({"list": [1, [2]]})
    number, inner = document.root.items("list")
    assert corrected(document, replacement(number, None), tmp_path) == {"list": [None, [2]]}
    assert replacement(inner, None) == ()


def test_an_overlay_does_not_correct_another_file(tmp_path):
    (tmp_path / "other.yaml").write_text("a: 1")
    other = load(tmp_path / "other.yaml", DiagnosticLog(), "referenced file")
    assert removal(other.root["a"]) == ()


@pytest.mark.parametrize("character", NEVER)
def test_no_action_has_a_target_that_cannot_be_read(character):
    assert removal(document_of({f"a{character}b": 1}).root[f"a{character}b"]) == ()


def test_what_is_too_long_to_copy_is_not_printed():
    document = document_of({"a" * 5000: 1})
    mend = removal(document.root["a" * 5000])
    shown = Diagnostic(Severity.WARNING, "c", "m", mend=mend)
    assert shown.render() == "warning[c]: m"
    assert shown.to_json()["overlay"] == [{"target": "$." + "a" * 5000, "remove": True}]


def test_a_string_that_is_read_as_a_reference(tmp_path):
    document = document_of({"mapping": {"a": "#/x", "b": "#/y"}})
    name = document.root["mapping"]["a"]
    reference = Node(document, name.pointer, {"$ref": name.value})
    assert corrected(document, removal(reference["$ref"]), tmp_path) == {"mapping": {"b": "#/y"}}
