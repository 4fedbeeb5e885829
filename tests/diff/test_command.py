"""`opgen diff` as a command: places in both documents, forms, the step, exit codes."""

from __future__ import annotations

import json

import pytest
from support.command import done, opgen
from support.diff_documents import VALIDATOR, difference, run

OLD = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.test'}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
      - {name: order, in: query, schema: {enum: [asc, random]}}
      - name: breed
        in: query
        schema: {type: string}
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
      required: [name]
      properties:
        name: {type: string}
        age: {type: integer}
"""
NEW = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.test'}]
components:
  schemas:
    Toy: {type: object, properties: {id: {type: string}}}
    Pet:
      type: object
      required: [name]
      properties:
        toy: {$ref: '#/components/schemas/Toy'}
        name: {type: [string, 'null'], description: What it is called.}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
      - {name: order, in: query, schema: {enum: [asc]}}
      - name: limit
        in: query
        required: true
        schema: {type: integer}
      responses:
        '200': {description: All., content: {application/json: {schema:
          {$ref: '#/components/schemas/Pet'}}}}
"""
LINES = {
    "argument `breed` removed": (10, 15),
    "`'random'` is no longer accepted": (9, 18),
    "new required argument `limit`": (6, 19),
    "removed": (16, None),
    "attribute `age` removed": (26, 7),
    "new attribute `toy`": (21, 11),
    "may also be `None`": (25, 12),
    "new": (None, 6),
    "new description of `name`": (21, 7),
}


def line(place):
    return place and place["line"]


def test_each_change_has_its_line_in_both_documents(tmp_path):
    found = difference(tmp_path, OLD, NEW)["changes"]
    assert {one["message"]: (line(one["before"]), line(one["after"])) for one in found} == LINES
    for one in found:
        assert one["before"] is None or one["before"]["file"] == str(tmp_path / "old.yaml")
        assert one["after"] is None or one["after"]["file"] == str(tmp_path / "new.yaml")


def test_text_names_both_places_and_what_breaks_first(tmp_path):
    text = run(tmp_path, OLD, NEW).stdout
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    first, empty, title, *_ = text.splitlines()
    assert first == f"{old} → {new}: 6 breaking, 2 added, 1 documentation (version step: major)"
    assert (empty, title) == ("", "Breaking")
    assert f"  `list_pets`, `order`: `'random'` is no longer accepted  ({old}:9 → {new}:18)" in text
    assert f"  `drop_pets`: removed  ({old}:16)" in text
    assert [one for one in text.splitlines() if one and not one.startswith(" ")][1:] == [
        "Breaking",
        "Added",
        "Documentation",
    ]


def test_markdown_is_lists_under_headings(tmp_path):
    assert run(tmp_path, OLD, NEW, "--format", "markdown").stdout == (
        "6 breaking, 2 added, 1 documentation (version step: major).\n"
        "\n"
        "### Breaking\n"
        "\n"
        "- `list_pets`, `order`: `'random'` is no longer accepted\n"
        "- `list_pets`: argument `breed` removed\n"
        "- `list_pets`: new required argument `limit`\n"
        "- `drop_pets`: removed\n"
        "- `Pet.name`: may also be `None`\n"
        "- `Pet`: attribute `age` removed\n"
        "\n"
        "### Added\n"
        "\n"
        "- `Pet`: new attribute `toy`\n"
        "- new types: `Toy`\n"
        "\n"
        "### Documentation\n"
        "\n"
        "- new descriptions: `Pet`\n"
    )
    assert run(tmp_path, NEW, NEW, "--format", "markdown").stdout == "No changes.\n"


def test_a_type_in_another_module_too_is_not_called_new(tmp_path):
    body = "requestBody: {content: {application/json: {schema: {type: array, items: "
    taking = body + "{$ref: '#/components/schemas/Pet'}}}}}"
    new = OLD.replace("operationId: dropPets", f"operationId: dropPets\n      {taking}")
    text = run(tmp_path, OLD, new, "--format", "markdown").stdout
    assert "- `Pet`: now also in `params`\n" in text
    assert "new types" not in text


STEPS = {
    "major": (OLD, NEW, "major", (1, 1, 1)),
    "minor, as it may break": (
        OLD.replace("name: {type: string}", "name: {enum: [a]}"),
        OLD.replace("name: {type: string}", "name: {enum: [a, b]}"),
        "minor",
        (0, 1, 1),
    ),
    "patch": (
        OLD,
        OLD.replace("age: {type", "age: {description: Years., type"),
        "patch",
        (0, 0, 1),
    ),
    "none": (OLD, OLD.replace("Pets,", "'Pets',"), "none", (0, 0, 0)),
}


@pytest.mark.parametrize(("old", "new", "step", "codes"), STEPS.values(), ids=STEPS)
def test_a_step_is_proposed_and_fail_on_tells_by_the_exit_code(tmp_path, old, new, step, codes):
    assert difference(tmp_path, old, new)["step"] == step
    kinds = ("breaking", "may-break", "any")
    made = [run(tmp_path, old, new, "--fail-on", one) for one in kinds]
    assert tuple(one.exit_code for one in made) == codes
    plain = run(tmp_path, old, new)
    assert plain.exit_code == 0
    assert {one.stdout for one in made} == {plain.stdout}


def test_what_is_only_new_is_a_minor_step(tmp_path):
    new = OLD.replace("age: {type", "size: {type: integer}\n        age: {type")
    found = difference(tmp_path, OLD, new)
    assert found["step"] == "minor"
    assert {one["kind"] for one in found["changes"]} == {"additive"}
    assert run(tmp_path, OLD, new, "--fail-on", "may-break").exit_code == 0
    assert run(tmp_path, OLD, new, "--fail-on", "any").exit_code == 1


def test_the_schema_of_the_json_is_printed_alone():
    assert json.loads(done("diff", "--json-schema")) == VALIDATOR.schema


def test_what_is_wrong_with_a_document_is_no_difference(tmp_path):
    other = OLD.replace("openapi: 3.1.0", "openapi: 4.0.0")
    done = run(tmp_path, OLD, other, "--format", "json")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "new.yaml:1" in done.stderr
    assert "4.0.0" in done.stderr


def test_only_what_is_chosen_is_compared(tmp_path):
    place = [str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")]
    run(tmp_path, OLD, NEW)
    assert opgen("diff", *place, "--path", "/none").exit_code == 1
    assert "`drop_pets`: removed" in opgen("diff", *place, "--group", "pets").stdout
