"""Fixtures of the tests of first commands."""

from __future__ import annotations

import pytest
from support.pet_store import pets
from support.scripted_server import Say, Server


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder, which is the current one."""
    folder = tmp_path / "new"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def service():
    """A service that describes itself."""
    with Server() as server:
        server.always = Say(data=pets(server.url))
        yield server
