"""`opgen diff --uses PATH --fix`: the diff, the list of what is left, and what is written."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from support.command import opgen
from support.folders import tree
from support.shop import API, NAME

from generator.diff.formats import SCHEMA

pytestmark = pytest.mark.external

CODE = f"""\
import {NAME}
from {NAME}.orders import list_orders, pay_order


def pay(order_id: str) -> None:
    pay_order(order_id)
    list_orders(sort="oldest", limit=20)
    list_orders(limit=50)
"""
FIXED = f"""\
import {NAME}
from {NAME}.orders import list_orders
from {NAME}.checkout import pay_order


def pay(order_id: str) -> None:
    pay_order(order_id)
    list_orders(sort="oldest")
    list_orders(limit=50)
"""
OTHER = "import shop\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("old.yaml", "new.yaml"):
        shutil.copy(API / name, tmp_path)
    (tmp_path / "app").mkdir()
    (tmp_path / "app/pay.py").write_text(CODE)
    (tmp_path / "app/other.py").write_text(OTHER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def diff(*more):
    return opgen("diff", "old.yaml", "new.yaml", "--all", "--uses", "app", "--package", NAME, *more)


def test_it_prints_a_diff_and_what_is_left(folder):
    before = tree(folder)
    done = diff("--fix")
    assert (done.exit_code, tree(folder)) == (0, before)
    assert "\n2 uses fixed in 1 file, 1 to do by hand; --write writes the fixes\n" in done.stdout
    left = done.stdout.partition("\nTo do by hand\n")[2]
    assert left == (
        "  app/pay.py:8:17: `list_orders`: argument `limit` removed\n"
        "      list_orders(limit=50)\n"
        "      Decide what replaces the value: the service no longer reads it.\n"
    )


@pytest.mark.skipif(not shutil.which("patch"), reason="needs the program `patch`")
def test_the_diff_is_one_that_other_programs_apply(folder):
    content = json.loads(diff("--fix", "--format", "json").stdout)
    (file,) = content["fixes"]["files"]
    subprocess.run(["patch", "-p0"], input=file["diff"].encode(), check=True, capture_output=True)
    assert (folder / "app/pay.py").read_text() == FIXED


def test_it_writes_once_and_then_nothing(folder):
    done = diff("--fix", "--write")
    assert "2 uses fixed in 1 file, 1 to do by hand\n" in done.stdout
    assert "+++" not in done.stdout
    assert (folder / "app/pay.py").read_text() == FIXED
    assert (folder / "app/other.py").read_text() == OTHER
    before = tree(folder)
    again = diff("--fix", "--write")
    assert "No use fixed, 1 to do by hand\n" in again.stdout
    assert tree(folder) == before


def test_own_code_in_the_package_is_fixed_too(folder):
    (folder / "app" / NAME).mkdir()
    (folder / "app" / NAME / "opgen.lock").write_text("{}")
    custom = folder / "app" / NAME / "custom.py"
    custom.write_text("from .orders import list_orders, pay_order\n\npay_order('1')\n")
    done = diff("--fix", "--write")
    assert "uses fixed in 2 files" in done.stdout
    assert custom.read_text().splitlines()[:2] == [
        "from .orders import list_orders",
        "from .checkout import pay_order",
    ]


@pytest.mark.usefixtures("folder")
def test_the_json_has_each_edit():
    content = json.loads(diff("--fix", "--format", "json").stdout)
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(content)
    fixes = content["fixes"]
    assert fixes["written"] is False
    text = CODE
    for edit in reversed(fixes["files"][0]["edits"]):
        lines = text.splitlines(keepends=True)
        start = sum(map(len, lines[: edit["line"] - 1])) + edit["column"] - 1
        end = sum(map(len, lines[: edit["end_line"] - 1])) + edit["end_column"] - 1
        text = text[:start] + edit["new_text"] + text[end:]
    assert text == FIXED
    assert [(one["line"], one["code"]) for one in fixes["remaining"]] == [(8, "argument-removed")]


@pytest.mark.usefixtures("folder")
def test_the_markdown_has_a_diff_and_a_list():
    said = diff("--fix", "--format", "markdown").stdout
    assert "```diff\n--- app/pay.py\n" in said
    assert "### To do by hand\n\n- `app/pay.py:8:17`: `list_orders`" in said


def test_only_what_is_left_fails(folder):
    assert diff("--fix", "--fail-on", "used").exit_code == 1
    (folder / "app/pay.py").write_text(CODE.replace("50", "20"))
    assert diff("--fail-on", "used").exit_code == 1
    done = diff("--fix", "--write", "--fail-on", "used")
    assert (done.exit_code, "3 uses fixed in 1 file, 0 to do" in done.stdout) == (0, True)


@pytest.mark.usefixtures("folder")
def test_what_it_needs(monkeypatch):
    assert "--uses" in opgen("diff", "old.yaml", "new.yaml", "--all", "--fix").stderr
    assert "--fix" in diff("--write").stderr
    monkeypatch.setitem(sys.modules, "libcst", None)
    for name in [one for one in sys.modules if one.startswith("generator.fixing.")]:
        monkeypatch.delitem(sys.modules, name)
    assert "error[no-rewriter]" in diff("--fix").stderr
    assert diff().exit_code == 0


def test_code_that_cannot_be_read_stays(folder):
    broken = folder / "app/broken.py"
    broken.write_text("from shop.orders import pay_order\npay_order(\n")
    done = diff("--fix", "--write")
    assert "app/broken.py:2:10: warning[unreadable-code]" in done.stderr
    assert "2 uses fixed" in done.stdout
    assert broken.read_text().endswith("pay_order(\n")


def test_stubs_and_a_single_file_are_rewritten_too(folder):
    (folder / "app/pay.pyi").write_text("from shop.orders import pay_order as pay_order\n")
    done = opgen(
        "diff", "old.yaml", "new.yaml", "--all", "--uses", "app/pay.pyi", "--package", NAME,
        "--fix", "--write",
    )  # fmt: skip
    assert "1 use fixed in 1 file" in done.stdout
    assert Path("app/pay.pyi").read_text() == "from shop.checkout import pay_order as pay_order\n"
    assert Path("app/pay.py").read_text() == CODE


def test_an_app_that_cannot_be_written_is_an_error(folder, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "no space", "app/pay.py")

    monkeypatch.setattr("generator.fixing.write.stage_file", full)
    done = diff("--fix", "--write")
    assert done.exit_code == 1
    assert "app/pay.py:1:1: error[cannot-write]: the app cannot be written" in done.stderr
    assert (folder / "app/pay.py").read_text() == CODE
