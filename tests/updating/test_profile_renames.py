"""A newer opgen, whose built-in profile has other names for functions."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import done, opgen
from support.git_project import commit
from support.packages import load
from support.update_project import changelog, document, lock, versions

from generator import resources

HOST = "servers: [{url: https://api.pets.test}]\npaths:\n"
PETS = document("pet", "toy").replace(b"paths:\n", HOST.encode())
MORE = document("pet", "toy", "food").replace(b"paths:\n", HOST.encode())
PROFILE = 'hosts = ["api.pets.test"]\n'
NAMES = '[names.operations]\nget_pet = "list_pets"\n'
OTHER_NAMES = '[names.operations]\nget_pet = "all_pets"\n'
APP = "from client import get_pet, get_toy\n\nget_pet(size=1)\nget_toy()\n"


@pytest.fixture
def profile(project, monkeypatch):
    """Write the built-in profile of an opgen, the older one first."""
    folder = project / "profiles"
    folder.mkdir()
    (folder / "pets.toml").write_text(PROFILE)
    monkeypatch.setattr(resources, "profiles", lambda: folder)
    Path("new.yaml").write_bytes(PETS)
    done("update", "new.yaml")
    assert {"get_pet", "get_toy"} <= set(dir(load(Path("client"))))
    return lambda names: (folder / "pets.toml").write_text(PROFILE + names)


@pytest.mark.usefixtures("project")
def test_the_old_name_is_deprecated_without_an_option(profile):
    profile(NAMES)
    assert "1 old name, deprecated: get_pet" in done("generate")
    assert lock()["old_names"] == {"get_pet": "list_pets"}
    package = load(Path("client"))
    with pytest.warns(DeprecationWarning, match="`get_pet` is the old name of `list_pets`"):
        assert package.get_pet.request().path == package.list_pets.request().path
    assert "nothing changed" in done("generate")
    done("generate", "--force")
    assert "is up to date" in done("check")


@pytest.mark.usefixtures("project")
def test_an_update_reports_it_also_of_the_same_document(profile):
    profile(NAMES)
    said = done("update", "new.yaml")
    assert "`get_pet`: renamed to `list_pets`; the old name is deprecated" in said
    assert "version step: minor" in said
    assert "renamed to `list_pets`" in changelog()
    assert versions(changelog())[0] == "0.1.1"
    assert lock()["old_names"] == {"get_pet": "list_pets"}


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("options", [(), ("--keep-old-names",)])
def test_the_next_version_removes_it(profile, options):
    profile(NAMES)
    done("generate")
    Path("new.yaml").write_bytes(MORE)
    said = done("update", "new.yaml", *options)
    assert "`get_pet`: renamed to `list_pets`; the old name is removed" in said
    assert "old_names" not in lock()
    assert "get_pet" not in dir(load(Path("client")))


@pytest.mark.usefixtures("project")
def test_a_name_that_changes_twice_leads_to_the_last_one(profile):
    profile(NAMES)
    done("generate")
    profile(OTHER_NAMES)
    done("generate")
    assert lock()["old_names"] == {"get_pet": "all_pets", "list_pets": "all_pets"}


@pytest.mark.usefixtures("project")
def test_a_new_package_has_only_the_new_name(profile):
    profile(NAMES)
    done("generate", "new.yaml", "--output", "fresh", "--all")
    assert "get_pet" not in dir(load(Path("fresh")))


def test_a_profile_of_the_user_renames_at_once(project, profile):
    profile("")
    own = project / "own.toml"
    own.write_text(NAMES)
    done("generate", "--profile", str(own))
    assert "get_pet" not in dir(load(Path("client")))


@pytest.mark.external
def test_diff_rewrites_the_app(project, profile):
    commit(project)
    app = project / "app.py"
    app.write_text(APP)
    profile(NAMES)
    used = ("diff", "--uses", str(app), "--fail-on", "used")
    assert "app.py:3" in done(*used)  # which works until the next version
    said = opgen(*used, "--fix", "--write").output
    assert "`get_pet`: renamed to `list_pets`; the old name is deprecated" in said
    assert app.read_text() == APP.replace("get_pet", "list_pets")
