"""The figures of speed and memory, as ratios within one run: `make bench`.

`python -m tests.bench runtime` measures one part only. Exit code 1 when a ratio is over its limit.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from .fast_server import fast_server
from .features import features
from .generating import again, everything, one_group
from .importing import imports, one_of_many
from .measure import DOCUMENT
from .runtime import runtime
from .scaling import largest, many_operations
from .server import server
from .using import using

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .measure import Ratio, Refusal


def generating(folder: Path) -> Iterator[Ratio | Refusal]:
    """What generating takes, and what an import does."""
    yield from one_group(folder)
    yield from everything(folder / "all")
    yield from again(folder / "all")
    yield from largest(folder / "largest")
    yield from many_operations(folder / "many")
    yield from imports(folder)
    with server() as url:
        yield from one_of_many(folder, folder / "all", url)


def calling(folder: Path) -> Iterator[Ratio]:
    """What the runtime takes."""
    with fast_server() as url:
        yield from runtime(folder / "runtime", url)
        yield from features(folder / "features", url)


def uses(folder: Path) -> Iterator[Ratio]:
    """What `opgen diff --uses` takes."""
    yield from using(folder / "uses")


# Those in this process are last, since a child's memory is at least its parent's.
PARTS = {"generating": generating, "uses": uses, "runtime": calling}


def main(*names: str) -> int:
    """Print the ratios of some parts, or of all."""
    if not DOCUMENT.is_file():
        print(f"the 2026-08-21 document is not at {DOCUMENT}; set OPGEN_SHARED")
        return 2
    too_much = 0
    with tempfile.TemporaryDirectory() as folder:
        for part in names or PARTS:
            for ratio in PARTS[part](Path(folder)):
                print(ratio, flush=True)
                too_much += ratio.value > ratio.limit
    return int(too_much > 0)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
