"""How much `find_uses` finds and how much of that is right, by two type checkers.

The project's own app, snippets of varied Python, and realistic apps at each step of the OpenAI
document, which only `make uses` measures; it prints what is found.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from support.bakery import NAME, changes, planned
from support.marked_lines import Tally
from support.openai_documents import step
from support.pyrefly import check_with_pyrefly
from support.sweeps import EVERY_CASE

from generator.diagnostics import DiagnosticLog
from generator.impact.checker import check_with_ty
from generator.impact.find import find_uses

HERE = Path(__file__).parent
LEAST = {"own": (96, 100), "snippets": (88, 99), "openai": (95, 96)}
"""By set, of 100 touched lines those to be found, and of 100 found ones those that are right."""

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.external]


def own(_shared):
    yield HERE / "app", (planned(), planned(new=True), changes()), NAME


def snippets(shared):
    for folder in sorted((shared / "cases/impact").glob("s*")):
        path = folder / "app" if (folder / "app").is_dir() else folder
        yield path, (planned(), planned(new=True), changes()), NAME


def openai(shared):
    apps = sorted((HERE / "openai_apps").iterdir())
    dates = sorted(path.stem for path in (shared / "specs/openai").glob("*.yaml"))
    assert [app.name for app in apps] == [
        f"{old}_to_{new}" for old, new in itertools.pairwise(dates)
    ]
    for app in apps:
        old, new = (shared / f"specs/openai/{date}.yaml" for date in app.name.split("_to_"))
        yield app, step(old, new), "openai_client"


def measured(apps, shared, checker):
    tally = Tally()
    for path, (before, after, step_changes), name in apps(shared):
        log = DiagnosticLog()
        tally.add(path, find_uses(step_changes, before, after, name, path, log, checker))
    return tally


SETS = (own, snippets, openai) if EVERY_CASE else (own, snippets)


@pytest.mark.parametrize("apps", SETS, ids=lambda apps: apps.__name__)
def test_enough_is_found_and_what_is_found_is_right(apps, shared, capsys):
    checkers = (check_with_ty, check_with_pyrefly)
    ty, pyrefly = (measured(apps, shared, checker) for checker in checkers)
    with capsys.disabled():
        print(f"\n{apps.__name__:>9} found / right: {ty} by ty, {pyrefly} by pyrefly")
        for kind in ("missed", "wrong"):
            for path, number in sorted(getattr(ty, kind)):
                text = path.read_text().splitlines()[number - 1].strip()
                print(f"          {kind}: {path.parent.name}/{path.name}:{number}: {text}")
    least, right = LEAST[apps.__name__]
    assert ty.recall >= least
    assert ty.precision >= right
    assert abs(ty.recall - pyrefly.recall) <= 3
    assert abs(ty.precision - pyrefly.precision) <= 3
