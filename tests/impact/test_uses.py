"""`find_uses` on a small app finds exactly the marked lines, and mypy agrees."""

from __future__ import annotations

import re
import shutil

import pytest
from support.bakery import APP, NAME, changes, generate, uses
from support.marked_lines import Tally, lines
from support.processes import BIN, run

from generator.diff.change import Kind

# Nothing in the code of an app says which path it calls.
NOWHERE = {"request-changed"}


@pytest.fixture(scope="module", params=["old", "new"])
def checked(request, tmp_path_factory):
    """The app with the package of one of the documents, and the lines that mypy refuses."""
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(APP, folder / "bakery_app")
    generate(folder / "bakery_app/_vendor" / NAME, new=request.param == "new")
    strict = ("--strict", "--config-file=", f"--cache-dir={folder}/.mypy", "-p", "bakery_app")
    said = run(BIN / "mypy", *strict, cwd=folder, exits=None).stdout
    errors = re.findall(r"^bakery_app/(\S+?):(\d+): error: ", said, re.MULTILINE)
    return request.param, {(name, int(line)) for name, line in errors}


def test_exactly_the_marked_lines_are_found(tmp_path):
    app = tmp_path / "bakery_app"
    shutil.copytree(APP, app)
    tally = Tally()
    tally.add(app, uses(app, *changes()))
    assert (tally.missed, tally.wrong) == (set(), set())


def test_every_kind_of_breaking_change_touches_the_app():
    codes = {code for _, codes in lines(APP).values() for code in codes}
    breaking = {change.code for change in changes() if change.kind is Kind.BREAKING}
    assert codes == breaking - NOWHERE


@pytest.mark.external
@pytest.mark.slow
def test_mypy_refuses_the_lines_that_are_touched_and_what_follows_from_them(checked):
    which, errors = checked
    marks = lines(APP)
    unseen = {line for line in marks if ", unseen" in line[0].read_text().splitlines()[line[1] - 1]}
    seen = {
        (path.relative_to(APP).as_posix(), number)
        for (path, number), (kind, _) in marks.items()
        if kind != "may" and (path, number) not in unseen
    }
    assert errors == (set() if which == "old" else seen)
