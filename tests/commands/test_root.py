"""`--root` and the setting `root`: the folder whose files references may name."""

import json

import pytest
from support.command import done, opgen
from support.documents import document, operation

SHARED = {"components": {"schemas": {"Id": {"type": "integer"}}}}
TO_SHARED = {"$ref": "../shared.json#/components/schemas/Id"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A document in a folder `api` with a reference to a file above it."""
    (tmp_path / "api").mkdir()
    (tmp_path / "shared.json").write_text(json.dumps(SHARED))
    made = document({"/x": {"get": operation(reply=TO_SHARED)}})
    (tmp_path / "api/spec.json").write_text(json.dumps(made))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_option(folder):
    arguments = ("generate", "api/spec.json", "--all", "--output", "api/client")
    assert "warning[outside-ref]" in opgen(*arguments).stderr
    components = folder / "api/client/components.py"
    assert "Id: TypeAlias = int" not in components.read_text()
    assert opgen(*arguments, "--root", ".").stderr == ""
    assert "Id: TypeAlias = int" in components.read_text()
    assert "nothing changed" in done(*arguments, "--root", ".")
    assert "nothing changed" not in opgen(*arguments).output


def test_the_setting(folder):
    (folder / "api/pyproject.toml").write_text(
        '[tool.opgen]\nspec = "spec.json"\nroot = ".."\nall = true\noutput = "client"\n'
    )
    (folder / "api/deep").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder / "api/deep")
        assert opgen("generate").stderr == ""
        assert "nothing changed" in done("generate")
        done("list")


def test_list_reads_path_items_of_other_files(folder):
    (folder / "items.json").write_text(json.dumps({"get": operation(name="listItems")}))
    made = document({"/items": {"$ref": "../items.json"}})
    (folder / "api/spec.json").write_text(json.dumps(made))
    assert "list_items" in done("list", "api/spec.json", "--root", ".")
    assert "outside-ref" in opgen("list", "api/spec.json").stderr


def test_a_root_that_is_not_there(folder):
    run = opgen("list", "api/spec.json", "--root", folder / "no")
    assert run.exit_code == 1
    assert "error[no-such-folder]" in run.stderr


def test_a_root_elsewhere_is_for_other_documents(folder):
    (folder / "other").mkdir()
    (folder / "api/.git").mkdir()
    made = document({"/x": {"get": operation(reply={"$ref": "id.json"})}})
    (folder / "api/spec.json").write_text(json.dumps(made))
    (folder / "api/id.json").write_text('{"type": "integer"}')
    arguments = ("api/spec.json", "--all", "--output", "api/client", "--root", "other")
    assert opgen("generate", *arguments).stderr == ""
