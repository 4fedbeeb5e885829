"""`opgen init` and the pyproject.toml of the project, however that is written."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
from support.command import done, opgen
from support.documents import document, operation
from support.folders import names, tree


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "new"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "pets.json").write_text(json.dumps(pets("Pets")))
    return folder


def pets(title):
    described = document({"/pets": {"get": operation(name="listPets")}})
    return {**described, "info": {"title": title, "version": "1"}}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[tool.opgen]\nspec = 'a.yaml'\n", "already-configured"),
        (b"tool.opgen.spec = 'a.yaml'\n", "already-configured"),
        (b"tool = {ruff = {}}\n", "already-configured"),
        (b"[[tool]]\nx = 1\n", "already-configured"),
        (b"tool = nan\n", "already-configured"),
        (b"[tool\n", "invalid-toml"),
        (b"# \xe9\n", "not-text"),
        (codecs.BOM_UTF16_LE + "[project]\n".encode("utf-16-le"), "not-text"),
    ],
)
def test_init_refuses_a_project_that_it_cannot_extend(folder, content, code):
    Path("pyproject.toml").write_bytes(content)
    before = tree(folder)
    failed = opgen("init", "pets.json")
    assert failed.exit_code == 1
    assert f"error[{code}]" in failed.stderr
    assert tree(folder) == before


@pytest.mark.parametrize(
    ("name", "content", "install"),
    [
        ("uv.lock", "", "uv add"),
        ("poetry.lock", "", "poetry add"),
        ("pyproject.toml", "[tool.uv]\n", "uv add"),
        ("pyproject.toml", "[tool.poetry]\nname = 'shop'\n", "poetry add"),
        ("pyproject.toml", "[tool.pdm.scripts]\n", "pdm add"),
        ("setup.py", "", "pip install"),
    ],
)
def test_the_packages_are_installed_as_the_project_does(name, content, install):
    Path(name).write_text(content)
    Path("pyproject.toml").touch()
    said = done("init", "pets.json")
    assert f"Call it (it needs `{install} httpx2 pydantic`):" in said


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf[a]\r\nx = nan", b"# \xc3\xa9", b"tool.a = 1\n", b""]
)
def test_init_adds_to_every_other_project(before):
    Path("pyproject.toml").write_bytes(before)
    done("init", "pets.json")
    after = Path("pyproject.toml").read_bytes()
    assert after.startswith(before)
    assert (b"\r\n" in after) == (b"\r\n" in before)
    assert "nothing changed" in done("generate")


def test_a_title_may_be_very_long(folder):
    (folder / "pets.json").write_text(json.dumps(pets("x" * 5_000)))
    done("init", "pets.json")
    assert f"{'x' * 80}_client" in names(folder)
