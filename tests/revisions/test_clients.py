"""Revisions of a project with several clients."""

from __future__ import annotations

import json

import pytest
from support.command import done, opgen
from support.git_project import DOCUMENT, PROJECT, commit
from support.workflow_commands import commands_of

SHOP = DOCUMENT.replace("Pets", "Shop").replace("pets", "items").replace("dropPets", "dropItems")
CLIENT = '[tool.opgen.{0}]\nspec = "api/{0}.yaml"\noutput = "src/{0}"\nall = true\n'


@pytest.fixture
def several(project):
    """A project with the clients pets and shop, and an uncommitted change of pets."""
    (project / "pyproject.toml").write_text(CLIENT.format("pets") + CLIENT.format("shop"))
    (project / "api/pets.yaml").write_text(DOCUMENT)
    (project / "api/shop.yaml").write_text(SHOP)
    commit(project, "several")
    (project / "api/pets.yaml").write_text(DOCUMENT[: DOCUMENT.index("    delete:")])
    return project


def clients(*arguments):
    found = json.loads(done("diff", *arguments, "--format", "json"))["clients"]
    return {
        one["client"]: (one["before"], [change["code"] for change in one["changes"]])
        for one in found
    }


def test_each_client_is_compared(several):
    assert several.is_dir()
    assert clients("main") == {
        "pets": ("main:api/pets.yaml", ["function-removed"]),
        "shop": ("main:api/shop.yaml", []),
    }


def test_a_chosen_client(several):
    assert several.is_dir()
    text = done("diff", "main", "--client", "shop")
    assert text.startswith("main:api/shop.yaml → api/shop.yaml: no changes")


def test_annotations_of_all_clients_are_one_list(several):
    (several / "api/shop.yaml").write_text(SHOP[: SHOP.index("    delete:")])
    found = commands_of(done("diff", "main", "--format", "github"))
    assert [one.place for one in found[:2]] == [("api/pets.yaml", 5), ("api/shop.yaml", 5)]
    assert [one.name for one in found] == ["error", "error", "notice", "notice"]


def test_a_client_that_is_new_does_not_stop_the_others(several):
    run = opgen("diff", "main~1")
    assert run.exit_code == 0, run.output
    assert run.stdout == ""
    assert run.stderr.count("warning[not-in-revision]") == 2
    (several / "pyproject.toml").write_text(PROJECT + CLIENT.format("shop"))
    run = opgen("diff", "main~1")
    assert run.exit_code == 0
    assert "main~1:api/openapi.yaml → api/openapi.yaml: no changes" in run.stdout
    assert "main~1:api/shop.yaml:1:1: warning[not-in-revision]" in run.stderr


def test_a_chosen_client_is_not_compared_with_another_one(project):
    (project / "api/shop.yaml").write_text(SHOP)
    (project / "pyproject.toml").write_text(PROJECT + CLIENT.format("shop"))
    run = opgen("diff", "--client", "shop")
    assert "warning[not-in-revision]" in run.stderr
    assert run.stdout == ""


def test_a_client_whose_configuration_is_a_file_of_its_own(project):
    text = PROJECT.replace("api/openapi.yaml", "openapi.yaml").replace("src/", "")
    (project / "api/opgen.toml").write_text(text)
    commit(project, "configuration")
    (project / "api/opgen.toml").write_text(text.replace("all = true", 'paths = ["/none"]'))
    (project / "api/openapi.yaml").write_text(DOCUMENT.replace("/pets", "/none"))
    text = done("diff", "--config", "api/opgen.toml")
    assert "HEAD:api/openapi.yaml → api/openapi.yaml: " in text
    assert "1 breaking" in text or "2 breaking" in text or "may break" in text


def test_versions_of_all_clients_are_checked(several):
    done("generate")
    run = opgen("check", "--version-bump", "main")
    assert run.exit_code == 1
    assert run.stderr.count("error[version-not-raised]") == 1
    (several / "src/pets/CHANGELOG.md").write_text("## 0.2.0\n")
    assert opgen("check", "--version-bump", "main").exit_code == 0
