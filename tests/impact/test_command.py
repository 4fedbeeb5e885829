"""`opgen diff --uses`: the touched lines of an app, by the command."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from support.bakery import APP, NAME, diff
from support.marked_lines import lines

from generator.diff.formats import SCHEMA


@pytest.mark.usefixtures("folder")
def test_it_finds_exactly_the_marked_lines():
    result = diff("--uses", "bakery_app", "--package", NAME, "--format", "json")
    assert result.exit_code == 0, result.output
    content = json.loads(result.stdout)
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(content)
    found = {(APP.parent / one["file"], one["line"]) for one in content["uses"]}
    found = {(APP / path.relative_to(APP.parent / "bakery_app"), line) for path, line in found}
    marks = {line: kind for line, (kind, _) in lines(APP).items()}
    assert {line for line, kind in marks.items() if kind == "touched"} <= found <= marks.keys()


def test_the_text_says_where_why_and_what(folder):
    result = diff("--uses", "bakery_app/ordering.py", "--package", NAME)
    line = (folder / "bakery_app/ordering.py").read_text().splitlines()[58].strip()
    assert "bakery_app/ordering.py:59:14: `create_order`: argument `wish` removed" in result.stdout
    assert f"      {line}\n" in result.stdout


def test_the_package_is_that_of_the_project(folder):
    (folder / "pyproject.toml").write_text(f"[tool.opgen]\noutput = '{NAME}'\n")
    assert "uses affected, " in diff("--uses", "bakery_app").stdout


@pytest.mark.parametrize(("app", "code"), [("bakery_app", 1), ("other.py", 0)])
def test_it_can_fail_only_where_the_app_is_touched(folder, app, code):
    (folder / "other.py").write_text(f"import {NAME} as bakery\nbakery.list_orders()\n")
    result = diff("--uses", app, "--package", NAME, "--fail-on", "used", "--format", "markdown")
    assert result.exit_code == code, result.output
    assert ("- `bakery_app/ordering.py:59:14`: `create_order`" in result.stdout) == bool(code)


@pytest.mark.usefixtures("folder")
def test_what_it_needs():
    assert "--package" in diff("--uses", "bakery_app").stderr
    assert "--uses" in diff("--fail-on", "used").stderr
    missing = diff("--uses", "nowhere", "--package", NAME)
    assert (missing.exit_code, "error[no-code]" in missing.stderr) == (1, True)
