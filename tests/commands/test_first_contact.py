"""The first commands of a newcomer: `opgen generate URL`, `opgen generate -`, `opgen init`."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.command import done, opgen
from support.documents import STRING, document, operation, thing
from support.folders import names, tree
from support.packages import load
from support.scripted_server import Say, Server

from generator.cli import main
from generator.diagnostics import DiagnosticLog
from generator.updating.new_document import read_new


def pets(url="/", **more):
    paths = {
        "/pets": {
            "post": operation(name="addPet", body=thing(name=STRING)),
            "get": operation(name="listPets", reply={"type": "array", "items": STRING}),
        },
        "/owners/{id}": {
            "get": operation(
                {"name": "id", "in": "path", "required": True, "schema": STRING}, name="getOwner"
            )
        },
    }
    return {
        **document(paths, url=url, **more),
        "info": {"title": "Pet Store API (beta)", "version": "1"},
    }


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "new"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def service():
    with Server() as server:
        server.always = Say(data=pets(server.url))
        yield server


def source(service):
    return f"http://127.0.0.1:{service.port}/openapi.json"


SPEC = "pet_store.openapi.json"
ORIGIN = f"{SPEC}.origin.json"


# generate


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


def test_init_sets_a_project_up(service, folder):
    said = done("init", source(service))
    assert names(folder) == [SPEC, ORIGIN, "pet_store_client", "pyproject.toml"]
    table = {"spec": SPEC, "output": "pet_store_client", "all": True}
    assert tomllib.loads(Path("pyproject.toml").read_text()) == {"tool": {"opgen": table}}
    assert said.startswith(f"pyproject.toml: [tool.opgen] is added\n{SPEC}: the document of ")
    assert "pet_store_client: 3 operations" in said
    assert "nothing changed" in done("generate")
    assert "nothing changed" in done("update")
    assert "is up to date" in done("check")


def test_the_first_call_that_init_shows_works(service, folder, monkeypatch, capsys):
    scheme = {"components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}}}
    secured = {**pets(service.url), "security": [{"key": []}], **scheme}
    service.always = Say(data=secured)
    said = done("init", source(service))
    lines = [line[4:] for line in said.splitlines() if line.startswith("    ")]
    assert lines[0] == "import pet_store_client as pet_store"
    assert lines[-2] == ('pet_store.configure(key="...")  # or PET_STORE_KEY in the environment')
    assert lines[-1] == "print(pet_store.list_pets())"
    load(folder / "pet_store_client", "pet_store_client")
    monkeypatch.setitem(sys.modules, "pet_store_client", sys.modules["pet_store_client"])
    service.always = Say(data=["Rex"])
    exec("\n".join(lines), {})
    sys.modules["pet_store_client._api"].API.client.close()
    assert capsys.readouterr().out == "['Rex']\n"
    assert service.asked[-1].target == "/v1/pets"
    assert service.asked[-1].headers["authorization"] == "Bearer ..."


def test_the_first_call_has_the_required_arguments(service):
    parameters = [
        {"name": "kind", "in": "query", "required": True, "schema": {"enum": ["cat", "dog"]}},
        {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
        {"name": "by", "in": "query", "required": True, "schema": STRING, "example": "Ada"},
        {"name": "more", "in": "query", "schema": STRING},
    ]
    paths = {"/pets/{id}": {"get": operation(*parameters, name="getPet")}}
    service.always = Say(data={**pets(service.url), "paths": paths})
    said = done("init", source(service), "--output", "src/shop/pets")
    assert "    import shop.pets as pets\n" in said
    assert '    print(pets.get_pet(1, "cat", "Ada"))\n' in said


PROJECT = '# Ours.\r\n[project]\r\nname = "shop"  # of Zoë\r\n[tool.ruff]\r\nline-length = 100\r\n'


@pytest.mark.parametrize(
    ("security", "line"),
    [
        ([{"a": []}, {"b": []}], '.configure(a="...")  # or PET_STORE_A in the environment'),
        ([{"a": [], "b": []}], '.configure(a="...", b="...")  # or PET_STORE_A and PET_STORE_B in'),
        ([{}, {"b": []}], '.configure(b="...")'),
        ([], None),
    ],
)
def test_the_first_call_sets_what_is_needed(service, security, line):
    described = {**pets(service.url), "security": security}
    scheme = {"type": "http", "scheme": "bearer"}
    described["components"] = {"securitySchemes": {"a": scheme, "b": {**scheme}}}
    described["components"]["securitySchemes"]["b"] = {
        "type": "apiKey", "in": "header", "name": "X-B"
    }  # fmt: skip
    service.always = Say(data=described)
    said = done("init", source(service))
    assert ("configure" in said) is (line is not None)
    assert line is None or line in said


def test_init_keeps_the_rest_of_the_project_as_it_is(service, folder, monkeypatch):
    Path("pyproject.toml").write_bytes(PROJECT.encode())
    Path("app").mkdir()
    monkeypatch.chdir(folder / "app")
    done("init", source(service), "--group", "pets", "--output", "clients/pets")
    content = (folder / "pyproject.toml").read_bytes().decode()
    assert content == (
        f'{PROJECT}\r\n[tool.opgen]\r\nspec = "app/pets.openapi.json"\r\n'
        'output = "app/clients/pets"\r\ngroups = ["pets"]\r\n'
    )
    assert names(folder / "app") == [
        "clients",
        "pets.openapi.json",
        "pets.openapi.json.origin.json",
    ]
    assert "nothing changed" in done("generate")


def test_nothing_is_written_if_init_fails(service, folder):
    Path("pyproject.toml").write_text(PROJECT)
    before = tree(folder)
    service.always = Say(data=b"<!doctype html>")
    assert opgen("init", source(service)).exit_code == 1
    service.always = Say(status=404)
    assert opgen("init", source(service)).exit_code == 1
    service.always = Say(data=pets(service.url))
    assert opgen("init", source(service), "--group", "nothing").exit_code == 1
    (folder / "taken").mkdir()
    (folder / "taken/mine.py").write_text("mine = 1\n")
    before = tree(folder)
    assert opgen("init", source(service), "--output", "taken").exit_code == 1
    assert tree(folder) == before


def test_an_edit_of_the_project_during_init_is_not_lost(service, folder, monkeypatch):
    Path("pyproject.toml").write_text(PROJECT)
    from generator import pipeline
    from generator.updating import first_contact

    def meanwhile(*arguments, **keywords):
        Path("pyproject.toml").write_text("# mine\n")
        return pipeline.generate(*arguments, **keywords)

    monkeypatch.setattr(first_contact, "generate", meanwhile)
    failed = opgen("init", source(service))
    assert "pyproject.toml:1:1: error[document-changed]" in failed.stderr
    assert names(folder) == ["pyproject.toml"]
    assert Path("pyproject.toml").read_text() == "# mine\n"


# Names


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
