"""`opgen wheel`: what a wheel holds and says, and that it works where it is installed."""

import importlib.metadata
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename
from packaging.version import Version
from support.command import opgen
from support.folders import names, package
from support.packages import assistants_folder
from support.paths import ROOT
from support.processes import python

from generator.diagnostics import DiagnosticLog
from generator.write.package import write_package

SMALL = package(start="a = 1\n", sub__b="b = 1\n")

USE = """
import json, sys
import openai_assistants as oa
oa.configure(api_key="sk-test", base_url=sys.argv[1], max_retries=0)
print(json.dumps([oa.get_thread("thread_1").id, oa.__file__]))
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_package(SMALL, Path("client"), DiagnosticLog())
    return tmp_path


def wheel(*arguments, source="client"):
    return opgen("wheel", "--from", source, *arguments)


def built(*arguments):
    """Build; return what the wheel holds and what its metadata say."""
    done = wheel(*arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    (path,) = Path("dist").iterdir()
    assert done.stdout == f"built {path} from client\n"
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    (found,) = (name for name in held if name.endswith("/METADATA"))
    return held, Metadata.from_email(held[found]), path


def test_a_wheel_holds_the_package_as_it_is(folder):
    held, metadata, path = built()
    assert {name: data for name, data in held.items() if name.startswith("client/")} == {
        f"client/{name}": data for name, data in SMALL.items()
    }
    info = "client-0.1.0.dist-info"
    others = {name for name in held if not name.startswith("client/")}
    assert others == {
        f"{info}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "licenses/LICENSE")
    }
    assert held[f"{info}/licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()
    name, version, _, tags = parse_wheel_filename(path.name)
    assert (name, version, {str(tag) for tag in tags}) == (
        "client",
        Version("0.1.0"),
        {"py3-none-any"},
    )
    assert (metadata.name, str(metadata.requires_python)) == ("client", ">=3.11")
    assert (metadata.license_expression, metadata.license_files) == ("MIT", ["LICENSE"])
    assert names(folder) == ["client", "dist"]


@pytest.mark.usefixtures("folder")
def test_it_needs_what_the_runtime_needs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = map(Requirement, project["optional-dependencies"]["client"])
    _, metadata, _ = built()
    assert set(metadata.requires_dist) == set(needed)
    assert {one.name for one in metadata.requires_dist} == {"httpx2", "pydantic"}


def test_the_same_package_gives_the_same_bytes(folder, monkeypatch):
    *_, first = built()
    wheel("--output", "again")
    for path in Path("client").rglob("*.py"):
        os.utime(path, (1, 1))
        path.chmod(0o600)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    Path("client").rename("deeper.tmp")
    Path("deeper").mkdir()
    Path("deeper.tmp").rename("deeper/client")
    (folder / ".gitignore").write_text("*.lock\nsub\n")
    wheel("--output", "third", source="deeper/client")
    assert {Path(one, first.name).read_bytes() for one in ("dist", "again", "third")} == {
        first.read_bytes()
    }


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("history", "arguments", "version"),
    [
        (None, (), "0.1.0"),
        (None, ("--version", "2.0rc1"), "2.0rc1"),
        ("# Changelog\n\n## 1.2.0 — 2026-08-14\n\n## 1.1.0 — 2026-01-01\n", (), "1.2.0"),
        ("## [Unreleased]\n## [1.2.0] - 2026-08-14\n", (), "1.2.0"),
        ("## v1.2.0\n", (), "1.2.0"),
        ("## 1.x\n## 1.2.0\n", (), "1.2.0"),
        ("## 1.2.0\n", ("--version", "3"), "3"),
        ("Nothing yet.\n", (), "0.1.0"),
    ],
)
def test_the_version(history, arguments, version):
    if history:
        Path("client/CHANGELOG.md").write_text(history, encoding="utf-8")
    held, metadata, path = built(*arguments)
    assert str(metadata.version) == version
    assert path.name == f"client-{version}-py3-none-any.whl"
    assert ("client/CHANGELOG.md" in held) is bool(history)


def test_a_bad_version_is_wrong_usage(folder):
    done = wheel("--version", "new")
    assert done.exit_code == 2
    assert "'new' is not a version" in done.stderr
    assert names(folder) == ["client"]


def test_a_package_that_was_edited_is_not_built(folder):
    Path("client/start.py").write_text("mine")
    done = wheel()
    assert done.exit_code == 1
    assert "client/start.py:1:1: error[edited-file]" in done.stderr
    assert names(folder) == ["client"]


def test_a_name_that_no_wheel_can_have(folder):
    Path("client").rename("client_")
    done = wheel(source="client_")
    assert done.exit_code == 1
    assert "error[bad-package-name]" in done.stderr
    assert names(folder) == ["client_"]


def test_no_source_is_wrong_usage(folder):
    (folder / "pyproject.toml").write_text("[tool.opgen]\nspec = 'x'\n")
    done = opgen("wheel")
    assert done.exit_code == 2
    assert "--from" in done.stderr


def test_a_wheel_is_written_whole_or_not_at_all(folder, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    *_, path = built()
    before = path.read_bytes()
    Path("client/CHANGELOG.md").write_text("## 0.1.0\n")
    monkeypatch.setattr(Path, "replace", fail)
    for output in ("dist", "new/dist"):
        done = wheel("--output", output)
        assert done.exit_code == 1
        assert f"{output}:1:1: error[cannot-write]" in done.stderr
    assert names(folder / "dist") == [path.name]
    assert path.read_bytes() == before
    assert names(folder) == ["client", "dist"]


@pytest.mark.slow
@pytest.mark.external
def test_a_wheel_is_installed_and_called(server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert wheel("--version", "1.2", source=str(assistants_folder())).exit_code == 0
    (path,) = Path("dist").iterdir()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*install, "--target", "there", path], check=True)
    arguments = ("-W", "ignore::DeprecationWarning", "-c", USE, server.url)
    done = python(*arguments, cwd=tmp_path / "dist", PYTHONPATH=str(tmp_path / "there"))
    assert done.stderr == ""
    identifier, file = json.loads(done.stdout)
    assert identifier == json.loads(server.answers[-1].body)["id"]
    assert Path(file) == tmp_path / "there/openai_assistants/__init__.py"
    (found,) = importlib.metadata.distributions(path=[str(tmp_path / "there")])
    assert (found.name, found.version) == ("openai_assistants", "1.2")
    assert {"openai_assistants/py.typed", "openai_assistants/opgen.lock"} <= {
        str(one) for one in found.files
    }
