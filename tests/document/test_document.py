import hashlib
import time

import pytest
import yaml

from generator.diagnostics import DiagnosticLog, OpgenError, Severity
from generator.document.document import load


@pytest.fixture
def read(tmp_path):
    def read(content, name="spec.yaml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        log = DiagnosticLog()
        return load(path, log), log

    return read


@pytest.fixture
def refused(read):
    """The diagnostics of a document that cannot be read."""

    def refused(content, name="spec.yaml"):
        with pytest.raises(OpgenError) as caught:
            read(content, name)
        return caught.value.diagnostics

    return refused


def test_keys_are_strings_as_written(read):
    document, log = read(
        "200: a\nyes: b\non: c\n1.0: d\nnull: e\n0x1f: f\n2020-01-01: g\n~: h\n'': i"
    )
    assert list(document.data) == ["200", "yes", "on", "1.0", "null", "0x1f", "2020-01-01", "~", ""]
    assert log.diagnostics == ()


@pytest.mark.parametrize(("written", "value"), [
    ("yes", "yes"), ("off", "off"), ("y", "y"), ("true", True), ("False", False), ("tRUE", "tRUE"),
    ("null", None), ("~", None), ("", None), ("12", 12), ("+12", 12), ("017", 17), ("0o17", 15),
    ("0x1F", 31), ("1_000", "1_000"), ("1:30", "1:30"), ("1.5", 1.5), (".5", 0.5), ("1.", 1.0),
    ("1e3", 1000.0), ("-1.5E-2", -0.015), ("1e999", "1e999"), (".inf", ".inf"), (".NaN", ".NaN"),
    ("9" * 5000, "9" * 5000), ("0x" + "f" * 5000, "0x" + "f" * 5000), ("2020-01-01", "2020-01-01"),
    ("2020-01-01T10:00:00Z", "2020-01-01T10:00:00Z"), ("'12'", "12"), ('"true"', "true"),
    ("!!str 12", "12"), ("!!int '12'", 12), ("!!binary aGk=", "aGk="), ("! 12", 12),
])  # fmt: skip
def test_values_are_read_by_yaml_1_2(read, written, value):
    found = read(f"a: {written}\n")[0].data["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", ["\x85", "\u2028", "\u2029"])
def test_old_line_breaks_are_text(read, text):
    document, _ = read(f"a: |\n  x{text}y\n'{text}': b")
    assert document.data == {"a": f"x{text}y\n", text: "b"}
    assert document.root[text].location().line == 3


def test_merge_keys_give_way_to_what_is_written(read):
    document, _ = read("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 3}\n'<<': 4")
    assert document.data["c"] == {"x": 3, "y": 1, "z": 2}
    assert document.data["<<"] == 4
    assert document.locate(("c", "z")).line == 2


def test_an_anchor_may_be_used_again(read):
    document, _ = read("a: &x {k: 1}\nb: &x {k: 2}\nc: *x\nd: &x 3\ne: *x")
    assert document.data["c"] == {"k": 2}
    assert document.data["e"] == 3


@pytest.mark.parametrize("content", [
    b"\xef\xbb\xbfa: \xc3\xa9", "a: é".encode("utf-16"), "a: é".encode("utf-16-le"),
    "a: é".encode("utf-16-be"), "a: é".encode("utf-32"), '{"a": "é"}'.encode("utf-16"),
])  # fmt: skip
def test_encodings(read, content):
    assert read(content)[0].data == {"a": "é"}


def test_tabs_between_tokens_are_allowed(read):
    assert read("a:\t1\nb: {c:\t2}")[0].data == {"a": 1, "b": {"c": 2}}
    assert read('{\t"a":\t1,\r\n\t"b": [\t2\t]}', "a.json")[0].locate(("b", "0")).line == 2


def test_an_entry_that_is_misplaced_is_read_where_it_belongs(read):
    document, log = read("a:\n  b:\n    c: 1\n   d:\n     e: |\n       text\n  f: 2\n")
    assert document.data == {"a": {"b": {"c": 1}, "d": {"e": "text\n"}, "f": 2}}
    (warning,) = log.diagnostics
    assert (warning.severity, warning.code) == (Severity.WARNING, "indentation")
    assert (warning.location.line, warning.location.column) == (4, 4)
    assert warning.location.excerpt[-1] == (4, "   d:")
    place = document.locate(("a", "d", "e"))
    assert (place.line, place.column) == (5, 9)


def test_json_in_a_yaml_file_and_yaml_in_flow_style(read):
    assert read('{"a": 200}')[0].data == {"a": 200}
    assert read("{a: yes, b: [c]}")[0].data == {"a": "yes", "b": ["c"]}
    assert read("a: 1", "spec.json")[0].data == {"a": 1}


def test_numbers_that_json_cannot_carry_stay_text(read):
    content = '{"a": NaN, "b": -Infinity, "c": 1e999, "d": 1.5}'
    assert read(content, "a.json")[0].data == {"a": "NaN", "b": "-Infinity", "c": "1e999", "d": 1.5}


@pytest.mark.parametrize(
    ("content", "name", "code", "line", "column"),
    [
        ("", "a.yaml", "empty-document", 1, 1),
        (" \n\n", "a.yaml", "empty-document", 1, 1),
        ("# only this\n", "a.yaml", "empty-document", 1, 1),
        ("---\n", "a.yaml", "empty-document", 1, 1),
        ("a: b: c", "a.yaml", "invalid-yaml", 1, 5),
        ("a:\n\t- b", "a.yaml", "invalid-yaml", 2, 1),
        ("a: [1,\nb: 2", "a.yaml", "invalid-yaml", 2, 5),
        ("a: *b", "a.yaml", "invalid-yaml", 1, 4),
        ("a: 1\n---\nb: 2", "a.yaml", "invalid-yaml", 2, 1),
        ("a: 1\nb: \x01", "a.yaml", "invalid-yaml", 2, 4),
        ("%YAML 3.0\n---\na: 1", "a.yaml", "invalid-yaml", 1, 1),
        ('{"a": [1,}', "a.json", "invalid-json", 1, 10),
        ('{"a": 1}\nx', "a.json", "invalid-json", 2, 1),
        ('{"a":\n' + "9" * 5000 + "}", "a.json", "bad-number", 2, 1),
        ("[" * 100_000, "a.yaml", "too-deep", 1, 1),
        ("- " * 100_000, "a.yaml", "too-deep", 1, 1),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "a.json", "too-deep", 1, 1),
        (b"a: \xff", "a.yaml", "not-text", 1, 4),
        (b"ok: 1\na: \xed\xa0\x80", "a.yaml", "not-text", 2, 4),
    ],
)
def test_broken_documents(refused, content, name, code, line, column):
    first = refused(content, name)[0]
    assert (first.severity, first.code) == (Severity.ERROR, code)
    assert (first.location.line, first.location.column) == (line, column)
    assert first.location.file.endswith(name)


@pytest.mark.parametrize(
    ("content", "name", "code", "line", "column", "data"),
    [
        ("a: 1\nb: 2\na: 3", "a.yaml", "duplicate-key", 3, 1, {"a": 3, "b": 2}),
        ('{"a": 1,\n "a": 2}', "a.json", "duplicate-key", 2, 2, {"a": 2}),
        ("? [a]\n: 1\nb: 2", "a.yaml", "invalid-key", 1, 3, {"b": 2}),
        ("<<: 1\nb: 2", "a.yaml", "invalid-merge", 1, 5, {"b": 2}),
        ("a: &a [1, *a]", "a.yaml", "circular-alias", 1, 4, {"a": [1, None]}),
    ],
)
def test_faults_of_the_notation_stay_local(read, content, name, code, line, column, data):
    document, log = read(content, name)
    (fault,) = log.diagnostics
    assert (fault.is_fault, fault.code) == (True, code)
    assert (fault.location.line, fault.location.column) == (line, column)
    assert document.data == data


@pytest.mark.parametrize(
    "content",
    [
        "a: {get: {x: [1], y: 1}}\nb: 1\na: {put: 2, get: {x: [2], y: 3}}\n",
        '{"a": {"get": {"x": [1], "y": 1}}, "b": 1, "a": {"put": 2, "get": {"x": [2], "y": 3}}}',
    ],
)
def test_two_values_of_one_key_are_joined(read, content):
    joined = {"a": {"get": {"x": [1, 2], "y": 3}, "put": 2}, "b": 1}
    assert read(content)[0].data == joined


def test_every_duplicate_is_named_with_the_first_ones_line(read):
    _, log = read("a: 1\nb:\n  c: 1\n  c: 2\na: 2\n")
    found = [(one.location.line, one.message) for one in log.diagnostics]
    assert ["first on line 3" in found[0][1], "first on line 1" in found[1][1]] == [True, True]
    assert [line for line, _ in found] == [4, 5]


@pytest.mark.timeout(20)
def test_an_alias_bomb_is_refused(refused):
    levels = [
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 10)}]" for i in range(20)
    ]
    found = refused("a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "\n".join(levels))
    assert [one.code for one in found] == ["alias-bomb"]


def test_an_unknown_tag_is_read_as_text_and_not_run(read):
    document, log = read("a: !!python/object/apply:os.abort []\nb: !mine text")
    assert document.data == {"a": [], "b": "text"}
    assert [one.code for one in log.diagnostics] == ["unknown-yaml-tag"]


def test_without_libyaml(read, monkeypatch):
    content = "200: &a {x: yes}\nb: &a [1, 2020-01-01]\nc: *a\n"
    fast = read(content)[0]
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    slow = read(content)[0]
    assert slow.data == fast.data == {"200": {"x": "yes"}, "b": (b := [1, "2020-01-01"]), "c": b}
    assert slow.locate(("b", "1")) == fast.locate(("b", "1"))


def test_nodes(read):
    document, _ = read("a: {b: [x, y]}")
    root = document.root
    assert root["a"]["b"][1].value == "y"
    assert root["a"]["b"][1].pointer == ("a", "b", "1")
    assert root.get("z") is None
    assert root["a"]["b"].get("0") is None
    with pytest.raises(KeyError):
        root["z"]
    assert [key for key, _ in root["a"].members()] == ["b"]
    assert [item.value for item in root["a"]["b"].items()] == ["x", "y"]
    assert list(root.items()) == list(root["a"]["b"].members()) == []
    assert root["a"] == document.root["a"]
    assert document.digest == hashlib.sha256(b"a: {b: [x, y]}").hexdigest()
    assert document.name == "spec.yaml"


def test_a_block_is_found_at_its_key_and_a_value_where_it_stands(read):
    document, _ = read("a:\n  b:\n    - c: 1\n      d: 2\n  e: >\n    text\n")
    places = {
        ("a",): (1, 1),
        ("a", "b"): (2, 3),
        ("a", "b", "0"): (3, 7),
        ("a", "b", "0", "d"): (4, 10),
        ("a", "e"): (5, 6),
        ("a", "e", "not", "there"): (5, 6),
        ("z",): (1, 1),
    }
    for pointer, place in places.items():
        found = document.locate(pointer)
        assert (found.line, found.column) == place, pointer


def test_places_in_json_are_found_in_any_order(tmp_path):
    (tmp_path / "a.json").write_text(
        '{ "a" : {"b": [1, {"c": 1.50}, "x"], "d": {}},\n "e":\n  [ [], [2] ], "f": true }'
    )
    document = load(tmp_path / "a.json", DiagnosticLog())
    pointers = ["f", "a b 1 c", "e 1 0", "", "a d", "a b 2", "e 0", "a b 1", "e", "a d x", "a b 9"]
    places = {one: document.locate(tuple(one.split())) for one in pointers}
    found = {one: (place.line, place.column) for one, place in places.items()}
    assert found == {
        "f": (3, 21), "a b 1 c": (1, 25), "e 1 0": (3, 10), "": (1, 1), "a d": (1, 43),
        "a b 2": (1, 32), "e 0": (3, 5), "a b 1": (1, 19), "e": (2, 2), "a d x": (1, 43),
        "a b 9": (1, 15),
    }  # fmt: skip
    assert document.scalar_text(("a", "b", "1", "c")) == "1.50"
    assert document.scalar_text(("f",)) == "true"
    assert document.scalar_text(("a", "d")) is document.scalar_text(("e", "9")) is None


def test_places_in_deep_json_take_one_pass(tmp_path):
    depth = 300
    text = '{"x": [' * depth + '"' + "1" * 2_000_000 + '"' + '], "y": 2}' * depth
    (tmp_path / "a.json").write_text(text)
    document = load(tmp_path / "a.json", DiagnosticLog())
    started = time.perf_counter()
    for level in range(depth):
        pointer = ("x", "0") * level + ("y",)
        place = document.locate(pointer)
        assert place.excerpt[-1][1][place.column - 1] == "2"
    assert time.perf_counter() - started < 10
