"""An app's linters, formatters and checkers, as strict as they can be, leave a copy as it is."""

import json
import re
import sys

import pytest
from support.packages import assistants_folder
from support.processes import BIN, run

from generator.diagnostics import DiagnosticLog
from generator.distributing.vendor import vendor

pytestmark = [pytest.mark.slow, pytest.mark.external]

SETTINGS = """
[tool.ruff]
line-length = 40
target-version = "py314"
preview = true
[tool.ruff.lint]
select = ["ALL"]
ignore = ["D203", "D213"]
[tool.ruff.format]
quote-style = "single"
indent-style = "tab"
[tool.black]
line-length = 40
[tool.isort]
force_single_line = true
[tool.mypy]
strict = true
disallow_any_explicit = true
disallow_any_decorated = true
disallow_any_unimported = true
warn_unreachable = true
enable_error_code = ["deprecated", "explicit-override", "possibly-undefined", "truthy-bool",
  "redundant-expr", "ignore-without-code", "mutable-override", "exhaustive-match"]
"""
USE = """
import sys
import os
from app._vendor import other_name as oa

thread = oa.get_thread("thread_1")
print(thread.id, os.name, sys.platform)
oa.get_thread(3)  # wrong
oa.get_thread("thread_1", nonsense=1)  # wrong
print(thread.nonsense)  # wrong
"""
WRONG = [number for number, line in enumerate(USE.splitlines(), 1) if "# wrong" in line]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("linted")
    vendor(assistants_folder(), folder / "app/_vendor/other_name", DiagnosticLog())
    (folder / "app/__init__.py").touch()
    (folder / "app/_vendor/__init__.py").touch()
    (folder / "app/use.py").write_text(USE)
    (folder / "pyproject.toml").write_text(SETTINGS)
    return folder


@pytest.mark.parametrize("command", [
    "ruff check --no-cache", "ruff format --no-cache --check", "black --check", "isort --check",
    "flake8 --max-line-length=20 --max-complexity=1",
])  # fmt: skip
def test_linters_and_formatters_have_no_finding(app, command):
    name, *arguments = command.split()
    run(BIN / name, *arguments, "app/use.py", cwd=app, exits=1)  # the settings find something
    run(BIN / name, *arguments, "app/_vendor/other_name", cwd=app)


def test_mypy_finds_what_the_app_calls_wrong_and_nothing_else(app):
    done = run(
        BIN / "mypy", f"--cache-dir={app}/.mypy", "--no-color-output", "app", cwd=app, exits=1
    )
    errors = re.findall(r"^(.*):(\d+): error: ", done.stdout, re.MULTILINE)
    assert errors == [("app/use.py", str(number)) for number in WRONG], done.stdout


def test_pyright_finds_what_the_app_calls_wrong_and_nothing_else(app):
    settings = {
        "typeCheckingMode": "strict",
        "include": ["app"],
        "reportImplicitOverride": "error",
        "reportMissingSuperCall": "error",
        "reportUnusedCallResult": "none",
        "reportCallInDefaultInitializer": "error",
        "reportPropertyTypeMismatch": "error",
        "reportUnnecessaryTypeIgnoreComment": "error",
    }
    (app / "pyrightconfig.json").write_text(json.dumps(settings))
    done = run(BIN / "pyright", "--outputjson", "--pythonpath", sys.executable, cwd=app, exits=1)
    found = json.loads(done.stdout)["generalDiagnostics"]
    places = {(one["file"], one["range"]["start"]["line"] + 1) for one in found}
    assert places == {(str(app / "app/use.py"), number) for number in WRONG}
