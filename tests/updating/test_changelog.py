"""`CHANGELOG.md`: what people write in it stays, and its newest heading is the version."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version
from support.command import done, opgen
from support.update_project import ONE, OTHER, TWO, fails, versions

from generator.updating.changelog import newest_version


@pytest.fixture
def project(project):
    """The current folder, with a package of a document from a file."""
    (project / "source.yaml").write_bytes(ONE)
    done("update", "source.yaml")
    return project


def updated(project, content, history=None):
    """The changelog after an update, of one that was there before."""
    place = project / "client/CHANGELOG.md"
    if history is not None:
        place.write_bytes(history)
    (project / "source.yaml").write_bytes(content)
    done("update", "source.yaml")
    return place.read_bytes()


@pytest.mark.parametrize(
    ("before", "breaking", "added"),
    [
        (b"", "0.2.0", "0.1.1"),
        (b"# Changelog\n", "0.2.0", "0.1.1"),
        (b"## 0.1.0\n", "0.2.0", "0.1.1"),
        (b"## 0.7.3 \xe2\x80\x94 2026-01-01\n\n## 0.9.0\n", "0.8.0", "0.7.4"),
        (b"## 1.0.0\n", "2.0.0", "1.1.0"),
        (b"## [1.2.3] - 2026-01-01\n", "2.0.0", "1.3.0"),
        (b"## v3.1\n", "4.0.0", "3.2.0"),
        (b"## 1.0.0rc1\r\n", "2.0.0", "1.1.0"),
        (b"## Unreleased\n\n## 1.0.0\n", "2.0.0", "1.1.0"),
        (b"## 1.0.0: the first\n\n## 0.5.0\n", "0.6.0", "0.5.1"),
        (b"## \n## ..\n## 1.x\n## 0..1\n", "0.2.0", "0.1.1"),
        (b"## " + b"9" * 5000 + b"\n", "0.2.0", "0.1.1"),
        (b"## 1." + b"9" * 4400 + b"\n## 1.0.0\n", "2.0.0", "1.1.0"),
        (b"## \xff\xfe\n## 2.0.0\n", "3.0.0", "2.1.0"),
        (b"### 5.0.0\nsee ## 6.0.0\n", "0.2.0", "0.1.1"),
    ],
)
def test_the_next_version_follows_the_newest_heading(project, before, breaking, added):
    text = updated(project, OTHER, before)
    assert text.startswith(before.partition(b"## ")[0]) or b"# Changelog" in text
    assert versions(text.decode("utf-8", "replace"))[0] == breaking
    updated(project, ONE, b"")
    text = updated(project, TWO, before)
    assert versions(text.decode("utf-8", "replace"))[0] == added


WRITTEN = [
    b"# Changes\n\nOur own words.\n\n## 1.0.0 \xe2\x80\x94 2026-01-01\n\n- mine\n\n## 0.1.0\n",
    b"# Changes\r\n\r\n## 1.0.0\r\n\r\n- mine\r\n",
    b"# Caf\xe9\n\n## 1.0.0\n\n- na\xefve\n",
    b"\xef\xbb\xbf# Changes\n\n## 1.0.0\n\n- mine",
    b"no heading at all\n",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_what_people_wrote_stays_to_the_byte(project, written):
    text = updated(project, TWO, written)
    head, _, rest = written.partition(b"## ")
    assert text.startswith(head.rstrip())
    assert text.endswith(b"## " + rest if rest else b"`GetToyResponse`, `GetToyResponsePart`\n")
    more = updated(project, OTHER)
    assert more.endswith(text.partition(b"## ")[2])


def test_a_changelog_survives_other_runs_and_is_no_difference(project):
    mine = b"# Mine\n\n## 1.0.0\n"
    (project / "client/CHANGELOG.md").write_bytes(mine)
    assert "is up to date" in done("check")
    assert "nothing changed" in done("generate")
    done("generate", "--force")
    (project / "api.yaml").write_bytes(TWO)
    done("generate")
    done("check")
    assert (project / "client/CHANGELOG.md").read_bytes() == mine


def test_an_entry_for_each_step_and_none_for_nothing(project):
    for content in (TWO, TWO, OTHER, OTHER, TWO):
        text = updated(project, content)
    found = text.decode()
    assert versions(found) == ["0.2.1", "0.2.0", "0.1.1"]
    assert found.count("- `get_pet`: removed") == 1
    assert re.fullmatch(r"# Changelog\n\n.*\n\n(## .* — .*\n\n(?s:.*))+", found)
    assert "\n\n\n" not in found


def test_the_day_is_what_the_environment_says(project, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86399")
    assert b"## 0.1.1 \xe2\x80\x94 1970-01-01\n" in updated(project, TWO)


def test_the_day_is_today_otherwise(project, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    before = datetime.now(UTC).date()
    text = updated(project, TWO).decode()
    assert any(f"## 0.1.1 — {day}\n" in text for day in (before, datetime.now(UTC).date()))


@pytest.mark.parametrize("value", ["yesterday", "1e9", "9" * 30, "9" * 5000, "-" + "9" * 30])
def test_an_environment_that_names_no_day(project, monkeypatch, value):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    (project / "source.yaml").write_bytes(TWO)
    assert "SOURCE_DATE_EPOCH" in fails("bad-date", "update", "source.yaml")
    # It is not asked for where nothing has a day.
    assert opgen("generate", "--force").exit_code == 0


@given(st.text(alphabet="#0123456789.v[] \nab\u0660", max_size=60))
def test_any_changelog_has_a_version(text):
    assert isinstance(newest_version(text), Version)
