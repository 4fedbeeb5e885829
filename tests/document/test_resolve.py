import json

import pytest

from generator.diagnostics import DiagnosticLog
from generator.document.document import load
from generator.document.resolve import Resolver


@pytest.fixture
def run(tmp_path):
    """Write files, resolve the member `start` of the first; the node and the diagnostics."""

    def run(*texts, start="start", **files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_yaml", ".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        spec = tmp_path / "spec.yaml"
        spec.write_text("\n".join(texts))
        log = DiagnosticLog()
        document = load(spec, log)
        found = Resolver(log).resolve(document.root[start])
        return found, log.diagnostics

    return run


def test_what_is_no_reference_is_itself(run):
    found, log = run("start: {properties: {$ref: {type: string}}}")
    assert found.pointer == ("start",)
    assert log == ()
    assert run("start: {$ref: 3}")[0].pointer == ("start",)


@pytest.mark.parametrize(("reference", "pointer"), [
    ("#/a", ("a",)), ("#/paths/~1x~1{id}/get", ("paths", "/x/{id}", "get")),
    ("#/paths/~1x~1%7Bid%7D/get", ("paths", "/x/{id}", "get")), ("#/odd/a~0b", ("odd", "a~b")),
    ("#/odd/~01", ("odd", "~1")), ("#/odd/50%25", ("odd", "50%")), ("#/odd/100%", ("odd", "100%")),
    ("#/odd/%41lready", ("odd", "%41lready")), ("#/odd/", ("odd", "")),
    ("#/list/1", ("list", "1")), ("#", ()), ("spec.yaml#/a", ("a",)),
    ("#named", ("odd", "anchored")), ("#/chain", ("a",)), ("#/through/inner", ("holder", "inner")),
])  # fmt: skip
def test_where_references_lead(run, reference, pointer):
    found, log = run(
        f"start: {{$ref: '{reference}'}}",
        "a: 1",
        "paths: {'/x/{id}': {get: 1}}",
        "odd: {a~b: 1, ~1: 2, 50%: 3, 100%: 4, '%41lready': 5, '': 6, anchored: {$anchor: named}}",
        "list: [0, 1]",
        "chain: {$ref: '#/chain2'}",
        "chain2: {$ref: '#/a'}",
        "holder: {inner: 7}",
        "through: {$ref: '#/holder'}",
    )
    assert log == ()
    assert found.pointer == pointer


def test_other_files(run):
    found, log = run(
        "start: {$ref: 'parts/a.yaml#/x'}",
        parts__a_yaml="x: {$ref: 'b%20c.yaml'}\ny: 5",
        **{"parts__b c_yaml": "{$ref: '../spec.yaml#/back'}"},
    )
    assert [one.code for one in log] == ["unresolved-ref"]
    assert log[0].message == "nothing named 'back' in the document in 'spec.yaml'"
    found, log = run(
        "start: {$ref: 'parts/a.yaml#/x'}\nback: {z: 1}",
        parts__a_yaml="x: {$ref: '../spec.yaml#/back/z'}",
    )
    assert (found.document.name, found.value, log) == ("spec.yaml", 1, ())


def test_a_name_that_is_not_there(run):
    found, (one,) = run(
        "start: {$ref: '#/components/schemas/Asistant'}",
        "components: {schemas: {Assistant: {}, Thread: {}}}",
    )
    assert found is None
    assert one.code == "unresolved-ref"
    assert one.message == "no schema named 'Asistant'"
    assert one.help == "did you mean 'Assistant'?"
    assert (one.location.line, one.location.column) == (1, 15)


@pytest.mark.parametrize(
    ("reference", "code", "message"),
    [
        ("#/nowhere", "unresolved-ref", "nothing named 'nowhere' in the document"),
        ("#/components/thing", "unresolved-ref", "nothing named 'thing' in components"),
        ("#/list/2", "unresolved-ref", "nothing named '2' in list"),
        ("#/list/-1", "unresolved-ref", "nothing named '-1' in list"),
        ("#/list/x", "unresolved-ref", "nothing named 'x' in list"),
        ("#anchor", "unresolved-ref", "no part of 'spec.yaml' has the anchor 'anchor'"),
        ("other.yaml#/x", "unresolved-ref", "the file 'other.yaml' does not exist"),
        ("folder", "unresolved-ref", "the file 'folder' does not exist"),
        ("a%00b.yaml", "unresolved-ref", r"'a\x00b.yaml' is not a valid file name"),
        ("https://example.com/a.yaml", "remote-ref", None),
        ("//example.com/a.yaml", "remote-ref", None),
        ("file:///etc/passwd", "remote-ref", None),
        ("/etc/passwd", "outside-ref", None),
        ("../../../../../../etc/passwd", "outside-ref", None),
        ("link.yaml", "outside-ref", None),
    ],
)
def test_wrong_references(run, tmp_path, reference, code, message):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.yaml").symlink_to("/etc/passwd")
    found, (one,) = run(f"start: {{$ref: '{reference}'}}", "components: {}", "list: [0, 1]")
    assert found is None
    assert one.code == code
    assert message in (None, one.message)
    assert one.location.line == 1
    assert "root:" not in one.render()
    assert one.is_fault
    assert [each.target for each in one.mend] == ["$.start['$ref']"]


@pytest.mark.parametrize(
    "text",
    [
        "start: {$ref: '#/start'}",
        "start: {$ref: '#/a'}\na: {$ref: '#/b'}\nb: {$ref: '#/a'}",
        "start: {$ref: '#/start/inner'}",
        "start: {$ref: '#/a/x'}\na: {$ref: '#/b/x'}\nb: {$ref: '#/a/x'}",
    ],
)
def test_references_that_lead_nowhere_but_back(run, text):
    found, log = run(text)
    assert found is None
    assert {one.code for one in log} <= {"circular-ref", "unresolved-ref"}
    assert log


def test_a_schema_that_holds_itself_is_no_circle(run):
    found, log = run("start: {$ref: '#/node'}", "node: {properties: {next: {$ref: '#/node'}}}")
    assert (found.pointer, log) == (("node",), ())


def test_each_wrong_reference_is_reported_once(tmp_path):
    spec = tmp_path / "spec.yaml"
    spec.write_text("a: {$ref: '#/x'}\nb: {$ref: '#/a'}")
    log = DiagnosticLog()
    document = load(spec, log)
    resolver = Resolver(log)
    for name in "abab":
        assert resolver.resolve(document.root[name]) is None
    assert len(log.diagnostics) == 1


def test_a_wrong_reference_does_not_stop_later_ones(tmp_path):
    (tmp_path / "other.yaml").write_text("x: 1")
    spec = tmp_path / "spec.yaml"
    spec.write_text("a: {$ref: '#/nowhere'}\nb: {$ref: 'other.yaml#/x'}")
    log = DiagnosticLog()
    root = load(spec, log).root
    resolver = Resolver(log)
    assert resolver.resolve(root["a"]) is None
    assert resolver.resolve(root["b"]).value == 1
    assert len(log.diagnostics) == 1


def test_a_circle_is_one_fault(run):
    links = [f"a{number}: {{$ref: '#/a{number + 1}'}}" for number in range(300)]
    found, (one,) = run("start: {$ref: '#/a0'}", *links, "a300: {$ref: '#/a7'}")
    assert (found, one.code) == (None, "circular-ref")
    assert len(one.message) < 200


def test_chains_of_thousands_take_no_time(tmp_path):
    count = 20_000
    data = {f"a{number}": {"$ref": f"#/a{number + 1}"} for number in range(count)}
    (tmp_path / "spec.json").write_text(json.dumps({**data, f"a{count}": 7}))
    log = DiagnosticLog()
    root = load(tmp_path / "spec.json", log).root
    resolver = Resolver(log)
    assert {resolver.resolve(node).value for _, node in root.members()} == {7}
    assert log.diagnostics == ()


def test_pointers_through_a_thousand_references_are_a_fault(run):
    links = [f"a{number}: {{$ref: '#/a{number + 1}/x'}}" for number in range(1000)]
    found, log = run("start: {$ref: '#/a0/x'}", *links, "a1000: {x: {x: 1}}")
    assert found is None
    assert {one.code for one in log} == {"unresolved-ref"}


@pytest.mark.parametrize(("kind", "reference", "problem"), [
    ("schema", "#/components/parameters/P", "a parameter"),
    ("response", "#/components/schemas/S", "a schema"),
    ("parameter", "#/components/headers/H", "a header"),
    ("schema", "#/info/title", "a single value"),
    ("request body", "#/list", "a list"),
    ("response", "#/components/schemas/Yes", "a schema"),
    ("parameter", "#/yes", "a single value"),
    ("schema", "#", "a whole OpenAPI document"),
])  # fmt: skip
def test_targets_of_another_kind(tmp_path, kind, reference, problem):
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        f"openapi: 3.1.0\ninfo: {{title: T}}\nlist: []\nyes: true\nstart: {{$ref: '{reference}'}}\n"
        "components:\n  parameters: {P: {}}\n  schemas: {S: {}, Yes: true}\n  headers: {H: {}}"
    )
    log = DiagnosticLog()
    assert Resolver(log).resolve(load(spec, log).root["start"], kind) is None
    (one,) = log.diagnostics
    assert (one.code, one.is_fault) == ("ref-target", True)
    assert one.message == f"a {kind} cannot refer to '{reference}', which is {problem}"
    removed = "$.start['$ref']" if kind == "schema" else "$.start"
    assert [each.target for each in one.mend] == [removed]


def test_targets_of_the_right_kind(tmp_path):
    spec = tmp_path / "spec.yaml"
    spec.write_text("a: {$ref: '#/components/schemas/Yes'}\ncomponents: {schemas: {Yes: true}}")
    log = DiagnosticLog()
    resolver = Resolver(log)
    root = load(spec, log).root
    assert resolver.resolve(root["a"], "schema").value is True
    assert log.diagnostics == ()
