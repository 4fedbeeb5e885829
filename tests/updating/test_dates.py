"""The published documents of eight dates, one after the other, by `opgen update` in one folder."""

from __future__ import annotations

import inspect
import itertools
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from support.command import done
from support.openai_documents import DATES, generated, once
from support.packages import load
from support.sweeps import EVERY_CASE

from generator.write import lock

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

EIGHT = (*DATES, "2026-08-21")
STEPS = list(itertools.pairwise(EIGHT))
FRESH = EIGHT if EVERY_CASE else EIGHT[1::3]
PROJECT = '[tool.opgen]\nspec = "openai.yaml"\nall = true\noutput = "openai_client"\n'
# What a package generated without its history has otherwise. The document gives the arguments of
# these functions another order, or no longer requires one of them.
REORDERED = {"fine_tuning.py", "organization.py", "responses.py", "vector_stores.py"}
# A shared alias keeps the name of an operation that no longer uses it: `CreateRunRequestModel`,
# and `FileSearchToolFilters`.
MODEL = {"components/__init__.py", "components/__init__.pyi", "components/threads.py", "threads.py"}
FILTERS = {"params/__init__.py", "params/__init__.pyi", "params/vector_stores.py"}
WITH_HISTORY = {
    "2025-03-22": MODEL,
    **dict.fromkeys(("2026-05-13", "2026-08-14", "2026-08-21"), REORDERED | MODEL | FILTERS),
}


def files(folder: Path) -> dict[str, bytes]:
    found = (
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def make_updates(project: Path, documents: Path) -> None:
    """Update one folder from date to date; keep what it held by each, and what its lock gives."""
    (project / "pyproject.toml").write_text(PROJECT)
    output = project / "openai_client"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        for date in EIGHT:
            fresh = project / date / "fresh" / "openai_client"
            fresh.mkdir(parents=True)
            if output.exists():
                shutil.copy(output / lock.NAME, fresh)
            done("update", documents / f"{date}.yaml")
            shutil.copytree(output, project / date / "openai_client")
            if date in FRESH:
                assert "is up to date" in done("check")
                done("generate", "openai.yaml", "--all", "--output", fresh)


@pytest.fixture(scope="module")
def updated(tmp_path_factory, shared):
    """The folders of these, a folder for each date."""
    documents = shared / "specs/openai"
    return once(tmp_path_factory, "updated", lambda made: make_updates(made, documents))


@pytest.mark.parametrize("date", FRESH)
def test_it_is_what_a_fresh_generation_gives(updated, date):
    found = files(updated / date / "openai_client")
    found.pop(lock.CHANGELOG, None)
    assert found == files(updated / date / "fresh" / "openai_client")


@pytest.mark.parametrize("date", EIGHT)
def test_its_history_shows_only_in_orders_and_names_of_aliases(tmp_path_factory, updated, date):
    found = files(updated / date / "openai_client")
    alone = files(generated(tmp_path_factory, date) / "openai_client")
    found.pop(lock.CHANGELOG, None)
    assert found.keys() == alone.keys()
    for name in alone:  # the header line names the document
        alone[name] = alone[name].replace(f"from {date}.yaml".encode(), b"from openai.yaml", 1)
    differing = {name for name in found if found[name] != alone[name]} - {lock.NAME}
    assert differing == WITH_HISTORY.get(date, set())


def functions(package):
    """The parameters of each function of a package."""
    operations = {name: getattr(package, name) for name in package.__all__}
    return {
        name: list(inspect.signature(one).parameters)
        for name, one in operations.items()
        if hasattr(one, "attempt") or name == "parse_webhook"
    }


def entry(package: Path) -> str:
    """The newest entry of a changelog."""
    return (package / lock.CHANGELOG).read_text().split("\n## ")[1]


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_what_the_changelog_says_is_so_and_nothing_else(updated, before, after):
    old = functions(load(updated / before / "openai_client"))
    new = functions(load(updated / after / "openai_client"))
    text = entry(updated / after / "openai_client")

    gone = set(re.findall(r"^- `([a-z]\w*)`: removed$", text, re.MULTILINE))
    came = set(re.findall(r"^- `([a-z]\w*)`: new$", text, re.MULTILINE))
    assert (gone, came) == (old.keys() - new.keys(), new.keys() - old.keys())

    both = old.keys() & new.keys()
    lost = set(re.findall(r"^- `(\w+)`: argument `(\w+)` removed$", text, re.MULTILINE))
    won = set(re.findall(r"^- `(\w+)`: new \w+ argument `(\w+)`$", text, re.MULTILINE))
    named = re.findall(r"^- `(\w+)`, `(\w+)`: renamed to `(\w+)`$", text, re.MULTILINE)
    lost |= {(name, one) for name, one, _ in named}
    won |= {(name, one) for name, _, one in named}
    assert lost == {(name, one) for name in both for one in old[name] if one not in new[name]}
    assert won == {(name, one) for name in both for one in new[name] if one not in old[name]}


def test_the_steps_say_something(updated):
    changelog = (updated / EIGHT[-1] / "openai_client" / lock.CHANGELOG).read_text()
    headings = re.findall(r"^## (\S+)", changelog, re.MULTILINE)
    assert len(headings) == len(STEPS)
    assert headings[0] == "0.8.0"
