"""Fixtures of the tests of updating."""

import pytest
from support.fetching import Source
from support.https_server import Server, serving
from support.update_project import PROJECT


@pytest.fixture
def server(context):
    with serving(Server(context)) as server:
        yield server


@pytest.fixture
def other(context):
    with serving(Server(context)) as other:
        yield other


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The current folder, whose project has no document yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    return tmp_path


@pytest.fixture
def source(server, project):
    assert project.is_dir()
    return Source(server)


@pytest.fixture
def no_accounts(monkeypatch):
    """No account of the person who runs the tests is used."""
    monkeypatch.setenv("NETRC", "/nonexistent")
