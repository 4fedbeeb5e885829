"""The first commands of a newcomer: `opgen generate URL`, `opgen generate -`, `opgen list URL`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.command import done, opgen
from support.folders import names, tree
from support.packages import load
from support.pet_store import ORIGIN, SPEC, pets, source
from support.scripted_server import Say

from generator.cli import main
from generator.diagnostics import DiagnosticLog
from generator.updating.new_document import read_new

pytestmark = pytest.mark.usefixtures("folder")


def test_the_document_of_a_url_is_saved_for_the_next_update(service, folder):
    said = done("generate", source(service), "--all")
    assert f"{SPEC}: the document of {source(service)}\n" in said
    assert "pet_store_client: 3 operations in pet_store_client\n" in said
    assert names(folder) == [SPEC, ORIGIN, "pet_store_client"]
    assert json.loads(Path(SPEC).read_bytes()) == pets(service.url)
    assert json.loads(Path(ORIGIN).read_bytes())["url"] == source(service)

    service.always = Say(data={**pets(service.url), "x-newer": True})
    again = ("--spec", SPEC, "--output", "pet_store_client", "--all")
    assert "3 operations" in done("update", *again)
    assert "x-newer" in Path(SPEC).read_text()
    assert "nothing changed" in done("update", *again)


def test_the_files_can_be_named(service, folder):
    chosen = ("--spec", "specs/api.json", "--output", "src/pets", "--group", "pets")
    done("generate", source(service), *chosen)
    assert names(folder) == ["specs", "src"]
    assert names(folder / "specs") == ["api.json", "api.json.origin.json"]
    done("check", "specs/api.json", *chosen[2:])


def test_a_newer_document_replaces_the_older_one_but_nothing_else(service, folder):
    done("generate", source(service), "--all")
    service.always = Say(data={**pets(service.url), "x-newer": True})
    done("generate", source(service), "--all")
    assert "x-newer" in Path(SPEC).read_text()

    Path(SPEC).write_text("mine: true\n")
    before = tree(folder)
    failed = opgen("generate", source(service), "--all")
    assert failed.exit_code == 1
    assert f"{SPEC}:1:1: error[document-exists]" in failed.stderr
    assert "--spec FILE" in failed.stderr
    assert tree(folder) == before


@pytest.mark.parametrize("command", [("generate", "-", "--all"), ("init", "-")])
def test_a_document_from_stdin(folder, command):
    for content in (pets(), {**pets(), "x-newer": True}):
        run = CliRunner().invoke(main, command, input=json.dumps(content))
        assert run.exit_code == 0, run.output
        assert f"{SPEC}: the document of stdin\n" in run.stdout
        assert json.loads(Path(SPEC).read_text()) == content
        assert not Path(ORIGIN).exists()
        (folder / "pyproject.toml").unlink(missing_ok=True)


@pytest.mark.parametrize("name", ["api.json", "file"])
def test_a_file_stays_where_it_is(folder, name):
    Path("api.json").write_text(json.dumps(pets()))
    given = "api.json" if name == "api.json" else (folder / "api.json").as_uri()
    said = done("generate", given, "--all")
    assert said.startswith("pet_store_client: 3 operations")
    assert names(folder) == ["api.json", "pet_store_client"]


def test_a_document_in_yaml_has_a_name_that_says_so(service):
    content = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {/a: {get: {}}}\n"
    service.always = Say(data=content.encode())
    done("generate", source(service), "--all")
    assert Path("pets.openapi.yaml").read_text() == content


@pytest.mark.parametrize(
    ("servers", "target"),
    [
        ([], "/pets"),
        ([{"url": "/"}], "/pets"),
        ([{"url": "/v2"}], "/v2/pets"),
        ([{"url": "v3/"}], "/docs/v3/pets"),
        ([{"url": "{base}", "variables": {"base": {"default": "/v4"}}}], None),
    ],
)
def test_a_service_that_describes_itself_is_called_where_it_is(service, folder, servers, target):
    service.always = Say(data={**pets(), "servers": servers})
    run = opgen("generate", source(service).replace("/openapi", "/docs/openapi"), "--all")
    assert ("no-address" in run.stderr) is (target is None)
    if target:
        service.always = Say(data=["Rex"])
        made = load(folder / "pet_store_client")
        assert made.list_pets() == ["Rex"]
        made._api.API.client.close()
        assert service.asked[-1].target == target


@pytest.mark.parametrize("is_terminal", [False, True])
def test_without_a_selection_the_groups_and_the_command_are_shown(
    service, folder, monkeypatch, is_terminal
):
    monkeypatch.setattr("generator.commands.sources.is_terminal", lambda: is_terminal)
    failed = opgen("generate", source(service), "--output", "my_client")
    assert failed.exit_code == 1
    assert "error[nothing-selected]: the document has 3 operations in 2 groups" in failed.stderr
    command = f"opgen generate {source(service)} --output my_client"
    assert f"run `{command} --group owners`, or `{command} --all`" in failed.stderr
    listed = "owners  1 operation\npets    2 operations\n"
    assert (failed.stdout == listed) is is_terminal
    assert ("the groups are owners, pets" in failed.stderr) is not is_terminal
    assert names(folder) == []


@pytest.mark.parametrize(
    "page",
    [
        "<html><script>SwaggerUIBundle({ url: '/api.json', })</script>",
        '<!doctype html><redoc spec-url="/api.json"></redoc>',
        '\n<!-- docs --><script id="api-reference" data-url="/api.json"></script>',
    ],
)
def test_a_page_that_shows_a_document_names_it(service, folder, page):
    service.always = Say(data=page.encode())
    failed = opgen("init", source(service))
    assert failed.exit_code == 1
    assert "error[not-openapi]: the document is an HTML page, not OpenAPI" in failed.stderr
    assert (
        f"the page names '{service.url.removesuffix('/v1')}/api.json'; pass that" in failed.stderr
    )
    assert names(folder) == []


def test_a_url_can_be_listed(service, folder):
    listed = done("list", source(service))
    assert listed.startswith("3 operations in 2 groups\n\nowners  1 operation\n")
    assert names(folder) == []


def test_a_password_is_not_shown_in_the_command(service):
    url = source(service).replace("//", "//jo:secret@")
    failed = opgen("generate", url)
    assert "run `opgen generate SOURCE --group owners`" in failed.stderr
    assert "secret" not in failed.output


@pytest.mark.parametrize(
    "arguments",
    [("a.json", "--spec", "b.json", "--all"), ("--spec", "b.json"), ("-", "--output", "my-client")],
)
def test_wrong_usage(arguments, folder):
    run = CliRunner().invoke(main, ("generate", *arguments, "--all"), input=json.dumps(pets()))
    assert run.exit_code == 2, run.output
    assert names(folder) == []


# init


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("GitHub v3 REST API", "github_client"),
        ("Swagger Petstore - OpenAPI 3.0", "petstore_client"),
        ("class", "class_client"),
        ("日本", "api_client"),
        ("1Password Connect", "api_1password_connect_client"),
        ("../../etc/passwd", "etc_passwd_client"),
    ],
)
def test_the_package_is_named_after_the_api(title, name):
    Path("api.json").write_text(json.dumps({"info": {"title": title}}))
    assert read_new("api.json", DiagnosticLog()).package == name
