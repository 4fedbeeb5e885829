"""An `opgen.lock` is a file of the project, and may be broken, or written by somebody else."""

from __future__ import annotations

import ast
import json
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.command import done, opgen
from support.folders import tree
from support.packages import load
from support.update_project import ONE, PROJECT, TWO

from generator.digests import digest_of
from generator.write import lock, lock_layout
from generator.write.lock_content import Lock

CODE = "X:\n import os\nos.system('false')\nclass Y"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("pyproject.toml").write_text(PROJECT)
        Path("source.yaml").write_bytes(ONE)
        done("update", "source.yaml")
        Path("source.yaml").write_bytes(TWO)
    return folder


@pytest.fixture
def project(made, tmp_path, monkeypatch):
    folder = tmp_path / "project"
    shutil.copytree(made, folder)
    monkeypatch.chdir(folder)
    return folder


def lock_content(folder):
    return json.loads((folder / "client/opgen.lock").read_bytes())


def put(folder, content):
    """Write a lock, sealed where it can be."""
    place = folder / "client/opgen.lock"
    place.write_bytes(content if isinstance(content, bytes) else lock_layout.sealed(content))


def run_all(folder):
    """Each command; either it does what it is for, or it changes nothing. Nothing crashes."""
    codes = []
    for command in (("check",), ("generate",), ("generate", "--force"), ("update", "source.yaml")):
        before = tree(folder)
        code = opgen(*command).exit_code
        codes.append(code)
        if code or command == ("check",):
            assert tree(folder) == before
    return codes


def harmless(folder):
    """The package is Python, and holds nothing of what the lock smuggled."""
    for path in (folder / "client").rglob("*.py"):
        text = path.read_text()
        ast.parse(text)
        assert "os.system" not in text
    load(folder / "client")


BROKEN = {
    "nothing": b"",
    "a brace": b"{",
    "a list": b"[]",
    "no text": b"\xff",
    "a number": b"1",
    "deep": b"[" * 200_000,
    "deep in a member": b'{"files": {}, "names": ' + b"[" * 900 + b"]" * 900 + b"}",
    "a long number": b'{"files": {}, "x": ' + b"9" * 5000 + b"}",
    "no files": b"{}",
    "merge marks": b"<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_lock_that_is_broken_changes_nothing(project, content):
    put(project, content)
    assert run_all(project) == [1, 1, 1, 1]


ABSURD = (None, True, "x", ["x"], [None], {"name": None}, {"x": [{}]})


@pytest.mark.parametrize("member", [
    "document", "references", "overlays", "profile", "templates", "options", "versions", "about",
    "positional", "names", "files", "vendored",
])  # fmt: skip
def test_members_of_absurd_types(made, tmp_path, monkeypatch, member):
    for number, value in enumerate(ABSURD):
        folder = tmp_path / str(number)
        shutil.copytree(made, folder)
        monkeypatch.chdir(folder)
        put(folder, {**lock_content(folder), member: value})
        opgen("generate")
        opgen("update", "source.yaml")


NAMES = [
    CODE, "", " ", "None", "class", "pet", "Näme", "__import__", "Pet;import os", "Any", "Literal",
    "Model", "list", "A" * 5000, "\u202eX", "X\n", "GetToyResponse", "Components",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_schemas_that_are_none(project, name):
    content = lock_content(project)
    assert content["names"]
    content["names"] = [
        " ".join([name, *one.split(" ")[1:]]) if " " not in name else one.replace("Get", name)
        for one in content["names"]
    ]
    put(project, content)
    codes = run_all(project)
    assert codes[1:] in ([0, 0, 0], [1, 1, 1])
    harmless(project)


def test_one_name_for_all_schemas(project):
    content = lock_content(project)
    content["names"] = [" ".join(["Same", *one.split(" ")[1:]]) for one in content["names"]]
    put(project, content)
    run_all(project)
    harmless(project)


@pytest.mark.parametrize("size", [10, 20_000])
def test_very_many_names_and_positions(project, size):
    content = lock_content(project)
    content["names"] += [f"N{one} 0 N{one} #/paths/x{one}" for one in range(size)]
    content["positional"] |= {f"f{one}": ["/x", "y"] for one in range(size)}
    content["names"].append("X 0 X #" + "/a" * size)
    put(project, content)
    assert run_all(project) == [1, 0, 0, 0]
    harmless(project)


@pytest.mark.parametrize("value", [
    ["/pets", "size"], ["/pets", CODE], ["/pets", "self", "size", "size"], ["/pets"],
    ["/x", "size"], [CODE, "size"], "ab", [1, 2], [None, None],
])  # fmt: skip
def test_positions_that_are_none(project, value):
    put(project, {**lock_content(project), "positional": {"get_pet": value, CODE: value}})
    assert run_all(project)[1:] == [0, 0, 0]
    harmless(project)


def test_files_that_are_not_in_the_package(project):
    outside = project / "mine.txt"
    outside.write_text("mine")
    content = lock_content(project)
    content["files"] |= {"../mine.txt": digest_of(b"mine"), str(outside): "", "\0": "", "..": ""}
    put(project, content)
    assert run_all(project) == [1, 0, 0, 0]
    assert outside.read_text() == "mine"


def test_files_of_others_that_a_lock_claims(project):
    (project / "client/notes.txt").write_text("mine")
    content = lock_content(project)
    content["files"]["notes.txt"] = digest_of(b"other")
    put(project, content)
    assert opgen("check").exit_code == 1
    assert "notes.txt" in opgen("check").stderr


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["files", "names", "positional", "document", "profile", "references"]
                )
                | st.text(max_size=3),
                inner,
                max_size=4,
            )
        ),
    )
)
def test_any_json_is_read_or_refused(value):
    content = json.dumps(value).encode()
    assert not lock_layout.is_sealed(content)
    with suppress(ValueError):
        assert isinstance(lock.read_lock(content), Lock)


@pytest.mark.parametrize("profile", [3, [], {"a": 1}, True, "no such", "../../x", "a\0b", "x.toml"])
def test_an_odd_profile_in_a_lock_is_not_used(project, profile):
    content = lock_content(project)
    content["options"]["profile"] = profile
    put(project, content)
    assert opgen("update", "source.yaml").exit_code == 0
    assert load(project / "client").get_toy
