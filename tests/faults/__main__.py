"""`python -m tests.faults [TEXT …]`: the rows whose names have these texts, and what is wrong."""

from __future__ import annotations

import sys
import time

from .judge import ALL, shown, wrong
from .measure import measured


def main(*texts: str) -> int:
    """Print a line for each cell; exit code 1 if one is wrong."""
    began = time.monotonic()
    chosen = [row for row in ALL if not texts or any(text in row.title for text in texts)]
    bad = 0
    for cell in measured(chosen):
        problems = wrong(cell)
        bad += bool(problems)
        mine, other = shown(cell, cell.ours), shown(cell, cell.theirs)
        print(f"{'WRONG' if problems else 'ok   '} {cell.name}: {mine} — {other}")
        for one in problems:
            print(f"        {one}")
    print(f"{bad} wrong, {time.monotonic() - began:.0f} s")
    return int(bad > 0)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
