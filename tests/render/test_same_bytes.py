"""Same input, same bytes: on any machine, in any folder, with any Python, and from the wheel."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.packages import SPEC
from support.paths import ROOT

VERSIONS = ("3.11", "3.12", "3.13")
SMOKE = """
import warnings

import openai_assistants as oa

warnings.simplefilter("error")
request = oa.create_thread.request(metadata={"a": "b"}, openai_api_key="sk")
assert (request.method, request.url_path) == ("POST", "/threads")
text = '{"id": "t", "object": "thread", "created_at": 1, "tool_resources": null, "metadata": {}}'
thread = oa.components.ThreadObject.model_validate_json(text)
assert thread.id == "t"
assert thread.model_dump_json() == text.replace(": ", ":").replace(", ", ",")
"""

pytestmark = [pytest.mark.slow, pytest.mark.external]


def digest(folder: Path) -> str:
    """One digest of all names and bytes below a folder."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(f"{path.relative_to(folder)}\0".encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()


def generate(python: Path | str, cwd: Path, spec: Path = SPEC, **environment: str) -> str:
    command = [
        str(python),
        "-m",
        "generator",
        "generate",
        str(spec),
        "--output",
        "openai_assistants",
    ]
    command += ["--group", "assistants", "--group", "threads"]
    variables = {**os.environ, **environment}
    subprocess.run(command, cwd=cwd, env=variables, check=True, capture_output=True)
    return digest(cwd / "openai_assistants")


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return generate(sys.executable, tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("environment", [
    {"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Kathmandu"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "America/St_Johns"},
    {"COLUMNS": "20", "NO_COLOR": "1", "PYTHONOPTIMIZE": "2"},
], ids=" ".join)  # fmt: skip
def test_the_environment_changes_no_byte(expected, tmp_path, environment):
    assert generate(sys.executable, tmp_path, **environment) == expected


def test_neither_the_folder_nor_what_lies_in_it_changes_a_byte(expected, tmp_path):
    folder = tmp_path / "a b" / "ü"
    folder.mkdir(parents=True)
    (folder / "ruff.toml").write_text("line-length = 40\n[format]\nquote-style = 'single'\n")
    (folder / "pyproject.toml").write_text("[tool.isort]\nprofile = 'google'\n")
    document = folder / SPEC.name
    shutil.copy(SPEC, document)
    assert generate(sys.executable, folder, document) == expected


def interpreter(version: str) -> str | None:
    """A Python of that version: on PATH, or where pyenv puts them."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [shutil.which(f"python{version}"), *map(str, pyenv.glob(f"{version}.*/bin/python"))]
    for python in filter(None, found):
        if subprocess.run([python, "--version"], check=False, capture_output=True).returncode == 0:
            return python
    return None


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.parametrize("version", VERSIONS)
def test_the_wheel_gives_the_same_bytes_on_every_python(expected, tmp_path, wheel, version):
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} here")
    home = tmp_path / "venv"
    subprocess.run([python, "-m", "venv", "--without-pip", home], check=True, capture_output=True)
    own = home / "bin/python"
    pip = [sys.executable, "-m", "pip", "--python", own]
    install = [*pip, "install", "--quiet", "--no-compile", f"{wheel}[client]"]
    subprocess.run(install, check=True, capture_output=True)
    work = tmp_path / "work"
    work.mkdir()
    assert generate(own, work) == expected
    subprocess.run([own, "-W", "error", "-c", SMOKE], cwd=work, check=True)
