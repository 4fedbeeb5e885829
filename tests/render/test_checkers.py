"""Independent judges of the generated package: mypy, pyright and ruff."""

from __future__ import annotations

import re

import pytest
from support.checkers import BIN, RUFF, mypy, pyright, ruff, run
from support.packages import assistants_folder, generate
from support.paths import TESTS

USER_CODE = TESTS / "checked/user_code.py"
VERSIONS = ("3.11", "3.12", "3.13")
DATES = ("2023-11-07", "2024-12-05", "2026-08-21")

pytestmark = [pytest.mark.slow, pytest.mark.external]
versions = pytest.mark.parametrize("version", VERSIONS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The package, and the user code beside it."""
    folder = tmp_path_factory.mktemp("typed")
    (folder / "openai_assistants").symlink_to(assistants_folder())
    (folder / "user_code.py").write_text(USER_CODE.read_text())
    return folder


@versions
def test_the_package_has_no_finding(folder, version):
    assert mypy("openai_assistants", version, folder).startswith("Success")
    assert pyright("openai_assistants", version, folder) == []


@pytest.mark.parametrize("selection", RUFF)
def test_ruff_has_no_finding(selection):
    package = assistants_folder()
    assert ruff(package, selection) == ""
    assert "noqa" not in "".join(path.read_text() for path in package.glob("*.py"))


def marked() -> set[int]:
    lines = USER_CODE.read_text().splitlines()
    return {number for number, line in enumerate(lines, 1) if "# wrong" in line}


@versions
def test_mypy_refuses_exactly_the_wrong_calls(folder, version):
    errors = re.compile(r"^user_code\.py:(\d+): error: ", re.MULTILINE)
    found = errors.findall(mypy("user_code.py", version, folder))
    assert {int(line) for line in found} == marked()


@versions
def test_pyright_refuses_exactly_the_wrong_calls(folder, version):
    # the document deprecates the assistants operations: another test is about that
    found = pyright("user_code.py", version, folder, reportDeprecated=False)
    found = [one for one in found if one["rule"] != "reportUnusedExpression"]
    assert {one["range"]["start"]["line"] + 1 for one in found} == marked()


def test_both_report_the_call_of_a_deprecated_operation(folder):
    code = "import openai_assistants as oa\n\noa.get_assistant('a')\noa.get_thread('t')\n"
    (folder / "old.py").write_text(code)
    found = pyright("old.py", "3.12", folder)
    assert [(one["rule"], one["range"]["start"]["line"]) for one in found] == [
        ("reportDeprecated", 2)
    ]
    done = run(BIN / "mypy", "--strict", "--enable-error-code=deprecated", "old.py", cwd=folder)
    assert re.findall(r"old\.py:(\d+): error", done.stdout) == ["3"]


@pytest.mark.corpus
@pytest.mark.parametrize("date", DATES)
def test_the_packages_of_real_documents_have_no_finding(shared, tmp_path, date):
    generate(tmp_path / "openai_assistants", shared / f"specs/openai/{date}.yaml")
    assert mypy("openai_assistants", "3.11", tmp_path).startswith("Success")
    assert pyright("openai_assistants", "3.11", tmp_path) == []
