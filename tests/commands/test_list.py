"""`opgen list` shows what a package of the whole document would have."""

from __future__ import annotations

import json

import pytest
from support.command import opgen
from support.documents import STRING, document, operation, ref, thing

PAGE = thing(data={"type": "array", "items": ref("Pet")}, next_cursor=STRING)
EVENTS = {"text/event-stream": {"schema": ref("Pet")}}
CURSOR = {"name": "cursor", "in": "query", "schema": STRING}
PATHS = {
    "/v1/pets": {"get": {**operation(CURSOR, reply=PAGE, name="Pets_ListPets"), "tags": ["Pets"]}},
    "/v1/events": {
        "get": {
            "tags": ["Events", "Beta"],
            "deprecated": True,
            "responses": {"200": {"description": "ok", "content": EVENTS}},
        }
    },
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = document(PATHS, {"Pet": thing(name=STRING)})
    (tmp_path / "spec.json").write_text(json.dumps(made))
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_functions_and_what_they_can():
    text = opgen("list", "spec.json").stdout
    assert text.splitlines() == [
        "2 operations in 2 groups",
        "",
        "events  1 operation",
        "  GET     /v1/events  get_events  streamed, deprecated, tag Beta",
        "",
        "pets  1 operation",
        "  GET     /v1/pets  list_pets  paged",
    ]
    found = json.loads(opgen("list", "spec.json", "--json").stdout)["groups"]
    (events,), (pets,) = (one["operations"] for one in found)
    assert events["function"] == "get_events"
    assert (events["streamed"], events["deprecated"], events["paged"]) == (True, True, False)
    assert events["tags"] == ["Events", "Beta"]
    assert (pets["function"], pets["operationId"]) == ("list_pets", "Pets_ListPets")
    assert pets["paged"]


@pytest.mark.usefixtures("folder")
def test_another_division():
    text = opgen("list", "spec.json", "--group-by", "none").stdout
    assert text.startswith("2 operations in 1 group\n\noperations  2 operations\n")
    assert "1 group\n\nv1  2" in opgen("list", "spec.json", "--group-by", "segment").stdout
    assert opgen("list", "spec.json", "--group-by", "tags").exit_code == 2


def test_the_project_and_its_package(folder):
    """Settings, profile, overlays and the lock decide what is shown."""
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "O", "version": "1"},
        "actions": [{"target": "$.paths['/v1/events'].get", "update": {"operationId": "watch"}}],
    }
    (folder / "o.json").write_text(json.dumps(overlay))
    (folder / "p.toml").write_text('[names.operations]\nwatch = "watch_pets"\n')
    settings = "[tool.opgen]\nspec = 'spec.json'\noutput = 'client'\nall = true\n"
    more = "group_by = 'none'\noverlays = ['o.json']\nprofile = 'p.toml'\n"
    (folder / "pyproject.toml").write_text(settings + more)
    assert "  GET     /v1/events  watch_pets  streamed" in opgen("list").stdout
    assert "operations  2 operations" in opgen("list").stdout
    (folder / "pyproject.toml").write_text(settings)
    assert opgen("generate").exit_code == 0
    made = json.loads((folder / "spec.json").read_text())
    made["paths"]["/v1/other"] = {"get": {**operation(name="listPets"), "tags": ["Other"]}}
    (folder / "spec.json").write_text(json.dumps(made))
    # A name of the package stays, though another operation has it now.
    assert "/v1/pets  list_pets " in opgen("list").stdout
    assert "/v1/pets  pets_list_pets " in opgen("list", "spec.json").stdout


def test_a_document_with_errors(folder):
    made = document({"/a": {"get": operation(name="doIt")}}, {})
    made["servers"] = 3
    made["paths"]["/a"]["get"]["parameters"] = [{"$ref": "missing.json#/x"}, 3]
    (folder / "spec.json").write_text(json.dumps(made))
    listed = opgen("list", "spec.json")
    assert listed.exit_code == 0
    assert "/a  do" in listed.stdout


def test_nothing_shown_can_act(folder):
    (folder / "spec.json").write_text(
        json.dumps(document({"/a\x1b[31m\u202e": {"get": operation(name="x\ny")}}))
    )
    assert r"/a\x1b[31m\u202e  x_y" in opgen("list", "spec.json").stdout
    assert r"\u001b[31m\u202e" in opgen("list", "spec.json", "--json").stdout


def test_templates_change_no_function(folder):
    settings = '[tool.opgen]\nspec = "spec.json"\ntemplates = "\\u0000"\n'
    (folder / "pyproject.toml").write_text(settings)
    assert opgen("list").stdout == opgen("list", "spec.json").stdout


def test_a_tag_that_all_operations_of_a_group_have(tmp_path):
    tagged = {"tags": ["pet-controller"]}
    paths = {
        "/pets": {"get": {**operation(name="list_pets"), **tagged}},
        "/pets/x": {"get": {**operation(name="get_x"), "tags": ["pet-controller", "Other"]}},
    }
    (tmp_path / "spec.json").write_text(json.dumps(document(paths)))
    assert opgen("list", str(tmp_path / "spec.json")).stdout.splitlines()[2:] == [
        "pets  2 operations, tag pet-controller",
        "  GET     /pets    list_pets",
        "  GET     /pets/x  get_x      tag Other",
    ]
