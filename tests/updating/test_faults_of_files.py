"""After any fault of an update of several files, all are old or all are new."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from support.command import done
from support.faults import KILLED, runs
from support.folders import tree
from support.update_project import PROJECT, document

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork"),
]
USE = b"""  /as:
    get:
      operationId: get_a
      responses: {'200': {description: A., content: {application/json: {schema: {
        $ref: parts/a.yaml}}}}}
"""
COMMAND = ("update", "new/api.yaml")


def put(files):
    for name, content in files.items():
        path = Path("new", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A project whose document has two files; of its source, one has changed and one is new."""
    folder = tmp_path / "template"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    Path("pyproject.toml").write_text(PROJECT)
    put({"api.yaml": document("pet") + USE, "parts/a.yaml": b"type: integer\n"})
    done(*COMMAND)
    put({
        "api.yaml": document("pet", "toy") + USE,
        "parts/a.yaml": b"properties: {b: {$ref: more/b.yaml}}\n",
        "parts/more/b.yaml": b"type: string\n",
    })  # fmt: skip
    return folder


def content(folder):
    found = tree(folder)
    return {name: found[name] for name in found if ".opgen-" not in name}


def ended(template):
    folder = shutil.copytree(template, template.with_name("ended"))
    os.chdir(folder)
    done(*COMMAND)
    assert "- `get_toy`: new" in Path("client/CHANGELOG.md").read_text()
    assert Path("parts/more/b.yaml").exists()
    return content(folder)


def test_an_update_that_is_killed_is_completed_by_the_next(template):
    old, new = content(template), ended(template)
    seen = []
    for folder, code, where, said in runs(template, "kill", *COMMAND):
        assert code == KILLED, said
        found = content(folder)
        for name in found:
            assert found[name] in (old.get(name), new.get(name)), (where, name)
        if found in seen:
            continue
        seen.append(found)
        os.chdir(folder)
        done(*COMMAND)
        assert content(folder) == new, where
        done("check")
    assert len(seen) >= 4


def test_an_update_on_a_full_disk_changes_nothing(template):
    old, new = content(template), ended(template)
    for folder, code, where, said in runs(template, "all-ENOSPC", *COMMAND):
        assert content(folder) == (new if code == 0 else old), (where, said)
        if code:
            assert re.search(r"error\[(cannot-write|cannot-read|system)\]: \w", said), (where, said)
        assert list(folder.rglob(".opgen-*")) == [], where
