"""`opgen init`: a project is set up, and the first call is shown."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from support.command import done, opgen
from support.documents import STRING, operation
from support.folders import names, tree
from support.packages import load
from support.pet_store import ORIGIN, SPEC, pets, source
from support.scripted_server import Say

pytestmark = pytest.mark.usefixtures("folder")


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


def test_the_first_call_changes_nothing_where_one_does(service):
    names = ("close", "getMe")
    paths = {f"/{name}": {"post": operation(name=name)} for name in names}
    service.always = Say(data={**pets(service.url), "paths": paths})
    assert "print(pet_store.get_me())\n" in done("init", source(service))


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
