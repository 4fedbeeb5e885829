"""`find_uses` on a small app finds exactly the marked lines, and a type checker agrees."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from checkers import BIN, run
from uses_here import NAME, breaking, generate, uses

APP = Path(__file__).parent / "uses_app"

CHANGES = (
    breaking("function-removed", function="cancel_order"),
    breaking("function-moved", function="sales_report", module="reports"),
    breaking("module-removed", module="reports"),
    breaking("view-removed", function="list_recipes", view="iter"),
    breaking("argument-removed", function="list_orders", argument="limit"),
    breaking("argument-removed", function="create_order", argument="wish"),
    breaking("argument-required", function="create_order", argument="phone"),
    breaking("argument-position", function="delete_order", argument="reason"),
    breaking("argument-narrowed", function="list_orders", argument="status", values=("lost",)),
    breaking("result-widened", function="get_price"),
    breaking("events-widened", function="watch_order"),
    breaking("type-removed", type="Report", module="components", direction="response"),
    breaking("type-narrowed", type="Sorting", values=("random",), direction="request"),
    breaking("type-widened", type="OrderStatus", values=("burnt",), direction="response"),
    breaking("attribute-removed", type="Order", attribute="table", direction="response"),
    breaking("attribute-optional", type="Order", attribute="baker", direction="response"),
    breaking("attribute-removed", type="Item", attribute="oven", direction="response"),
    breaking("attribute-widened", type="Item", attribute="weight", direction="response"),
    breaking("attribute-required", type="BreadLine", attribute="sliced", direction="request"),
    breaking("attribute-required", type="Address", attribute="city", direction="request"),
    breaking("attribute-removed", type="Address", attribute="fax", direction="request"),
    breaking(
        "attribute-narrowed",
        type="CakeLine",
        attribute="size",
        values=("huge",),
        direction="request",
    ),
    breaking("setting-removed", argument="boss"),
    breaking("address-changed"),
)

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
        for one in uses(app, *CHANGES)
    }
    assert found == marked("touched", "touched, unseen", "may")


def test_every_change_but_that_of_the_address_touches_the_app():
    codes = {code for _, _, code, _ in marked("touched", "touched, unseen", "may")}
    assert codes == {change.code for change in CHANGES} - {"address-changed"}


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
