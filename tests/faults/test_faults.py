"""The table of faults holds, and the documentation shows it.

`OPGEN_WRITE_DOCS=1` writes the table that differs into the page instead of failing.
"""

import os
import re
from pathlib import Path

import pytest

from faults.judge import ALL, table, wrong
from faults.measure import Cell, measured

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/faults-of-services.md"
REGION = re.compile(r"(<!-- faults -->\n).*?(<!-- /faults -->)", re.DOTALL)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_fault_ends_as_the_table_says_and_never_worse_than_openai() -> None:
    assert len({row.title for row in ALL}) == len(ALL)
    page = PAGE.read_text(encoding="utf-8")
    cells = {cell.name: cell for cell in measured(ALL)}
    for _ in range(3):  # a busy computer is no defect
        again = [row for row in ALL if is_new([c for c in cells.values() if c.row is row], page)]
        cells |= {cell.name: cell for cell in measured(again, threads=4)} if again else {}
    assert {name: what for name, one in cells.items() if (what := wrong(one))} == {}
    current = REGION.sub(lambda one: f"{one[1]}{table([*cells.values()])}{one[2]}", page)
    if os.environ.get("OPGEN_WRITE_DOCS"):
        PAGE.write_text(current, encoding="utf-8")
    else:
        assert page == current


def is_new(cells: list[Cell], page: str) -> bool:
    """Whether the results of a row are not those of the page, or not those of the table."""
    lines = [line for line in table(cells).splitlines() if line.startswith("|")]
    is_shown = all(line in page for line in lines)
    return not is_shown or any(map(wrong, cells))
