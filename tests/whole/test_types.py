"""The package of OpenAI's whole document: it compiles, imports, and no checker finds anything."""

from __future__ import annotations

import re
import sys

import pytest
from support.checkers import RUFF, mypy, pyright, ruff, run
from support.openai_documents import generated
from support.paths import TESTS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.external,
    pytest.mark.usefixtures("shared"),
]


@pytest.fixture
def package(tmp_path_factory):
    return generated(tmp_path_factory) / "openai_client"


@pytest.fixture
def beside(tmp_path, package):
    """A folder with the package in it, where a checker may write."""
    (tmp_path / "openai_client").symlink_to(package)
    return tmp_path


def test_it_compiles_and_every_module_imports(package, beside):
    names = [
        ".".join((package.name, *path.relative_to(package).with_suffix("").parts))
        for path in sorted(package.rglob("*.py"))
    ]
    lines = [f"import {name.removesuffix('.__init__')}" for name in names]
    (beside / "all_modules.py").write_text("\n".join(lines))
    done = run(sys.executable, "-W", "error", "-B", "all_modules.py", cwd=beside)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_mypy_has_no_finding(beside):
    assert mypy("openai_client", "3.11", beside).startswith("Success")


def test_pyright_has_no_finding(beside):
    assert pyright("openai_client", "3.11", beside) == []


def test_both_refuse_exactly_the_wrong_calls(beside):
    code = (TESTS / "checked/whole_code.py").read_text()
    (beside / "whole_code.py").write_text(code)
    wrong = {n for n, line in enumerate(code.splitlines(), 1) if "# wrong" in line}
    errors = re.findall(
        r"^whole_code\.py:(\d+): error: ", mypy("whole_code.py", "3.12", beside), re.MULTILINE
    )
    assert {int(line) for line in errors} == wrong
    found = pyright("whole_code.py", "3.12", beside)
    assert {one["range"]["start"]["line"] + 1 for one in found} == wrong


# `Literal["known", "values"] | str` is meant: an editor offers the known ones.
@pytest.mark.parametrize("selection", [f"{one} --ignore=PYI051" if one else "" for one in RUFF])
def test_ruff_has_no_finding(package, selection):
    assert ruff(package, selection) == ""


def test_no_finding_is_suppressed(package):
    comment = re.compile(r"#\s*(noqa|type:\s*ignore|pyright:|mypy:|ruff:)")
    found = [path.name for path in package.rglob("*.py") if comment.search(path.read_text())]
    assert found == []
