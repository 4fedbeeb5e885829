"""Fixtures of the tests of revisions."""

from __future__ import annotations

import pytest
from support.git_project import pets_project


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The folder of a repository with one commit on the branch main; it is the current folder."""
    folder = pets_project(tmp_path / "work")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return folder
