"""opgen itself, built as the README says and installed into an environment of its own."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from support.doc_pages import ROOT, blocks

pytestmark = [pytest.mark.slow, pytest.mark.external]


def run(*command, cwd):
    others = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=others, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def opgen(tmp_path_factory):
    """The command, installed from a wheel; only its dependencies come from this environment."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    build = ("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    run(*pip, *build, cwd=folder)
    (wheel,) = folder.glob("opgen-*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "fresh", cwd=folder)
    install = ("--python", folder / "fresh/bin/python", "install", "--no-index", "--no-deps", wheel)
    run(*pip, *install, cwd=folder)
    (packages,) = folder.glob("fresh/lib/*/site-packages")
    # A folder that a .pth file names is not searched for further .pth files: the opgen that is
    # installed here is not seen.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "fresh/bin/opgen"


def test_an_installed_opgen_generates_the_package_of_the_tutorial(opgen, tmp_path):
    (document,) = (one for one in blocks(ROOT / "docs/tutorial.md") if one.file == "todo.yaml")
    (tmp_path / "todo.yaml").write_text(document.text, encoding="utf-8")
    made = run(opgen, "generate", "todo.yaml", "--all", "--output", "todo_client", cwd=tmp_path)
    assert made.startswith("todo_client: 3 operations")
    assert (tmp_path / "todo_client/_runtime/client.py").is_file()


def test_it_has_its_help_and_its_profile(opgen, tmp_path):
    assert "Usage: opgen" in run(opgen, "--help", cwd=tmp_path)
    where = "import generator; print(generator.__file__)"
    path = Path(run(opgen.parent / "python", "-c", where, cwd=tmp_path).strip())
    assert path.is_relative_to(opgen.parents[1])
    assert (path.parent / "profiles/openai.overlay.yaml").is_file()
    assert (path.parent / "diagnostic_codes.toml").is_file()
