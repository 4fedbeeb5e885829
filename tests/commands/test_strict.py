"""`--strict` and `strict = true`: a local fault of the document is an error."""

from __future__ import annotations

import json

import pytest
from support.command import done, opgen
from support.documents import document, operation

PROJECT = '[tool.opgen]\nspec = "faulty.json"\nall = true\noutput = "client"\n'
GOOD = document({"/a": {"get": operation(name="a")}})
FAULTY = document({"/a": {"get": operation(name="a"), "put": operation(name="a")}})
ARGUMENTS = ("faulty.json", "--all", "--output", "client")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.json").write_text(json.dumps(GOOD))
    (tmp_path / "faulty.json").write_text(json.dumps(FAULTY))
    return tmp_path


def refused(*arguments: str) -> None:
    run = opgen(*arguments)
    assert run.exit_code == 1
    assert "error[duplicate-operation]" in run.stderr
    assert "overlay actions that correct it:" in run.stderr


def test_nothing_is_written(folder):
    refused("generate", *ARGUMENTS, "--strict")
    assert not (folder / "client").exists()


def test_the_project_decides(folder):
    (folder / "pyproject.toml").write_text(PROJECT + "strict = true\n")
    refused("generate")
    refused("check")
    (folder / "pyproject.toml").write_text(PROJECT + "strict = false\n")
    run = opgen("generate")
    assert run.exit_code == 0
    assert "warning[duplicate-operation]" in run.stderr


def test_a_package_that_is_current_is_refused_too():
    done("generate", *ARGUMENTS)
    assert "nothing changed" in done("generate", *ARGUMENTS)
    refused("generate", *ARGUMENTS, "--strict")
    refused("check", *ARGUMENTS, "--strict")


def test_a_good_document_gives_the_same_package():
    good = ("good.json", *ARGUMENTS[1:])
    done("generate", *good)
    assert "nothing changed" in done("generate", *good, "--strict")
    assert "up to date" in done("check", *good, "--strict")


def test_an_update_writes_nothing(folder):
    done("generate", "good.json", *ARGUMENTS[1:])
    before = (folder / "good.json").read_bytes()
    refused("update", "faulty.json", "--spec", "good.json", *ARGUMENTS[1:], "--strict")
    assert (folder / "good.json").read_bytes() == before


def test_a_difference_is_judged_by_the_new_document():
    refused("diff", "good.json", "faulty.json", "--strict")
    assert "removed" in done("diff", "faulty.json", "good.json", "--strict")
