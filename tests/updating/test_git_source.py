"""Documents from git repositories: by the git command, at a revision, with their files."""

from __future__ import annotations

import http.server
import os
import subprocess
import threading
from pathlib import Path
from urllib.parse import quote

import pytest
from support.command import done
from support.fetching import fails as fetch_fails
from support.fetching import got
from support.update_project import ONE, TWO, changelog, fails, lock, origin, state

pytestmark = pytest.mark.external

MAIN = ONE + b"components: {schemas: {Gear: {$ref: ../common/types.yaml}}}\n"
TYPES = b"type: object\n"


class Repository:
    """A repository with an API in one of its folders."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit({"apis/shop/api v1.yaml": ONE, "apis/shop/other.yaml": MAIN,
                     "apis/common/types.yaml": TYPES})  # fmt: skip

    def git(self, *arguments):
        names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a", "GIT_COMMITTER_NAME": "a",
                 "GIT_COMMITTER_EMAIL": "a", "GIT_CONFIG_GLOBAL": os.devnull}  # fmt: skip
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env={**os.environ, **names},
            check=True, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip

    def commit(self, files):
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=x")
        return self.git("rev-parse", "HEAD")

    def source(self, revision="", path="apis/shop/api%20v1.yaml"):
        at = f"@{revision}" if revision else ""
        return f"git+file://{quote(str(self.folder))}{at}#{path}"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A repository that no test changes."""
    repository = Repository(tmp_path_factory.mktemp("git") / "repo@1")
    repository.git("tag", "--annotate", "v1", "--message=x")
    repository.git("branch", "feature/a")
    return repository


@pytest.fixture
def repository(tmp_path_factory):
    return Repository(tmp_path_factory.mktemp("git") / "repo")


def test_a_document_is_updated_from_a_branch(project, repository):
    source = repository.source("main")
    assert "1 operation in client" in done("update", source)
    assert Path("api.yaml").read_bytes() == ONE
    assert (origin()["url"], origin()["commit"]) == (source, repository.git("rev-parse", "HEAD"))
    assert lock()["document"]["url"] == source
    before = state(project)
    assert "nothing changed" in done("update")
    assert state(project) == before
    repository.commit({"apis/shop/api v1.yaml": TWO})
    assert "`get_toy`: new" in done("update")
    assert f"from `{source}`" in changelog()
    assert origin()["commit"] == repository.git("rev-parse", "HEAD")
    done("check")


def test_a_commit_that_changes_other_files_changes_nothing(project, repository):
    done("update", repository.source())
    repository.commit({"README": b"a"})
    assert "nothing changed" in done("update")
    assert project.is_dir()


def test_the_files_next_to_the_document_come_with_it(project, repository):
    deep = (project / "pyproject.toml").read_text().replace("api.yaml", "specs/shop/api.yaml")
    (project / "specs").mkdir()
    (project / "pyproject.toml").write_text(f'{deep}root = "specs"\n')
    done("update", repository.source(path="apis/shop/other.yaml"))
    assert Path("specs/common/types.yaml").read_bytes() == TYPES
    done("check")
    (project / "specs/common/types.yaml").unlink()
    done("update")
    assert Path("specs/common/types.yaml").exists()
    assert "nothing changed" in done("update")


def test_many_files_are_fetched_together(repository, monkeypatch):
    names = [f"t{number}.yaml" for number in range(9)]
    refs = "".join(f"    S{number}: {{$ref: {name}}}\n" for number, name in enumerate(names))
    main = b"openapi: 3.1.0\ncomponents:\n  schemas:\n" + refs.encode()
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit({"main.yaml": main, **{name: name.encode() for name in names}})
    trace = repository.folder / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
    found = got(repository.source(path="main.yaml"))
    assert found.files == {name: name.encode() for name in names}
    # The commit, the document, and the other files.
    assert trace.read_text().count('"upload-pack"') <= 2 * 3


@pytest.mark.parametrize("revision", ["", "main", "v1", "feature/a", "commit"])
def test_a_revision(shared, revision):
    commit = shared.git("rev-parse", "HEAD")
    found = got(shared.source(commit if revision == "commit" else revision))
    assert found.content == ONE
    assert found.origin.commit == commit


def test_a_link_within_the_repository_is_followed(repository):
    (repository.folder / "link.yaml").symlink_to("apis/shop/api v1.yaml")
    (repository.folder / "out.yaml").symlink_to("/etc/passwd")
    repository.commit({})
    assert got(repository.source(path="link.yaml")).content == ONE
    assert "does not exist" in fetch_fails(repository.source(path="out.yaml"), "cannot-fetch")


def test_a_repository_is_fetched_by_http(shared, tmp_path):
    shared.git("clone", "--quiet", "--bare", ".", str(tmp_path / "repo.git"))
    subprocess.run(["git", "update-server-info"], cwd=tmp_path / "repo.git", check=True)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, directory=tmp_path, **named)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"git+http://127.0.0.1:{server.server_port}/repo.git@main#apis/shop/other.yaml"
        # A server of files only cannot send a single commit, but it is reached.
        said = fetch_fails(url, "cannot-fetch")
        server.shutdown()
    assert "cannot be fetched at 'main': " in said
    assert "shallow" in said


def test_the_environment_of_a_hook_is_not_used(shared, monkeypatch):
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nonexistent")
    assert got(shared.source()).content == ONE


@pytest.mark.parametrize(("revision", "path", "said"), [
    ("v2", "a", "cannot be fetched at 'v2': couldn't find remote ref v2"),
    ("0" * 40, "a", f"cannot be fetched at '{'0' * 40}'"),
    ("main", "apis/none.yaml", "'apis/none.yaml' does not exist in "),
    ("main", "apis/shop", "'apis/shop' is a folder in "),
])  # fmt: skip
def test_what_the_repository_does_not_have(shared, revision, path, said):
    assert said in fetch_fails(shared.source(revision, path), "cannot-fetch")


def test_a_repository_that_is_not_there(project):
    said = fails("cannot-fetch", "update", f"git+file://{project}/none.git#a.yaml")
    assert "does not appear to be a git repository" in said
    assert "credential helper" in said


def test_a_missing_git(shared, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    assert "install git" in fetch_fails(shared.source(), "no-git")


@pytest.mark.parametrize("source", [
    "git+https://a.example/b.git", "git+https://a.example/b.git#", "git+https://#a",
    "git+https://a.example/b.git@--upload-pack=touch#a", "git+https://a.example/b.git@a..b#a",
    "git+https://a.example/b.git@a:b#a", "git+https://a.example/b.git@HEAD~1#a",
    "git+https://a.example/b.git@#a", "git+https://a.example/b.git@x#../a",
    "git+https://a.example/b.git@x#/a", "git+https://a.example/b.git@x#a//b",
    "git+https://a.example/b.git@x#a%0Ab", "git+https://a.example/b c.git#a",
    "git+https://a.example:x/b.git#a", "git+file://a.example/b#a",
    "git+https:///b#a", "git+https://a.example/b?x=1#a", "git+ssh://-oProxyCommand=touch/b#a",
])  # fmt: skip
def test_a_source_that_is_not_valid(source):
    fetch_fails(source, "invalid-url")


@pytest.mark.parametrize("scheme", ["git", "ext", "git+ext", "git+git", "git+ftp"])
def test_no_other_protocol_is_used(scheme):
    fetch_fails(f"{scheme}://a.example/b#c", "unsupported-source")


def test_http_is_for_this_computer_only():
    said = fetch_fails("git+http://a.example/b.git#c", "insecure-source")
    assert "use git+https:" in said


def test_a_password_is_refused_and_not_printed():
    said = fetch_fails("git+https://me:S3CRET@a.example/b.git#c", "invalid-url")
    assert "S3CRET" not in said
    assert "credential helper" in said
