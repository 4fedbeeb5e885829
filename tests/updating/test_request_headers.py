"""Headers of requests for a document: values of the environment, sent to one host, never stored."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from support.command import done, opgen
from support.fetching import fetch_with, rejected
from support.https_server import DOCUMENT
from support.update_project import ONE, PROJECT, TWO, fails

from generator.diagnostics import DiagnosticLog
from generator.options import Entry
from generator.updating.access import Access
from generator.updating.exchange import parse_url

pytestmark = pytest.mark.usefixtures("trusted", "no_accounts")
SECRET = "glpat-S3CRET value"  # with a space


@pytest.fixture
def token(monkeypatch):
    monkeypatch.setenv("MY_TOKEN", SECRET)
    return SECRET


def with_headers(**headers):
    lines = "".join(f'{name} = "{value}"\n' for name, value in headers.items())
    Path("pyproject.toml").write_text(f"{PROJECT}\n[tool.opgen.headers]\n{lines}")


def stored(project):
    """All bytes that are in the project."""
    return b"".join(path.read_bytes() for path in project.rglob("*") if path.is_file())


def sent(server, name):
    return [headers.get(name) for _, headers in server.seen]


@pytest.mark.usefixtures("token")
def test_a_header_of_the_settings_is_sent_each_time_and_stored_nowhere(project, source, caplog):
    caplog.set_level(logging.DEBUG)
    with_headers(Authorization="Bearer ${MY_TOKEN}", Accept="application/yaml")
    text = done("update", source.url)
    source.becomes(TWO, '"2"')
    text += done("update", "--report", "report.json")
    assert sent(source.server, "Authorization") == [f"Bearer {SECRET}"] * 2
    assert sent(source.server, "Accept") == ["application/yaml"] * 2
    assert SECRET not in text
    assert SECRET.encode() not in stored(project)
    assert SECRET not in caplog.text
    done("check")


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(("arguments", "name", "value"), [
    (("--header", "PRIVATE-TOKEN: ${MY_TOKEN}"), "PRIVATE-TOKEN", SECRET),
    (("--header", "X-Both:a${MY_TOKEN}b${MY_TOKEN}"), "X-Both", f"a{SECRET}b{SECRET}"),
    (("--header", "X-Plain: $MY_TOKEN"), "X-Plain", "$MY_TOKEN"),
    (("--token-env", "MY_TOKEN"), "Authorization", f"Bearer {SECRET}"),
    (("--token-env", "NO", "--header", "authorization: x"), "authorization", "x"),
])  # fmt: skip
def test_a_header_of_the_command_line(project, source, arguments, name, value):
    done("update", source.url, *arguments)
    assert sent(source.server, name) == [value]
    assert SECRET.encode() not in stored(project)


@pytest.mark.usefixtures("token", "project")
def test_a_header_of_the_command_line_replaces_one_of_the_settings(source):
    with_headers(Authorization="Bearer ${OTHER}", X_Team="a")
    done("update", source.url, "--header", "AUTHORIZATION: ${MY_TOKEN}")
    assert sent(source.server, "AUTHORIZATION") == [SECRET]
    assert sent(source.server, "X_Team") == ["a"]


@pytest.mark.usefixtures("token", "project")
@pytest.mark.parametrize("command", ["list", "generate"])
def test_every_command_that_fetches_takes_headers(source, command):
    more = ("--all",) if command == "generate" else ()
    done(command, source.url, *more, "--token-env", "MY_TOKEN")
    assert sent(source.server, "Authorization") == [f"Bearer {SECRET}"]


@pytest.mark.usefixtures("token")
def test_init_keeps_the_name_of_the_variable(tmp_path, monkeypatch, source):
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").unlink(missing_ok=True)
    done("init", source.url, "--token-env", "MY_TOKEN", "--header", "X-Team: a")
    settings = Path("pyproject.toml").read_text()
    assert 'headers = { "Authorization" = "Bearer ${MY_TOKEN}", "X-Team" = "a" }' in settings
    source.becomes(TWO, '"2"')
    done("update")
    assert sent(source.server, "Authorization") == [f"Bearer {SECRET}"] * 2
    assert SECRET.encode() not in stored(tmp_path)


def test_init_stores_no_secret(tmp_path, monkeypatch, server):
    monkeypatch.chdir(tmp_path)
    said = opgen("init", server.url(), "--header", "Authorization: Bearer S3CRET").output
    assert "error[secret-in-settings]" in said
    assert "S3CRET" not in said
    assert not server.seen
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Authorization", "PRIVATE-TOKEN", "X-Api-Key", "Cookie"])
def test_a_secret_in_the_settings_is_refused(project, source, name):
    assert project.is_dir()
    with_headers(**{name: "Bearer S3CRET"})
    said = fails("secret-in-settings", "update", source.url)
    assert said.startswith("pyproject.toml:7:1: ")
    assert "S3CRET" not in said
    assert f'{name} = "${{NAME}}"' in said
    assert not source.server.seen


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("command", ["generate", "check"])
def test_a_secret_in_the_settings_is_found_before_it_is_committed(command):
    with_headers(Authorization="Bearer S3CRET")
    assert "S3CRET" not in fails("secret-in-settings", command)


@pytest.mark.usefixtures("project")
def test_the_name_of_a_variable_for_a_token():
    run = opgen("update", "https://127.0.0.1:1/a", "--token-env", "S3-CRET")
    assert run.exit_code == 2
    assert "is not the name of an environment variable" in run.output
    assert "S3-CRET" not in run.output


@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_a_variable_without_a_value_is_named(project, source, monkeypatch, value):
    assert project.is_dir()
    monkeypatch.delenv("MY_TOKEN", raising=False)
    if value is not None:
        monkeypatch.setenv("MY_TOKEN", value)
    with_headers(Authorization="Bearer ${MY_TOKEN}")
    said = fails("missing-variable", "update", source.url)
    assert "variable MY_TOKEN of the header 'Authorization' is not set or empty" in said
    assert not source.server.seen


def test_a_token_that_is_given_as_a_name_is_not_shown(project):
    assert project.is_dir()
    run = opgen("update", "https://127.0.0.1:1/a", "--token-env", "ghp_16C7e42F292c6912E7")
    assert "the environment variable ghp_… of the header 'Authorization' is not set" in run.stderr
    assert "16C7" not in run.output


def test_a_line_break_at_the_end_of_a_variable_is_dropped(server, monkeypatch):
    monkeypatch.setenv("MY_TOKEN", "abc\r\n")
    fetch_with(server.url(), "X-Token: ${MY_TOKEN}")
    assert sent(server, "X-Token") == ["abc"]


@pytest.mark.parametrize("value", ["S3CRET\r\nX-Evil: 1", "S3CRET\nb", "S3CRET\x00", "S3CRET\xfc"])
def test_a_value_that_is_no_header(server, monkeypatch, value):
    monkeypatch.setattr("os.environ", {"MY_TOKEN": value})
    said = rejected("invalid-header", server.url(), "X-Token: ${MY_TOKEN}")
    assert "'X-Token', from ${MY_TOKEN}, has a line break or is not ASCII" in said
    assert "S3CRET" not in said
    assert not server.seen


@pytest.mark.parametrize("header", [
    "S3CRET", "S3 CRET: a", ": S3CRET", "X-A: S3CRET\nX-B: 1", "Host: S3CRET", "Content-Length: 1",
    "Transfer-Encoding: chunked", "If-None-Match: a", "X-A: ${S3-CRET}", "X-A: ${", "X-A: ${1}",
])  # fmt: skip
def test_a_header_that_cannot_be_sent(project, header):
    assert project.is_dir()
    run = opgen("update", "https://127.0.0.1:1/a", "--header", header)
    assert run.exit_code == 2
    assert "S3CRET" not in run.output
    assert "header" in run.output


@pytest.mark.usefixtures("token", "project")
@pytest.mark.parametrize("source", ["api.yaml", "-", "git+https://a/b#c", "file:///a"])
def test_a_header_for_what_is_not_fetched_by_http(source):
    run = opgen("update", source, "--token-env", "MY_TOKEN")
    assert run.exit_code == 2
    assert "--header and --token-env are for the URL of a document" in run.output


# Where they are sent


@pytest.mark.usefixtures("token")
def test_a_header_goes_to_no_other_host(server, other):
    server.routes["/"] = lambda to: to.answer(b"", 302, Location="/b")
    server.routes["/b"] = lambda to: to.answer(b"", 302, Location=other.url("/c"))
    other.routes["/c"] = lambda to: to.answer(b"", 302, Location=other.url("/d"))
    other.routes["/d"] = lambda to: to.answer()
    headers = ("X-Token: ${MY_TOKEN}", "Authorization: ${MY_TOKEN}")
    assert fetch_with(server.url(), *headers).content == DOCUMENT
    for name in ("X-Token", "Authorization"):
        assert sent(server, name) == [SECRET, SECRET]
        assert sent(other, name) == [None, None]


@pytest.mark.usefixtures("token")
def test_what_a_server_repeats_is_not_printed_or_stored(server):
    def repeat(to):
        to.send_response(404, to.headers["X-Token"])
        to.end_headers()

    server.routes["/"] = repeat
    said = rejected("cannot-fetch", server.url(), "X-Token: ${MY_TOKEN}")
    assert "S3CRET" not in said
    assert "404 ***" in said
    server.routes["/a"] = lambda to: to.answer(b"", 302, Location="/glpat-S3CRET")
    server.routes["/glpat-S3CRET"] = lambda to: to.answer(b"", 500)
    said = rejected("cannot-fetch", server.url("/a"), "X-Token: ${MY_TOKEN}")
    assert "S3CRET" not in said
    server.routes["/b"] = lambda to: to.answer(ETag=f'"{to.headers["X-Token"]}"')
    found = fetch_with(server.url("/b"), "X-Token: ${MY_TOKEN}")
    assert found.origin.etag is None
    server.routes["/main"] = lambda to: to.answer(b"", 404)
    assert "/main'" in rejected("cannot-fetch", server.url("/main"), "X-Team: main")


@pytest.mark.usefixtures("token")
def test_a_header_is_better_than_the_user_info_of_the_url(server):
    fetch_with(server.url(user="me:other@"), "Authorization: ${MY_TOKEN}")
    assert sent(server, "Authorization") == [SECRET]


def test_what_is_sent_is_in_no_repr(server):
    log = DiagnosticLog()
    url = parse_url(server.url(user="me:S3CRET@"), log)
    assert "S3CRET" not in repr(Access.of(url, [Entry("X", "S3CRET")], log))


def test_the_document_of_a_failed_request_stays(project, source):
    assert project.is_dir()
    done("update", source.url)
    source.server.routes["/api.yaml"] = lambda to: to.answer(b"", 401)
    said = fails("cannot-fetch", "update")
    assert "--header 'NAME: ${VARIABLE}' or --token-env VARIABLE" in said
    assert Path("api.yaml").read_bytes() == ONE
