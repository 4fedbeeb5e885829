"""Fixtures of the tests of `--uses`."""

from __future__ import annotations

import shutil

import pytest
import yaml
from support.bakery import API, APP

from generator.diagnostics import DiagnosticLog
from generator.document import overlay
from generator.document.document import load


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Both documents, the profile and the app."""
    log = DiagnosticLog()
    old = load(API / "old.yaml", log)
    new = overlay.apply(old, load(API / "new.overlay.yaml", log), log)
    (tmp_path / "new.yaml").write_text(yaml.safe_dump(new.data, sort_keys=False))
    for name in ("old.yaml", "profile.toml"):
        shutil.copy(API / name, tmp_path)
    shutil.copytree(APP, tmp_path / "bakery_app")
    monkeypatch.chdir(tmp_path)
    return tmp_path
