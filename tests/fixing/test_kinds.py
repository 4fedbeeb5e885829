"""Each kind of change that `--fix` rewrites: an app before and after."""

from __future__ import annotations

import re

import pytest
from support.fix_cases import CASES
from support.shop import fixes

pytestmark = pytest.mark.external

_LEFT = re.compile(r"# left: (\S+)$")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The pieces as modules of one app, which is checked once."""
    folder = tmp_path_factory.mktemp("app")
    for number, (before, _) in enumerate(CASES.values()):
        (folder / f"piece{number}.py").write_text(before)
    return folder


@pytest.fixture(scope="module")
def fixed(app):
    return fixes(app)


@pytest.mark.parametrize("about", CASES)
def test_the_code_is_rewritten(fixed, app, about):
    path = app / f"piece{list(CASES).index(about)}.py"
    texts = {one.source.path: one.text for one in fixed.files}
    assert texts[path] == CASES[about][1]


@pytest.mark.parametrize("about", CASES)
def test_what_is_left_is_listed(fixed, app, about):
    path = app / f"piece{list(CASES).index(about)}.py"
    left = {(one.use.line, one.use.change.code) for one in fixed.remaining if one.use.path == path}
    lines = enumerate(CASES[about][0].split("\n"), 1)
    assert left == {(number, found[1]) for number, line in lines if (found := _LEFT.search(line))}
