"""`opgen update --keep-old-names`: a renamed function keeps its old name for a version."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from support.checkers import pyright
from support.command import done
from support.packages import load
from support.update_project import changelog, document, lock, versions

FIRST = document("pet")
RENAMED = FIRST.replace(b"get_pet", b"fetch_pet")
LATER = document("toy", "pet").replace(b"get_pet", b"fetch_pet")
FURTHER = FIRST.replace(b"get_pet", b"load_pet")


def updated(content, *options):
    """Return what an update with a document prints; the package is current then."""
    Path("new.yaml").write_bytes(content)
    said = done("update", "new.yaml", *options)
    assert "is up to date" in done("check")
    assert "nothing changed" in done("generate")
    return said


def update_with_rename(*options):
    """Return what the update prints that renames a function."""
    updated(FIRST)
    return updated(RENAMED, *options)


@pytest.mark.usefixtures("project")
def test_without_the_option_the_old_name_goes():
    assert "`get_pet`: renamed to `fetch_pet`" in update_with_rename()
    assert "get_pet" not in dir(load(Path("client")))
    assert "old_names" not in lock()
    assert versions(changelog()) == ["0.2.0"]


@pytest.mark.usefixtures("project")
def test_the_old_name_is_a_deprecated_function_for_a_version():
    said = update_with_rename("--keep-old-names")
    assert "`get_pet`: renamed to `fetch_pet`; the old name is deprecated" in said
    assert lock()["old_names"] == {"get_pet": "fetch_pet"}
    package = load(Path("client"))
    with pytest.warns(DeprecationWarning, match="`get_pet` is the old name of `fetch_pet`"):
        old = package.get_pet.request(size=1)
    with warnings.catch_warnings(action="error"):
        new = package.fetch_pet.request(size=1)
    assert (old.method, old.path, old.query) == (new.method, new.path, new.query)


@pytest.mark.usefixtures("project")
def test_it_stays_when_the_package_is_generated_again():
    update_with_rename("--keep-old-names")
    before = Path("client/pets.py").read_bytes()
    done("generate", "--force")
    assert Path("client/pets.py").read_bytes() == before
    assert b"def get_pet(" in before
    updated(RENAMED.replace(b"It.", b"The pet."))  # only a description
    assert b"def get_pet(" in Path("client/pets.py").read_bytes()


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("options", [(), ("--keep-old-names",)])
def test_it_goes_with_the_next_version(options):
    update_with_rename("--keep-old-names")
    said = updated(LATER, *options)
    assert "`get_pet`: renamed to `fetch_pet`; the old name is removed" in said
    assert "get_pet" not in dir(load(Path("client")))
    assert "old_names" not in lock()


@pytest.mark.usefixtures("project")
def test_only_the_last_name_of_a_function_stays():
    update_with_rename("--keep-old-names")
    said = updated(FURTHER, "--keep-old-names")
    assert "`fetch_pet`: renamed to `load_pet`; the old name is deprecated" in said
    assert "`get_pet`: renamed to `load_pet`; the old name is removed" in said
    assert lock()["old_names"] == {"fetch_pet": "load_pet"}


@pytest.mark.usefixtures("project")
def test_an_old_name_may_become_that_of_another_function():
    both = document("pet", "toy")
    updated(both)
    renamed = both.replace(b"get_pet", b"fetch_pet")
    updated(renamed, "--keep-old-names")
    said = updated(renamed.replace(b"get_toy", b"get_pet"), "--keep-old-names")
    assert "`get_pet`: renamed to `fetch_pet`; the old name is now that of another function" in said
    assert "version step: major" in said
    assert lock()["old_names"] == {"get_toy": "get_pet"}


@pytest.mark.usefixtures("project")
def test_the_new_names_are_listed():
    update_with_rename("--keep-old-names")
    listed = done("list")
    assert "fetch_pet" in listed
    assert "get_pet" not in listed


def test_the_setting_does_the_same(project):
    with (project / "pyproject.toml").open("a") as file:
        file.write("keep_old_names = true\n")
    update_with_rename()
    assert lock()["old_names"] == {"get_pet": "fetch_pet"}


@pytest.mark.external
@pytest.mark.slow
def test_type_checkers_report_the_old_name(project):
    update_with_rename("--keep-old-names")
    app = project / "app.py"
    app.write_text("from client import fetch_pet, get_pet\n\nfetch_pet()\nget_pet()\n")
    found = pyright(app, "3.11", project, reportDeprecated="error")
    assert {one["range"]["start"]["line"] for one in found} <= {0, 3}
    assert "is the old name of" in str(found)


@pytest.mark.usefixtures("project")
def test_a_function_with_another_name_keeps_its_positions():
    def two(name, *order):
        parameters = ", ".join(
            f"{{name: {one}, in: query, required: true, schema: {{type: string}}}}" for one in order
        )
        plain = b"[{name: size, in: query, schema: {type: integer}}]"
        return document(name).replace(plain, f"[{parameters}]".encode())

    updated(two("pet", "a", "b"))
    updated(two("pet", "b", "a").replace(b"get_pet", b"fetch_pet"))
    assert lock()["positional"]["fetch_pet"][1:] == [["a", "a"], ["b", "b"]]
