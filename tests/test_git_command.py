"""The git command: what it returns, what it may not do, and how it ends."""

from __future__ import annotations

import os
import time

import pytest
from support.git_project import git
from support.scripted_server import Say, Server

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.git_command import GitSettings, commit_of, git_output, repository_of, run_git


@pytest.fixture
def repository(tmp_path):
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "a.txt").write_text("hello\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=one")
    return tmp_path


def failure(*arguments, **options):
    log = DiagnosticLog()
    with pytest.raises(OpgenError):
        git_output(*arguments, log, "read the file", **options)
    return log.diagnostics[-1]


def fake_git(folder, monkeypatch, script):
    program = folder / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def test_the_output_is_bytes(repository):
    log = DiagnosticLog()
    assert git_output(["cat-file", "blob", "HEAD:a.txt"], repository, log, "read") == b"hello\n"
    found = git_output(["cat-file", "--batch-check"], repository, log, "read", stdin=b"HEAD\n")
    assert found.split()[1] == b"commit"


def test_a_failure_has_the_message_of_git(repository):
    one = failure(["cat-file", "blob", "HEAD:b.txt"], repository)
    assert one.code == "git-failed"
    assert one.message == ("git cannot read the file: path 'b.txt' does not exist in 'HEAD'")


def test_a_failure_can_be_a_result(repository):
    result = run_git(["cat-file", "-e", "HEAD:b.txt"], repository, DiagnosticLog())
    assert (result.code, result.output) == (128, b"")


def test_without_git(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert failure(["status"], repository).code == "no-git"


def test_no_message_has_credentials(repository):
    one = failure(["ls-remote", "--", "https://me:geheim@nowhere.invalid/x.git"], repository)
    assert "geheim" not in one.message
    assert "nowhere.invalid" in one.message


def test_git_of_a_hook_is_the_one_of_the_folder(repository, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(repository / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/other")
    assert git_output(["ls-files"], repository, DiagnosticLog(), "list") == b"a.txt\n"


def test_no_hook_and_no_monitor_runs(repository, tmp_path):
    for name in ("post-checkout", "query-watchman"):
        hook = repository / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
        hook.chmod(0o755)
    git(repository, "config", "core.fsmonitor", ".git/hooks/query-watchman")
    git_output(["checkout", "--quiet", "-b", "new"], repository, DiagnosticLog(), "switch")
    git_output(["status"], repository, DiagnosticLog(), "look")
    assert not (tmp_path / "ran").exists()


def test_a_command_that_does_not_end_is_ended_with_all_that_it_started(tmp_path, monkeypatch):
    fake_git(tmp_path, monkeypatch, "sleep 60 & sleep 60")
    log, started = DiagnosticLog(), time.monotonic()
    with pytest.raises(OpgenError):
        run_git(["fetch"], tmp_path, log, settings=GitSettings(seconds=0.2))
    assert time.monotonic() - started < 10
    assert log.diagnostics[0].message == "`git fetch` did not end within 0.2 seconds"


def test_too_much_output_is_an_error(tmp_path, monkeypatch):
    fake_git(tmp_path, monkeypatch, "yes")
    log = DiagnosticLog()
    with pytest.raises(OpgenError):
        run_git(["show"], tmp_path, log, settings=GitSettings(max_output=1000))
    assert log.diagnostics[0].code == "too-large"


def test_git_does_not_ask_for_a_password(tmp_path):
    with Server() as server:
        server.always = Say(401, headers={"WWW-Authenticate": "Basic realm=x"})
        arguments = ["ls-remote", "--", f"{server.url}/x.git"]
        result = run_git(arguments, tmp_path, DiagnosticLog(), settings=GitSettings(seconds=20))
    assert result.code
    assert "terminal prompts disabled" in result.message


def test_the_repository_and_a_revision(repository):
    (repository / "inner").mkdir()
    log = DiagnosticLog()
    assert repository_of(repository / "inner", log).samefile(repository)
    head = git(repository, "rev-parse", "HEAD").strip()
    assert commit_of("main", repository, log) == head
    assert commit_of("HEAD^0", repository, log) == head


@pytest.mark.parametrize("name", ["nothing", "--all", "", "-h", "HEAD:a.txt", "a\nb", "HEAD~7"])
def test_a_revision_that_is_none(repository, name):
    log = DiagnosticLog()
    with pytest.raises(OpgenError):
        commit_of(name, repository, log)
    assert log.diagnostics[-1].code == "unknown-revision"


def test_a_shallow_clone_says_how_to_get_the_history(repository, tmp_path):
    git(repository, "commit", "--quiet", "--allow-empty", "--message=two")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository}", str(clone))
    log = DiagnosticLog()
    with pytest.raises(OpgenError):
        commit_of("HEAD~1", clone, log)
    assert "git fetch --unshallow" in log.diagnostics[-1].help


def test_outside_of_a_repository(tmp_path):
    log = DiagnosticLog()
    with pytest.raises(OpgenError):
        repository_of(tmp_path, log)
    assert log.diagnostics[-1].code == "no-repository"
