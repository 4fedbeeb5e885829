"""A checkout whose line ends git converted is unchanged, and an edit in it is found."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from support.branches import PROJECT, commit, document, git, start
from support.command import done, opgen
from support.folders import tree
from support.paths import ROOT

from generator.digests import digests_of, is_same, level, sha256_of

ALL = PROJECT.replace(
    "all = true",
    'all = true\noverlays = ["own.overlay.yaml"]\nprofile = "own.toml"\ntemplates = "own"',
)
OVERLAY = "overlay: 1.0.0\nactions:\n- {target: $.info, update: {title: Own}}\n"
INPUTS = {
    "own.overlay.yaml": OVERLAY,
    "own.toml": 'base_url_environment = "MINE"\n',
    "own/runtime/more.py": '"""More."""\n',
    "size.yaml": "{type: integer}\n",
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A project of all kinds of inputs, in git."""
    folder = tmp_path_factory.mktemp("repository")
    for name, content in INPUTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        start(document("pet").replace("{type: integer}", "{$ref: size.yaml}"), ALL)
    return folder


@pytest.fixture
def checkout(repository, tmp_path, monkeypatch):
    """A clone of it, whose files have CRLF as git for Windows writes them."""
    monkeypatch.chdir(tmp_path)
    git("clone", "-q", "-c", "core.autocrlf=true", str(repository), "copy")
    monkeypatch.chdir(tmp_path / "copy")
    assert b"\r\n" in Path("client/opgen.lock").read_bytes()
    assert b"\r\n" in Path("api.yaml").read_bytes()
    return tmp_path / "copy"


def test_a_checkout_with_autocrlf_is_up_to_date(checkout):
    run = opgen("check")
    assert run.exit_code == 0
    assert "is up to date" in run.stdout
    assert run.stderr.count("warning[") == 1
    assert "core.autocrlf" in run.stderr
    assert "`/client/** text eol=lf linguist-generated`" in run.stderr
    before = tree(checkout)
    run = opgen("generate")
    assert run.stdout == "client: nothing changed, nothing written\n"
    assert run.stderr.count("warning[") == 1
    assert "nothing changed, nothing written" in done("generate", "--force")
    assert tree(checkout) == before
    assert git("status", "--porcelain") == ""


def test_what_is_written_to_a_checkout_has_lf(checkout):
    Path("api.yaml").write_bytes(document("pet", "toy").replace("\n", "\r\n").encode())
    run = opgen("generate")
    assert "edited by hand" not in run.output
    assert not any(b"\r" in one for one in tree(checkout / "client").values())
    assert "is up to date" in done("check")


def test_update_of_a_checkout_changes_nothing(checkout):
    before = tree(checkout)
    source = checkout.parent / "source.yaml"
    source.write_bytes(level(Path("api.yaml").read_bytes()))
    assert "nothing changed, nothing written" in done("update", source)
    assert tree(checkout) == before


def test_a_document_with_other_line_ends_gives_the_same_package(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = ROOT / "docs/examples/tasks.yaml"
    Path("tasks.yaml").write_bytes(level(text.read_bytes()))
    done("generate", "tasks.yaml", "--all", "--output", "one/client")
    Path("tasks.yaml").write_bytes(level(text.read_bytes()).replace(b"\n", b"\r\n"))
    done("generate", "tasks.yaml", "--all", "--output", "other/client")
    assert tree(tmp_path / "one") == tree(tmp_path / "other")
    assert "no changes" in done("diff", text, "tasks.yaml")


@pytest.mark.usefixtures("checkout")
def test_an_edit_in_a_checkout_is_found():
    place = Path("client/components.py")
    place.write_bytes(place.read_bytes() + b"mine = 1\r\n")
    run = opgen("check")
    assert run.exit_code == 1
    assert "edited by hand" in run.stderr
    assert "-mine = 1" in run.stderr
    assert run.stderr.count("\n    -") == 1
    assert "overwrites the edit" in opgen("generate").stderr
    assert "is up to date" in done("check")


def test_a_wheel_of_a_checkout_has_the_same_bytes(checkout, repository):
    for folder in (repository, checkout):
        done("wheel", "--from", folder / "client", "--output", checkout / folder.name)
    (one,), (other,) = ([*(checkout / name.name).iterdir()] for name in (repository, checkout))
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.usefixtures("checkout")
def test_the_lines_for_git_are_added_once():
    Path(".gitattributes").write_bytes(b"*.png binary\r\n/client/** text\r\n*.x text")
    said = done("generate", "--gitattributes")
    assert ".gitattributes: added /client/** text eol=lf linguist-generated" in said
    added = b"/client/** text eol=lf linguist-generated\r\n/api.yaml text eol=lf\r\n"
    start = b"*.png binary\r\n/client/** text\r\n*.x text\r\n"
    assert Path(".gitattributes").read_bytes() == start + added
    run = opgen("generate", "--gitattributes")
    assert "added" not in run.stdout
    assert "run `git checkout -- client`" in run.stderr
    assert Path(".gitattributes").read_bytes() == start + added
    commit("attributes")
    shutil.rmtree("client")
    Path("api.yaml").unlink()
    git("checkout", "-q", ".")
    assert b"\r" not in Path("client/opgen.lock").read_bytes()
    assert b"\r" not in Path("api.yaml").read_bytes()
    assert opgen("check").stderr == ""


@pytest.mark.usefixtures("checkout")
def test_a_link_has_lines_for_the_folder_that_it_leads_to():
    Path("client").rename("real")
    Path("client").symlink_to("real")
    done("generate", "--gitattributes")
    asked = git("check-attr", "eol", "--", "real/_api.py", "api.yaml")
    assert [line.rpartition(" ")[2] for line in asked.splitlines()] == ["lf", "lf"]


def test_nothing_is_added_without_consent(checkout):
    opgen("generate", "--force")
    assert not (checkout / ".gitattributes").exists()


def test_lines_in_a_folder_of_a_repository(tmp_path, monkeypatch):
    folder = tmp_path / "my app[1]"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    git("init", "-q", ".")
    monkeypatch.chdir(folder)
    Path("api.yaml").write_text(document("pet"))
    said = done("generate", "api.yaml", "--all", "--output", "client", "--gitattributes")
    assert f"..{os.sep}.gitattributes: added" in said
    asked = git("check-attr", "eol", "linguist-generated", "--", "client/_api.py", "api.yaml")
    assert [line.rpartition(" ")[2] for line in asked.splitlines()] == [
        "lf", "set", "lf", "unspecified",
    ]  # fmt: skip


def test_own_code_in_a_package_is_not_generated(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    start(document("pet"))
    Path("client/custom.py").write_text("x = 1\n")
    done("generate", "--gitattributes")
    asked = git("check-attr", "linguist-generated", "--", "client/custom.py", "client/_api.py")
    assert [line.rpartition(" ")[2] for line in asked.splitlines()] == ["unset", "set"]


TEXTS = {
    b"a\r\nb\n": b"a\nb\n",
    b"a\rb\r\n": b"a\rb\n",
    b"a\0\r\n": b"a\0\r\n",
    b"": b"",
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.items())
def test_which_line_ends_are_leveled(text, expected):
    assert level(text) == expected
    assert is_same(text, expected)
    assert sha256_of(text) == sha256_of(expected)
    assert digests_of(text) == digests_of(expected)


def test_an_edit_changes_few_digests():
    lines = [f"line {number} of a text\n".encode() for number in range(5000)]
    before = digests_of(b"".join(lines))
    assert 10 < len(before) < 80
    for place in (0, 2500, 4999):
        changed = [*lines]
        changed[place] = b"another\n"
        after = digests_of(b"".join(changed))
        assert 0 < len(set(after) - set(before)) <= 3
