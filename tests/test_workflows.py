"""The jobs and hooks that the project gives others: valid, and doing what they say."""

from __future__ import annotations

import os

import pytest
import yaml
from support import processes
from support.command import done
from support.documents import PETS as SPEC
from support.paths import ROOT
from support.processes import BIN
from support.workflow_commands import commands_of

pytestmark = pytest.mark.external

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))

MORE = "      parameters: [{name: limit, in: query, schema: {type: integer}}]\n"
PROJECT = '[tool.opgen]\nspec = "pets.yaml"\nall = true\noutput = "pet_client"\n'
GH = """#!/bin/sh
echo "$@" >> "$CALLS"
cat "$RUNNER_TEMP/text.md" >> "$CALLS"
"""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_each_workflow_is_valid(path):
    processes.run(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", path)


def run(*command, cwd, code=0, **environment):
    path = f"{cwd.parent}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}"
    return processes.run(*command, cwd=cwd, exits=code, PATH=path, **environment).stdout


@pytest.fixture
def project(tmp_path):
    """A repository with a package and a remote, and a `gh` that tells what it was asked."""
    (tmp_path / "gh").write_text(GH)
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "published.yaml").write_text(SPEC)
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(PROJECT)
    run("git", "init", "--quiet", "--bare", tmp_path / "remote.git", cwd=folder)
    run("git", "init", "--quiet", "--initial-branch", "main", cwd=folder)
    run("git", "remote", "add", "origin", tmp_path / "remote.git", cwd=folder)
    run("opgen", "update", tmp_path / "published.yaml", cwd=folder)
    run("git", "add", "--all", cwd=folder)
    author = ("-c", "user.name=a", "-c", "user.email=a@localhost")
    run("git", *author, "commit", "--quiet", "--message", "Begin", cwd=folder)
    return folder


def update(project):
    """Run the steps of the scheduled job, and return what it asked of `gh`."""
    job = yaml.safe_load((ROOT / ".github/workflows/update.yml").read_text())["jobs"]["update"]
    steps = {step.get("name"): step.get("run") for step in job["steps"]}
    calls = project.parent / "calls"
    for name in ("Update", "Open a pull request"):
        run(
            "bash", "-e", "-c", steps[name], cwd=project, CALLS=str(calls), GH_TOKEN="x",
            RUNNER_TEMP=str(project.parent), OPGEN_SOURCE=str(project.parent / "published.yaml"),
        )  # fmt: skip
    return calls.read_text() if calls.exists() else ""


def test_the_scheduled_job_opens_a_change_with_the_report_as_its_text(project):
    assert update(project) == ""
    (project.parent / "published.yaml").write_text(
        SPEC.replace("      responses", f"{MORE}      responses")
    )
    asked = update(project)
    assert asked.startswith("pr create --head opgen-update")
    assert "- `list_pets`: new optional argument `limit`" in asked
    listing = ("git", "ls-tree", "-r", "--name-only", "opgen-update")
    assert "pet_client/CHANGELOG.md" in run(*listing, cwd=project.parent / "remote.git").split()


def test_the_job_for_pull_requests_annotates_the_document_and_wants_a_version(project, monkeypatch):
    job = yaml.safe_load((ROOT / ".github/workflows/review.yml").read_text())["jobs"]["review"]
    assert job["env"] == {"BASE": "origin/${{ github.base_ref }}"}
    steps = {step.get("name"): step.get("run") for step in job["steps"]}
    summary = project.parent / "summary.md"
    environment = {"BASE": "origin/main", "GITHUB_STEP_SUMMARY": str(summary)}
    run("git", "push", "--quiet", "origin", "main", cwd=project)
    more = SPEC.replace("      responses", f"{MORE}      responses")
    (project / "pets.yaml").write_text(more)
    monkeypatch.chdir(project)
    done("generate")
    report = run("bash", "-e", "-c", steps["Report"], cwd=project, **environment)
    annotation, _ = commands_of(report)
    assert annotation.place == ("pets.yaml", more[: more.index(MORE)].count("\n") + 1)
    assert annotation.message == "`list_pets`: new optional argument `limit`"
    assert "- `list_pets`: new optional argument `limit`" in summary.read_text()
    run("bash", "-e", "-c", steps["Check"], cwd=project, code=1, **environment)


def test_the_hook_checks_the_package(project):
    """`.pre-commit-hooks.yaml` is what other projects name; here it runs in place."""
    manifest = ROOT / ".pre-commit-hooks.yaml"
    run("pre-commit", "validate-manifest", manifest, cwd=project)
    (hook,) = yaml.safe_load(manifest.read_text())
    local = {"repos": [{"repo": "local", "hooks": [{**hook, "language": "system"}]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(local))
    run("git", "add", "--all", cwd=project)
    hooks = ("pre-commit", "run", "--all-files")
    home = str(project.parent / "home")
    run(*hooks, cwd=project, PRE_COMMIT_HOME=home)
    module = project / "pet_client/pets.py"
    module.write_text(module.read_text() + "mine = 1\n")
    said = run(*hooks, cwd=project, PRE_COMMIT_HOME=home, code=1)
    assert "pet_client/pets.py:" in said
    assert "was edited by hand" in said
