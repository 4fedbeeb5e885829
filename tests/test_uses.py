"""`find_uses` on a small app finds exactly the marked lines, and a type checker agrees."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from checkers import BIN, run
from uses_here import NAME, changes, generate, uses

from generator.changes.change import Kind

APP = Path(__file__).parent / "uses_app"

# Nothing in the code of an app says which path it calls.
NOWHERE = {"request-changed"}

_MARK = re.compile(r"(touched, unseen|touched|may): ([a-z, -]+[a-z])")


def marked(*kinds: str) -> set[tuple[str, int, str, bool]]:
    """The marks of the app: `touched`, `touched, unseen` by a type checker, `may`."""
    found = set()
    for path in APP.rglob("*.py"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            _, _, comment = line.partition("  # ")
            for kind, codes in _MARK.findall(comment):
                if kind in kinds:
                    place = (path.relative_to(APP).as_posix(), number)
                    found |= {(*place, code, kind != "may") for code in codes.split(", ")}
    return found


@pytest.fixture(scope="module", params=["old", "new"])
def checked(request, tmp_path_factory):
    """The app beside the package of one of the documents, and what mypy says of its lines."""
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(APP, folder / "bakery_app")
    generate(folder / "bakery_app/_vendor" / NAME, new=request.param == "new")
    strict = ("--strict", "--config-file=", f"--cache-dir={folder}/.mypy", "-p", "bakery_app")
    said = run(BIN / "mypy", *strict, cwd=folder).stdout
    errors = re.findall(r"^bakery_app/(\S+?):(\d+): error: ", said, re.MULTILINE)
    return request.param, {(name, int(line)) for name, line in errors}


def test_exactly_the_marked_lines_are_found(tmp_path):
    app = tmp_path / "bakery_app"
    shutil.copytree(APP, app)
    found = {
        (one.path.relative_to(app).as_posix(), one.line, one.change.code, one.certain)
        for one in uses(app, *changes())
    }
    assert found == marked("touched", "touched, unseen", "may")


def test_every_kind_of_breaking_change_touches_the_app():
    codes = {code for _, _, code, _ in marked("touched", "touched, unseen", "may")}
    breaking = {change.code for change in changes() if change.kind is Kind.BREAKING}
    assert codes == breaking - NOWHERE


@pytest.mark.external
@pytest.mark.slow
def test_mypy_refuses_the_lines_that_are_touched_and_what_follows_from_them(checked):
    which, errors = checked
    follows = {
        (path.relative_to(APP).as_posix(), number)
        for path in APP.rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if line.endswith("# follows")
    }
    seen = {(name, line) for name, line, _, _ in marked("touched")}
    assert errors == (set() if which == "old" else seen | follows)
