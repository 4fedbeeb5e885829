"""Run many trials: `python -m tests.fuzz [--seed N] [--documents N] [--mutated N]`.

It prints the seed, and writes the files of each trial that shows a fault.
"""

from __future__ import annotations

import argparse
import os
import secrets
import tempfile
from pathlib import Path

from .runs import MUTATED, Run, run_all


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--mutated", type=int, default=5_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first trial")
    parser.add_argument("--kind", help="only this kind of trial")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"))
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    runs = [Run("document", given.seed, given.first, given.first + given.documents)]
    for kind, share in MUTATED.items():
        number = round(given.mutated * share)
        runs.append(Run(kind, given.seed, given.first, given.first + number))
    chosen = [one for one in runs if given.kind in {None, one.kind}]
    with tempfile.TemporaryDirectory(prefix="opgen-fuzz-") as folder:
        faults = run_all(chosen, Path(folder), given.processes, given.failures)
    print(f"{len(faults)} faults")
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main())
