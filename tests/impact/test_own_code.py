"""`opgen check --check-types`: the app's own code in a package, and the types that it imports."""

import json
import os
import shutil
from pathlib import Path

import pytest
from support import imported_types
from support.command import done, opgen
from support.packages import write

pytestmark = pytest.mark.external

TYPES = "".join(f'"{key}" = "{value}"\n' for key, value in imported_types.TYPES.items())
PROJECT = f"""\
[tool.opgen]
spec = "shop.json"
all = true
output = "src/my_app/shop"

[tool.opgen.types]
{TYPES}"""


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("template") / "project"
    files = {
        "pyproject.toml": PROJECT,
        "shop.json": json.dumps(imported_types.document()),
        "src/my_app/__init__.py": "",
        "src/my_app/kinds.py": imported_types.KINDS,
        "src/my_app/shop/custom.py": imported_types.CUSTOM,
    }
    write({name: text.encode() for name, text in files.items()}, folder)
    before = Path.cwd()
    os.chdir(folder)
    try:
        done("generate")
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def project(template, tmp_path, monkeypatch):
    folder = shutil.copytree(template, tmp_path / "project")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    return folder


def test_code_without_errors(project):
    assert project.is_dir()
    assert "files type-checked with code of your own: no errors" in done("check", "--check-types")


def test_own_code_is_no_difference(project):
    assert project.is_dir()
    assert "is up to date" in done("check")
    assert "nothing changed" in done("generate")


def test_errors_are_located(project):
    custom, kinds = (project / "src/my_app" / name for name in ("shop/custom.py", "kinds.py"))
    custom.write_text(f"{custom.read_text()}\n\nWRONG: int = ''\n")
    kinds.write_text(kinds.read_text().replace("class Rate", "class Other"))
    assert opgen("check").exit_code == 0
    result = opgen("check", "--check-types")
    assert result.exit_code == 1
    line = custom.read_text().count("\n")
    place = f"src/my_app/shop/custom.py:{line}:14"
    assert f"{place}: error[type-error]: invalid-assignment" in result.stderr
    assert "Module `my_app.kinds` has no member `Rate`" in result.stderr
    assert "help: correct [tool.opgen.types], or the code in custom" in result.stderr


def test_the_place_may_be_a_link(project):
    custom, elsewhere = project / "src/my_app/shop/custom.py", project / "elsewhere.py"
    elsewhere.write_text(f"{custom.read_text()}\n\nWRONG: int = ''\n")
    custom.unlink()
    custom.symlink_to(elsewhere)
    said = opgen("check", "--check-types").stderr
    assert "src/my_app/shop/custom.py:" in said
    assert "invalid-assignment" in said


def test_a_package_without_own_code(project):
    (project / "src/my_app/shop/custom.py").unlink()
    result = opgen("check", "--check-types")
    assert result.exit_code == 1
    assert "Cannot resolve imported module `" in result.stderr
