"""The table of `docs/migrating-from-openai.md`: each row names a test that shows it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/migrating-from-openai.md"
NO_TEST = {"WebSockets, Azure, Bedrock"}


def rows() -> list[list[str]]:
    """Return the cells of each row: feature, `openai`, opgen, test."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    found = [line.strip("|").split(" | ") for line in lines if line.startswith("| ")]
    return [[cell.strip() for cell in cells] for cells in found if cells[0].strip() != "feature"]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_each_row_names_a_test(row: list[str]) -> None:
    assert len(row) == 4
    assert all(row[:3])
    if row[0] in NO_TEST:
        assert row[3] == ""
        return
    path, _, name = row[3].strip("`").partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    names = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    assert name in names
