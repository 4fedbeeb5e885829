import json
import subprocess
import sys
from functools import partial

import pytest
from click.testing import CliRunner
from support.paths import ROOT
from support.processes import python

from generator.cli import main

SPEC = """
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example.com'}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [animals]
      responses: {'200': {description: All., content: {application/json: {schema: {
        type: array, items: {$ref: '#/components/schemas/Pet'}}}}}}
    post:
      operationId: addPet
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: Done.}}
  /owners/{id}:
    get:
      operationId: getOwner
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done.}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}}}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "spec.yaml").write_text(SPEC)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def opgen(*arguments):
    return CliRunner().invoke(main, arguments, prog_name="opgen")


GENERATE = ("generate", "spec.yaml", "--group", "pets", "--output", "out/pet_client")
CHECK = ("check", *GENERATE[1:])


def test_generate_and_check(folder):
    made = opgen(*GENERATE, "--report", "report.json")
    assert made.exit_code == 0, made.output
    assert made.stderr == ""
    first, group, last = made.stdout.splitlines()
    assert first == "pet_client: 2 operations in out/pet_client"
    assert group.split() == ["pets", "2", "operations"]
    assert " new), " in last
    assert last.endswith(" s")
    assert (folder / "out/pet_client/pets.py").is_file()
    report = json.loads((folder / "report.json").read_text())
    assert list(report) == [
        "operations",
        "paging",
        "undecided_paging",
        "schemas",
        "errors",
        "files",
        "profile",
        "seconds",
        "settings",
        "faults",
        "codes",
        "diagnostics",
    ]
    assert report["operations"] == {"total": 2, "generated": 2, "degraded": []}
    assert report["errors"] == {"schemas": 0, "operations": 0, "in_success": 0}
    assert report["files"] == sum(path.is_file() for path in (folder / "out").rglob("*"))
    assert report["diagnostics"] == []
    assert report["seconds"]["load"] >= 0

    again = opgen(*GENERATE)
    assert "nothing changed, nothing written" in again.stdout
    checked = opgen(*CHECK)
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert checked.stdout.startswith("out/pet_client is up to date (")


def test_check_tells_what_differs_and_writes_nothing(folder):
    missing = opgen(*CHECK)
    assert missing.exit_code == 1
    assert "out/pet_client/_api.py: is missing" in missing.stderr
    assert not (folder / "out").exists()

    opgen(*GENERATE)
    module = folder / "out/pet_client/pets.py"
    module.write_text(module.read_text() + "# mine \u202e\n")
    differs = opgen(*CHECK)
    assert differs.exit_code == 1
    line = module.read_text().count("\n")
    assert f"out/pet_client/pets.py:{line}: was edited by hand" in differs.stderr
    assert r"-# mine \u202e" in differs.stderr
    assert "help: run `opgen generate`" in differs.stderr
    assert module.read_text().endswith("# mine \u202e\n")


def test_from_pyproject(folder, monkeypatch):
    (folder / "pyproject.toml").write_text(
        "[tool.opgen]\nspec = 'spec.yaml'\ngroups = ['pets']\noutput = 'pet_client'\n"
    )
    (folder / "deeper").mkdir()
    monkeypatch.chdir(folder / "deeper")
    assert opgen("generate").exit_code == 0
    assert (folder / "pet_client/pets.py").is_file()
    assert opgen("check").exit_code == 0
    # What the command line chooses takes the place of what the file chooses.
    assert "owners" in opgen("generate", "--tag", "animals", "--path", "/owners/*").stdout
    assert "3 operations" in opgen("generate", "--all").stdout
    assert "3 operations" in opgen("list").stdout


def test_a_named_spec_takes_nothing_from_pyproject(folder):
    (folder / "pyproject.toml").write_text("[tool.opgen]\nspec = 'x.yaml'\ngroups = ['owners']\n")
    assert "pets" in opgen(*GENERATE).stdout


def test_overlays_are_applied(folder):
    (folder / "o.yaml").write_text(
        "overlay: 1.0.0\nactions:\n- {target: $.paths.*.post, update: {operationId: bringPet}}\n"
        "- {target: $.nothing, remove: true}\n"
    )
    made = opgen(*GENERATE, "--overlay", "o.yaml")
    assert made.exit_code == 0
    assert "def bring_pet" in (folder / "out/pet_client/pets.py").read_text()
    assert "o.yaml:4:12: warning[overlay-no-match]" in made.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "spec.yaml"),
        ("generate", "spec.yaml", "--all", "--group", "pets", "--output", "x"),
        ("generate", "spec.yaml", "--output", "my-client"),
        ("generate", "spec.yaml", "--output", "x", "--all", "--report", "x/report.json"),
        ("generate", "spec.yaml", "--all", "--output", "x", "--report", "spec.yaml"),
        ("generate", "--no-such-option"),
        ("generate", "a", "b", "--output", "x"),
        ("list",),
        ("no-such-command",),
        (),
    ],
)
def test_wrong_usage(folder, arguments):
    if arguments == ("list",):
        (folder / "pyproject.toml").write_text("[tool.opgen]\noutput = 'x'\n")
    result = opgen(*arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.output
    assert not (folder / "x").exists()
    assert (folder / "spec.yaml").read_text() == SPEC


def test_a_report_of_a_run_that_failed(folder):
    failed = opgen("generate", "spec.yaml", "--group", "pet", "--output", "x", "--report", "r.json")
    assert failed.exit_code == 1
    report = json.loads((folder / "r.json").read_text())
    assert report["operations"] == {"total": 0, "generated": 0, "degraded": []}
    (one,) = report["diagnostics"]
    assert (one["severity"], one["code"]) == ("error", "unknown-group")
    assert one["help"].startswith("did you mean 'pets'?")
    assert one["location"] == {"file": "spec.yaml", "line": 5, "column": 1}


@pytest.mark.usefixtures("folder")
def test_a_report_that_cannot_be_written():
    failed = opgen(*GENERATE, "--report", "nowhere/r.json")
    assert failed.exit_code == 1
    assert "nowhere/r.json: error[cannot-write]" in failed.stderr


@pytest.mark.usefixtures("folder")
def test_a_defect_of_opgen_is_called_one(monkeypatch):
    def fail(*_, **__):
        raise KeyError("\u202e")

    monkeypatch.setattr("generator.pipeline.generate", fail)
    failed = opgen(*GENERATE)
    assert failed.exit_code == 1
    assert "error[internal]: KeyError" in failed.stderr
    assert "this is a bug in opgen" in failed.stderr
    monkeypatch.setenv("OPGEN_TRACEBACK", "1")
    assert isinstance(opgen(*GENERATE).exception, KeyError)


@pytest.mark.usefixtures("folder")
def test_as_a_module():
    shown = python("-m", "generator", "--version")
    assert shown.stdout.startswith("opgen ")


@pytest.mark.usefixtures("folder")
def test_help_is_fast_because_it_imports_little():
    code = (
        "import sys, generator.cli\n"
        "print([m for m in ('yaml', 'jinja2', 'jsonpath', 'datamodel_code_generator',"
        " 'pydantic', 'packaging', 'build', 'hatchling', 'generator.pipeline')"
        " if m in sys.modules])"
    )
    assert python("-c", code).stdout.strip() == "[]"


@pytest.mark.parametrize("command", [(), *((name,) for name in main.commands)])
def test_help(command):
    shown = opgen(*command, "--help")
    assert shown.exit_code == 0
    assert "Usage: opgen" in shown.stdout


DOCUMENT_NOT_IN_ASCII = """
openapi: 3.1.0
info: {title: Ä, version: '1'}
paths: {/é: {get: {operationId: ü}}}
"""


def test_an_ascii_terminal(folder):
    (folder / "spec.yaml").write_text(DOCUMENT_NOT_IN_ASCII)
    opgen = partial(python, "-m", "generator", cwd=folder, PYTHONIOENCODING="ascii")
    assert opgen("list", "spec.yaml").stderr == ""
    failed = opgen("generate", "spec.yaml", "--group", "ö", "--output", "x", exits=1)
    assert "Traceback" not in failed.stderr
    assert "unknown-group" in failed.stderr


def test_progress_on_a_terminal_only(folder):
    pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")
    import os

    main_end, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "generator", *GENERATE],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=terminal,
    ) as process:
        os.close(terminal)
        shown = b""
        while True:
            try:
                part = os.read(main_end, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        process.wait()
    os.close(main_end)
    assert process.returncode == 0
    assert b"models" in shown
    assert b"100%" in shown
