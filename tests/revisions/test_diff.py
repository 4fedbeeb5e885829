"""`opgen diff` between git revisions of the document of a project."""

from __future__ import annotations

import json
import os
import re

import pytest
from support.command import done, opgen
from support.folders import tree
from support.git_project import DOCUMENT, PET, PROJECT, commit, git
from support.workflow_commands import commands_of


def changed(project):
    """Remove a function and a member, and add a value."""
    (project / "api/openapi.yaml").write_text(DOCUMENT[: DOCUMENT.index("    delete:")])
    (project / "api/common/pet.yaml").write_text(
        "Pet: {type: object, properties: {kind: {enum: [cat, dog, fish]}}}\n"
    )


def difference(*arguments):
    found = json.loads(done("diff", *arguments, "--format", "json"))
    texts = [f"{one['subject']}: {one['message']}" for one in found["changes"]]
    return (found["before"], found["after"]), texts


CHANGES = [
    "`drop_pets`: removed",
    "`Pet`: attribute `name` removed",
    "`Pet.kind`: new value `'fish'`",
]


@pytest.mark.parametrize("arguments", [(), ("HEAD",), ("main",), ("main..",), ("..",)])
def test_a_revision_and_the_files_on_disk(project, arguments):
    changed(project)
    name = arguments[0].removesuffix("..") if arguments else ""
    names, texts = difference(*arguments)
    assert names == (f"{name or 'HEAD'}:api/openapi.yaml", "api/openapi.yaml")
    assert texts == CHANGES


def test_two_revisions_do_not_see_the_files_on_disk(project):
    git(project, "tag", "v1")
    changed(project)
    commit(project, "two")
    (project / "api/openapi.yaml").write_text("no document")
    names, texts = difference("v1..HEAD")
    assert names == ("v1:api/openapi.yaml", "HEAD:api/openapi.yaml")
    assert texts == CHANGES


def test_places_are_in_the_files_of_the_revision(project):
    changed(project)
    text = done("diff", "main")
    assert "`drop_pets`: removed  (main:api/openapi.yaml:13)" in text
    assert "(main:api/common/pet.yaml:1 → api/common/pet.yaml:1)" in text
    assert "opgen-" not in text


def test_three_dots_do_not_report_what_happened_on_main(project):
    git(project, "checkout", "--quiet", "-b", "topic")
    git(project, "checkout", "--quiet", "main")
    (project / "api/openapi.yaml").write_text(DOCUMENT.replace("breed", "race"))
    commit(project, "on main")
    git(project, "checkout", "--quiet", "topic")
    changed(project)
    assert difference("main...")[1] == CHANGES
    assert len(difference("main..")[1]) > len(CHANGES)


def test_annotations_of_revisions_are_at_the_paths_of_the_repository(project, monkeypatch):
    changed(project)
    commit(project, "two")
    monkeypatch.chdir(project / "api")
    for revisions in ("HEAD~1..HEAD", "HEAD~1.."):
        *found, _ = commands_of(done("diff", revisions, "--format", "github"))
        assert [one.place for one in found] == [
            ("api/common/pet.yaml", 1),
            ("api/openapi.yaml", 5),
            ("api/common/pet.yaml", 1),
        ]


def test_settings_and_overlays_are_those_of_the_revision(project):
    (project / "more.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: x, version: '1'}\nactions:\n"
        "- {target: \"$.paths['/pets'].get\", update: {operationId: findPets}}\n"
    )
    settings = PROJECT.replace("all = true", 'paths = ["/pets"]\noverlays = ["more.yaml"]')
    (project / "pyproject.toml").write_text(settings)
    commit(project, "two")
    (project / "more.yaml").write_text((project / "more.yaml").read_text().replace("find", "get"))
    _, texts = difference("main~1..main")
    assert any("find_pets" in one for one in texts)
    assert not any("get_pets" in one for one in texts)
    assert any("get_pets" in one for one in difference("main..")[1])


def test_a_document_that_had_another_name(project):
    git(project, "mv", "api/openapi.yaml", "api/pets.yaml")
    (project / "pyproject.toml").write_text(PROJECT.replace("openapi.yaml", "pets.yaml"))
    names, texts = difference()
    assert names == ("HEAD:api/openapi.yaml", "api/pets.yaml")
    assert texts == []


def test_a_revision_before_the_settings(project):
    git(project, "rm", "--quiet", "--cached", "pyproject.toml")
    git(project, "commit", "--quiet", "--message=without settings")
    changed(project)
    assert difference("HEAD")[1] == CHANGES


def test_names_are_those_of_the_lock_of_the_revision(project):
    inline = DOCUMENT.replace(
        "{$ref: 'common/pet.yaml#/Pet'}", "{type: object, properties: {a: {}}}"
    )
    (project / "api/openapi.yaml").write_text(inline)
    done("generate")
    lock = project / "src/pets_client/opgen.lock"
    line = re.compile(r'"ListPetsResponse (\w+) \S+ ')  # the name, and the one without others
    lock.write_text(line.sub(r'"OldName \1 ListPetsResponse ', lock.read_text()))
    commit(project, "two")
    lock.unlink()
    (project / "api/openapi.yaml").write_text(inline.replace("{a: {}}", "{b: {type: integer}}"))
    _, texts = difference()
    assert "`OldName`: attribute `a` removed" in texts


def test_a_revision_without_the_document(project):
    git(project, "rm", "--quiet", "api/openapi.yaml")
    git(project, "commit", "--quiet", "--message=none")
    (project / "api/openapi.yaml").write_text(DOCUMENT)
    run = opgen("diff")
    assert run.exit_code == 1
    assert "HEAD:api/openapi.yaml:1:1: error[not-in-revision]" in run.stderr
    assert "at the revision 'HEAD'" in run.stderr


def test_errors_of_a_revision_name_it(project):
    (project / "api/openapi.yaml").write_text("openapi: 3.1.0\npaths: [")
    commit(project, "broken")
    (project / "api/openapi.yaml").write_text(DOCUMENT)
    run = opgen("diff")
    assert run.exit_code == 1
    assert "HEAD:api/openapi.yaml:2:" in run.stderr
    assert "opgen-" not in run.stderr


def test_a_strict_project_may_correct_faults(project):
    (project / "pyproject.toml").write_text(PROJECT + "strict = true\n")
    (project / "api/openapi.yaml").write_text(DOCUMENT.replace("{type: string}", "{type: txt}"))
    commit(project, "faulty")
    assert opgen("diff", "HEAD~1..HEAD").exit_code == 1
    (project / "api/openapi.yaml").write_text(DOCUMENT)
    assert opgen("diff").exit_code == 0


def test_outside_of_a_repository(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    run = opgen("diff", "main..")
    assert run.exit_code == 1
    assert "error[no-repository]" in run.stderr


def test_a_document_outside_of_the_repository(project):
    (project.parent / "other.yaml").write_text(DOCUMENT)
    (project / "pyproject.toml").write_text(PROJECT.replace("api/openapi", "../other"))
    commit(project, "two")
    run = opgen("diff")
    assert run.exit_code == 1
    assert "is outside of the repository" in run.stderr


def test_one_file_needs_another_one(project):
    run = opgen("diff", "api/openapi.yaml")
    assert run.exit_code == 2
    assert "Missing argument 'NEW'" in run.stderr
    assert project.is_dir()


def test_files_whose_names_look_like_a_range(project):
    (project / "a..b").write_text(DOCUMENT)
    (project / "..c").write_text(DOCUMENT)
    names, _ = difference("a..b", "..c")
    assert names == ("a..b", "..c")


def test_a_shallow_clone_of_one_commit_and_its_parent(project, tmp_path, monkeypatch):
    changed(project)
    commit(project, "two")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{project}", "clone")
    monkeypatch.chdir(tmp_path / "clone")
    assert difference()[1] == []
    run = opgen("diff", "HEAD~1")
    assert run.exit_code == 1
    assert "fetch-depth: 0" in run.stderr


def test_a_worktree(project, tmp_path, monkeypatch):
    git(project, "worktree", "add", "--quiet", "-b", "topic", str(tmp_path / "tree"))
    changed(tmp_path / "tree")
    monkeypatch.chdir(tmp_path / "tree")
    assert difference("main")[1] == CHANGES


def test_a_document_in_a_submodule(project, tmp_path, monkeypatch):
    outer = tmp_path / "outer"
    outer.mkdir()
    (outer / "pyproject.toml").write_text(PROJECT.replace("api/", "sub/api/"))
    git(outer, "init", "--quiet", "--initial-branch=main")
    allowed = ("-c", "protocol.file.allow=always")
    git(outer, *allowed, "submodule", "--quiet", "add", str(project), "sub")
    commit(outer, "one")
    changed(outer / "sub")
    monkeypatch.chdir(outer)
    names, texts = difference()
    assert names == ("HEAD:sub/api/openapi.yaml", "sub/api/openapi.yaml")
    assert texts == CHANGES


def test_a_document_behind_links(project):
    (project / "specs").symlink_to("api")
    (project / "api/main.yaml").symlink_to("openapi.yaml")
    (project / "pyproject.toml").write_text(PROJECT.replace("api/openapi", "specs/main"))
    commit(project, "links")
    changed(project)
    assert difference()[1] == CHANGES


def test_a_document_behind_a_link_out_of_the_repository(project):
    (project.parent / "other.yaml").write_text(DOCUMENT.replace("common/", "work/api/common/"))
    (project / "api/link.yaml").symlink_to("../../other.yaml")
    (project / "pyproject.toml").write_text(PROJECT.replace("openapi.yaml", "link.yaml"))
    commit(project, "link")
    names, texts = difference()
    assert names == ("HEAD:api/link.yaml", "api/link.yaml")
    assert texts == []


@pytest.mark.parametrize("option", ["--fix", "--package=pets", "--fail-on=used"])
def test_options_that_need_an_app(project, option):
    assert project.is_dir()
    run = opgen("diff", option)
    assert run.exit_code == 2
    assert "Missing option '--uses'" in run.output


def test_a_repository_without_a_commit(tmp_path, monkeypatch):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    monkeypatch.chdir(tmp_path)
    assert "error[unknown-revision]: git has no revision 'HEAD'" in opgen("diff").stderr


def test_a_configuration_elsewhere_decides_about_the_repository(project, monkeypatch):
    changed(project)
    monkeypatch.chdir(project.parent)
    names, texts = difference("main", "--config", "work/pyproject.toml")
    assert names == ("main:api/openapi.yaml", "work/api/openapi.yaml")
    assert texts == CHANGES


@pytest.mark.parametrize(
    "text", ["a\0b", "main..a\0b", "--", "-x", "main:api/openapi.yaml", "^main", "\udcff"]
)
def test_a_text_that_is_no_revision(project, text):
    assert project.is_dir()
    run = opgen("diff", "--", text)
    assert run.exit_code == 1
    assert "error[unknown-revision]" in run.stderr


@pytest.mark.external
def test_the_lines_of_an_app_are_annotated(project):
    (project / "app.py").write_text("import pets_client\n\npets_client.drop_pets()\n")
    changed(project)
    found = commands_of(done("diff", "main", "--uses", "app.py", "--format", "github"))
    use = next(one for one in found if one.properties.get("file") == "app.py")
    assert (use.name, use.place) == ("error", ("app.py", 3))
    assert use.message == "`drop_pets`: removed"
    assert opgen("diff", "main", "--uses", "app.py", "--fail-on", "used").exit_code == 1


def test_a_referenced_file_with_an_odd_name(project):
    (project / "api/common/pet.yaml").rename(project / "api/common/my pet é.yml")
    odd = DOCUMENT.replace("common/pet.yaml", "common/my%20pet%20%C3%A9.yml")
    (project / "api/openapi.yaml").write_text(odd)
    commit(project, "odd")
    (project / "api/common/my pet é.yml").write_text(PET.replace("dog", "dog, fish"))
    assert difference()[1] == [CHANGES[-1]]


def test_the_repository_is_unchanged(project):
    changed(project)
    (project / "new").write_text("not committed")
    git(project, "add", "new")
    before = tree(project)
    done("diff")
    done("diff", "main...")
    assert tree(project) == before


def test_the_report_can_fail(project):
    changed(project)
    assert opgen("diff", "main", "--fail-on", "breaking").exit_code == 1
    assert opgen("diff", "main", "--fail-on", "used").exit_code == 2


def test_in_a_hook_the_repository_is_that_of_the_folder(project, monkeypatch):
    changed(project)
    monkeypatch.setenv("GIT_DIR", os.devnull)
    assert difference()[1] == CHANGES
