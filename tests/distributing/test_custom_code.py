"""The app's own code in a package: where a copy and a wheel have it."""

import json
import zipfile
from pathlib import Path

import pytest
from support.command import done
from support.folders import package, tree

from generator.diagnostics import DiagnosticLog
from generator.distributing.vendor import vendor as copy_package
from generator.write.package import write_package

OWN = {"custom/__init__.py": b"mine = 1\n", "custom/deep/a.py": b"mine = 2\n"}


def source(types):
    files = package(a="a = 1\n")
    files["opgen.lock"] = json.dumps(
        json.loads(files["opgen.lock"]) | {"options": {"types": types}}
    ).encode()
    write_package(files, Path("src/client"), DiagnosticLog())


def put(folder, files):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def own_code(folder):
    return {path: one for path, one in tree(folder).items() if path.startswith("custom")}


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source({"Money": ".custom.Money"})
    put(Path("src/client"), OWN | {"custom/__pycache__/a.pyc": b"x"})
    return Path("app/client")


def test_the_first_copy_gets_the_code_that_the_package_imports(project):
    text = done("vendor", project, "--from", "src/client")
    assert own_code(project) == OWN
    assert "code of your own" not in text
    assert "custom" not in (project / "opgen.lock").read_text().replace(".custom.Money", "")


def test_after_that_it_is_the_code_of_the_copy(project):
    done("vendor", project, "--from", "src/client")
    put(project, {"custom/deep/a.py": b"changed\n"})
    text = done("vendor", project, "--from", "src/client")
    assert "the code of your own in the copy differs from that in the package" in text
    assert own_code(project) == OWN | {"custom/deep/a.py": b"changed\n"}


def test_other_line_ends_are_not_other_code(project):
    done("vendor", project, "--from", "src/client")
    put(project, {path: text.replace(b"\n", b"\r\n") for path, text in OWN.items()})
    assert "code of your own" not in done("vendor", project, "--from", "src/client")


def test_code_that_is_there_before_the_copy_stays(project):
    put(project, {"custom.py": b"own\n"})
    done("vendor", project, "--from", "src/client")
    assert own_code(project) == {"custom.py": b"own\n"}


def test_a_copy_that_misses_the_code_gets_it(project):
    source({})
    done("vendor", project, "--from", "src/client")
    assert own_code(project) == {}
    source({"Money": ".custom.Money"})
    done("vendor", project, "--from", "src/client")
    assert own_code(project) == OWN


@pytest.mark.parametrize("types", [{}, {"Money": "decimal.Decimal"}])
def test_code_that_the_package_does_not_import_is_not_copied(project, types):
    source(types)
    copy_package(Path("src/client"), project, DiagnosticLog())
    assert own_code(project) == {}


def test_a_wheel_has_the_code(project):
    assert not project.exists()
    done("wheel", "--from", "src/client")
    (path,) = Path("dist").iterdir()
    with zipfile.ZipFile(path) as archive:
        assert archive.read("client/custom/deep/a.py") == b"mine = 2\n"
        assert "client/custom/__pycache__/a.pyc" not in archive.namelist()
