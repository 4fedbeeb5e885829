"""The table of `docs/migrating-from-openai.md`: each row names a test that shows it."""

from __future__ import annotations

import ast
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import openai.types.beta.threads
import openai.types.chat
import openai.types.responses
import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/migrating-from-openai.md"
NO_TEST = {"WebSockets, Azure, Bedrock"}


def rows(title: str) -> list[list[str]]:
    """Return the cells of each row of the table in a section, without its head."""
    section = PAGE.read_text(encoding="utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    found = [line.strip("|").split(" | ") for line in lines[1:]]
    return [[cell.strip() for cell in cells] for cells in found]


@pytest.mark.parametrize("row", rows("Feature by feature"), ids=lambda row: row[0])
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


@pytest.mark.corpus
@pytest.mark.usefixtures("shared")
def test_each_type_has_a_counterpart(whole_called: ModuleType) -> None:
    found = rows("Types")
    for theirs, ours in found:
        official = attrgetter(theirs.strip("`"))(openai.types)
        counterpart = attrgetter(ours.strip("`"))(whole_called)
        if isinstance(official, type) and hasattr(official, "model_fields"):
            required = {name for name, one in official.model_fields.items() if one.is_required()}
            assert required <= counterpart.model_fields.keys()
    assert len(found) > 15
