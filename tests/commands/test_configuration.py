from pathlib import Path

import pytest

from generator.commands import configuration
from generator.commands.chosen_clients import project_clients
from generator.commands.configuration import check_options
from generator.diagnostics import DiagnosticLog, OpgenError
from generator.options import Entry


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Settings of a pyproject.toml with this [tool.opgen], read in a folder below it."""

    def project(text, folder="."):
        (tmp_path / "pyproject.toml").write_text(text)
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(tmp_path / folder)
        (client,) = project_clients({}, DiagnosticLog())
        return client.settings

    return project


def codes(caught):
    return [one.code for one in caught.value.diagnostics]


def test_everything_can_be_set(project):
    settings = project(
        """
[project]
spec = "not this one"
[tool.opgen]
spec = "specs/a.yaml"
groups = ["a", "b"]
tags = ["t"]
paths = ["/x/*"]
all = false
overlays = ["o.yaml"]
profile = "openai"
output = "out/client"
templates = "templates"
"""
    )
    options = check_options({**settings, "templates": Path.cwd()}, DiagnosticLog())
    assert options.spec == Path("specs/a.yaml")
    assert options.groups == ("a", "b")
    assert options.overlays == (Path("o.yaml"),)
    assert options.output == Path("out/client")
    assert options.package == "client"
    assert (options.tags, options.paths, options.all) == (("t",), ("/x/*",), False)


def test_paths_are_relative_to_the_file(project, tmp_path):
    settings = project("[tool.opgen]\nspec = 'a.yaml'\noutput = 'client'", folder="deep/er")
    assert settings["spec"] == tmp_path / "a.yaml"
    assert settings["output"] == tmp_path / "client"


@pytest.mark.parametrize(
    ("text", "code", "line", "advice"),
    [
        ("[tool.opgen]\ngrups = []", "unknown-setting", 2, "did you mean 'groups' or 'group_by'?"),
        ("[tool.opgen]\ngroup_by = 'tags'", "invalid-setting", 2, None),
        ("[tool.opgen]\ngroup_by = ['tag']", "invalid-setting", 2, None),
        ("[tool.other]\ngroups = 1\n[tool.opgen]\ngroups = 'a'", "invalid-setting", 4, None),
        ("[tool.opgen]\nall = 'yes'", "invalid-setting", 2, None),
        ("[tool.opgen]\nspec = 3", "invalid-setting", 2, None),
        ("[tool.opgen]\nspec = ''", "invalid-setting", 2, None),
        ("[tool.opgen]\noverlays = [1]", "invalid-setting", 2, None),
        ("[tool.opgen\nspec = 3", "invalid-toml", 1, None),
        pytest.param(f"a = {'9' * 5000}", "invalid-toml", 1, None, id="a long integer"),
        pytest.param(f"a = {'[' * 5000}", "invalid-toml", 1, None, id="deep lists"),
        ("[tool]\nopgen = 3", "no-configuration", 1, None),
        ("tool = 3", "no-configuration", 1, None),
        ("", "no-configuration", 1, None),
    ],
)
def test_wrong_settings(project, text, code, line, advice):
    with pytest.raises(OpgenError) as caught:
        project(text)
    (one,) = caught.value.diagnostics
    assert (one.code, one.location.line) == (code, line)
    assert advice in (None, one.help)


@pytest.fixture
def table(monkeypatch):
    """A setting `words` that is a table."""
    monkeypatch.setattr(configuration, "_TABLES", ("words",))
    monkeypatch.setitem(configuration.KINDS, "words", "a table of strings")


@pytest.mark.usefixtures("table")
def test_a_setting_can_be_a_table_whose_entries_know_their_place(project):
    text = """[tool.opgen]
spec = "a.yaml"
[tool.opgen.words]
one = "eins"
"t.wo" = "zwei"
"""
    settings = project(text)
    assert settings["words"] == (Entry("one", "eins"), Entry("t.wo", "zwei"))
    assert [one.place.line for one in settings["words"]] == [4, 5]


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[tool.opgen]\nwords = 'one'", 2, "'words' must be a table of strings"),
        ("[[tool.opgen.words]]\none = 'a'", 1, "'words' must be a table of strings"),
        ("[tool.opgen.words]\na = 'b'\none = 1", 3, "'one' in 'words' must be a string"),
        ("[tool.opgen]\nwords = {one = 'a', two = []}", 2, "'two' in 'words' must be a string"),
    ],
)
def test_wrong_tables(project, text, line, message):
    with pytest.raises(OpgenError) as caught:
        project(text)
    (one,) = caught.value.diagnostics
    assert (one.code, one.location.line, one.message) == ("invalid-setting", line, message)


def test_every_wrong_setting_is_named(project):
    with pytest.raises(OpgenError) as caught:
        project("[tool.opgen]\na = 1\nb = 2\nall = 3")
    assert codes(caught) == ["unknown-setting", "unknown-setting", "invalid-setting"]


def test_no_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OpgenError) as caught:
        project_clients({}, DiagnosticLog())
    assert codes(caught) == ["no-configuration"]


@pytest.mark.parametrize("missing", ["spec", "output"])
def test_what_must_be_set(missing):
    settings = {"spec": Path("a.yaml"), "output": Path("b")}
    del settings[missing]
    with pytest.raises(OpgenError) as caught:
        check_options(settings, DiagnosticLog())
    assert codes(caught) == ["missing-setting"]


@pytest.mark.parametrize(("name", "instead"), [
    ("my-client", "my_client"), ("class", "class_client"), ("3d", "client_3d"), ("a b", "a_b"),
    ("é", "client"), ("..", "client"),
])  # fmt: skip
def test_the_package_must_be_importable(name, instead):
    with pytest.raises(OpgenError) as caught:
        check_options({"spec": Path("a"), "output": Path("x") / name}, DiagnosticLog())
    (one,) = caught.value.diagnostics
    assert one.code == "bad-package-name"
    assert one.help == f"write to 'x/{instead}'"


@pytest.mark.parametrize("spec", [".", "..", "/", "a/..", ""])
def test_the_document_is_a_file(spec):
    with pytest.raises(OpgenError) as caught:
        check_options({"spec": Path(spec), "output": Path("b")}, DiagnosticLog())
    assert codes(caught) == ["not-a-file"]


@pytest.mark.parametrize(
    "setting", [{"spec": Path("a\0b")}, {"overlays": (Path("\0"),)}, {"templates": Path("\0")}]
)
def test_no_path_holds_nul(setting):
    settings = {"spec": Path("a"), "output": Path("b"), **setting}
    with pytest.raises(OpgenError) as caught:
        check_options(settings, DiagnosticLog())
    assert codes(caught) == ["invalid-setting"]


def test_templates_must_be_a_folder(tmp_path):
    settings = {"spec": Path("a"), "output": Path("b"), "templates": tmp_path / "none"}
    with pytest.raises(OpgenError) as caught:
        check_options(settings, DiagnosticLog())
    assert codes(caught) == ["no-such-folder"]


def test_all_and_a_choice_are_refused(project):
    settings = project("[tool.opgen]\nspec = 'a.yaml'\noutput = 'c'\nall = true\ngroups = ['a']")
    with pytest.raises(OpgenError) as caught:
        check_options(settings, DiagnosticLog())
    assert [one.code for one in caught.value.diagnostics] == ["conflicting-settings"]
