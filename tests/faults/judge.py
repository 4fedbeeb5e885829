"""What is wrong in the cells of the table, and the table as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .heavy_rows import HEAVY_ROWS
from .rows import ROWS
from .status_rows import STATUS_ROWS
from .stream_rows import STREAM_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .measure import Cell, Measured
    from .row import Row

ALL: list[Row] = [*ROWS, *STATUS_ROWS, *STREAM_ROWS, *HEAVY_ROWS]
_WORST = 3
_BAD = {"wrong value", "hangs", "charged twice", "fills memory", "crash", "key at another host"}
_NAMES = {"get": "GET", "post": "POST", "stream": "stream", "file": "file"}
_SLACK = 0.5  # seconds that a busy computer may take more


def wrong(cell: Cell) -> list[str]:
    """What is wrong with the calls of the package."""
    found = [what for one in cell.ours for what in _wrong(cell, one)]
    for mine, other in zip(cell.ours, cell.theirs, strict=False):
        if rank(cell, mine) > rank(cell, other):
            found.append(f"{mine.result} is worse than openai's {other.result}")
    return [*dict.fromkeys(found)]


def _wrong(cell: Cell, one: Measured) -> Iterator[str]:
    results, _, number = cell.row.expected[cell.kind].partition(" ")
    if one.result not in results.split("|"):
        yield f"{one.result}, not {results} ({one.ended.detail})"
    if number and one.requests != int(number):
        yield f"{one.requests} requests, not {number} ({one.ended.detail})"
    if one.ended.seconds > cell.row.within + _SLACK:
        yield f"{one.ended.seconds:.2f} s, not {cell.row.within}"
    low, high = cell.row.pause or (0, 0)
    if high and one.pause is not None and not low <= one.pause <= high + _SLACK:
        yield f"waited {one.pause:.2f} s, not {low} to {high}"


def rank(cell: Cell, one: Measured) -> int:
    """How bad a result is: 0 is the right value, then an error of the package, then another.

    A value where an error is wanted is one of the worst: nobody notices the fault.
    """
    wanted = cell.row.expected[cell.kind].split(" ")[0].split("|")
    if one.result in {"value", "None"} or one.result in _BAD:
        return 0 if one.result in wanted else _WORST
    return 1 if one.ended.typed else 2


def table(cells: list[Cell]) -> str:
    """The table in Markdown, a part for each group; calls with the same results share a line."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for cell in cells:
        line = (cell.row.group, cell.row.name, shown(cell, cell.ours), shown(cell, cell.theirs))
        alike.setdefault(line, []).append(_NAMES[cell.kind])
    lines: list[str] = []
    group = ""
    for (part, name, mine, other), kinds in alike.items():
        if part != group:
            group = part
            lines += ["", f"## {group.capitalize()}", "", "| fault | call | opgen | `openai` |"]
            lines += ["| --- | --- | --- | --- |"]
        lines.append(f"| {name} | {', '.join(kinds)} | {mine} | {other} |")
    return "\n".join(lines).strip() + "\n"


def shown(cell: Cell, both: tuple[Measured, ...]) -> str:
    """The results, and how many requests arrived if the row says that; blocking, then awaited."""
    numbered = " " in cell.row.expected[cell.kind]
    return ", or ".join(dict.fromkeys(_shown(one, numbered=numbered) for one in both))


def _shown(one: Measured, *, numbered: bool) -> str:
    is_word = " " in one.result or one.result in {"value", "hangs", "crash"}
    name = one.result if is_word else f"`{one.result}`"
    many = one.requests > 1 and one.result not in {"hangs", "charged twice", "fills memory"}
    return f"{name}, {one.requests} requests" if many and numbered else name
