"""Bad input to the command: a diagnostic, exit code 1, the disk untouched."""

import gzip
import os

import pytest
from support.command import opgen
from support.documents import PETS as GOOD
from support.processes import python
from support.update_project import state

OPERATION = f"""{GOOD.partition(" {'204'")[0]}
        '200':
          description: All.
          content:
            application/json:
              schema: %s
"""
AT_SCHEMA = 13


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, with a good document."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(GOOD)
    return tmp_path


def fails(folder, *arguments):
    """Run the command; it must fail as bad input does."""
    before = state(folder)
    result = opgen(*arguments)
    assert result.exit_code == 1, result.output
    assert "internal" not in result.stderr
    assert result.stdout == ""
    assert state(folder) == before
    return result.stderr


def generate(spec, *more, output="pets"):
    return ("generate", spec, *(more or ("--group", "pets")), "--output", output)


DOCUMENTS = {
    "an empty file": ("", "spec.yaml:1:1: error[empty-document]", None),
    "broken YAML": ("openapi: 3.1.0\npaths: [\n", "spec.yaml:3:1: error[invalid-yaml]", None),
    "a tab": ("openapi: 3.1.0\npaths:\n\t/a: {}\n", "spec.yaml:3:1: error[invalid-yaml]", "spaces"),
    "not text": (b"\xff\xfe\xff", "error[not-text]", "UTF-8"),
    "binary": (b"\x00\x01\x02\x03" * 100, "error[", None),
    "Swagger 2.0": (
        "swagger: '2.0'\npaths: {}\n",
        "spec.yaml:1:10: error[swagger-2]",
        "swagger2openapi",
    ),
    "no OpenAPI": ("a: 1\nb: 2\n", "error[not-openapi]: the document has no", "begins with"),
    "a compressed document": (gzip.compress(GOOD.encode()), "1:1: error[not-text]", "gunzip"),
    "an archive": (b"PK\x03\x04\xff", "error[not-text]: the document is a ZIP archive", "extract"),
    "a page": (
        "<!DOCTYPE html>\n<script>ui({ url: './api.json' })</script>\n",
        "spec.yaml:1:1: error[not-openapi]: the document is an HTML page, not OpenAPI",
        "the page names './api.json'; pass that",
    ),
    "XML": ("<?xml version='1.0'?><a b: c/>", "not-openapi]: the document is XML", "YAML or JSON"),
    "a collection": ('{"info": {"_postman_id": "1"}}', "is a Postman collection", "convert it"),
    "an overlay": ("overlay: 1.0.0\nactions: []\n", "is an overlay, not OpenAPI", "--overlay"),
    "JSON with comments": (
        '{\n  // the API\n  "openapi": "3.1.0"\n}',
        "spec.yaml:2:3: error[invalid-json]",
        "JSON has no comments",
    ),
    "nothing": ("openapi: 3.1.0\n", "spec.yaml:1:1: error[", None),
    "an unknown group": (
        GOOD.replace("/pets:", "/pats:"),
        "spec.yaml:4:1: error[unknown-group]: the document has no group 'pets'",
        "did you mean 'pats'?",
    ),
    "an unresolvable reference": (
        (OPERATION % "{$ref: '#/components/schemas/Pat'}") + "components: {schemas: {Pet: {}}}\n",
        f"spec.yaml:{AT_SCHEMA}:30: error[unresolved-ref]: no schema named 'Pat'",
        "did you mean 'Pet'?",
    ),
    "a circular reference": (
        (OPERATION % "{$ref: '#/components/schemas/A'}")
        + "components:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n"
        "    B: {$ref: '#/components/schemas/A'}\n",
        "error[circular-ref]",
        "replace one of the references by the definition",
    ),
    "a remote reference": (
        OPERATION % "{$ref: 'https://example.com/a.yaml'}",
        f"spec.yaml:{AT_SCHEMA}:30: error[remote-ref]",
        "save it next to the document",
    ),
    "a reference to a file elsewhere": (
        OPERATION % "{$ref: '../../../../../etc/passwd'}",
        f"spec.yaml:{AT_SCHEMA}:30: error[outside-ref]",
        "move it into that folder",
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("there", [False, True], ids=["new", "there"])
def test_documents(folder, name, there):
    content, place, help_ = DOCUMENTS[name]
    if there:
        assert opgen(*generate("good.yaml")).exit_code == 0
    (folder / "spec.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    said = fails(folder, *generate("spec.yaml", "--group", "pets", "--strict"))
    assert place in said
    assert "help: " in said or help_ is None
    assert help_ is None or help_ in said


def test_a_process_of_its_own(folder):
    before = state(folder)
    result = python("-m", "generator", *generate("goood.yaml"), cwd=folder, exits=1)
    assert result.stderr.startswith("goood.yaml:1:1: error[no-such-file]")
    assert result.stdout == ""
    assert state(folder) == before


def test_a_missing_file(folder):
    said = fails(folder, *generate("goood.yaml"))
    assert said.startswith("goood.yaml:1:1: error[no-such-file]: the document does not exist")
    assert "help: did you mean 'good.yaml'?" in said
    assert "error[no-such-file]" in fails(folder, *generate("no/such/folder.yaml"))
    said = fails(folder, "check", "https://example.com/openapi.yaml", "--all", "--output", "pets")
    assert "help: `opgen generate` and `opgen update` fetch a URL" in said


def test_a_folder(folder):
    said = fails(folder, *generate("."))
    assert "error[not-a-file]: the document is a folder, not a file" in said


def test_a_pipe_that_never_ends(folder):
    os.mkfifo(folder / "pipe")
    before = sorted(path.name for path in folder.iterdir())
    result = opgen(*generate("pipe"))
    assert result.exit_code == 1
    assert "error[not-a-file]: the document is a pipe" in result.stderr
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_missing_overlay_and_profile(folder):
    said = fails(folder, *generate("good.yaml", "--all", "--overlay", "o.yaml"))
    assert "o.yaml:1:1: error[no-such-file]: the overlay does not exist" in said
    said = fails(folder, *generate("good.yaml", "--all", "--profile", "opnai"))
    assert "error[unknown-profile]: the profile 'opnai' does not exist" in said
    assert "did you mean 'openai'?" in said


def test_an_output_with_files_of_others(folder):
    (folder / "pets").mkdir()
    (folder / "pets" / "mine.py").write_text("mine")
    said = fails(folder, *generate("good.yaml"))
    assert "pets/mine.py:1:1: error[foreign-files]" in said
    assert "help: move them away, or choose another --output" in said


@pytest.mark.parametrize("deeper", ["", "/below/it"])
def test_an_output_that_is_a_file(folder, deeper):
    (folder / "pets").write_text("mine")
    said = fails(folder, *generate("good.yaml", output=f"pets{deeper}"))
    assert "error[cannot-write]" in said


def test_every_error_is_reported(folder):
    (folder / "spec.yaml").write_text(
        (OPERATION % "{allOf: [{$ref: '#/a'}, {$ref: '#/b'}]}")
        + "    post:\n      responses: {'200': {$ref: '#/c'}}\n"
    )
    said = fails(folder, *generate("spec.yaml", "--group", "pets", "--strict"))
    assert said.count("error[unresolved-ref]") == 3
    assert said.endswith("3 errors, 1 warning; 3 faults of the document\n")


@pytest.mark.usefixtures("folder")
def test_a_report_within_a_full_disk():
    result = opgen(*generate("good.yaml"), "--report", "/dev/full")
    assert result.exit_code == 1
    assert "/dev/full: error[cannot-write]: the report cannot be written" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        generate("circle"),
        generate("good.yaml", "--group", "pets", "--overlay", "circle"),
        generate("good.yaml", output="circle"),
        generate("good.yaml", output="circle/pets"),
        ("list", "circle"),
        ("update", "circle", "--spec", "x.yaml", "--all", "--output", "pets"),
    ],
    ids=" ".join,
)
def test_links_in_a_circle(folder, arguments):
    (folder / "circle").symlink_to("circle")
    assert "error[" in fails(folder, *arguments)


@pytest.mark.parametrize("report", ["circle", "circle/a/b"])
def test_a_report_to_links_in_a_circle(folder, report):
    (folder / "circle").symlink_to("circle")
    run = opgen(*generate("good.yaml"), "--report", report)
    assert run.exit_code == 1
    assert "error[cannot-write]: the report cannot be written" in run.stderr


def test_a_copy_into_links_in_a_circle(folder):
    (folder / "circle").symlink_to("circle")
    assert opgen(*generate("good.yaml")).exit_code == 0
    assert "error[" in fails(folder, "vendor", "circle", "--from", "pets")
