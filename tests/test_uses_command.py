"""`opgen diff --uses`: the touched lines of an app, by the command."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from marked import lines
from test_uses import APP
from uses_here import API, NAME

from generator.cli import main
from generator.diagnostics import DiagnosticLog
from generator.diff.formats import SCHEMA
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


def diff(*more):
    arguments = ["diff", "old.yaml", "new.yaml", "--profile", "profile.toml", *more]
    return CliRunner().invoke(main, arguments, prog_name="opgen")


@pytest.mark.usefixtures("folder")
def test_it_finds_exactly_the_marked_lines():
    told = diff("--uses", "bakery_app", "--package", NAME, "--format", "json")
    assert told.exit_code == 0, told.output
    content = json.loads(told.stdout)
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(content)
    found = {(APP.parent / one["file"], one["line"]) for one in content["uses"]}
    found = {(APP / path.relative_to(APP.parent / "bakery_app"), line) for path, line in found}
    marks = {line: kind for line, (kind, _) in lines(APP).items()}
    assert {line for line, kind in marks.items() if kind == "touched"} <= found <= marks.keys()


def test_the_text_says_where_why_and_what(folder):
    told = diff("--uses", "bakery_app/ordering.py", "--package", NAME)
    line = (folder / "bakery_app/ordering.py").read_text().splitlines()[58].strip()
    assert "bakery_app/ordering.py:59:14: `create_order`: argument `wish` removed" in told.stdout
    assert f"      {line}\n" in told.stdout


def test_the_package_is_that_of_the_project(folder):
    (folder / "pyproject.toml").write_text(f"[tool.opgen]\noutput = '{NAME}'\n")
    assert "places touched, " in diff("--uses", "bakery_app").stdout


@pytest.mark.parametrize(("app", "code"), [("bakery_app", 1), ("other.py", 0)])
def test_it_can_fail_only_where_the_app_is_touched(folder, app, code):
    (folder / "other.py").write_text(f"import {NAME} as bakery\nbakery.list_orders()\n")
    told = diff("--uses", app, "--package", NAME, "--fail-on", "used", "--format", "markdown")
    assert told.exit_code == code, told.output
    assert ("- `bakery_app/ordering.py:59:14`: `create_order`" in told.stdout) == bool(code)


@pytest.mark.usefixtures("folder")
def test_what_it_needs():
    assert "--package" in diff("--uses", "bakery_app").stderr
    assert "--uses" in diff("--fail-on", "used").stderr
    missing = diff("--uses", "nowhere", "--package", NAME)
    assert (missing.exit_code, "error[no-code]" in missing.stderr) == (1, True)
