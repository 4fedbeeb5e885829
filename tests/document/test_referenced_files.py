"""Which files a reference can name, and what becomes of the others."""

import pytest

from generator.diagnostics import DiagnosticLog
from generator.document.document import load
from generator.document.resolve import Resolver


@pytest.fixture
def project(tmp_path):
    """Write files into a folder `project`, next to a file `secret.yaml`."""

    def project(**files):
        (tmp_path / "secret.yaml").write_text("x: secret")
        for name, text in {"api__spec_yaml": "", **files}.items():
            path = tmp_path / "project" / name.replace("__", "/").replace("_yaml", ".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path / "project"

    return project


def resolve(spec, reference, root=None):
    """Resolve a reference of a document; its value, and the codes of the diagnostics."""
    spec.write_text(f"start: {{$ref: '{reference}'}}\nhere: 3")
    log = DiagnosticLog()
    found = Resolver(log, root).resolve(load(spec, log).root["start"])
    assert all("secret" not in str(one.location) for one in log.diagnostics)
    return found and found.value, [one.code for one in log.diagnostics]


@pytest.mark.parametrize("marker", [".git", "pyproject.toml"])
def test_files_of_the_project(project, marker):
    folder = project(common_yaml="x: 1", api__deep__a_yaml="x: {$ref: '../../common.yaml#/x'}")
    spec = folder / "api/spec.yaml"
    assert resolve(spec, "../common.yaml#/x") == (None, ["outside-ref"])
    (folder / marker).write_text("")
    assert resolve(spec, "../common.yaml#/x") == (1, [])
    assert resolve(spec, "deep/a.yaml#/x") == (1, [])
    assert resolve(spec, f"{folder}/common.yaml#/x") == (1, [])
    assert resolve(spec, "../../secret.yaml#/x") == (None, ["outside-ref"])


def test_the_nearest_folder_with_a_marker_decides(project):
    folder = project(common_yaml="x: 1")
    (folder / ".git").mkdir()
    (folder / "api/pyproject.toml").write_text("")
    assert resolve(folder / "api/spec.yaml", "../common.yaml#/x") == (None, ["outside-ref"])


def test_a_root_replaces_it(project, tmp_path, monkeypatch):
    folder = project(common_yaml="x: 1")
    (folder / ".git").mkdir()
    spec = folder / "api/spec.yaml"
    assert resolve(spec, "../../secret.yaml#/x", tmp_path) == ("secret", [])
    assert resolve(spec, "../common.yaml#/x", folder / "api") == (None, ["outside-ref"])
    monkeypatch.chdir(folder)
    assert resolve(spec.relative_to(folder), "../common.yaml#/x") == (1, [])


def test_the_current_folder_does_not_matter(project, monkeypatch):
    folder = project(common_yaml="x: 1")
    monkeypatch.chdir(folder)
    assert resolve(folder / "api/spec.yaml", "../common.yaml#/x") == (None, ["outside-ref"])


def test_links_are_followed_before_the_folder_is_checked(project, tmp_path):
    folder = project(common_yaml="x: 1")
    (folder / ".git").mkdir()
    spec = folder / "api/spec.yaml"
    (folder / "api/out.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "api/up").symlink_to(tmp_path)
    (folder / "api/in.yaml").symlink_to(folder / "common.yaml")
    assert resolve(spec, "out.yaml#/x") == (None, ["outside-ref"])
    assert resolve(spec, "up/secret.yaml#/x") == (None, ["outside-ref"])
    assert resolve(spec, "in.yaml#/x") == (1, [])


def test_a_document_that_is_a_link_names_files_next_to_the_link(project, tmp_path):
    folder = project(api__common_yaml="x: 1")
    (tmp_path / "elsewhere.yaml").write_text("start: {$ref: 'common.yaml#/x'}")
    spec = folder / "api/link.yaml"
    spec.symlink_to(tmp_path / "elsewhere.yaml")
    assert resolve(spec, "common.yaml#/x") == (1, [])


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.yaml", "x: [1, 2]"), ("a.json", '{"x": [1, 2]}'), ("a", "x: [1, 2]")],
)
def test_formats_whole_files_and_parts(project, name, text):
    folder = project()
    (folder / "api" / name).write_text(text)
    spec = folder / "api/spec.yaml"
    assert resolve(spec, name) == ({"x": [1, 2]}, [])
    assert resolve(spec, f"./{name}#") == ({"x": [1, 2]}, [])
    assert resolve(spec, f"../api/{name}#/x/1") == (2, [])
    assert resolve(spec, f"{name}#/y") == (None, ["unresolved-ref"])
    assert resolve(spec, "spec.yaml#/here") == (3, [])


@pytest.mark.parametrize("text", ["", "x: [", "x: *nowhere", "\x00"])
def test_a_file_that_cannot_be_read_is_a_fault_of_each_reference(project, text):
    folder = project(api__broken_yaml=text)
    spec = folder / "api/spec.yaml"
    spec.write_text("a: {$ref: broken.yaml}\nb: {$ref: 'broken.yaml#/x'}")
    log = DiagnosticLog()
    root = load(spec, log).root
    resolver = Resolver(log)
    assert [resolver.resolve(root[name]) for name in "ab"] == [None, None]
    assert [one.code for one in log.diagnostics] == ["unresolved-ref"] * 2
    assert [one.location.line for one in log.diagnostics] == [1, 2]
    assert all("broken.yaml:" in one.message for one in log.diagnostics)
    assert log.errors == 0


def test_faults_of_another_file_are_faults(project):
    spec = project(api__a_yaml="x: {y: 1}\nx: {z: !odd 2}") / "api/spec.yaml"
    spec.write_text("start: {$ref: 'a.yaml#/x'}")
    log = DiagnosticLog()
    assert Resolver(log).resolve(load(spec, log).root["start"]).value == {"y": 1, "z": "2"}
    found = {(one.code, one.is_fault) for one in log.diagnostics}
    assert found == {("duplicate-key", True), ("unknown-yaml-tag", False)}
    assert {one.location.file for one in log.diagnostics} == {str(spec.with_name("a.yaml"))}


@pytest.mark.parametrize(
    "reference",
    [
        "a" * 5000,
        "x/" * 3000,
        "%00",
        "\\",
        ":",
        "http://[",
        "a?b",
        "~",
        " ",
        ".",
        "..",
        "./",
        "x#%",
    ],
)
def test_odd_names_are_faults(project, reference):
    spec = project(api__a_yaml="$id: 'http://['\nx: {$ref: nothing.yaml}") / "api/spec.yaml"
    value, codes = resolve(spec, reference)
    assert (value, len(codes)) == (None, 1)
    assert resolve(spec, "a.yaml#/x") == (None, ["unresolved-ref"])


def test_a_missing_file_is_guessed(project):
    folder = project(api__common_yaml="x: 1")
    spec = folder / "api/spec.yaml"
    spec.write_text("start: {$ref: comon.yaml}")
    log = DiagnosticLog()
    assert Resolver(log).resolve(load(spec, log).root["start"]) is None
    assert "'common.yaml'" in log.diagnostics[0].help
