"""After any fault of an update of clients that share a document, the next run completes it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from support.command import done, opgen
from support.faults import KILLED, runs
from support.folders import tree
from support.update_project import ONE, TWO

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork"),
]

PROJECT = """[tool.opgen]
spec = "api.yaml"
all = true
[[tool.opgen.clients]]
output = "one"
[[tool.opgen.clients]]
output = "two"
"""


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A project whose packages are of one document, and whose source has another by now."""
    folder = tmp_path / "template"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    Path("pyproject.toml").write_text(PROJECT)
    Path("source.yaml").write_bytes(ONE)
    done("update", "source.yaml")
    Path("source.yaml").write_bytes(TWO)
    return folder


def content(folder):
    """All files but those that killed runs left next to their output."""
    return {name: one for name, one in tree(folder).items() if ".opgen-" not in name}


def test_the_next_update_completes_one_that_is_killed(template):
    old = content(template)
    ended = shutil.copytree(template, template.with_name("ended"))
    os.chdir(ended)
    done("update", "source.yaml")
    new, seen = content(ended), []
    for folder, code, where, said in runs(template, "kill", "update", "source.yaml"):
        assert code == KILLED, said
        found = content(folder)
        for name in ("one", "two"):
            assert package(found, name) in (package(old, name), package(new, name)), where
        if found not in seen:
            seen.append(found)
            os.chdir(folder)
            done("update", "source.yaml")
            assert content(folder) == new, where
            assert done("check").count("is up to date") == 2
    assert len(seen) >= 4


def package(found, name):
    return {path: one for path, one in found.items() if path.startswith(f"{name}/")}


def test_a_package_that_cannot_be_written_leaves_the_others_as_they_were(template):
    Path("two/mine.txt").write_text("mine")
    before = tree(template)
    failed = opgen("update", "source.yaml")
    assert failed.exit_code == 1
    assert "two/mine.txt:1:1: error[foreign-files]" in failed.stderr
    assert tree(template) == before
