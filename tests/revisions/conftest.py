"""A project in a git repository, whose document has a referenced file."""

from __future__ import annotations

import pytest
from support.git_project import DOCUMENT, PET, PROJECT, commit


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The folder of a repository with one commit on the branch main; it is the current folder."""
    folder = tmp_path / "work"
    (folder / "api" / "common").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "api" / "openapi.yaml").write_text(DOCUMENT)
    (folder / "api" / "common" / "pet.yaml").write_text(PET)
    commit(folder, "one")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return folder
