"""The runtime under strict checkers, and a user's code under them."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from support.checkers import mypy_cache
from support.paths import TEMPLATES, TESTS
from support.processes import python
from support.sweeps import some

USE = TESTS / "checked/typed_use.py"
APIS = ("support/runtime_api.py", "support/files_api.py")
WRONG = {n for n, line in enumerate(USE.read_text().splitlines(), 1) if "# no" in line}
OLD = {n for n, line in enumerate(USE.read_text().splitlines(), 1) if "# no: deprecated" in line}
VERSIONS = some(("3.11", "3.12", "3.13"), 3)

pytestmark = [pytest.mark.external, pytest.mark.slow]


def run(*command: str, cwd: Path) -> str:
    done = python("-m", *command, cwd=cwd, exits=None)
    return done.stdout + done.stderr


@pytest.fixture
def checked(tmp_path: Path) -> Path:
    """A project that holds the runtime as a package holds it, and the user's code."""
    shutil.copytree(TEMPLATES / "runtime", tmp_path / "runtime")
    (tmp_path / "support").mkdir()
    for path in APIS:
        shutil.copy(TESTS / path, tmp_path / path)
    shutil.copy(USE, tmp_path)
    return tmp_path


@pytest.mark.parametrize("version", VERSIONS)
def test_mypy(checked: Path, version: str) -> None:
    cache = str(mypy_cache(checked))
    command = ("mypy", "--strict", "--python-version", version, "--cache-dir", cache)
    assert "Success" in run(*command, "-p", "runtime", "-p", "support", cwd=checked)
    said = run(*command, "--enable-error-code", "deprecated", "typed_use.py", cwd=checked)
    found = re.findall(r"typed_use\.py:(\d+): error: .*\[([a-z-]+)\]", said)
    deprecated = {line for line, code in found if code == "deprecated"}  # said at the import
    assert len(deprecated) == 1
    assert {int(line) for line, _ in found if line not in deprecated} == WRONG - OLD, said


@pytest.mark.parametrize("version", VERSIONS)
def test_pyright(checked: Path, version: str) -> None:
    settings = {
        "include": ["runtime", "typed_use.py"],
        "typeCheckingMode": "strict",
        "pythonVersion": version,
        "reportDeprecated": "error",
        "reportUnusedExpression": False,
        "reportUnusedCoroutine": False,
    }
    (checked / "pyrightconfig.json").write_text(json.dumps(settings))
    said = run("pyright", "--pythonpath", sys.executable, "--outputjson", cwd=checked)
    found = json.loads(said[said.index("{") :])["generalDiagnostics"]
    assert [f for f in found if not f["file"].endswith("typed_use.py")] == []
    assert {f["range"]["start"]["line"] + 1 for f in found} == WRONG, found


def test_nothing_is_suppressed() -> None:
    for module in (TEMPLATES / "runtime").glob("*.py"):
        assert not re.search(r"# *(noqa|type: *ignore|pyright:|mypy:)", module.read_text())
