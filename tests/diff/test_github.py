"""`opgen diff --format github`: annotations of the lines that a reviewer sees."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command import done, opgen
from support.documents import STRING, document_of, operation, ref, thing
from support.workflow_commands import command_of, commands_of

from generator.diff.workflow_commands import Annotation

OLD = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
      - {name: order, in: query, schema: {type: string}}
      - {name: breed, in: query, schema: {type: string}}
      responses:
        '200': {description: All., content: {application/json: {schema:
          {$ref: '#/components/schemas/Pet'}}}}
    delete:
      operationId: dropPets
      responses: {'204': {description: Done.}}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
        kind: {enum: [cat, dog]}
"""
NEW = """\
# A comment, so that lines differ.
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
      - {name: order, in: query, schema: {type: integer}}
      responses:
        '200': {description: All., content: {application/json: {schema:
          {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet:
      type: object
      properties:
        kind: {enum: [cat, dog, fish]}
        size: {type: integer}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    inner = tmp_path / "api"
    inner.mkdir()
    monkeypatch.chdir(inner)
    return inner


def annotated(old, new, *options):
    return commands_of(done("diff", old, new, "--format", "github", *options))


def two(folder, old=OLD, new=NEW):
    (folder / "old.yaml").write_text(old)
    (folder / "new.yaml").write_text(new)
    return annotated("old.yaml", "new.yaml")


def test_each_change_is_at_its_line_of_the_new_document(folder):
    *found, total = two(folder)
    assert [(one.name, one.place, one.message) for one in found] == [
        ("error", ("api/new.yaml", 5), "`drop_pets`: removed"),
        ("error", ("api/new.yaml", 8), "`list_pets`: argument `breed` removed"),
        ("error", ("api/new.yaml", 9), "`list_pets`, `order`: now takes `int` instead of `str`"),
        ("error", ("api/new.yaml", 17), "`Pet`: attribute `name` removed"),
        ("warning", ("api/new.yaml", 18), "`Pet.kind`: new value `'fish'`"),
        ("notice", ("api/new.yaml", 19), "`Pet`: new attribute `size`"),
    ]
    assert found[2].properties["col"] == "9"
    assert [one.properties["title"] for one in found[3:]] == ["Breaking", "May break", "Added"]
    assert total.name == "notice"
    assert total.message == (
        "old.yaml → new.yaml: 4 breaking, 1 may break, 1 added (version step: major)"
    )


def test_the_paths_are_those_of_the_repository(folder, monkeypatch):
    monkeypatch.delenv("GITHUB_WORKSPACE")
    (folder.parent / ".git").mkdir()
    assert two(folder)[0].place == ("api/new.yaml", 5)


def test_a_new_document_from_elsewhere_is_annotated_in_the_old_one(folder, tmp_path_factory):
    (folder / "old.yaml").write_text(OLD)
    other = tmp_path_factory.mktemp("download") / "new.yaml"
    other.write_text(NEW)
    found = annotated("old.yaml", other)
    assert found[0].place == ("api/old.yaml", 8)
    total = found[-1]
    assert "file" not in total.properties
    assert total.message.startswith(f"old.yaml → {other}: 4 breaking")


def test_a_removed_part_of_a_referenced_file_is_in_that_file(folder):
    main = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pet:
    get:
      operationId: getPet
      responses: {'200': {description: It., content: {application/json: {schema:
        {$ref: 'pet.yaml#/Pet'}}}}}
"""
    for name, text in (
        (
            "old",
            "Pet:\n  type: object\n  properties:\n    a: {type: string}\n    b: {type: string}\n",
        ),
        ("new", "Pet:\n  type: object\n  properties:\n    a: {type: string}\n"),
    ):
        (folder / name).mkdir()
        (folder / name / "api.yaml").write_text(main)
        (folder / name / "pet.yaml").write_text(text)
    first, _ = annotated("old/api.yaml", "new/api.yaml")
    assert (first.place, first.message) == (("api/new/pet.yaml", 3), "`Pet`: attribute `b` removed")


def test_no_changes(folder):
    only = two(folder, OLD, OLD)
    assert [one.message for one in only] == ["old.yaml → new.yaml: no changes"]


def test_at_most_ten_of_a_level_and_the_rest_is_counted(folder):
    names = [f"field_{number:02}" for number in range(30)]
    old = document_of(
        operation(reply=ref("Thing")), {"Thing": thing(**dict.fromkeys(names, STRING))}
    )
    new = document_of(
        operation(reply=ref("Thing")),
        {
            "Thing": thing(
                other={"type": "integer"}, **{f"new_{number}": STRING for number in range(30)}
            )
        },
    )

    found = two(folder, json.dumps(old), json.dumps(new))
    levels = [one.name for one in found]
    assert (levels.count("error"), levels.count("notice")) == (10, 10)
    assert found[-1].message.startswith("20 of level error, 23 of level notice: GitHub shows 10")


def test_fail_on_sets_the_exit_code(folder):
    two(folder)
    run = opgen("diff", "old.yaml", "new.yaml", "--format", "github", "--fail-on", "breaking")
    assert run.exit_code == 1
    assert commands_of(run.stdout)


def test_a_document_cannot_write_a_command(folder):
    hostile = "x'\n::error::owned%0A::stop-commands::t\r\n##[error]y"
    new = (
        NEW.replace("fish", "%").replace("size", "s").replace("[cat, dog, %]", "[cat, '%0A::e::']")
    )
    found = two(folder, OLD, new)
    assert len(found) == len({one.message for one in found})
    line = str(Annotation(level="error", title=hostile, message=hostile, file=hostile))
    assert len(line.splitlines()) == 1
    assert command_of(line).name == "error"


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
PRINTED = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30)


@given(PRINTED, PRINTED, PRINTED, st.integers(1, 10**6))
def test_what_is_printed_comes_back(title, message, file, line):
    one = Annotation(level="warning", title=title, message=message, file=file, line=line)
    found = command_of(str(one))
    assert (found.name, found.message) == ("warning", message)
    assert found.properties == {"file": file, "line": str(line), "col": "1", "title": title}


@given(TEXT, TEXT)
def test_any_text_is_one_command(title, message):
    line = str(Annotation(level="notice", title=title, message=message))
    assert len(line.splitlines()) == 1
    found = command_of(line)
    assert found.name == "notice"
    assert set(found.properties) <= {"title"}
