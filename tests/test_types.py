"""Independent judges of the generated package: mypy, pyright and ruff."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packages import assistants_folder, generate

USER_CODE = Path(__file__).parent / "checked/user_code.py"
BIN = Path(sys.executable).parent
VERSIONS = ("3.11", "3.12", "3.13")
DATES = ("2023-11-07", "2024-12-05", "2026-08-21")

pytestmark = [pytest.mark.slow, pytest.mark.external]
versions = pytest.mark.parametrize("version", VERSIONS)


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    arguments = [str(part) for part in command]
    return subprocess.run(arguments, cwd=cwd, capture_output=True, text=True, check=False)


def mypy(target: str | Path, version: str, cwd: Path) -> str:
    strict = ("--strict", "--config-file=", "--python-version", version, "--no-color-output")
    return run(BIN / "mypy", *strict, f"--cache-dir={cwd}/.mypy", target, cwd=cwd).stdout


def pyright(target: str | Path, version: str, cwd: Path, **settings: object) -> list[dict]:
    settings |= {"typeCheckingMode": "strict", "pythonVersion": version, "include": [str(target)]}
    (cwd / "pyrightconfig.json").write_text(json.dumps(settings))
    done = run(BIN / "pyright", "--outputjson", "--pythonpath", sys.executable, cwd=cwd)
    return json.loads(done.stdout)["generalDiagnostics"]


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


@pytest.mark.parametrize("selection", ["", "--select=F,E7,E9,W,I,UP,B,C4,PIE,RET,SIM,PYI"])
def test_ruff_has_no_finding(selection):
    package = assistants_folder()
    command = [BIN / "ruff", "check", "--isolated", "--no-cache", "--target-version=py311"]
    done = run(*command, *([selection] if selection else []), package, cwd=package)
    assert done.returncode == 0, done.stdout
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
