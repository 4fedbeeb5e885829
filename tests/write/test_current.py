"""`opgen generate` does nothing where nothing changed, and only there; `opgen check` agrees."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.command import done, opgen
from support.folders import tree
from support.paths import ROOT
from support.processes import python
from support.sweeps import EVERY_CASE
from support.update_project import ONE, TWO, sha256, state

from generator import resources
from generator.write import lock, lock_layout

PROJECT = """
[tool.opgen]
spec = "api.yaml"
groups = ["pets"]
overlays = ["own.overlay.yaml"]
profile = "own.toml"
templates = "own"
output = "client"
"""
REFERRING = ONE.replace(b"{type: integer}", b"{$ref: 'parts/size.yaml'}")
OVERLAY = "overlay: 1.0.0\nactions:\n- {target: $.info, update: {title: '%s'}}\n"
FILES = {
    "pyproject.toml": PROJECT.encode(),
    "api.yaml": REFERRING,
    "parts/size.yaml": b"{type: integer, maximum: 9}\n",
    "own.toml": b'overlays = ["brought.overlay.yaml"]\n[[extras]]\nmodule = "added"\n',
    "added.py": b'"""An extra module."""\n',
    "brought.overlay.yaml": (OVERLAY % "Brought").encode(),
    "own.overlay.yaml": (OVERLAY % "Own").encode(),
    "own/runtime/more.py": b'"""More."""\n',
    "api.yaml.origin.json": json.dumps(
        {"url": "https://example.com/api.yaml", "sha256": sha256(REFERRING), "etag": '"1"'}
    ).encode(),
}
NOTHING = "client: nothing changed, nothing written\n"


def put(folder, name, content):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project of all kinds of inputs, whose package has been made."""
    folder = tmp_path_factory.mktemp("made")
    for name, content in FILES.items():
        put(folder, name, content)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        done("generate")
    return folder


@pytest.fixture
def project(made, tmp_path, monkeypatch):
    folder = tmp_path / "project"
    shutil.copytree(made, folder)
    monkeypatch.chdir(folder)
    return folder


def is_current():
    """Whether `generate` does nothing; if so it takes no time, and `check` has no complaint."""
    before = state(Path())
    checked = opgen("check").exit_code == 0
    assert state(Path()) == before
    said = opgen("generate").stdout
    if said != NOTHING:
        return False
    assert checked
    assert state(Path()) == before
    return True


def test_nothing_is_done_where_nothing_changed(project):
    assert project.is_dir()
    assert is_current()
    assert is_current()


def test_it_is_generated_again_if_forced(project):
    before = state(project)
    said = done("generate", "--force")
    assert said != NOTHING
    assert "nothing changed, nothing written" in said
    assert state(project) == before


CHANGED = {
    "the document": ("api.yaml", TWO),
    "a comment of the document": ("api.yaml", REFERRING + b"# more\n"),
    "what it refers to": ("parts/size.yaml", b"{type: string}\n"),
    "the profile": ("own.toml", FILES["own.toml"] + b'base_url_environment = "MINE"\n'),
    "an overlay of the profile": ("brought.overlay.yaml", (OVERLAY % "Else").encode()),
    "an overlay": ("own.overlay.yaml", (OVERLAY % "Else").encode()),
    "a template": ("own/runtime/more.py", b'"""Less."""\n'),
    "a new template": ("own/runtime/another.py", b'"""Another."""\n'),
    "the address": (
        "api.yaml.origin.json",
        FILES["api.yaml.origin.json"].replace(b"example.com", b"example.org"),
    ),
    "an origin of something else": (
        "api.yaml.origin.json",
        FILES["api.yaml.origin.json"].replace(sha256(REFERRING).encode(), sha256(b"").encode()),
    ),
    "no origin": ("api.yaml.origin.json", b""),
    "an edited file": ("client/pets.py", b"x = 1\n"),
    "a file that is empty": ("client/pets.py", b""),
    "a file of the runtime": ("client/_runtime/more.py", b"x = 1\n"),
    "one more file": ("client/more.py", b""),
    "one more file deeper": ("client/sub/more.py", b""),
}


@pytest.mark.parametrize(("name", "content"), CHANGED.values(), ids=CHANGED)
def test_a_change_is_seen(project, name, content):
    put(project, name, content)
    assert not is_current()


GONE = {*FILES, "client/pets.py", "client/opgen.lock"} - {"pyproject.toml"}


@pytest.mark.parametrize("name", sorted(GONE))
def test_a_file_that_is_gone_is_seen(project, name):
    (project / name).unlink()
    assert not is_current()


OPTIONS = {
    "groups": ("groups = [", "tags = ['x']\ngroups = ["),
    "paths": ('groups = ["pets"]', 'paths = ["/pets"]'),
    "all": ('groups = ["pets"]', "all = true"),
    "no overlay": ('overlays = ["own.overlay.yaml"]', ""),
    "another overlay": ('["own.overlay.yaml"]', '["other.overlay.yaml"]'),
    "an overlay twice": ('["own.overlay.yaml"]', '["own.overlay.yaml", "own.overlay.yaml"]'),
    "the profile's overlay": ('["own.overlay.yaml"]', '["brought.overlay.yaml"]'),
    "no profile": ('"own.toml"', '"none"'),
    "a built-in profile": ('"own.toml"', '"openai"'),
    "a profile of another name": ('"own.toml"', '"other.toml"'),
    "no profile that is named": ('profile = "own.toml"', ""),
    "no templates": ('templates = "own"', ""),
    "other templates": ('templates = "own"', 'templates = "parts"'),
    "another document": ('"api.yaml"', '"other.yaml"'),
}


@pytest.mark.parametrize(("old", "new"), OPTIONS.values(), ids=OPTIONS)
def test_another_option_is_seen(project, old, new):
    for kind in ("yaml", "toml", "overlay.yaml"):
        same = {"yaml": "api.yaml", "toml": "own.toml", "overlay.yaml": "own.overlay.yaml"}[kind]
        shutil.copy(same, f"other.{kind}")
    (project / "pyproject.toml").write_text(PROJECT.replace(old, new))
    assert (project / "pyproject.toml").read_text() != PROJECT
    assert not is_current()


def test_another_name_of_the_package_is_seen(project):
    (project / "client").rename("other")
    (project / "pyproject.toml").write_text(PROJECT.replace('"client"', '"other"'))
    said = opgen("check").exit_code
    assert (done("generate").startswith("other: nothing changed"), said) in ((True, 0), (False, 1))


@pytest.mark.parametrize("tool", ["opgen", "ruff", "datamodel-code-generator"])
def test_another_version_of_a_tool_is_seen(project, monkeypatch, tool):
    real = lock.version
    monkeypatch.setattr(lock, "version", lambda name: "9.9" if name == tool else real(name))
    assert project.is_dir()
    assert not is_current()


def test_the_profile_that_a_document_chooses_is_one_of_its_inputs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(resources.profiles(), tmp_path / "profiles")
    monkeypatch.setattr(resources, "profiles", lambda: tmp_path / "profiles")
    shutil.copy(ROOT / "specs/openai.overlay.yaml", tmp_path / "profiles")
    content = ONE + b"servers: [{url: 'https://api.openai.com/v1'}]\n"
    (tmp_path / "api.yaml").write_bytes(content)
    run = ("api.yaml", "--all", "--output", "client")
    done("generate", *run)
    assert done("generate", *run) == NOTHING
    profile = tmp_path / "profiles/openai.toml"
    profile.write_bytes(profile.read_bytes() + b"\n")
    assert done("generate", *run) != NOTHING
    assert done("generate", *run) == NOTHING


def test_a_profile_brings_overlays_from_another_folder(project):
    (project / "deeper").mkdir()
    (project / "brought.overlay.yaml").rename(project / "deeper/brought.overlay.yaml")
    (project / "own.toml").write_text('overlays = ["deeper/brought.overlay.yaml"]\n')
    assert not is_current()
    assert is_current()


# The lock


@pytest.mark.parametrize("edit", [{"positional": {"get_pet": ["/pets", "size"]}}, {"seal": None}])
def test_a_lock_that_opgen_did_not_write_so_is_not_current(project, edit):
    place = project / "client/opgen.lock"
    held = json.loads(place.read_text()) | edit
    place.write_text(json.dumps({name: held[name] for name in held if held[name] is not None}))
    assert not is_current()
    assert is_current()


# What is no input


def test_what_others_leave_in_the_package_is_no_change(project):
    (project / "client/__pycache__").mkdir()
    (project / "client/__pycache__/x.pyc").write_bytes(b"x")
    (project / "client/CHANGELOG.md").write_text("mine\n")
    assert is_current()
    done("generate", "--force")
    assert (project / "client/CHANGELOG.md").read_text() == "mine\n"


def test_what_a_server_says_of_a_version_is_no_input(project):
    recorded = json.loads((project / "api.yaml.origin.json").read_bytes())
    put(project, "api.yaml.origin.json", json.dumps({**recorded, "etag": '"2"'}).encode())
    assert is_current()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("name", ["client/pipe", "client/pets.py", "client/opgen.lock", "api.yaml"])
def test_a_pipe_is_not_waited_for(project, name):
    (project / name).unlink(missing_ok=True)
    os.mkfifo(project / name)
    assert not is_current()


@pytest.mark.parametrize("kind", ["references", "overlays"])
def test_a_lock_that_names_what_never_ends(project, kind):
    place = project / "client/opgen.lock"
    recorded = json.loads(place.read_text())
    recorded[kind] = [{"name": "/dev/zero", "sha256": ""}]
    place.write_bytes(lock_layout.sealed(recorded))
    assert not is_current()


# Whatever it says agrees with `opgen check`


def every_file(folder):
    return sorted(name for name in tree(folder) if not re.search(r"CHANGELOG|\.pyc", name))


@settings(
    max_examples=40 if EVERY_CASE else 15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_one_changed_file_is_judged_as_check_judges_it(made, tmp_path, monkeypatch, data):
    folder = tmp_path / "project"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)
    monkeypatch.chdir(folder)
    place = folder / data.draw(st.sampled_from(every_file(made)))
    content = place.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = min(len(content), start + data.draw(st.integers(0, 3)))
    more = data.draw(st.sampled_from([b"", b" ", b"\n", b"#", b"x", b"0", b'"']))
    edited = content[:start] + more + content[end:]
    place.write_bytes(edited)
    # That the package is current has to mean that check is content with it.
    current = is_current()
    assert (
        edited == content or not current or place.name in ("pyproject.toml", "api.yaml.origin.json")
    )


# What a run that does nothing costs


@pytest.mark.external
def test_a_run_that_does_nothing_reads_no_yaml_and_makes_no_model(project):
    code = (
        "import sys; from generator.cli import main; main(['generate'], standalone_mode=False);"
        "print(*sorted({'yaml', 'datamodel_code_generator', 'jinja2', 'jsonpath', 'httpx2',"
        " 'pydantic', 'generator.pipeline', 'generator.planning'} & set(sys.modules)))"
    )
    assert python("-c", code, cwd=project).stdout == NOTHING + "\n"
