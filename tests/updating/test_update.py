"""`opgen update` with a source by https, and with files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from support.command import done, opgen
from support.packages import load
from support.update_project import (
    ONE,
    OTHER,
    PROJECT,
    TWO,
    changelog,
    document,
    fails,
    lock,
    origin,
    sha256,
    state,
    versions,
)

from generator.digests import digests_of

pytestmark = pytest.mark.usefixtures("trusted")


def test_the_first_fetch_gives_document_package_and_origin(project, source):
    said = done("update", source.url)
    assert "client: 1 operation in client" in said
    assert sorted(path.name for path in project.iterdir()) == [
        "api.yaml", "api.yaml.origin.json", "client", "pyproject.toml",
    ]  # fmt: skip
    assert Path("api.yaml").read_bytes() == ONE
    assert origin() == {
        "url": source.url, "sha256": sha256(ONE), "etag": '"1"', "last_modified": None,
    }  # fmt: skip
    assert lock()["document"] == {
        "name": "api.yaml", "url": source.url, "digests": list(digests_of(ONE)),
    }  # fmt: skip
    assert not Path("client/CHANGELOG.md").exists()
    assert "is up to date" in done("check")
    assert "nothing changed" in done("generate")


def test_the_second_run_asks_for_what_is_newer_and_does_nothing(project, source):
    source.headers["Last_Modified"] = "Mon, 01 Jan 2026 00:00:00 GMT"
    done("update", source.url)
    before = state(project)
    assert done("update") == "client: nothing changed, nothing written\n"
    assert "nothing changed" in done("update", source.url)
    assert state(project) == before
    assert source.asked == [(None, None), *[('"1"', source.headers["Last_Modified"])] * 2]


def test_the_same_bytes_again_do_nothing(project, source):
    source.headers = {}
    done("update", source.url)
    before = state(project)
    assert "nothing changed" in done("update")
    assert state(project) == before
    assert len(source.asked) == 2


def test_a_new_document_gives_all_that_goes_with_it(source):
    done("update", source.url)
    source.becomes(TWO, '"2"')
    said = done("update")
    assert source.asked[-1] == ('"1"', None)
    assert "`get_toy`: new" in said
    assert Path("api.yaml").read_bytes() == TWO
    assert origin()["sha256"] == sha256(TWO)
    assert lock()["document"]["digests"] == list(digests_of(TWO))
    assert origin()["etag"] == '"2"'
    assert versions(changelog()) == ["0.1.1"]
    assert f"SHA-256 `{sha256(TWO)[:12]}…` from `{source.url}`." in changelog()
    assert "- `get_toy`: new\n" in changelog()
    assert hasattr(load(Path("client").absolute()), "get_toy")
    assert "is up to date" in done("check")
    assert "nothing changed" in done("update")


def test_another_address_is_remembered_from_then_on(source):
    done("update", source.url)
    source.server.routes["/new.yaml"] = source.answer
    done("update", source.server.url("/new.yaml"))
    assert source.asked[-1] == (None, None)
    assert origin()["url"] == lock()["document"]["url"] == source.server.url("/new.yaml")
    done("update")
    assert source.server.paths()[-1] == "/new.yaml"
    assert source.asked[-1] == ('"1"', None)


def test_a_file_is_a_source_and_a_url_stays_the_remembered_one(project, source):
    done("update", source.url)
    (project / "newer.yaml").write_bytes(TWO)
    assert "`get_toy`: new" in done("update", "newer.yaml")
    assert Path("api.yaml").read_bytes() == TWO
    assert "url" not in lock()["document"]
    assert "from <" not in changelog()
    assert "nothing changed" in done("update", "newer.yaml")
    done("check")
    # The address has the older document.
    assert "`get_toy`: removed" in done("update")
    assert source.asked[-1] == (None, None)
    assert versions(changelog()) == ["0.2.0", "0.1.1"]
    done("check")


def test_a_file_as_the_only_source(project):
    (project / "source.yaml").write_bytes(ONE)
    done("update", "source.yaml")
    assert not Path("api.yaml.origin.json").exists()
    assert "the source of 'api.yaml' is unknown" in fails("no-source", "update")
    (project / "source.yaml").write_bytes(TWO)
    assert "`get_toy`: new" in done("update", (project / "source.yaml").as_uri())
    assert versions(changelog()) == ["0.1.1"]


def test_without_any_source_it_says_how_to_name_one(project):
    assert "opgen update https://…" in fails("no-source", "update")
    (project / "api.yaml").write_bytes(ONE)
    fails("no-source", "update")


def test_json_takes_the_place_of_yaml(source):
    done("update", source.url)
    source.becomes(json.dumps(yaml.safe_load(TWO)).encode(), '"2"')
    done("update")
    assert Path("api.yaml").read_bytes() == source.content
    done("check")


def test_yaml_in_a_file_that_is_called_json(project, source):
    (project / "pyproject.toml").write_text(PROJECT.replace("api.yaml", "api.json"))
    done("update", source.url)
    assert Path("api.json").read_bytes() == ONE
    done("check")


def test_a_link_to_the_document_stays_one(project, source):
    (project / "elsewhere").mkdir()
    (project / "elsewhere/real.yaml").write_bytes(ONE)
    (project / "api.yaml").symlink_to("elsewhere/real.yaml")
    done("update", source.url)
    source.becomes(TWO, '"2"')
    done("update")
    assert (project / "api.yaml").is_symlink()
    assert (project / "elsewhere/real.yaml").read_bytes() == TWO
    assert [path.name for path in (project / "elsewhere").iterdir()] == ["real.yaml"]
    done("check")


def test_the_document_is_in_a_folder_that_is_not_there_yet(project, source):
    (project / "pyproject.toml").write_text(PROJECT.replace("api.yaml", "specs/of/api.yaml"))
    source.becomes(b"", '"0"')
    assert opgen("update", source.url).exit_code == 1
    assert [path.name for path in project.iterdir()] == ["pyproject.toml"]
    source.becomes(ONE, '"1"')
    done("update", source.url)
    assert sorted(path.name for path in (project / "specs/of").iterdir()) == [
        "api.yaml", "api.yaml.origin.json",
    ]  # fmt: skip
    done("check")
    assert "nothing changed" in done("update")


def test_the_document_named_on_the_command_line(project, source):
    (project / "pyproject.toml").unlink()
    options = ("--spec", "other.yaml", "--all", "--output", "there/other_client")
    done("update", source.url, *options)
    source.becomes(TWO, '"2"')
    assert "get_toy" in done("update", *options)
    done("check", "other.yaml", "--all", "--output", "there/other_client")


def test_user_info_is_in_no_file_and_no_output(project, source):
    url = source.server.url("/api.yaml", user="jo:hunter2@")
    said = [opgen("update", url, "--report", "report.json").output]
    for content, etag in ((TWO, '"2"'), (b"openapi: [", '"3"'), (b"", '"4"')):
        source.becomes(content, etag)
        said.append(opgen("update", url, "--format", "json", "--report", "report.json").output)
    source.server.routes["/api.yaml"] = lambda to: to.answer(b"", 401)
    said.append(opgen("update", url).output)
    said += [content.decode() for content in state(project)[0].values()]
    assert all("Authorization" in headers for _, headers in source.server.seen)
    assert not any("hunter2" in text or "jo:" in text for text in said)
    assert origin()["url"] == source.url


def test_what_is_printed_as_markdown_is_the_entry(source):
    done("update", source.url)
    source.becomes(TWO, '"2"')
    said = done("update", "--format", "markdown")
    assert said.startswith("## 0.1.1 — ")
    assert said in changelog()


def test_what_is_printed_as_json_is_as_the_schema_says(source):
    done("update", source.url)
    source.becomes(OTHER, '"2"')
    said = json.loads(done("update", "--format", "json"))
    assert (said["before"], said["after"], said["step"]) == ("api.yaml", source.url, "major")
    assert {"`get_pet`", "`get_toy`"} <= {one["subject"] for one in said["changes"]}


def test_a_change_that_nobody_meets_has_no_entry(source):
    done("update", source.url)
    source.becomes(ONE + b"# said in other words\n", '"2"')
    said = json.loads(done("update", "--format", "json"))
    assert said["changes"] == []
    assert not Path("client/CHANGELOG.md").exists()
    assert lock()["document"]["digests"] == list(digests_of(source.content))
    done("check")


@pytest.mark.parametrize("form", ["json", "markdown", "text"])
def test_programs_can_read_that_nothing_changed(source, form):
    done("update", source.url)
    said = done("update", "--format", form)
    if form == "json":
        assert json.loads(said)["changes"] == []
    else:
        assert "nothing changed" in said or "No changes." in said


def test_the_first_package_is_told_in_each_form(source):
    said = json.loads(done("update", source.url, "--format", "json"))
    assert said["changes"] == []


def test_a_title_that_acts_stays_text(source):
    done("update", source.url)
    source.becomes(document("pet", "toy", title='"\\e[31m](x) `a`"'), '"2"')
    assert "\x1b" not in done("update")
    assert "\x1b" not in changelog()
