"""Which commits a range of revisions names; git itself is the judge."""

from __future__ import annotations

import pytest
from support.git_project import commit, git

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.revisions.ranges import read_range


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """Main has the commits one and two; the branch, checked out, leaves main after one."""
    folder = tmp_path_factory.mktemp("repository")
    (folder / "a").write_text("1")
    commit(folder, "one")
    git(folder, "tag", "v1.0")
    git(folder, "branch", "topic")
    (folder / "a").write_text("2")
    commit(folder, "two")
    git(folder, "checkout", "--quiet", "topic")
    (folder / "b").write_text("3")
    commit(folder, "three")
    return folder


def named(repository, name):
    return git(repository, "rev-parse", name).strip()


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("main", "main", None),
        ("main..", "main", None),
        ("main..HEAD", "main", "HEAD"),
        ("v1.0..main", "v1.0", "main"),
        ("v1.0...main", "v1.0", "main"),
        ("main...", "v1.0", None),
        ("main...topic", "v1.0", "topic"),
        ("..main", "HEAD", "main"),
        ("..", "HEAD", None),
        ("HEAD~1", "HEAD~1", None),
        ("HEAD^..HEAD", "HEAD^", "HEAD"),
        ("main@{0}..", "main", None),
    ],
)
def test_the_commits_of_a_range(repository, text, old, new):
    found = read_range(text, repository, DiagnosticLog())
    assert found.old.commit == named(repository, old)
    assert (found.new.commit if found.new else None) == (named(repository, new) if new else None)


@pytest.mark.parametrize(
    ("text", "right"),
    [("main..topic", "main topic"), ("main...topic", "main...topic"), ("v1.0..main", "v1.0 main")],
)
def test_the_sides_are_those_of_git_diff(repository, text, right):
    found = read_range(text, repository, DiagnosticLog())
    ours = git(repository, "diff", found.old.commit, found.new.commit)
    assert ours == git(repository, "diff", *right.split())
    assert ours


def test_names_are_those_of_the_user_and_of_a_merge_base_its_digest(repository):
    found = read_range("main...topic", repository, DiagnosticLog())
    assert found.new.name == "topic"
    assert named(repository, "v1.0").startswith(found.old.name)


def test_branches_without_a_common_commit(tmp_path):
    (tmp_path / "a").write_text("1")
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "--orphan", "other")
    commit(tmp_path, "unrelated")
    log = DiagnosticLog()
    with pytest.raises(OpgenError):
        read_range("main...", tmp_path, log)
    assert log.diagnostics[0].code == "unknown-revision"
    assert "fetch-depth: 0" in log.diagnostics[0].help
