"""Faults while opgen writes `.gitattributes`, resolves an origin, or writes through a link."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from support.branches import PROJECT, document
from support.command import done
from support.faults import KILLED, runs
from support.folders import names, package, tree
from support.vendor_project import OLD

from generator.diagnostics import DiagnosticLog
from generator.distributing.generated_package import read_package
from generator.distributing.vendor import files_of_copy, vendor
from generator.document.origin import Origin
from generator.write import replace
from generator.write.package import write_package

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork"),
]

NEW = package(a="a = 1\n", b="b = 2\n")
ATTRIBUTES = b"*.png binary\n"
ORIGINS = [
    Origin(url="https://a.test/x.yaml", sha256=name * 64).to_json().decode() for name in "ab"
]


@pytest.fixture
def linked(tmp_path):
    """A copy that is a link to a folder elsewhere, and a newer source."""
    folder = tmp_path / "template"
    write_package(OLD, folder / "src", DiagnosticLog())
    vendor(folder / "src", folder / "elsewhere/real", DiagnosticLog())
    (folder / "app").mkdir()
    (folder / "app/client").symlink_to("../elsewhere/real")
    write_package(NEW, folder / "src", DiagnosticLog())
    return folder


@pytest.mark.parametrize("kind", ["no-exchange-kill", "EIO"])
def test_faults_while_a_copy_is_written_through_a_link(linked, kind):
    old = tree(linked / "elsewhere/real")
    new = files_of_copy(read_package(linked / "src", DiagnosticLog()))
    for folder, code, _, said in runs(linked, kind, "vendor", "app/client", "--from", "src"):
        real, link = folder / "elsewhere/real", folder / "app/client"
        assert code in (0, 1, KILLED), said
        assert link.readlink() == Path("../elsewhere/real")
        if real.exists() or kind != "no-exchange-kill":
            assert tree(real) in (old, new)
        vendor(folder / "src", link, DiagnosticLog())
        assert tree(real) == new
        assert names(folder / "app") == ["client"]
        if code == 1:
            assert names(folder / "elsewhere") == ["real"]


def test_two_runs_through_two_links_come_one_after_the_other(linked, monkeypatch):
    monkeypatch.chdir(linked)
    Path("other").symlink_to("elsewhere/real")
    new = files_of_copy(read_package(Path("src"), DiagnosticLog()))
    with replace.lock_folder(Path("elsewhere"), DiagnosticLog()):
        threads = [
            threading.Thread(target=vendor, args=(Path("src"), Path(to), DiagnosticLog()))
            for to in ("app/client", "other")
        ]
        for one in threads:
            one.start()
        threads[0].join(0.3)
        assert all(one.is_alive() for one in threads)
    for one in threads:
        one.join(60)
    assert tree(Path("elsewhere/real")) == new
    assert names(Path("elsewhere")) == ["real"]


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A project with a package."""
    folder = tmp_path / "template"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("pyproject.toml").write_text(PROJECT)
    Path("api.yaml").write_text(document("pet"))
    Path(".gitattributes").write_bytes(ATTRIBUTES)
    done("generate")
    return folder


@pytest.mark.parametrize("kind", ["kill", "EIO"])
def test_faults_while_lines_for_git_are_written(made, kind):
    lines = b"/client/** text eol=lf linguist-generated\n/api.yaml text eol=lf\n"
    for folder, code, _, said in runs(made, kind, "generate", "--gitattributes"):
        assert code in (0, 1, KILLED), said
        assert (folder / ".gitattributes").read_bytes() in (ATTRIBUTES, ATTRIBUTES + lines)
        assert tree(folder / "client") == tree(made / "client")


@pytest.mark.parametrize("kind", ["kill"])
def test_faults_while_an_origin_is_resolved(made, kind):
    one, other = ORIGINS
    conflict = f"<<<<<<< HEAD\n{one}=======\n{other}>>>>>>> b\n"
    Path("api.yaml.origin.json").write_text(conflict)
    for folder, code, _, said in runs(made, kind, "generate"):
        assert code in (0, 1, KILLED), said
        assert (folder / "api.yaml.origin.json").read_text() in (conflict, one)
        os.chdir(folder)
        done("generate")
        assert (folder / "api.yaml.origin.json").read_text() == one
