"""The checker behind `--uses`: what it gives wrong is an error, and nothing around it counts."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import tomllib

import pytest
from support.bakery import NAME, diff
from support.paths import ROOT
from support.processes import BIN

from generator.impact.checker import VERSION

pytestmark = pytest.mark.external

USES = ("--uses", "bakery_app", "--package", NAME)


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Puts a program in the place of ty, which says its version and then something."""

    def put(said="[]", code=0, version=VERSION):
        program = tmp_path / "ty"
        program.write_text(
            f"#!{sys.executable}\nimport sys\n"
            f"if '--version' in sys.argv: sys.exit(print('ty {version} (2026)'))\n"
            f"print({said!r})\nprint('it broke', file=sys.stderr)\nsys.exit({code})\n"
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr("ty.find_ty_bin", lambda: str(program))

    return put


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("program", "code", "said"),
    [
        ({"code": 2}, "checker-failed", "ty exited with 2: it broke"),
        ({"said": "no JSON"}, "checker-failed", "no JSON"),
        ({"said": "[{}]"}, "checker-failed", "cannot be parsed"),
        ({"said": json.dumps({"a": 1})}, "checker-failed", "cannot be parsed"),
        ({"version": "0.0.1"}, "other-checker", f"needs ty {VERSION}, but found ty 0.0.1"),
        ({"version": ""}, "other-checker", f"needs ty {VERSION}"),
    ],
)
def test_a_checker_that_fails_or_is_another_one_is_an_error(fake, program, code, said):
    fake(**program)
    result = diff(*USES)
    assert result.exit_code == 1
    assert f"error[{code}]" in result.stderr
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.usefixtures("folder")
def test_a_file_that_makes_it_panic_is_an_error(fake):
    place = {
        "path": "app/x.py",
        "positions": {key: {"line": 1, "column": 1} for key in ("begin", "end")},
    }
    fake(json.dumps([{"check_name": "panic", "description": "panic: at x.py", "location": place}]))
    assert "error[checker-failed]: ty failed: at x.py" in diff(*USES).stderr


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("is_there", [True, False])
def test_without_it_the_error_says_what_to_install(monkeypatch, is_there):
    if is_there:
        monkeypatch.setattr("ty.find_ty_bin", lambda: "nowhere/ty")
    else:
        monkeypatch.setitem(sys.modules, "ty", None)
    result = diff(*USES)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[no-checker]" in result.stderr
    assert "help: pip install 'opgen[uses]'" in result.stderr
    assert diff().exit_code == 0


def test_the_extra_pins_the_version_whose_messages_are_understood():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["optional-dependencies"]["uses"][0] == f"ty=={VERSION}"


def test_the_result_is_the_same_whatever_is_around(folder, tmp_path_factory):
    command = [BIN / "opgen", "diff", "old.yaml", "new.yaml", "--profile", "profile.toml", *USES]

    def run(**more):
        done = subprocess.run(command, capture_output=True, check=False, env={"PATH": "", **more})
        assert done.returncode == 0, done.stderr
        return done.stdout

    first = run()
    assert b"uses affected" in first
    assert run() == first
    # Other packages next to the app and on the path, and settings of the checker everywhere.
    around = tmp_path_factory.mktemp("around")
    site = around / "lib/python3.11/site-packages"
    for name in ("pydantic", "httpx2", "typing_extensions", "tenacity", NAME):
        for place in (site / name, around / "path" / name):
            place.mkdir(parents=True)
            (place / "__init__.py").write_text("def get_order(*_: object) -> int: ...\n")
    (around / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11\n")
    ignoring = '[rules]\nall = "ignore"\n'
    (folder / "ty.toml").write_text(ignoring)
    (folder / ".gitignore").write_text("*\n")
    (around / "ty").mkdir()
    (around / "ty/ty.toml").write_text(ignoring)
    (around / "ty.toml").write_text(ignoring)
    environment = {
        "VIRTUAL_ENV": str(around),
        "CONDA_PREFIX": str(around),
        "XDG_CONFIG_HOME": str(around),
        "TY_CONFIG_FILE": str(around / "ty.toml"),
        "TY_OUTPUT_FORMAT": "concise",
        "MYPYPATH": str(around / "path"),
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Kathmandu",
    }
    assert run(**environment) == first
