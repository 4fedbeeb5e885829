"""After any fault of an update of clients that share a document, the next run completes it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from support.command import done, opgen
from support.folders import tree
from support.update_project import ONE, TWO

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


@pytest.mark.parametrize("written", [("one",), ("one", "two")], ids=len)
def test_the_next_update_completes_one_that_was_killed(template, written):
    """A package is replaced in one step, and the document after all packages."""
    ended = shutil.copytree(template, template.with_name("ended"))
    os.chdir(ended)
    done("update", "source.yaml")
    os.chdir(template)
    for name in written:
        shutil.rmtree(name)
        shutil.copytree(ended / name, name)
    done("update", "source.yaml")
    assert tree(template) == tree(ended)
    assert done("check").count("is up to date") == 2


def test_a_package_that_cannot_be_written_leaves_the_others_as_they_were(template):
    Path("two/mine.txt").write_text("mine")
    before = tree(template)
    failed = opgen("update", "source.yaml")
    assert failed.exit_code == 1
    assert "two/mine.txt:1:1: error[foreign-files]" in failed.stderr
    assert tree(template) == before
