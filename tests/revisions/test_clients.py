"""`opgen diff` between git revisions of a project with several clients."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command import done, opgen
from support.git_project import DOCUMENT, PROJECT, commit
from support.workflow_commands import commands_of

pytestmark = pytest.mark.usefixtures("project")

SECOND = """
[tool.opgen.shop]
spec = "shop.yaml"
output = "src/shop"
groups = ["pets"]
"""


@pytest.fixture
def two(project):
    """The project with a second client, at the last commit."""
    (project / "pyproject.toml").write_text(PROJECT + SECOND)
    (project / "shop.yaml").write_text(DOCUMENT.replace("common/", "api/common/"))
    commit(project, "two")
    return project


def differences(*arguments):
    found = json.loads(done("diff", *arguments, "--format", "json"))
    return {one["client"]: [each["subject"] for each in one["changes"]] for one in found["clients"]}


def test_each_client_is_compared_with_its_own_document(two):
    document = two / "shop.yaml"
    document.write_text(document.read_text().replace("dropPets", "clearPets"))
    found = differences()
    assert found["pets_client"] == []
    assert any("clear_pets" in one or "drop_pets" in one for one in found["shop"])
    said = done("diff", "--client", "shop")
    assert said.startswith("HEAD:shop.yaml → shop.yaml: ")


def test_settings_are_those_of_the_client_at_the_revision(two):
    settings = (two / "pyproject.toml").read_text()
    (two / "pyproject.toml").write_text(settings.replace('groups = ["pets"]', "all = true"))
    (two / "shop.yaml").rename(two / "new.yaml")
    text = (two / "pyproject.toml").read_text().replace("shop.yaml", "new.yaml")
    (two / "pyproject.toml").write_text(text)
    assert differences() == {"pets_client": [], "shop": []}


def test_annotations_of_a_shared_document_are_printed_once(project):
    shared = SECOND.replace("shop.yaml", "api/openapi.yaml")
    (project / "pyproject.toml").write_text(PROJECT + shared)
    commit(project, "two")
    (project / "api/openapi.yaml").write_text(DOCUMENT.replace("breed", "order"))
    found = commands_of(done("diff", "--format", "github"))
    assert [one.name for one in found] == ["error", "notice", "notice", "notice"]
    totals = [one.message.partition(": ")[0] for one in found[-2:]]
    assert totals == ["pets_client", "shop"]


def test_a_file_named_by_config_is_read_at_the_revision(two):
    (two / "pyproject.toml").rename(two / "opgen.toml")
    commit(two, "three")
    text = Path("opgen.toml").read_text()
    Path("opgen.toml").write_text(text.replace("all = true", 'paths = ["/none"]'))
    failed = opgen("diff", "--config", "opgen.toml")
    assert failed.exit_code == 1
    assert "pets_client:\n" in failed.stderr
    assert "HEAD:shop.yaml → shop.yaml" in failed.stdout
