"""Independent judges of the generated packages: mypy, pyright, ruff and Python itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support.checkers import RUFF, mypy, pyright, ruff
from support.openai_documents import generated
from support.packages import GROUPS, assistants_folder, make
from support.paths import ROOT, TESTS
from support.processes import BIN, python, run
from support.sweeps import some

OURS, WHOLE = "openai_assistants", "openai_client"
CODE = {OURS: "checked/user_code.py", WHOLE: "checked/whole_code.py"}
EXAMPLE = ROOT / "docs/examples/openai/ours.py"  # is right as a whole
APPS = {OURS: ["user_code.py"], WHOLE: ["user_code.py", EXAMPLE.name]}
DATES = some(("2026-08-21", "2023-11-07", "2024-12-05"), 3)

pytestmark = [pytest.mark.slow, pytest.mark.external]
corpus = pytest.mark.corpus
packages = pytest.mark.parametrize("name", [OURS, pytest.param(WHOLE, marks=corpus)])
versions = pytest.mark.parametrize(
    ("name", "version"),
    [
        *((OURS, version) for version in some(("3.13", "3.11", "3.12"), 3)),
        pytest.param(WHOLE, "3.11", marks=corpus),
    ],
)


@pytest.fixture
def folder(request, tmp_path, tmp_path_factory, name):
    """A folder with a package and a user's code, where a checker may write."""
    if name == WHOLE:
        request.getfixturevalue("shared")
    package = assistants_folder() if name == OURS else generated(tmp_path_factory) / name
    (tmp_path / name).symlink_to(package)
    shutil.copy(TESTS / CODE[name], tmp_path / "user_code.py")
    if name == WHOLE:
        shutil.copy(EXAMPLE, tmp_path)
    return tmp_path


def wrong(name):
    lines = (TESTS / CODE[name]).read_text().splitlines()
    return {number for number, line in enumerate(lines, 1) if "# wrong" in line}


@packages
def test_every_module_imports(folder, name):
    modules = [path.relative_to(folder) for path in sorted((folder / name).rglob("*.py"))]
    names = [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in modules]
    (folder / "all_modules.py").write_text("\n".join(f"import {name}" for name in names))
    done = python("-W", "error", "-B", "all_modules.py", cwd=folder)
    assert (done.stdout, done.stderr) == ("", "")


@versions
def test_mypy_refuses_exactly_the_wrong_calls(folder, name, version):
    assert mypy(name, version, folder).startswith("Success")
    printed = mypy(APPS[name], version, folder)
    found = re.findall(r"^(\w+\.py):(\d+): error: ", printed, re.MULTILINE)
    assert {file for file, _ in found} == {"user_code.py"}
    assert {int(line) for _, line in found} == wrong(name)


@versions
def test_pyright_refuses_exactly_the_wrong_calls(folder, name, version):
    found = pyright([name, *APPS[name]], version, folder, exclude=[])
    assert {Path(one["file"]).name for one in found} <= {*APPS[name]}
    # The document deprecates the assistants operations: another test is about that.
    assert name == WHOLE or "reportDeprecated" in {one["rule"] for one in found}
    ignored = ("reportDeprecated", "reportUnusedExpression")
    found = [one for one in found if one["rule"] not in ignored]
    assert {Path(one["file"]).name for one in found} == {"user_code.py"}
    assert {one["range"]["start"]["line"] + 1 for one in found} == wrong(name)


# `Literal["known", "values"] | str` is meant: an editor offers the known ones.
@packages
@pytest.mark.parametrize("selection", [f"{one} --ignore=PYI051" if one else "" for one in RUFF])
def test_ruff_has_no_finding(folder, name, selection):
    assert ruff((folder / name).resolve(), selection) == ""


@packages
def test_no_finding_is_suppressed(folder, name):
    comment = re.compile(r"#\s*(noqa|type:\s*ignore|pyright:|mypy:|ruff:)")
    modules = (folder / name).resolve().rglob("*.py")
    assert [path.name for path in modules if comment.search(path.read_text())] == []


@pytest.mark.parametrize("name", [OURS])
def test_mypy_reports_the_call_of_a_deprecated_operation(folder):
    """The test above has what pyright says."""
    code = "import openai_assistants as oa\n\noa.get_assistant('a')\noa.get_thread('t')\n"
    (folder / "old.py").write_text(code)
    strict = (BIN / "mypy", "--strict", "--enable-error-code=deprecated")
    done = run(*strict, "old.py", cwd=folder, exits=1)
    assert re.findall(r"old\.py:(\d+): error", done.stdout) == ["3"]


@corpus
@pytest.mark.parametrize("date", DATES)
def test_the_packages_of_real_documents_have_no_finding(shared, tmp_path, date):
    make(tmp_path / OURS, shared / f"specs/openai/{date}.yaml", groups=GROUPS)
    assert mypy(OURS, "3.11", tmp_path).startswith("Success")
    assert pyright(OURS, "3.11", tmp_path) == []
