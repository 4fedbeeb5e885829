"""What committed links, edits of others and a changed selection may not do to the daily jobs."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from support.command import done, opgen
from support.update_project import ONE, OTHER, PROJECT, TWO, document, fails, sha256, versions

from generator import pipeline
from generator.updating import update as updating

CHANGELOG = Path("client/CHANGELOG.md")


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    """A project whose package is of the first document."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("pyproject.toml").write_text(PROJECT)
    update(ONE)
    return folder


def update(content):
    Path("../published.yaml").write_bytes(content)
    return done("update", "../published.yaml")


def test_a_link_that_is_called_like_a_stage_leads_nowhere(tmp_path):
    others = tmp_path / "others" / "deeper"
    others.mkdir(parents=True)
    others.parent.chmod(0o755)
    Path(".opgen-client-x").symlink_to(others.parent)
    os.utime(others.parent, (time.time() - 9999,) * 2)
    update(TWO)
    assert others.parent.stat().st_mode & 0o777 == 0o755
    assert Path(".opgen-client-x").is_symlink()


def test_a_changelog_that_is_a_link_gives_nothing_away(tmp_path):
    (tmp_path / "secret").write_text("## 3.0.0\n\nsecret\n")
    CHANGELOG.symlink_to(tmp_path / "secret")
    update(TWO)
    assert "secret" not in CHANGELOG.read_text()
    assert not CHANGELOG.is_symlink()
    CHANGELOG.unlink()
    CHANGELOG.symlink_to(tmp_path / "secret")
    done("vendor", "app/client")
    assert "secret" not in Path("app/client/CHANGELOG.md").read_text()


def test_a_file_of_the_package_that_is_a_link_is_an_edit(tmp_path):
    module = Path("client/pets.py")
    module.rename(tmp_path / "pets.py")
    module.symlink_to(tmp_path / "pets.py")
    assert opgen("check").exit_code == 1
    assert "missing or a link" in opgen("vendor", "app/client").stderr
    assert "1 changed" in done("generate")
    assert not module.is_symlink()


def test_an_origin_that_is_a_link_is_not_written_through(tmp_path):
    (tmp_path / "other").write_text("mine")
    Path("api.yaml.origin.json").symlink_to(tmp_path / "other")
    Path("../published.yaml").write_bytes(TWO)
    fails("cannot-write", "update", "../published.yaml")
    assert (tmp_path / "other").read_text() == "mine"


def test_an_origin_cannot_write_into_the_changelog():
    address = "https://a>\n\n## 99.0.0\n\n<b>"
    update(ONE)
    text = json.dumps({"url": address, "sha256": sha256(TWO)})
    Path("api.yaml.origin.json").write_text(text)
    update(TWO)
    assert versions(CHANGELOG.read_text()) == ["0.1.1"]
    assert "<b>" not in CHANGELOG.read_text()


def test_an_edit_of_the_changelog_during_a_run_is_not_lost(monkeypatch):
    update(TWO)
    generate = pipeline.generate

    def meanwhile(*arguments, **keywords):
        CHANGELOG.write_text(CHANGELOG.read_text() + "A note.\n")
        return generate(*arguments, **keywords)

    monkeypatch.setattr(updating, "generate", meanwhile)
    Path("../published.yaml").write_bytes(OTHER)
    failed = opgen("update", "../published.yaml")
    assert failed.exit_code == 1
    assert "error[document-changed]" in failed.stderr
    assert CHANGELOG.read_text().endswith("A note.\n")
    assert Path("api.yaml").read_bytes() == TWO


def test_an_edited_file_that_goes_is_told_of():
    module = Path("client/pets.py")
    module.write_text(module.read_text() + "mine = 1\n")
    Path("../published.yaml").write_bytes(OTHER)
    said = opgen("update", "../published.yaml").stderr
    assert "client/pets.py:1:1: warning[edited-file]" in said
    assert "opgen removes the file" in said


def test_a_copy_whose_lock_was_changed_by_hand_is_left_alone():
    done("vendor", "app/client")
    Path("app/client/settings.py").write_text("mine = 1\n")
    place = Path("app/client/opgen.lock")
    lock = json.loads(place.read_text())
    lock["files"]["settings.py"] = "sha256:0"
    place.write_text(json.dumps(lock, indent=2) + "\n")
    fails("bad-lock", "vendor", "app/client")


def test_groups_that_come_with_a_document_are_told_of():
    chosen = PROJECT.replace("all = true", 'groups = ["pets"]')
    Path("pyproject.toml").write_text(chosen)
    done("generate")
    Path("pyproject.toml").write_text(chosen.replace('"pets"', '"pets", "toys"'))
    update(TWO)
    entry = CHANGELOG.read_text()
    assert "- `get_toy`: new\n" in entry
    assert "- `toys`: new module\n" in entry
    Path("pyproject.toml").write_text(chosen.replace('"pets"', '"toys"'))
    update(TWO)
    assert "- `get_pet`: removed\n" in CHANGELOG.read_text()
    assert versions(CHANGELOG.read_text()) == ["0.2.0", "0.1.1"]


def test_what_an_overlay_changes_meanwhile_is_named():
    overlay = "overlay: 1.0.0\nactions: [{target: $.info, update: {title: A}}]\n"
    Path("o.yaml").write_text(overlay)
    Path("pyproject.toml").write_text(PROJECT + 'overlays = ["o.yaml"]\n')
    done("generate")
    Path("o.yaml").write_text(overlay.replace("A", "B"))
    update(TWO)
    assert "Other changed inputs, not compared: `overlays`." in CHANGELOG.read_text()


def test_what_is_wrong_with_a_fetched_document_is_told_of_where_it_is_from():
    Path("../published.yaml").write_bytes(b"<!doctype html>")
    assert "../published.yaml:1:1: error[" in opgen("update", "../published.yaml").stderr


def test_templates_behind_a_link_are_inputs_too(tmp_path):
    (tmp_path / "shared").mkdir()
    template = tmp_path / "shared/group.py.jinja"
    built_in = Path(pipeline.__file__).parents[1] / "templates/package/group.py.jinja"
    template.write_text(built_in.read_text())
    Path("mine").mkdir()
    Path("mine/package").symlink_to(tmp_path / "shared")
    Path("pyproject.toml").write_text(PROJECT + 'templates = "mine"\n')
    done("generate")
    assert "nothing changed" in done("generate")
    template.write_text(built_in.read_text() + "# more\n")
    assert opgen("check").exit_code == 1
    assert "2 changed" in done("generate")


def test_a_name_that_nobody_asks_for_any_more_is_free():
    content = document("pet").replace(b"/pets", b"/v1/pets")
    Path("client").rename("../old")
    Path("api.yaml").write_bytes(content)
    done("generate")
    moved = content.replace(b"get_pet", b"get_old_pet") + document("pet").split(b"paths:\n")[1]
    update(moved)
    components = Path("client/components.py").read_text()
    assert "class GetPetResponse(" in components
