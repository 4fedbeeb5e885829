"""`opgen check --version-bump`: changes of the API need a new version of the package."""

from __future__ import annotations

import shutil

import pytest
from packaging.version import Version
from support.command import done, opgen
from support.git_project import DOCUMENT, commit, git, pets_project

from generator.updating.changelog import is_raised

ADDED = DOCUMENT.replace("breed, in", "race, in: query}\n      - {name: breed, in")
BREAKING = DOCUMENT.replace("listPets", "findPets")


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """A repository with a package on each of the branches main, added and breaking."""
    folder = pets_project(tmp_path_factory.mktemp("repository") / "work")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for branch, document in (("main", DOCUMENT), ("added", ADDED), ("breaking", BREAKING)):
            git(folder, "checkout", "--quiet", "-B", branch, "main")
            (folder / "api/openapi.yaml").write_text(document)
            done("generate")
            commit(folder, branch)
    return folder


@pytest.fixture
def package(packages, tmp_path, monkeypatch):
    folder = tmp_path / "work"
    shutil.copytree(packages, folder)
    monkeypatch.chdir(folder)
    return folder


def state(project, branch, changelog):
    git(project, "checkout", "--quiet", branch)
    path = project / "src/pets_client/CHANGELOG.md"
    if changelog is not None:
        path.write_text(changelog)


def check(revision="main"):
    return opgen("check", "--version-bump", revision)


@pytest.mark.parametrize(
    ("branch", "changelog", "needed"),
    [
        ("main", None, None),
        ("added", "## 0.1.0\n", "0.1.1"),
        ("added", "## 0.1.1\n", None),
        ("breaking", "## 0.1.1\n", "0.2.0"),
        ("breaking", "## [0.2.0] - today\n", None),
    ],
)
def test_the_version_must_be_as_far_as_the_changes_need(package, branch, changelog, needed):
    state(package, branch, changelog)
    run = check()
    assert run.exit_code == (1 if needed else 0), run.output
    assert ("error[version-not-raised]" in run.stderr) == bool(needed)
    if branch == "main":
        assert "  no changes of the API since main" in run.stdout
    if needed:
        assert f"and was 0.1.0; the changes since main need {needed} or more" in run.stderr
        assert f"'## {needed}'" in run.stderr
        assert "src/pets_client/CHANGELOG.md:1:1: error" in run.stderr
        assert "main:api/openapi.yaml → api/openapi.yaml: " in run.stdout


@pytest.mark.parametrize(("changelog", "code"), [("## 1.4.0\n", 1), ("## 2.0.0rc1\n", 0)])
def test_the_version_of_the_revision_is_in_its_changelog(package, changelog, code):
    state(package, "main", "## 1.3.0\n")
    commit(package, "version")
    state(package, "breaking", changelog)
    assert check().exit_code == code


@pytest.mark.parametrize("changelog", [None, "# Nothing\n"])
def test_a_package_without_a_version(package, changelog):
    state(package, "added", changelog)
    run = check()
    assert run.exit_code == 1
    assert "the package has no version, because its changelog has no heading with one" in run.stderr
    assert "need 0.1.1 or more" in run.stderr


def test_a_package_that_is_not_up_to_date_needs_a_version_too(package):
    state(package, "main", None)
    (package / "api/openapi.yaml").write_text(ADDED)
    run = check()
    assert run.exit_code == 1
    assert "src/pets_client is not up to date" in run.output
    assert "error[version-not-raised]" in run.stderr


def test_an_update_raises_the_version(package):
    git(package, "checkout", "--quiet", "main")
    (package / "new.yaml").write_text(BREAKING)
    done("update", "new.yaml")
    assert "  version 0.2.0, enough after 0.1.0 (version step: major)" in check().stdout


def test_a_package_that_the_revision_does_not_have(package):
    git(package, "checkout", "--quiet", "--orphan", "empty")
    git(package, "rm", "-r", "--quiet", "--cached", ".")
    git(package, "commit", "--quiet", "--allow-empty", "--message=empty")
    run = check("empty")
    assert run.exit_code == 0
    assert "the package is new since empty" in run.stdout


def test_wrong_revisions(package):
    assert package.is_dir()
    assert check("main..HEAD").exit_code == 2
    assert "error[unknown-revision]: git has no revision 'nope'\n" in check("nope").stderr


@pytest.mark.parametrize(
    ("version", "needed", "is_enough"),
    [
        ("1.2.0", "1.2.0", True),
        ("1.2", "1.2.0", True),
        ("1.2.0rc1", "1.2.0", True),
        ("1.2.0.dev3", "1.2.0", True),
        ("1.1.9", "1.2.0", False),
        ("1.3.0rc1", "2.0.0", False),
        ("10.0.0", "9.0.0", True),
    ],
)
def test_which_versions_are_enough(version, needed, is_enough):
    assert is_raised(Version(version), Version(needed)) is is_enough
