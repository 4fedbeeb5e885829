"""mypy, pyright and ty accept the rewritten apps next to the new package."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from support.checkers import mypy_cache
from support.fix_cases import CASES
from support.processes import BIN, run
from support.shop import fixes, generate

pytestmark = [pytest.mark.external, pytest.mark.slow]

_PLACE = re.compile(r"^(piece\d+)\.py:(\d+):(?:\d+:)? (?:error|warning)")


@pytest.fixture(scope="module")
def fixed(tmp_path_factory):
    """The rewritten modules with the new package."""
    folder = tmp_path_factory.mktemp("fixed")
    for number, (before, _) in enumerate(CASES.values()):
        (folder / f"piece{number}.py").write_text(before)
    for one in fixes(folder).files:
        one.source.path.write_text(one.text)
    generate(folder / "shop", new=True)
    return folder


def left(folder):
    """The lines that are left to do by hand, or that a checker may refuse before too."""
    return {
        (path.stem, number)
        for path in folder.glob("piece*.py")
        for number, line in enumerate(path.read_text().split("\n"), 1)
        if "# left:" in line or "(**" in line  # not each of them knows the values of a dictionary
    }


def pieces(folder):
    return sorted(one.name for one in folder.glob("piece*.py"))


def lines(output):
    found = filter(None, map(_PLACE.match, output.splitlines()))
    return {(one[1], int(one[2])) for one in found}


def mypy(folder):
    cache = ("--config-file=", "--cache-dir", mypy_cache(folder))
    return lines(run(BIN / "mypy", *cache, *pieces(folder), cwd=folder, exits=None).stdout)


def pyright(folder):
    command = (BIN / "pyright", "--outputjson", "--pythonpath", sys.executable, *pieces(folder))
    output = json.loads(run(*command, cwd=folder, exits=None).stdout)
    return {
        (Path(one["file"]).stem, one["range"]["start"]["line"] + 1)
        for one in output["generalDiagnostics"]
        if one["severity"] == "error"
    }


def ty(folder):
    command = (BIN / "ty", "check", "--output-format=concise", "--python", sys.executable)
    return lines(run(*command, *pieces(folder), cwd=folder, exits=None).stdout)


@pytest.mark.parametrize("judge", [mypy, pyright, ty])
def test_the_lines_that_are_fixed_are_right(fixed, judge):
    found = judge(fixed)
    assert found  # it reads the package
    assert found <= left(fixed)
