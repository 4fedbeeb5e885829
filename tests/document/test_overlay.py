import copy

import pytest

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.document.document import load
from generator.document.overlay import apply

HEAD = "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n"


@pytest.fixture
def run(tmp_path):
    """Apply overlays (the text of their actions) to a document; the result and the log."""

    def run(text, *overlays, quiet=False):
        log = DiagnosticLog()
        spec = tmp_path / "spec.yaml"
        spec.write_text(text)
        document = load(spec, log)
        before = copy.deepcopy(document.data)
        result = document
        for number, actions in enumerate(overlays):
            path = tmp_path / f"overlay{number}.yaml"
            path.write_text(actions if actions.startswith("overlay:") else HEAD + actions)
            result = apply(result, load(path, log), log, quiet=quiet)
        assert document.data == before
        return result, log

    return run


@pytest.mark.parametrize(
    ("text", "actions", "expected"),
    [
        ("a: {b: 1}", "- {target: $.a, update: {c: 2}}", {"a": {"b": 1, "c": 2}}),
        ("a: {b: {c: 1}}", "- {target: $.a, update: {b: {d: 2}}}", {"a": {"b": {"c": 1, "d": 2}}}),
        ("a: {b: 1}", "- {target: $.a, update: {b: null}}", {"a": {"b": None}}),
        ("a: {b: 1}", "- {target: $.a.b, update: two}", {"a": {"b": "two"}}),
        ("a: [1]", "- {target: $.a, update: 2}", {"a": [1, 2]}),
        ("a: [1]", "- {target: $.a, update: [2, 3]}", {"a": [1, 2, 3]}),
        ("a: [1]", "- {target: $.a, update: {b: 2}}", {"a": [1, {"b": 2}]}),
        ("a: {b: [1]}", "- {target: $, update: {a: {b: [2]}}}", {"a": {"b": [1, 2]}}),
        ("a: 1", "- {target: $, update: {b: {c: []}}}", {"a": 1, "b": {"c": []}}),
        ("a: {b: 1, c: 2}", "- {target: $.a.b, remove: true}", {"a": {"c": 2}}),
        ("a: {b: 1}", "- {target: $.a.b, remove: false, update: 2}", {"a": {"b": 2}}),
        ("a: {b: 1}", "- {target: $.a.b, remove: true, update: 2}", {"a": {}}),
        ("a: [1, 2, 3, 4]", "- {target: '$.a[0, 2]', remove: true}", {"a": [2, 4]}),
        ("a: [1, 2, 3, 4]", "- {target: '$.a[2, 0, 0]', remove: true}", {"a": [2, 4]}),
        ("a: [1, 2, 3]", "- {target: '$.a[?@ > 1]', remove: true}", {"a": [1]}),
        ("a: [[1, 2], [3]]", "- {target: '$..[0]', remove: true}", {"a": [[]]}),
        ("a: {x: {x: 1}}", "- {target: $..x, remove: true}", {"a": {}}),
        (
            "p: {/a: {get: {}}, /b: {get: {}, put: {}}}",
            "- {target: $.p.*.get, update: {k: 1}}",
            {"p": {"/a": {"get": {"k": 1}}, "/b": {"get": {"k": 1}, "put": {}}}},
        ),
        (
            "p: {/a: {get: {n: 1}}, /b: {}}",
            "- target: $.p['/b']\n  copy: $.p['/a']",
            {"p": {"/a": {"get": {"n": 1}}, "/b": {"get": {"n": 1}}}},
        ),
        (
            "p: {/a: {get: {n: 1}}}",
            (
                "- target: $.p\n  update: {/b: {}}\n"
                "- target: $.p['/b']\n  copy: $.p['/a']\n"
                "- target: $.p['/b'].get\n  update: {n: 2}\n"
                "- target: $.p['/a'].get.n\n  remove: true"
            ),
            {"p": {"/a": {"get": {}}, "/b": {"get": {"n": 2}}}},
        ),
        ("a: &x {b: 1}\nc: *x", "- {target: $.a, update: {b: 2}}", {"a": {"b": 2}, "c": {"b": 1}}),
        (
            "a: 1",
            "- {target: $, update: {b: &x [1], c: *x}}\n- {target: $.b, update: 2}",
            {"a": 1, "b": [1, 2], "c": [1]},
        ),
    ],
)
def test_actions(run, text, actions, expected):
    result, log = run(text, actions)
    assert result.data == expected
    assert log.diagnostics == ()


def test_only_what_lies_on_the_way_is_made_again(run):
    result, _ = run("a: {b: {c: 1}}\nother: {deep: {}}", "- {target: $.a.b, update: {c: 2}}")
    before = run("a: {b: {c: 1}}\nother: {deep: {}}")[0]
    assert result.data["other"] == before.data["other"]


def test_a_target_that_is_not_there(run):
    actions = "- target: $.b\n  update: {c: 1}\n- target: $.a[?@.x]\n  remove: true"
    result, log = run("a: {}", actions)
    assert result.data == {"a": {}}
    assert [one.code for one in log.diagnostics] == ["overlay-no-match"] * 2
    assert [one.location.line for one in log.diagnostics] == [4, 6]
    assert all(one.location.file.endswith("overlay0.yaml") for one in log.diagnostics)
    assert run("a: {}", actions, quiet=True)[1].diagnostics == ()


@pytest.mark.parametrize(
    ("actions", "code", "line"),
    [
        ("- {target: $.list, update: {x: 1}}\n- {target: $.map, update: 1}", "overlay-mismatch", 5),
        ("- {target: $.map, update: [1]}", "overlay-mismatch", 4),
        ("- {target: $.one, update: {x: 1}}", "overlay-mismatch", 4),
        ("- {target: $, update: {map: 1}}", "overlay-mismatch", 4),
        ("- {target: $, update: {list: 1}}", "overlay-mismatch", 4),
        ("- {target: $, update: {one: [1]}}", "overlay-mismatch", 4),
        ("- {target: '$.a[', update: 1}", "overlay-target", 4),
        ("- {target: a.b, update: 1}", "overlay-target", 4),
        ("- {target: '', update: 1}", "overlay-target", 4),
        ("- {target: '$..[?(', update: 1}", "overlay-target", 4),
        ("- {target: $.list, copy: $.nowhere}", "overlay-copy", 4),
        ("- {target: $.map, copy: '$.*'}", "overlay-copy", 4),
        ("- {target: $.list, copy: $.one, update: 1}", "overlay-field", 4),
        ("- {target: $.list, copy: 3}", "overlay-field", 4),
        ("- {target: $.list, remove: maybe}", "overlay-field", 4),
        ("- {target: $.list, updat: 1}", "overlay-field", 4),
        ("- {update: 1}", "overlay-target", 4),
        ("- {target: [], update: 1}", "overlay-target", 4),
        ("- text", "overlay-target", 4),
        ("overlay: 2.0.0\nactions: []", "overlay-version", 1),
        ("overlay: 1.0\nactions: []", "overlay-version", 1),
        ("overlay: 1.0.0\ninfo: {}", "overlay-actions", 1),
        ("overlay: 1.0.0\nactions: {}", "overlay-actions", 2),
    ],
)
def test_wrong_overlays(run, actions, code, line):
    with pytest.raises(OpgenError) as caught:
        run("list: [1]\nmap: {}\none: 1", actions)
    (one,) = caught.value.diagnostics
    assert (one.code, one.location.line) == (code, line)
    assert one.location.file.endswith("overlay0.yaml")


def test_a_misspelt_field_is_guessed(run):
    with pytest.raises(OpgenError) as caught:
        run("a: 1", "- {target: $.a, updat: 1}")
    assert caught.value.diagnostics[0].help == "did you mean 'update'?"


def test_a_document_is_no_overlay(run, tmp_path):
    path = tmp_path / "not.yaml"
    path.write_text("openapi: 3.1.0")
    log = DiagnosticLog()
    with pytest.raises(OpgenError, match="not-overlay"):
        apply(run("a: 1")[0], load(path, log), log)


@pytest.mark.parametrize(("extends", "warned"), [
    ("spec.yaml", False), ("./api/spec.yaml", False), ("https://example.com/spec.yaml", False),
    ("other.yaml", True),
])  # fmt: skip
def test_an_overlay_may_say_what_it_is_for(run, extends, warned):
    overlay = f"overlay: 1.0.0\nextends: {extends}\nactions: [{{target: $.a, update: 2}}]"
    codes = [one.code for one in run("a: 1", overlay)[1].diagnostics]
    assert codes == (["overlay-extends"] if warned else [])
    assert run("a: 1", overlay, quiet=True)[1].diagnostics == ()


def test_places_after_an_overlay(run):
    result, _ = run(
        "a:\n  b: 1\n  list: [0]\nc: 2\n",
        "- target: $.a\n  update:\n    b: 9\n    new:\n      deep: 1\n    list: [5, 6]\n",
        "- target: $.a.new\n  update:\n    more: 2\n",
    )

    def place(*pointer):
        found = result.locate(pointer)
        return found.file.rsplit("/", 1)[-1], found.line

    assert place("a") == ("spec.yaml", 1)
    assert place("c") == ("spec.yaml", 4)
    assert place("a", "list", "0") == ("spec.yaml", 3)
    assert place("a", "b") == ("overlay0.yaml", 6)
    assert place("a", "new", "deep") == ("overlay0.yaml", 8)
    assert place("a", "list", "2") == ("overlay0.yaml", 9)
    assert place("a", "new", "more") == ("overlay1.yaml", 6)


def test_places_after_items_are_removed_are_never_wrong(run):
    result, _ = run(
        "list:\n  - {a: 1}\n  - {b: 2}\n  - {c: 3}\n", "- {target: '$.list[0]', remove: true}"
    )
    assert result.data["list"][0] == {"b": 2}
    assert result.locate(("list", "0", "b")).line == 1
